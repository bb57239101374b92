using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.SharedSavings.Assignment;

/// <summary>By which step a person came to the ACO. 42 CFR 425.402(b), (e).</summary>
public enum AssignmentStep
{
    /// <summary>By none.</summary>
    None,

    /// <summary>The person named an ACO professional. 42 CFR 425.402(e).</summary>
    Voluntary,

    /// <summary>Primary care physicians and non-physician practitioners. 42 CFR 425.402(b)(3).</summary>
    Step1,

    /// <summary>Specialists. 42 CFR 425.402(b)(4).</summary>
    Step2,

    /// <summary>All of them over the expanded window. 42 CFR 425.402(b)(5).</summary>
    Step3,
}

/// <summary>What decided.</summary>
public enum AssignmentReason
{
    /// <summary>The person named an ACO professional.</summary>
    Designated,

    /// <summary>More allowed charges than any other entity.</summary>
    Plurality,

    /// <summary>As many charges as another, and the latest service of a primary care practitioner.</summary>
    LatestPrimaryCare,

    /// <summary>As many charges as another, and the latest service of a specialist.</summary>
    LatestSpecialist,

    /// <summary>As many charges as another, and the draw.</summary>
    Drawn,

    /// <summary>The person named a clinician outside of the ACO.</summary>
    DesignatedElsewhere,

    /// <summary>The person died before the year.</summary>
    DiedBefore,

    /// <summary>No month with both parts.</summary>
    NoMonthWithBothParts,

    /// <summary>A month with one part only.</summary>
    MonthWithOnePart,

    /// <summary>A month in a group health plan.</summary>
    MonthInHealthPlan,

    /// <summary>Assigned in advance to another ACO, or in another shared savings initiative.</summary>
    HeldElsewhere,

    /// <summary>Lives outside of the United States.</summary>
    LivesElsewhere,

    /// <summary>No primary care service by a physician of the ACO, and no third step that finds the person.</summary>
    NoPhysicianOfTheAco,

    /// <summary>Another entity had more.</summary>
    PluralityElsewhere,

    /// <summary>Another entity had as much, and won the tie.</summary>
    TieLost,
}

/// <summary>Whether a person is assigned to the ACO, and why.</summary>
/// <param name="Step">The step that was decided; none when no step was reached.</param>
/// <param name="Reason">What decided.</param>
/// <param name="Winner">The entity with the plurality, where a step was reached.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AssignmentDetermination(AssignmentStep Step, AssignmentReason Reason, string? Winner)
{
    /// <summary>Whether the person is assigned to the ACO.</summary>
    public bool IsAssigned => Reason <= AssignmentReason.Drawn;
}

/// <summary>Assignment of beneficiaries to one ACO. 42 CFR 425.401, 425.402, 425.404.</summary>
public sealed class BeneficiaryAssignment
{
    private static readonly PractitionerKind[] Physicians = [PractitionerKind.PrimaryCarePhysician, PractitionerKind.SpecialistPhysician];
    private static readonly PractitionerKind[] PrimaryCare =
        [PractitionerKind.PrimaryCarePhysician, PractitionerKind.NonPhysicianPractitioner];
    private static readonly PractitionerKind[] Specialists = [PractitionerKind.SpecialistPhysician];
    private static readonly PractitionerKind[] All = Enum.GetValues<PractitionerKind>();
    private readonly string _aco;
    private readonly bool _hasThirdStep;
    private readonly DateOnly _yearStart;
    private readonly long _seed;

    /// <summary>Prepares the assignment to one ACO.</summary>
    /// <param name="aco">The ACO as an entity: <c>ACO A1234</c>.</param>
    /// <param name="year">The performance or benchmark year.</param>
    /// <param name="law">The law of the performance year.</param>
    /// <param name="seed">The seed of the draw that breaks the last ties; it is recorded with the results.</param>
    public BeneficiaryAssignment(string aco, PerformanceYear year, RuleYear law, long seed)
    {
        ArgumentNullException.ThrowIfNull(law);
        _aco = aco;
        _hasThirdStep = AssignmentWindow.HasThirdStep(law.Year);
        _yearStart = new DateOnly(year.Value, 1, 1);
        _seed = seed;
    }

