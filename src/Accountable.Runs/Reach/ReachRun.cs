using Accountable.Data;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.SharedSavings.Reach;

namespace Accountable.Runs.Reach;

/// <summary>A row of GPDC or REACH results with its settlement.</summary>
public sealed record SettledReachRow(ReachRow Row, ReachResult Result, IReadOnlyList<string> Notes);

/// <summary>A settled row beside what CMS published.</summary>
/// <param name="Settled">The settlement.</param>
/// <param name="GrossAndSharedExact">Gross and shared savings are the published ones.</param>
/// <param name="Verdict">How the payment compares as well.</param>
/// <param name="Reason">Why, for all but exact rows.</param>
public sealed record ProvenReachRow(SettledReachRow Settled, bool GrossAndSharedExact, SharedSavings.Verdict Verdict, string Reason);

/// <summary>Settles and proves public GPDC and ACO REACH results.</summary>
public sealed class ReachRun(RuleBook book, DateOnly? asOf = null, bool traced = false)
{
    /// <summary>Published amounts carry cents or fractions of them; half a dollar is rounding.</summary>
    private const decimal Tolerance = 1m;

    /// <summary>Settles every row of a file.</summary>
    /// <exception cref="LawGapException">No row's year has law.</exception>
    public (IReadOnlyList<SettledReachRow> Rows, IReadOnlyList<Finding> Findings) Settle(ReachFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var findings = new List<Finding>(file.Findings);
        var rows = new List<SettledReachRow>();
        LawGapException? gap = null;
        foreach (var row in file.Rows)
        {
            try
            {
                rows.Add(Settle(file, row));
            }
            catch (LawGapException e)
            {
                gap = e;
                findings.Add(new Finding(
                    Severity.RowRefused, file.Path, row.Line, "perf_year",
                    e.Message.TrimEnd('.'), "The rule book has GPDC and ACO REACH for 2021 to 2023"));
            }
        }
        return gap is not null && rows.Count == 0 ? throw gap : (rows, findings);
    }

