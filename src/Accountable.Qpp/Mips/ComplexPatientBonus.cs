using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>How a risk indicator of one clinician stands in the scored population of the prior period.</summary>
/// <param name="Value">The clinician's own: an average HCC risk score, or a dual eligible share.</param>
/// <param name="Mean">The population's mean.</param>
/// <param name="Deviation">The population's standard deviation; more than zero.</param>
/// <param name="Median">The population's median.</param>
public readonly record struct RiskIndicator(Ratio Value, Ratio Mean, Ratio Deviation, Ratio Median);

/// <summary>What the complex patient bonus is computed from.</summary>
public sealed record ComplexPatientFacts
{
    /// <summary>Average HCC risk score of the clinician's patients.</summary>
    public required Ratio AverageRisk { get; init; }

    /// <summary>Share of them who are dually eligible, as a fraction.</summary>
    public required Ratio DualShare { get; init; }

    /// <summary>Where the average risk score stands in the population; needed from 2022.</summary>
    public RiskIndicator? Medical { get; init; }

    /// <summary>Where the dual share stands in the population; needed from 2022.</summary>
    public RiskIndicator? Social { get; init; }
}

/// <summary>Points added to the final score for the complexity of patients. 42 CFR 414.1380(c)(3).</summary>
public static class ComplexPatientBonus
{
    /// <summary>The bonus in points, or null from 2022 where the population's figures are unknown.</summary>
    /// <exception cref="LawGapException">The year has no bonus law.</exception>
    public static Points? Determine(ComplexPatientFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        return law.Year.Value switch
        {
            // There was none in 2017.
            2017 => Points.Zero,

            // (c)(3)(i) to (iv): average risk plus five times the dual share, twice that in 2020 and 2021, up to a cap.
            >= 2018 and <= 2021 => OfSum(facts, law),

            // (c)(3)(v) to (viii): from 2022 two components, each by where the clinician stands.
            >= 2022 => facts is { Medical: { } medical, Social: { } social } ? OfComponents(medical, social, law) : null,

            _ => throw new LawGapException("complex patient bonus", law.Year),
        };
    }

    private static Points OfSum(ComplexPatientFacts facts, RuleYear law)
    {
        var sum = law[Keys.Mips.ComplexPatientBonus.PointsPerRisk] * facts.AverageRisk
            + law[Keys.Mips.ComplexPatientBonus.PointsPerDualShare] * facts.DualShare;
        return Quantity.Least(sum, law[Keys.Mips.ComplexPatientBonus.Maximum]).As("complex patient bonus", "42 CFR 414.1380(c)(3)(i)");
    }

    private static Points OfComponents(RiskIndicator medical, RiskIndicator social, RuleYear law)
    {
        // (c)(3)(v): at least one indicator must be at or above its median.
        var complex = (medical.Value.MeetsOrExceeds(medical.Median) | social.Value.MeetsOrExceeds(social.Median))
            .As("a risk indicator is at or above the median", "42 CFR 414.1380(c)(3)(v)");

        // (c)(3)(vi), (vii): both components count, also one below its own median.
        var sum = Component(medical, law).As("medical complexity", "42 CFR 414.1380(c)(3)(vi)")
            + Component(social, law).As("social complexity", "42 CFR 414.1380(c)(3)(vii)");

        // (c)(3)(viii): the sum is no less than zero and no more than the cap.
        var bonus = sum.Within(Points.Zero, law[Keys.Mips.ComplexPatientBonus.Maximum]);
        return complex.Choose(bonus, Points.Zero).As("complex patient bonus", "42 CFR 414.1380(c)(3)(viii)");
    }

    private static Points Component(RiskIndicator indicator, RuleYear law) =>
        law[Keys.Mips.ComplexPatientBonus.Base]
        + law[Keys.Mips.ComplexPatientBonus.PointsPerDeviation] * ((indicator.Value - indicator.Mean) / indicator.Deviation);
}
