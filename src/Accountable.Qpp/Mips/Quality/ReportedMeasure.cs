namespace Accountable.Qpp.Mips.Quality;

/// <summary>A quality measure as somebody reported it, or as claims or a survey gave it.</summary>
public sealed record ReportedMeasure
{
    /// <summary>The measure.</summary>
    public required QualityMeasure Measure { get; init; }

    /// <summary>The collection type.</summary>
    public required string Method { get; init; }

    /// <summary>The performance rate in the benchmark's unit, such as percent; null where nothing was left to measure.</summary>
    public required Count? Rate { get; init; }

    /// <summary>Eligible cases.</summary>
    public required Count Cases { get; init; }

    /// <summary>The share of eligible instances that was reported.</summary>
    public required Ratio Completeness { get; init; }

    /// <summary>Reported end to end from certified technology. 42 CFR 414.1380(b)(1)(v)(B).</summary>
    public bool EndToEnd { get; init; }

    /// <summary>CMS found that a change during the year made the measure misleading. 42 CFR 414.1380(b)(1)(vii)(A).</summary>
    public bool Suppressed { get; init; }

    /// <summary>Clinicians in the group, for measures of administrative claims that are for larger groups; null when unknown.</summary>
    public Count? Clinicians { get; init; }
}

/// <summary>How a measure can be compared. 42 CFR 414.1380(b)(1)(i).</summary>
public enum MeasureClass
{
    /// <summary>A benchmark, enough cases and complete data: points by decile.</summary>
    Benchmarked,

    /// <summary>Complete data, but no benchmark or too few cases.</summary>
    Unbenchmarked,

    /// <summary>Data incomplete.</summary>
    Incomplete,
}

/// <summary>A reported measure with its points.</summary>
/// <param name="Reported">What was reported.</param>
/// <param name="Class">How it can be compared.</param>
/// <param name="Benchmark">The benchmark; null where it has none.</param>
/// <param name="EnoughCases">It has its least number of cases.</param>
/// <param name="Points">Achievement points.</param>
public sealed record MeasureScore(
    ReportedMeasure Reported, MeasureClass Class, Benchmark? Benchmark, Test EnoughCases, Points Points)
{
    /// <summary>The measure's identifier.</summary>
    public string Id => Reported.Measure.Id;

    /// <summary>Complete data, enough cases and a rate that is not the worst possible, which bonuses need.</summary>
    public bool MayHaveBonus => Class != MeasureClass.Incomplete && EnoughCases.Holds && Reported.Rate is { } rate && rate > Count.Zero;
}
