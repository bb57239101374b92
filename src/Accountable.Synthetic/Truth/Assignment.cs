using System.Runtime.InteropServices;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Truth;

/// <summary>Whether a person is assigned to an ACO for a year, and why or why not, in the words of the project's README.</summary>
/// <param name="IsAssigned">Whether.</param>
/// <param name="Reason">Why.</param>
/// <param name="IsByClaims">Whether claims alone would assign the person too.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Decision(bool IsAssigned, string Reason, bool IsByClaims)
{
    public static Decision Yes(string reason, bool byClaims = true) => new(true, reason, byClaims);

    public static Decision No(string reason) => new(false, reason, false);
}

/// <summary>Decides assignment by plain loops over a person's services. 42 CFR 425.400 to 425.404. Every claim that was delivered counts,
/// whenever that was: A-042.</summary>
internal sealed class Assignment(Market market)
{
    private const int FirstYearOfStepThree = 2025;
    private const string Dropped = "";

    /// <summary>The decisions of all ACOs for a year, in the order of the ACOs.</summary>
    public Decision[] Decide(Person person, List<PrimaryCareService> services, int year)
    {
        var decisions = new Decision[market.Acos.Count];
        // 425.402(e): who chose a main clinician belongs where that clinician is, and nowhere else.
        var chosen = ChosenAco(person, year);
        // 425.401(a) over the calendar year; who died before it began is on no list.
        var bar = Bar(person, Days.Of(year, 1, 1), Days.Of(year, 12, 31)) is { } found ? DiedBefore(person, year) ? "died_before_year"
            : found : null;
        // Lists made in advance hold their people; the others come after them.
        var held = -1;
        foreach (var aco in market.Acos.OrderBy(aco => aco.IsProspective(year) ? 0 : 1).ThenBy(aco => aco.Number))
        {
            var decision = bar is not null ? Decision.No(bar)
                : chosen == aco.Number ? Chosen(person, services, aco, year)
                : chosen is not null ? Decision.No("designated_elsewhere")
                : held >= 0 ? Decision.No("prospective_elsewhere")
                : Claims(person, services, aco, year);
            if (decision.IsAssigned && aco.IsProspective(year) && chosen is null)
                held = aco.Number;
            decisions[aco.Number] = decision;
        }
        return decisions;
    }

    /// <summary>The ACO of the newest designation made by September 30 of the year before; a number below zero for a clinician outside of
    /// every ACO; null without a designation.</summary>
    private int? ChosenAco(Person person, int year)
    {
        var last = Days.Of(year - 1, 9, 30);
        var newest = person.Designations.Where(designation => designation.Day <= last)
            .OrderBy(designation => designation.Day).LastOrDefault();
        if (newest is null)
            return null;
        var acos = market.AcosOf(newest.Practice.Tin, year).ToList();
        return acos.Count == 1 ? acos[0] : -1;
    }

    /// <summary>By choice. 425.402(e)(2)(ii)(A) asks for the eligibility of 425.401(a), which is that of the assignment window.</summary>
    private Decision Chosen(Person person, List<PrimaryCareService> services, Aco aco, int year) =>
        BarInAdvance(person, aco, year) is { } bar ? Decision.No(bar)
            : Decision.Yes("voluntary_alignment", Claims(person, services, aco, year).IsAssigned);

    private Decision Claims(Person person, List<PrimaryCareService> services, Aco aco, int year)
    {
        var (from, thru) = aco.Window(year);
        return BarInAdvance(person, aco, year) is { } bar ? Decision.No(bar) : ByClaims(services, aco, year, from, thru);
    }

    /// <summary>425.401(a): a list made in advance asks for eligibility in its window too.</summary>
    private static string? BarInAdvance(Person person, Aco aco, int year)
    {
        var (from, thru) = aco.Window(year);
        return aco.IsProspective(year) ? Bar(person, from, thru) : null;
    }

    private static bool DiedBefore(Person person, int year) => person.DeathDay > 0 && person.DeathDay < Days.Of(year, 1, 1);

    /// <summary>425.401(a): what keeps a person off every list, or null.</summary>
    private static string? Bar(Person person, int from, int thru)
    {
        var (first, last) = (Math.Max(0, person.MonthOf(from)), person.MonthOf(thru));
        var both = false;
        for (var month = first; month <= last; month++)
        {
            var parts = person.Months[month] & (Month.PartA | Month.PartB);
            both |= parts == (Month.PartA | Month.PartB);
        }
        if (!both)
            return "not_enrolled";
        for (var month = first; month <= last; month++)
        {
            if ((person.Months[month] & (Month.PartA | Month.PartB)) is Month.PartA or Month.PartB)
                return "part_a_or_b_only";
        }
        for (var month = first; month <= last; month++)
        {
            if (person.Months[month].HasFlag(Month.HealthPlan))
                return "health_plan";
        }
        return person.Months[last].HasFlag(Month.Abroad) ? "outside_us" : null;
    }

