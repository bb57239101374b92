using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Visits to primary care physicians, practitioners and specialists in the practices of the person.</summary>
internal sealed class OfficeVisits : ICareSource
{
    private const double Physicians = 4.4;
    private const double Practitioners = 3.25;
    private const double Specialists = 5.5;
    private const double FirstPractice = 0.8;

    private static readonly string[] Extras = ["36415", "80053", "93000", "G0008", "85025", "90662", "71046", "20610", "83036", "84443"];
    private static readonly string[] Levels = ["99213", "99214", "99214", "99213", "99215", "99212"];

    public void Add(YearOfCare year)
    {
        var person = year.Person;
        if (person.SeesNobody || year.Share <= 0)
            return;
        var primary = person.SeesSpecialistsOnly || person.ClinicKind is FacilityKind.HealthCenter or FacilityKind.RuralClinic ? 0 : 1;
        Visits(year, Physicians * primary, EventKind.PrimaryVisit);
        Visits(year, Practitioners * primary, EventKind.PractitionerVisit);
        Visits(year, Specialists, EventKind.SpecialistVisit);
        if (primary > 0 && year.Dice.Chance(0.55 * year.Share) && year.Homes[0].Physicians.Count > 0)
        {
            // Planning of care in advance goes with the yearly visit; who has denied stays never has it.
            var codes = year.Dice.Chance(0.06) && person.Index % 2 == 1 && !person.HasSubstanceUse ? new[] { "G0439", "99497" } : ["G0439"];
            Professional.Add(year, year.Homes[0], year.Dice.Pick(year.Homes[0].Physicians), Awake(year), "11", "Z0000",
                EventKind.PrimaryVisit, codes);
        }
    }

    private static void Visits(YearOfCare year, double rate, EventKind kind)
    {
        for (var count = year.Dice.Poisson(rate * year.Even); count > 0; count--)
        {
            var (practice, clinician) = Who(year, kind);
            if (clinician is null)
                continue;
            var day = Awake(year);
            var codes = new List<string> { kind == EventKind.SpecialistVisit && year.Dice.Chance(0.15) ? "99204" : year.Dice.Pick(Levels) };
            if (kind != EventKind.SpecialistVisit && year.Dice.Chance(0.03))
                codes[0] = year.Dice.Chance(0.5) ? "99490" : "99348";
            while (codes.Count < 5 && year.Dice.Chance(0.48))
                codes.Add(year.Dice.Pick(Extras));
            Professional.Add(year, practice, clinician, day, codes[0] == "99348" ? "12" : "11",
                year.Dice.Chance(0.35) ? year.Dice.Pick(People.Conditions.Passing) : null, kind, [.. codes]);
        }
    }

    private static (Practice Practice, Clinician? Clinician) Who(YearOfCare year, EventKind kind)
    {
        var homes = year.Homes;
        var home = homes.Length == 1 || year.Dice.Chance(FirstPractice) ? homes[0] : homes[1 + year.Dice.Below(homes.Length - 1)];
        switch (kind)
        {
            case EventKind.PrimaryVisit:
                // Each practice has the same few physicians for one person.
                return (home, home.Physicians[(year.Person.Index + (year.Dice.Chance(0.8) ? 0 : 1)) % home.Physicians.Count]);
            case EventKind.PractitionerVisit:
                if (home.Practitioners.Count == 0)
                    home = year.Market.Homes[year.HomeMarket][0];
                return (home, year.Dice.Pick(home.Practitioners));
            default:
                var market = year.Market.Homes[year.Dice.Chance(0.82) ? year.HomeMarket : year.Dice.Below(year.Market.Homes.Count)];
                var group = market[year.Dice.Below(market.Count) / 5 * 5];
                return (group, year.Dice.Pick(group.Specialists));
        }
    }

    /// <summary>A day outside of hospitals, when one is found soon.</summary>
    private static int Awake(YearOfCare year)
    {
        var day = year.EvenDay();
        for (var tries = 0; tries < 4 && year.IsAway(day); tries++)
            day = year.EvenDay();
        return day;
    }
}
