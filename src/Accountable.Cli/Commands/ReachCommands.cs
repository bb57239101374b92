using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Reach;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary>GPDC and ACO REACH: settle and prove.</summary>
internal static class ReachCommands
{
    public static Command Create() => new("reach", "GPDC and ACO REACH: settle and prove from the final benchmark.") { Settle(), Prove() };

    private static Command Settle()
    {
        var files = CommonOptions.Files("Public results as JSON or CSV.");
        var output = CommonOptions.Out("Write the result as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("settle", """
            Computes gross and shared savings through the risk corridors, and what is paid after sequestration.

            Example:
              accountable reach settle reach-results.json --out settled.csv
            """)
        {
            files, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            var path = CommonOptions.Output(parsed.GetValue(output), paths);
            var run = new ReachRun(RuleBook.Embedded, parsed.GetValue(asOf));
            var (settled, exit) = ReadAll(paths, withPublished: false, run);
            var table = CommonOptions.WithFile(
                ReachRun.SettledTable([.. settled.Select(file => (file.File.Path, file.Rows))]),
                paths.Length,
                [.. settled.Select(file => file.File.Path)]);
            Write(table, "reach settle", settled, path, parsed.GetValue(asOf), parsed.GetValue(format) ?? Printer.Default);
            return exit;
        });
        return command;
    }

    private static Command Prove()
    {
        var files = CommonOptions.Files("Public results as JSON or CSV.");
        var output = CommonOptions.Out("Write the comparison of each row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("prove", """
            Settles, then compares gross savings, shared savings and payment with the published ones. Exits from the model are named.

            Example:
              accountable reach prove reach-results.json
            """)
        {
            files, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            var path = CommonOptions.Output(parsed.GetValue(output), paths);
            var run = new ReachRun(RuleBook.Embedded, parsed.GetValue(asOf));
            var (settled, exit) = ReadAll(paths, withPublished: true, run);
            var compared = settled.Select(file => (file.File.Path, Rows: ReachRun.Compare(file.Rows))).ToList();
            if (compared.All(file => file.Rows.Count == 0))
            {
                Console.Error.WriteLine("error: no record has published gross_savings and shared_savings to compare with.");
                return Exit.NotHeld;
            }
            var table = CommonOptions.WithFile(ReachRun.ProvenTable(compared), paths.Length, [.. compared.Select(file => file.Path)]);
            if (path is not null)
                Write(table, "reach prove", settled, path, parsed.GetValue(asOf), Format.Csv);
            Printer.Print(Summary(compared), parsed.GetValue(format) ?? Format.Table);
            foreach (var row in compared.SelectMany(file => file.Rows).Where(row => row.Verdict != Verdict.Exact).Take(40))
            {
                var (read, _, _) = row.Settled;
                Console.Error.WriteLine($"{SettlementTables.Word(row.Verdict)}: {read.AcoId} {read.Year}: {row.Reason}");
            }
            return compared.Any(file => file.Rows.Any(row => row.Verdict == Verdict.Mismatch)) ? Exit.NotHeld : exit;
        });
        return command;
    }

    private static Table Summary(IReadOnlyList<(string File, IReadOnlyList<ProvenReachRow> Rows)> files)
    {
        var table = new Table(
            "file", "year", "arrangement", "rows", "gross_and_shared_exact", "paid_exact", "exits", "mismatch",
            "published_shared", "computed_shared");
        foreach (var (file, rows) in files)
        {
            foreach (var group in rows.GroupBy(row => (row.Settled.Row.Year.Value, row.Settled.Row.Global)).OrderBy(group => group.Key))
                Add(table, Path.GetFileName(file), group.Key.Value, group.Key.Global ? "global" : "professional", [.. group]);
        }
        Add(table, "all", null, "", [.. files.SelectMany(file => file.Rows)]);
        return table;
    }

    private static void Add(Table table, string file, int? year, string arrangement, List<ProvenReachRow> rows)
    {
        int Number(Verdict verdict) => rows.Count(row => row.Verdict == verdict);
        table.Add(
            file, year, arrangement, rows.Count, rows.Count(row => row.GrossAndSharedExact),
            Number(Verdict.Exact), Number(Verdict.NotProvable), Number(Verdict.Mismatch),
            new Dollars(rows.Sum(row => row.Settled.Row.PublishedShared ?? 0)),
            new Dollars(rows.Sum(row => row.Settled.Result.Shared.Amount)));
    }

    /// <summary>
    /// Reads and settles each file; one that is refused does not stop the others. When all are refused there is nothing to write.
    /// </summary>
    private static (IReadOnlyList<(ReachFile File, IReadOnlyList<SettledReachRow> Rows)> Settled, int ExitCode) ReadAll(
        string[] paths, bool withPublished, ReachRun run)
    {
        var settled = new List<(ReachFile File, IReadOnlyList<SettledReachRow> Rows)>();
        var refused = 0;
        foreach (var path in paths)
        {
            try
            {
                var file = ReachResults.Read(path, withPublished);
                var (rows, findings) = run.Settle(file);
                Printer.Findings(findings);
                settled.Add((file, rows));
            }
            catch (FileRefusedException e) when (refused + 1 < paths.Length)
            {
                Console.Error.WriteLine(e.Finding);
                refused++;
            }
        }
        return (settled, refused > 0 || settled.Any(file => file.Rows.Count < file.File.RowCount) ? Exit.NotHeld : Exit.Done);
    }

    private static void Write(
        Table table,
        string pipeline,
        IReadOnlyList<(ReachFile File, IReadOnlyList<SettledReachRow> Rows)> settled,
        string? path,
        DateOnly? asOf,
        Format format)
    {
        if (path is null)
        {
            Printer.Print(table, format);
            return;
        }
        Printer.WriteFile(path, table.ToCsv());
        Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), new Manifest
        {
            Pipeline = pipeline,
            Book = RuleBook.Embedded,
            AsOf = asOf ?? RuleBook.Embedded.AsOf,
            Inputs = [.. settled.Select(pair => pair.File)
                .Select(file => new ManifestInput(Path.GetFileName(file.Path), file.Sha256, file.RowCount, file.Decisions))],
        }.ToJson());
    }
}
