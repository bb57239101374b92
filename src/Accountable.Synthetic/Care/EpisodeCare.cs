using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Episodes that bundles are made for: joints, spines, bowels, hearts and strokes, with what comes before and behind them: tests
/// before surgery, transfers, rehabilitation, nursing, home health, therapy, readmissions, the other joint.</summary>
/// <remarks>It draws from a source of its own, so that everything else is as it is without it. Rates are knobs.</remarks>
internal sealed class EpisodeCare : ICareSource
{
    private const double Rate = 0.0085;
    private const double Tested = 0.6;
    private const double Transferred = 0.10;
    private const double Readmitted = 0.13;
    private const double ForCancer = 0.15;
    private const double Again = 0.10;
    private const double AdmittedAfterAll = 0.12;
    private const double ClottingFactor = 0.02;

    private static readonly Kind[] Kinds =
    [
        new("470", "M1711", "0SRC0J9", 13_500, 3, Joint: true, 0.16, 0.04, 0.50),
        new("470", "M1611", "0SR90J9", 13_800, 3, Joint: true, 0.18, 0.04, 0.48),
        new("522", "S72001A", "0SRB0J9", 15_500, 5, Joint: false, 0.45, 0.25, 0.20),
        new("451", "M4316", "0SG0071", 26_000, 4, Joint: false, 0.12, 0.08, 0.40),
        new("330", "K5720", "0DTN0ZZ", 17_500, 8, Joint: false, 0.18, 0.03, 0.42),
        new("235", "I25110", "021009W", 34_000, 8, Joint: false, 0.17, 0.12, 0.45),
        new("065", "I6350", null, 9_800, 5, Joint: false, 0.20, 0.55, 0.12),
        new("064", "I619", null, 14_500, 7, Joint: false, 0.22, 0.55, 0.08),
    ];

    private static readonly double[] Sums = Market.Running([2.0, 1.2, 0.8, 1.2, 1.3, 0.9, 1.4, 0.4]);

    /// <summary>Done without a stay: the code, what it pays, and what a stay for the same is.</summary>
    private static readonly (string Hcpcs, string Diagnosis, double Dollars, int Kind)[] Day =
        [("27447", "M1711", 12_400, 0), ("27130", "M1611", 12_600, 1), ("22612", "M4316", 15_800, 3)];

    private static readonly (string Drg, string Diagnosis)[] Returns =
        [("863", "T8149XA"), ("291", "I110"), ("193", "J189"), ("690", "N390")];

    public void Add(YearOfCare year)
    {
        var own = year.Aside();
        if (!own.Dice.Chance(Math.Min(0.5, Rate * own.Acute)))
            return;
        if (own.Dice.Chance(0.25))
            WithoutStay(own, own.Dice.Pick(Day));
        else
            Surgery(own, Kinds[own.Dice.PickBySums(Sums)], own.AcuteDay());
    }

    private static void WithoutStay(YearOfCare year, (string Hcpcs, string Diagnosis, double Dollars, int Kind) done)
    {
        var day = year.AcuteDay();
        if (IsTaken(year, day, day))
            return;
        var paid = year.Draw(done.Dollars, 0.2);
        var claim = new Claim
        {
            Type = ClaimType.Outpatient, From = day, Thru = day, Facility = year.Place(FacilityKind.Hospital), Bill = "13", Paid = paid,
            Charges = paid * 4, Diagnoses = year.Diagnoses(done.Diagnosis, 6), Clinician = HospitalStays.Bedside(year),
        };
        claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0360", Hcpcs = done.Hcpcs, Paid = paid });
        claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0001" });
        year.Ledger.Claims.Add(claim);
        Professional.Add(year, Group(year), HospitalStays.Bedside(year), day, "22", done.Diagnosis, EventKind.Other,
            done.Hcpcs == "22612" ? "22612" : "27447");
        if (year.Dice.Chance(AdmittedAfterAll))
            Surgery(year, Kinds[done.Kind], day + year.Dice.Below(5));
        else
            Behind(year, day, Kinds[done.Kind], claim.Facility!);
    }

    private static void Surgery(YearOfCare year, Kind kind, int from)
    {
        var tested = from - 1 - year.Dice.Below(5);
        if (year.Dice.Chance(Tested) && tested >= Days.Of(year.Year, 1, 1))
            Professional.Add(year, Group(year), HospitalStays.Bedside(year), tested, "11", kind.Diagnosis, EventKind.Other, "93000",
                "80053");
        var isMoved = !kind.Joint && year.Dice.Chance(Transferred);
        if (isMoved)
        {
            var moved = from + 1 + year.Dice.Below(2);
            if (Stay(year, kind.Drg, kind.Diagnosis, null, kind.Dollars / 3, from, moved, next: true) is null)
                return;
            from = moved;
        }
        var thru = year.EndBy(from + 1 + year.Dice.Poisson(kind.Days - 1));
        if (Stay(year, kind.Drg, kind.Diagnosis, kind.Procedure, kind.Dollars, from, thru, isMoved) is not { } stay)
            return;
        if (year.Dice.Chance(ClottingFactor))
            Professional.Add(year, Group(year), HospitalStays.Bedside(year), thru, "11", "D66", EventKind.Other, "J7192");
        if (stay.Status != "20")
            Behind(year, thru, kind, stay.Facility!);
        if (kind.Joint && year.Dice.Chance(Again))
            Surgery(year, kind, thru + 15 + year.Dice.Below(90));
    }

