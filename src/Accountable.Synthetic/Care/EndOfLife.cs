using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Hospice before death, billed by calendar month.</summary>
internal sealed class EndOfLife : ICareSource
{
    private const double Share = 0.55;

    public void Add(YearOfCare year)
    {
        var person = year.Person;
        if (person.DeathDay == 0 || Days.YearOf(person.DeathDay) != year.Year || !year.Dice.Chance(Share))
            return;
        var from = person.DeathDay - 1 - (int)year.Dice.Exponential(85);
        from = Math.Max(from, Days.Of(year.Year, 1, 1));
        if (!person.IsFeeForService(person.MonthOf(from)) || year.IsAway(from))
            return;
        person.HospiceSpans.Add((from, person.DeathDay));
        var facility = year.Place(FacilityKind.Hospice);
        var daily = year.Draw(235, 0.15);
        for (var start = from; start <= person.DeathDay;)
        {
            var date = Days.Date(start);
            var end = Math.Min(person.DeathDay, Days.Of(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month)));
            var claim = new Claim
            {
                Type = ClaimType.Hospice, From = start, Thru = end, Facility = facility, Bill = "81", Diagnoses = year.Diagnoses("G309", 3),
                Paid = daily * (end - start + 1), Charges = daily * (end - start + 1), Status = end == person.DeathDay ? "40" : "30",
            };
            for (var day = start; day <= end; day += 3)
                claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0551", Hcpcs = "G0299" });
            claim.Lines.Add(new ServiceLine { From = start, Thru = end, Revenue = "0651", Hcpcs = "Q5001", Units = end - start + 1 });
            claim.Lines.Add(new ServiceLine { From = start, Thru = end, Revenue = "0001" });
            year.Ledger.Claims.Add(claim);
            start = end + 1;
        }
    }
}
