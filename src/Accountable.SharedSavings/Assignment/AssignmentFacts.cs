using System.Runtime.InteropServices;

namespace Accountable.SharedSavings.Assignment;

/// <summary>Who furnished a primary care service. 42 CFR 425.20, 425.402(c).</summary>
public enum PractitionerKind
{
    /// <summary>A primary care physician; services of an FQHC or RHC count as such (42 CFR 425.404(b)).</summary>
    PrimaryCarePhysician,

    /// <summary>A nurse practitioner, clinical nurse specialist or physician assistant.</summary>
    NonPhysicianPractitioner,

    /// <summary>A physician of a specialty of 42 CFR 425.402(c).</summary>
    SpecialistPhysician,
}

/// <summary>Primary care services added up.</summary>
/// <param name="Services">How many.</param>
/// <param name="Allowed">Their allowed charges, dollars.</param>
/// <param name="Latest">The day of the last; the first day there is when there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ServiceSum(long Services, decimal Allowed, DateOnly Latest)
{
    /// <summary>Both together.</summary>
    public static ServiceSum operator +(ServiceSum left, ServiceSum right) => new(left.Services + right.Services,
        left.Allowed + right.Allowed, left.Latest > right.Latest ? left.Latest : right.Latest);
}

/// <summary>What one person had from one entity: an ACO with all its participants, or a TIN or CCN outside of every ACO.</summary>
public sealed class EntityServices(string entity)
{
    private static readonly int Kinds = Enum.GetValues<PractitionerKind>().Length;
    private readonly ServiceSum[] _window = new ServiceSum[Kinds];
    private readonly ServiceSum[] _expanded = new ServiceSum[Kinds];

    /// <summary>The entity: <c>ACO A1234</c>, <c>TIN 123456789</c> or <c>CCN 123456</c>.</summary>
    public string Entity { get; } = entity;

    /// <summary>Adds services of one kind of practitioner.</summary>
    /// <param name="kind">Who furnished them.</param>
    /// <param name="window">Those in the assignment window.</param>
    /// <param name="expanded">Those in the expanded window, the assignment window included.</param>
    public void Add(PractitionerKind kind, ServiceSum window, ServiceSum expanded)
    {
        _window[(int)kind] += window;
        _expanded[(int)kind] += expanded;
    }

    /// <summary>The services of some kinds in the assignment window, or in the expanded one.</summary>
    public ServiceSum Of(bool expanded, params ReadOnlySpan<PractitionerKind> kinds)
    {
        var sum = default(ServiceSum);
        foreach (var kind in kinds)
            sum += (expanded ? _expanded : _window)[(int)kind];
        return sum;
    }
}

/// <summary>Whom a person named as the clinician responsible for coordinating care. 42 CFR 425.402(e).</summary>
public enum Designation
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>An ACO professional of the ACO.</summary>
    ThisAco,

    /// <summary>A clinician outside of the ACO.</summary>
    Elsewhere,
}

/// <summary>What 42 CFR 425.401(a) asks of a person in one period. Null where the sources do not say; then the test is taken as met
/// .</summary>
public sealed record EligibilityFacts
{
    /// <summary>A person of whom nothing is known but services.</summary>
    public static EligibilityFacts Unknown { get; } = new();

    /// <summary>Whether there was a month with both Part A and Part B.</summary>
    public bool? HadBothParts { get; init; }

    /// <summary>Whether there was a month with only one of them.</summary>
    public bool? HadOnePartOnly { get; init; }

    /// <summary>Whether there was a month in Medicare Advantage, a cost plan or PACE.</summary>
    public bool? WasInHealthPlan { get; init; }

    /// <summary>Whether the person lived outside of the United States and its territories in the last month.</summary>
    public bool? LivedAbroad { get; init; }

    /// <summary>The day of death.</summary>
    public DateOnly? Died { get; init; }
}

/// <summary>Everything that a person's assignment to one ACO rests on.</summary>
public sealed record BeneficiaryFacts
{
    /// <summary>The person's key in the store.</summary>
    public required long Key { get; init; }

    /// <summary>The entities that furnished primary care services, each once.</summary>
    public required IReadOnlyList<EntityServices> Entities { get; init; }

    /// <summary>What is known of the person's eligibility: in the year, and under prospective assignment in the window before it.</summary>
    public IReadOnlyList<EligibilityFacts> Eligibility { get; init; } = [EligibilityFacts.Unknown];

    /// <summary>Whether an ACO with prospective assignment, or another Medicare shared savings initiative, has the person
    /// already.</summary>
    public bool IsHeldElsewhere { get; init; }

    /// <summary>Whom the person named.</summary>
    public Designation Designation { get; init; }
}
