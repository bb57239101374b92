using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;
using Accountable.Runs.Expenditures;
using Accountable.Server.Jobs;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Server.Pipelines;

/// <summary>What the command line's <c>mssp assign</c>, <c>mssp expenditures</c> and <c>claims check</c> say of an ACO and a
/// year.</summary>
/// <param name="given">Truncation thresholds and a completion factor in place of the estimated ones and the rule book's.</param>
internal sealed class StorePipeline((TruncationThresholds? Truncation, decimal? Completion) given) : IRunPipeline
{
    private const int Steps = 6;

    /// <inheritdoc/>
    public string Name => "mssp assign and expenditures";

    /// <inheritdoc/>
    public RunOutput Run(string store, RunRequest request, Action<JobProgress> say, CancellationToken stop) =>
        Run(store, request, settled: null, say, stop);

    /// <summary>The same beside a settlement, which gives the months their benchmark and what is still to come its dollars.</summary>
    public RunOutput Run(string store, RunRequest request, Settled? settled, Action<JobProgress> say, CancellationToken stop)
    {
        Step(0, "assigns the year before");
        var before = YearSteps.Before(store, request);
        stop.ThrowIfCancellationRequested();
        using var session = Open(store, request);
        var (asked, law) = (session.Request, session.Request.Law);
        Step(1, "assigns people");
        var ids = session.PersonIds();
        var assignment = AssignmentTables.Of(session.Run, asked, ids);
        var people = new Table([.. AssignmentTables.Columns]);
        foreach (var row in assignment.Rows())
            people.Add(row);
        Step(2, "adds up what they cost");
        var spending = ExpenditureRun.Of(session, given.Truncation, given.Completion);
        var costs = new Table([.. ExpenditureTables.Columns]);
        foreach (var row in ExpenditureTables.Rows(spending, ids))
            costs.Add(row);
        Step(3, "ties out to CMS's report");
        var tieOut = TieOutStep.Of(session);
        Step(4, "adds what is still to come");
        var accrued = YearSteps.Accrue(session, settled);
        Step(5, "looks at the claims");
        CheckReport check;
        using (var claims = ClaimStore.OpenToRead(store))
            check = ClaimCheck.Of(claims, RuleBook.Embedded);
        stop.ThrowIfCancellationRequested();
        var summary = ExpenditureTables.Summary(spending);
        return new RunOutput(session.Manifest(Name), [.. accrued.Figures, .. Figures(assignment, spending, summary)],
            [
                new RunTable("assignment", "People by the step that decided", assignment.Counts()),
                new RunTable("expenditures", "Expenditures by enrollment type", summary),
                .. check.Sections.Select(section => new RunTable(section.Name, section.Title, Of(section.Table, request.Aco))),
                .. tieOut.Tables, .. accrued.Tables, .. YearSteps.Turnover(before.Before, request, session),
                new RunTable("people", "Each person's assignment", people, PersonLevel: true),
                new RunTable("person_expenditures", "Each person's expenditures", costs, PersonLevel: true),
            ],
            [], [.. session.Run.Findings.Concat(spending.Findings).Select(RunWarning.Of).Concat(tieOut.Warnings).Concat(accrued.Warnings)
                .Concat(before.Warnings).Distinct()],
            [.. law.Unverified.Order(StringComparer.Ordinal)]);

        void Step(int done, string what)
        {
            stop.ThrowIfCancellationRequested();
            say(new JobProgress(what, done, Steps));
        }
    }

    /// <summary>Opens a store for the assignment that a run asks for.</summary>
    public static AssignmentSession Open(string store, RunRequest request)
    {
        var year = new PerformanceYear(request.PerformanceYear);
        var method = request.Window switch
        {
            "prospective" => AssignmentMethod.Prospective,
            "retrospective" => AssignmentMethod.Retrospective,
            _ => AssignmentSession.MethodOf(store, request.Aco, year.Value) ?? AssignmentMethod.Retrospective,
        };
        return AssignmentSession.Open(store, new AssignmentRequest(request.Aco, year, method, RuleBook.Embedded.For(year, request.AsOf),
            request.Seed), participants: null);
    }

    private static IReadOnlyList<RunFigure> Figures(AssignmentTables assignment, ExpenditureRun spending, Table summary)
    {
        var all = summary.Rows[^1];
        var total = spending.People.Sum(person => person.Expenditures.Weighted.Amount);
        return
        [
            new RunFigure("assigned_people", "People assigned", "count", assignment.Assigned, null, null,
                $"{assignment.Assigned:N0} of {assignment.People:N0} people with a primary care service or on a list are assigned.",
                "assignment", null),
            new RunFigure("expenditures", "Expenditures", "dollars", Math.Round(total, 2, MidpointRounding.AwayFromZero), null, null,
                $"They cost {Display.Of(Unit.Dollars, total)}, annualized, truncated and completed.", "expenditures", null),
            new RunFigure("per_capita", "Expenditures per person-year", "dollars", (all[5] as Dollars)?.Amount is { } perCapita
                ? Math.Round(perCapita, 2, MidpointRounding.AwayFromZero) : null, null, null,
                "Expenditures over the person-years of every enrollment type.", "expenditures", null),
        ];
    }

    /// <summary>The rows about one ACO, without the column that says so.</summary>
    private static Table Of(Table table, string aco)
    {
        if (table.Columns[0] != "aco")
            return table;
        var own = new Table([.. table.Columns.Skip(1)]);
        foreach (var row in table.Rows.Where(row => row[0] as string == aco))
            own.Add(row[1..]);
        return own;
    }
}
