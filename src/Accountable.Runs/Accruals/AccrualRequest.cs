using Accountable.Data.Reports;
using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Accruals;

/// <summary>What an accrual is asked for.</summary>
/// <param name="Aco">The ACO, such as A1234.</param>
/// <param name="Year">The performance year.</param>
/// <param name="Law">Its law.</param>
public sealed record AccrualRequest(string Aco, PerformanceYear Year, RuleYear Law)
{
    /// <summary>The share of outcomes that a range is meant to hold, unless another is given.</summary>
    public const decimal UsualConfidence = 0.9m;

    /// <summary>The last month of service that counts; null for the newest that lists and claims reach.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>The last month in which claims may have been seen; null for the newest in the store.</summary>
    public DateOnly? Seen { get; init; }

    /// <summary>Truncation thresholds of the year; null to estimate them from the year before in the store.</summary>
    public TruncationThresholds? Thresholds { get; init; }

    /// <summary>Growth from each age in months to the next, from 0, in place of the store's own lag; null for that.</summary>
    public IReadOnlyList<decimal>? LagFactors { get; init; }

    /// <summary>The share of outcomes that the range is meant to hold.</summary>
    public decimal Confidence { get; init; } = UsualConfidence;

    /// <summary>The updated benchmark by type, dollars a person-year; null when there is none.</summary>
    public ByType<Money>? Benchmark { get; init; }

    /// <summary>The track, to say what is earned or owed; null to stop at savings and losses.</summary>
    public Track? Track { get; init; }

    /// <summary>The minimum rate that a two-sided ACO chose; null for the rate by size.</summary>
    public decimal? MinimumRate { get; init; }

    /// <summary>The quality score as a fraction; null to take the standard as met .</summary>
    public decimal? QualityScore { get; init; }
}
