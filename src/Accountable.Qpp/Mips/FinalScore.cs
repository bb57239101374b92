using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>What a final score is computed from.</summary>
public sealed record FinalScoreFacts
{
    /// <summary>The category scores.</summary>
    public required CategoryScores Scores { get; init; }

    /// <summary>The reporting framework.</summary>
    public required Framework Framework { get; init; }

    /// <summary>Whose data they are.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>A small practice: 42 CFR 414.1305.</summary>
    public bool SmallPractice { get; init; }

    /// <summary>The complexity of the patients; null when unknown.</summary>
    public ComplexPatientFacts? Patients { get; init; }
}

/// <summary>A final score with its parts.</summary>
/// <param name="Weights">What each category weighs; null when too few are scored.</param>
/// <param name="ComplexPatientBonus">Bonus points; null when the figures that it needs are unknown.</param>
/// <param name="SmallPracticeBonus">Bonus points of 2018.</param>
/// <param name="Score">The final score, 0 to 100.</param>
/// <param name="Neutral">The score is the performance threshold, because too few categories are scored.</param>
public sealed record FinalScoreResult(
    CategoryWeights? Weights, Points? ComplexPatientBonus, Points SmallPracticeBonus, Points Score, Test Neutral)
{
    /// <summary>What quality and cost together add to the final score, as a share of it.</summary>
    public Ratio QualityAndCost { get; init; }
}

/// <summary>The MIPS final score. 42 CFR 414.1380(c).</summary>
public static class FinalScore
{
    /// <summary>Computes the final score of one clinician, group or entity.</summary>
    /// <exception cref="LawGapException">The year, or the way of taking part in that year, has no law.</exception>
    public static FinalScoreResult Determine(FinalScoreFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var standard = Participation.StandardFor(facts.Framework, facts.Entity, law.Year);

        // (c)(1), (c)(2): the weights, moved from categories that cannot be scored.
        var weights = CategoryWeights.Determine(facts.Scores, standard, facts.SmallPractice, law);

        // (c): with fewer than two categories the final score is the performance threshold, which changes no payment.
        if (weights is not { } of)
        {
            var threshold = law[Keys.Mips.PaymentAdjustment.PerformanceThreshold]
                .As("final score of too few categories", "42 CFR 414.1380(c)");
            return new FinalScoreResult(null, Points.Zero, Points.Zero, threshold, Test.Yes);
        }
        var maximum = law[Keys.Mips.FinalScore.Maximum];
        var sum = maximum * WeightedSum(facts.Scores, of).As("weighted category scores", "42 CFR 414.1380(c)(1)");

        // (c)(3), (c)(4): the bonuses of the year.
        var complex = facts.Patients is { } patients ? ComplexPatientBonus.Determine(patients, law) : Points.Zero;
        var small = SmallPracticeBonus(facts, law);

        // (c): no more than 100, to two decimals.
        var score = Quantity.Least(sum + (complex ?? Points.Zero) + small, maximum).Rounded(To.Hundredths, "42 CFR 414.1380(c)")
            .As("final score", "42 CFR 414.1380(c)");
        return new FinalScoreResult(of, complex, small, score, Test.No)
        {
            QualityAndCost = (facts.Scores.Quality ?? Ratio.Zero) * of.Quality + (facts.Scores.Cost ?? Ratio.Zero) * of.Cost,
        };
    }

    private static Ratio WeightedSum(CategoryScores scores, CategoryWeights weights) =>
        (scores.Quality ?? Ratio.Zero) * weights.Quality
        + (scores.Cost ?? Ratio.Zero) * weights.Cost
        + (scores.ImprovementActivities ?? Ratio.Zero) * weights.ImprovementActivities
        + (scores.PromotingInteroperability ?? Ratio.Zero) * weights.PromotingInteroperability;

    private static Points SmallPracticeBonus(FinalScoreFacts facts, RuleYear law) => law.Year.Value switch
    {
        // (c)(4): in 2018 a small practice with data in any category has it in the final score.
        2018 => facts.SmallPractice ? law[Keys.Mips.FinalScore.SmallPracticeBonus] : Points.Zero,

        // 414.1380(b)(1)(v)(C): from 2019 it is a part of the quality score; there was none in 2017.
        _ => Points.Zero,
    };
}
