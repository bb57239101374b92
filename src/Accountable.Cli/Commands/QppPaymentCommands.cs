using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Qpp;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Runs;
using Accountable.Runs.Qpp;

namespace Accountable.Cli.Commands;

/// <summary><c>qpp payment</c> and <c>qpp what-if</c>.</summary>
internal static class QppPaymentCommands
{
    public static Command Payment()
    {
        var facts = QppCommands.Facts();
        var basePeriod = new Option<string>("--base")
        {
            Description = "Paid amounts of the base period, a row a clinician and TIN (docs/reference/qpp-facts.md).",
            HelpName = "BASE.csv",
            Required = true,
        };
        var year = QppCommands.Year();
        var output = CommonOptions.Out("Write the result as CSV, with its manifest beside it.");
        var asOf = CommonOptions.AsOf();
        var overlays = CommonOptions.Overlay();
        var format = CommonOptions.Formats();
        var command = new Command("payment", """
            Computes the APM Incentive Payment of each QP, its payees, and what the higher conversion factor is worth.

            Example:
              accountable qpp payment --facts facts --base base.csv --year 2024 --out payment.csv
            """)
        {
            facts, basePeriod, year, output, asOf, overlays, format,
        };
        command.SetAction(parsed =>
        {
            var run = QpRun.Read(parsed.GetValue(facts)!, CommonOptions.Book(parsed.GetValue(overlays)),
                QppCommands.YearOf(parsed.GetValue(year)), null, parsed.GetValue(asOf));
            var path = parsed.GetValue(basePeriod)!;
            var file = BasePeriodFile.Read(path);
            var payment = PaymentRun.Of(run, file, path);
            if (parsed.GetValue(output) is { } target)
            {
                Printer.WriteFile(target, payment.Table.ToCsv());
                var manifest = run.Manifest("qpp payment");
                Printer.WriteFile(Path.ChangeExtension(target, ".manifest.json"),
                    (manifest with { Inputs = [.. manifest.Inputs, new ManifestInput(file.Input.File, file.Input.Sha256, file.Input.Rows,
                        new Dictionary<string, string>())] }).ToJson());
            }
            else
                Printer.Print(payment.Table, parsed.GetValue(format) ?? Printer.Default);
            Printer.Findings(payment.Findings);
            QppCommands.Finish(run, null);
            return run.AnyRefused || payment.Findings.Any(finding => finding.Severity != Data.Severity.Warning) ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    public static Command WhatIf()
    {
        var facts = QppCommands.Facts();
        var year = QppCommands.Year();
        var snapshot = QppCommands.Snapshot();
        var add = Change("--add", "Add a clinician to an entity's list; the entity may be left out when the folder has one.",
            "NPI[:ENTITY]");
        var drop = Change("--drop", "Drop a clinician from an entity's list; the entity may be left out when the clinician is on one.",
            "NPI[:ENTITY]");
        var move = Change("--move", "Move a clinician from one entity's list to another's.", "NPI:FROM:TO");
        var lift = Change("--lift", "Also find the fewest changes that lift this entity.", "ENTITY");
        var asOf = CommonOptions.AsOf();
        var format = CommonOptions.Formats();
        var command = new Command("what-if", """
            Changes Participation Lists at the last snapshot: scores and statuses before and after,
            and the fewest changes that would lift the entity over a threshold.

            Example:
              accountable qpp what-if --facts facts --year 2026 --drop 1000000004 --lift E1
            """)
        {
            facts, year, snapshot, add, drop, move, lift, asOf, format,
        };
        command.SetAction(parsed =>
        {
            var run = QpRun.Read(parsed.GetValue(facts)!, CommonOptions.Book(null), QppCommands.YearOf(parsed.GetValue(year)),
                parsed.GetValue(snapshot), parsed.GetValue(asOf));
            try
            {
                var changes = Changes(run, parsed.GetValue(add) ?? [], parsed.GetValue(drop) ?? [], parsed.GetValue(move) ?? []);
                var lifted = parsed.GetValue(lift) ?? [];
                if (changes.Count + lifted.Length == 0)
                    throw new UsageException("name a change with --add, --drop or --move, or an entity with --lift");
                var result = WhatIfRun.Of(run, changes, lifted);
                Print(result, parsed.GetValue(format) ?? Printer.Default);
            }
            catch (ImpossibleChangeException e)
            {
                throw new UsageException(e.Message);
            }
            QppCommands.Finish(run, null);
            return run.AnyRefused ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static void Print(WhatIfRun result, Format format)
    {
        if (format == Format.Json)
        {
            Printer.Write(Printer.Json(json =>
            {
                json.WriteStartObject();
                foreach (var (name, table) in new[] { ("scores", result.Scores), ("statuses", result.Statuses),
                    ("smallest", result.Smallest) })
                {
                    json.WritePropertyName(name);
                    table.Write(json);
                }
                json.WriteEndObject();
            }));
            return;
        }
        foreach (var table in new[] { result.Scores, result.Statuses, result.Smallest })
        {
            Printer.Print(table, format);
            if (format == Format.Csv)
                Printer.Write("\n");
        }
    }

    private static List<ListChange> Changes(QpRun run, string[] add, string[] drop, string[] move)
    {
        var changes = new List<ListChange>();
        foreach (var parts in add.Select(text => text.Split(':')))
        {
            changes.Add(new ListChange(parts[0], null, parts.Length > 1 ? parts[1]
                : run.Facts.Entities.Count == 1 ? run.Facts.Entities[0].EntityId
                    : throw new UsageException($"--add {parts[0]}: the folder has several entities; write {parts[0]}:ENTITY")));
        }
        foreach (var parts in drop.Select(text => text.Split(':')))
            changes.Add(new ListChange(parts[0], parts.Length > 1 ? parts[1] : OnlyEntity(run, parts[0], "--drop"), null));
        foreach (var parts in move.Select(text => text.Split(':')))
        {
            changes.Add(parts.Length switch
            {
                3 => new ListChange(parts[0], parts[1], parts[2]),
                2 => new ListChange(parts[0], OnlyEntity(run, parts[0], "--move"), parts[1]),
                _ => throw new UsageException($"--move {parts[0]}: write NPI:FROM:TO"),
            });
        }
        return changes;
    }

    private static string OnlyEntity(QpRun run, string npi, string option)
    {
        var clinician = run.Facts.Clinicians.FirstOrDefault(candidate => candidate.Npi == npi)
            ?? throw new UsageException($"NPI {npi} is not in participants.csv");
        var entities = clinician.Memberships.Where(membership => membership.At(run.Through)).Select(membership =>
            run.Facts.Entities[membership.Entity].EntityId).Distinct().ToList();
        return entities.Count == 1 ? entities[0]
            : throw new UsageException($"{option} {npi}: the clinician is on {entities.Count} lists at snapshot {run.Through}; "
                + "name the entity");
    }

    private static Option<string[]> Change(string name, string what, string help) =>
        new(name) { Description = what, HelpName = help, Arity = ArgumentArity.ZeroOrMore };
}
