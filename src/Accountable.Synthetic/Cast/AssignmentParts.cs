using Accountable.Synthetic.Care;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Cast;

/// <summary>People whose assignment is decided by one rule each: ties, carve-outs, clinics, choices, eligibility.</summary>
internal static class AssignmentParts
{
    // Cents.
    private const long Hundred = 10_000;
    private const long TwoHundred = 20_000;

    public static IReadOnlyList<(string Name, Action<Stage> Play)> All { get; } =
    [
        ("tie in step 1, the ACO saw the person last", stage => Tie(stage, own: 6, other: 3)),
        ("tie in step 1, the other saw the person last", stage => Tie(stage, own: 3, other: 6)),
        ("tie of three, the ACO last", ThreeWayTie),
        ("tie, a practitioner of the ACO last", PractitionerTie),
        ("tie in step 2, the ACO last", stage => SpecialistTie(stage, own: 9, other: 2)),
        ("tie in step 2, the other last", stage => SpecialistTie(stage, own: 2, other: 9)),
        ("tie to the day, a named specialist of the ACO last", TieToTheDay),
        ("tie between two ACOs, the second last", stage => Tie(stage, own: 3, other: 6, stage.OfSecondAco)),
        ("tie between two ACOs, the first last", stage => Tie(stage, own: 11, other: 6, stage.OfSecondAco)),
        ("visits during a nursing stay do not count", stage => NursingVisits(stage, withStay: true)),
        ("the same visits without a stay count", stage => NursingVisits(stage, withStay: false)),
        ("planning in advance during a stay does not count", stage => Planning(stage, withStay: true)),
        ("planning in advance without a stay counts", stage => Planning(stage, withStay: false)),
        ("a health center of the ACO has the most", stage => Clinic(stage, FacilityKind.HealthCenter, ofAco: true)),
        ("a rural clinic of nobody has the most", stage => Clinic(stage, FacilityKind.RuralClinic, ofAco: false)),
        ("a rural clinic of the ACO has the most", stage => Clinic(stage, FacilityKind.RuralClinic, ofAco: true)),
        ("a critical access hospital of the ACO by Method II", stage => Clinic(stage, FacilityKind.CriticalAccess, ofAco: true)),
        ("chose a clinician of the ACO and sees others", ChoseOwn),
        ("chose a clinician outside and sees the ACO", stage => Choose(stage, stage.Neighbours[0])),
        ("chose a clinician of the second ACO and sees the first", stage => Choose(stage, stage.OfSecondAco)),
        ("step 2: only a named specialist", stage => Only(stage, Stage.Named(stage.Own))),
        ("only a practitioner of the ACO", stage => Only(stage, Stage.Nurse(stage.Own))),
        ("a practitioner this year, a physician the year before", PractitionerAfterPhysician),
        ("a specialist whom nobody names",
            stage => Only(stage, stage.Own.Specialists.First(clinician => clinician.Specialty is "18" or "20"))),
        ("a month in a health plan", stage => Enrolled(stage, 7, 1, flags => flags | Month.HealthPlan)),
        ("a month of Part B alone", stage => Enrolled(stage, 4, 2, flags => flags & ~Month.PartA)),
        ("a month of Part A alone", stage => Enrolled(stage, 9, 1, flags => flags & ~Month.PartB)),
        ("abroad at the end of the year", stage => Enrolled(stage, 10, 2, flags => flags | Month.Abroad)),
        ("abroad for a summer and back", stage => Enrolled(stage, 5, 3, flags => flags | Month.Abroad)),
        ("dies during the year", stage => Dies(stage, stage.Day(8, 20))),
        ("dies in the last days of the year", stage => Dies(stage, stage.Day(12, 30))),
        ("the visit is denied", DeniedVisit),
        ("the visit is cancelled", CancelledVisit),
        ("a practice that two ACOs list", SharedPractice),
        ("a practice that joins a year later", stage => OnlyAt(stage, stage.Market.Homes[0][1])),
        ("a practice that leaves after the second year", stage => OnlyAt(stage, stage.Market.Homes[0][2])),
        ("renal disease from the middle of the year", stage => Enrolled(stage, 6, 99, flags => flags | Month.Esrd)),
        ("dual from the middle of the year", stage => Enrolled(stage, 6, 99, flags => flags | Month.Dual)),
    ];

