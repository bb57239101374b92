using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>Growth of risk from BY3 to the performance year as it adjusts the benchmark.</summary>
public sealed record RiskAdjustment
{
    /// <summary>Growth before any cap.</summary>
    public required ByType<Ratio> Uncapped { get; init; }

    /// <summary>Growth over all types, weighted by benchmark dollars; null where the section does not use it.</summary>
    public required Ratio? Aggregate { get; init; }

    /// <summary>The greatest growth; null where there is no cap.</summary>
    public required Ratio? Cap { get; init; }

    /// <summary>Whether the cap applies; null where the section has no such test.</summary>
    public required Test? CapApplies { get; init; }

    /// <summary>Growth as used.</summary>
    public required ByType<Ratio> Ratios { get; init; }

    /// <summary>Computes it. 42 CFR 425.604(a), 425.605(a)(1), 425.610(a)(1), (2).</summary>
    /// <exception cref="MissingFactorException">A fact is missing.</exception>
    public static RiskAdjustment Determine(BenchmarkFacts facts, BenchmarkSection section, AdjustedBenchmark benchmark, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(law);
        var year = facts.Performance
            ?? throw new MissingFactorException("the performance year", "Add rows with year_role py to the history");
        return section switch
        {
            BenchmarkSection.First or BenchmarkSection.Reset2016 or BenchmarkSection.Rebased => ByContinuity(year),
            BenchmarkSection.Blended => UnderFixedCap(facts, year, law),
            _ => UnderDemographicCap(facts, year, benchmark, law),
        };
    }

    /// <summary>Newly assigned beneficiaries by their risk, continuously assigned ones by demographics unless their risk fell.</summary>
    private static RiskAdjustment ByContinuity(YearFacts year)
    {
        var ratios = year.Assigned.Select((type, population) =>
        {
            var continuity = population.Continuity ?? throw new MissingFactorException(
                $"risk of newly and continuously assigned beneficiaries of {year.Year}, {type.Words()}",
                "Fill in newly_assigned_share, newly_assigned_risk_ratio, continuously_assigned_risk_ratio and "
                + "continuously_assigned_demographic_ratio of the performance year in the history; in a run from a store, in risk.csv");

            // 425.604(a)(2)(ii): a fall of the risk score counts; a rise does not.
            var continuing = continuity.ContinuouslyAssignedRisk.IsBelow(Ratio.One)
                .Choose(continuity.ContinuouslyAssignedRisk, continuity.ContinuouslyAssignedDemographics)
                .As($"risk ratio of continuously assigned beneficiaries, {type.Words()}", "42 CFR 425.604(a)(2)");
            var together = (continuity.NewlyAssignedRisk * continuity.NewlyAssigned)
                + (continuing * (Ratio.One - continuity.NewlyAssigned));
            return together.Assume($"risk ratio to {year.Year}, {type.Words()}", "A-408");
        });
        return new RiskAdjustment { Uncapped = ratios, Aggregate = null, Cap = null, CapApplies = null, Ratios = ratios };
    }

    private static ByType<Ratio> Growth(BenchmarkFacts facts, YearFacts year, string citation) => ByType.Of(type =>
        (RiskScores.Of(year, type) / RiskScores.Of(facts.By3, type))
            .As($"risk ratio {facts.By3.Year} to {year.Year}, {type.Words()}", citation));

    private static RiskAdjustment UnderFixedCap(BenchmarkFacts facts, YearFacts year, RuleYear law)
    {
        const string citation = "42 CFR 425.605(a)(1)(i), 425.610(a)(2)(i)";
        var growth = Growth(facts, year, citation);
        var cap = (Ratio.One + law.ForAgreementStarting(facts.AgreementStart)[Keys.SharedSavings.Benchmark.RiskGrowthCap])
            .As("greatest risk ratio", citation);
        return new RiskAdjustment
        {
            Uncapped = growth,
            Aggregate = null,
            Cap = cap,
            CapApplies = null,
            Ratios = growth.Select((type, ratio) => Quantity.Least(ratio, cap).As($"capped risk ratio, {type.Words()}", citation)),
        };
    }

    private static RiskAdjustment UnderDemographicCap(BenchmarkFacts facts, YearFacts year, AdjustedBenchmark benchmark, RuleYear law)
    {
        const string citation = "42 CFR 425.605(a)(1)(ii), 425.610(a)(2)(ii)";
        var growth = Growth(facts, year, citation);
        var demographic = ByType.Of(type => (RiskScores.DemographicOf(year, type) / RiskScores.DemographicOf(facts.By3, type))
            .As($"demographic ratio {facts.By3.Year} to {year.Year}, {type.Words()}", citation));

        // (C): weighted by historical benchmark dollars of the performance year's person-years.
        var dollars = benchmark.PerCapita.Select((type, perCapita) => perCapita * year.Assigned[type].PersonYears);
        var all = Sums.Of(dollars.Values);
        var weights = dollars.Select((type, amount) => (amount / all).As($"weight of growth, {type.Words()}", citation));
        Ratio Over(ByType<Ratio> ratios) => Sums.Of(EnrollmentTypes.All.Select(type => ratios[type] * weights[type]));
        var aggregate = Over(growth).As("aggregate growth of risk scores", citation);
        var cap = (Over(demographic).As("aggregate growth of demographic scores", citation)
            + law.ForAgreementStarting(facts.AgreementStart)[Keys.SharedSavings.Benchmark.RiskGrowthCap])
            .As("greatest risk ratio", citation);

        // (B): the cap binds no type unless the aggregate exceeds it.
        var applies = aggregate.Exceeds(cap).As("risk growth exceeds its cap", citation);
        return new RiskAdjustment
        {
            Uncapped = growth,
            Aggregate = aggregate,
            Cap = cap,
            CapApplies = applies,
            Ratios = growth.Select((type, ratio) => applies.Choose(Quantity.Least(ratio, cap), ratio)
                .As($"capped risk ratio, {type.Words()}", citation)),
        };
    }
}
