using Accountable.Data.Mips;
using Accountable.Runs;

namespace Accountable.Carry;

/// <summary>Writes the measure rates of ACOs and their published quality scores, one file a year.</summary>
public static class AcoQualityCarrier
{
    /// <summary>The files that have measure rates.</summary>
    public static readonly IReadOnlyList<(int Year, string File)> Sources = [(2021, "2021.csv"), (2022, "2022.csv"), (2024, "2024_even_ids.csv")];

    /// <summary>Headers by collection type, as CMS names them.</summary>
    private static string Header((string Measure, string Method) key) => key.Method switch
    {
        "certifiedSurveyVendor" => key.Measure,
        "administrativeClaims" => $"Measure_{key.Measure}",
        "cmsWebInterface" => $"QualityID_{key.Measure}_WI",
        _ => "",
    };

    public static void Carry(string source, int year, string folder)
    {
        var file = AcoQualityResults.Read(source, year);
        if (file.Rows.Count != file.RowCount)
            throw new InvalidOperationException($"{source}: {file.RowCount - file.Rows.Count} rows were refused.");
        Directory.CreateDirectory(folder);
        var keys = file.Rows.SelectMany(row => row.Rates.Keys).Distinct().Where(key => Header(key).Length > 0).OrderBy(key => key.Method, StringComparer.Ordinal).ThenBy(key => key.Measure, StringComparer.Ordinal).ToList();
        var table = new Table(["ACO_ID", "performance_year", "Report_WI", year < 2024 ? "Recvd30p" : "Recvd40p", "QualScore", .. keys.Select(Header)]);
        foreach (var row in file.Rows)
        {
            table.Add([row.AcoId, year, row.ReportsWebInterface ? 1 : 0, row.Affected ? 1 : 0, row.Published,
                .. keys.Select(key => row.Rates.TryGetValue(key, out var rate) ? (object?)rate.Value : null)]);
        }
        File.WriteAllText(Path.Combine(folder, $"{year}.csv"), table.ToCsv());
        File.WriteAllText(Path.Combine(folder, $"{year}.meta.yaml"), $"""
            title: Measure rates of Shared Savings Program ACOs and published quality scores, performance year {year}
            source: CMS, Shared Savings Program Performance Year Financial and Quality Results, data.cms.gov
            licence: US Government work, not subject to copyright
            rows: {file.Rows.Count}

            """);
    }
}
