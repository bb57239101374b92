using Accountable.Synthetic.Layouts;

namespace Accountable.Synthetic.Care;

/// <summary>Drug events of those with a drug plan: monthly fills of a few drugs, some reversed or corrected.</summary>
internal sealed class DrugCare : ICareSource
{
    private const double Events = 36;

    public void Add(YearOfCare year)
    {
        var person = year.Person;
        if (!person.HasDrugPlan)
            return;
        var dice = year.Dice;
        var drugs = 2 + Math.Min(8, person.Conditions.Count);
        for (var count = dice.Poisson(Events * year.Even); count > 0; count--)
        {
            var day = year.EvenDay();
            var drug = dice.Below(drugs);
            var number = year.Ledger.Drugs.Count;
            // NDCs whose labeler is given to nobody.
            var ndc = $"00000{1000 + (person.Index * 7 + drug) % 900:D4}{10 + drug:D2}";
            var reference = person.Index * 1_000L + drug;
            var patient = year.Draw(14, 1);
            var load = Days.OnOrAfter(day + 9 + (int)(30 * dice.Exponential(0.65)), DayOfWeek.Monday);
            var prescriber = year.Homes[0].Clinicians[0].Npi;
            var id = Identity(person.Index, number);
            year.Ledger.Drugs.Add(new DrugEvent(day, ndc, "9700001", prescriber, 30, 30, patient, count % 12, reference, "01", load, id));
            var fate = dice.Unit();
            if (fate < 0.01)
                year.Ledger.Drugs.Add(new DrugEvent(day, "", "9700001", prescriber, 0, 0, 0, count % 12, reference, "03", load + 35,
                    id + 1));
            else if (fate < 0.03)
                year.Ledger.Drugs.Add(new DrugEvent(day, ndc, "9700001", prescriber, 30, 30, patient + 100, count % 12, reference, "02",
                    load + 28,
                    id + 1));
        }
    }

    // Ids of drug events lie above those of claims; every second number is kept for a correction.
    private static long Identity(int person, int number) => 5_000_000_000_000 + person * 100_000L + number * 2;
}