    private static void Tie(Stage stage, int own, int other, Practice? where = null)
    {
        stage.Usual(except: stage.Year);
        var practice = where ?? stage.Neighbours[0];
        stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(own, 14), Hundred);
        stage.Visit(practice, Stage.Doctor(practice), stage.Day(other, 14), Hundred);
    }

    private static void ThreeWayTie(Stage stage)
    {
        Tie(stage, own: 10, other: 3);
        stage.Visit(stage.Neighbours[1], Stage.Doctor(stage.Neighbours[1]), stage.Day(9, 14), Hundred);
    }

    private static void PractitionerTie(Stage stage)
    {
        stage.Usual(except: stage.Year);
        stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(1, 14), Hundred / 2);
        stage.Visit(stage.Own, Stage.Nurse(stage.Own), stage.Day(11, 14), Hundred / 2);
        stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(7, 14), Hundred);
    }

    private static void SpecialistTie(Stage stage, int own, int other)
    {
        stage.Usual(except: stage.Year);
        stage.Visit(stage.Own, Stage.Named(stage.Own), stage.Day(own, 14), Hundred);
        stage.Visit(stage.Neighbours[0], Stage.Named(stage.Neighbours[0]), stage.Day(other, 14), Hundred);
    }

    private static void TieToTheDay(Stage stage)
    {
        Tie(stage, own: 6, other: 6);
        stage.Visit(stage.Neighbours[0], Stage.Named(stage.Neighbours[0]), stage.Day(3, 2), TwoHundred);
        stage.Visit(stage.Own, Stage.Named(stage.Own), stage.Day(4, 2), Hundred / 4);
    }

    private static void NursingVisits(Stage stage, bool withStay)
    {
        stage.Usual();
        if (withStay)
            stage.Send(stage.Institution(ClaimType.Nursing, FacilityKind.NursingFacility, "21", stage.Day(5, 1), stage.Day(5, 31),
                900_000));
        // The last visit falls on the last day of the stay, which still overlaps it.
        foreach (var day in new[] { 1, 9, 17, 31 })
            stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(5, day), Hundred, "99309");
    }

    private static void Planning(Stage stage, bool withStay)
    {
        stage.Usual();
        if (withStay)
            stage.Send(stage.Institution(ClaimType.Inpatient, FacilityKind.Hospital, "11", stage.Day(5, 1), stage.Day(5, 6), 900_000));
        stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(5, 3), TwoHundred, "99497");
    }

    private static void Clinic(Stage stage, FacilityKind kind, bool ofAco)
    {
        stage.Usual();
        var facility = ofAco ? stage.Market.Clinic(kind, 0) : stage.Market.Facilities[kind][^1];
        foreach (var month in new[] { 3, 5 })
            stage.Send(ClinicCare.Visit(stage.Ledger, facility, stage.Day(month, 8), TwoHundred, ["E119"], share: 0));
        stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(9, 8), Hundred * 3 / 2);
    }

    private static void ChoseOwn(Stage stage)
    {
        stage.Person.Designations.Add(new Designation(stage.Day(6, 1, stage.Year - 1), stage.Own, Stage.Doctor(stage.Own)));
        for (var year = stage.Year; year <= stage.LastYear; year++)
            stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(5, 3, year), Hundred);
    }

    private static void Choose(Stage stage, Practice practice)
    {
        stage.Usual();
        // On the last day that counts for the second year; without effect in the first.
        stage.Person.Designations.Add(new Designation(stage.Day(9, 30), practice, Stage.Doctor(practice)));
    }

    private static void Only(Stage stage, Clinician clinician)
    {
        stage.Usual(except: stage.Year);
        stage.Visit(stage.Own, clinician, stage.Day(4, 21), Hundred);
    }

    /// <summary>Assigned by the third step where the year has one.</summary>
    private static void PractitionerAfterPhysician(Stage stage)
    {
        for (var year = stage.Year; year <= stage.LastYear; year++)
        {
            if (year % 2 == 0)
                stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(7, 7, year), Hundred);
            else
                stage.Visit(stage.Own, Stage.Nurse(stage.Own), stage.Day(7, 7, year), Hundred);
        }
    }

    private static void Enrolled(Stage stage, int from, int months, Func<Month, Month> change)
    {
        stage.Usual();
        stage.Enrol(from, months, change);
    }

    private static void Dies(Stage stage, int day)
    {
        stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(2, 10), Hundred);
        stage.Die(day);
    }

    private static void DeniedVisit(Stage stage)
    {
        stage.Usual(except: stage.Year);
        stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(3, 3), Hundred);
        var claim = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(6, 3), ("99214", TwoHundred));
        claim.Lines[0] = claim.Lines[0] with { Indicator = 'C', Allowed = 0, Paid = 0, Sequestration = 0 };
        claim.Paid = 0;
        stage.Send(claim);
    }

    private static void CancelledVisit(Stage stage)
    {
        stage.Usual(except: stage.Year);
        stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(3, 3), Hundred);
        var sent = stage.Visit(stage.Own, Stage.Doctor(stage.Own), stage.Day(6, 3), TwoHundred);
        stage.Sender.Cancel(sent, sent.Load + 70);
    }

    /// <summary>In the year of the overlap the services of the practice count for nobody, so that one small visit elsewhere
    /// decides.</summary>
    private static void SharedPractice(Stage stage)
    {
        stage.Usual();
        var shared = stage.Market.SharedPractice;
        for (var year = stage.Year; year <= stage.LastYear; year++)
        {
            stage.Visit(shared, Stage.Doctor(shared), stage.Day(8, 8, year), TwoHundred);
            stage.Visit(stage.Neighbours[0], Stage.Doctor(stage.Neighbours[0]), stage.Day(3, 3, year), Hundred + 100);
        }
    }

    private static void OnlyAt(Stage stage, Practice practice)
    {
        for (var year = stage.Year; year <= stage.LastYear; year++)
            stage.Visit(practice, Stage.Doctor(practice), stage.Day(8, 8, year), Hundred);
        stage.Visit(stage.Own, Stage.Nurse(stage.Own), stage.Day(8, 18, stage.LastYear), Hundred / 10);
    }
}
