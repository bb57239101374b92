using Accountable.Rules;

namespace Accountable.SharedSavings.Assignment;

/// <summary>How an ACO gets its beneficiaries. 42 CFR 425.400(a)(4)(ii).</summary>
public enum AssignmentMethod
{
    /// <summary>Preliminary prospective assignment with retrospective reconciliation. 42 CFR 425.400(a)(2).</summary>
    Retrospective,

    /// <summary>Prospective assignment. 42 CFR 425.400(a)(3).</summary>
    Prospective,
}

/// <summary>The months whose services count. 42 CFR 425.20.</summary>
/// <param name="From">First day of the assignment window.</param>
/// <param name="To">Last day of the assignment window, and of the expanded one.</param>
/// <param name="ExpandedFrom">First day of the expanded window for assignment; null in years without one.</param>
public sealed record AssignmentWindow(DateOnly From, DateOnly To, DateOnly? ExpandedFrom)
{
    /// <summary>The first day that any step looks at.</summary>
    public DateOnly Earliest => ExpandedFrom ?? From;

    /// <summary>The windows of a performance or benchmark year.</summary>
    /// <param name="method">The ACO's method.</param>
    /// <param name="year">The year whose beneficiaries are sought; for a benchmark year not the one whose law applies.</param>
    /// <param name="law">The law of the performance year.</param>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static AssignmentWindow For(AssignmentMethod method, PerformanceYear year, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var lag = (int)law[Keys.SharedSavings.Assignment.WindowEndsMonthsBeforeYear, method.Word()].Amount;
        var to = new DateOnly(year.Value + 1, 1, 1).AddDays(-1).AddMonths(-lag);
        return new AssignmentWindow(Start(law[Keys.SharedSavings.Assignment.WindowMonths]), to,
            HasThirdStep(law.Year) ? Start(law[Keys.SharedSavings.Assignment.ExpandedWindowMonths]) : null);

        DateOnly Start(Count months) => to.AddDays(1).AddMonths(-(int)months.Amount);
    }

    /// <summary>The last day on which a designation counts for a year. 42 CFR 425.402(e).</summary>
    public static DateOnly DesignatedBy(PerformanceYear year, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var months = (int)law[Keys.SharedSavings.Assignment.DesignationMonthsBeforeYear].Amount;
        return new DateOnly(year.Value, 1, 1).AddMonths(-months).AddDays(-1);
    }

    /// <summary>Whether the year has the third step and its expanded window. 42 CFR 425.402(b)(5).</summary>
    public static bool HasThirdStep(PerformanceYear year) => year.Value switch
    {
        >= 2017 and <= 2024 => false,
        >= 2025 => true,
        _ => throw new LawGapException("steps of assignment", year),
    };
}

/// <summary>The words of files for methods, steps and reasons.</summary>
public static class AssignmentWords
{
    /// <summary>retrospective or prospective.</summary>
    public static string Word(this AssignmentMethod method) => method == AssignmentMethod.Retrospective ? "retrospective" : "prospective";

    /// <summary>voluntary, step_1, step_2, step_3, or nothing.</summary>
    public static string Word(this AssignmentStep step) => step switch
    {
        AssignmentStep.Voluntary => "voluntary",
        AssignmentStep.Step1 => "step_1",
        AssignmentStep.Step2 => "step_2",
        AssignmentStep.Step3 => "step_3",
        _ => "",
    };

    /// <summary>The reason in the words of a file.</summary>
    public static string Word(this AssignmentReason reason) => reason switch
    {
        AssignmentReason.Designated => "designated",
        AssignmentReason.Plurality => "plurality",
        AssignmentReason.LatestPrimaryCare => "tie_latest_primary_care",
        AssignmentReason.LatestSpecialist => "tie_latest_specialist",
        AssignmentReason.Drawn => "tie_drawn",
        AssignmentReason.DesignatedElsewhere => "designated_elsewhere",
        AssignmentReason.DiedBefore => "died_before_the_year",
        AssignmentReason.NoMonthWithBothParts => "no_month_with_parts_a_and_b",
        AssignmentReason.MonthWithOnePart => "month_with_one_part_only",
        AssignmentReason.MonthInHealthPlan => "month_in_a_group_health_plan",
        AssignmentReason.HeldElsewhere => "held_elsewhere",
        AssignmentReason.LivesElsewhere => "lives_outside_the_united_states",
        AssignmentReason.NoPhysicianOfTheAco => "no_service_by_a_physician_of_the_aco",
        AssignmentReason.PluralityElsewhere => "plurality_elsewhere",
        AssignmentReason.TieLost => "tie_lost",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
