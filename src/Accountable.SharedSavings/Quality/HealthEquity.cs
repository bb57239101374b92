using Accountable.Rules;

namespace Accountable.SharedSavings.Quality;

/// <summary>What the health equity adjustment is computed from. 42 CFR 425.512(b).</summary>
public sealed record HealthEquityFacts
{
    /// <summary>Every eCQM or CQM of the year is complete and the survey was done, or the ACO is too small for it.</summary>
    public required Test Eligible { get; init; }

    /// <summary>Measures in the top third of ACOs that collected in the same way.</summary>
    public required Count TopThird { get; init; }

    /// <summary>Measures in the middle third.</summary>
    public required Count MiddleThird { get; init; }

    /// <summary>Share of beneficiaries who live in the most deprived areas, of those whose area is known.</summary>
    public required Ratio Deprived { get; init; }

    /// <summary>Share of person years with Medicaid or the low-income subsidy.</summary>
    public required Ratio DualOrSubsidy { get; init; }
}

/// <summary>The health equity adjustment of 2023 to 2025. 42 CFR 425.512(b).</summary>
public static class HealthEquity
{
    /// <summary>The bonus as a share of a whole quality score; zero in years without it.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static Ratio Determine(HealthEquityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        switch (law.Year.Value)
        {
            case 2021 or 2022 or >= 2026:
                return Ratio.Zero;
            case < 2021:
                throw new LawGapException("health equity adjustment", law.Year);
        }

        // (b)(3)(i): points by thirds, four, two or none a measure.
        var one = new Count(1);
        var scaler = (law[Keys.SharedSavings.Quality.Equity.TopThird] * (facts.TopThird / one)
            + law[Keys.SharedSavings.Quality.Equity.MiddleThird] * (facts.MiddleThird / one))
            .As("performance scaler", "42 CFR 425.512(b)(3)(i)");

        // (b)(3)(ii): the greater of two shares of underserved beneficiaries; below a fifth there is no bonus.
        var underserved = Quantity.Greatest(facts.Deprived, facts.DualOrSubsidy).As("underserved multiplier", "42 CFR 425.512(b)(3)(ii)");
        var enough = underserved.MeetsOrExceeds(law[Keys.SharedSavings.Quality.Equity.LeastUnderserved]) & facts.Eligible;

        // (b)(3)(iii): scaler times multiplier, no more than ten points.
        var bonus = Quantity.Least(scaler * underserved, law[Keys.SharedSavings.Quality.Equity.Maximum]);
        return (enough.Choose(bonus, Count.Zero) / law[Keys.SharedSavings.Quality.Equity.Whole])
            .As("health equity adjustment bonus", "42 CFR 425.512(b)(3)(iii)");
    }
}
