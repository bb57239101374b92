using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>What the improvement activities category is computed from.</summary>
public sealed record ActivityFacts
{
    /// <summary>Medium-weighted activities through 2024; every activity from 2025.</summary>
    public required Count Medium { get; init; }

    /// <summary>High-weighted activities; none from 2025.</summary>
    public required Count High { get; init; }

    /// <summary>The reporting framework.</summary>
    public required Framework Framework { get; init; }

    /// <summary>A small practice, a practice in a rural area or a HPSA, or a non-patient-facing clinician.</summary>
    public bool SpecialStatus { get; init; }

    /// <summary>The share of practice sites that are medical homes; null where none is.</summary>
    public Ratio? MedicalHomeShare { get; init; }

    /// <summary>Takes part in an APM.</summary>
    public bool InApm { get; init; }
}

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

    /// <summary>The category's score from a whole submission, with what medical homes and APMs are given.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static Ratio Determine(ActivityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);

        // (b)(3)(ii): a medical home, in a group enough of its sites, has the whole category.
        if (facts.MedicalHomeShare is { } share && share > Ratio.Zero
            && share.MeetsOrExceeds(law[Keys.Mips.ImprovementActivities.MedicalHomeShare]).Holds)
            return Ratio.One;
        var score = facts.Framework == Framework.Mvp ? OfPathway(facts, law)
            : Determine(facts.Medium, facts.High, facts.SpecialStatus, law);
        return facts switch
        {
            // 414.1367(c)(3): in the pathway for APMs the whole category.
            { Framework: Framework.App } => Ratio.One,

            // (b)(3)(iii): who takes part in an APM has at least half, to which activities add.
            { InApm: true } => Quantity.Least(score + law[Keys.Mips.ImprovementActivities.ApmCredit], Ratio.One)
                .As("improvement activities with the credit of an APM", "42 CFR 414.1380(b)(3)(iii)"),
            _ => score,
        };
    }

    /// <summary>414.1365(d)(3)(iii): an activity of a pathway counts as one of a special status.</summary>
    private static Ratio OfPathway(ActivityFacts facts, RuleYear law)
    {
        var points = law.Year.Value switch
        {
            2023 or 2024 => Each(law[Keys.Mips.ImprovementActivities.PathwayActivityPoints, "medium"], facts.Medium)
                + Each(law[Keys.Mips.ImprovementActivities.PathwayActivityPoints, "high"], facts.High),
            >= 2025 => Each(law[Keys.Mips.ImprovementActivities.PathwayActivityPoints, "any"], facts.Medium),
            _ => throw new LawGapException("activities of a MIPS Value Pathway", law.Year),
        };
        var whole = law[Keys.Mips.ImprovementActivities.Maximum];
        return (Quantity.Least(points, whole) / whole)
            .As("improvement activities performance category score", "42 CFR 414.1365(d)(3)(iii)");
    }

    private static Points Weighted(Count medium, Count high, bool specialStatus, RuleYear law)
    {
        var sum = Each(law[Keys.Mips.ImprovementActivities.MediumPoints], medium)
            + Each(law[Keys.Mips.ImprovementActivities.HighPoints], high);
        return specialStatus ? sum * law[Keys.Mips.ImprovementActivities.SpecialStatusFactor] : sum;
    }

    private static Points Each(Points points, Count number) => points * (number / new Count(1));
}
