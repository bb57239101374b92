using System.Diagnostics;
using System.Globalization;
using System.Text;
using Accountable.Data.Engines;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Benchmarks;

/// <summary>Assignment of a year over growing populations, against a floor: allowed charges added up by person in a bare scan of the same
/// lines.</summary>
internal static class AssignmentBenchmark
{
    private const int Year = 2024;
    private const int BasePeople = 2_500;
    private const int Tries = 3;

    /// <summary>Times every person is there: from some ten thousand to a million of an ACO's people.</summary>
    private static readonly int[] Copies = [6, 60, 600];

    public static void Run(string results, int[]? asked)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(Year));
        var text = new StringBuilder("# Assignment\n\n");
        text.Append(CultureInfo.InvariantCulture, $"One ACO, performance year {Year}, retrospective, on {Environment.ProcessorCount} cores, ")
            .Append("from relations as a store keeps them to a determination of each person. Best of three. Written by the argument ")
            .Append("`assignment` of the benchmarks. The people are generated ones, each several times under keys of its own. ")
            .Append("The floor adds up allowed charges by person over the same lines of the year.\n\n")
            .Append("| people | Part B lines | seconds | floor | times the floor | lines/s | peak MB |\n")
            .Append("|---|---|---|---|---|---|---|\n");
        using var store = new ScaledStore(BasePeople, Year, Year);
        foreach (var copies in asked ?? Copies)
        {
            using var engine = store.Times(copies);
            var lines = Count(engine, "select count(*) from core.professional_lines");
            var floor = Best(() => Count(engine, $"""
                select count(*) from (select bene_key, sum(signed_allowed) from core.professional_lines
                                      where clm_line_thru_dt >= date '{Year}-01-01' and not is_denied group by bene_key) sums
                """));
            Memory.ForgetPeak();
            var people = 0;
            var seconds = Best(() =>
            {
                var request = new AssignmentRequest("A0001", law.Year, AssignmentMethod.Retrospective, law, 1);
                var run = new AssignmentRun(engine, request, ParticipantList.OfStore(engine, Year), new HeldPeople(new HashSet<long>(), []));
                people = run.Determine().Count();
            });
            text.Append(CultureInfo.InvariantCulture, $"| {people:N0} | {lines:N0} | {seconds:0.00} | {floor:0.00} | ")
                .Append(CultureInfo.InvariantCulture, $"{seconds / floor:0.0} | {lines / seconds:N0} | {Memory.Peak():N0} |\n");
            Console.Error.WriteLine(text.ToString().Split('\n')[^2]);
        }
        text.Append("\nBudgets: 2 million lines in 2 s; ten times the people in at most eleven times the time; a million people in 6 GB.\n");
        Directory.CreateDirectory(results);
        File.WriteAllText(Path.Combine(results, "assignment.md"), text.ToString());
        Console.Write(text);
    }

    private static double Best(Action work)
    {
        var best = double.MaxValue;
        for (var i = 0; i < Tries; i++)
        {
            GC.Collect();
            var clock = Stopwatch.StartNew();
            work();
            best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }
        return best;
    }

    private static long Count(IEngine engine, string sql)
    {
        using var reader = engine.Query(sql);
        reader.Read();
        return reader.GetInt64(0);
    }
}
