using Accountable.Rules;

namespace Accountable.Qpp.Mips.Eligibility;

/// <summary>What a clinician, group or APM Entity must do in MIPS.</summary>
public enum EligibilityStatus
{
    /// <summary>MIPS applies, and its payment adjustment.</summary>
    Required,

    /// <summary>Opted in: MIPS applies, and its payment adjustment.</summary>
    OptedIn,

    /// <summary>Excluded, but may opt in or report voluntarily.</summary>
    MayOptIn,

    /// <summary>Excluded; may report voluntarily, without an adjustment.</summary>
    Excluded,
}

/// <summary>What eligibility is determined from.</summary>
public sealed record EligibilityFacts
{
    /// <summary>Whose volume it is.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>The clinician's type, such as physician or physical_therapist.</summary>
    public required string ClinicianType { get; init; }

    /// <summary>Volume of the first segment; null for who first billed in the second.</summary>
    public Volume? First { get; init; }

    /// <summary>Volume of the second segment.</summary>
    public required Volume Second { get; init; }

    /// <summary>Enrolled in Medicare for the first time during the performance year.</summary>
    public bool NewlyEnrolled { get; init; }

    /// <summary>A QP of the performance year.</summary>
    public bool IsQp { get; init; }

    /// <summary>A Partial QP of the performance year.</summary>
    public bool IsPartialQp { get; init; }

    /// <summary>The Partial QP, or its APM Entity, elected to report.</summary>
    public bool PartialQpElects { get; init; }

    /// <summary>Elected to opt in.</summary>
    public bool OptsIn { get; init; }
}

/// <summary>An eligibility with its reason.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">Why, with the paragraph.</param>
public sealed record EligibilityResult(EligibilityStatus Status, string Reason)
{
    /// <summary>Whether payments are adjusted.</summary>
    public bool IsAdjusted => Status is EligibilityStatus.Required or EligibilityStatus.OptedIn;
}

/// <summary>Whether MIPS applies. 42 CFR 414.1305, 414.1310.</summary>
public static class MipsEligibility
{
    /// <summary>Determines the status.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static EligibilityResult Determine(EligibilityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);

        // 414.1305: the types of clinicians that the year knows.
        if (!IsMipsType(facts.ClinicianType, law))
            return new(EligibilityStatus.Excluded, "not a MIPS eligible clinician: 42 CFR 414.1305");

        // 414.1310(b)(1)(i): a QP; (ii): a Partial QP who does not elect to report.
        if (facts.IsQp)
            return new(EligibilityStatus.Excluded, "QP: 42 CFR 414.1310(b)(1)(i)");
        if (facts is { IsPartialQp: true, PartialQpElects: false })
            return new(EligibilityStatus.Excluded, "Partial QP without election: 42 CFR 414.1310(b)(1)(ii)");

        // 414.1310(c): newly enrolled during the year.
        if (facts.NewlyEnrolled)
            return new(EligibilityStatus.Excluded, "newly Medicare-enrolled: 42 CFR 414.1310(c)");

        // 414.1310(b)(1)(iii): low volume, with opting in from 2019.
        return LowVolumeThreshold.Determine(facts.First, facts.Second, law) switch
        {
            LowVolumeStatus.Exceeds => new(EligibilityStatus.Required, "exceeds the low-volume threshold: 42 CFR 414.1310(a)"),
            LowVolumeStatus.MayOptIn when facts.OptsIn && MayOptIn(facts.Entity, law.Year) =>
                new(EligibilityStatus.OptedIn, "opted in: 42 CFR 414.1310(b)(1)(iii)"),
            LowVolumeStatus.MayOptIn when MayOptIn(facts.Entity, law.Year) =>
                new(EligibilityStatus.MayOptIn, "low volume, may opt in: 42 CFR 414.1310(b)(1)(iii)"),
            _ => new(EligibilityStatus.Excluded, "low volume: 42 CFR 414.1310(b)(1)(iii)"),
        };
    }

    /// <summary>Whether a type of clinician is a MIPS eligible clinician in the year.</summary>
    public static bool IsMipsType(string type, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var types = law[Keys.Mips.Eligibility.ClinicianTypes].Rows;
        return Enumerable.Range(0, types.RowCount)
            .Any(row => types.Text(row, "type") == type && types.Number(row, "from") <= law.Year.Value);
    }

    /// <summary>Clinicians and groups may opt in from 2019; an APM Entity only under the APM scoring standard of 2019 and 2020.</summary>
    private static bool MayOptIn(EntityType entity, PerformanceYear year) => (entity, year.Value) switch
    {
        (EntityType.ApmEntity, 2019 or 2020) => true,
        (EntityType.Individual or EntityType.Group or EntityType.VirtualGroup, >= 2019) => true,
        _ => false,
    };
}
