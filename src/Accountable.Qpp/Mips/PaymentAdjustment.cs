using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>The least and greatest adjustment that a final score can bring, as fractions of what is paid.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdjustmentRange(Ratio Low, Ratio High);

/// <summary>The factors that one population sets for a year.</summary>
/// <param name="Scaling">Makes positive adjustments equal negative ones, 0 to 3.</param>
/// <param name="Additional">Keeps additional adjustments within their pool, 0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdjustmentFactors(Ratio Scaling, Ratio Additional);

/// <summary>The MIPS payment adjustment of a final score. 42 CFR 414.1405, SSA 1848(q)(6).</summary>
public static class PaymentAdjustment
{
    /// <summary>The adjustment before any scaling: negative, zero, or the positive sliding scale. 42 CFR 414.1405(b).</summary>
    public static Ratio Unscaled(Points score, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var threshold = law[Keys.Mips.PaymentAdjustment.PerformanceThreshold];
        var percent = law[Keys.Mips.PaymentAdjustment.ApplicablePercent];

        // (b)(2): from zero to a quarter of the threshold, the whole negative percent.
        if (!score.Exceeds(threshold * law[Keys.Mips.PaymentAdjustment.LowestQuarter]).Holds)
            return (-percent).As("payment adjustment factor", "42 CFR 414.1405(b)(2)");

        // (b)(1): below the threshold, on a line from the whole negative percent at zero.
        if (score.IsBelow(threshold).Holds)
            return (percent * ((score - threshold) / threshold)).As("payment adjustment factor", "42 CFR 414.1405(b)(1)");

        // (b)(3): at the threshold zero, above it on a line to the whole percent at 100.
        return (percent * ((score - threshold) / (law[Keys.Mips.FinalScore.Maximum] - threshold)))
            .As("unscaled positive factor", "42 CFR 414.1405(b)(3)");
    }

    /// <summary>The additional adjustment for exceptional performance before its factor; zero after 2022 and below the threshold.
    /// 42 CFR 414.1405(d).</summary>
    public static Ratio UnscaledAdditional(Points score, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        if (!HasAdditional(law))
            return Ratio.Zero;
        var threshold = law[Keys.Mips.PaymentAdjustment.AdditionalPerformanceThreshold];
        if (!score.MeetsOrExceeds(threshold).Holds)
            return Ratio.Zero;
        var start = law[Keys.Mips.PaymentAdjustment.Additional.AtThreshold];
        var end = law[Keys.Mips.PaymentAdjustment.Additional.Maximum];
        return (start + (end - start) * ((score - threshold) / (law[Keys.Mips.FinalScore.Maximum] - threshold)))
            .As("unscaled additional factor", "42 CFR 414.1405(d)(1)");
    }

    /// <summary>The adjustment when the population's factors are known.</summary>
    public static Ratio Determine(Points score, AdjustmentFactors factors, RuleYear law)
    {
        var own = Unscaled(score, law);

        // 414.1405(c): only positive factors are scaled.
        var scaled = own.Exceeds(Ratio.Zero).Holds ? (own * factors.Scaling).As("scaled positive factor", "42 CFR 414.1405(c)") : own;
        return (scaled + UnscaledAdditional(score, law) * factors.Additional).As("payment adjustment", "42 CFR 414.1405(e)");
    }

    /// <summary>What the adjustment can be when the population is unknown, anchored on the greatest adjustment that CMS announced
    /// where it has.</summary>
    /// <remarks>The announced greatest adjustment, at 100 points, is scaling × percent + additional factor × its maximum. Where both
    /// parts exist their split is unknown, and the adjustment is a line between the two extreme splits.</remarks>
    public static AdjustmentRange Range(Points score, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var own = Unscaled(score, law);
        if (!own.Exceeds(Ratio.Zero).Holds)
            return new AdjustmentRange(own, own);
        var percent = law[Keys.Mips.PaymentAdjustment.ApplicablePercent];
        if (!law.Has(Keys.Mips.PaymentAdjustment.PublishedMaximum))
        {
            // SSA 1848(q)(6)(F): nothing announced; the scaling factor lies between zero and its greatest value.
            return new AdjustmentRange(own * Ratio.Zero, own * law[Keys.Mips.PaymentAdjustment.ScalingFactorMaximum]);
        }
        var announced = law[Keys.Mips.PaymentAdjustment.PublishedMaximum];
        var share = own / percent;
        if (!HasAdditional(law))
            return Same((announced * share).As("payment adjustment at the announced maximum", "42 CFR 414.1405(c)"));

        // One end: all that was announced is scaling; other end: as much of it as may be is additional.
        var greatest = law[Keys.Mips.PaymentAdjustment.Additional.Maximum];
        var additionalShare = UnscaledAdditional(score, law) / greatest;
        var most = Quantity.Least(announced, greatest);
        var allScaling = announced * share;
        var mostAdditional = (announced - most) * share + most * additionalShare;
        return new AdjustmentRange(Quantity.Least(allScaling, mostAdditional), Quantity.Greatest(allScaling, mostAdditional));
    }

    /// <summary>Whether the year had additional adjustments: 42 CFR 414.1405(d), payment years 2019 to 2024.</summary>
    internal static bool HasAdditional(RuleYear law) => law.Year.Value switch
    {
        >= 2017 and <= 2022 => true,
        >= 2023 => false,
        _ => throw new LawGapException("additional payment adjustment", law.Year),
    };

    private static AdjustmentRange Same(Ratio adjustment) => new(adjustment, adjustment);
}
