using System.Collections.Concurrent;
using Accountable.Data.Store;
using Accountable.Runs;
using Accountable.Runs.Claims;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.Server.SignIn;

namespace Accountable.Server.Api;

/// <summary>A figure of the overview with how it moved since the run before.</summary>
internal sealed record OverviewFigure(RunFigure Figure, decimal? Before, decimal? Change);

/// <summary>Where an ACO stands: the newest run of a year, what changed since the one before, warnings, freshness.</summary>
/// <param name="Aco">The ACO.</param>
/// <param name="PerformanceYear">The year; that of the newest run when none was asked for.</param>
/// <param name="Years">The years that have a run.</param>
/// <param name="Run">The newest run that is done; null when there is none.</param>
/// <param name="Previous">The run before it of the same year.</param>
/// <param name="Figures">Its figures.</param>
/// <param name="Warnings">What a person must know.</param>
/// <param name="Unverified">Parameters that nobody verified and on which it rests.</param>
/// <param name="Freshness">How fresh each source is.</param>
/// <param name="StoreChanged">Whether the store was changed after the run began.</param>
internal sealed record OverviewView(string Aco, int? PerformanceYear, IReadOnlyList<int> Years, JobView? Run, JobView? Previous,
    IReadOnlyList<OverviewFigure> Figures, IReadOnlyList<RunWarning> Warnings, IReadOnlyList<string> Unverified,
    IReadOnlyList<FreshnessView> Freshness, bool StoreChanged);

/// <summary>Whose claims, of which year.</summary>
internal sealed record ClaimLinesRequest(string PersonId, int Year, TableQuery? Query = null);

/// <summary>The ACOs in the store, and what their data is like.</summary>
internal static class AcosApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/acos").WithTags("acos");
        group.MapGet("/", (HttpContext http, StoreView store) => store.Acos.Where(aco => Caller.Of(http).MaySee(aco.Aco)))
            .WithName("acos").For(Role.Viewer, EntityOf.List);
        group.MapGet("/{entity}/overview", (string entity, int? year, OverviewCache overviews) => overviews.Of(entity, year))
            .WithName("overview").Produces<OverviewView>().For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/files", Files).WithName("aco_files").Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/months", (string entity, HttpContext http, StoreView store) => Section(entity, 0, http, store))
            .WithName("aco_months").WithSummary("Received months by claim type, with how complete they are.")
            .Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/checks", Checks).WithName("aco_checks").For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/findings", (string entity, HttpContext http, StoreView store) =>
            store.Findings(Known(entity, store)).Answer(http, "findings"))
            .WithName("aco_findings").Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapPost("/{entity}/claim-lines", Claims).WithName("claim_lines")
            .WithSummary("The claims of one person, who is named in the body and never in an address.").Produces<TablePage>()
            .ForPeople(EntityOf.Route);
    }

    private static IResult Claims(string entity, ClaimLinesRequest request, StoreView store, ServerSettings settings)
    {
        if (request.PersonId.Length is 0 or > 64 || request.Year is < 1900 or > 2999)
            throw ApiProblem.BadRequest("name a person_id and a year");
        using var claims = ClaimStore.OpenToRead(settings.Store);
        return ClaimLines.Of(claims, Known(entity, store), request.PersonId, new DateOnly(request.Year, 1, 1),
            new DateOnly(request.Year, 12, 31)).Answer(request.Query ?? new TableQuery(Limit: TablePages.MostRows), "claim-lines");
    }

    private static IResult Files(string entity, HttpContext http, StoreView store)
    {
        var table = new Table("file", "delivery", "source", "table", "day", "rows_expected", "rows_read", "rows_loaded", "rows_refused",
            "control_total", "bytes", "sha256");
        foreach (var file in store.Files(Known(entity, store)))
        {
            table.Add(file.Name, file.Delivery, file.Source, file.Table, $"{file.Day:yyyy-MM-dd}", (decimal?)file.RowsExpected,
                (decimal)file.RowsRead, (decimal)file.RowsLoaded, (decimal)file.RowsRefused, file.RowsExpected is not { } expected ? "none"
                    : expected == file.RowsRead ? "matched" : "accepted", (decimal)file.Bytes, file.Sha256);
        }
        return table.Answer(http, "files");
    }

    private static IReadOnlyList<CheckView> Checks(string entity, StoreView store)
    {
        var aco = Known(entity, store);
        return [.. store.Check().Sections.Select(section => new CheckView(section.Name, section.Title, section.Sentence,
            TablePages.Whole(Own(section.Table, aco))))];
    }

    private static IResult Section(string entity, int at, HttpContext http, StoreView store) =>
        Own(store.Check().Sections[at].Table, Known(entity, store)).Answer(http, "months");

    private static string Known(string entity, StoreView store) => store.Find(entity) ?? throw ApiProblem.NotThere();

    private static Table Own(Table table, string aco)
    {
        var own = new Table([.. table.Columns]);
        foreach (var row in table.Rows.Where(row => table.Columns[0] != "aco" || row[0] as string == aco))
            own.Add(row);
        return own;
    }
}

