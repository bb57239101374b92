using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Care that no claim file shows, because of a diagnosis of substance use, and stays under a health plan, which it shows and which
/// count nowhere.</summary>
internal sealed class HeldBackCare : ICareSource
{
    public void Add(YearOfCare year)
    {
        var person = year.Person;
        if (person.HasSubstanceUse)
            SubstanceUse(year);
        for (var month = 0; month < 12; month++)
        {
            var at = (year.Year - person.FirstYear) * 12 + month;
            if (!person.Months[at].HasFlag(Month.HealthPlan) || !year.Dice.Chance(0.25 / 12))
                continue;
            var from = Days.Of(year.Year, month + 1, 10);
            if (!person.IsAliveOn(from + 4))
                continue;
            var claim = new Claim
            {
                Type = ClaimType.HealthPlanStay, From = from, Thru = from + 4, Facility = year.Place(FacilityKind.Hospital), Bill = "11",
                Diagnoses = year.Diagnoses("J189", 8), Drg = "193", Status = "01", Paid = year.Draw(9_000, 0.4),
            };
            claim.Lines.Add(new ServiceLine { From = from, Thru = from + 4, Revenue = "0120" });
            year.Ledger.Claims.Add(claim);
        }
    }

    private static void SubstanceUse(YearOfCare year)
    {
        for (var count = year.Dice.Poisson(5 * year.Share); count > 0; count--)
        {
            var code = year.Dice.Pick(Conditions.SubstanceUse);
            var day = year.EvenDay();
            var claim = new Claim
            {
                Type = ClaimType.Carrier, From = day, Thru = day, Practice = Professional.Counselling, Clinician = Professional.Counsellor,
                PlaceOfService = "11", Diagnoses = [code], IsHeldBack = true,
            };
            claim.Lines.Add(Professional.Line(year.Dice.Chance(0.4) ? "G2067" : "90834", day, year.Cents(120)));
            year.Ledger.Claims.Add(claim);
        }
        for (var count = year.Dice.Poisson(0.03 * year.Share); count > 0; count--)
        {
            var from = year.EvenDay();
            var thru = year.EndBy(from + 4);
            if (thru <= from || year.Stays.Exists(stay => stay.From - 1 <= thru && from <= stay.Thru + 1))
                continue;
            year.Stays.Add((from, thru));
            var claim = new Claim
            {
                Type = ClaimType.Inpatient, From = from, Thru = thru, Facility = year.Place(FacilityKind.Hospital), Bill = "11",
                Diagnoses = [Conditions.SubstanceUse[0]], Drg = "897", Status = "01", Paid = year.Draw(6_500, 0.4), IsHeldBack = true,
            };
            claim.Lines.Add(new ServiceLine { From = from, Thru = thru, Revenue = "0120" });
            year.Ledger.Claims.Add(claim);
        }
    }
}
