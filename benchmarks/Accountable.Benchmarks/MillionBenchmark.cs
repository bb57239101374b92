using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Engines;
using Accountable.Data.Factors;
using Accountable.Rules;
using Accountable.Runs.Aco;

namespace Accountable.Benchmarks;

/// <summary>From relations as a store keeps them to the settlement, for growing populations up to a million people of one ACO: time and
/// memory, beside a bare sum over the same claims.</summary>
internal static class MillionBenchmark
{
    private const int BasePeople = 20_000;
    private const int FirstYear = 2021;
    private const int LastYear = 2025;
    private const decimal Quality = 0.80m;

    /// <summary>Times every person is there.</summary>
    private static readonly int[] Copies = [6, 60];

    public static void Run(string results, int[]? asked)
    {
        var text = new StringBuilder("# The settlement of a million people\n\n");
        text.Append(CultureInfo.InvariantCulture, $"One ACO, performance year {LastYear}, three benchmark years and the diagnoses of the year ")
            .Append(CultureInfo.InvariantCulture, $"before them, on {Environment.ProcessorCount} cores. Written by the argument `million` of the ")
            .Append("benchmarks. The people are generated ones, each several times under keys of its own, laid out as a store lays out its ")
            .Append("parts; *national* has the nation's mean scores given, *store* takes those of everybody in the files. ")
            .Append("The floor adds up what was paid by person.\n\n")
            .Append("| people in the files | assigned | claims and lines | means | seconds | processor seconds | floor, seconds | peak MB |\n")
            .Append("|---|---|---|---|---|---|---|---|\n");
        var measured = new List<(long People, double Processor)>();
        using var store = new ScaledStore(BasePeople, FirstYear, LastYear);
        foreach (var copies in asked ?? Copies)
        {
            using var engine = store.Times(copies);
            var people = Count(engine, "select count(distinct bene_key) from core.newest_demographics");
            var claims = Count(engine, "select count(*) from core.expenditures");
            var floor = Stopwatch.StartNew();
            Count(engine, "select count(*) from (select bene_key, sum(paid) from core.expenditures group by bene_key) sums");
            var floorSeconds = floor.Elapsed.TotalSeconds;
            var request = new AcoRequest
            {
                Store = "scaled", Aco = "A0001", Year = new PerformanceYear(LastYear), Book = RuleBook.Embedded,
                Factors = FactorFolder.Read(store.Factors), QualityScore = Quality, EstimateMeans = true, Scope = AcoScope.Settlement,
            };
            foreach (var means in new[] { "store", "national" })
            {
                GC.Collect();
                Memory.ForgetPeak();
                var (clock, processor) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
                var result = AcoRun.Run(request, store.Store, engine, new Said(clock));
                var used = (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds;
                if (result.Settlement is null)
                    throw new InvalidOperationException("There is no settlement: " + result.Missing[0].Because);
                text.Append(CultureInfo.InvariantCulture, $"| {people:N0} | {result.Years[^1].Assigned.Count:N0} | {claims:N0} | {means} | ")
                    .Append(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:0.0} | {used:0.0} | {floorSeconds:0.00} | ")
                    .Append(CultureInfo.InvariantCulture, $"{Memory.Peak():N0} |\n");
                Console.Error.WriteLine(text.ToString().Split('\n')[^2]);
                measured.Add((people, used));
                request = request with { Factors = result.Request.Factors, EstimateMeans = false };
            }
        }
        var (few, many) = (measured[1], measured[^1]);
        text.Append(CultureInfo.InvariantCulture, $"\nFrom {few.People:N0} to {many.People:N0} people, {many.People / (double)few.People:0.0} times as ")
            .Append(CultureInfo.InvariantCulture, $"many, the run takes {many.Processor / few.Processor:0.0} times the processor time. ")
            .Append("Budgets: ten times the people in at most eleven times the time; a million people in 6 GB.\n");
        Directory.CreateDirectory(results);
        File.WriteAllText(Path.Combine(results, "million.md"), text.ToString());
        Console.Write(text);
    }

    private static long Count(IEngine engine, string sql)
    {
        using var reader = engine.Query(sql);
        reader.Read();
        return reader.GetInt64(0);
    }

    private sealed class Said(Stopwatch clock) : IProgress<AcoProgress>
    {
        public void Report(AcoProgress value) =>
            Console.Error.WriteLine($"{value.Step} at {clock.Elapsed.TotalSeconds:0.0} s, peak so far {Memory.Peak():N0} MB");
    }
}
