using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>The tables that settle and prove write.</summary>
public static class SettlementTables
{
    private static readonly string[] Settled =
    [
        "row", "aco_id", "performance_year", "track", "assigned_beneficiaries", "benchmark", "expenditures",
        "gross", "minimum_rate", "generated", "quality_standard", "sharing_rate", "loss_rate", "limit", "relief",
        "recoupment", "earned", "notes",
    ];

    private static readonly string[] Proven =
    [
        "row", "aco_id", "performance_year", "track", "published", "computed", "difference", "verdict", "reason",
    ];

    /// <summary>Settlements, one row an ACO; a first column <c>file</c> when there are several files.</summary>
    public static Table Of(IReadOnlyList<SettledFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var several = files.Count > 1;
        var table = new Table(several ? ["file", .. Settled] : Settled);
        foreach (var file in files)
        {
            foreach (var row in file.Rows)
            {
                var result = row.Result;
                object?[] cells =
                [
                    row.Row.Row, row.Row.AcoId, row.Row.Year.Value, row.Facts.Track.Name(), row.Row.AssignedBeneficiaries,
                    Cell(row.Facts.Benchmark), Cell(row.Facts.Expenditures), Cell(result.Gross),
                    result.MinimumRate.Amount, Cell(result.Generated), result.Quality.Word(),
                    result.SharingRate.Amount, result.LossRate?.Amount, Cell(result.Limit), Cell(result.Relief),
                    Cell(result.Recoupment), Cell(result.Earned), string.Join("; ", row.Notes),
                ];
                table.Add(several ? [file.File.Path, .. cells] : cells);
            }
        }
        return table;
    }

    /// <summary>One settlement as a table of one row.</summary>
    /// <param name="aco">The ACO.</param>
    /// <param name="year">The performance year.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="result">The settlement.</param>
    /// <param name="notes">What was taken for granted.</param>
    public static Table Of(string aco, int year, SettlementFacts facts, SettlementResult result, IReadOnlyList<string> notes)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(result);
        var table = new Table(Settled[1..]);
        table.Add(aco, year, facts.Track.Name(), facts.AssignedBeneficiaries.Amount, Cell(facts.Benchmark), Cell(facts.Expenditures),
            Cell(result.Gross), result.MinimumRate.Amount, Cell(result.Generated), result.Quality.Word(), result.SharingRate.Amount,
            result.LossRate?.Amount, Cell(result.Limit), Cell(result.Relief), Cell(result.Recoupment), Cell(result.Earned),
            string.Join("; ", notes));
        return table;
    }

    /// <summary>Comparisons, one row an ACO; a first column <c>file</c> when there are several files.</summary>
    public static Table Of(IReadOnlyList<(string File, IReadOnlyList<ProvenRow> Rows)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var several = files.Count > 1;
        var table = new Table(several ? ["file", .. Proven] : Proven);
        foreach (var (file, rows) in files)
        {
            foreach (var proven in rows)
            {
                var row = proven.Settled.Row;
                object?[] cells =
                [
                    row.Row, row.AcoId, row.Year.Value, proven.Settled.Facts.Track.Name(), new Dollars(proven.Published),
                    Cell(proven.Settled.Result.Earned), new Dollars(proven.Difference), Word(proven.Verdict), proven.Reason,
                ];
                table.Add(several ? [file, .. cells] : cells);
            }
        }
        return table;
    }

    /// <summary>Counts by file, year and track.</summary>
    public static Table Summary(IReadOnlyList<(string File, IReadOnlyList<ProvenRow> Rows)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var table = new Table("file", "year", "track", "rows", "exact", "rounding", "not_provable", "mismatch", "published", "computed");
        foreach (var (file, rows) in files)
        {
            foreach (var group in rows.GroupBy(row => (row.Settled.Row.Year.Value, row.Settled.Facts.Track)).OrderBy(group => group.Key))
                AddCounts(table, Path.GetFileName(file), group.Key.Value, group.Key.Track.Name(), [.. group]);
        }
        AddCounts(table, "all", null, "", [.. files.SelectMany(file => file.Rows)]);
        return table;
    }

    /// <summary>The word for a verdict in result files.</summary>
    public static string Word(Verdict verdict) => verdict == Verdict.NotProvable ? "not_provable" : verdict.ToString().ToLowerInvariant();

    private static void AddCounts(Table table, string file, int? year, string track, List<ProvenRow> rows)
    {
        int Number(Verdict verdict) => rows.Count(row => row.Verdict == verdict);
        table.Add(
            file, year, track, rows.Count,
            Number(Verdict.Exact), Number(Verdict.Rounding), Number(Verdict.NotProvable), Number(Verdict.Mismatch),
            new Dollars(rows.Sum(row => row.Published)), new Dollars(rows.Sum(row => row.Settled.Result.Earned.Amount)));
    }

    private static Dollars Cell(Money money) => new(money.Amount);
}
