using System.CommandLine;
using System.Globalization;
using Accountable.Cli.Output;
using Accountable.Data.Reports;
using Accountable.Runs;
using Accountable.Runs.Expenditures;

namespace Accountable.Cli.Commands;

/// <summary>Expenditures from a store: what the people assigned to an ACO cost.</summary>
internal static class ExpenditureCommands
{
    private const string Estimate = "estimated";

    public static Command Create()
    {
        var options = new AssignmentCommands.Options();
        var truncation = new Option<string>("--truncation")
        {
            Description = "Truncation thresholds as CSV (enrollment_type,threshold; dollars a person-year), or 'estimated' for the "
                + "99th percentiles of everybody in the store.",
            HelpName = "FILE|estimated", DefaultValueFactory = _ => Estimate,
        };
        var completion = new Option<decimal?>("--completion")
        {
            Description = "A completion factor in place of the one for a three-month run-out.", HelpName = "FACTOR",
        };
        var output = new Option<string?>("--out")
        {
            Description = "Write expenditures.csv, summary.csv, summary.json and manifest.json into this folder. "
                + "The first names beneficiaries: keep it where the store is.",
            HelpName = "DIR",
        };
        var format = CommonOptions.Formats();
        var command = new Command("expenditures", """
            Adds up what the people assigned to an ACO cost, by enrollment type: annualized, truncated, completed, per capita.
            IME, DSH and uncompensated care are left out, sequestration is added back (42 CFR 425.601(a), 425.652(a)).

            Examples:
              accountable mssp expenditures --store claims --aco A0001 --year 2024 --out spending
              accountable mssp expenditures --store claims --aco A0001 --year 2024 --truncation thresholds.csv
            """);
        options.AddTo(command);
        foreach (var option in new Option[] { truncation, completion, output, format })
            command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(completion) is <= 0)
                throw new UsageException("--completion needs a factor above 0, such as 1.013");
            var file = parsed.GetValue(truncation)!;
            var thresholds = file == Estimate ? null : TruncationThresholds.Read(file);
            using var session = options.Open(parsed);
            var run = ExpenditureRun.Of(session, thresholds, parsed.GetValue(completion));
            Printer.Findings([.. session.Run.Findings, .. run.Findings]);
            var summary = ExpenditureTables.Summary(run);
            if (parsed.GetValue(output) is { } folder)
                Write(folder, run, session.PersonIds(), summary, Manifest(session.Manifest("mssp expenditures"), run, thresholds));
            Printer.Print(summary, parsed.GetValue(format) ?? Printer.Default);
            Printer.Unverified([.. session.Request.Law.Unverified]);
            return thresholds?.Findings.Count > 0 ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static void Write(string folder, ExpenditureRun run, IReadOnlyDictionary<long, string> ids, Table summary, Manifest manifest)
    {
        Printer.WriteFile(Path.Combine(folder, "expenditures.csv"),
            text => Table.WriteCsv(text, ExpenditureTables.Columns, ExpenditureTables.Rows(run, ids)));
        Printer.WriteFile(Path.Combine(folder, "summary.csv"), summary.ToCsv());
        Printer.WriteFile(Path.Combine(folder, "summary.json"), Printer.Json(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("manifest");
            manifest.Write(json);
            json.WritePropertyName("summary");
            summary.Write(json);
            json.WriteEndObject();
        }));
        Printer.WriteFile(Path.Combine(folder, "manifest.json"), manifest.ToJson());
    }

    /// <summary>What assignment rests on, and how the amounts were cut off and completed.</summary>
    private static Manifest Manifest(Manifest assignment, ExpenditureRun run, TruncationThresholds? thresholds)
    {
        var decisions = new Dictionary<string, string>
        {
            ["completion"] = run.Completion.Amount.ToString(CultureInfo.InvariantCulture),
            ["truncation"] = thresholds is null ? Estimate : "given",
        };
        return assignment with
        {
            Inputs =
            [
                .. assignment.Inputs.Select(input => input with
                {
                    Decisions = input.Decisions.Concat(decisions).ToDictionary(pair => pair.Key, pair => pair.Value),
                }),
                .. thresholds is null ? [] : new[]
                {
                    new ManifestInput(Path.GetFileName(thresholds.Path), thresholds.Sha256, thresholds.Values.Count, decisions),
                },
            ],
        };
    }
}
