using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>The improvement activities category. 42 CFR 414.1355, 414.1380(b)(3).</summary>
public static class ImprovementActivities
{
    /// <summary>The category's score from the activities done.</summary>
    /// <param name="medium">Medium-weighted activities through 2024; every activity from 2025.</param>
    /// <param name="high">High-weighted activities; none from 2025.</param>
    /// <param name="specialStatus">A small practice, a practice in a rural area or a HPSA, or a non-patient-facing clinician.</param>
    /// <param name="law">The law of the year.</param>
    /// <exception cref="ArgumentOutOfRangeException">High-weighted activities of a year without weights.</exception>
    public static Ratio Determine(Count medium, Count high, bool specialStatus, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var points = law.Year.Value switch
        {
            // (b)(3)(i): through 2024 by weight, twice as much for a special status.
            >= 2017 and <= 2024 => Weighted(medium, high, specialStatus, law),

            // From 2025 activities have no weights.
            >= 2025 when high == Count.Zero => Each(specialStatus
                ? law[Keys.Mips.ImprovementActivities.SpecialStatusActivityPoints]
                : law[Keys.Mips.ImprovementActivities.ActivityPoints], medium),
            >= 2025 => throw new ArgumentOutOfRangeException(nameof(high), "Activities have no weights from 2025."),
            _ => throw new LawGapException("improvement activities", law.Year),
        };

        // (b)(3): no more than the whole.
        var whole = law[Keys.Mips.ImprovementActivities.Maximum];
        return (Quantity.Least(points, whole) / whole).As("improvement activities performance category score", "42 CFR 414.1380(b)(3)");
    }

    private static Points Weighted(Count medium, Count high, bool specialStatus, RuleYear law)
    {
        var sum = Each(law[Keys.Mips.ImprovementActivities.MediumPoints], medium)
            + Each(law[Keys.Mips.ImprovementActivities.HighPoints], high);
        return specialStatus ? sum * law[Keys.Mips.ImprovementActivities.SpecialStatusFactor] : sum;
    }

    private static Points Each(Points points, Count number) => points * (number / new Count(1));
}
