using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>Which adjustment a historical benchmark got.</summary>
public enum AppliedAdjustment
{
    /// <summary>None.</summary>
    None,

    /// <summary>The regional adjustment.</summary>
    Regional,

    /// <summary>The prior savings adjustment.</summary>
    PriorSavings,

    /// <summary>The population adjustment.</summary>
    Population,
}

/// <summary>The historical benchmark with its adjustment, dollars a person-year.</summary>
public sealed record AdjustedBenchmark
{
    /// <summary>The regional adjustment; null where the section has none.</summary>
    public required RegionalAdjustment? Regional { get; init; }

    /// <summary>The prior savings adjustment; null where there is none.</summary>
    public required PriorSavingsAdjustment? PriorSavings { get; init; }

    /// <summary>The population adjustment; null where there is none.</summary>
    public required PopulationAdjustment? Population { get; init; }

    /// <summary>Which of them applies.</summary>
    public required AppliedAdjustment Applied { get; init; }

    /// <summary>What each type gains or loses.</summary>
    public required ByType<Money> Adjustment { get; init; }

    /// <summary>The historical benchmark of each type.</summary>
    public required ByType<Money> PerCapita { get; init; }

    /// <summary>The historical benchmark by BY3 shares.</summary>
    public required Money Total { get; init; }

    /// <summary>Adjusts the historical benchmark. 42 CFR 425.601(a)(8), 425.603(b)(2), (c)(9), 425.652(a)(8).</summary>
    /// <exception cref="MissingFactorException">A factor or a fact is missing.</exception>
    public static AdjustedBenchmark Determine(BenchmarkFacts facts, HistoricalExpenditures historical, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(historical);
        ArgumentNullException.ThrowIfNull(law);
        var section = historical.Section;
        var regional = section is BenchmarkSection.Rebased or BenchmarkSection.Blended or BenchmarkSection.Prospective
            ? RegionalAdjustment.Determine(facts, historical, law)
            : null;
        var prior = section is BenchmarkSection.Reset2016 or BenchmarkSection.Prospective
            ? PriorSavingsAdjustment.Determine(facts, historical, law)
            : null;
        var population = section == BenchmarkSection.Prospective
            ? PopulationAdjustment.Determine(facts, historical, Largest(regional!.Single, prior), law)
            : null;
        var (applied, adjustment) = section switch
        {
            BenchmarkSection.First => (AppliedAdjustment.None, ByType.Of(_ => Money.Zero)),
            BenchmarkSection.Reset2016 => Flat(AppliedAdjustment.PriorSavings, prior?.Amount ?? Money.Zero),

            // Both signs apply.
            BenchmarkSection.Rebased or BenchmarkSection.Blended => (AppliedAdjustment.Regional, regional!.Adjustment),
            _ => Select(regional!, prior, population),
        };
        var citation = Paragraphs.Of(section, "(a)", "(c)(9)", "(a)(8)", "425.652(a)(8)");
        var perCapita = historical.PerCapita.Select((type, benchmark) =>
            (benchmark + adjustment[type]).As($"historical benchmark, {type.Words()}", citation));
        return new AdjustedBenchmark
        {
            Regional = regional,
            PriorSavings = prior,
            Population = population,
            Applied = applied,
            Adjustment = adjustment,
            PerCapita = perCapita,
            Total = HistoricalExpenditures.Combined(perCapita, historical.By3Shares).As("historical benchmark", citation),
        };
    }

    /// <summary>The highest of the three applies when it is positive; a regional adjustment by type, the others as one amount.</summary>
    /// <remarks>42 CFR 425.652(a)(8) as in force for agreement periods from 2024: an overall negative adjustment is not made.</remarks>
    public static AppliedAdjustment Highest(Money regional, Money? priorSavings, Money? population)
    {
        var (prior, third) = (priorSavings ?? Money.Zero, population ?? Money.Zero);
        if (regional > Money.Zero && regional >= prior && regional >= third)
            return AppliedAdjustment.Regional;
        if (third > Money.Zero && third >= prior)
            return AppliedAdjustment.Population;
        return prior > Money.Zero ? AppliedAdjustment.PriorSavings : AppliedAdjustment.None;
    }

    private static (AppliedAdjustment Applied, ByType<Money> Adjustment) Select(
        RegionalAdjustment regional, PriorSavingsAdjustment? prior, PopulationAdjustment? population)
    {
        var applied = Highest(regional.Single, prior?.Amount, population?.Amount);

        // The tests stand in the derivation, so that a reader sees what lost.
        var (second, third) = (prior?.Amount ?? Money.Zero, population?.Amount ?? Money.Zero);
        var highest = Quantity.Greatest(Quantity.Greatest(Quantity.Greatest(regional.Single, third), second), Money.Zero)
            .As("highest of the adjustments, not below zero", "42 CFR 425.652(a)(8)");
        return applied switch
        {
            AppliedAdjustment.Regional => (applied, regional.Adjustment.Select((type, dollars) =>
                highest.MeetsOrExceeds(Money.Zero).Choose(dollars, Money.Zero)
                    .As($"adjustment of the historical benchmark, {type.Words()}", "42 CFR 425.652(a)(8)"))),
            _ => Flat(applied, highest),
        };
    }

    private static (AppliedAdjustment Applied, ByType<Money> Adjustment) Flat(AppliedAdjustment applied, Money amount) =>
        (amount == Money.Zero ? AppliedAdjustment.None : applied, ByType.Of(_ => amount));

    private static Money Largest(Money regional, PriorSavingsAdjustment? prior) =>
        prior is null ? regional : Quantity.Greatest(regional, prior.Amount);
}
