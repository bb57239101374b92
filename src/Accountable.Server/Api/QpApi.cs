using Accountable.Qpp.QualifyingParticipants;
using Accountable.Runs;
using Accountable.Runs.Claims;
using Accountable.Runs.Qpp;
using Accountable.Server.Access;
using Accountable.Server.Imports;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.Server.SignIn;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>QP status of the clinicians of one set of facts.</summary>
/// <param name="Entity">Whose facts these are.</param>
/// <param name="PerformanceYear">The year.</param>
/// <param name="Clinicians">How many clinicians.</param>
/// <param name="Qp">How many are QPs.</param>
/// <param name="PartialQp">How many are Partial QPs.</param>
/// <param name="Thresholds">The lines: payment and patient, QP and Partial QP.</param>
/// <param name="Findings">What was wrong or doubtful.</param>
/// <param name="Unverified">Parameters that nobody verified and on which it rests.</param>
internal sealed record QpView(string Entity, int PerformanceYear, int Clinicians, int Qp, int PartialQp,
    IReadOnlyList<QpThresholdView> Thresholds, IReadOnlyList<FindingView> Findings, IReadOnlyList<string> Unverified);

/// <summary>A threshold, as a fraction.</summary>
internal sealed record QpThresholdView(string Method, decimal Qp, decimal PartialQp);

/// <summary>Why a clinician is or is not a QP, as text in lines.</summary>
internal sealed record QpExplanation(string Npi, string Text);

/// <summary>A change of a list: a clinician who leaves one entity, joins another, or both.</summary>
internal sealed record ListChangeView(string Npi, string? From = null, string? To = null);

/// <summary>A question of what would be if.</summary>
/// <param name="PerformanceYear">The year.</param>
/// <param name="Changes">The changes of lists.</param>
/// <param name="Lift">Entities for which the fewest changes are looked for.</param>
/// <param name="AsOf">The day of knowledge.</param>
/// <param name="From">run or folder: whose facts; the folder, where the settings name one, when null.</param>
internal sealed record WhatIfRequest(int PerformanceYear, IReadOnlyList<ListChangeView> Changes, IReadOnlyList<string>? Lift = null,
    DateOnly? AsOf = null, string? From = null);

/// <summary>A what-if with its answer, which is null until it is done.</summary>
internal sealed record WhatIfView(JobView Job, WhatIfRequest Request, TablePage? Scores, TablePage? Statuses, TablePage? Smallest);

