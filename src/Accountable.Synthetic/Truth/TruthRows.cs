using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;

namespace Accountable.Synthetic.Truth;

/// <summary>Writes what must come out: dollars, months, assignment.</summary>
internal static class TruthRows
{
    private static readonly string[] Services =
        ["inpatient", "snf", "home_health", "hospice", "outpatient", "professional", "dme"];

    /// <summary>The services' words by claim type; null for stays under a health plan, which count nowhere.</summary>
    public static string? Service(ClaimType type) => type switch
    {
        ClaimType.Inpatient => Services[0],
        ClaimType.Nursing or ClaimType.SwingBed => Services[1],
        ClaimType.HomeHealth => Services[2],
        ClaimType.Hospice => Services[3],
        ClaimType.Outpatient => Services[4],
        ClaimType.Carrier or ClaimType.CarrierEquipment => Services[5],
        ClaimType.Supplier or ClaimType.SupplierEquipment => Services[6],
        _ => null,
    };

    /// <summary>Net paid cents by year of the last day and service. Everything that stands and is not denied, less lone
    /// cancellations.</summary>
    public static SortedDictionary<(int Year, int Service), long> Dollars(Ledger ledger, int lastLoad)
    {
        var sums = new SortedDictionary<(int, int), long>();
        foreach (var claim in ledger.Claims)
        {
            if (Service(claim.Type) is not { } service)
                continue;
            var number = Array.IndexOf(Services, service);
            foreach (var version in Standing.Of(claim, lastLoad))
                Count(sums, version, number, 1);
            foreach (var version in Standing.Orphans(claim, lastLoad))
                Count(sums, version, number, -1);
        }
        return sums;
    }

    public static void AddDollars(Lines lines, string aco, string person, SortedDictionary<(int Year, int Service), long> sums)
    {
        foreach (var ((year, service), cents) in sums)
        {
            if (cents == 0)
                continue;
            lines.Text($"{aco},{person},{year},{Services[service]},{cents / 100m:0.00}");
            lines.EndLine();
        }
    }

    public static void AddMonths(Lines lines, string aco, Person person, int year)
    {
        string[] words = ["", "esrd", "disabled", "aged_dual", "aged_non_dual"];
        for (var type = EnrollmentType.Esrd; type <= EnrollmentType.AgedNonDual; type++)
        {
            var months = Enumerable.Range((year - person.FirstYear) * 12, 12).Count(month => person.TypeIn(month) == type);
            if (months == 0)
                continue;
            lines.Text($"{aco},{person.NewestMbi},{year},{words[(int)type]},{months}");
            lines.EndLine();
        }
    }

    public static void AddDecision(Lines lines, string aco, string person, int year, Decision decision)
    {
        lines.Text($"{person},{aco},{year},{(decision.IsAssigned ? 1 : 0)},{decision.Reason}");
        lines.EndLine();
    }

    private static void Count(SortedDictionary<(int, int), long> sums, ClaimVersion version, int service, int sign)
    {
        // A Part A claim falls in the year of its own last day, a line of Part B in that of the line's.
        var paid = Standing.Paid(version);
        var key = (Days.YearOf(version.Claim.IsInstitutional || version.Lines.Count == 0 ? version.Thru : version.Lines[0].Thru), service);
        sums[key] = sums.GetValueOrDefault(key) + sign * paid;
    }
}
