using Accountable.Data.Delimited;
using Accountable.Data.PublicResults;

namespace Accountable.Data.Mips;

/// <summary>One ACO and year with its measure rates. Rates are in the units of the benchmarks; scores in percent.</summary>
public sealed record AcoQualityRow
{
    /// <summary>Data row in the file, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>The ACO's identifier.</summary>
    public required string AcoId { get; init; }

    /// <summary>The performance year.</summary>
    public required PerformanceYear Year { get; init; }

    /// <summary>The ACO reported by the Web Interface.</summary>
    public required bool ReportsWebInterface { get; init; }

    /// <summary>The ACO received the floor of extreme and uncontrollable circumstances.</summary>
    public required bool Affected { get; init; }

    /// <summary>Rates by measure and collection type, each with half of its last printed digit.</summary>
    public required IReadOnlyDictionary<(string Measure, string Method), Printed> Rates { get; init; }

    /// <summary>The published quality score in percent; read only to compare.</summary>
    public decimal? Published { get; init; }
}

/// <summary>A file of ACO quality as read.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Data rows in the file; equals rows read plus rows refused.</param>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Findings">What was refused, by line.</param>
public sealed record AcoQualityFile(
    string Path, string Sha256, int RowCount, IReadOnlyList<AcoQualityRow> Rows, IReadOnlyList<Finding> Findings);

/// <summary>Reads measure rates from results files of the Shared Savings Program.</summary>
public static class AcoQualityResults
{
    private const decimal GreatestFraction = 1.5m;
    private const decimal Percent = 100m;

    /// <summary>Reads a results file that has measure rates: those of 2021 and later.</summary>
    /// <exception cref="FileRefusedException">The file is no results file with measure rates, or its year is unknown.</exception>
    public static AcoQualityFile Read(string path, int? year)
    {
        var file = DelimitedFile.Read(path);
        var columns = new ColumnMap(file, withPublished: true);
        var rates = Enumerable.Range(0, file.Header.Length).Select(index => (Index: index, Key: Measure(file.Header[index])))
            .Where(pair => pair.Key is not null).Select(pair => (pair.Index, Key: pair.Key!.Value)).ToList();
        var web = Array.FindIndex(file.Header, header => Cell.Canonical(header) is "reportwi");
        if (rates.Count == 0 || web < 0 || !columns.Has(Fields.AcoId))
            throw DelimitedFile.Refused(path, 1, "The file has no measure rates (such as QualityID_318), no Report_WI or no ACO_ID",
                "Give results files of the Shared Savings Program from 2021 on");
        var known = year ?? ReleaseSignature.YearOf(columns.Canonical);
        if (known is null && !columns.Has(Fields.PerformanceYear))
            throw DelimitedFile.Refused(path, 1, "The year of the file cannot be told from its columns", "Give it with --year",
                isUsage: true);
        var affected = Array.FindIndex(file.Header, header => Cell.Canonical(header) is "recvd30p" or "recvd40p");
        var scale = IsFraction(file, columns.Index(Fields.QualityScore)) ? Percent : 1;
        var rows = new List<AcoQualityRow>(file.Rows.Count);
        var findings = new List<Finding>(file.Findings);
        foreach (var row in file.Rows)
        {
            var place = columns.Index(Fields.PerformanceYear);
            var of = place >= 0 && int.TryParse(row.Cells[place], out var own) && own is >= 1900 and <= 2999 ? own : known;
            var bad = rates.FirstOrDefault(rate => !Cell.IsBlank(row.Cells[rate.Index]) && Cell.Number(row.Cells[rate.Index]) is not >= 0);
            if (bad.Key.Measure is not null || of is null)
            {
                findings.Add(new Finding(Severity.RowRefused, path, row.Line,
                    bad.Key.Measure is null ? "performance_year" : file.Header[bad.Index],
                    bad.Key.Measure is null ? "The row has no year" : $"'{row.Cells[bad.Index]}' is no rate", "Correct the cell"));
                continue;
            }
            rows.Add(new AcoQualityRow
            {
                Row = row.Number,
                AcoId = row.Cells[columns.Index(Fields.AcoId)].Trim(),
                Year = new PerformanceYear(of.Value),
                ReportsWebInterface = Cell.Flag(row.Cells[web]) == true,
                Affected = affected >= 0 && Cell.Flag(row.Cells[affected]) == true,
                Rates = rates.Where(rate => !Cell.IsBlank(row.Cells[rate.Index]))
                    .ToDictionary(rate => rate.Key, rate => Rate(row.Cells[rate.Index])),
                Published = columns.Index(Fields.QualityScore) is >= 0 and var score && !Cell.IsBlank(row.Cells[score])
                    ? Cell.Number(row.Cells[score]) * scale : null,
            });
        }
        return new AcoQualityFile(path, file.Sha256, file.Rows.Count + file.Findings.Count, rows,
            [.. findings.OrderBy(finding => finding.Line)]);
    }

    /// <summary>The measure and collection type that a header names, or null.</summary>
    private static (string Measure, string Method)? Measure(string header)
    {
        var parts = header.Split('_', 3);
        return (parts[0].ToUpperInvariant(), parts.Length) switch
        {
            ("CAHPS", 2) => ($"CAHPS_{parts[1]}", "certifiedSurveyVendor"),
            ("MEASURE", 2) => (parts[1], "administrativeClaims"),
            ("QUALITYID", 2) => (parts[1], "cmsWebInterface"),
            ("QUALITYID", 3) when parts[2].Equals("MedicareCQM", StringComparison.OrdinalIgnoreCase) => ($"{parts[1]}SSP", "registry"),
            ("QUALITYID", 3) => (parts[1], Method(parts[2].ToUpperInvariant())),
            _ => null,
        };
    }

    private static string Method(string suffix) => suffix switch
    {
        "WI" => "cmsWebInterface",
        "ECQM" => "electronicHealthRecord",
        "MIPSCQM" => "registry",
        _ => suffix,
    };

    private static Printed Rate(string cell)
    {
        var text = cell.Trim();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return new Printed(Cell.Number(text)!.Value, new decimal(5, 0, 0, false, (byte)(decimals + 1)));
    }

    private static bool IsFraction(DelimitedFile file, int column) => column >= 0
        && file.Rows.All(row => !Cell.IsPercent(row.Cells[column])
            && (Cell.IsBlank(row.Cells[column]) || Cell.Number(row.Cells[column]) is null or <= GreatestFraction));
}
