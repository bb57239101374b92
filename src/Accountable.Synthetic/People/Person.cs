using Accountable.Synthetic.World;

namespace Accountable.Synthetic.People;

/// <summary>The enrolment types in the order of CMS's flags.</summary>
internal enum EnrollmentType : byte
{
    None = 0,
    Esrd = 1,
    Disabled = 2,
    AgedDual = 3,
    AgedNonDual = 4,
}

/// <summary>What holds of a person in a month.</summary>
[Flags]
internal enum Month : byte
{
    None = 0,
    PartA = 1,
    PartB = 2,
    HealthPlan = 4,
    Abroad = 8,
    Dual = 16,
    Esrd = 32,
}

/// <summary>A choice of a clinician as one's main one.</summary>
/// <param name="Day">The day of the choice.</param>
/// <param name="Practice">Where the clinician works.</param>
/// <param name="Clinician">Who was chosen.</param>
internal sealed record Designation(int Day, Practice Practice, Clinician Clinician);

/// <summary>A person of the world, for the years of it.</summary>
internal sealed class Person
{
    public required int Index { get; init; }

    public required int BirthDay { get; init; }

    public required bool IsFemale { get; init; }

    public required char Race { get; init; }

    /// <summary>Where the person lives in each year.</summary>
    public required County[] Counties { get; init; }

    public required string FirstName { get; init; }

    /// <summary>What holds in each month, from January of the first year.</summary>
    public required Month[] Months { get; init; }

    public required int FirstYear { get; init; }

    /// <summary>The day of death; zero while alive.</summary>
    public int DeathDay { get; set; }

    /// <summary>The cost of this person as a multiple of that of the mean person of the same enrolment type.</summary>
    public double Risk { get; set; } = 1;

    public List<int> Conditions { get; } = [];

    /// <summary>The days on which a new identifier came into force, rising.</summary>
    public List<int> NewIdentifiers { get; } = [];

    /// <summary>Whether the person declined that claims are shared with ACOs.</summary>
    public bool Declined { get; set; }

    public bool HasSubstanceUse { get; set; }

    public bool HasDrugPlan { get; set; }

    public bool SeesNobody { get; set; }

    public bool SeesSpecialistsOnly { get; set; }

    /// <summary>The practices where the person is at home in each year, the main one first.</summary>
    public Practice[][] Homes { get; set; } = [];

    /// <summary>The ACO of the home, or the number past the last for none, in each year.</summary>
    public int[] HomeMarkets { get; set; } = [];

    /// <summary>A clinic that the person goes to in place of a practice, or null.</summary>
    public FacilityKind? ClinicKind { get; set; }

    public List<Designation> Designations { get; } = [];

    public List<(int From, int Thru)> HospiceSpans { get; } = [];

    public County CountyIn(int year) => Counties[Math.Clamp(year - FirstYear, 0, Counties.Length - 1)];

    public int FirstDay => Layouts.Days.Of(FirstYear, 1, 1);

    public int MonthCount => Months.Length;

    public int MonthOf(int day)
    {
        var date = Layouts.Days.Date(day);
        return (date.Year - FirstYear) * 12 + date.Month - 1;
    }

    public bool IsFeeForService(int month) =>
        month >= 0 && month < Months.Length
            && (Months[month] & (Month.PartA | Month.PartB | Month.HealthPlan)) == (Month.PartA | Month.PartB);

    public bool IsAliveOn(int day) => DeathDay == 0 || day <= DeathDay;

    public int AgeIn(int month)
    {
        var birth = Layouts.Days.Date(BirthDay);
        return ((FirstYear - birth.Year) * 12 + month - birth.Month + 1) / 12;
    }

    /// <summary>The enrolment type of a month with Parts A and B and no health plan; otherwise none.</summary>
    public EnrollmentType TypeIn(int month) =>
        !IsFeeForService(month) ? EnrollmentType.None
        : Months[month].HasFlag(Month.Esrd) ? EnrollmentType.Esrd
        : AgeIn(month) < 65 ? EnrollmentType.Disabled
        : Months[month].HasFlag(Month.Dual) ? EnrollmentType.AgedDual
        : EnrollmentType.AgedNonDual;

    /// <summary>The identifier in force on a day.</summary>
    public string MbiOn(int day) => Identifiers.Mbi(Index, NewIdentifiers.Count(changed => changed <= day));

    /// <summary>The newest identifier of all.</summary>
    public string NewestMbi => Identifiers.Mbi(Index, NewIdentifiers.Count);
}
