namespace Accountable.Data.Mips.Submissions;

/// <summary>Counts of one rate of a quality measure, as submitted.</summary>
public sealed record MeasurementCounts
{
    /// <summary>The name of the stratum; empty for a measure of one rate.</summary>
    public string Stratum { get; init; } = "";

    /// <summary>Instances that met the measure.</summary>
    public decimal? PerformanceMet { get; init; }

    /// <summary>Instances that did not.</summary>
    public decimal? PerformanceNotMet { get; init; }

    /// <summary>Eligible instances.</summary>
    public decimal? EligiblePopulation { get; init; }

    /// <summary>Instances excluded.</summary>
    public decimal? Exclusions { get; init; }

    /// <summary>Instances excepted.</summary>
    public decimal? Exceptions { get; init; }

    /// <summary>The performance rate as given, in the measure's own unit.</summary>
    public decimal? PerformanceRate { get; init; }

    /// <summary>The reporting rate as given, percent.</summary>
    public decimal? ReportingRate { get; init; }

    /// <summary>A numerator, for measures that are one.</summary>
    public decimal? Numerator { get; init; }

    /// <summary>A denominator, for measures that have one.</summary>
    public decimal? Denominator { get; init; }
}

/// <summary>One measurement: an answer, counts, or counts by stratum.</summary>
/// <param name="MeasureId">The measure's identifier.</param>
/// <param name="Line">Its line in the file.</param>
/// <param name="Answer">Yes or no; null for counts.</param>
/// <param name="EndToEnd">Reported end to end from certified technology.</param>
/// <param name="Counts">Counts; several for several rates, none for an answer.</param>
public sealed record Measurement(string MeasureId, long Line, bool? Answer, bool EndToEnd, IReadOnlyList<MeasurementCounts> Counts);

/// <summary>What was sent for one category in one way.</summary>
/// <param name="Category">quality, ia, pi or aci.</param>
/// <param name="Method">The collection type.</param>
/// <param name="Program">mips, app1, appPlus or an MVP.</param>
/// <param name="Start">First day of the performance period; null when not given.</param>
/// <param name="End">Its last day; null when not given.</param>
/// <param name="Measurements">The measurements.</param>
public sealed record MeasurementSet(
    string Category, string Method, string Program, DateOnly? Start, DateOnly? End, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>Days of the performance period, both ends counted; null when unknown.</summary>
    public int? Days => Start is { } first && End is { } last ? last.DayNumber - first.DayNumber + 1 : null;
}

/// <summary>A submission as read.</summary>
public sealed record QppSubmission
{
    /// <summary>The path as given.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The performance year.</summary>
    public required int Year { get; init; }

    /// <summary>individual, group, subgroup, virtual_group or apm_entity.</summary>
    public required string EntityType { get; init; }

    /// <summary>The measurement sets.</summary>
    public required IReadOnlyList<MeasurementSet> Sets { get; init; }

    /// <summary>Measurements in the file; equals those read plus those in findings.</summary>
    public required int MeasurementCount { get; init; }

    /// <summary>What was refused or doubtful.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
