using System.Globalization;
using System.Text;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Reports;

/// <summary>What each ACO agreed to, in our own columns. Its first agreement period starts with the fifth year: the three years before it
/// are benchmark years, and scores of the first of these need diagnoses of the year before.</summary>
internal static class AgreementLists
{
    private const int YearsBefore = 4;
    private const int FirstProspective = 2024;

    private const string Header =
        "aco_id,performance_year,agreement_start,agreement_period,times_adjusted,track,minimum_rate,low_revenue\n";

    public static void Write(string folder, Market market)
    {
        var start = Math.Max(FirstProspective, Math.Min(market.FirstYear + YearsBefore, market.LastYear));
        foreach (var aco in market.Acos)
        {
            var text = new StringBuilder(Header);
            for (var year = start; year <= market.LastYear; year++)
            {
                // Every second one bears more risk and has the minimum rate of its size.
                var terms = aco.Number % 2 == 0 ? "basic-e,0.005,1" : "enhanced,,0";
                text.Append(CultureInfo.InvariantCulture, $"{aco.Id},{year},{start}-01-01,1,1,{terms}\n");
            }
            File.WriteAllText(Path.Combine(folder, aco.Id, "agreements.csv"), text.ToString());
        }
    }
}
