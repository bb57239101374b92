using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary><c>mssp benchmark</c>: an ACO's benchmark from CMS's factors and its history, which is a file or comes from a store.</summary>
internal static class MsspBenchmarkCommand
{
    private static readonly string[] Formats = ["table", "csv", "json", "html"];
    private static readonly string[] Tracks = ["basic", "enhanced"];

    public static Command Create()
    {
        var history = new Option<string?>("--history")
        {
            Description = "The ACO's benchmark years and performance year by enrollment type (docs/reference/benchmark-inputs.md).",
            HelpName = "H.csv",
        };
        var store = new AcoOptions(isRequired: false);
        var factors = new Option<string?>("--factors")
        {
            Description = "The folder of CMS's national and regional factors.", HelpName = "DIR",
        };
        var counties = new Option<string?>("--assigned-counties")
        {
            Description = "The ACO's assigned person-years by county, for regional figures from county files.", HelpName = "C.csv",
        };
        var start = Start();
        var year = CommonOptions.Year(description: "The performance year.");
        year.Required = true;
        var period = new Option<int>("--agreement-period")
        {
            Description = "Which agreement period of the ACO it is; 1, the first, unless given.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var times = new Option<int?>("--times-adjusted")
        {
            Description = "How often the benchmark is adjusted for regional expenditures, this agreement period included.", HelpName = "N",
        };
        var track = new Option<string?>("--track")
        {
            Description = "basic or enhanced, where a weight depends on it.", HelpName = "basic|enhanced",
        };
        track.AcceptOnlyFromAmong(Tracks);
        var rate = new Option<decimal?>("--minimum-rate")
        {
            Description = "The minimum loss rate, or the savings rate of a one-sided ACO, as a fraction: for the guardrail.",
            HelpName = "0.02",
        };
        var against = new Option<string?>("--against")
        {
            Description = "Compare with the same years under another participant list or assignment rules, or with an overlay (.yaml).",
            HelpName = "FILE",
        };
        var explain = new Option<bool>("--explain") { Description = "Add the derivation of each sum." };
        var format = new Option<string?>("--format") { Description = "table, csv, json or html.", HelpName = "table|csv|json|html" };
        format.AcceptOnlyFromAmong(Formats);
        var output = CommonOptions.Out("Write to a file: .csv with its manifest beside it, .json or .html.");
        var overlays = CommonOptions.Overlay();
        var asOf = CommonOptions.AsOf();
        var command = new Command("benchmark", """
            Computes an ACO's historical and updated benchmark as far as the factors reach, and says what is missing.

            Examples:
              accountable mssp benchmark --history H.csv --factors factors --agreement-start 2024 --year 2024
              accountable mssp benchmark --history H.csv --factors factors --agreement-start 2019-07 --year 2022 --out why.html
              accountable mssp benchmark --history H.csv --factors factors --agreement-start 2024 --year 2025 --against H-new-list.csv
              accountable mssp benchmark --store claims --aco A0001 --year 2025 --factors factors
            """)
        {
            history, factors, counties, start, year, period, times, track, rate, against, explain, format, output, overlays, asOf,
        };
        store.AddStoreTo(command);
        command.SetAction(parsed =>
        {
            if (store.IsStore(parsed))
            {
                if (parsed.GetValue(history) is not null || parsed.GetValue(counties) is not null || parsed.GetValue(against) is not null)
                    throw new UsageException("--store makes the history and the counties itself; leave out --history, "
                        + "--assigned-counties and --against");
                return FromStore(store.Run(parsed, AcoScope.Benchmark, parsed.GetValue(year), parsed.GetValue(factors), null,
                    parsed.GetValue(overlays), parsed.GetValue(asOf), null, Overrides(
                        parsed.GetValue(start), Given(parsed, period), parsed.GetValue(times), parsed.GetValue(track),
                        parsed.GetValue(rate))),
                    parsed.GetValue(format), parsed.GetValue(output), parsed.GetValue(explain));
            }
            if (parsed.GetValue(history) is null || parsed.GetValue(start) is null)
                throw new UsageException("give --history and --agreement-start, or --store and --aco");
            var files = new[] { parsed.GetValue(history)!, parsed.GetValue(counties), parsed.GetValue(against) };
            var path = CommonOptions.Output(parsed.GetValue(output), [.. files.OfType<string>()]);
            var shown = FormatOf(parsed.GetValue(format), path);
            var explained = parsed.GetValue(explain) || shown is "html" || parsed.GetValue(against) is not null;
            if (parsed.GetValue(explain) && shown == "csv")
                throw new UsageException("--explain has no place in CSV; use --format table, json or html");
            var request = new BenchmarkRequest(
                parsed.GetValue(start)!.Value, new PerformanceYear(parsed.GetValue(year)!.Value),
                Number(parsed.GetValue(period), "--agreement-period"),
                parsed.GetValue(times) is { } given ? Number(given, "--times-adjusted") : null,
                parsed.GetValue(track), Rate(parsed.GetValue(rate)));
            var run = new BenchmarkRun(CommonOptions.Book(parsed.GetValue(overlays)), parsed.GetValue(asOf), explained);
            var inputs = new BenchmarkInputs(
                AcoHistory.Read(files[0]!),
                files[1] is { } named ? AssignedCounties.Read(named) : null,
                parsed.GetValue(factors) is { } folder ? FactorFolder.Read(folder) : null);
            Printer.Findings(inputs.Findings);
            var outcome = run.Compute(request, inputs);
            var manifest = new Manifest { Pipeline = "mssp benchmark", Book = run.Book, AsOf = run.AsOf, Inputs = inputs.Files };
            if (files[2] is { } other)
                Emit(BenchmarkComparison.Write(outcome, Other(other, request, run, inputs), shown), path);
            else
                Print(outcome, manifest, shown, parsed.GetValue(explain), path);
            Say(outcome, run);
            return outcome.Missing.Count > 0 || inputs.Findings.Any(finding => finding.Severity != Data.Severity.Warning)
                ? Exit.NotHeld
                : Exit.Done;
        });
        return command;
    }

    /// <summary>What options say in the place of the agreement's row.</summary>
    private static Func<AgreementYear, AgreementYear> Overrides(DateOnly? start, int? period, int? times, string? track, decimal? rate) =>
        row => row with
        {
            Start = start ?? row.Start, Period = period is { } number ? Number(number, "--agreement-period") : row.Period,
            TimesAdjusted = times is { } given ? Number(given, "--times-adjusted") : row.TimesAdjusted,
            Track = track switch { "enhanced" => "enhanced", "basic" => row.Track is null ? "basic-e" : row.Track, _ => row.Track },
            MinimumRate = Rate(rate) ?? row.MinimumRate,
        };

    private static int? Given(ParseResult parsed, Option<int> option) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private static int FromStore(AcoResult result, string? format, string? output, bool explain)
    {
        if (result.Benchmark is { } outcome)
            Print(outcome, result.Manifest, FormatOf(format, output), explain, output);
        return AcoOptions.Say(result);
    }

    private static BenchmarkOutcome Other(string path, BenchmarkRequest request, BenchmarkRun run, BenchmarkInputs inputs)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml")
        {
            if (!File.Exists(path))
                throw new UsageException($"there is no overlay {path}");
            var book = run.Book.With(Rules.Yaml.OverlayFile.Read(path, run.Book));
            return new BenchmarkRun(book, run.AsOf, traced: true).Compute(request, inputs);
        }
        var history = AcoHistory.Read(path);
        Printer.Findings(history.Findings);
        return run.Compute(request, inputs with { History = history });
    }

