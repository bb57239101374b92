using Accountable.Rules;

namespace Accountable.Qpp.Mips.Cost;

/// <summary>Quality and cost scores of a facility-based clinician. 42 CFR 414.1380(e).</summary>
public static class FacilityBased
{
    /// <summary>The score that stands at a percentile of other clinicians' scores: the least that this share of them does not
    /// exceed.</summary>
    /// <param name="percentile">The facility's percentile in hospital value-based purchasing, as a fraction.</param>
    /// <param name="scores">Scores of clinicians who cannot be scored by facility, from low to high.</param>
    /// <exception cref="ArgumentException">There are no scores.</exception>
    public static Ratio ScoreAt(Ratio percentile, IReadOnlyList<Ratio> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
            throw new ArgumentException("There are no scores to take a percentile of.", nameof(scores));
        var place = (int)decimal.Ceiling(percentile.Amount * scores.Count) - 1;
        return scores[Math.Clamp(place, 0, scores.Count - 1)].As("score at the facility's percentile", "42 CFR 414.1380(e)(6)(iii)");
    }

    /// <summary>Whether the year has scoring by facility.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static bool Exists(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return law[Keys.Mips.FacilityBased.Available].Amount > 0;
    }

    /// <summary>Whether the facility's scores stand rather than what was submitted.</summary>
    /// <param name="byFacility">The final score with the facility's quality and cost.</param>
    /// <param name="submitted">The final score of the submission; null where nothing of quality was submitted.</param>
    /// <param name="law">The law of the year.</param>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static bool Stands(FinalScoreResult byFacility, FinalScoreResult? submitted, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(byFacility);
        ArgumentNullException.ThrowIfNull(law);
        if (submitted is null)
            return true;
        return law.Year.Value switch
        {
            // (e)(6)(vi)(A): the higher combined quality and cost, each with its weight.
            >= 2019 and <= 2021 => byFacility.QualityAndCost >= submitted.QualityAndCost,

            // (e)(6)(vi)(B): from 2022 the higher final score.
            >= 2022 => byFacility.Score >= submitted.Score,

            _ => throw new LawGapException("facility-based scoring", law.Year),
        };
    }
}
