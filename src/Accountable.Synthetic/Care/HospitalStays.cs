using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Inpatient stays of every kind, and what follows them: nursing facilities, home health, visits at the bed.</summary>
internal sealed class HospitalStays : ICareSource
{
    /// <summary>Stays for each 1,000 person-years and dollars for each; knobs around the published figures.</summary>
    private static readonly (EventKind Kind, FacilityKind Place, double Rate, double Dollars, int Days)[] Kinds =
    [
        (EventKind.ShortStay, FacilityKind.Hospital, 0.236, 12_450, 5),
        (EventKind.Rehabilitation, FacilityKind.Rehabilitation, 0.0165, 22_500, 12),
        (EventKind.Psychiatric, FacilityKind.Psychiatric, 0.0039, 11_500, 11),
        (EventKind.LongTerm, FacilityKind.LongTerm, 0.00135, 40_000, 25),
    ];

    private const double ToNursing = 0.195;
    private const double ToHomeHealth = 0.30;
    private const double HomeHealthAlone = 0.14;
    private const double Emergency = 0.72;

    private static readonly (string Drg, string Diagnosis, string? Procedure, double Weight)[] Groups =
    [
        ("291", "I110", null, 1.26), ("871", "A419", null, 1.95), ("190", "J441", null, 1.10), ("193", "J189", null, 1.32),
        ("470", "M1711", "0SRC0J9", 1.89), ("689", "N390", null, 1.11), ("280", "I214", "027034Z", 1.60), ("065", "I6350", null, 1.01),
        ("392", "K5790", null, 0.76), ("682", "N179", null, 1.47), ("309", "I4891", "5A2204Z", 0.75), ("378", "K922", "0DJ08ZZ", 1.00),
        ("481", "S72001A", "0QS604Z", 2.10), ("287", "I25110", "4A023N7", 1.10), ("194", "J189", null, 0.87), ("312", "R55", null, 0.84),
    ];

    private static readonly string[] Revenues =
        ["0120", "0250", "0258", "0270", "0300", "0301", "0305", "0320", "0420", "0450", "0636", "0730"];

    public void Add(YearOfCare year)
    {
        foreach (var (kind, place, rate, dollars, days) in Kinds)
        {
            for (var count = year.Dice.Poisson(rate * year.Acute * 1.08); count > 0; count--)
                Stay(year, kind, place, dollars, days);
        }
        for (var count = year.Dice.Poisson(HomeHealthAlone * year.Acute); count > 0; count--)
            HomeHealth(year, year.AcuteDay());
    }

