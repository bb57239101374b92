using Accountable.SharedSavings.Assignment;

namespace Accountable.Tests.SharedSavings.Assignment;

/// <summary>42 CFR 425.402(b) by plain loops over single services, written from the regulation without the code.</summary>
internal static class NaiveAssignment
{
    /// <summary>Whether the ACO gets the person in a calendar-year window; null when a tie is left to a draw.</summary>
    public static bool? Assigned(string aco, int year, (string Entity, PractitionerKind Kind, decimal Allowed, DateOnly Day)[] services)
    {
        var twelve = services.Where(s => s.Day.Year == year).ToList();
        var twentyFour = services.Where(s => s.Day.Year == year || s.Day.Year == year - 1).ToList();
        var preStep = false;
        foreach (var s in twelve)
            preStep |= s.Entity == aco && s.Kind != PractitionerKind.NonPhysicianPractitioner;
        if (preStep)
        {
            var primary = twelve.Where(s => s.Kind != PractitionerKind.SpecialistPhysician).ToList();
            return primary.Count > 0 ? Wins(aco, primary, twelve)
                : Wins(aco, [.. twelve.Where(s => s.Kind == PractitionerKind.SpecialistPhysician)], twelve);
        }
        if (year < 2025 || !twelve.Exists(s => s.Entity == aco))
            return false;
        var physicianBefore = false;
        foreach (var s in twentyFour)
            physicianBefore |= s.Entity == aco && s.Kind != PractitionerKind.NonPhysicianPractitioner;
        return physicianBefore ? Wins(aco, twentyFour, twentyFour) : false;
    }

    private static bool? Wins(string aco, List<(string Entity, PractitionerKind Kind, decimal Allowed, DateOnly Day)> counted,
        List<(string Entity, PractitionerKind Kind, decimal Allowed, DateOnly Day)> window)
    {
        var sums = new Dictionary<string, decimal>();
        foreach (var s in counted)
            sums[s.Entity] = sums.GetValueOrDefault(s.Entity) + s.Allowed;
        if (!sums.TryGetValue(aco, out var own))
            return false;
        var rivals = new List<string>();
        foreach (var (entity, sum) in sums)
        {
            if (entity == aco)
                continue;
            if (sum > own)
                return false;
            if (sum == own)
                rivals.Add(entity);
        }
        if (rivals.Count == 0)
            return true;
        var best = Latest(aco);
        if (rivals.Exists(rival => Before(best, Latest(rival))))
            return false;
        return rivals.TrueForAll(rival => Before(Latest(rival), best)) ? true : null;

        (DateOnly Primary, DateOnly Specialist) Latest(string entity)
        {
            var (primary, specialist) = (DateOnly.MinValue, DateOnly.MinValue);
            foreach (var s in window.Where(s => s.Entity == entity))
            {
                if (s.Kind == PractitionerKind.SpecialistPhysician)
                    specialist = s.Day > specialist ? s.Day : specialist;
                else
                    primary = s.Day > primary ? s.Day : primary;
            }
            return (primary, specialist);
        }

        static bool Before((DateOnly, DateOnly) left, (DateOnly, DateOnly) right) => left.CompareTo(right) < 0;
    }
}
