using System.Text.Json;
using Accountable.Runs;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.Server.SignIn;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>A run to start.</summary>
internal sealed record RunStart(int PerformanceYear, DateOnly? AsOf = null, string? Window = null, long Seed = 1);

/// <summary>What a run leaves besides its tables.</summary>
internal sealed record RunReport(string Pipeline, JsonElement Manifest, IReadOnlyList<RunFigure> Figures,
    IReadOnlyList<RunWarning> Warnings, IReadOnlyList<string> Unverified);

/// <summary>A run.</summary>
/// <param name="Job">How far it is.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Report">What it says; null until it is done.</param>
/// <param name="Tables">Its tables; person-level ones only for whom they were granted.</param>
/// <param name="Derivations">Its derivations.</param>
internal sealed record RunView(JobView Job, RunRequest Request, RunReport? Report, IReadOnlyList<StoredTable> Tables,
    IReadOnlyList<StoredDerivation> Derivations);

/// <summary>A cell that differs between two runs.</summary>
internal sealed record CellChange(string Table, IReadOnlyDictionary<string, string> Row, string Column, string Unit, decimal? Before,
    decimal? After);

/// <summary>A fact, a number of law or a step that two derivations value differently.</summary>
/// <param name="Derivation">The result that they explain.</param>
/// <param name="Kind">input, parameter, assumption or step.</param>
/// <param name="Unit">The unit of both values.</param>
/// <param name="Name">The name in the regulation's words.</param>
/// <param name="Where">Where it comes from.</param>
/// <param name="Before">The value in the first run.</param>
/// <param name="After">The value in the second run.</param>
/// <param name="Alone">How far the first result moves when only this changes.</param>
internal sealed record DerivationChange(string Derivation, string Kind, string Unit, string Name, string Where, decimal? Before,
    decimal? After, decimal? Alone);

/// <summary>What differs between two runs.</summary>
internal sealed record RunDifferences(string Before, string After, IReadOnlyList<CellChange> Cells,
    IReadOnlyList<DerivationChange> Derivations);

