namespace Accountable.Server.Jobs;

/// <summary>What kind of work it is.</summary>
internal enum JobKind
{
    /// <summary>A run over the store.</summary>
    Run,

    /// <summary>Files on their way into the store.</summary>
    Import,

    /// <summary>A question of what would be if.</summary>
    WhatIf,
}

/// <summary>How far it is.</summary>
internal enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Is being done.</summary>
    Running,

    /// <summary>Was done, with its result kept.</summary>
    Done,

    /// <summary>Could not be done; the error says why.</summary>
    Failed,

    /// <summary>Somebody stopped it; nothing of it was kept but what was whole before.</summary>
    Cancelled,

    /// <summary>The server ended before it was done.</summary>
    Interrupted,
}

/// <summary>Work that takes longer than a request: a run, an import, a what-if.</summary>
internal sealed record Job
{
    public required string Id { get; init; }

    public required JobKind Kind { get; init; }

    /// <summary>Whose data it is about.</summary>
    public required IReadOnlyList<string> Entities { get; init; }

    public required string UserId { get; init; }

    public required string Title { get; init; }

    public required JobState State { get; init; }

    /// <summary>What was asked for, as JSON.</summary>
    public required string Request { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>What came of it, as JSON; tables and derivations are kept apart.</summary>
    public string? Report { get; init; }

    /// <summary>Why it failed, in words.</summary>
    public string? Error { get; init; }

    /// <summary>The id of the report of an internal error.</summary>
    public string? ErrorId { get; init; }
}

/// <summary>How far a job that is being done has come.</summary>
/// <param name="Step">What it does now.</param>
/// <param name="Done">How much of the step is done.</param>
/// <param name="Total">How much there is; 0 when that is not known.</param>
internal sealed record JobProgress(string Step, long Done, long Total);
