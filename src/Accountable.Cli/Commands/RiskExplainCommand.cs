using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Risk;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Risk;

namespace Accountable.Cli.Commands;

/// <summary><c>risk explain</c>: one person's score, or a population's HCCs and its change from the year before.</summary>
internal static class RiskExplainCommand
{
    private static readonly string[] Sections = ["prevalence", "gaps", "change"];

    public static Command Create()
    {
        var (people, diagnoses, model, year, rawOnly) = (RiskCommands.People(), RiskCommands.Diagnoses(), RiskCommands.Model(), RiskCommands.PaymentYear(), RiskCommands.RawOnly());
        var person = new Option<string?>("--person") { Description = "Explain this person: each diagnosis, its HCC, what hierarchies removed, each coefficient, the sum.", HelpName = "ID" };
        var previousPeople = new Option<string?>("--previous-people") { Description = "The people of the year before.", HelpName = "P.csv" };
        var previousDiagnoses = new Option<string?>("--previous-diagnoses") { Description = "Their diagnoses.", HelpName = "D.csv" };
        var previousModel = new Option<string?>("--previous-model") { Description = "The model of the year before; the same when not given.", HelpName = "MODEL" };
        var show = new Option<string?>("--show") { Description = "prevalence (HCCs of the population), gaps (HCCs of last year that are not seen this year) or change (of the mean score, in parts).", HelpName = "SECTION" };
        show.AcceptOnlyFromAmong(Sections);
        var (output, format, asOf) = (CommonOptions.Out("Write to a file in place of stdout."), CommonOptions.Formats(), CommonOptions.AsOf());
        var command = new Command("explain", """
            Explains one person's score with its whole derivation, or shows a population's HCCs and its change from the year before.

            Examples:
              accountable risk explain --people p.csv --diagnoses d.csv --model V28 --payment-year 2026 --person P1
              accountable risk explain --people p.csv --diagnoses d.csv --model V28 --payment-year 2026 --show prevalence
              accountable risk explain --people p26.csv --diagnoses d26.csv --model blend --payment-year 2026 --previous-people p25.csv --previous-diagnoses d25.csv --show change
            """)
        {
            people, diagnoses, model, year, rawOnly, person, previousPeople, previousDiagnoses, previousModel, show, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var thisYear = new PaymentYear(parsed.GetValue(year));
            ScoreRun Run(string name, PaymentYear paid) => new(RuleBook.Embedded, name, paid, parsed.GetValue(asOf), parsed.GetValue(rawOnly));
            var run = Run(parsed.GetValue(model)!, thisYear);
            var file = PeopleFile.Read(parsed.GetValue(people)!);
            var scores = run.Score(file, RiskCommands.ReadDiagnoses(parsed.GetValue(diagnoses), file, demographicOnly: false));
            RiskCommands.Report(scores);
            if (parsed.GetValue(person) is { } id)
            {
                Print(Explain(scores, id, parsed.GetValue(format)), parsed.GetValue(output));
                return Exit.Done;
            }
            var earlier = parsed.GetValue(previousPeople) is { } path ? PeopleFile.Read(path) : null;
            var section = parsed.GetValue(show) ?? Sections[0];
            if (section != Sections[0] && earlier is null)
                throw new UsageException($"{section} needs the year before: --previous-people and --previous-diagnoses");
            var before = earlier is null ? null : DiagnosesFile.Read(parsed.GetValue(previousDiagnoses) ?? throw new UsageException("name last year's diagnoses with --previous-diagnoses"), earlier);
            var table = section switch
            {
                "gaps" => PopulationReport.Gaps(scores, run.Score(earlier!, before)),
                "change" => Change(scores, Run(parsed.GetValue(previousModel) ?? parsed.GetValue(model)!, new PaymentYear(thisYear.Value - 1)), earlier!, before!),
                _ => PopulationReport.Prevalence(scores),
            };
            if (parsed.GetValue(output) is { } to)
                Printer.WriteFile(to, table.ToCsv());
            else
                Printer.Print(table, parsed.GetValue(format) ?? Printer.Default);
            return RiskCommands.CodeOf(scores);
        });
        return command;
    }

    private static Table Change(PopulationScores scores, ScoreRun previousRun, PeopleFile earlier, DiagnosesFile before)
    {
        var previous = previousRun.Score(earlier, before);
        RiskCommands.Report(previous);
        var change = PopulationReport.Change(scores, previous, previousRun);
        Console.Error.WriteLine($"{change.People:N0} people scored in both years.");
        return PopulationReport.ToTable(change);
    }

    private static string Explain(PopulationScores scores, string id, Format? format)
    {
        var place = Enumerable.Range(0, scores.People.Count).FirstOrDefault(person => scores.File.Rows[person].Id == id, -1);
        if (place < 0)
            throw new UsageException(scores.File.Refused.Contains(id) ? "this person's row was refused; see the findings above" : $"{scores.File.Path} has no such person");
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
}