    /// <summary>Settles one row.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public SettledReachRow Settle(ReachFile file, ReachRow row)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(row);
        var law = book.For(row.Year, asOf ?? book.AsOf, traced);
        var arrangement = row.Global ? RiskArrangement.Global : RiskArrangement.Professional;
        T Fact<T>(T quantity, string name, string column)
            where T : struct, IQuantity<T> =>
            traced ? quantity.From(name, $"{Path.GetFileName(file.Path)} record {row.Row}, {column}") : quantity;
        var facts = new ReachFacts
        {
            Arrangement = arrangement,
            FinalBenchmark = Fact(new Money(row.FinalBenchmark), "final benchmark", "final_benchmark"),
            CostOfCare = Fact(new Money(row.CostOfCare), "total cost of care net of stop-loss", "tot_cost_care_net"),
            EquityUp = row.EquityUp is { } up ? Fact(new Money(up), "health equity adjustment upward", "heba_up_amt") : null,
            EquityDown = row.EquityDown is { } down ? Fact(new Money(down), "health equity adjustment downward", "heba_down_amt") : null,
            EquityUpMonths = Fact(new Count(row.EquityUpMonths ?? 0), "months with an upward adjustment", "heba_up_mnths"),
            EquityDownMonths = Fact(new Count(row.EquityDownMonths ?? 0), "months with a downward adjustment", "heba_dn_mnths"),
        };
        return new SettledReachRow(row, ReachSettlement.Determine(facts, law), Notes(row, arrangement));
    }

    /// <summary>Compares gross savings, shared savings and payment with the published ones.</summary>
    public static IReadOnlyList<ProvenReachRow> Compare(IReadOnlyList<SettledReachRow> rows) =>
        [.. rows.Where(row => row.Row.PublishedGross is not null && row.Row.PublishedShared is not null).Select(Judge)];

    /// <summary>The table that settle writes; a first column <c>file</c> when there are several.</summary>
    public static Table SettledTable(IReadOnlyList<(string File, IReadOnlyList<SettledReachRow> Rows)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        string[] columns =
        [
            "row", "aco_id", "performance_year", "arrangement", "benchmark", "heba", "expenditures",
            "gross", "shared", "sequestration", "earned", "notes",
        ];
        var table = new Table(files.Count > 1 ? ["file", .. columns] : columns);
        foreach (var (file, rows) in files)
        {
            foreach (var (row, result, notes) in rows)
            {
                object?[] cells =
                [
                    row.Row, row.AcoId, row.Year.Value, row.Global ? "global" : "professional",
                    new Dollars(result.Benchmark.Amount), new Dollars(result.Equity.Amount), new Dollars(row.CostOfCare),
                    new Dollars(result.Gross.Amount), new Dollars(result.Shared.Amount), new Dollars(result.Sequestration.Amount),
                    new Dollars(result.Earned.Amount), string.Join("; ", notes),
                ];
                table.Add(files.Count > 1 ? [file, .. cells] : cells);
            }
        }
        return table;
    }

    /// <summary>The table that prove writes; a first column <c>file</c> when there are several.</summary>
    public static Table ProvenTable(IReadOnlyList<(string File, IReadOnlyList<ProvenReachRow> Rows)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        string[] columns =
        [
            "row", "aco_id", "performance_year", "arrangement", "published_gross", "computed_gross",
            "published_shared", "computed_shared", "published_earned", "computed_earned", "verdict", "reason",
        ];
        var table = new Table(files.Count > 1 ? ["file", .. columns] : columns);
        foreach (var (file, rows) in files)
        {
            foreach (var ((row, result, _), _, verdict, reason) in rows)
            {
                object?[] cells =
                [
                    row.Row, row.AcoId, row.Year.Value, row.Global ? "global" : "professional",
                    Cell(row.PublishedGross), new Dollars(result.Gross.Amount),
                    Cell(row.PublishedShared), new Dollars(result.Shared.Amount),
                    Cell(row.PublishedEarned), new Dollars(result.Earned.Amount),
                    SharedSavings.SettlementTables.Word(verdict), reason,
                ];
                table.Add(files.Count > 1 ? [file, .. cells] : cells);
            }
        }
        return table;
    }

    private static Dollars? Cell(decimal? amount) => amount is { } value ? new Dollars(value) : null;

    private static ProvenReachRow Judge(SettledReachRow settled)
    {
        var (row, result, _) = settled;
        string? Off(string name, decimal computed, decimal? published) =>
            published is { } amount && Math.Abs(computed - amount) > Tolerance ? $"{name} differs by {computed - amount:0.00}" : null;
        string?[] differences =
        [
            Off("gross savings", result.Gross.Amount, row.PublishedGross),
            Off("shared savings", result.Shared.Amount, row.PublishedShared),
        ];
        var wrong = differences.OfType<string>().ToList();
        if (wrong.Count > 0)
            return new ProvenReachRow(settled, false, SharedSavings.Verdict.Mismatch, string.Join("; ", wrong));
        if (Off("payment", result.Earned.Amount, row.PublishedEarned) is not { } difference)
            return new ProvenReachRow(settled, true, SharedSavings.Verdict.Exact, "");

        // An ACO that leaves the model forfeits its savings; the files carry no exit date.
        return row.PublishedEarned == 0 && result.Earned > Money.Zero
            ? new ProvenReachRow(settled, true, SharedSavings.Verdict.NotProvable,
                "exit from the model: shared savings were published and not paid; the file has no exit date")
            : new ProvenReachRow(settled, true, SharedSavings.Verdict.Mismatch, difference);
    }

    private List<string> Notes(ReachRow row, RiskArrangement arrangement)
    {
        var notes = new List<string>();
        if (row.RetentionWithhold > 0)
        {
            notes.Add($"retention withhold {row.RetentionWithhold:0.####}: "
                + "an ACO that left the model keeps no savings; the file has no exit date");
        }
        if (row.UnadjustedBenchmark is > 0 and var unadjusted && row.QualityScore is { } quality)
        {
            var law = book.For(row.Year, asOf ?? book.AsOf);
            var left = FinalBenchmark.AfterWithholds(arrangement, new Ratio(quality), new Ratio(row.RetentionWithhold ?? 0), law);
            var remaining = FinalBenchmark.RemainingFactor(new Money(row.FinalBenchmark), new Money(unadjusted), left);
            notes.Add($"after discount and withholds a factor of {remaining.Amount:0.0000} remains to the unadjusted benchmark");
        }
        return notes;
    }
}
