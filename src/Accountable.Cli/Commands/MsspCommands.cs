using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Data.Mips;
using Accountable.Data.PublicResults;
using Accountable.Explanations;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary>The Shared Savings Program: settle, prove, explain.</summary>
internal static class MsspCommands
{
    public static Command Create()
    {
        var command = new Command("mssp", "The Medicare Shared Savings Program: assign, benchmark, settle, prove and explain.")
        {
            Settle(), Prove(), ExplainCommand.Create(), MsspBenchmarkCommand.Create(), QualityCommands.Create(),
        };
        foreach (var verb in AssignmentCommands.Create())
            command.Add(verb);
        command.Add(ExpenditureCommands.Create());
        command.Add(AcoRunCommand.Create());
        command.Add(TieOutCommand.Create());
        command.Add(AccrueCommand.Create());
        return command;
    }

    private static Command Settle()
    {
        var files = CommonOptions.Files("Results files of CMS or files in our compact layout (docs/reference/compact-results.md).");
        files.Arity = ArgumentArity.ZeroOrMore;
        var store = new AcoOptions(isRequired: false);
        var factors = new Option<string?>("--factors")
        {
            Description = "With --store: the folder of CMS's national and regional factors.", HelpName = "DIR",
        };
        var year = CommonOptions.Year();
        var overlays = CommonOptions.Overlay();
        var output = CommonOptions.Out("Write the result as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var explain = new Option<bool>("--explain")
        {
            Description = "Add the derivation of each earned amount (with --format json or table).",
        };
        var quality = new Option<string?>("--quality")
        {
            Description = "A file of 'mssp quality score --out' whose quality stands in place of that of the results; with --store a score "
                + "as a fraction as well.",
            HelpName = "FILE|0.82",
        };
        var command = new Command("settle", """
            Computes what each ACO earned or owes. It never reads the published outcome.

            Examples:
              accountable mssp settle PY2022.csv --out settled.csv
              accountable mssp settle PY2024.csv --overlay rules/overlays/cms-1848-p.yaml
              accountable mssp settle --store claims --aco A0001 --year 2025 --factors factors --quality 0.82
            """)
        {
            files, year, quality, factors, overlays, output, format, asOf, explain,
        };
        store.AddStoreTo(command);
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            if (store.IsStore(parsed))
            {
                if (paths.Length > 0)
                    throw new UsageException("--store settles from claims and takes no results files");
                return FromStore(store.Run(parsed, AcoScope.Settlement, parsed.GetValue(year), parsed.GetValue(factors),
                    parsed.GetValue(quality), parsed.GetValue(overlays), parsed.GetValue(asOf), null, null),
                    parsed.GetValue(output), parsed.GetValue(format) ?? Printer.Default, parsed.GetValue(explain));
            }
            if (paths.Length == 0)
                throw new UsageException("name a results file, or give --store and --aco; 'accountable mssp settle --help' shows how");
            var path = CommonOptions.Output(parsed.GetValue(output), [.. paths, parsed.GetValue(quality) ?? ""]);
            var book = CommonOptions.Book(parsed.GetValue(overlays));
            var scores = parsed.GetValue(quality) is { } scored ? AcoQualityScores.Read(scored) : null;
            Printer.Findings(scores?.Findings ?? []);
            var run = new SettlementRun(book, parsed.GetValue(asOf), parsed.GetValue(explain)) { Quality = scores };
            var settled = ReadAll(paths, parsed.GetValue(year), withPublished: false, run.Settle);
            var table = CommonOptions.WithFile(
                SettlementTables.Of(settled.Files), paths.Length, [.. settled.Files.Select(file => file.File.Path)]);
            var manifest = ManifestOf("mssp settle", run, settled.Files);
            if (path is not null)
            {
                Printer.WriteFile(path, table.ToCsv());
                Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), manifest.ToJson());
            }
            else
                PrintSettled(table, settled.Files, manifest, parsed.GetValue(format) ?? Printer.Default, parsed.GetValue(explain));
            if (book.Overlays.Count > 0)
                PrintMoves(settled.Files, parsed.GetValue(asOf), toStdout: path is not null);
            Printer.Unverified(run.Unverified);
            var (rows, refused) = (settled.Files.Sum(file => file.Rows.Count), settled.Files.Sum(file => file.Refused));
            Console.Error.WriteLine($"{rows:N0} rows settled, {refused:N0} refused.");
            if (scores is null)
                return settled.ExitCode;
            var keys = settled.Files.SelectMany(file => file.Rows).Select(row => (row.Row.AcoId, row.Row.Year.Value)).ToHashSet();
            Console.Error.WriteLine($"{scores.Scores.Keys.Count(keys.Contains):N0} of {scores.RowCount:N0} quality rows used.");
            return scores.Findings.Count > 0 ? Math.Max(Exit.NotHeld, settled.ExitCode) : settled.ExitCode;
        });
        return command;
    }

    /// <summary>Without a folder the settlement alone is printed; with one every table is written there.</summary>
    private static int FromStore(AcoResult result, string? folder, Format format, bool explain)
    {
        if (folder is not null)
            AcoRunCommand.Write(result, AcoRunCommand.FolderOf(folder));
        else if (result["settlement"] is { } table)
            Printer.Print(table, format);
        if (explain && result.Settlement?.Result.Earned.Derivation is { } root)
            Printer.Write($"\n{Outline.Of(root)}");
        Console.Error.WriteLine($"{AcoPage.Headline(result)}.");
        return AcoOptions.Say(result);
    }

    private static Command Prove()
    {
        var files = CommonOptions.Files("Results files of CMS or files in our compact layout.");
        var year = CommonOptions.Year();
        var output = CommonOptions.Out("Write the comparison of each row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("prove", """
            Settles, then compares with what CMS published, and counts:
            exact within $2, rounding within what the printed digits allow, not_provable where a named input is missing, mismatch.

            Example:
              accountable mssp prove PY2022.csv PY2024.csv --out compared.csv
            """)
        {
            files, year, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            var path = CommonOptions.Output(parsed.GetValue(output), paths);
            var run = new SettlementRun(RuleBook.Embedded, parsed.GetValue(asOf));
            var proof = new SettlementProof(run);
            var settled = ReadAll(paths, parsed.GetValue(year), withPublished: true, run.Settle);
            var compared = settled.Files.Select(file => (file.File.Path, proof.Compare(file).Rows)).ToList();
            if (compared.All(file => file.Rows.Count == 0))
            {
                Console.Error.WriteLine("error: no row has a published result (EarnSaveLoss or published_earned) to compare with. "
                    + "'mssp settle' computes without comparing.");
                return Exit.NotHeld;
            }
            foreach (var file in settled.Files)
            {
                if (proof.Compare(file).WithoutPublished is { Count: > 0 } blank)
                    Console.Error.WriteLine($"{file.File.Path}: {blank.Count:N0} rows have no published result and are not compared.");
            }
            if (path is not null)
            {
                var table = CommonOptions.WithFile(
                    SettlementTables.Of(compared), paths.Length, [.. compared.Select(file => file.Path)]);
                Printer.WriteFile(path, table.ToCsv());
                Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), ManifestOf("mssp prove", run, settled.Files).ToJson());
            }
            Printer.Print(SettlementTables.Summary(compared), parsed.GetValue(format) ?? Format.Table);
            var unproven = compared.SelectMany(file => file.Rows)
                .Where(row => row.Verdict is Verdict.Mismatch or Verdict.NotProvable);
            foreach (var row in unproven.Take(40))
            {
                Console.Error.WriteLine($"{SettlementTables.Word(row.Verdict)}: {Name(row.Settled)} {row.Settled.Row.Year} "
                    + $"published {row.Published:0}, computed {row.Settled.Result.Earned.Amount:0.00}: {row.Reason}");
            }
            Printer.Unverified(run.Unverified);
            return compared.Any(file => file.Rows.Any(row => row.Verdict == Verdict.Mismatch)) ? Exit.NotHeld : settled.ExitCode;
        });
        return command;
    }

    /// <summary>
    /// Reads and handles each file; one that is refused does not stop the others. When all are refused there is nothing to write.
    /// </summary>
    private static (IReadOnlyList<SettledFile> Files, int ExitCode) ReadAll(
        string[] paths, int? year, bool withPublished, Func<ResultsFile, SettledFile> settle)
    {
        var files = new List<SettledFile>();
        var failed = 0;
        var worst = Exit.Done;
        foreach (var path in paths)
        {
            try
            {
                var file = settle(SharedSavingsResults.Read(path, year, withPublished));
                Printer.Findings(file.Findings);
                files.Add(file);
                worst = Math.Max(worst, file.Refused > 0 ? Exit.NotHeld : Exit.Done);
            }
            catch (FileRefusedException e) when (failed + 1 < paths.Length)
            {
                Console.Error.WriteLine(e.Finding);
                worst = Math.Max(worst, Exit.NotHeld);
                failed++;
            }
            catch (LawGapException e) when (failed + 1 < paths.Length)
            {
                Console.Error.WriteLine($"{path}: error: {e.Message}");
                worst = Exit.LawGap;
                failed++;
            }
        }
        return (files, worst);
    }

    private static void PrintSettled(Table table, IReadOnlyList<SettledFile> files, Manifest manifest, Format format, bool explain)
    {
        if (format == Format.Json)
        {
            Printer.Write(Printer.Json(json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("manifest");
                manifest.Write(json);
                json.WritePropertyName("rows");
                table.Write(json);
                if (explain)
                {
                    json.WriteStartArray("derivations");
                    foreach (var row in files.SelectMany(file => file.Rows))
                        DerivationJson.Write(json, row.Result.Earned.Derivation!);
                    json.WriteEndArray();
                }
                json.WriteEndObject();
            }));
            return;
        }
        if (explain && format == Format.Csv)
            throw new UsageException("--explain has no place in CSV; use --format json or table");
        Printer.Print(table, format);
        if (explain)
        {
            foreach (var row in files.SelectMany(file => file.Rows))
                Printer.Write($"\n{Name(row)}\n{Outline.Of(row.Result.Earned.Derivation!)}");
        }
    }

    private static void PrintMoves(IReadOnlyList<SettledFile> overlaid, DateOnly? asOf, bool toStdout)
    {
        var run = new SettlementRun(RuleBook.Embedded, asOf);
        var table = OverlayMoves.Table([.. overlaid.Select(file => (file.File.Path, OverlayMoves.Between(run.Settle(file.File), file)))]);
        if (toStdout)
            Printer.Print(table, Format.Table);
        else
            Console.Error.Write(table.ToCsv());
    }

    internal static Manifest ManifestOf(string pipeline, SettlementRun run, IReadOnlyList<SettledFile> files) => new()
    {
        Pipeline = pipeline,
        Book = run.Book,
        AsOf = run.AsOf,
        Inputs =
        [
            .. files.Select(settled => settled.File)
                .Select(file => new ManifestInput(Path.GetFileName(file.Path), file.Sha256, file.RowCount, file.Decisions)),
            .. new[] { run.Quality }.OfType<AcoQualityScores>().Select(file =>
                new ManifestInput(Path.GetFileName(file.Path), file.Sha256, file.RowCount, new Dictionary<string, string>())),
        ],
    };

    internal static string Name(SettledRow row) => row.Row.AcoId.Length > 0 ? row.Row.AcoId : $"row {row.Row.Row}";
}
