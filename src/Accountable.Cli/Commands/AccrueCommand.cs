using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Data.Reports;
using Accountable.Runs;
using Accountable.Runs.Accruals;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Cli.Commands;

/// <summary><c>mssp accrue</c>: what a year comes to, from the claims seen so far.</summary>
internal static class AccrueCommand
{
    private const string Listed = "listed";
    private const string Assigned = "assigned";

    public static Command Create()
    {
        var options = new AssignmentCommands.Options();
        var through = Month("--through", "The last month of service that counts. The default is the newest that lists and claims reach.");
        var seen = Month("--seen", "The last month in which claims may have been seen: what would have been said then.");
        var people = new Option<string>("--people")
        {
            Description = "Whom to count: 'listed' on CMS's assignment lists, or 'assigned' by our assignment.",
            HelpName = $"{Listed}|{Assigned}", DefaultValueFactory = _ => Listed,
        };
        people.AcceptOnlyFromAmong(Listed, Assigned);
        var truncation = new Option<string?>("--truncation")
        {
            Description = "Truncation thresholds as CSV (enrollment_type,threshold). The default estimates them from the year before.",
            HelpName = "FILE",
        };
        var lag = new Option<string?>("--lag-factors")
        {
            Description = "Growth of a month's dollars from each age in months to the next, as CSV (age,factor), in place of the store's own.",
            HelpName = "FILE",
        };
        var confidence = new Option<decimal>("--confidence")
        {
            Description = "The share of outcomes that the range is meant to hold.", HelpName = "0.9",
            DefaultValueFactory = _ => AccrualRequest.UsualConfidence,
        };
        var benchmark = new Option<string?>("--benchmark")
        {
            Description = "The updated benchmark: dollars a person-year, or CSV (enrollment_type,benchmark).", HelpName = "DOLLARS|FILE",
        };
        var track = new Option<string?>("--track") { Description = "The track, to say what is earned or owed.", HelpName = "basic-e" };
        track.AcceptOnlyFromAmong([.. Enum.GetValues<Track>().Select(each => each.Name())]);
        var minimum = new Option<decimal?>("--minimum-rate")
        {
            Description = "The minimum rate that a two-sided ACO chose, as a fraction.", HelpName = "0.02",
        };
        var quality = new Option<decimal?>("--quality")
        {
            Description = "The quality score as a fraction. Without it the standard is taken as met.", HelpName = "0.8",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Write outlook.csv, quarters.csv, lag.csv and accrual.json into this folder.", HelpName = "DIR",
        };
        var format = CommonOptions.Formats();
        var command = new Command("accrue", """
            Estimates what a year comes to from the claims seen so far, quarter by quarter, with a range; and against a benchmark
            what is saved, earned or owed. Months are completed by the store's own lag of claims.

            Examples:
              accountable mssp accrue --store claims --aco A0001 --year 2024 --out accrual
              accountable mssp accrue --store claims --aco A0001 --year 2024 --through 2024-06 --benchmark 12500 --track basic-e
            """);
        options.AddTo(command);
        foreach (var option in new Option[] { through, seen, people, truncation, lag, confidence, benchmark, track, minimum, quality, output, format })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(confidence) is <= 0 or >= 1)
                throw new UsageException("--confidence needs a share between 0 and 1, such as 0.9");
            if (parsed.GetValue(benchmark) is null && parsed.GetValue(track) is not null)
                throw new UsageException("--track says what is earned against a benchmark; give one with --benchmark");
            var (aco, year) = options.Of(parsed);
            var request = new AccrualRequest(aco, new PerformanceYear(year), options.Law(parsed))
            {
                Through = parsed.GetValue(through), Seen = parsed.GetValue(seen), Confidence = parsed.GetValue(confidence),
                Thresholds = parsed.GetValue(truncation) is { } given ? TruncationThresholds.Read(given) : null,
                LagFactors = parsed.GetValue(lag) is { } factors ? AccrualFiles.LagFactors(factors) : null,
                Benchmark = parsed.GetValue(benchmark) is { } level ? AccrualFiles.Benchmark(level) : null,
                Track = parsed.GetValue(track) is { } named ? Tracks.Of(named) : null,
                MinimumRate = parsed.GetValue(minimum), QualityScore = parsed.GetValue(quality),
            };
            var (run, manifest) = parsed.GetValue(people) == Listed ? AccrualRun.OfLists(options.Store(parsed), request)
                : OfAssigned(options, parsed, request);
            Printer.Findings([.. request.Thresholds?.Findings ?? [], .. run.Findings]);
            var outlook = AccrualOutlook.Of(run);
            var (figures, quarters) = (AccrualTables.Outlook(run, outlook), AccrualTables.Quarters(run));
            if (parsed.GetValue(output) is { } folder)
            {
                Printer.WriteFile(Path.Combine(folder, "outlook.csv"), figures.ToCsv());
                Printer.WriteFile(Path.Combine(folder, "quarters.csv"), quarters.ToCsv());
                Printer.WriteFile(Path.Combine(folder, "lag.csv"), AccrualTables.Lag(run).ToCsv());
                Printer.WriteFile(Path.Combine(folder, "accrual.json"), Printer.Json(json => AccrualTables.Write(json, run, outlook, manifest)));
            }
            var shown = parsed.GetValue(format) ?? Printer.Default;
            Printer.Print(quarters, shown);
            if (shown == Format.Table)
                Printer.Print(figures, shown);
            Printer.Unverified([.. request.Law.Unverified]);
            Say(run, outlook);
            return request.Thresholds?.Findings.Count > 0 ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static (AccrualRun Run, Manifest Manifest) OfAssigned(
        AssignmentCommands.Options options, ParseResult parsed, AccrualRequest request)
    {
        using var session = options.Open(parsed);
        Printer.Findings(session.Run.Findings);
        return (AccrualRun.OfAssigned(session, request), session.Manifest("mssp accrue"));
    }

    private static Option<DateOnly?> Month(string name, string description) => new(name)
    {
        Description = description, HelpName = "YYYY-MM",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError($"'{text}' is no month; write 2024-06.");
            return null;
        },
    };

    private static void Say(AccrualRun run, AccrualOutlook? outlook)
    {
        static string Money(decimal? amount) => amount is { } dollars ? Table.Text(new Dollars(dollars)) : "unknown";
        Console.Error.WriteLine($"{run.Request.Aco} in {run.Request.Year}: {Money(run.Expected.Expected)} dollars a person-year expected, "
            + $"{Money(run.Expected.Low)} to {Money(run.Expected.High)} with {run.Request.Confidence * 100:0.#} percent confidence; "
            + $"claims seen to {run.Triangle.Newest:yyyy-MM}, service to {run.ToDate[^1].Month:yyyy-MM}.");
        if (outlook?.Earned is { } earned)
            Console.Error.WriteLine($"Earned (owed): {Money(earned.Expected)}, from {Money(earned.Low)} to {Money(earned.High)}.");
    }
}
