using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Eligibility;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>What is known beside a submission, in the words of the rules: statuses, reweighting, complexity of patients.</summary>
internal sealed class ClinicianStatus
{
    private readonly EligibilityFile? _known;
    private readonly SubmittedFacts _facts;
    private readonly SpecialStatus _status;
    private readonly RuleYear _law;

    public ClinicianStatus(QppSubmission submission, EligibilityFile? known, SubmittedFacts submitted, RuleYear law)
    {
        _known = known;
        _law = law;
        _facts = submitted with { Path = known?.Path ?? submitted.Path };
        Entity = ClinicianScoring.EntityOf(submission.EntityType);
        _status = SpecialStatus.Determine(new SpecialStatusFacts
        {
            Entity = Entity,
            Clinicians = Fact<Count>("clinicians"),
            PatientFacingEncounters = Fact<Count>("patientFacingEncounters"),
            NonPatientFacing = Share("nonPatientFacingShare"),
            Hospital = Share("hospitalShare"),
            SurgicalCenter = Share("surgicalCenterShare"),
            Facility = Share("facilityShare"),
            HasFacility = Flag("hasFacility"),
            Rural = Share("ruralShare"),
            ShortageArea = Share("shortageAreaShare"),
        }, law);
        Eligibility = known?.Volume("secondSegment") is null ? null : MipsEligibility.Determine(Facts(known, submission), law);
    }

    /// <summary>Whose data they are.</summary>
    public EntityType Entity { get; }

    /// <summary>Whether MIPS applies; null where nothing is known of volume.</summary>
    public EligibilityResult? Eligibility { get; }

    /// <summary>The file beside the submission.</summary>
    public EligibilityFile? Known => _known;

    /// <summary>A small practice, as stated or as determined.</summary>
    public bool SmallPractice => Flag("smallPractice") || _status.SmallPractice.Holds;

    /// <summary>Activities count double.</summary>
    public bool DoublesActivities => Flag("smallPractice") || Flag("rural") || Flag("shortageArea") || Flag("nonPatientFacing")
        || _status.DoublesActivities;

    /// <summary>Facility-based by its services; a file that gives the facility's scores says so too.</summary>
    public bool FacilityBased => _known?.FacilityBased is not null || _status.FacilityBased.Holds;

    /// <summary>Why promoting interoperability is reweighted without data; null where it is not.</summary>
    public string? InteroperabilityReweighted
    {
        get
        {
            var stated = new SpecialStatus(
                new Test(SmallPractice), new Test(Flag("nonPatientFacing") || _status.NonPatientFacing.Holds),
                new Test(Flag("hospitalBased") || _status.HospitalBased.Holds),
                new Test(Flag("ascBased") || _status.SurgicalCenterBased.Holds),
                _status.FacilityBased, _status.Rural, _status.ShortageArea);
            return stated.InteroperabilityReweighted(_known?.Word("clinicianType"), _law);
        }
    }

    /// <summary>Categories that CMS reweighted, such as for hardship: quality, cost, ia, pi.</summary>
    public IReadOnlyList<string> Reweighted => _known?.Words("reweighted") ?? [];

    /// <summary>A number of the file as a fact; null when not given.</summary>
    public T? Fact<T>(string name)
        where T : struct, IQuantity<T> =>
        _known?.Number(name) is { } number ? _facts.Of<T>(number, name, _known.Line(name)) : null;

    /// <summary>A share of the file as a fact; null when not given.</summary>
    public Ratio? Share(string name) => _known?.Share(name) is { } share ? _facts.Of<Ratio>(share, name, _known.Line(name)) : null;

    /// <summary>A percentage of the file as a fact; null when not given.</summary>
    public Ratio? Percent(string name) => _known?.Percent(name) is { } share ? _facts.Of<Ratio>(share, name, _known.Line(name)) : null;

    /// <summary>Yes or no of the file.</summary>
    public bool Flag(string name) => _known?.Flag(name) ?? false;

    /// <summary>The complexity of the patients; null when unknown.</summary>
    public ComplexPatientFacts? Patients => Fact<Ratio>("averageRisk") is { } risk && Share("dualShare") is { } dual
        ? new ComplexPatientFacts
        {
            AverageRisk = risk,
            DualShare = dual,
            Medical = Indicator(risk, "risk"),
            Social = Indicator(dual, "dual"),
        }
        : null;

    private RiskIndicator? Indicator(Ratio value, string name) =>
        Fact<Ratio>($"{name}Mean") is { } mean && Fact<Ratio>($"{name}Deviation") is { Amount: > 0 } deviation
            && Fact<Ratio>($"{name}Median") is { } median
            ? new RiskIndicator(value, mean, deviation, median)
            : null;

    private EligibilityFacts Facts(EligibilityFile known, QppSubmission submission) => new()
    {
        Entity = ClinicianScoring.EntityOf(submission.EntityType),
        ClinicianType = known.Word("clinicianType") ?? "physician",
        First = Volume(known, "firstSegment"),
        Second = Volume(known, "secondSegment")!.Value,
        NewlyEnrolled = Flag("newlyEnrolled"),
        IsQp = Flag("qp"),
        IsPartialQp = Flag("partialQp"),
        PartialQpElects = Flag("partialQpElects"),
        OptsIn = Flag("optsIn"),
    };

    private Volume? Volume(EligibilityFile known, string name) => known.Volume(name) is not { } given ? null : new Volume(
        _facts.Of<Money>(given.Charges, "allowed charges", known.Line(name)),
        _facts.Of<Count>(given.Beneficiaries, "beneficiaries", known.Line(name)),
        _facts.Of<Count>(given.Services, "covered professional services", known.Line(name)));
}
