using Accountable.Rules;

namespace Accountable.Risk.Payment;

/// <summary>A raw score on its way to payment.</summary>
/// <param name="Raw">The raw score.</param>
/// <param name="Normalized">Raw over the normalization factor, three decimals.</param>
/// <param name="Payment">Normalized less the coding pattern adjustment of Medicare Advantage, three decimals.</param>
public readonly record struct PaymentScore(RiskScore Raw, RiskScore Normalized, RiskScore Payment);

/// <summary>Normalization and coding pattern adjustment of Medicare Advantage. SSA 1853(a)(1)(C); CMS Rate Announcement.</summary>
public static class Normalization
{
    private const string Announcement = "CMS Rate Announcement";

    /// <summary>Carries a raw score to payment.</summary>
    /// <exception cref="LawGapException">
    /// The rule book has no factor for the payment year; the message names the years that it has.
    /// </exception>
    public static PaymentScore Determine(RiskScore raw, string model, Segment segment, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // Raw over the factor, rounded to three decimals before the coding adjustment.
        var normalized = (raw / Factor(model, segment, law)).Rounded(To.Thousandths, Announcement).As("normalized score", Announcement);

        // SSA 1853(a)(1)(C)(ii): less the coding pattern adjustment, rounded again.
        var left = (Ratio.One - law[Keys.Risk.CodingPatternAdjustment])
            .As("share left after the coding pattern adjustment", "SSA 1853(a)(1)(C)(ii)");
        var payment = (normalized * left).Rounded(To.Thousandths, Announcement).As("payment score", Announcement);
        return new PaymentScore(raw, normalized, payment);
    }

    /// <summary>The normalization factor. ESRD models have one for dialysis and transplant months, one for grafts.</summary>
    public static Ratio Factor(string model, Segment segment, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return law[Keys.Risk.Normalization.Factor, Series(model, segment)];
    }

    /// <summary>The name of the series of factors that a segment belongs to.</summary>
    public static string Series(string model, Segment segment) =>
        segment.IsEsrd() ? $"{model}-{(segment.HasGraft() ? "graft" : "dialysis")}" : model;
}

/// <summary>Blends of models by payment year. CMS Rate Announcement.</summary>
public static class Blend
{
    /// <summary>The models that make the payment score of a year, with their shares.</summary>
    /// <exception cref="LawGapException">The rule book has no blend for the year.</exception>
    public static IReadOnlyList<(string Model, Ratio Share)> Of(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var parts = law.Book[Keys.Risk.Blend.Weight.Id].Members.Where(model => law.Has(Keys.Risk.Blend.Weight, model))
            .Select(model => (model, law[Keys.Risk.Blend.Weight, model])).ToList();
        return parts.Count > 0 ? parts : throw new LawGapException(Keys.Risk.Blend.Weight.Id, $"payment year {law.PaymentYear}");
    }

    /// <summary>Each model's payment score times its share, added. The sum is not rounded: the announcements do not say so.</summary>
    public static RiskScore Determine(IReadOnlyList<(RiskScore Score, Ratio Share)> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return parts.Skip(1).Aggregate(parts[0].Score * parts[0].Share, (sum, part) => sum + (part.Score * part.Share))
            .As("blended score", "CMS Rate Announcement");
    }
}

/// <summary>
/// Renormalization as accountable care models use it: no coding adjustment, and the mean of the reference population is 1.
/// </summary>
public static class Renormalization
{
    /// <summary>A raw score over the national mean of its enrollment type and year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The mean is not above zero.</exception>
    public static Ratio Determine(RiskScore raw, RiskScore nationalMean)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(nationalMean.Amount, 0, nameof(nationalMean));
        return (raw / nationalMean).As("renormalized score", "42 CFR 425.605(a)");
    }
}
