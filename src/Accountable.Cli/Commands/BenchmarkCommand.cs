using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Runs.Mips;

namespace Accountable.Cli.Commands;

/// <summary>Shows and draws the benchmarks of a measure.</summary>
internal static class BenchmarkCommand
{
    public static Command Create()
    {
        var measure = new Argument<string>("MEASURE") { Description = "The measure's identifier, such as 001, 479 or COST_ACOPD_1." };
        var year = CommonOptions.Year();
        year.Required = true;
        var method = new Option<string?>("--method")
        {
            Description = "One collection type: registry, electronicHealthRecord, claims, cmsWebInterface, "
                + "certifiedSurveyVendor, administrativeClaims.",
            HelpName = "METHOD",
        };
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("benchmark", """
            Shows where the deciles of a measure begin and draws them: each figure of the strip is the decile that a rate reaches.

            Example:
              accountable mips benchmark 236 --year 2024 --method registry
            """)
        {
            measure, year, method, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(parsed.GetValue(year)!.Value), parsed.GetValue(asOf));
            var id = parsed.GetValue(measure)!;
            var all = Benchmark.Of(id, law).ToList();
            var wanted = parsed.GetValue(method) is { } only ? [.. all.Where(benchmark => benchmark.Method == only)] : all;
            if (wanted.Count == 0)
            {
                var known = all.Count > 0 ? $"it has them for {string.Join(", ", all.Select(benchmark => benchmark.Method))}"
                    : "it has none, or there is no such measure";
                Console.Error.WriteLine($"error: measure {id} has no such benchmark in {law.Year}: {known}.");
                return Exit.NotHeld;
            }
            var shown = parsed.GetValue(format) ?? Printer.Default;
            Printer.Print(BenchmarkView.Of(wanted), shown);
            foreach (var benchmark in shown == Format.Table ? wanted : [])
                Printer.Write($"\n{BenchmarkView.Strip(benchmark, law)}");
            return Exit.Done;
        });
        return command;
    }
}
