using System.Runtime.InteropServices;
using System.Text;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Processing;
using Accountable.Synthetic.Truth;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Reports;

/// <summary>An assignable person's months of one enrolment type in a year, on the way to the factors.</summary>
/// <param name="Year">The year's place.</param>
/// <param name="County">The county's place.</param>
/// <param name="Type">The enrolment type's place.</param>
/// <param name="Months">Months of it.</param>
/// <param name="Cents">What was spent in them: add-ons out, sequestration added back.</param>
/// <param name="Risk">The person's cost as a multiple of the mean.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FactorShare(int Year, int County, int Type, int Months, double Cents, double Risk);

/// <summary>What CMS would publish of the generated nation: the folder <c>factors</c>. Expenditures, thresholds and person-years are
/// counted over every assignable person; risk is the generator's own; growth of the prospective trend is declared.</summary>
internal sealed class FactorFiles(Market market)
{
    /// <summary>Declared, and no source for anything: a little above and below what dollars grow by.</summary>
    private const double EsrdGrowth = 0.060;
    private const double OtherGrowth = 0.078;
    private const double Completion = 1.013;
    private const int TypeCount = 4;
    private const int Bins = 4_000;
    private const double DollarsABin = 500;
    private const double Percentile = 0.99;
    private const int FirstProspective = 2024;
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];
    private static readonly string[] Titles = ["ESRD", "DISABLED", "AGED/DUAL", "AGED/NON-DUAL"];

    // Sums by bins of annual dollars, so that memory does not grow with the people: the threshold is known only at the end.
    private readonly Dictionary<(int Year, int County, int Type), Cell> _cells = [];

    /// <summary>Adds an assignable person's year: whoever had a primary care service of a physician.</summary>
    public static void Add(List<FactorShare> into, Person person, Ledger ledger, List<PrimaryCareService> services, Market market, int year,
        int lastLoad)
    {
        if (!services.Exists(service => Days.YearOf(service.Day) == year
            && (service.IsOfClinic || service.Giver is Giver.PrimaryCarePhysician or Giver.NamedSpecialist)))
            return;
        Span<int> months = stackalloc int[TypeCount];
        Span<double> cents = stackalloc double[TypeCount];
        var first = (year - person.FirstYear) * 12;
        for (var month = first; month < first + 12; month++)
        {
            if (person.TypeIn(month) is var type and not EnrollmentType.None)
                months[(int)type - 1]++;
        }
        foreach (var claim in ledger.Claims)
        {
            if (TruthRows.Service(claim.Type) is null)
                continue;
            foreach (var version in Standing.Of(claim, lastLoad))
            {
                var day = claim.IsInstitutional || version.Lines.Count == 0 ? version.Thru : version.Lines[0].Thru;
                if (Days.YearOf(day) != year || person.TypeIn(person.MonthOf(day)) is not (var type and not EnrollmentType.None))
                    continue;
                var addOns = claim.Type == ClaimType.Inpatient ? claim.OperatingTeaching + claim.CapitalTeaching + claim.OperatingPoor
                    + claim.CapitalPoor + claim.Uncompensated : 0;
                var paid = Standing.Paid(version);
                cents[(int)type - 1] += paid == 0 ? 0 : (paid * 100.0 / (100 - Sequestration.Percent(day))) - addOns;
            }
        }
        var county = 0;
        while (market.Counties[county] != person.CountyIn(year))
            county++;
        for (var type = 0; type < TypeCount; type++)
        {
            if (months[type] > 0)
                into.Add(new FactorShare(year - person.FirstYear, county, type, months[type], cents[type], person.Risk));
        }
    }

    /// <summary>Takes what some people made.</summary>
    public void Take(List<FactorShare> shares)
    {
        foreach (var share in shares)
        {
            var key = (share.Year, share.County, share.Type);
            if (!_cells.TryGetValue(key, out var cell))
                _cells.Add(key, cell = new Cell());
            var annual = share.Cents / 100 * 12 / share.Months;
            var bin = Math.Clamp((int)(annual / DollarsABin), 0, Bins - 1);
            cell.People[bin]++;
            cell.Months[bin] += share.Months;
            cell.Dollars[bin] += share.Cents / 100;
            cell.Risk += share.Risk * share.Months;
        }
    }

    /// <summary>Writes the folder.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "factors"));
        var national = new StringBuilder("year,enrollment_type,per_capita_expenditures,truncation_threshold,completion_factor\n");
        for (var year = market.FirstYear; year <= market.LastYear; year++)
        {
            var county = new StringBuilder("Year,State Name,County Name,State ID,County ID");
            foreach (var title in Titles)
                county.Append($",Per capita {title} expenditures,Average {title} HCC risk score,{title} person-years");
            county.Append('\n');
            var thresholds = Enumerable.Range(0, TypeCount).Select(type => Threshold(year, type)).ToArray();
            for (var type = 0; type < TypeCount; type++)
            {
                var (dollars, months, _) = Sum(year, null, type, thresholds[type]);
                if (months > 0)
                {
                    national.Append($"{year},{Types[type]},{dollars * Completion * 12 / months:0.00},");
                    national.Append($"{thresholds[type]:0.00},{Completion}\n");
                }
            }
            for (var place = 0; place < market.Counties.Count; place++)
            {
                var of = market.Counties[place];
                county.Append($"{year},Alabama,{of.Name},{int.Parse(of.Ssa[..2])},{int.Parse(of.Ssa[2..])}");
                for (var type = 0; type < TypeCount; type++)
                {
                    var (dollars, months, risk) = Sum(year, place, type, thresholds[type]);
                    var (_, allMonths, allRisk) = Sum(year, null, type, thresholds[type]);
                    if (months > 0)
                        county.Append($",{dollars * Completion * 12 / months:0.00},{risk / months / (allRisk / allMonths):0.00000},"
                            + $"{months / 12.0:0.00}");
                    else
                        county.Append(",.,.,.");
                }
                county.Append('\n');
            }
            File.WriteAllText(Path.Combine(folder, "factors", $"county-{year}.csv"), county.ToString());
        }
        File.WriteAllText(Path.Combine(folder, "factors", "national.csv"), national.ToString());
        var trend = new StringBuilder("agreement_start_year,performance_year,population,growth_from_by3\n");
        for (var start = Math.Max(FirstProspective, market.FirstYear); start <= market.LastYear; start++)
        {
            for (var year = start; year <= market.LastYear; year++)
            {
                var years = year - start + 1;
                trend.Append($"{start},{year},esrd,{Math.Pow(1 + EsrdGrowth, years) - 1:0.0000}\n");
                trend.Append($"{start},{year},aged_disabled,{Math.Pow(1 + OtherGrowth, years) - 1:0.0000}\n");
            }
        }
        File.WriteAllText(Path.Combine(folder, "factors", "acpt.csv"), trend.ToString());
    }

    /// <summary>The upper edge of the bin that holds the percentile of all counties.</summary>
    private double Threshold(int year, int type)
    {
        var counts = new long[Bins];
        foreach (var (_, cell) in _cells.Where(pair => pair.Key.Year == year - market.FirstYear && pair.Key.Type == type))
        {
            for (var bin = 0; bin < Bins; bin++)
                counts[bin] += cell.People[bin];
        }
        var (all, sum) = (counts.Sum(), 0L);
        for (var bin = 0; bin < Bins; bin++)
        {
            sum += counts[bin];
            if (sum >= all * Percentile)
                return (bin + 1) * DollarsABin;
        }
        return Bins * DollarsABin;
    }

    /// <summary>Truncated dollars, months and risk times months, of one county or all.</summary>
    private (double Dollars, long Months, double Risk) Sum(int year, int? county, int type, double threshold)
    {
        var (dollars, months, risk) = (0.0, 0L, 0.0);
        foreach (var (key, cell) in _cells.Where(pair => pair.Key.Year == year - market.FirstYear && pair.Key.Type == type
            && (county is null || pair.Key.County == county)).OrderBy(pair => pair.Key.County))
        {
            risk += cell.Risk;
            for (var bin = 0; bin < Bins; bin++)
            {
                months += cell.Months[bin];
                dollars += bin * DollarsABin >= threshold ? threshold * cell.Months[bin] / 12 : cell.Dollars[bin];
            }
        }
        return (dollars, months, risk);
    }

    /// <summary>Sums of one county, type and year by bins of annual dollars.</summary>
    private sealed class Cell
    {
        public int[] People { get; } = new int[Bins];

        public long[] Months { get; } = new long[Bins];

        public double[] Dollars { get; } = new double[Bins];

        public double Risk { get; set; }
    }
}
