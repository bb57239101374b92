using Accountable.Server.Imports;

namespace Accountable.Server.Settings;

/// <summary>What can be given to runs beside the store.</summary>
internal enum RunSettingKind
{
    /// <summary>CMS's national and regional factors: the files of a folder.</summary>
    Factors,

    /// <summary>A quality performance score of an ACO, as a fraction.</summary>
    Quality,

    /// <summary>Facts for QP determinations of an entity: the files of a folder.</summary>
    QpFacts,

    /// <summary>Truncation thresholds: a file.</summary>
    Truncation,

    /// <summary>A completion factor in place of the rule book's.</summary>
    Completion,
}

/// <summary>A file of a setting.</summary>
internal sealed record RunSettingFile(string File, string Sha256, long Bytes);

/// <summary>Something that somebody gave to runs: files, or a value. It is never changed: a newer one goes before it.</summary>
internal sealed record RunSetting
{
    /// <summary>Stands for every ACO.</summary>
    public const string Every = Access.Grant.Every;

    public required string Id { get; init; }

    public required RunSettingKind Kind { get; init; }

    /// <summary>Whose runs take it; <c>*</c> for every one.</summary>
    public required string Entity { get; init; }

    /// <summary>The performance year that it is for; null for every year.</summary>
    public int? PerformanceYear { get; init; }

    /// <summary>What it was called when it was given.</summary>
    public required string Name { get; init; }

    /// <summary>The value; null when it is files.</summary>
    public decimal? Value { get; init; }

    /// <summary>The hash of what was given.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<RunSettingFile> Files { get; init; }

    /// <summary>What its reader found doubtful or left out.</summary>
    public required IReadOnlyList<FindingView> Findings { get; init; }

    public required string UserId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Withdrawn { get; init; }

    /// <summary>Whether it is a value and not files.</summary>
    public static bool IsValue(RunSettingKind kind) => kind is RunSettingKind.Quality or RunSettingKind.Completion;
}
