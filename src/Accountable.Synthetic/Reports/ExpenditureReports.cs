using System.Runtime.InteropServices;
using System.Text;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Reports;

/// <summary>An assigned person's months and cents of one enrolment type in a year, as CMS would count them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReportShare(int Aco, int Year, int Type, int Months, double Cents, bool Declined);

/// <summary>What CMS would report of each ACO and year: table 1 of the expenditure and utilization report. It counts everybody assigned,
/// also who declined to share data, and every claim that was loaded by March 31 after the year, also those that no delivery
/// holds.</summary>
internal sealed class ExpenditureReports(Market market)
{
    private static readonly string[] Labels = ["ESRD", "Disabled", "Aged/Dual", "Aged/Non-dual"];
    private readonly Dictionary<(int Aco, int Year), List<ReportShare>> _shares = [];
    private readonly Dictionary<(int Aco, int Year), (int Assigned, int Declined)> _people = [];

    /// <summary>Adds an assigned person's year.</summary>
    public static void Add(List<ReportShare> into, Person person, Ledger ledger, int aco, int year)
    {
        Span<int> months = stackalloc int[FactorFiles.TypeCount];
        Span<double> cents = stackalloc double[FactorFiles.TypeCount];
        FactorFiles.Spend(person, ledger, year, Days.Of(year + 1, 3, 31), months, cents);
        var (first, any) = (true, false);
        for (var type = 0; type < FactorFiles.TypeCount; type++)
            any |= months[type] > 0;
        for (var type = 0; type < FactorFiles.TypeCount; type++)
        {
            // Who has no month of any type counts as a person once all the same.
            if (months[type] == 0 && (any || type > 0))
                continue;
            into.Add(new ReportShare(aco, year, first ? type : type + FactorFiles.TypeCount, months[type], cents[type], person.Declined));
            first = false;
        }
    }

    /// <summary>Takes what some people made.</summary>
    public void Take(List<ReportShare> shares)
    {
        foreach (var share in shares)
        {
            var key = (share.Aco, share.Year);
            if (!_shares.TryGetValue(key, out var own))
                _shares.Add(key, own = []);
            own.Add(share with { Type = share.Type % FactorFiles.TypeCount });
            if (share.Type < FactorFiles.TypeCount)
            {
                var (assigned, declined) = _people.GetValueOrDefault(key);
                _people[key] = (assigned + 1, declined + (share.Declined ? 1 : 0));
            }
        }
    }

    /// <summary>Writes a report an ACO and year into the folder <c>reports</c>.</summary>
    public void Write(string folder, FactorFiles factors)
    {
        var reports = Directory.CreateDirectory(Path.Combine(folder, "reports")).FullName;
        foreach (var ((aco, year), shares) in _shares.OrderBy(pair => pair.Key))
        {
            var (months, dollars) = (new int[FactorFiles.TypeCount], new double[FactorFiles.TypeCount]);
            foreach (var share in shares.Where(share => share.Months > 0))
            {
                var limit = factors.ThresholdOf(year, share.Type);
                var annual = Math.Clamp(share.Cents / 100 * 12 / share.Months, -limit, limit);
                months[share.Type] += share.Months;
                dollars[share.Type] += annual * FactorFiles.Completion * share.Months / 12;
            }
            var (assigned, declined) = _people[(aco, year)];
            var text = new StringBuilder("Table 1. Aggregate Expenditure/Utilization Report\n,ACO-Specific\n");
            text.Append($"Total assigned beneficiaries,{assigned}\n");
            text.Append($"Assigned beneficiaries who declined to share data,{declined}\nPerson Years by Medicare Enrollment Type\n");
            for (var type = 0; type < FactorFiles.TypeCount; type++)
                text.Append($"{Labels[type]},{months[type] / 12.0:0.000000}\n");
            text.Append("Total Expenditures per Assigned Beneficiary by Medicare Enrollment Type\n");
            for (var type = 0; type < FactorFiles.TypeCount; type++)
                text.Append(months[type] == 0 ? $"{Labels[type]},-\n" : $"{Labels[type]},{dollars[type] * 12 / months[type]:0.000000}\n");
            text.Append("Truncation Thresholds\n");
            for (var type = 0; type < FactorFiles.TypeCount; type++)
                text.Append($"{Labels[type]},{factors.ThresholdOf(year, type):0.00}\n");
            text.Append($"Completion Factor,{FactorFiles.Completion}\n");
            var name = $"P.{market.Acos[aco].Id}.ACO.AEXPU.Y{year}.D{(year + 1) % 100:00}9999.T0100000.csv";
            File.WriteAllText(Path.Combine(reports, name), text.ToString());
        }
    }
}
