using Accountable.Rules;

namespace Accountable.Qpp.Mips.Eligibility;

/// <summary>What special statuses are determined from; a share or a number that is unknown is null and gives no status.</summary>
public sealed record SpecialStatusFacts
{
    /// <summary>Whose data they are.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>Clinicians under the TIN, or in the virtual group together.</summary>
    public Count? Clinicians { get; init; }

    /// <summary>Patient-facing encounters of one clinician.</summary>
    public Count? PatientFacingEncounters { get; init; }

    /// <summary>For a group the share of its clinicians who are non-patient-facing.</summary>
    public Ratio? NonPatientFacing { get; init; }

    /// <summary>For one clinician the share of services in a hospital (places 19, 21, 22, 23), for a group the share of
    /// hospital-based clinicians.</summary>
    public Ratio? Hospital { get; init; }

    /// <summary>The same for ambulatory surgical centers (place 24).</summary>
    public Ratio? SurgicalCenter { get; init; }

    /// <summary>The same for facilities (places 21, 22, 23).</summary>
    public Ratio? Facility { get; init; }

    /// <summary>One covered service or more in an inpatient or emergency room, and a facility with a value-based purchasing
    /// score.</summary>
    public bool HasFacility { get; init; }

    /// <summary>For one clinician 1 or 0, for a group the share of its clinicians in rural areas.</summary>
    public Ratio? Rural { get; init; }

    /// <summary>The same for health professional shortage areas.</summary>
    public Ratio? ShortageArea { get; init; }

    /// <summary>The clinician's type; null for a group.</summary>
    public string? ClinicianType { get; init; }
}

/// <summary>The special statuses of a clinician or group. 42 CFR 414.1305.</summary>
/// <param name="SmallPractice">At most fifteen clinicians.</param>
/// <param name="NonPatientFacing">Few encounters with patients.</param>
/// <param name="HospitalBased">Services mostly in a hospital.</param>
/// <param name="SurgicalCenterBased">Services mostly in an ambulatory surgical center.</param>
/// <param name="FacilityBased">Scored by a hospital's value-based purchasing.</param>
/// <param name="Rural">In a rural area.</param>
/// <param name="ShortageArea">In a health professional shortage area.</param>
public sealed record SpecialStatus(
    Test SmallPractice, Test NonPatientFacing, Test HospitalBased, Test SurgicalCenterBased, Test FacilityBased, Test Rural,
        Test ShortageArea)
{
    /// <summary>Activities count double. 42 CFR 414.1380(b)(3)(i).</summary>
    public bool DoublesActivities => SmallPractice.Holds || Rural.Holds || ShortageArea.Holds || NonPatientFacing.Holds;

    /// <summary>Determines every status.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static SpecialStatus Determine(SpecialStatusFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var individual = facts.Entity == EntityType.Individual;

        // Small practice: no more than fifteen clinicians under the TIN.
        var small = facts.Clinicians is { } number ? law[Keys.Mips.SpecialStatus.SmallPractice].MeetsOrExceeds(number) : Test.No;

        // Non-patient-facing: no more than a hundred encounters; a group by more than three quarters of its clinicians.
        var facing = individual
            ? facts.PatientFacingEncounters is { } met
                ? law[Keys.Mips.SpecialStatus.PatientFacingEncounters].MeetsOrExceeds(met)
                : Test.No
            : OfGroup(facts.NonPatientFacing, law);

        // Hospital-based: three quarters of services; a group by all of its clinicians through 2019, by more than three quarters from 2020.
        var hospital = individual ? AtLeast(facts.Hospital, () => law[Keys.Mips.SpecialStatus.HospitalBasedShare]) : law.Year.Value switch
        {
            >= 2017 and <= 2019 => AtLeast(facts.Hospital, () => law[Keys.Mips.SpecialStatus.HospitalBasedGroupShare]),
            >= 2020 => MoreThan(facts.Hospital, () => law[Keys.Mips.SpecialStatus.HospitalBasedGroupShare]),
            _ => throw new LawGapException("hospital-based group", law.Year),
        };

        // Surgical center: three quarters of services; a group by all of its clinicians.
        var surgical = AtLeast(facts.SurgicalCenter, () => individual ? law[Keys.Mips.SpecialStatus.AscBasedShare] : Ratio.One);

        // 414.1380(e)(2): facility-based from 2019, with a facility that has a score of its own.
        var facility = FacilityShare(individual, law) is { } least ? AtLeast(facts.Facility, () => least) & new Test(facts.HasFacility)
            : Test.No;
        return new SpecialStatus(small, facing, hospital, surgical, facility,
            individual ? AtLeast(facts.Rural, () => Ratio.One) : OfGroup(facts.Rural, law),
            individual ? AtLeast(facts.ShortageArea, () => Ratio.One) : OfGroup(facts.ShortageArea, law));
    }

    /// <summary>Why promoting interoperability has no weight unless data are submitted; null where it keeps its weight.</summary>
    public string? InteroperabilityReweighted(string? clinicianType, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return this switch
        {
            // 414.1380(c)(2)(i)(C): hospital-based, in a surgical center, without patients in person, small from 2022, and types
            // that had not to report yet.
            { HospitalBased.Holds: true } => "hospital-based",
            { SurgicalCenterBased.Holds: true } => "ASC-based",
            { NonPatientFacing.Holds: true } => "non-patient-facing",
            { SmallPractice.Holds: true } when law[Keys.Mips.SpecialStatus.SmallPracticeReweighting].Amount > 0 => "small practice",
            _ when clinicianType is not null && NeedNotReport(clinicianType, law) => "clinician type",
            _ => null,
        };
    }

    private static bool NeedNotReport(string clinicianType, RuleYear law)
    {
        var types = law[Keys.Mips.Eligibility.ClinicianTypes].Rows;
        return Enumerable.Range(0, types.RowCount).Any(row =>
            types.Text(row, "type") == clinicianType && law.Year.Value < types.Number(row, "interoperability_from"));
    }

    private static Ratio? FacilityShare(bool individual, RuleYear law) => law.Year.Value switch
    {
        2017 or 2018 => null,
        >= 2019 => individual ? law[Keys.Mips.FacilityBased.LeastShare] : law[Keys.Mips.FacilityBased.LeastShareOfGroup],
        _ => throw new LawGapException("facility-based clinician", law.Year),
    };

    private static Test OfGroup(Ratio? share, RuleYear law) => MoreThan(share, () => law[Keys.Mips.SpecialStatus.GroupShare]);

    /// <summary>The law is looked up only where the share is known, so that a result rests on no number that it does not need.</summary>
    private static Test AtLeast(Ratio? share, Func<Ratio> least) => share is { } known ? known.MeetsOrExceeds(least()) : Test.No;

    private static Test MoreThan(Ratio? share, Func<Ratio> bound) => share is { } known ? known.Exceeds(bound()) : Test.No;
}
