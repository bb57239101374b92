using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>The claim types of the files.</summary>
internal enum ClaimType : byte
{
    HomeHealth = 10,
    Nursing = 20,
    SwingBed = 30,
    Outpatient = 40,
    Hospice = 50,
    Inpatient = 60,
    HealthPlanStay = 61,
    Carrier = 71,
    CarrierEquipment = 72,
    Supplier = 81,
    SupplierEquipment = 82,
}

/// <summary>What an event is, for rates: one claim carries the mark of the event it stands for.</summary>
internal enum EventKind : byte
{
    Other,
    ShortStay,
    Rehabilitation,
    Psychiatric,
    LongTerm,
    NursingStay,
    Emergency,
    PrimaryVisit,
    SpecialistVisit,
    PractitionerVisit,
    ClinicVisit,
    Ambulance,
}

/// <summary>A line of a claim. Amounts are cents.</summary>
internal sealed record ServiceLine
{
    public required int From { get; init; }

    public required int Thru { get; init; }

    public string? Hcpcs { get; init; }

    public string? Revenue { get; init; }

    public string? Modifier { get; init; }

    public int Units { get; init; } = 1;

    public long Charge { get; init; }

    public long Allowed { get; init; }

    public long Deductible { get; set; }

    public long Paid { get; set; }

    public long Sequestration { get; set; }

    /// <summary>What the processing indicator says: A allowed, R reprocessed, S secondary; others deny.</summary>
    public char Indicator { get; init; } = 'A';

    /// <summary>Whether there is neither deductible nor coinsurance.</summary>
    public bool IsFree { get; init; }

    public bool IsDenied => Indicator is not ('A' or 'R' or 'S');
}

/// <summary>A claim as the care made it, before anything is done to it. Amounts are cents.</summary>
internal sealed class Claim
{
    public required ClaimType Type { get; init; }

    public required int From { get; set; }

    public required int Thru { get; set; }

    public EventKind Kind { get; init; }

    public List<ServiceLine> Lines { get; set; } = [];

    /// <summary>Diagnoses, the principal first.</summary>
    public List<string> Diagnoses { get; init; } = [];

    public List<(string Code, int Day)> Procedures { get; init; } = [];

    public Facility? Facility { get; init; }

    public Practice? Practice { get; init; }

    public Clinician? Clinician { get; init; }

    /// <summary>The clinician of an institutional claim who is neither attending nor operating.</summary>
    public Clinician? Other { get; init; }

    public string? PlaceOfService { get; init; }

    /// <summary>The first two digits of the type of bill.</summary>
    public string Bill { get; init; } = "  ";

    public string? Drg { get; init; }

    public string? Status { get; init; }

    /// <summary>The code of a payer that pays before Medicare; null when there is none.</summary>
    public string? PrimaryPayer { get; init; }

    public long Paid { get; set; }

    public long Charges { get; set; }

    public long OperatingTeaching { get; set; }

    public long CapitalTeaching { get; set; }

    public long OperatingPoor { get; set; }

    public long CapitalPoor { get; set; }

    public long Uncompensated { get; set; }

    public long Sequestration { get; set; }

    /// <summary>Held back from every claim file because of a diagnosis of substance use.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>Why the whole claim is denied: a non-payment reason of Part A or a denial code of Part B; null when it is paid.</summary>
    public string? Denial { get; set; }

    /// <summary>Whether a demonstration touched the claim, so that the files of benefit enhancements have it.</summary>
    public bool IsEnhanced { get; init; }

    /// <summary>The ways in which the claim was sent, oldest first.</summary>
    public List<ClaimVersion> Versions { get; } = [];

    public bool IsInstitutional => Type <= ClaimType.HealthPlanStay;

    public bool IsEquipment => Type >= ClaimType.Supplier;

    public int LengthOfStay => Thru - From;

    /// <summary>Whether the claim is denied by its header alone, other than by a denial code.</summary>
    public bool IsOfDeniedFacility => Type is ClaimType.HomeHealth or ClaimType.Outpatient && Bill[0] is '4' or '5';
}

/// <summary>One version of a claim: an original, the cancellation of a version, or what takes its place.</summary>
internal sealed class ClaimVersion
{
    public required Claim Claim { get; init; }

    public required long Id { get; init; }

    /// <summary>0 original, 1 cancellation, 2 adjustment.</summary>
    public required char Adjustment { get; init; }

    /// <summary>The day of weekly processing.</summary>
    public required int Effective { get; init; }

    /// <summary>The day of loading, from which on a delivery can have it.</summary>
    public required int Load { get; init; }

    public required string Control { get; init; }

    public required int From { get; init; }

    public required int Thru { get; init; }

    public required long Paid { get; init; }

    public required IReadOnlyList<ServiceLine> Lines { get; init; }

    /// <summary>For a cancellation the version that it takes away; null when that one lies before the first delivery.</summary>
    public ClaimVersion? Cancels { get; init; }

    public bool IsCancellation => Adjustment == '1';
}

/// <summary>A drug event: every row is final in its delivery.</summary>
internal sealed record DrugEvent(int Day, string Ndc, string Pharmacy, string Prescriber, int Quantity, int DaysSupply, long PatientPaid,
    int Fill, long Reference, string Kind, int Load, long Id);

/// <summary>All that happened to a person.</summary>
internal sealed class Ledger
{
    public List<Claim> Claims { get; } = [];

    public List<DrugEvent> Drugs { get; } = [];
}
