namespace Accountable.Data.Mips;

/// <summary>One row of a file of clinicians. Scores and shares are fractions; what is empty is null.</summary>
public sealed record ClinicianRow
{
    /// <summary>Line in the file, from 1.</summary>
    public required long Line { get; init; }

    /// <summary>The row's identifier.</summary>
    public required string Id { get; init; }

    /// <summary>The TIN; empty when not given.</summary>
    public required string Tin { get; init; }

    /// <summary>The NPI; empty when not given.</summary>
    public required string Npi { get; init; }

    /// <summary>The performance year.</summary>
    public required int Year { get; init; }

    /// <summary>traditional, mvp or app.</summary>
    public required string Reporting { get; init; }

    /// <summary>individual, group, subgroup, virtual_group or apm_entity.</summary>
    public required string EntityType { get; init; }

    /// <summary>A small practice.</summary>
    public required bool SmallPractice { get; init; }

    /// <summary>The quality score.</summary>
    public decimal? Quality { get; init; }

    /// <summary>The cost score.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The improvement activities score.</summary>
    public decimal? ImprovementActivities { get; init; }

    /// <summary>The promoting interoperability score.</summary>
    public decimal? PromotingInteroperability { get; init; }

    /// <summary>The average HCC risk score of the patients.</summary>
    public decimal? AverageRisk { get; init; }

    /// <summary>The dual eligible share of the patients.</summary>
    public decimal? DualShare { get; init; }

    /// <summary>Mean, standard deviation and median of average risk in the prior period's population.</summary>
    public Population? RiskInPopulation { get; init; }

    /// <summary>The same of the dual share.</summary>
    public Population? DualShareInPopulation { get; init; }

    /// <summary>Allowed charges for covered professional services, dollars; null when the file has none.</summary>
    public decimal? PartBAllowed { get; init; }
}

/// <summary>How an indicator is spread over the scored population.</summary>
/// <param name="Mean">Its mean.</param>
/// <param name="Deviation">Its standard deviation, more than zero.</param>
/// <param name="Median">Its median.</param>
public sealed record Population(decimal Mean, decimal Deviation, decimal Median);

/// <summary>A file of clinicians as read.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Data rows in the file; equals rows read plus rows refused.</param>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Findings">What was refused, by line.</param>
public sealed record ClinicianFile(
    string Path, string Sha256, int RowCount, IReadOnlyList<ClinicianRow> Rows, IReadOnlyList<Finding> Findings);