    /// <summary>Whether a person is assigned.</summary>
    public AssignmentDetermination Determine(BeneficiaryFacts person)
    {
        ArgumentNullException.ThrowIfNull(person);

        // 425.401(a): eligible at all, however the person would come to the ACO.
        foreach (var period in person.Eligibility)
        {
            if (Ineligible(period) is { } reason)
                return new AssignmentDetermination(AssignmentStep.None, reason, null);
        }

        // 425.402(e): who named a clinician goes where that clinician is.
        if (person.Designation != Designation.None)
        {
            return person.Designation == Designation.ThisAco
                ? new AssignmentDetermination(AssignmentStep.Voluntary, AssignmentReason.Designated, _aco)
                : new AssignmentDetermination(AssignmentStep.None, AssignmentReason.DesignatedElsewhere, null);
        }

        // 425.400(a)(3)(ii), 425.401(a)(3): who was assigned in advance elsewhere stays there.
        if (person.IsHeldElsewhere)
            return new AssignmentDetermination(AssignmentStep.None, AssignmentReason.HeldElsewhere, null);
        var own = person.Entities.FirstOrDefault(entity => entity.Entity == _aco);
        if (own is null)
            return new AssignmentDetermination(AssignmentStep.None, AssignmentReason.NoPhysicianOfTheAco, null);

        // (b)(1): at least one primary care service by a physician of the ACO.
        if (own.Of(expanded: false, Physicians).Services > 0)
        {
            // (b)(3): anyone with a service by a primary care physician or non-physician practitioner, from whomever.
            return person.Entities.Any(entity => entity.Of(expanded: false, PrimaryCare).Services > 0)
                ? Compare(person, AssignmentStep.Step1, expanded: false, PrimaryCare)

                // (b)(4): the others, by specialists.
                : Compare(person, AssignmentStep.Step2, expanded: false, Specialists);
        }

        // (b)(5): found by a non-physician practitioner of the ACO, and by a physician of the ACO in the expanded window.
        return _hasThirdStep && own.Of(expanded: false, PractitionerKind.NonPhysicianPractitioner).Services > 0
            && own.Of(expanded: true, Physicians).Services > 0
            ? Compare(person, AssignmentStep.Step3, expanded: true, All)
            : new AssignmentDetermination(AssignmentStep.None, AssignmentReason.NoPhysicianOfTheAco, null);
    }

    /// <summary>425.401(a): the first test that fails. What is not known is taken as met .</summary>
    private AssignmentReason? Ineligible(EligibilityFacts facts)
    {
        if (facts.Died < _yearStart)
            return AssignmentReason.DiedBefore;

        // (a)(1): both parts in at least one month, and in no month one of them alone.
        if (facts.HadBothParts == false)
            return AssignmentReason.NoMonthWithBothParts;
        if (facts.HadOnePartOnly == true)
            return AssignmentReason.MonthWithOnePart;

        // (a)(2): no month in a group health plan. (a)(4): in the United States or its territories.
        if (facts.WasInHealthPlan == true)
            return AssignmentReason.MonthInHealthPlan;
        return facts.LivedAbroad == true ? AssignmentReason.LivesElsewhere : null;
    }

    /// <summary>The entity with more allowed charges than any other wins; ties go to the latest service.</summary>
    private AssignmentDetermination Compare(BeneficiaryFacts person, AssignmentStep step, bool expanded, PractitionerKind[] kinds)
    {
        var tied = new List<EntityServices>();
        var most = decimal.MinValue;
        foreach (var entity in person.Entities)
        {
            var sum = entity.Of(expanded, kinds);
            if (sum.Services == 0 || sum.Allowed < most)
                continue;
            if (sum.Allowed > most)
                tied.Clear();
            most = sum.Allowed;
            tied.Add(entity);
        }
        if (tied.Count == 0 || !tied.Exists(entity => entity.Entity == _aco))
            return new AssignmentDetermination(step, AssignmentReason.PluralityElsewhere, tied.Count > 0 ? tied[0].Entity : null);
        if (tied.Count == 1)
            return new AssignmentDetermination(step, AssignmentReason.Plurality, _aco);
        foreach (var (latest, reason) in new[]
            { (PrimaryCare, AssignmentReason.LatestPrimaryCare), (Specialists, AssignmentReason.LatestSpecialist) })
        {
            var day = tied.Max(entity => entity.Of(expanded, latest).Latest);
            tied.RemoveAll(entity => entity.Of(expanded, latest).Latest < day);
            if (tied.Count == 1)
                return Won(tied[0], reason);
        }
        return Won(tied.MinBy(entity => Draw.Of(_seed, person.Key, entity.Entity))!, AssignmentReason.Drawn);

        AssignmentDetermination Won(EntityServices winner, AssignmentReason reason) =>
            new(step, winner.Entity == _aco ? reason : AssignmentReason.TieLost, winner.Entity);
    }
}
