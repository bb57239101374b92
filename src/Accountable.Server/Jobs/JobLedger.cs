using System.Collections.Concurrent;
using System.Text.Json;
using Accountable.Server.State;

namespace Accountable.Server.Jobs;

/// <summary>Every job that ever was, in the state file.</summary>
internal sealed class JobLedger(StateFile state, TimeProvider clock)
{
    private const string Select = "select id, kind, entities, user_id, title, state, request, created, started, finished, report, error, "
        + "error_id from jobs";

    private readonly ConcurrentDictionary<string, Job> _known = new(StringComparer.Ordinal);

    /// <summary>Counts each change of a job, so that what was worked out from the ledger can be kept until then.</summary>
    public long Version => Interlocked.Read(ref _version);

    private long _version;

    /// <summary>Writes down a job that waits.</summary>
    public Job Add(JobKind kind, IReadOnlyList<string> entities, string userId, string title, object request)
    {
        var job = new Job
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), Kind = kind, Entities = entities, UserId = userId, Title = title,
            State = JobState.Queued, Request = JsonSerializer.Serialize(request, Api.Json.Options), Created = clock.GetUtcNow(),
        };
        using var connection = state.Open();
        connection.Run("""
            insert into jobs(id, kind, entities, user_id, title, state, request, created)
            values ($id, $kind, $entities, $user, $title, $state, $request, $created)
            """, ("id", job.Id), ("kind", kind.ToString()), ("entities", JsonSerializer.Serialize(entities)), ("user", userId),
            ("title", title), ("state", job.State.ToString()), ("request", job.Request), ("created", job.Created.Kept()));
        return Known(job);
    }

    /// <summary>A job; null when there is none.</summary>
    public Job? Find(string id)
    {
        if (_known.TryGetValue(id, out var known))
            return known;
        using var connection = state.Open();
        return connection.Rows($"{Select} where id = $id", Read, ("id", id)) is [var job] ? Known(job) : null;
    }

    /// <summary>The jobs of a kind without their reports, newest first.</summary>
    public IReadOnlyList<Job> List(JobKind kind)
    {
        using var connection = state.Open();
        var select = Select.Replace("report,", "null,", StringComparison.Ordinal);
        return connection.Rows($"{select} where kind = $kind order by created desc, id desc", Read, ("kind", kind.ToString()));
    }

    /// <summary>Writes down a job's new state, in a transaction that may hold its results as well.</summary>
    public Job Change(Job job, Action<Microsoft.Data.Sqlite.SqliteConnection>? also = null)
    {
        using var connection = state.Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        also?.Invoke(connection);
        connection.Run("""
            update jobs set state = $state, entities = $entities, started = $started, finished = $finished, report = $report,
                error = $error, error_id = $error_id where id = $id
            """, ("state", job.State.ToString()), ("entities", JsonSerializer.Serialize(job.Entities)), ("started", job.Started?.Kept()),
            ("finished", job.Finished?.Kept()), ("report", job.Report), ("error", job.Error), ("error_id", job.ErrorId), ("id", job.Id));
        transaction.Commit();
        return Known(job);
    }

    /// <summary>What a server that ended left undone is interrupted.</summary>
    public int Interrupt()
    {
        using var connection = state.Open();
        return connection.Run("update jobs set state = 'Interrupted', finished = $now, error = 'the server ended before it was done; "
            + "what was not whole was taken back' where state in ('Queued', 'Running')", ("now", clock.GetUtcNow().Kept()));
    }

    private Job Known(Job job)
    {
        _known[job.Id] = job;
        Interlocked.Increment(ref _version);
        return job;
    }

    private static Job Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new()
    {
        Id = row.GetString(0), Kind = Enum.Parse<JobKind>(row.GetString(1)),
        Entities = JsonSerializer.Deserialize<string[]>(row.GetString(2))!, UserId = row.GetString(3), Title = row.GetString(4),
        State = Enum.Parse<JobState>(row.GetString(5)), Request = row.GetString(6), Created = row.Moment(7)!.Value, Started = row.Moment(8),
        Finished = row.Moment(9), Report = row.Text(10), Error = row.Text(11), ErrorId = row.Text(12),
    };
}
