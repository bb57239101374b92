using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.PublicResults;
using Accountable.Explanations;
using Accountable.Runs;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Cli.Commands;

/// <summary><c>mssp explain</c>: the whole derivation of one ACO's settlement.</summary>
internal static class ExplainCommand
{
    private static readonly string[] Formats = ["text", "json", "html"];

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A results file of CMS or a file in our compact layout." };
        var aco = new Option<string?>("--aco") { Description = "The ACO's identifier.", HelpName = "A1234" };
        var row = new Option<int?>("--row") { Description = "The data row, from 1.", HelpName = "N" };
        var year = CommonOptions.Year();
        var overlays = CommonOptions.Overlay();
        var asOf = CommonOptions.AsOf();
        var format = new Option<string>("--format")
        {
            Description = "text, json or html.",
            HelpName = "text|json|html",
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong(Formats);
        var against = new Option<string?>("--against")
        {
            Description = "Compare with an overlay (.yaml) on the same row, or with the same ACO in another results file.",
            HelpName = "FILE",
        };
        var againstYear = CommonOptions.Year(
            "--against-year", "The performance year of the other results file, when the file does not say it.");
        var output = CommonOptions.Out("Write to a file in place of stdout.");
        var command = new Command("explain", """
            Shows the whole derivation of one settlement: each sum with its numbers, its paragraph of law and its facts.

            Examples:
              accountable mssp explain PY2024.csv --aco A1026
              accountable mssp explain PY2024.csv --row 5 --format html --out why.html
              accountable mssp explain PY2024.csv --aco A1026 --against rules/overlays/cms-1848-p.yaml
            """)
        {
            file, aco, row, year, overlays, asOf, format, against, againstYear, output,
        };
        command.SetAction(parsed =>
        {
            var which = (parsed.GetValue(aco), parsed.GetValue(row));
            if (which is (null, null) or (not null, not null))
                throw new UsageException("name the ACO with --aco A1234 or the row with --row N");
            string[] inputs = parsed.GetValue(against) is { } beside ? [parsed.GetValue(file)!, beside] : [parsed.GetValue(file)!];
            var path = CommonOptions.Output(parsed.GetValue(output), inputs);
            var run = new SettlementRun(CommonOptions.Book(parsed.GetValue(overlays)), parsed.GetValue(asOf), traced: true);
            var settled = Find(run, parsed.GetValue(file)!, parsed.GetValue(year), which, out var results);
            var shown = parsed.GetValue(format)!;
            var text = parsed.GetValue(against) is { } other
                ? Compare(run, settled, results, (other, parsed.GetValue(againstYear)), parsed.GetValue(asOf), which, shown)
                : Explain(run, settled, results, shown);
            if (path is not null)
                Printer.WriteFile(path, text);
            else
                Printer.Write(text);
            Printer.Unverified(run.Unverified);
            return Exit.Done;
        });
        return command;
    }

    private static SettledRow Find(SettlementRun run, string path, int? year, (string? Aco, int? Row) which, out ResultsFile results)
    {
        results = SharedSavingsResults.Read(path, year, withPublished: false);
        var rows = results.Rows.Where(row => which.Aco is { } id
            ? row.AcoId.Equals(id, StringComparison.OrdinalIgnoreCase)
            : row.Row == which.Row).ToList();
        if (rows.Count == 0)
        {
            Printer.Findings(results.Findings);
            throw new UsageException(which.Aco is null
                ? $"{path} has no readable row {which.Row}; it has {results.RowCount} rows"
                : $"{path} has no readable ACO {which.Aco}"
                    + (results.Has("aco_id") ? "" : "; the file has no ACO identifiers, use --row"));
        }
        if (rows.Count == 1)
            return run.Settle(results, rows[0]);
        var numbers = string.Join(", ", rows.Select(row => row.Row));
        throw new UsageException($"{which.Aco} stands in rows {numbers}; choose one with --row");
    }

