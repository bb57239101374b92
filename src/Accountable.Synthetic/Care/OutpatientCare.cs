using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Hospital outpatient departments: emergency visits that end at home, other visits, dialysis by month.</summary>
internal sealed class OutpatientCare : ICareSource
{
    private const double Emergency = 0.475;
    private const double Other = 2.9;
    private const double DialysisDollars = 3_300;

    private static readonly (string Revenue, string Hcpcs, double Dollars, double Weight)[] Services =
    [
        ("0300", "80053", 90, 5), ("0320", "71046", 160, 3), ("0352", "74177", 420, 2), ("0350", "70450", 300, 1),
            ("0610", "72148", 480, 1),
        ("0480", "93306", 720, 1.5), ("0335", "96413", 5_400, 1.1), ("0360", "66984", 2_600, 0.7), ("0750", "45385", 1_300, 0.7),
        ("0510", "G0463", 140, 3), ("0420", "97110", 260, 1.6), ("0360", "29881", 4_900, 0.35),
    ];

    private static readonly double[] Sums = Market.Running(Services.Select(service => service.Weight));

    public void Add(YearOfCare year)
    {
        for (var count = year.Dice.Poisson(Emergency * (0.4 * year.Steady + 0.6 * year.Acute)); count > 0; count--)
            EmergencyVisit(year);
        for (var count = year.Dice.Poisson(Other * year.Steady); count > 0; count--)
        {
            var service = Services[year.Dice.PickBySums(Sums)];
            Claim(year, year.EvenDay(), service.Revenue, service.Hcpcs, year.Draw(service.Dollars * 1.42, 0.7), EventKind.Other);
        }
        for (var month = 0; month < 12; month++)
        {
            if (year.IsIn(month) && year.Person.TypeIn((year.Year - year.Person.FirstYear) * 12 + month) == EnrollmentType.Esrd)
                Dialysis(year, month);
        }
    }

    private static void EmergencyVisit(YearOfCare year)
    {
        var day = year.AcuteDay();
        if (year.IsAway(day))
            return;
        Claim(year, day, "0450", "99284", year.Draw(880, 0.7), EventKind.Emergency);
        var practice = year.Market.Homes[year.HomeMarket][0];
        Professional.Add(year, practice, Professional.EmergencyPhysician, day, "23", year.Dice.Pick(Conditions.Passing),
            EventKind.Other, "99284");
    }

    private static void Claim(YearOfCare year, int day, string revenue, string hcpcs, long paid, EventKind kind)
    {
        var claim = new Claim
        {
            Type = ClaimType.Outpatient, Kind = kind, From = day, Thru = day, Facility = year.Place(FacilityKind.Hospital),
            // A few come from places that are no hospitals by their bill, which settlement leaves out.
            Bill = year.Dice.Chance(0.002) ? "43" : "13", Paid = paid, Charges = paid * 4,
            Diagnoses = year.Diagnoses(year.Dice.Pick(Conditions.Passing), 6),
                Clinician = year.Market.Homes[year.HomeMarket][0].Clinicians[0],
        };
        var lines = 2 + year.Dice.Below(3);
        for (var i = 0; i < lines; i++)
            claim.Lines.Add(new ServiceLine
            {
                From = day, Thru = day, Revenue = i == 0 ? revenue : "0300", Hcpcs = i == 0 ? hcpcs : "85025",
                Paid = i == 0 ? paid - paid / 10 * (lines - 1) : paid / 10,
            });
        claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0001" });
        year.Ledger.Claims.Add(claim);
    }

    private static void Dialysis(YearOfCare year, int month)
    {
        var from = Days.Of(year.Year, month + 1, 1);
        var thru = year.EndBy(from + DateTime.DaysInMonth(year.Year, month + 1) - 1);
        if (thru < from)
            return;
        var claim = new Claim
        {
            Type = ClaimType.Outpatient, From = from, Thru = thru, Facility = year.Place(FacilityKind.Dialysis), Bill = "72",
            Diagnoses = [.. Conditions.Renal, .. year.Diagnoses(null, 4)], Paid = year.Draw(DialysisDollars, 0.15), Status = "30",
        };
        claim.Charges = claim.Paid * 3;
        for (var day = from; day <= thru; day += 3)
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0821", Hcpcs = "90999" });
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0001" });
        year.Ledger.Claims.Add(claim);
        var practice = year.Market.Homes[year.HomeMarket][0];
        var kidney = practice.Specialists.FirstOrDefault(clinician => clinician.Specialty == "39") ?? practice.Specialists[0];
        Professional.Add(year, practice, kidney, thru, "65", Conditions.Renal[0], EventKind.Other, "90960");
    }
}