/// <summary>Runs and their results.</summary>
internal static class RunsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/acos/{entity}/runs", Start).WithName("start_run").WithTags("runs").Produces<JobView>(StatusCodes.Status202Accepted)
            .For(Role.Analyst, EntityOf.Route, KeyScope.Run);
        var group = api.MapGroup("/runs").WithTags("runs");
        group.MapGet("/", List).WithName("runs").For(Role.Viewer, EntityOf.List);
        group.MapGet("/{job}", Show).WithName("run").For(Role.Viewer, EntityOf.Job);
        group.MapJob(JobKind.Run, "run", KeyScope.Run);
        group.MapGet("/{job}/tables/{name}", (string job, string name, HttpContext http, JobLedger ledger, ResultStore results) =>
            Rows(job, name, http, ledger, results)).WithName("run_table").Produces<TablePage>()
            .For(Role.Viewer, EntityOf.Job);
        group.MapPost("/{job}/people/{name}", People).WithName("run_people").Produces<TablePage>().ForPeople(EntityOf.Job);
        group.MapGet("/{job}/derivations/{name}", Explain).WithName("run_derivation").For(Role.Viewer, EntityOf.Job);
        group.MapGet("/{job}/differences/{other}", Differences).WithName("run_differences").For(Role.Viewer, EntityOf.Job);
    }

    private static IResult Start(string entity, RunStart start, HttpContext http, JobQueue queue, Accounts accounts, StoreView store,
        RunStarter starter)
    {
        if (start.Window is not (null or "retrospective" or "prospective"))
            throw ApiProblem.BadRequest("window is retrospective or prospective");
        if (start.PerformanceYear is < 1900 or > 2999)
            throw ApiProblem.BadRequest("performance_year is a year such as 2024");
        if (store.Find(entity) is not { } aco)
            throw ApiProblem.NotThere();
        var caller = Caller.Of(http);
        var job = starter.Start(new RunRequest(aco, start.PerformanceYear, start.AsOf, start.Window, start.Seed), caller.UserId,
            caller.Name);
        return TypedResults.Accepted($"/api/v1/runs/{job.Id}", queue.View(job, accounts));
    }

    private static IEnumerable<RunView> List(string? aco, int? year, HttpContext http, JobLedger ledger, JobQueue queue,
        Accounts accounts) =>
        ledger.Visible(JobKind.Run, Caller.Of(http)).Select(job => (Job: job, Request: RequestOf(job)))
            .Where(run => (aco is null || run.Request.Aco.Equals(aco, StringComparison.OrdinalIgnoreCase))
                && (year is null || run.Request.PerformanceYear == year))
            .Select(run => new RunView(queue.View(run.Job, accounts), run.Request, null, [], []));

    private static RunView Show(string job, HttpContext http, JobLedger ledger, JobQueue queue, Accounts accounts, ResultStore results)
    {
        var run = ledger.Of(job, JobKind.Run);
        var (caller, request) = (Caller.Of(http), RequestOf(run));
        return new RunView(queue.View(run, accounts), request, ReportOf(run),
            [.. results.Tables(job).Where(table => !table.PersonLevel || caller.MaySeePeople(request.Aco))], results.Derivations(job));
    }

    public static RunRequest RequestOf(Job job) => JsonSerializer.Deserialize<RunRequest>(job.Request, Json.Options)!;

    public static RunReport? ReportOf(Job job) => job.Report is { } report
        ? JsonSerializer.Deserialize<RunReport>(report, Json.Options) : null;

    /// <summary>A table of a run; small counts are hidden from those who may not see people one by one.</summary>
    private static IResult Rows(string job, string name, HttpContext http, JobLedger ledger, ResultStore results) =>
        (Shown(ledger.Of(job, JobKind.Run), name, Caller.Of(http), results) ?? throw ApiProblem.NotThere()).Answer(http, name);

    private static IResult People(string job, string name, TableQuery query, JobLedger ledger, ResultStore results)
    {
        ledger.Of(job, JobKind.Run);
        return results.Tables(job).Any(table => table.Name == name && table.PersonLevel) && results.Table(job, name) is { } found
            ? found.Answer(query, name) : throw ApiProblem.NotThere();
    }

    /// <summary>A table as the caller may see it; null when there is none, or it is person-level and had by another route.</summary>
    private static Table? Shown(Job run, string name, Caller caller, ResultStore results) =>
        results.Tables(run.Id).FirstOrDefault(table => table.Name == name) is { PersonLevel: false } stored
            && results.Table(run.Id, name) is { } table
            ? run.Entities.All(caller.MaySeePeople) ? table : SmallCounts.Hide(table, stored.Columns) : null;

    private static DerivationView Explain(string job, string name, JobLedger ledger, ResultStore results) =>
        DerivationViews.Of(Tree(ledger.Of(job, JobKind.Run).Id, name, results) ?? throw ApiProblem.NotThere());

    private static Derivation? Tree(string job, string name, ResultStore results) =>
        results.Derivation(job, name) is { } json ? Explanations.DerivationJson.Read(json) : null;

    private static RunDifferences Differences(string job, string other, HttpContext http, JobLedger ledger, ResultStore results)
    {
        var (before, after) = (ledger.Of(job, JobKind.Run), ledger.Of(other, JobKind.Run));
        var caller = Caller.Of(http);
        if (!caller.MaySeeAll(after.Entities))
            throw ApiProblem.NotThere();
        var cells = from table in results.Tables(job)
                    let old = Shown(before, table.Name, caller, results)
                    let current = Shown(after, table.Name, caller, results)
                    where old is not null && current is not null
                    from change in Changes(table, old, current)
                    select change;
        var derivations = from derivation in results.Derivations(job)
                          let old = Tree(before.Id, derivation.Name, results)
                          let current = Tree(after.Id, derivation.Name, results)
                          where old is not null && current is not null
                          from change in Explanations.Difference.Between(old, current)
                          select new DerivationChange(derivation.Name, Word(change.Kind.ToString()), Word(change.Unit.ToString()),
                              change.Name, change.Where, change.Before, change.After, change.Alone);
        return new RunDifferences(job, other, [.. cells], [.. derivations]);
    }

    /// <summary>Rows are the same when their texts are; their numbers are compared.</summary>
    private static IEnumerable<CellChange> Changes(StoredTable table, Table before, Table after)
    {
        if (!before.Columns.SequenceEqual(after.Columns))
            yield break;
        var texts = Enumerable.Range(0, before.Columns.Count).Where(at => table.Columns[at].Unit == "text").ToList();
        var (old, current) = (Keyed(before, texts), Keyed(after, texts));
        foreach (var key in old.Keys.Union(current.Keys))
        {
            var (was, now) = (old.GetValueOrDefault(key), current.GetValueOrDefault(key));
            for (var at = 0; at < before.Columns.Count; at++)
            {
                if (!texts.Contains(at) && (Amount(was?[at]), Amount(now?[at])) is var (left, right) && left != right)
                {
                    yield return new CellChange(table.Name, texts.ToDictionary(text => before.Columns[text],
                        text => Table.Text((was ?? now)![text])), before.Columns[at], table.Columns[at].Unit, left, right);
                }
            }
        }
    }

    private static Dictionary<string, object?[]> Keyed(Table table, List<int> texts)
    {
        var keyed = new Dictionary<string, object?[]>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
            keyed.TryAdd(JsonSerializer.Serialize(texts.Select(at => Table.Text(row[at]))), row);
        return keyed;
    }

    private static decimal? Amount(object? cell) => cell switch
    {
        int number => number,
        decimal number => number,
        Dollars money => money.Amount,
        Percent share => share.Amount,
        _ => null,
    };

    private static string Word(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
