using Accountable.Data;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>The results of a tie-out: the bridge, the readings, and the rows behind a step.</summary>
public static class TieOutTables
{
    private static readonly string[] OfPeople = ["assigned_only_here", "listed_only", "truncation", "non_claims"];
    private static readonly string[] OfClaims =
    [
        "outside_months", "run_out", "run_out_missing", "missing_claims", "claims_only_here", "changed_claims", "add_ons_left_in", "ime",
        "dsh", "uncompensated_care", "population_based", "sequestration",
    ];

    /// <summary>The steps that have rows.</summary>
    public static IReadOnlyList<string> StepsWithRows { get; } = [.. OfClaims, "opt_outs", .. OfPeople];

    /// <summary>The bridge in short: one row a line, all enrollment types together. Dollars.</summary>
    public static Table Bridge(TieOutRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("step", "kind", "basis", "dollars", "person_years", "per_capita", "title", "note");
        foreach (var line in run.Lines)
        {
            var sum = Sum(line.IsLevel ? line.After : line.Change);
            table.Add(line.Key, line.IsLevel ? "level" : "step", Word(line.Basis),
                sum is null ? null : new Dollars(sum.Dollars.Amount + (line.IsLevel ? line.AfterNoType : line.NoType)),
                sum is null ? null : Years(sum), line.IsLevel ? PerCapita(sum!) : null, line.Title, line.Note);
        }
        return table;
    }

    /// <summary>The bridge by enrollment type: one row a line and type, months without a type as none, and all. A step's per capita is what
    /// it moves that of the level by.</summary>
    public static Table ByEnrollmentType(TieOutRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("step", "kind", "basis", "enrollment_type", "dollars", "person_years", "per_capita");
        ByType<BridgeFigure>? before = null;
        foreach (var line in run.Lines)
        {
            var figures = line.IsLevel ? line.After : line.Change;
            foreach (var type in EnrollmentTypes.All)
            {
                table.Add(line.Key, Kind(line), Word(line.Basis), type.Name(), figures is null ? null : Of(figures[type].Dollars),
                    figures is null ? null : Years(figures[type]),
                    figures is null ? null : line.IsLevel ? PerCapita(line.After[type]) : Moved(before?[type], line.After[type]));
            }
            var none = line.IsLevel ? line.AfterNoType : line.NoType;
            if (none != 0)
                table.Add(line.Key, Kind(line), Word(line.Basis), "none", new Dollars(none), null, null);
            var sum = Sum(figures);
            table.Add(line.Key, Kind(line), Word(line.Basis), "all", sum is null ? null : new Dollars(sum.Dollars.Amount + none),
                sum is null ? null : Years(sum), sum is null ? null : line.IsLevel ? PerCapita(sum) : Moved(Sum(before), Sum(line.After)!));
            before = line.After;
        }
        return table;
    }

    /// <summary>What stays unexplained, if CMS had done something otherwise. Dollars.</summary>
    public static Table Readings(TieOutRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("reading", "moves", "unexplained", "within_rounding");
        foreach (var reading in run.Readings)
            table.Add(reading.Name.Length == 0 ? "the bridge" : reading.Name, new Dollars(reading.Moves), new Dollars(reading.Unexplained),
                reading.Explains ? "yes" : "no");
        return table;
    }

    /// <summary>The claims or people behind a step, in the order of their identifiers. They name beneficiaries.</summary>
    /// <param name="run">The run; its session must be open.</param>
    /// <param name="step">One of <see cref="StepsWithRows"/>.</param>
    /// <param name="ids">The newest identifier of each person by key.</param>
    /// <exception cref="FileRefusedException">The step has no rows.</exception>
    public static (IReadOnlyList<string> Columns, IEnumerable<object?[]> Rows) Rows(
        TieOutRun run, string step, IReadOnlyDictionary<long, string> ids)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(ids);
        string Id(long key) => ids.GetValueOrDefault(key) ?? $"key {key}";
        if (OfClaims.Contains(step) || (step == "opt_outs" && run.Request.OtherStore is not null))
        {
            return (TieOutClaims.RowColumns, run.Claims.Rows(step).Select(row => row.Cells.Prepend(Id(row.Key)).ToArray()));
        }
        var people = step switch
        {
            "assigned_only_here" => run.People.Assigned.Except(run.People.Counted),
            "listed_only" => run.People.Counted.Except(run.People.Assigned),
            "opt_outs" => run.People.Declined,
            "truncation" or "non_claims" => run.People.Counted,
            _ => throw new FileRefusedException(new Finding(Severity.FileRefused, "--rows", 0, "", $"no rows stand behind '{step}'",
                $"Rows stand behind {string.Join(", ", StepsWithRows)}"), isUsage: true),
        };
        return (["person_id", "enrollment_type", "months", "counted", "annualized", "truncated", "non_claims"],
            people.SelectMany(key => OfPerson(run, key, step).Select(row => row.Prepend(Id(key)).ToArray()))
                .OrderBy(row => (string)row[0]!, StringComparer.Ordinal).ThenBy(row => (string)row[1]!, StringComparer.Ordinal));
    }

    private static IEnumerable<object?[]> OfPerson(TieOutRun run, long key, string step)
    {
        var any = false;
        foreach (var type in EnrollmentTypes.All)
        {
            if (!run.People.Months.TryGetValue((key, (int)type + 1), out var months))
                continue;
            any = true;
            var amounts = run.Amounts.GetValueOrDefault((key, (int)type + 1)) ?? new PersonAmounts();
            var of = run.Thresholds[type] is { } threshold
                ? BeneficiaryExpenditures.Determine(new Money(amounts.Counted), new Count(months), threshold, new Ratio(1)) : null;
            if ((step == "truncation" && (of is null || of.Annualized == of.Truncated)) || (step == "non_claims" && amounts.NonClaims == 0))
                continue;
            yield return [type.Name(), months, new Dollars(amounts.Counted), of is null ? null : Of(of.Annualized),
                of is null ? null : Of(of.Truncated), new Dollars(amounts.NonClaims)];
        }
        if (!any)
            yield return ["none", 0, null, null, null, null];
    }

    private static string Kind(BridgeLine line) => line.IsLevel ? "level" : "step";

    private static string Word(BridgeBasis basis) => basis switch
    {
        BridgeBasis.Store => "store",
        BridgeBasis.OtherStore => "other store",
        BridgeBasis.File => "file",
        BridgeBasis.Estimated => "estimated",
        BridgeBasis.NotSeen => "not seen",
        _ => "report",
    };

    private static BridgeFigure? Sum(ByType<BridgeFigure>? figures) => figures?.Values.Aggregate(BridgeFigure.Sum);

    private static decimal Years(BridgeFigure figure) => Math.Round(figure.PersonYears.Amount, 6);

    private static Dollars? PerCapita(BridgeFigure figure) => figure.PerCapita is { } amount ? Of(amount) : null;

    private static Dollars? Moved(BridgeFigure? before, BridgeFigure after) => before?.PerCapita is { } from && after.PerCapita is { } to
        ? new Dollars(to.Amount - from.Amount) : null;

    private static Dollars Of(Money amount) => new(amount.Amount);
}
