using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Risk;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Claims;
using Accountable.Runs.Risk;

namespace Accountable.Cli.Commands;

/// <summary><c>risk explain</c>: one person's score, or a population's HCCs and its change from the year before.</summary>
internal static class RiskExplainCommand
{
    private static readonly string[] Sections = ["prevalence", "gaps", "change"];

    public static Command Create()
    {
        const string LastYear = "--previous-people p25.csv --previous-diagnoses d25.csv";
        var options = new Options();
        options.Show.AcceptOnlyFromAmong(Sections);
        var command = new Command("explain", $"""
            Explains one person's score with its whole derivation, or shows a population's HCCs and its change from the year before.

            Examples:
              accountable risk explain --people p.csv --diagnoses d.csv --model V28 --payment-year 2026 --person P1
              accountable risk explain --people p.csv --diagnoses d.csv --model V28 --payment-year 2026 --show prevalence
              accountable risk explain --people p26.csv --diagnoses d26.csv --model blend --payment-year 2026 {LastYear} --show change
            """)
        {
            options.People, options.Diagnoses, options.Model, options.Year, options.RawOnly, options.Person,
            options.PreviousPeople, options.PreviousDiagnoses, options.PreviousModel,
            options.Show, options.Suppress, options.Output, options.Format, options.AsOf,
        };
        command.SetAction(parsed => Execute(parsed, options));
        return command;
    }

    private static int Execute(ParseResult parsed, Options options)
    {
        var model = parsed.GetValue(options.Model)!;
        var thisYear = new PaymentYear(parsed.GetValue(options.Year));
        ScoreRun Run(string name, PaymentYear paid) =>
            new(RuleBook.Embedded, name, paid, parsed.GetValue(options.AsOf), parsed.GetValue(options.RawOnly));
        var run = Run(model, thisYear);
        var suppress = parsed.GetValue(options.Suppress);
        if (suppress && (parsed.GetValue(options.Person) is not null || parsed.GetValue(options.Show) == "gaps"))
            throw new UsageException("--suppress goes with prevalence and change: gaps and --person name people");
        var file = PeopleFile.Read(parsed.GetValue(options.People)!);
        var diagnoses = RiskCommands.ReadDiagnoses(parsed.GetValue(options.Diagnoses), file, demographicOnly: false);
        var scores = run.Score(file, diagnoses);
        RiskCommands.Report(scores);
        if (parsed.GetValue(options.Person) is { } id)
        {
            Print(Explain(scores, id, parsed.GetValue(options.Format)), parsed.GetValue(options.Output));
            return Exit.Done;
        }
        var earlier = parsed.GetValue(options.PreviousPeople) is { } path ? PeopleFile.Read(path) : null;
        var section = parsed.GetValue(options.Show) ?? Sections[0];
        if (section != Sections[0] && earlier is null)
            throw new UsageException($"{section} needs the year before: --previous-people and --previous-diagnoses");
        var before = earlier is null ? null : ReadPrevious(parsed.GetValue(options.PreviousDiagnoses), earlier);
        var table = section switch
        {
            "gaps" => PopulationReport.Gaps(scores, run.Score(earlier!, before)),
            "change" => Change(
                scores,
                Run(parsed.GetValue(options.PreviousModel) ?? model, new PaymentYear(thisYear.Value - 1)),
                earlier!,
                before!,
                suppress),
            _ => PopulationReport.Prevalence(scores, suppress),
        };
        if (suppress)
            Console.Error.WriteLine(SmallCells.Sentence);
        if (parsed.GetValue(options.Output) is { } to)
            Printer.WriteFile(to, table.ToCsv());
        else
            Printer.Print(table, parsed.GetValue(options.Format) ?? Printer.Default);
        return RiskCommands.CodeOf(scores);
    }

    private static DiagnosesFile ReadPrevious(string? path, PeopleFile earlier) =>
        DiagnosesFile.Read(path ?? throw new UsageException("name last year's diagnoses with --previous-diagnoses"), earlier);

    private static Table Change(PopulationScores scores, ScoreRun previousRun, PeopleFile earlier, DiagnosesFile before, bool suppress)
    {
        var previous = previousRun.Score(earlier, before);
        RiskCommands.Report(previous);
        var change = PopulationReport.Change(scores, previous, previousRun);
        var people = suppress && PopulationReport.IsHidden(change.People, scores.Counts.Scored)
            ? SmallCells.Mark : $"{change.People:N0}";
        Console.Error.WriteLine($"{people} people scored in both years.");
        return PopulationReport.ToTable(change, suppress);
    }

    private static string Explain(PopulationScores scores, string id, Format? format)
    {
        var place = Enumerable.Range(0, scores.People.Count).FirstOrDefault(person => scores.File.Rows[person].Id == id, -1);
        if (place < 0)
        {
            throw new UsageException(scores.File.Refused.Contains(id)
                ? "this person's row was refused; see the findings above"
                : $"{scores.File.Path} has no such person");
        }
        if (!scores.Scored[place])
            throw new UsageException("this person could not be scored; see the findings above");
        var explained = PersonExplanation.Of(scores, place, RuleBook.Embedded);
        if (format is not Format.Json)
            return string.Join('\n', explained.Select(PersonExplanation.ToText));
        return Printer.Json(json =>
        {
            json.WriteStartArray();
            foreach (var score in explained)
                PersonExplanation.Write(json, score);
            json.WriteEndArray();
        });
    }

    private static void Print(string text, string? path)
    {
        if (path is not null)
            Printer.WriteFile(path, text);
        else
            Printer.Write(text);
    }

    private sealed class Options
    {
        public Option<string?> People { get; } = RiskCommands.People();

        public Option<string?> Diagnoses { get; } = RiskCommands.Diagnoses();

        public Option<string?> Model { get; } = RiskCommands.Model();

        public Option<int> Year { get; } = RiskCommands.PaymentYear();

        public Option<bool> RawOnly { get; } = RiskCommands.RawOnly();

        public Option<string?> Person { get; } = new("--person")
        {
            Description = "Explain this person: each diagnosis, its HCC, what hierarchies removed, each coefficient, the sum.",
            HelpName = "ID",
        };

        public Option<string?> PreviousPeople { get; } = new("--previous-people")
        {
            Description = "The people of the year before.", HelpName = "P.csv",
        };

        public Option<string?> PreviousDiagnoses { get; } = new("--previous-diagnoses")
        {
            Description = "Their diagnoses.", HelpName = "D.csv",
        };

        public Option<string?> PreviousModel { get; } = new("--previous-model")
        {
            Description = "The model of the year before; the same when not given.", HelpName = "MODEL",
        };

        public Option<string?> Show { get; } = new("--show")
        {
            Description = "prevalence (HCCs of the population), gaps (HCCs of last year that are not seen this year) "
                + "or change (of the mean score, in parts).",
            HelpName = "SECTION",
        };

        public Option<bool> Suppress { get; } = new("--suppress")
        {
            Description = "Do not show counts of 1 to 10 people, nor those that leave 1 to 10 over. "
                + "What stderr says of the input is not covered.",
        };

        public Option<string?> Output { get; } = CommonOptions.Out("Write to a file in place of stdout.");

        public Option<Format?> Format { get; } = CommonOptions.Formats();

        public Option<DateOnly?> AsOf { get; } = CommonOptions.AsOf();
    }
}