/// <summary>QP status and what changes of lists would do.</summary>
internal static class QpApi
{
    private const string Attributed = "attributed";
    private const string Eligible = "eligible";

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/qp").WithTags("qp");
        group.MapGet("/", (HttpContext http, QpFolders folders) => folders.Entities.Where(Caller.Of(http).MaySee))
            .WithName("qp_entities").For(Role.Viewer, EntityOf.List);
        group.MapGet("/{entity}", Summary).WithName("qp").For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/clinicians", Clinicians).WithName("qp_clinicians").Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/clinicians/{npi}", Explain).WithName("qp_clinician").For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/clinicians/{npi}/derivation", Derive).WithName("qp_derivation").For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/scores", Scores).WithName("qp_scores").Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapGet("/{entity}/all-payer", AllPayer).WithName("qp_all_payer").Produces<TablePage>().For(Role.Viewer, EntityOf.Route);
        group.MapPost("/{entity}/what-ifs", Start).WithName("start_what_if").WithTags("what-ifs")
            .Produces<JobView>(StatusCodes.Status202Accepted).For(Role.Analyst, EntityOf.Route, KeyScope.Run);
        var whatIfs = api.MapGroup("/what-ifs").WithTags("what-ifs");
        whatIfs.MapGet("/", (HttpContext http, JobLedger ledger, JobQueue queue, Accounts accounts) =>
            ledger.Visible(JobKind.WhatIf, Caller.Of(http)).Select(job => queue.View(job, accounts)))
            .WithName("what_ifs").For(Role.Viewer, EntityOf.List);
        whatIfs.MapGet("/{job}", Show).WithName("what_if").For(Role.Viewer, EntityOf.Job);
        whatIfs.MapJob(JobKind.WhatIf, "what_if", KeyScope.Run);
    }

    private static QpView Summary(string entity, int year, DateOnly? as_of, string? from, QpFolders folders)
    {
        var run = folders.Of(entity, year, as_of, from);
        var statuses = Enumerable.Range(0, run.Facts.Clinicians.Count).Select(index => run.Determinations.Determine(index).Status).ToList();
        var thresholds = QpThresholds.Medicare(run.Law);
        return new QpView(entity, year, statuses.Count, statuses.Count(status => status == QpStatus.Qp),
            statuses.Count(status => status == QpStatus.PartialQp),
            [.. new[] { QpMethod.Payment, QpMethod.Patient }.Select(method => new QpThresholdView(method.Word(),
                thresholds.Qp(method).Amount, thresholds.Partial(method).Amount))],
            [.. run.Findings.Select(FindingView.Of)], run.Unverified);
    }

    private static IResult Clinicians(string entity, int year, DateOnly? as_of, string? from, HttpContext http, QpFolders folders)
    {
        var run = folders.Of(entity, year, as_of, from);
        var mayCount = Caller.Of(http).MaySeePeople(entity);
        var table = new Table([.. QpRun.Columns]);
        var (score, reason) = (table.Columns.ToList().IndexOf("score"), table.Columns.ToList().IndexOf("reason"));
        var small = mayCount ? [] : run.Facts.Clinicians.Where(RestsOnFew).Select(clinician => clinician.Npi).ToHashSet();
        foreach (var row in run.Rows())
        {
            // A share of a few people tells how many they are.
            if (small.Contains((string)row[0]!) && row.Contains(QpLevel.Individual.Word()))
                (row[score], row[reason]) = (SmallCells.Mark, "rests on 1 to 10 people, or on all but as many");
            table.Add(row);
        }
        return table.Answer(http, "clinicians");
    }

    private static QpExplanation Explain(string entity, string npi, int year, DateOnly? as_of, string? from, HttpContext http,
        QpFolders folders) => new(npi, QpExplanationText.Of(Explained(entity, npi, year, as_of, from, http, folders), npi));

    /// <summary>Why a clinician is or is not a QP, as a tree down to the facts.</summary>
    private static DerivationView Derive(string entity, string npi, int year, DateOnly? as_of, string? from, HttpContext http,
        QpFolders folders)
    {
        var run = Explained(entity, npi, year, as_of, from, http, folders);
        var index = run.Facts.Clinicians.TakeWhile(clinician => clinician.Npi != npi).Count();
        var found = run.Determinations.Explain(index);
        var isPartial = found.Determination.Status == QpStatus.PartialQp;
        return DerivationViews.Of((isPartial ? found.IsPartialQp : found.IsQp).Derivation
            ?? throw ApiProblem.NotFound($"no score of this clinician was tested: {string.Join("; ", found.Notes)}"));
    }

    private static QpRun Explained(string entity, string npi, int year, DateOnly? asOf, string? from, HttpContext http, QpFolders folders)
    {
        var run = folders.Of(entity, year, asOf, from, traced: true);
        var clinician = run.Facts.Clinicians.FirstOrDefault(known => known.Npi == npi) ?? throw ApiProblem.NotThere();
        if (!Caller.Of(http).MaySeePeople(entity) && RestsOnFew(clinician))
            throw ApiProblem.NotFound("this clinician's own score rests on 1 to 10 people, or on all but as many; it is explained to "
                + "those who were granted people");
        return run;
    }

    /// <summary>The scores of the entities against the lines; counts of few people are hidden as in tables of runs.</summary>
    private static IResult Scores(string entity, int year, DateOnly? as_of, string? from, HttpContext http, QpFolders folders)
    {
        var all = QpFactsTables.Scores(folders.Of(entity, year, as_of, from));
        if (Caller.Of(http).MaySeePeople(entity))
            return all.Answer(http, "qp-scores");
        var shown = new Table([.. all.Columns]);
        var at = all.Columns.Select((name, place) => (name, place)).ToDictionary(pair => pair.name, pair => pair.place);
        foreach (var row in all.Rows)
        {
            var cells = row.ToArray();
            if ((string)row[at["method"]]! == QpMethod.Patient.Word() && IsFew((decimal)row[at[Attributed]]!, (decimal)row[at[Eligible]]!))
            {
                foreach (var name in new[] { "score", Attributed, Eligible, "lacks" })
                    cells[at[name]] = SmallCells.Mark;
            }
            shown.Add(cells);
        }
        return shown.Answer(http, "qp-scores");
    }

    /// <summary>Each score of the All-Payer Combination Option that was tested, once.</summary>
    private static IResult AllPayer(string entity, int year, DateOnly? as_of, string? from, HttpContext http, QpFolders folders)
    {
        var run = folders.Of(entity, year, as_of, from);
        var table = new Table("level", "of", "method", "basis", "snapshot", "score", "partial_threshold", "qp_threshold",
            "medicare_minimum", "status");
        var indexes = run.Facts.OtherPayers.Count == 0 ? Enumerable.Empty<int>() : Enumerable.Range(0, run.Facts.Clinicians.Count);
        var tested = indexes.SelectMany(index => run.Determinations.Explain(index).Attempts)
            .Where(attempt => attempt.Option == QpOption.AllPayer)
            .DistinctBy(attempt => (attempt.Level, attempt.Of, attempt.Method, attempt.Basis, attempt.Snapshot, attempt.Score.Amount));
        foreach (var attempt in tested)
        {
            table.Add(attempt.Level.Word(), attempt.Of, attempt.Method.Word(), attempt.Basis.Word(), attempt.Snapshot,
                attempt.Score.Amount, attempt.PartialThreshold.Amount, attempt.QpThreshold.Amount,
                attempt.HasMedicareMinimum ? "yes" : "no", attempt.Status.Word());
        }
        return table.Answer(http, "all-payer");
    }

    private static bool RestsOnFew(ClinicianFacts clinician) =>
        clinician.Scores.Any(score => IsFew(score.Facts.AttributedPatients, score.Facts.EligiblePatients));

    private static bool IsFew(decimal attributed, decimal eligible) =>
        SmallCells.IsSmallPart((long)attributed, (long)eligible);

    private static IResult Start(string entity, WhatIfRequest request, HttpContext http, JobQueue queue, Accounts accounts,
        QpFolders folders)
    {
        var run = folders.Of(entity, request.PerformanceYear, request.AsOf, request.From, forChanges: true);
        if (request.Changes.Count + (request.Lift?.Count ?? 0) == 0)
            throw ApiProblem.BadRequest("name a change, or an entity to lift");
        if (request.Lift?.FirstOrDefault(id => run.Facts.Entities.All(known => known.EntityId != id)) is { } unknown)
            throw ApiProblem.BadRequest($"the facts have no entity {unknown}");
        var caller = Caller.Of(http);
        var changes = request.Changes.Select(change => new ListChange(change.Npi, change.From, change.To)).ToList();
        var title = $"{entity}, {request.PerformanceYear}: {changes.Count} changes of lists";
        var job = queue.Start(JobKind.WhatIf, [entity], caller.UserId, caller.Name, title, request, context =>
        {
            context.Say(new JobProgress("determines before and after", 0, 1));
            WhatIfRun result;
            try
            {
                result = WhatIfRun.Of(run, changes, request.Lift ?? []);
            }
            catch (ImpossibleChangeException e)
            {
                throw ApiProblem.BadRequest(e.Message);
            }
            context.Stop.ThrowIfCancellationRequested();
            return new JobResult("{}", connection => ResultStore.Write(connection, context.Job.Id,
            [
                new RunTable("scores", "Scores before and after", result.Scores),
                new RunTable("statuses", "Clinicians whose status changes", result.Statuses),
                new RunTable("smallest", "The fewest changes that lift an entity", result.Smallest),
            ], []));
        });
        return TypedResults.Accepted($"/api/v1/what-ifs/{job.Id}", queue.View(job, accounts));
    }

    private static WhatIfView Show(string job, JobLedger ledger, JobQueue queue, Accounts accounts, ResultStore results)
    {
        var whatIf = ledger.Of(job, JobKind.WhatIf);
        return new WhatIfView(queue.View(whatIf, accounts),
            System.Text.Json.JsonSerializer.Deserialize<WhatIfRequest>(whatIf.Request, Json.Options)!,
            Page("scores"), Page("statuses"), Page("smallest"));

        TablePage? Page(string name) => results.Table(job, name) is { } table ? TablePages.Whole(table) : null;
    }
}
