using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Risk;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Risk;

namespace Accountable.Cli.Commands;

/// <summary><c>risk score</c>: the scores of people in files, or of those in a store of claims.</summary>
internal static class RiskScoreCommand
{
    public static Command Create()
    {
        var options = new Options();
        options.Year.Aliases.Add("--year");
        options.Year.Description = "The payment year. Diagnoses are those of the year before it.";
        var command = new Command("score", """
            Scores people: HCCs after edits and hierarchies, the exact raw score, the normalized and the payment score.
            People and diagnoses come from files, or from a store of claims: then only those that CMS's filter admits count.

            Examples:
              accountable risk score --people people.csv --diagnoses diagnoses.csv --model V28 --payment-year 2026 --out scores.csv
              accountable risk score --store claims --year 2025 --aco A0001 --out scores.csv
            """)
        {
            options.People, options.Diagnoses, options.Store, options.Aco, options.Model, options.Year, options.RawOnly,
            options.DemographicOnly, options.Output, options.Findings, options.Format, options.AsOf, options.Overlays,
        };
        command.SetAction(parsed => Execute(parsed, options));
        return command;
    }

    private static int Execute(ParseResult parsed, Options options)
    {
        var store = parsed.GetValue(options.Store);
        RequireOneSource(parsed, options, store);
        var (book, day) = (CommonOptions.Book(parsed.GetValue(options.Overlays)), parsed.GetValue(options.AsOf));
        var model = parsed.GetValue(options.Model) ?? ScoreRun.BlendName;
        var run = new ScoreRun(book, model, new PaymentYear(parsed.GetValue(options.Year)), day, parsed.GetValue(options.RawOnly));
        var (scores, manifest) = store is not null
            ? StoreScores.Score(store, parsed.GetValue(options.Aco), run, book)
            : OfFiles(parsed, options, run, book, day);
        RiskCommands.Report(scores);
        if (parsed.GetValue(options.Findings) is { } list)
            Printer.WriteFile(list, ScoreTables.Findings(scores).ToCsv());
        if (parsed.GetValue(options.Output) is { } path)
        {
            Printer.WriteFile(path, ScoreTables.ToCsv(scores));
            Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), manifest.ToJson());
        }
        else if ((parsed.GetValue(options.Format) ?? Printer.Default) is Format.Csv)
            Printer.Write(ScoreTables.ToCsv(scores));
        else
            Printer.Print(ScoreTables.ToTable(scores), parsed.GetValue(options.Format) ?? Printer.Default);
        return RiskCommands.CodeOf(scores);
    }

    private static void RequireOneSource(ParseResult parsed, Options options, string? store)
    {
        var people = parsed.GetValue(options.People);
        if (store is null == people is null)
            throw new UsageException("name people with --people P.csv, or a store of claims with --store S, and not both");
        if (store is not null && (parsed.GetValue(options.Diagnoses) is not null || parsed.GetValue(options.DemographicOnly)))
            throw new UsageException("--diagnoses and --demographic-only go with --people: a store has its own diagnoses");
        if (store is null && parsed.GetValue(options.Model) is null)
            throw new UsageException("name a model with --model, or --model blend for those of the payment year");
        if (store is null && parsed.GetValue(options.Aco) is not null)
            throw new UsageException("--aco goes with --store");
    }

    private static (PopulationScores Scores, Manifest Manifest) OfFiles(
        ParseResult parsed, Options options, ScoreRun run, RuleBook book, DateOnly? day)
    {
        var file = PeopleFile.Read(parsed.GetValue(options.People)!);
        var codes = RiskCommands.ReadDiagnoses(parsed.GetValue(options.Diagnoses), file, parsed.GetValue(options.DemographicOnly));
        return (run.Score(file, codes), RiskCommands.ManifestOf("risk score", book, day, run, file, codes));
    }

    private sealed class Options
    {
        public Option<string?> People { get; } = RiskCommands.People(required: false);

        public Option<string?> Diagnoses { get; } = RiskCommands.Diagnoses();

        public Option<string?> Store { get; } = new("--store")
        {
            Description = "A store of claims, in the place of files. Without --model its people are scored with the payment year's blend.",
            HelpName = "STORE",
        };

        public Option<string?> Aco { get; } = new("--aco")
        {
            Description = "The ACO of the store; every one when not given.", HelpName = "ACO",
        };

        public Option<string?> Model { get; } = RiskCommands.Model(required: false);

        public Option<int> Year { get; } = RiskCommands.PaymentYear();

        public Option<bool> RawOnly { get; } = RiskCommands.RawOnly();

        public Option<bool> DemographicOnly { get; } = new("--demographic-only")
        {
            Description = "Scores of age, sex and status without diagnoses.",
        };

        public Option<string?> Output { get; } = CommonOptions.Out("Write the scores as CSV, with their manifest beside them.");

        public Option<string?> Findings { get; } = new("--findings")
        {
            Description = "Write every finding, and every code without a category, as CSV.", HelpName = "FILE",
        };

        public Option<Format?> Format { get; } = CommonOptions.Formats();

        public Option<DateOnly?> AsOf { get; } = CommonOptions.AsOf();

        public Option<string[]> Overlays { get; } = CommonOptions.Overlay();
    }
}