/// <summary>A section of what an analyst looks at first.</summary>
internal sealed record CheckView(string Name, string Title, string Sentence, TablePage Table);

/// <summary>Overviews as bytes, kept until a job or the store changes: this is what everybody looks at on Monday.</summary>
internal sealed class OverviewCache(JobLedger ledger, JobQueue queue, Accounts accounts, StoreView store, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private const int MostKept = 1000;
    private readonly Lock _turn = new();
    private readonly ConcurrentDictionary<(string Aco, int? Year), (long Version, DateTimeOffset At, byte[] Bytes)> _known = new();

    /// <summary>An ACO's overview as JSON. The store is looked at once a second; a job that ends is seen at once.</summary>
    public IResult Of(string entity, int? year)
    {
        var key = (entity.ToUpperInvariant(), year);
        if (!IsFresh(key, out var known))
        {
            // One makes it and the others wait for that one.
            lock (_turn)
            {
                if (!IsFresh(key, out known))
                {
                    var (version, now) = (ledger.Version, clock.GetUtcNow());
                    known = (version, now, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Make(entity, year), Json.Options));
                    if (_known.Count > MostKept)
                        _known.Clear();
                    _known[key] = known;
                }
            }
        }
        return TypedResults.Bytes(known.Bytes, "application/json; charset=utf-8");
    }

    private bool IsFresh((string Aco, int? Year) key, out (long Version, DateTimeOffset At, byte[] Bytes) known) =>
        _known.TryGetValue(key, out known) && known.Version == ledger.Version && clock.GetUtcNow() - known.At <= Fresh;

    private OverviewView Make(string entity, int? year)
    {
        var aco = store.Find(entity) ?? throw ApiProblem.NotThere();
        var runs = ledger.List(JobKind.Run).Where(job => job.State == JobState.Done && job.Entities.Contains(aco))
            .Select(job => (Job: job, Year: RunsApi.RequestOf(job).PerformanceYear)).ToList();
        var shown = year ?? (runs.Count > 0 ? runs[0].Year : null);
        var ofYear = runs.Where(run => run.Year == shown).Select(run => run.Job).Take(2).ToList();
        var (newest, before) = (ofYear.ElementAtOrDefault(0), ofYear.ElementAtOrDefault(1));
        var report = newest is null ? null : RunsApi.ReportOf(ledger.Find(newest.Id)!);
        var earlier = before is null ? null : RunsApi.ReportOf(ledger.Find(before.Id)!);
        return new OverviewView(aco, shown, [.. runs.Select(run => run.Year).Distinct().Order()],
            newest is null ? null : queue.View(newest, accounts), before is null ? null : queue.View(before, accounts),
            [.. (report?.Figures ?? []).Select(figure => Moved(figure, earlier))], report?.Warnings ?? [], report?.Unverified ?? [],
            store.Freshness(aco), newest is not null && ledger.List(JobKind.Import).Any(import => import.State == JobState.Done
                && import.Finished > newest.Started && import.Entities.Contains(aco)));
    }

    private static OverviewFigure Moved(RunFigure figure, RunReport? earlier)
    {
        var before = earlier?.Figures.FirstOrDefault(old => old.Name == figure.Name)?.Value;
        return new OverviewFigure(figure, before, figure.Value - before);
    }
}
