using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>Scores of the four performance categories as fractions; null where the category cannot be scored or is reweighted.</summary>
/// <param name="Quality">Quality, 42 CFR 414.1330.</param>
/// <param name="Cost">Cost, 42 CFR 414.1350.</param>
/// <param name="ImprovementActivities">Improvement activities, 42 CFR 414.1355.</param>
/// <param name="PromotingInteroperability">Promoting interoperability, 42 CFR 414.1375; advancing care information in 2017.</param>
public readonly record struct CategoryScores(Ratio? Quality, Ratio? Cost, Ratio? ImprovementActivities, Ratio? PromotingInteroperability);

/// <summary>What each category weighs in the final score, as fractions that make one. 42 CFR 414.1380(c)(1), (c)(2).</summary>
/// <param name="Quality">Of quality.</param>
/// <param name="Cost">Of cost.</param>
/// <param name="ImprovementActivities">Of improvement activities.</param>
/// <param name="PromotingInteroperability">Of promoting interoperability.</param>
public readonly record struct CategoryWeights(Ratio Quality, Ratio Cost, Ratio ImprovementActivities, Ratio PromotingInteroperability)
{
    private const int QualityBit = 1, CostBit = QualityBit << 1, ActivitiesBit = CostBit << 1, InteroperabilityBit = ActivitiesBit << 1;

    /// <summary>The names of what is not scored, by bits: quality 1, cost 2, improvement activities 4, promoting interoperability
    /// 8.</summary>
    private static readonly string[] Unscored =
    [
        "none", "quality", "cost", "quality and cost",
        "improvement-activities", "quality and improvement-activities", "cost and improvement-activities", "",
        "promoting-interoperability", "quality and promoting-interoperability", "cost and promoting-interoperability", "",
        "improvement-activities and promoting-interoperability", "", "", "",
    ];

    private static readonly string[] UnscoredOfSmallPractice =
    [
        .. Enumerable.Repeat("", InteroperabilityBit),
        "promoting-interoperability of a small practice", "", "cost and promoting-interoperability of a small practice",
    ];

    /// <summary>The weights, or null where too few categories are scored for a final score of one's own.</summary>
    /// <exception cref="LawGapException">The standard has no weights for what is missing.</exception>
    public static CategoryWeights? Determine(CategoryScores scores, Standard standard, bool smallPractice, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // 414.1370(h)(2), 414.1367(d): cost is never scored for an APM Entity under the APM standard.
        // 414.1380(c)(2)(i)(A): in some years it is scored for nobody.
        var costCounts = standard == Standard.Mips && law[Keys.Mips.Categories.CostIsScored].Amount > 0;
        var missing = Missing(scores, costCounts);
        var scored = (scores.Quality is null ? 0 : 1) + (scores.ImprovementActivities is null ? 0 : 1)
            + (scores.PromotingInteroperability is null ? 0 : 1) + (costCounts && scores.Cost is not null ? 1 : 0);

        // 414.1380(c): with fewer than two categories the final score is the performance threshold.
        if (scored < law[Keys.Mips.Categories.LeastScored].Amount)
            return null;
        return standard == Standard.Apm ? OfApmStandard(Unscored[missing & ~CostBit], law) : OfMips(missing, smallPractice, law);
    }

    private static int Missing(CategoryScores scores, bool costCounts) =>
        (scores.Quality is null ? QualityBit : 0)
        | (costCounts && scores.Cost is not null ? 0 : CostBit)
        | (scores.ImprovementActivities is null ? ActivitiesBit : 0)
        | (scores.PromotingInteroperability is null ? InteroperabilityBit : 0);

    private static CategoryWeights OfMips(int missing, bool smallPractice, RuleYear law)
    {
        var unscored = law.Year.Value switch
        {
            // 414.1380(c)(2)(ii)(A): in 2017 cost had no weight to move.
            2017 => Unscored[missing & ~CostBit],

            // (c)(2)(ii)(B) to (E): 2018 to 2021.
            >= 2018 and <= 2021 => Unscored[missing],

            // (c)(2)(ii)(F), (G): from 2022 a small practice without promoting interoperability has weights of its own.
            >= 2022 when smallPractice && UnscoredOfSmallPractice.ElementAtOrDefault(missing) is { Length: > 0 } small => small,
            >= 2022 => Unscored[missing],

            _ => throw new LawGapException("weights of the performance categories", law.Year),
        };
        return new CategoryWeights(
            law[Keys.Mips.CategoryWeight.Quality, unscored],
            law[Keys.Mips.CategoryWeight.Cost, unscored],
            law[Keys.Mips.CategoryWeight.ImprovementActivities, unscored],
            law[Keys.Mips.CategoryWeight.PromotingInteroperability, unscored]);
    }

    private static CategoryWeights OfApmStandard(string unscored, RuleYear law) => new(
        law[Keys.Mips.ApmCategoryWeight.Quality, unscored],
        law[Keys.Mips.ApmCategoryWeight.Cost, unscored],
        law[Keys.Mips.ApmCategoryWeight.ImprovementActivities, unscored],
        law[Keys.Mips.ApmCategoryWeight.PromotingInteroperability, unscored]);
}