    private static void Stay(YearOfCare year, EventKind kind, FacilityKind place, double dollars, int days)
    {
        var from = year.AcuteDay();
        var group = year.Dice.Pick(Groups);
        var thru = year.EndBy(from + 1 + year.Dice.Poisson(days - 1));
        if (thru <= from || year.Stays.Exists(stay => stay.From - 1 <= thru && from <= stay.Thru + 1))
            return;
        year.Stays.Add((from, thru));
        var died = thru == year.Person.DeathDay;
        var nursing = kind == EventKind.ShortStay && !died && year.Dice.Chance(ToNursing);
        var visitedHome = !nursing && !died && year.Dice.Chance(ToHomeHealth);
        var facility = year.Place(place);
        var price = year.Draw(dollars * (kind == EventKind.ShortStay ? group.Weight / 1.33 : 1), 0.55);
        var claim = new Claim
        {
            Type = ClaimType.Inpatient, Kind = kind, From = from, Thru = thru, Facility = facility, Bill = "11",
            Diagnoses = year.Diagnoses(group.Diagnosis, 13),
            Drg = kind == EventKind.Rehabilitation ? "945" : kind == EventKind.Psychiatric ? "885" : kind == EventKind.LongTerm ? "207"
                : group.Drg,
            Clinician = Bedside(year), Status = died ? "20" : nursing ? "03" : visitedHome ? "06" : "01",
                IsEnhanced = year.Dice.Chance(0.02),
        };
        Price(claim, price, facility, kind == EventKind.ShortStay, year);
        if (group.Procedure is { } procedure && kind == EventKind.ShortStay)
        {
            claim.Procedures.Add((procedure, Math.Min(thru, from + 1)));
            claim.Procedures.Add(("30233N1", Math.Min(thru, from + 2)));
        }
        var lines = 8 + year.Dice.Below(5);
        for (var i = 0; i < lines; i++)
            claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = Revenues[i % Revenues.Length],
                Charge = claim.Charges / lines });
        var emergency = kind == EventKind.ShortStay && year.Dice.Chance(Emergency);
        claim.Lines.Add(new ServiceLine { From = from, Thru = from, Revenue = emergency ? "0450" : "0710",
            Hcpcs = emergency ? "99285" : null });
        claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0001", Charge = claim.Charges });
        year.Ledger.Claims.Add(claim);
        Visits(year, claim, emergency);
        if (nursing)
            Nursing(year, thru, facility);
        else if (visitedHome)
            HomeHealth(year, thru + 2);
    }

    internal static void Price(Claim claim, long price, Facility facility, bool isShort, YearOfCare year)
    {
        if (isShort)
        {
            claim.OperatingTeaching = (long)(price * facility.Teaching);
            claim.CapitalTeaching = (long)(price * facility.Teaching * 0.09);
            claim.OperatingPoor = (long)(price * facility.Poor);
            claim.CapitalPoor = (long)(price * facility.Poor * 0.08);
            claim.Uncompensated = (long)(price * facility.Poor * 0.8);
        }
        claim.Paid = price + claim.OperatingTeaching + claim.CapitalTeaching + claim.OperatingPoor + claim.CapitalPoor
            + claim.Uncompensated;
        claim.Charges = (long)(claim.Paid * (3 + year.Dice.Unit()));
    }

    /// <summary>Professional visits during the stay; none of them counts as primary care.</summary>
    internal static void Visits(YearOfCare year, Claim stay, bool emergency)
    {
        var practice = year.Market.Homes[year.HomeMarket][0];
        if (emergency)
            Professional.Add(year, practice, Professional.EmergencyPhysician, stay.From, "23", stay.Diagnoses[0], EventKind.Other, "99285");
        var clinician = stay.Clinician ?? practice.Clinicians[0];
        Professional.Add(year, practice, clinician, stay.From, "21", stay.Diagnoses[0], EventKind.Other, "99223");
        for (var day = stay.From + 1; day < Math.Min(stay.Thru, stay.From + 12); day += 2)
            Professional.Add(year, practice, clinician, day, "21", stay.Diagnoses[0], EventKind.Other, "99232", "99232");
        Professional.Add(year, practice, clinician, stay.Thru, "21", stay.Diagnoses[0], EventKind.Other, "99239");
        if (stay.Procedures.Count > 0)
            Professional.Add(year, practice, year.Dice.Pick(practice.Specialists), stay.Procedures[0].Day, "21", stay.Diagnoses[0],
                EventKind.Other, stay.Drg switch
                {
                    "470" or "469" or "522" => "27447", "481" => "27245", "280" => "92941", "451" or "402" => "22612", "235" => "33533",
                    "330" => "44140", _ => "93306",
                });
    }

    /// <summary>A nursing stay, billed by calendar month.</summary>
    internal static void Nursing(YearOfCare year, int from, Facility hospital)
    {
        var thru = year.EndBy(from + 8 + (int)year.Dice.Exponential(19.5));
        if (thru <= from)
            return;
        year.Stays.Add((from, thru));
        var swing = year.Dice.Chance(0.04);
        var facility = swing ? hospital : year.Place(FacilityKind.NursingFacility);
        var daily = year.Draw(640, 0.12);
        var home = year.Homes[0];
        for (var start = from; start <= thru;)
        {
            var date = Days.Date(start);
            var monthEnd = Days.Of(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month));
            var end = Math.Min(thru, monthEnd);
            var days = end == thru ? end - start : end - start + 1;
            var claim = new Claim
            {
                Type = swing ? ClaimType.SwingBed : ClaimType.Nursing, Kind = start == from ? EventKind.NursingStay : EventKind.Other,
                From = start, Thru = end, Facility = facility, Bill = swing ? "18" : "21", Diagnoses = year.Diagnoses("Z4789", 12),
                Paid = daily * Math.Max(1, days), Charges = daily * Math.Max(1, days) * 2, Clinician = Bedside(year),
                Status = end < thru ? "30" : thru == year.Person.DeathDay ? "20" : "01", IsEnhanced = year.Dice.Chance(0.03),
            };
            foreach (var revenue in new[] { "0022", "0120", "0250", "0270", "0300", "0420", "0430", "0440", "0510", "0636", "0001" })
                claim.Lines.Add(new ServiceLine { From = start, Thru = end, Revenue = revenue,
                    Hcpcs = revenue == "0022" ? "KBGD1" : null });
            year.Ledger.Claims.Add(claim);
            start = end + 1;
        }
        for (var day = from + 3; day <= thru - 1; day += 9)
        {
            // Visits there are primary care by their code, and are carved out because the stay overlaps them.
            var clinician = home.Practitioners.Count > 0 && year.Dice.Chance(0.5) ? year.Dice.Pick(home.Practitioners) : home.Physicians[0];
            Professional.Add(year, home, clinician, day, "31", "Z4789", EventKind.Other, day == from + 3 ? "99305" : "99309");
        }
        if (year.Dice.Chance(0.3))
            HomeHealth(year, thru + 2);
    }

    /// <summary>One or two periods of thirty days.</summary>
    internal static void HomeHealth(YearOfCare year, int from)
    {
        var facility = year.Place(FacilityKind.HomeHealth);
        for (var period = 0; period < 1 + year.Dice.Below(2); period++)
        {
            var thru = year.EndBy(from + 29);
            if (thru <= from || !year.Person.IsFeeForService(year.Person.MonthOf(from)))
                return;
            var claim = new Claim
            {
                Type = ClaimType.HomeHealth, From = from, Thru = thru, Facility = facility, Bill = "32",
                    Diagnoses = year.Diagnoses("Z4801", 10),
                Paid = year.Draw(1_800, 0.4), Clinician = Bedside(year), Status = "30",
            };
            claim.Charges = claim.Paid * 2;
            for (var i = 0; i < 15; i++)
                claim.Lines.Add(new ServiceLine
                {
                    From = Math.Min(thru, from + 2 * i), Thru = Math.Min(thru, from + 2 * i), Revenue = i % 3 == 0 ? "0421" : "0551",
                    Hcpcs = i % 3 == 0 ? "G0151" : "G0299",
                });
            claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0001" });
            year.Ledger.Claims.Add(claim);
            from = thru + 1;
        }
    }

    internal static Clinician Bedside(YearOfCare year) => year.Dice.Pick(year.Market.Homes[year.HomeMarket][0].Specialists);
}
