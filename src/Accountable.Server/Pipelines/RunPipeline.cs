using Accountable.Data;
using Accountable.Runs;
using Accountable.Server.Jobs;

namespace Accountable.Server.Pipelines;

/// <summary>What a run is asked for.</summary>
/// <param name="Aco">The ACO.</param>
/// <param name="PerformanceYear">The performance year.</param>
/// <param name="AsOf">The day of knowledge; the rule book's own when null.</param>
/// <param name="Window">retrospective or prospective; what the store says when null.</param>
/// <param name="Seed">The seed of the draw for ties that nothing else decides.</param>
/// <param name="QualityScore">The quality performance score as a fraction; that of the settings when null.</param>
internal sealed record RunRequest(string Aco, int PerformanceYear, DateOnly? AsOf, string? Window, long Seed, decimal? QualityScore = null)
{
    /// <summary>The moment whose settings of runs it takes; null for now.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset? SettingsAt { get; init; }
}

/// <summary>A figure that stands for a run: its value, how sure it is, and where its derivation is.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Unit">dollars, percent, ratio, count or points.</param>
/// <param name="Value">Its value; null when the run cannot say.</param>
/// <param name="Low">The low end of its range; null when it has none.</param>
/// <param name="High">The high end.</param>
/// <param name="Sentence">The answer in a sentence.</param>
/// <param name="Table">The table that it comes from.</param>
/// <param name="Derivation">The derivation that explains it; null when the pipeline traces none.</param>
internal sealed record RunFigure(string Name, string Label, string Unit, decimal? Value, decimal? Low, decimal? High, string Sentence,
    string? Table, string? Derivation);

/// <summary>A table that a run leaves.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Table">The rows.</param>
/// <param name="PersonLevel">Whether its rows are single beneficiaries.</param>
internal sealed record RunTable(string Name, string Label, Table Table, bool PersonLevel = false);

/// <summary>A derivation that a run leaves.</summary>
/// <param name="Name">Its name for programs.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Root">The tree.</param>
internal sealed record RunDerivation(string Name, string Label, Derivation Root);

/// <summary>A warning of a run.</summary>
/// <param name="Severity">warning, row_refused, file_refused, missing (not computed) or note (taken for granted).</param>
/// <param name="What">What is wrong or doubtful.</param>
/// <param name="Do">What to do about it.</param>
internal sealed record RunWarning(string Severity, string What, string Do)
{
    /// <summary>A finding of the store.</summary>
    public static RunWarning Of(Finding finding) => new(finding.Severity switch
    {
        Data.Severity.FileRefused => "file_refused",
        Data.Severity.RowRefused => "row_refused",
        _ => "warning",
    }, finding.What, finding.Do);
}

/// <summary>What a run leaves.</summary>
/// <param name="Manifest">All that it depends on.</param>
/// <param name="Figures">The figures that stand for it.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="Derivations">Its derivations.</param>
/// <param name="Warnings">What a person must know.</param>
/// <param name="Unverified">Parameters that nobody verified and on which it rests.</param>
internal sealed record RunOutput(Manifest Manifest, IReadOnlyList<RunFigure> Figures, IReadOnlyList<RunTable> Tables,
    IReadOnlyList<RunDerivation> Derivations, IReadOnlyList<RunWarning> Warnings, IReadOnlyList<string> Unverified);

/// <summary>Does a run over a store from beginning to end. The one seam between the server and what it computes.</summary>
internal interface IRunPipeline
{
    /// <summary>The pipeline's name, such as <c>mssp run</c>.</summary>
    string Name { get; }

    /// <summary>Does it.</summary>
    /// <param name="store">The store's location.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="say">Says how far it is.</param>
    /// <param name="stop">Looked at between the steps.</param>
    /// <exception cref="Accountable.Data.FileRefusedException">The store lacks what the run needs.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    RunOutput Run(string store, RunRequest request, Action<JobProgress> say, CancellationToken stop);
}
