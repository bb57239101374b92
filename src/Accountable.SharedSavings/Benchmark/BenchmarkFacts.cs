namespace Accountable.SharedSavings.Benchmark;

/// <summary>What a benchmark is computed from: one ACO, one agreement period, one performance year.</summary>
/// <remarks>
/// The benchmark years are taken with the participant list and the assignment rules of the performance year, so that a change
/// of either is made by giving other facts for the same years. 42 CFR 425.601(a)(9), 425.652(a)(9).
/// </remarks>
public sealed record BenchmarkFacts
{
    /// <summary>The first day of the agreement period.</summary>
    public required DateOnly AgreementStart { get; init; }

    /// <summary>Which agreement period of the ACO this is: 1 for the first.</summary>
    public required int AgreementPeriod { get; init; }

    /// <summary>
    /// How often the benchmark is adjusted for regional expenditures with this agreement period: 1 the first time; null when unknown.
    /// </summary>
    public int? TimesRegionallyAdjusted { get; init; }

    /// <summary>Basic or enhanced; null when unknown.</summary>
    public string? Track { get; init; }

    /// <summary>The year three years before the agreement period.</summary>
    public required YearFacts By1 { get; init; }

    /// <summary>The year two years before the agreement period.</summary>
    public required YearFacts By2 { get; init; }

    /// <summary>The year before the agreement period.</summary>
    public required YearFacts By3 { get; init; }

    /// <summary>The performance year; null when only the historical benchmark is wanted.</summary>
    public YearFacts? Performance { get; init; }

    /// <summary>The performance years before this agreement period; null when unknown, empty for an ACO that had none.</summary>
    public IReadOnlyList<PriorYear>? PriorYears { get; init; }

    /// <summary>Projected growth from BY3 to the performance year, as a fraction. 42 CFR 425.660(b).</summary>
    public ByType<Ratio>? ProspectiveGrowth { get; init; }

    /// <summary>
    /// The factor, 1 or more, by which CMS raises regional expenditures of the performance year where regional risk scores grew
    /// beyond their cap; null when unknown. 42 CFR 425.655.
    /// </summary>
    public ByType<Ratio>? RegionalRiskCapFactor { get; init; }

    /// <summary>The ACO's minimum loss rate, or the minimum savings rate of a one-sided ACO; null when unknown.</summary>
    public Ratio? MinimumRate { get; init; }
}

/// <summary>A year of an ACO with the factors of that year.</summary>
public sealed record YearFacts
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>The ACO's assigned beneficiaries.</summary>
    public required ByType<AssignedPopulation> Assigned { get; init; }

    /// <summary>Assignable beneficiaries of the nation; null when the factor is missing.</summary>
    public ByType<NationalPopulation>? National { get; init; }

    /// <summary>Assignable beneficiaries of the ACO's regional service area; null when the factor is missing.</summary>
    public ByType<RegionalPopulation>? Region { get; init; }
}

/// <summary>The ACO's assigned beneficiaries of one enrollment type in one year.</summary>
public sealed record AssignedPopulation
{
    /// <summary>Eligible months over 12.</summary>
    public required PersonYears PersonYears { get; init; }

    /// <summary>Dollars a person-year: annualized, truncated, completed, and weighted by person-years.</summary>
    public required Money PerCapita { get; init; }

    /// <summary>The mean prospective CMS-HCC risk score.</summary>
    public required RiskScore RiskScore { get; init; }

    /// <summary>The mean demographic risk score; null when unknown.</summary>
    public RiskScore? DemographicScore { get; init; }

    /// <summary>Person-years of the dually eligible among them; null when unknown.</summary>
    public PersonYears? DualEligible { get; init; }

    /// <summary>Person-years of those dually eligible or with the Part D low-income subsidy; null when unknown.</summary>
    public PersonYears? DualOrLowIncome { get; init; }

    /// <summary>Newly and continuously assigned beneficiaries apart; null when unknown.</summary>
    public Continuity? Continuity { get; init; }
}

/// <summary>Risk of newly and continuously assigned beneficiaries, from BY3 to the performance year. 42 CFR 425.604(a)(1), (2).</summary>
public sealed record Continuity
{
    /// <summary>Share of person-years of the performance year that are newly assigned.</summary>
    public required Ratio NewlyAssigned { get; init; }

    /// <summary>Risk of the newly assigned over that of BY3.</summary>
    public required Ratio NewlyAssignedRisk { get; init; }

    /// <summary>CMS-HCC risk of the continuously assigned over that of BY3.</summary>
    public required Ratio ContinuouslyAssignedRisk { get; init; }

    /// <summary>Demographic risk of the continuously assigned over that of BY3.</summary>
    public required Ratio ContinuouslyAssignedDemographics { get; init; }
}

/// <summary>Assignable beneficiaries of the nation, one enrollment type in one year.</summary>
public sealed record NationalPopulation
{
    /// <summary>Truncated dollars a person-year.</summary>
    public required Money PerCapita { get; init; }

    /// <summary>The mean CMS-HCC risk score by which the ACO's is divided; null when the ACO's scores are renormalized already.</summary>
    public RiskScore? MeanRiskScore { get; init; }

    /// <summary>The mean demographic risk score; null when the ACO's are renormalized already.</summary>
    public RiskScore? MeanDemographicScore { get; init; }
}

/// <summary>The ACO's regional service area, one enrollment type in one year.</summary>
public sealed record RegionalPopulation
{
    /// <summary>Dollars a person-year at a risk of 1. 42 CFR 425.601(d), 425.654(b).</summary>
    public required Money PerCapita { get; init; }

    /// <summary>The share of the area's assignable beneficiaries that are assigned to the ACO. 42 CFR 425.601(a)(5)(v).</summary>
    public required Ratio AssignedShare { get; init; }
}

/// <summary>A performance year before the agreement period. 42 CFR 425.603(b)(2), 425.658(b)(1).</summary>
public sealed record PriorYear
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Dollars a person-year below the benchmark of the year, negative when above; null when not reconciled.</summary>
    public Money? PerCapitaSavings { get; init; }

    /// <summary>Person-years of the performance year; null when not reconciled.</summary>
    public PersonYears? PersonYears { get; init; }

    /// <summary>Savings could not be paid because of noncompliance.</summary>
    public Test Forfeited { get; init; }
}

/// <summary>The rule needs a factor or a fact that is not there.</summary>
public sealed class MissingFactorException(string factor, string supply)
    : Exception($"{factor} is missing. {supply}")
{
    /// <summary>What is missing.</summary>
    public string Factor { get; } = factor;

    /// <summary>What to supply.</summary>
    public string Supply { get; } = supply;
}