    private Decision ByClaims(List<PrimaryCareService> all, Aco aco, int year, int from, int thru)
    {
        var window = Named(all, year, from, thru);
        var mine = Name(aco.Number);
        var own = window.Where(service => service.Entity == mine).ToList();
        if (own.Count == 0)
            return Decision.No("no_primary_care_service");
        // 425.402(b)(1): one service of a physician of the ACO who is of primary care or a named specialty.
        if (!own.Exists(IsOfPhysician))
            return year >= FirstYearOfStepThree ? StepThree(Named(all, year, AYearBefore(from), thru), own, mine)
                : Decision.No("no_physician_service");
        var primary = window.Where(IsPrimary).ToList();
        // 425.402(b)(3): step 1, by charges of primary care physicians and practitioners.
        if (primary.Count > 0)
            return Plurality(primary, window, mine, "step_1");
        // 425.402(b)(4): step 2, only without any service of those, by charges of named specialists.
        return Plurality([.. window.Where(service => service.Service.Giver == Giver.NamedSpecialist)], window, mine, "step_2");
    }

    /// <summary>425.402(b)(5), from 2025: a practitioner in the window, a physician in the window and the year before it.</summary>
    private static Decision StepThree(List<Given> expanded, List<Given> own, string mine)
    {
        if (!own.Exists(service => service.Service.Giver == Giver.Practitioner)
            || !expanded.Exists(service => service.Entity == mine && IsOfPhysician(service)))
            return Decision.No("no_physician_service");
        return Plurality([.. expanded.Where(service => service.Service.Giver != Giver.AnyoneElse)], expanded, mine, "step_3");
    }

    private static Decision Plurality(List<Given> counted, List<Given> window, string mine, string step)
    {
        var sums = counted.GroupBy(service => service.Entity)
            .ToDictionary(group => group.Key, group => group.Sum(service => service.Service.Amount));
        if (!sums.TryGetValue(mine, out var own))
            return Decision.No("plurality_elsewhere");
        var most = sums.Values.Max();
        if (own < most)
            return Decision.No("plurality_elsewhere");
        var tied = sums.Where(sum => sum.Value == most).Select(sum => sum.Key).ToList();
        if (tied.Count == 1)
            return Decision.Yes(step);
        // A tie: the latest service of a primary care physician or practitioner, then that of a named specialist.
        foreach (var counts in new Func<Given, bool>[] { IsPrimary, service => service.Service.Giver == Giver.NamedSpecialist })
        {
            var latest = tied.ToDictionary(entity => entity, entity =>
                window.Where(service => service.Entity == entity && counts(service))
                    .Select(service => service.Service.Day).DefaultIfEmpty(0).Max());
            var last = latest.Values.Max();
            tied.RemoveAll(entity => latest[entity] < last);
            if (!tied.Contains(mine))
                return Decision.No("plurality_elsewhere_tie");
            if (tied.Count == 1)
                return Decision.Yes($"{step}_tie");
        }
        return string.CompareOrdinal(tied.Order(StringComparer.Ordinal).First(), mine) == 0 ? Decision.Yes("tie_draw")
            : Decision.No("tie_draw");
    }

    /// <summary>The services of a window with the entity that each counts for; those of a number on two lists count for nobody.</summary>
    private List<Given> Named(List<PrimaryCareService> services, int year, int from, int thru) =>
        [.. services.Where(service => service.Day >= from && service.Day <= thru)
            .Select(service => new Given(service, Entity(service.Number, year))).Where(given => given.Entity != Dropped)];

    private string Entity(string number, int year)
    {
        var acos = market.AcosOf(number, year).ToList();
        return acos.Count switch { 0 => number, 1 => Name(acos[0]), _ => Dropped };
    }

    private static int AYearBefore(int day) => Days.Date(day).AddYears(-1).DayNumber;

    private static string Name(int aco) => $"aco {aco}";

    private static bool IsOfPhysician(Given given) =>
        given.Service.IsOfClinic || given.Service.Giver is Giver.PrimaryCarePhysician or Giver.NamedSpecialist;

    private static bool IsPrimary(Given given) => given.Service.Giver is Giver.PrimaryCarePhysician or Giver.Practitioner;

    private readonly record struct Given(PrimaryCareService Service, string Entity);
}
