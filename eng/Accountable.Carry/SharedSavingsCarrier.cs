using System.Globalization;
using Accountable.Data.PublicResults;
using Accountable.Runs;

namespace Accountable.Carry;

/// <summary>Writes a public results file in our compact columns: the inputs that settlement uses, and the published outcome.</summary>
public static class SharedSavingsCarrier
{
    public static IReadOnlyList<(int Year, string File)> Sources { get; } =
    [
        (2014, "2014_standardised.csv"),
        (2015, "2015_standardised.csv"),
        (2016, "2016_standardised.csv"),
        (2017, "2017_standardised.csv"),
        (2018, "2018.csv"),
        (2019, "2019_twelve_month_standardised.csv"),
        (2020, "2020_standardised.csv"),
        (2021, "2021.csv"),
        (2022, "2022.csv"),
        (2024, "2024_even_ids.csv"),
    ];

    private static readonly (string Name, Func<ResultsRow, object?> Cell)[] Columns =
    [
        ("performance_year", row => row.Year.Value),
        ("aco_id", row => row.AcoId),
        ("track", row => row.Track ?? ""),
        ("assigned_beneficiaries", row => row.AssignedBeneficiaries),
        ("benchmark", row => row.Benchmark.Value),
        ("expenditures", row => row.Expenditures.Value),
        ("minimum_rate", row => row.MinimumRate?.Value),
        ("quality_score", row => row.QualityScore?.Value),
        ("met_standard", row => Flag(row.MetStandard)),
        ("met_alternative", row => Flag(row.MetAlternative)),
        ("met_percentile", row => Flag(row.MetPercentile)),
        ("met_incentive", row => Flag(row.MetIncentive)),
        ("met_first_year", row => Flag(row.MetFirstYear)),
        ("disaster_adjustment", row => row.DisasterAdjustment),
        ("reduced_rate", row => Flag(row.ReducedRate)),
        ("revenue_category", row => row.LowRevenue is { } low ? low ? "low" : "high" : null),
        ("agreement_start", row => row.AgreementStart?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("guardrail", row => Flag(row.Guardrail)),
        ("terminated_mid_year", row => Flag(row.Terminated)),
        ("advance_payment_balance", row => row.AdvancePaymentBalance),
        ("revenue_based_limit", row => Flag(row.RevenueBasedLimit)),
        ("months_covered", row => row.MonthsCovered == 12 ? null : row.MonthsCovered),
        ("published_earned", row => row.PublishedEarned),
    ];

    /// <summary>Writes YEAR.csv with the columns that hold anything, and its meta file.</summary>
    public static void Carry(string source, int year, string folder)
    {
        var file = SharedSavingsResults.Read(source, year, withPublished: true);
        if (file.Rows.Count != file.RowCount)
            throw new InvalidOperationException($"{source}: {file.RowCount - file.Rows.Count} rows were refused.");
        // A column that the source has stays, even when all its cells are blank: whether it is there decides what can be proved.
        var columns = Columns
            .Where(column => file.Has(column.Name) || file.Rows.Any(row => column.Cell(row) is not (null or "")))
            .ToArray();
        var table = new Table([.. columns.Select(column => column.Name)]);
        foreach (var row in file.Rows)
            table.Add([.. columns.Select(column => column.Cell(row))]);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{year}.csv"), table.ToCsv());
        var part = source.Contains("even_ids", StringComparison.Ordinal) ? ", ACOs with an even number"
            : source.Contains("twelve", StringComparison.Ordinal) ? ", twelve-month rows"
            : "";
        File.WriteAllText(Path.Combine(folder, $"{year}.meta.yaml"), $"""
            title: Inputs of settlement and published results of the Shared Savings Program, performance year {year}{part}
            source: CMS, Performance Year Financial and Quality Results public use file, data.cms.gov
            licence: US Government work, not subject to copyright
            rows: {file.Rows.Count}

            """);
    }

    private static object? Flag(bool? flag) => flag is { } value ? value ? 1 : 0 : null;
}
