using Accountable.Runs.SharedSavings;

namespace Accountable.Runs.Mips;

/// <summary>The columns in which comparisons of ACO quality scores are written.</summary>
public static class AcoQualityTables
{
    private const int Decimals = 4;
    private const decimal Close = 0.02m;
    private const decimal Near = 0.05m;

    /// <summary>The comparison, a row an ACO and year, scores 0 to 100.</summary>
    public static Table Of(IReadOnlyList<ProvenQuality> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new Table("row", "aco_id", "performance_year", "published", "achievement", "improvement", "computed", "difference",
            "verdict", "reason");
        foreach (var row in rows)
        {
            table.Add(row.Row.Row, row.Row.AcoId, row.Row.Year.Value, row.Row.Published, Rounded(row.Achievement),
                Rounded(row.Improvement), Rounded(row.Computed), Rounded(row.Difference),
                SettlementTables.Word(row.Verdict), row.Reason);
        }
        return table;
    }

    /// <summary>How many Web Interface reporters came out how, by year, all and those with a prior year.</summary>
    public static Table Summary(IReadOnlyList<ProvenQuality> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var table = new Table("year", "web_interface_rows", "computed_from", "within_0.02", "within_0.05", "exact", "rounding",
            "not_provable", "mismatch");
        foreach (var year in rows.Where(row => row.Row.ReportsWebInterface).GroupBy(row => row.Row.Year.Value).OrderBy(group => group.Key))
        {
            Add(table, year.Key, "all", [.. year]);
            Add(table, year.Key, "with a prior year", [.. year.Where(row => row.HasPrior)]);
        }
        return table;
    }

    private static void Add(Table table, int year, string from, List<ProvenQuality> rows) => table.Add(
        year, rows.Count, from,
        rows.Count(row => Math.Abs(row.Difference ?? decimal.MaxValue) <= Close),
        rows.Count(row => Math.Abs(row.Difference ?? decimal.MaxValue) <= Near),
        Of(rows, Verdict.Exact), Of(rows, Verdict.Rounding), Of(rows, Verdict.NotProvable), Of(rows, Verdict.Mismatch));

    private static int Of(List<ProvenQuality> rows, Verdict verdict) => rows.Count(row => row.Verdict == verdict);

    private static decimal? Rounded(decimal? score) => score is { } number ? decimal.Round(number, Decimals) : null;
}
