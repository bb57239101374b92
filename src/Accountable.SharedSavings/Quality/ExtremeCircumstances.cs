using Accountable.Rules;

namespace Accountable.SharedSavings.Quality;

/// <summary>The quality score of an ACO that extreme and uncontrollable circumstances affected. 42 CFR 425.512(c).</summary>
public static class ExtremeCircumstances
{
    /// <summary>The score as it counts: for an affected ACO no less than the score of the quality performance standard.</summary>
    /// <exception cref="LawGapException">The year has no such score: it begins with 2021.</exception>
    public static Ratio Determine(Ratio score, Test affected, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // (c)(3): the higher of the ACO's own score and the percentile of MIPS scores, both computed so that the explanation
        // shows what lost.
        var floor = Quantity.Greatest(score, law[Keys.SharedSavings.Settlement.QualityStandard.Score]);
        return affected.Choose(floor, score).As("quality score", "42 CFR 425.512(c)(3)");
    }
}
