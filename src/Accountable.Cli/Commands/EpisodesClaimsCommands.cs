using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Runs;
using Accountable.Runs.Episodes;
using Accountable.Runs.Qpp;

namespace Accountable.Cli.Commands;

/// <summary>Bundled payments from claims: build episodes, draft a bundle.</summary>
internal static class EpisodesClaimsCommands
{
    public static Command Build()
    {
        var (model, year, store, format) = (EpisodesCommands.Model(), EpisodesCommands.Year(), Store(), CommonOptions.Formats());
        var stays = MeanStays();
        var output = new Option<string>("--out")
        {
            Description = "The folder for episodes.csv, detail.csv, lines.csv, strata.csv, cancelled.csv, report.html, manifest.json.",
            HelpName = "DIR", Required = true,
        };
        var command = new Command("build", """
            Finds the episodes that end in a period in the claims of a store. episodes.csv has model, person, first and last day and
            spending; detail.csv is what 'episodes settle' reads; lines.csv has each claim that counts and what of it.

            Example:
              accountable episodes build --model team --store claims --year 2026 --out team-2026
            """)
        {
            model, year, store, stays, output, format,
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(output)!;
            var document = DocumentTables.Find(parsed.GetValue(model)!);
            BuildRun? run = null;
            Printer.WriteFile(Path.Combine(folder, "lines.csv"), text =>
            {
                Table.WriteCsv(text, BuildRun.LineColumns, []);
                run = BuildRun.Of(document, parsed.GetValue(year)!, parsed.GetValue(store)!, parsed.GetValue(stays),
                    (episode, line) => Table.WriteCsvRow(text, BuildRun.LineCells(episode, line)));
            });
            Write(run!, folder);
            Printer.Findings(run!.Findings);
            Printer.Print(run.Summary(), parsed.GetValue(format) ?? Printer.Default);
            EpisodesCommands.Warn([.. run.Unverified]);
            return Exit.Done;
        });
        return command;
    }

    public static Command Draft()
    {
        var (store, format) = (Store(), CommonOptions.Formats());
        var model = new Option<string?>("--model") { Description = "A document in place of triggers.", HelpName = "MODEL" };
        var trigger = new Option<string[]>("--trigger")
        {
            Description = "What begins an episode: drg:469,470 or hcpcs:27447@outpatient or diagnosis:I63@rehabilitation.",
            HelpName = "KIND:CODES[@SETTING]",
        };
        var window = new Option<int>("--window")
        {
            Description = "The days of an episode.", HelpName = "DAYS", DefaultValueFactory = _ => 90,
        };
        var (from, to) = (Day("--from", "The first day on which an episode ends."), Day("--to", "The last day on which one ends."));
        var arrangement = new Option<string?>("--arrangement")
        {
            Description = "The arrangement as a document, for its status in the Quality Payment Program.", HelpName = "FILE.yaml",
        };
        var year = CommonOptions.Year("--year", "The year of that status, or the period of --model.");
        var write = new Option<string?>("--write") { Description = "Write the document that the triggers make.", HelpName = "FILE.yaml" };
        var command = new Command("draft", """
            Shows what claims say of a bundle before it is written: volume, spending, spread, the share of post-acute care, and how far a
            target moves by luck at several volumes; and which HCP-LAN category and QPP status the arrangement would have.

            Example:
              accountable episodes draft --trigger drg:469,470 --window 90 --store claims --from 2021-01-01 --to 2021-09-30
            """)
        {
            trigger, window, model, store, from, to, arrangement, year, write, format,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(year)?.ToString(CultureInfo.InvariantCulture);
            var (first, last) = (parsed.GetValue(from) ?? new DateOnly(1900, 1, 1), parsed.GetValue(to) ?? new DateOnly(2999, 12, 31));
            var (document, text) = Document(parsed.GetValue(model), parsed.GetValue(trigger), parsed.GetValue(window), first, last);
            if (parsed.GetValue(write) is { } path)
            {
                Printer.WriteFile(path, text
                    ?? throw new UsageException("--write writes what --trigger makes; with --model there is nothing"));
            }
            var place = document.Terms.Periods.Count == 1 ? 0 : document.Terms.PlaceOf(asked
                ?? throw new UsageException("--year says which period's figures hold: "
                    + string.Join(", ", document.Terms.Periods.Select(period => period.Id))));
            var classified = parsed.GetValue(arrangement) is not { } file ? null : ClassifyRun.Of(ArrangementFile.Read(file),
                RuleBook.Embedded.For(new PerformanceYear(parsed.GetValue(year)
                    ?? throw new UsageException("--arrangement needs --year YEAR"))));
            var label = string.Create(CultureInfo.InvariantCulture, $"{first:yyyy-MM-dd} to {last:yyyy-MM-dd}");
            var run = BuildRun.Of(document, place, label, first, last, parsed.GetValue(store)!, null, null);
            Printer.Findings(run.Findings);
            if (parsed.GetValue(to) is null)
                Console.Error.WriteLine("warning: without --to the last episodes of the store may lack claims that are still to come.");
            Printer.Print(Runs.Episodes.Draft.Figures(run), parsed.GetValue(format) ?? Printer.Default);
            Printer.Print(Runs.Episodes.Draft.Status(document, place, classified), parsed.GetValue(format) ?? Printer.Default);
            EpisodesCommands.Warn([.. run.Unverified]);
            Printer.Unverified(classified?.Unverified ?? []);
            return Exit.Done;
        });
        return command;
    }

    private static (EpisodeModel Model, string? Text) Document(string? model, string[]? triggers, int window, DateOnly from, DateOnly to)
    {
        if (model is not null)
            return triggers is { Length: > 0 } ? throw new UsageException("give --model or --trigger, not both")
                : (DocumentTables.Find(model), null);
        if (triggers is not { Length: > 0 })
            throw new UsageException("--trigger says what begins an episode, such as drg:469,470; or name a document with --model");
        if (window is < 1 or > 730)
            throw new UsageException($"--window {window}: an episode has 1 to 730 days");
        var text = Runs.Episodes.Draft.Document(triggers, window, from, to);
        return (EpisodeDocuments.Parse(text, "draft"), text);
    }

    private static void Write(BuildRun run, string folder)
    {
        Printer.WriteFile(Path.Combine(folder, "episodes.csv"), run.EpisodeTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "detail.csv"), run.DetailTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "strata.csv"), run.StrataTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "cancelled.csv"), run.CancelledTable().ToCsv());
        Printer.WriteFile(Path.Combine(folder, "report.html"), EpisodePage.OfClaims(run));
        var manifest = new Manifest
        {
            Pipeline = $"episodes build {run.Model.Id} {run.Model.Version} {run.Model.Hash} {run.Label}",
            Book = RuleBook.Embedded, AsOf = RuleBook.Embedded.AsOf, Inputs = run.Inputs,
        };
        Printer.WriteFile(Path.Combine(folder, "manifest.json"), manifest.ToJson());
    }

    private static Option<string> Store() => new("--store") { Description = "The store's folder.", HelpName = "DIR", Required = true };

    private static Option<string?> MeanStays() => new("--gmlos")
    {
        Description = "Geometric mean stays by MS-DRG (columns drg, gmlos), for stays over the edge of an episode.", HelpName = "FILE.csv",
    };

    private static Option<DateOnly?> Day(string name, string what) => new(name)
    {
        Description = what, HelpName = "YYYY-MM-DD",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return day;
            result.AddError($"'{text}' is no day; write 2026-01-15.");
            return null;
        },
    };
}
