namespace Accountable.Synthetic.Care;

/// <summary>What clinicians bill besides visits: laboratory, imaging, procedures, drugs, therapy, ambulance.</summary>
internal sealed class ProfessionalServices : ICareSource
{
    private static readonly string[] Laboratory = ["80053", "85025", "80061", "83036", "84443", "88305"];
    private static readonly string[] Procedures =
        ["17000", "11102", "92014", "92134", "66984", "45385", "43239", "20610", "64483", "52000", "93306"];
    private static readonly string[] Drugs = ["J0897", "J9271", "J0178", "J1745", "J0178", "J0897"];
    private static readonly string[] Therapies = ["97110", "97140", "97530"];

    public void Add(YearOfCare year)
    {
        var dice = year.Dice;
        for (var count = dice.Poisson(1.5 * year.Even); count > 0; count--)
            Professional.Add(year, Professional.Laboratories, Professional.Laboratory, year.EvenDay(), "81", null, EventKind.Other,
                dice.Pick(Laboratory), dice.Pick(Laboratory), "36415");
        Imaging(year, "74177", 0.59 * year.Steady);
        Imaging(year, "70450", 0.39 * year.Steady);
        Imaging(year, "72148", 0.165 * year.Steady);
        Imaging(year, "70553", 0.165 * year.Steady);
        Imaging(year, "71046", 0.5 * year.Steady);
        Imaging(year, "77067", (year.Person.IsFemale ? 0.45 : 0) * year.Even);
        for (var count = dice.Poisson(4.4 * year.Steady); count > 0; count--)
            Specialist(year, dice.Pick(Procedures));
        for (var count = dice.Poisson(0.66 * year.Steady); count > 0; count--)
            Specialist(year, dice.Pick(Drugs), "96413");
        for (var count = dice.Poisson(1.6 * year.Steady); count > 0; count--)
            Professional.Add(year, Professional.Therapy, Professional.Therapist, year.EvenDay(), "11", "M542", EventKind.Other,
                dice.Pick(Therapies), "97110");
        for (var count = dice.Poisson(0.35 * year.Acute); count > 0; count--)
            Professional.Add(year, Professional.Ambulances, Professional.AmbulanceSupplier, year.AcuteDay(), "41", null,
                EventKind.Ambulance,
                "A0429", "A0425");
    }

    private static void Imaging(YearOfCare year, string code, double rate)
    {
        for (var count = year.Dice.Poisson(rate); count > 0; count--)
            Professional.Add(year, Professional.Imaging, Professional.Radiologist, year.EvenDay(), "22", null, EventKind.Other, code);
    }

    private static void Specialist(YearOfCare year, params ReadOnlySpan<string> codes)
    {
        var practice = year.Market.Homes[year.HomeMarket][0];
        Professional.Add(year, practice, year.Dice.Pick(practice.Specialists), year.EvenDay(), "11", null, EventKind.Other, codes);
    }
}