    private static string Explain(SettlementRun run, SettledRow settled, ResultsFile results, string format)
    {
        var manifest = MsspCommands.ManifestOf("mssp explain", run, [new SettledFile(results, [settled], [])]);
        return format switch
        {
            "html" => ExplanationPage.Write(settled, manifest),
            "json" => Printer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("aco_id", settled.Row.AcoId);
                json.WriteNumber("row", settled.Row.Row);
                json.WriteNumber("performance_year", settled.Row.Year.Value);
                json.WriteNumber("earned", settled.Result.Earned.Amount);
                json.WriteStartArray("notes");
                foreach (var note in settled.Notes)
                    json.WriteStringValue(note);
                json.WriteEndArray();
                json.WritePropertyName("derivation");
                DerivationJson.Write(json, settled.Result.Earned.Derivation!);
                json.WritePropertyName("recoupment");
                json.WriteNumberValue(settled.Result.Recoupment.Amount);
                json.WritePropertyName("manifest");
                manifest.Write(json);
                json.WriteEndObject();
            }),
            _ => $"{MsspCommands.Name(settled)}, performance year {settled.Row.Year}, {settled.Facts.Track.Name()}\n"
                + Outline.Of(Roots(settled.Result))
                + string.Concat(settled.Notes.Select(note => $"note: {note}\n")),
        };
    }

    /// <summary>The derivations that a text shows: of the payment and, where there is one, of the recoupment.</summary>
    private static Derivation[] Roots(SettlementResult result) => result.Recoupment > Money.Zero
        ? [result.Earned.Derivation!, result.Recoupment.Derivation!]
        : [result.Earned.Derivation!];

    private static string Compare(
        SettlementRun run,
        SettledRow before,
        ResultsFile results,
        (string Path, int? Year) other,
        DateOnly? asOf,
        (string? Aco, int? Row) which,
        string format)
    {
        SettledRow after;
        if (Path.GetExtension(other.Path).ToLowerInvariant() is ".yaml" or ".yml")
            after = new SettlementRun(run.Book.With(ReadOverlay(other.Path, run)), asOf, traced: true).Settle(results, before.Row);
        else
            after = Find(run, other.Path, other.Year, which, out _);
        var changes = Difference.Between(before.Result.Earned.Derivation!, after.Result.Earned.Derivation!);
        var table = new Table("kind", "what", "where", "before", "after", "moves_result_alone");
        foreach (var change in changes)
        {
            table.Add(
                change.Kind.ToString().ToLowerInvariant(), change.Name, change.Where,
                Shown(change.Unit, change.Before), Shown(change.Unit, change.After),
                change.Alone is { } alone ? Display.Of(Unit.Dollars, alone) : "");
        }
        var (earnedBefore, earnedAfter) = (before.Result.Earned.Amount, after.Result.Earned.Amount);
        var moved = earnedAfter - earnedBefore;
        return format switch
        {
            "json" => Printer.Json(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("before", earnedBefore);
                json.WriteNumber("after", earnedAfter);
                json.WriteNumber("moved", moved);
                json.WritePropertyName("changes");
                table.Write(json);
                json.WriteEndObject();
            }),
            "html" => throw new UsageException("--against prints text or json"),
            _ => $"{MsspCommands.Name(before)}: {Dollars(earnedBefore)} -> {Dollars(earnedAfter)}, moved {Dollars(moved)}\n\n"
                + string.Concat(table.Rows.Select(Line)),
        };
    }

    /// <summary>One change of a comparison as a line of text.</summary>
    private static string Line(object?[] change)
    {
        var alone = change[5] is "" ? "" : $"   alone moves the result {change[5]}";
        return $"{change[0],-10} {change[1]}: {change[3]} -> {change[4]}{alone}   {change[2]}\n";
    }

    private static string Dollars(decimal amount) => Display.Of(Unit.Dollars, amount);

    private static Rules.Overlay ReadOverlay(string path, SettlementRun run) => File.Exists(path)
        ? Rules.Yaml.OverlayFile.Read(path, run.Book)
        : throw new UsageException($"there is no overlay {path}");

    private static string Shown(Unit unit, decimal? value) => value is { } known ? Display.Of(unit, known) : "(not used)";
}
