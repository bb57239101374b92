using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Runs;
using Accountable.Runs.Qpp;

namespace Accountable.Cli.Commands;

/// <summary>Facts for QP determination from a store, and the determination.</summary>
internal static class QppFactsCommand
{
    public static Command Create()
    {
        var store = new Option<string>("--store")
        {
            Description = "The store: a folder, or a PostgreSQL database as postgres://user@host/database.",
            HelpName = "DIR|URL", Required = true,
        };
        var entities = new Option<string>("--entities")
        {
            Description = "The APM Entities as CSV: entity_id,model_id, and where they apply active_from, active_to, terminated_on, "
                + "bears_risk_on_termination. entity_id is the ACO's number in the store; another goes into aco_id.",
            HelpName = "FILE", Required = true,
        };
        var year = QppCommands.Year();
        var output = new Option<string>("--out")
        {
            Description = "The folder for entities.csv, participants.csv, scores.csv, determinations.csv, facts.json and manifest.json.",
            HelpName = "DIR", Required = true,
        };
        var attribution = new Option<AttributionSource>("--attribution")
        {
            Description = "Who is attributed: computed (assignment under 42 CFR 425.402 from the claims) or lists (the best assignment "
                + "list of the year that CMS sent).",
            HelpName = "computed|lists", DefaultValueFactory = _ => AttributionSource.Computed,
        };
        var seed = new Option<long>("--seed")
        {
            Description = "The seed of the draw for ties of assignment.", HelpName = "N", DefaultValueFactory = _ => 1,
        };
        var asOf = CommonOptions.AsOf();
        var format = CommonOptions.Formats();
        var command = new Command("facts", """
            Makes the facts of a QP determination from the claims in a store, for each APM Entity and snapshot, by both methods and on
            each basis of the year, then determines who is a QP. 'qpp determine --facts DIR' reads what this writes.

            Example:
              accountable qpp facts --store claims --entities entities.csv --year 2024 --out facts
            """)
        {
            store, entities, year, output, attribution, seed, asOf, format,
        };
        command.SetAction(parsed =>
        {
            var law = CommonOptions.Book(null).For(QppCommands.YearOf(parsed.GetValue(year)), parsed.GetValue(asOf));
            var facts = StoreFacts.Of(new StoreFactsRequest(parsed.GetValue(store)!, parsed.GetValue(entities)!, law,
                parsed.GetValue(attribution), parsed.GetValue(seed)));
            var folder = parsed.GetValue(output)!;
            Write(folder, facts);
            var run = QpRun.Read(folder, law.Book, law.Year, asOf: law.AsOf);
            Printer.WriteFile(Path.Combine(folder, "determinations.csv"), text => Table.WriteCsv(text, QpRun.Columns, run.Rows()));

            // What a determination lacks is said by 'qpp determine'; here a refusal alone would be news.
            Printer.Findings([.. facts.Findings.Distinct(), .. run.Findings.Where(finding => finding.Severity != Data.Severity.Warning)]);
            Printer.Print(StoreFactsTables.Summary(facts), parsed.GetValue(format) ?? Printer.Default);
            Printer.Unverified([.. law.Unverified.Union(run.Unverified).Order(StringComparer.Ordinal)]);
            Console.Error.WriteLine(StoreFactsTables.Sentence(facts, run));
            return run.AnyRefused || facts.Findings.Any(finding => finding.Severity != Data.Severity.Warning) ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static void Write(string folder, StoreFacts facts)
    {
        var entities = StoreFactsTables.Entities(facts);
        var summary = StoreFactsTables.Summary(facts);
        Printer.WriteFile(Path.Combine(folder, "entities.csv"), entities.ToCsv());
        Printer.WriteFile(Path.Combine(folder, "participants.csv"), StoreFactsTables.Participants(facts).ToCsv());
        Printer.WriteFile(Path.Combine(folder, "scores.csv"), StoreFactsTables.Scores(facts).ToCsv());
        Printer.WriteFile(Path.Combine(folder, "facts.json"), Printer.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("manifest");
            facts.Manifest.Write(json);
            json.WritePropertyName("entities");
            entities.Write(json);
            json.WritePropertyName("scores");
            summary.Write(json);
            json.WriteEndObject();
        }));
        Printer.WriteFile(Path.Combine(folder, "manifest.json"), facts.Manifest.ToJson());
    }
}
