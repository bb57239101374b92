using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The quality category from the points of its measures. 42 CFR 414.1380(b)(1)(vii).</summary>
public static class QualityCategory
{
    /// <summary>Achievement points and the small practice bonus over the points possible, plus improvement, no more than the
    /// whole.</summary>
    /// <param name="achievement">Achievement points of all measures.</param>
    /// <param name="possible">Points possible; more than zero.</param>
    /// <param name="improvement">The improvement score.</param>
    /// <param name="smallPractice">A small practice that submitted a measure.</param>
    /// <param name="law">The law of the year.</param>
    public static Ratio Determine(Points achievement, Points possible, Ratio improvement, bool smallPractice, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var bonus = law.Year.Value switch
        {
            // (b)(1)(v)(C): from 2019 a small practice has bonus points in the numerator.
            >= 2019 when smallPractice => law[Keys.Mips.Quality.SmallPracticeBonus],
            >= 2017 => Points.Zero,
            _ => throw new LawGapException("quality category", law.Year),
        };
        return Quantity.Least(((achievement + bonus) / possible) + improvement, Ratio.One)
            .As("quality performance category score", "42 CFR 414.1380(b)(1)(vii)");
    }
}
