using System.Collections.Concurrent;
using System.Threading.Channels;
using Accountable.Data;
using Accountable.Server.Operations;
using Accountable.Server.State;
using Microsoft.Extensions.Hosting;

namespace Accountable.Server.Jobs;

/// <summary>What a job does, and what it leaves.</summary>
/// <param name="Job">The job.</param>
/// <param name="Say">Says how far it is.</param>
/// <param name="Stop">Set when it is to stop.</param>
internal sealed record JobContext(Job Job, Action<JobProgress> Say, CancellationToken Stop);

/// <summary>What a job leaves: a report as JSON, whose data it turned out to be, and how to keep its results.</summary>
/// <param name="Report">The report as JSON.</param>
/// <param name="Keep">Writes results in the transaction that makes the job done; null for none.</param>
/// <param name="Entities">Whose data it was; null when that was known before.</param>
internal sealed record JobResult(string Report, Action<Microsoft.Data.Sqlite.SqliteConnection>? Keep = null,
    IReadOnlyList<string>? Entities = null);

/// <summary>Does jobs one after the other in two lanes, imports and the rest, so that a run never waits for an import.</summary>
internal sealed class JobQueue(JobLedger ledger, AuditLog audit, StateFile state, Metrics metrics, TimeProvider clock,
    ILogger<JobQueue> log)
    : BackgroundService
{
    private readonly Channel<(Job Job, string Actor, Func<JobContext, JobResult> Work)> _imports = Channel.CreateBounded<
        (Job, string, Func<JobContext, JobResult>)>(Waiting);

    private readonly Channel<(Job Job, string Actor, Func<JobContext, JobResult> Work)> _others = Channel.CreateBounded<
        (Job, string, Func<JobContext, JobResult>)>(Waiting);

    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);
    private const int Waiting = 100;

    /// <summary>Puts a job in its lane.</summary>
    public Job Start(JobKind kind, IReadOnlyList<string> entities, string userId, string actor, string title, object request,
        Func<JobContext, JobResult> work)
    {
        var job = ledger.Add(kind, entities, userId, title, request);
        _running[job.Id] = new Running();
        if (!(kind == JobKind.Import ? _imports : _others).Writer.TryWrite((job, actor, work)))
        {
            _running.TryRemove(job.Id, out _);
            ledger.Change(job with { State = JobState.Failed, Finished = clock.GetUtcNow(), Error = "too many jobs wait already" });
            throw Api.ApiProblem.Conflict("too many jobs wait already; try again when some are done");
        }
        return job;
    }

    /// <summary>How far a job is; null when it is not under way.</summary>
    public JobProgress? ProgressOf(string id) => _running.TryGetValue(id, out var running) ? running.Progress : null;

    /// <summary>Asks a job to stop.</summary>
    /// <returns>Whether it was under way.</returns>
    public bool Cancel(string id)
    {
        if (!_running.TryGetValue(id, out var running))
            return false;
        running.Stop.Cancel();
        return true;
    }

    /// <summary>A job each time it has come further, until it is finished.</summary>
    public async IAsyncEnumerable<(Job Job, JobProgress? Progress)> Watch(string id,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        (Job, JobProgress?)? said = null;
        while (ledger.Find(id) is { } job)
        {
            var now = (job, ProgressOf(id));
            if (said != now)
                yield return now;
            said = now;
            if (job.Finished is not null)
                yield break;
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, stop);
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Work(_imports.Reader, stoppingToken), Work(_others.Reader, stoppingToken));

    private async Task Work(ChannelReader<(Job Job, string Actor, Func<JobContext, JobResult> Work)> lane, CancellationToken ending)
    {
        try
        {
            await foreach (var (job, actor, work) in lane.ReadAllAsync(ending))
                await Task.Factory.StartNew(() => Do(job, actor, work, ending), CancellationToken.None, TaskCreationOptions.LongRunning,
                    TaskScheduler.Default);
        }
        catch (OperationCanceledException)
        {
            // The server ends; what waited is interrupted at its next start.
        }
    }

    private void Do(Job job, string actor, Func<JobContext, JobResult> work, CancellationToken ending)
    {
        var running = _running[job.Id];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(running.Stop.Token, ending);
        job = Say(job with { State = JobState.Running, Started = clock.GetUtcNow() });
        var kind = job.Kind.ToString().ToLowerInvariant();
        audit.Add(actor, $"{kind} started", string.Join(' ', job.Entities), job.Id);
        Action<Microsoft.Data.Sqlite.SqliteConnection>? keep = null;
        try
        {
            stop.Token.ThrowIfCancellationRequested();
            var result = work(new JobContext(job, progress => running.Progress = progress, stop.Token));
            job = job with { State = JobState.Done, Report = result.Report, Entities = result.Entities ?? job.Entities };
            keep = result.Keep;
        }
        catch (Exception e)
        {
            job = Failed(job, e, running.Stop.IsCancellationRequested);
        }
        job = Say(job with { Finished = clock.GetUtcNow() }, keep);
        _running.TryRemove(job.Id, out _);
        metrics.JobFinished(kind, job.State.ToString().ToLowerInvariant(), job.Finished!.Value - job.Started!.Value);
        audit.Add(actor, $"{kind} {job.State.ToString().ToLowerInvariant()}", string.Join(' ', job.Entities), job.Id);
    }

    private Job Failed(Job job, Exception e, bool cancelled)
    {
        switch (e)
        {
            case OperationCanceledException:
                return job with
                {
                    State = cancelled ? JobState.Cancelled : JobState.Interrupted,
                    Error = cancelled ? "stopped; what was not whole was taken back" : "the server ended before it was done",
                };
            case FileRefusedException refused:
                return job with { State = JobState.Failed, Error = $"{refused.Finding.What}. {refused.Finding.Do}." };
            case LawGapException or LawConflictException or Api.ApiProblem:
                return job with { State = JobState.Failed, Error = e.Message };
            default:
                var report = ErrorReport.Write(state.ReportFolder, e);
                ServerLog.InternalError(log, report, e.GetType().Name);
                return job with
                {
                    State = JobState.Failed, ErrorId = report,
                    Error = "something went wrong in Accountable itself; give its administrator the report's id",
                };
        }
    }

    private Job Say(Job job, Action<Microsoft.Data.Sqlite.SqliteConnection>? keep = null)
    {
        ServerLog.Job(log, job.Id, job.Kind.ToString(), job.State.ToString());
        return ledger.Change(job, keep);
    }

    private sealed class Running
    {
        public CancellationTokenSource Stop { get; } = new();

        public JobProgress Progress { get; set; } = new("waits for its turn", 0, 0);
    }
}
