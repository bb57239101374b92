using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary>The quality score of ACOs: prove.</summary>
internal static class QualityCommands
{
    public static Command Create() => new("quality", "The quality performance score of an ACO: prove.") { Prove() };

    private static Command Prove()
    {
        var files = CommonOptions.Files(
            "Results files of CMS with measure rates, 2021 to 2024. An earlier year's file gives the base of improvement.");
        var year = CommonOptions.Year();
        var output = CommonOptions.Out("Write the comparison of each row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("prove", """
            Computes the quality score of ACOs that report by the Web Interface from their measure rates,
            and compares with the published score:
            exact within 0.02 points of 100, rounding within what the printed digits of the rates allow,
            not_provable where a named input is missing, mismatch.

            Example:
              accountable mssp quality prove PY2021.csv PY2022.csv --out compared.csv
            """)
        {
            files, year, output, format, asOf,
        };
        command.SetAction(parsed =>
        {
            var paths = parsed.GetValue(files)!;
            var path = CommonOptions.Output(parsed.GetValue(output), paths);
            var (read, exit) = ReadAll(paths, parsed.GetValue(year));
            var proof = new AcoQualityProof(RuleBook.Embedded, parsed.GetValue(asOf));
            var rows = proof.Compare(read);
            if (rows.Count == 0)
            {
                Console.Error.WriteLine("error: no row has a published quality score (QualScore) to compare with.");
                return Exit.NotHeld;
            }
            if (path is not null)
            {
                Printer.WriteFile(path, AcoQualityTables.Of(rows).ToCsv());
                Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), new Manifest
                {
                    Pipeline = "mssp quality prove",
                    Book = RuleBook.Embedded,
                    AsOf = parsed.GetValue(asOf) ?? RuleBook.Embedded.AsOf,
                    Inputs = [.. read.Select(file =>
                        new ManifestInput(Path.GetFileName(file.Path), file.Sha256, file.RowCount, new Dictionary<string, string>()))],
                }.ToJson());
            }
            Printer.Print(AcoQualityTables.Summary(rows), parsed.GetValue(format) ?? Format.Table);
            foreach (var row in rows.Where(row => row.Verdict == Verdict.Mismatch).Take(40))
            {
                Console.Error.WriteLine($"mismatch: {row.Row.AcoId} {row.Row.Year} "
                    + $"published {row.Row.Published:0.00}, computed {row.Computed:0.00}: {row.Reason}");
            }
            Printer.Unverified(proof.Unverified);
            return rows.Any(row => row.Verdict == Verdict.Mismatch) ? Exit.NotHeld : exit;
        });
        return command;
    }

    /// <summary>Reads each file; one that is refused does not stop the others.</summary>
    private static (List<AcoQualityFile> Files, int ExitCode) ReadAll(string[] paths, int? year)
    {
        var files = new List<AcoQualityFile>();
        var exit = Exit.Done;
        var refused = 0;
        foreach (var path in paths)
        {
            try
            {
                var file = AcoQualityResults.Read(path, year);
                Printer.Findings(file.Findings);
                files.Add(file);
                exit = file.Rows.Count < file.RowCount ? Exit.NotHeld : exit;
            }
            catch (FileRefusedException e) when (refused + 1 < paths.Length)
            {
                Console.Error.WriteLine(e.Finding);
                exit = Exit.NotHeld;
                refused++;
            }
        }
        return (files, exit);
    }
}