    private static void Print(BenchmarkOutcome outcome, Manifest manifest, string format, bool explain, string? path)
    {
        switch (format)
        {
            case "html":
                Emit(BenchmarkPage.Html(outcome, manifest), path);
                break;
            case "json":
                Emit(Printer.Json(json => BenchmarkPage.Write(json, outcome, manifest)), path);
                break;
            case "csv" when path is not null:
                Printer.WriteFile(path, BenchmarkTables.Of(outcome).ToCsv());
                Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), manifest.ToJson());
                break;
            default:
                if (path is not null)
                    throw new UsageException("--out writes .csv, .json or .html; name such a file or give --format");
                Printer.Print(BenchmarkTables.Of(outcome), format == "csv" ? Format.Csv : Format.Table);
                if (explain)
                    Printer.Write($"\n{BenchmarkPage.Outline(outcome)}");
                break;
        }
    }

    private static void Say(BenchmarkOutcome outcome, BenchmarkRun run)
    {
        foreach (var note in outcome.Notes)
            Console.Error.WriteLine($"note: {note}");
        foreach (var missing in outcome.Missing)
            Console.Error.WriteLine($"cannot be computed: {missing.What}: {missing.Because}. {missing.Supply}.");
        Printer.Unverified(run.Unverified);
    }

    private static void Emit(string text, string? path)
    {
        if (path is null)
            Printer.Write(text);
        else
            Printer.WriteFile(path, text);
    }

    private static string FormatOf(string? format, string? path) => format ?? Path.GetExtension(path ?? "").ToLowerInvariant() switch
    {
        ".html" or ".htm" => "html",
        ".json" => "json",
        ".csv" => "csv",
        _ => Printer.Default == Format.Csv ? "csv" : "table",
    };

    private static int Number(int number, string option) =>
        number is >= 1 and <= 99 ? number : throw new UsageException($"{option} {number} is no such number; write 1, 2, 3");

    private static decimal? Rate(decimal? rate) => rate is null or (>= 0 and < 1)
        ? rate
        : throw new UsageException($"--minimum-rate {rate} is no fraction; write 0.02 for 2 percent");

    private static Option<DateOnly?> Start() => new("--agreement-start")
    {
        Description = "When the agreement period starts: a year for January, or year and month.",
        HelpName = "YYYY[-MM]",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            string[] forms = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];
            if (DateOnly.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError($"'{text}' is no start; write 2024 or 2019-07.");
            return null;
        },
    };
}
