using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>
/// The final sharing rate and the shared loss rate.
/// 42 CFR 425.604(d), 425.605(d)(1), 425.606(d) and (f), 425.610(d) and (f).
/// </summary>
public static class SharingRate
{
    /// <summary>The final sharing rate as a fraction: 0 when the quality standard is not met.</summary>
    public static Ratio Final(SettlementFacts facts, QualityFinding quality, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(law);
        var maximum = law[Keys.SharedSavings.Settlement.MaximumSharingRate, facts.Track.Name()];
        var rate = law.Year.Value switch
        {
            // Through 2020: the maximum times the score; the whole maximum where quality is pay for reporting.
            >= 2014 and <= 2020 => quality.Met.Choose(quality.Score is { } score ? maximum * score : maximum, Ratio.Zero),

            // 2021 and 2022: all or nothing.
            2021 or 2022 => quality.Met.Choose(maximum, Ratio.Zero),

            // From 2023: the maximum, else the maximum times the score when the alternative standard is met.
            >= 2023 => quality.Met.Choose(maximum, ByAlternative()),

            _ => throw new LawGapException("final sharing rate", law.Year),
        };
        return rate.As("final sharing rate", Paragraph.SharingRate(facts.Track));

        Ratio ByAlternative() => quality.MetAlternative
            ? quality.MetAlternative.Choose(maximum * Score(quality), Ratio.Zero)
            : Ratio.Zero;
    }

    /// <summary>The shared loss rate as a fraction, or null for a one-sided track.</summary>
    public static Ratio? OfLosses(SettlementFacts facts, QualityFinding quality, Ratio finalSharingRate, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(quality);
        ArgumentNullException.ThrowIfNull(law);
        if (!facts.Track.IsTwoSided())
            return null;

        // 425.605(d)(1)(iii)(C), (iv)(C), (v)(C): a fixed rate, whatever the quality.
        var track = facts.Track.Name();
        if (facts.Track.IsBasic() || facts.Track == Track.Track1Plus)
        {
            return law[Keys.SharedSavings.Settlement.SharedLossRate.Fixed, track]
                .As("shared loss rate", Paragraph.SharedLosses(facts.Track));
        }

        var least = law[Keys.SharedSavings.Settlement.SharedLossRate.Minimum, track];
        var greatest = law[Keys.SharedSavings.Settlement.SharedLossRate.Maximum, track];
        var rate = law.Year.Value switch
        {
            // (f)(1): one less the final sharing rate.
            >= 2014 and <= 2020 => (Ratio.One - finalSharingRate).Within(least, greatest),

            // (f)(2) to (f)(4): one less the maximum sharing rate times the score when the standard, or from 2023 the
            // alternative, is met; else the greatest.
            >= 2021 => (quality.Met | quality.MetAlternative)
                ? (quality.Met | quality.MetAlternative).Choose(ByScore(), greatest)
                : (quality.Met | quality.MetAlternative).Choose(Ratio.Zero, greatest),

            _ => throw new LawGapException("shared loss rate", law.Year),
        };
        return rate.As("shared loss rate", Paragraph.SharedLosses(facts.Track));

        Ratio ByScore()
        {
            var greatestShared = law[Keys.SharedSavings.Settlement.MaximumSharingRate, track] * Score(quality);
            return (Ratio.One - greatestShared).Within(least, greatest);
        }
    }

    private static Ratio Score(QualityFinding quality) => quality.Score ?? throw new MissingFactException("quality_score");
}