    /// <summary>What follows a discharge: one way home, and perhaps back.</summary>
    private static void Behind(YearOfCare year, int day, Kind kind, Facility hospital)
    {
        var way = year.Dice.Unit();
        if (way < kind.ToNursing)
            HospitalStays.Nursing(year, day, hospital);
        else if (way < kind.ToNursing + kind.ToRehabilitation)
            Rehabilitation(year, day, kind);
        else if (way < kind.ToNursing + kind.ToRehabilitation + kind.ToHome)
            HospitalStays.HomeHealth(year, day + 1);
        else
            Therapy(year, day + 5);
        if (!year.Dice.Chance(Readmitted))
            return;
        var back = day + 2 + (int)year.Dice.Exponential(20);
        var (drg, diagnosis) = year.Dice.Chance(ForCancer) ? ("847", "C787") : year.Dice.Pick(Returns);
        Stay(year, drg, diagnosis, null, 9_500, back, year.EndBy(back + 2 + year.Dice.Below(6)), isNext: false);
    }

    private static void Rehabilitation(YearOfCare year, int from, Kind kind)
    {
        var thru = year.EndBy(from + 8 + year.Dice.Below(12));
        if (IsTaken(year, from + 1, thru) || thru <= from)
            return;
        year.Stays.Add((from, thru));
        var paid = year.Draw(21_500, 0.25);
        var claim = new Claim
        {
            Type = ClaimType.Inpatient, Kind = EventKind.Rehabilitation, From = from, Thru = thru,
            Facility = year.Place(FacilityKind.Rehabilitation), Bill = "11", Drg = "945", Diagnoses = year.Diagnoses(kind.Diagnosis, 13),
            Clinician = HospitalStays.Bedside(year), Paid = paid, Charges = paid * 3, Status = thru == year.Person.DeathDay ? "20" : "01",
        };
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0118", Charge = claim.Charges });
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0001", Charge = claim.Charges });
        year.Ledger.Claims.Add(claim);
        if (year.Dice.Chance(0.6))
            HospitalStays.HomeHealth(year, thru + 1);
        else
            Therapy(year, thru + 4);
    }

    /// <summary>Two visits a week, in a department or a practice.</summary>
    private static void Therapy(YearOfCare year, int day)
    {
        var isDepartment = year.Dice.Chance(0.5);
        var facility = year.Place(FacilityKind.Hospital);
        for (var visits = 6 + year.Dice.Below(10); visits > 0; visits--, day += 3 + year.Dice.Below(2))
        {
            if (year.EndBy(day) < day || !year.Person.IsFeeForService(year.Person.MonthOf(day)) || year.IsAway(day))
                return;
            if (!isDepartment)
            {
                Professional.Add(year, Professional.Therapy, Professional.Therapist, day, "11", null, EventKind.Other, "97110", "97530");
                continue;
            }
            var paid = year.Draw(125, 0.3);
            var claim = new Claim
            {
                Type = ClaimType.Outpatient, From = day, Thru = day, Facility = facility, Bill = "13", Paid = paid, Charges = paid * 3,
                Diagnoses = year.Diagnoses(null, 3), Clinician = Group(year).Clinicians[0],
            };
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0420", Hcpcs = "97110", Paid = paid });
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0001" });
            year.Ledger.Claims.Add(claim);
        }
    }

    /// <summary>A short stay with the visits at the bed; null where another stay or the end of coverage leaves no room.</summary>
    private static Claim? Stay(YearOfCare year, string drg, string diagnosis, string? procedure, double dollars, int from, int thru,
        bool isNext = false, bool next = false)
    {
        if (thru <= from || IsTaken(year, isNext ? from + 1 : from, thru) || !year.Person.IsFeeForService(year.Person.MonthOf(from)))
            return null;
        year.Stays.Add((from, thru));
        var claim = new Claim
        {
            Type = ClaimType.Inpatient, Kind = EventKind.ShortStay, From = from, Thru = thru, Facility = year.Place(FacilityKind.Hospital),
            Bill = "11", Diagnoses = year.Diagnoses(diagnosis, 13), Drg = drg, Clinician = HospitalStays.Bedside(year),
            Status = next ? "02" : thru == year.Person.DeathDay ? "20" : "01",
        };
        HospitalStays.Price(claim, year.Draw(dollars, 0.35), claim.Facility!, true, year);
        if (procedure is not null)
            claim.Procedures.Add((procedure, Math.Min(thru, from + 1)));
        foreach (var revenue in new[] { "0120", "0250", "0360", "0300", "0420", "0710", "0001" })
            claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = revenue, Charge = claim.Charges / 6 });
        year.Ledger.Claims.Add(claim);
        HospitalStays.Visits(year, claim, emergency: false);
        return claim;
    }

    private static bool IsTaken(YearOfCare year, int from, int thru) => thru > year.LastDay || !year.Person.IsAliveOn(thru)
        || year.Stays.Exists(stay => stay.From <= thru && from <= stay.Thru);

    private static Practice Group(YearOfCare year) => year.Market.Homes[year.HomeMarket][0];

    /// <summary>What is done, at what price, for how long, and how many of a hundred go where behind it.</summary>
    private sealed record Kind(string Drg, string Diagnosis, string? Procedure, double Dollars, int Days, bool Joint, double ToNursing,
        double ToRehabilitation, double ToHome);
}
