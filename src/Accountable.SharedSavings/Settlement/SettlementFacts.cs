namespace Accountable.SharedSavings.Settlement;

/// <summary>What a settlement is computed from: one ACO, one performance year. Dollars are of the performance period.</summary>
/// <remarks>Make each quantity traceable with <c>From(name, source)</c> to get derivations; leave all untraced for speed.</remarks>
public sealed record SettlementFacts
{
    /// <summary>The track or level of the performance year.</summary>
    public required Track Track { get; init; }

    /// <summary>Beneficiaries assigned, at least 1; not person-years. 42 CFR 425.110, 425.604(b).</summary>
    public required Count AssignedBeneficiaries { get; init; }

    /// <summary>Updated benchmark times performance-year person-years, dollars.</summary>
    public required Money Benchmark { get; init; }

    /// <summary>Parts A and B expenditures of assigned beneficiaries, dollars.</summary>
    public required Money Expenditures { get; init; }

    /// <summary>
    /// The fixed minimum savings and loss rate that a two-sided ACO chose; null when it chose the rate by size, or is one-sided.
    /// 42 CFR 425.605(b)(2).
    /// </summary>
    public Ratio? FixedMinimumRate { get; init; }

    /// <summary>The minimum rate that CMS set for an ACO below the size table's first interpolated band; null when unknown.</summary>
    public Ratio? MinimumRateSetByCms { get; init; }

    /// <summary>What is known of quality.</summary>
    public QualityFacts Quality { get; init; } = new();

    /// <summary>
    /// Parts A and B revenue of ACO participants; null when unknown, and then only the benchmark limits losses.
    /// 42 CFR 425.605(d)(1)(iii)(D).
    /// </summary>
    public Money? ParticipantRevenue { get; init; }

    /// <summary>Whether the revenue-based limit can apply.</summary>
    /// <remarks>Track 1+ ACOs with hospital ownership have the benchmark-based limit alone.</remarks>
    public bool RevenueBasedLimit { get; init; } = true;

    /// <summary>1 or 2 for a Track 2 ACO in its first or second year of Track 2; null for later years. 42 CFR 425.606(g).</summary>
    public int? TwoSidedYear { get; init; }

    /// <summary>The reduction of losses for extreme and uncontrollable circumstances, dollars of twelve months, not negative.</summary>
    public Money DisasterAdjustment { get; init; }

    /// <summary>
    /// In place of <see cref="DisasterAdjustment"/>: the share of the year's months that were affected. 42 CFR 425.605(f).
    /// </summary>
    public Ratio? AffectedMonths { get; init; }

    /// <summary>With <see cref="AffectedMonths"/>: the share of assigned beneficiaries who lived in affected areas.</summary>
    public Ratio? AffectedBeneficiaries { get; init; }

    /// <summary>The day on which the current agreement period started; null when unknown.</summary>
    public DateOnly? AgreementStart { get; init; }

    /// <summary>Low revenue at reconciliation, or CMS's flag that savings below the minimum are shared. 42 CFR 425.605(h).</summary>
    public Test LowRevenue { get; init; }

    /// <summary>CMS computed the benchmark under the guardrail. 42 CFR 425.652(b)(5).</summary>
    public Test Guardrail { get; init; }

    /// <summary>The agreement ended before the performance year did. 42 CFR 425.221.</summary>
    public Test TerminatedMidYear { get; init; }

    /// <summary>Months of participation with the month of termination; null when unknown.</summary>
    public Count? MonthsOfParticipation { get; init; }

    /// <summary>CMS ended the agreement, in place of the ACO. 42 CFR 425.221(b)(2).</summary>
    public Test TerminatedByCms { get; init; }

    /// <summary>Months that the dollars cover: 12, or 6 in the split year 2019. 42 CFR 425.609.</summary>
    public Count Months { get; init; } = new(12);

    /// <summary>Twelve, the months of a year, traced like <see cref="Months"/>.</summary>
    public Count MonthsOfYear { get; init; } = new(12);

    /// <summary>Advance payments not yet recouped. 42 CFR 425.630(g).</summary>
    public Money AdvancePaymentBalance { get; init; }
}

/// <summary>What is known of an ACO's quality in the performance year.</summary>
public sealed record QualityFacts
{
    /// <summary>The quality performance score as a fraction from 0 to 1; null when the file has none.</summary>
    public Ratio? Score { get; init; }

    /// <summary>CMS's finding that the standard was met; null when the file has none.</summary>
    public Test? MetStandard { get; init; }

    /// <summary>CMS's finding that the alternative standard was met. 42 CFR 425.512(a)(5)(ii).</summary>
    public Test MetAlternative { get; init; }

    /// <summary>Met at or above the percentile; null when the file has no such flag.</summary>
    public bool? MetPercentile { get; init; }

    /// <summary>Met by the eCQM reporting incentive.</summary>
    public bool MetIncentive { get; init; }

    /// <summary>Met as an ACO in its first performance year that reported. 42 CFR 425.512(a)(2).</summary>
    public bool MetFirstYear { get; init; }
}
