using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.SignIn;

namespace Accountable.Server.Api;

/// <summary>Work that takes longer than a request: how far it is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">run, import or what_if.</param>
/// <param name="Entities">Whose data it is about.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="State">queued, running, done, failed, cancelled or interrupted.</param>
/// <param name="Step">What it does now; null when it is finished.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is; 0 when that is not known.</param>
/// <param name="By">Who asked for it.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Started">When it was begun.</param>
/// <param name="Finished">When it ended.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="ErrorReport">The id of the report of an internal error.</param>
internal sealed record JobView(string Id, JobKind Kind, IReadOnlyList<string> Entities, string Title, JobState State, string? Step,
    long Done, long Total, string? By, DateTimeOffset Created, DateTimeOffset? Started, DateTimeOffset? Finished, string? Error,
        string? ErrorReport);

/// <summary>What every kind of job has in common.</summary>
internal static class JobViews
{
    public static JobView View(this JobQueue queue, Job job, Accounts accounts) => View(job, queue.ProgressOf(job.Id), accounts);

    /// <summary>The jobs of a kind that the caller may see: those about what was granted, and one's own that are about nothing
    /// yet.</summary>
    public static IEnumerable<Job> Visible(this JobLedger ledger, JobKind kind, Caller caller) => ledger.List(kind)
        .Where(job => caller.MaySeeAll(job.Entities) || (job.Entities.Count == 0 && job.UserId == caller.UserId));

    /// <summary>The job of the route, of the kind of the route.</summary>
    public static Job Of(this JobLedger ledger, string id, JobKind kind) =>
        ledger.Find(id) is { } job && job.Kind == kind ? job : throw ApiProblem.NotThere();

    /// <summary>The routes that every kind has: one job, its events, and how to stop it.</summary>
    public static void MapJob(this RouteGroupBuilder group, JobKind kind, string name, KeyScope scope)
    {
        group.MapGet("/{job}/events", (string job, JobLedger ledger, JobQueue queue, Accounts accounts, CancellationToken stop) =>
            TypedResults.ServerSentEvents(Events(ledger.Of(job, kind).Id, queue, accounts, stop)))
            .WithName($"{name}_events").Produces<JobView>(StatusCodes.Status200OK, "text/event-stream").For(Role.Viewer, EntityOf.Job);
        group.MapDelete("/{job}", (string job, JobLedger ledger, JobQueue queue) => queue.Cancel(ledger.Of(job, kind).Id)
            ? Results.Accepted() : throw ApiProblem.Conflict("it is finished already"))
            .WithName($"cancel_{name}").Produces(StatusCodes.Status202Accepted).For(Role.Analyst, EntityOf.Job, scope);
    }

    private static async IAsyncEnumerable<SseItem<JobView>> Events(string id, JobQueue queue, Accounts accounts,
        [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var (job, progress) in queue.Watch(id, stop))
            yield return new SseItem<JobView>(View(job, progress, accounts), job.Finished is null ? "progress" : "finished");
    }

    private static JobView View(Job job, JobProgress? progress, Accounts accounts) => new(job.Id, job.Kind, job.Entities, job.Title,
        job.State, progress?.Step, progress?.Done ?? 0, progress?.Total ?? 0, accounts.NameOf(job.UserId), job.Created,
            job.Started,
        job.Finished, job.Error, job.ErrorId);
}
