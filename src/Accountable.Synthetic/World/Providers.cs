namespace Accountable.Synthetic.World;

/// <summary>A clinician who bills under the number of a practice.</summary>
internal sealed record Clinician(string Npi, string Specialty)
{
    public bool IsPrimaryCarePhysician => Specialty is "01" or "08" or "11" or "38";

    public bool IsPractitioner => Specialty is "50" or "89" or "97";
}

/// <summary>A practice: a taxpayer number and the clinicians who bill under it.</summary>
/// <param name="Tin">The taxpayer number.</param>
/// <param name="Price">What this place pays, as a share of the national price.</param>
/// <param name="Clinicians">Who bills under it.</param>
internal sealed record Practice(string Tin, double Price, IReadOnlyList<Clinician> Clinicians)
{
    public IReadOnlyList<Clinician> Physicians { get; } = [.. Clinicians.Where(clinician => clinician.IsPrimaryCarePhysician)];

    public IReadOnlyList<Clinician> Practitioners { get; } = [.. Clinicians.Where(clinician => clinician.IsPractitioner)];

    public IReadOnlyList<Clinician> Specialists { get; } =
        [.. Clinicians.Where(clinician => !clinician.IsPrimaryCarePhysician && !clinician.IsPractitioner)];
}

/// <summary>What kind of place a claim comes from; the number begins its range of certification numbers.</summary>
internal enum FacilityKind
{
    Hospital = 100,
    CriticalAccess = 1300,
    Hospice = 1500,
    HealthCenter = 1800,
    LongTerm = 2000,
    Dialysis = 2500,
    Rehabilitation = 3025,
    RuralClinic = 3800,
    Psychiatric = 4000,
    NursingFacility = 5000,
    HomeHealth = 7000,
}

/// <summary>An institution.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Ccn">Its certification number.</param>
/// <param name="Npi">Its national provider identifier.</param>
/// <param name="Teaching">Indirect medical education as a share of the price, operating and capital.</param>
/// <param name="Poor">Disproportionate share and uncompensated care as shares of the price.</param>
/// <param name="Staff">The clinicians whom its claims name.</param>
internal sealed record Facility(FacilityKind Kind, string Ccn, string Npi, double Teaching, double Poor, IReadOnlyList<Clinician> Staff);

/// <summary>A place on an ACO's list: a practice, or an institution, from the first day of one year to the last of another.</summary>
internal sealed record Participant(Practice? Practice, Facility? Facility, int FirstYear, int? LastYear)
{
    public bool IsIn(int year) => year >= FirstYear && (LastYear is not { } last || year <= last);
}

/// <summary>An ACO.</summary>
/// <param name="Number">Its place among the ACOs, from 0.</param>
/// <param name="Id">Its identifier.</param>
/// <param name="Participants">Its list.</param>
/// <param name="ProspectiveFrom">From this year its people are assigned in advance; null never.</param>
internal sealed record Aco(int Number, string Id, IReadOnlyList<Participant> Participants, int? ProspectiveFrom)
{
    public bool IsProspective(int year) => ProspectiveFrom is { } from && year >= from;

    /// <summary>The first and the last day of the assignment window of a year: the year itself, or for a list made in advance October of
    /// the year before last to September of the last.</summary>
    public (int From, int Thru) Window(int year) => IsProspective(year)
        ? (Layouts.Days.Of(year - 2, 10, 1), Layouts.Days.Of(year - 1, 9, 30))
        : (Layouts.Days.Of(year, 1, 1), Layouts.Days.Of(year, 12, 31));
}
