using System.Globalization;

namespace Accountable.Tests.Mips;

/// <summary>A second implementation of the quality category of traditional MIPS, written from the reference's tables alone.</summary>
/// <remarks>It reads the tables as text, holds every number of law itself and shares no code with the product.</remarks>
internal static class NaiveQuality
{
    public sealed record Reported(string Id, string Method, decimal Rate, int Cases, decimal CompletePercent, bool EndToEnd, bool Suppressed);

    private static readonly Dictionary<int, Dictionary<(string, string), string[]>> Benchmarks = [];
    private static readonly Dictionary<int, Dictionary<string, string[]>> Measures = [];
    private static Dictionary<string, int>? _newMeasures;

    public static IEnumerable<(string Id, string Method)> Known(int year) =>
        BenchmarksOf(year).Keys.Where(key => key.Item2 is "registry" or "claims" or "electronicHealthRecord" && MeasuresOf(year).ContainsKey(key.Item1));

    public static decimal[] Edges(int year, string id, string method) =>
        [.. BenchmarksOf(year)[(id, method)].Skip(7).Where(cell => cell.Length > 0).Select(Number)];

    public static decimal? Percent(int year, IReadOnlyList<Reported> all, bool small)
    {
        var sets = year <= 2018 ? all.GroupBy(one => one.Method).Select(group => group.ToList()).ToList() : [all.ToList()];
        return sets.Select(set => OfSet(year, set, small)).Max();
    }

    private static decimal? OfSet(int year, List<Reported> set, bool small)
    {
        var suppressed = set.GroupBy(one => one.Id).Count(same => same.All(one => one.Suppressed));
        var places = 6 - suppressed;
        if (places <= 0)
            return null;
        var best = set.Where(one => !one.Suppressed).GroupBy(one => one.Id)
            .Select(same => same.Select(one => (One: one, Points: Points(year, one, small))).MaxBy(pair => pair.Points))
            .OrderByDescending(pair => pair.Points).ThenBy(pair => pair.One.Id, StringComparer.Ordinal).ToList();
        var required = best.Where(pair => Outcome(year, pair.One.Id)).Concat(best.Where(pair => High(year, pair.One.Id))).Select(pair => pair.One.Id).FirstOrDefault();
        decimal earned = 0;
        var filled = 1;
        foreach (var (one, points) in best)
        {
            if (one.Id == required)
                earned += points;
            else if (filled < places)
            {
                earned += points;
                filled++;
            }
        }
        decimal possible = 10 * places;
        decimal bonus = year >= 2019 && small && set.Count > 0 ? 6 : 0;
        if (year <= 2021)
        {
            var eligible = set.GroupBy(one => one.Id)
                .Select(same => same.Select(one => (One: one, Points: Points(year, one, small))).MaxBy(pair => pair.Points))
                .Where(pair => High(year, pair.One.Id) && pair.One.Cases >= Least(pair.One.Id) && pair.One.CompletePercent >= Complete(year)
                    && pair.One.Rate > 0)
                .OrderByDescending(pair => pair.Points).ThenBy(pair => pair.One.Id, StringComparer.Ordinal).Select(pair => pair.One).ToList();
            var first = eligible.FirstOrDefault(one => Outcome(year, one.Id)) ?? eligible.FirstOrDefault();
            var high = eligible.Where(one => one.Id != first?.Id)
                .Sum(one => Outcome(year, one.Id) || MeasuresOf(year)[one.Id][2] == "patientEngagementExperience" ? 2 : 1);
            var electronic = set.Where(one => one.EndToEnd).Select(one => one.Id).Distinct().Count();
            bonus += Math.Min(high, possible / 10) + Math.Min(electronic, possible / 10);
        }
        return Math.Min(100, 100 * (earned + bonus) / possible);
    }

    private static decimal Points(int year, Reported one, bool small)
    {
        var complete = one.CompletePercent >= Complete(year);
        decimal points;
        if (!complete)
            points = year == 2017 || small ? 3 : year <= 2019 ? 1 : 0;
        else if (one.Cases < Least(one.Id) || !BenchmarksOf(year).TryGetValue((one.Id, one.Method), out var benchmark))
            points = year <= 2022 || small ? 3 : 0;
        else
        {
            points = Math.Max(Decile(benchmark, one.Rate), year <= 2022 ? 3 : 1);
            var capped = year == 2018 ? one.Id is "021" or "023" or "052" or "224" or "262" or "359" : year >= 2019 && benchmark[5] == "1";
            points = capped ? Math.Min(points, 7) : points;
        }
        if (complete && year >= 2022 && NewMeasures.TryGetValue(one.Id, out var first))
            points = Math.Max(points, year == first ? 7 : year == first + 1 ? 5 : 0);
        return points;
    }

    private static decimal Decile(string[] benchmark, decimal rate)
    {
        var inverse = benchmark[3] == "1";
        bool Reached(decimal edge) => inverse ? edge >= rate : edge <= rate;
        for (var decile = 10; decile >= 1; decile--)
        {
            var start = benchmark[6 + decile];
            if (start.Length == 0 || !Reached(Number(start)))
                continue;
            if (decile == 10)
                return 10;
            var (a, b) = (Number(start), Number(benchmark[7 + decile]));
            return decile + ((inverse ? a - rate : rate - a) / (inverse ? a - b : b - a));
        }
        return 1;
    }

    private static decimal Complete(int year) => year switch { 2017 => 50, 2018 or 2019 => 60, <= 2023 => 70, _ => 75 };

    private static int Least(string id) => id switch { "458" or "479" => 200, "480" => 25, "484" or "MCC1" => 18, "492" => 21, _ => 20 };

    private static bool Outcome(int year, string id) =>
        MeasuresOf(year)[id][2] is "outcome" or "intermediateOutcome" or "patientReportedOutcome" or "intermediateOutcomeAndProcess";

    private static bool High(int year, string id) => MeasuresOf(year)[id][5] == "1";

    private static Dictionary<string, int> NewMeasures =>
        _newMeasures ??= Rows("new-measures").ToDictionary(row => row[0], row => int.Parse(row[1], CultureInfo.InvariantCulture));

    private static Dictionary<(string, string), string[]> BenchmarksOf(int year) => Benchmarks.TryGetValue(year, out var known) ? known
        : Benchmarks[year] = Rows($"benchmarks-{year}").ToDictionary(row => (row[0], row[1]));

    private static Dictionary<string, string[]> MeasuresOf(int year) => Measures.TryGetValue(year, out var known) ? known
        : Measures[year] = Rows($"measures-{year}").Where(row => row[1] == "quality").ToDictionary(row => row[0]);

    private static IEnumerable<string[]> Rows(string table) =>
        File.ReadLines(Tests.Repository.PathOf("rules", "tables", "mips", $"{table}.csv")).Skip(1).Select(line => line.Split(','));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
