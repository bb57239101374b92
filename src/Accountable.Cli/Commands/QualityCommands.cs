using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data;
using Accountable.Data.Mips;
using Accountable.Data.Mips.Submissions;
using Accountable.Explanations;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;

namespace Accountable.Cli.Commands;

/// <summary>The quality score of ACOs: score, prove.</summary>
internal static class QualityCommands
{
    public static Command Create() => new("quality", "The quality performance score of an ACO: score, prove.")
    {
        Score(),
        Prove(),
    };

    private static Command Score()
    {
        var submission = new Argument<string>("SUBMISSION.json")
        {
            Description = "An ACO's submission in QPP JSON: programName app1 or appPlus.",
        };
        var eligibility = new Option<string?>("--eligibility")
        {
            Description = "JSON with claims measures, survey, the year before, circumstances and equity (docs/reference/mips-files.md).",
            HelpName = "E.json",
        };
        var output = CommonOptions.Out("Write the row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var explain = new Option<bool>("--explain") { Description = "Add the derivation of score and standard (with --format table)." };
        var command = new Command("score", """
            Computes an ACO's quality score from its submission and whether it meets the quality performance standard.
            The row has the columns quality_score, met_standard and met_alternative that 'mssp settle' reads.

            Example:
              accountable mssp quality score samples/mips/aco-2025.json --eligibility samples/mips/aco-2025-eligibility.json
            """)
        {
            submission, eligibility, output, format, asOf, explain,
        };
        command.SetAction(parsed =>
        {
            var input = parsed.GetValue(submission)!;
            var beside = parsed.GetValue(eligibility);
            var path = CommonOptions.Output(parsed.GetValue(output), input, beside ?? "");
            var shown = parsed.GetValue(format) ?? Printer.Default;
            if (parsed.GetValue(explain) && (path is not null || shown != Format.Table))
                throw new UsageException("--explain goes with --format table and without --out");
            var run = new AcoQualityRun(RuleBook.Embedded, parsed.GetValue(asOf), parsed.GetValue(explain));
            var known = beside is null ? null : EligibilityFile.Read(beside);
            var aco = run.Score(QppSubmissions.Read(input), known);
            Printer.Findings(aco.Scored.Findings);
            MipsCommands.Write(AcoQualityRun.Of(aco), path, shown, ManifestOf(run, aco, known));
            if (parsed.GetValue(explain))
                Printer.Write($"\n{Outline.Of([.. Derivations(aco)])}");
            foreach (var note in aco.Program.Notes.Where(note => note.StartsWith("A-207", StringComparison.Ordinal)))
                Console.Error.WriteLine(note);
            Printer.Unverified(run.Unverified);
            return aco.Scored.Findings.Any(finding => finding.Severity == Severity.RowRefused) ? Exit.NotHeld : Exit.Done;
        });
        return command;
    }

    private static IEnumerable<Derivation> Derivations(ScoredAco aco) =>
        new[] { aco.Finding.Score.Derivation, aco.Finding.Met.Derivation, aco.Finding.MetAlternative.Derivation }.OfType<Derivation>();

    private static Manifest ManifestOf(AcoQualityRun run, ScoredAco aco, EligibilityFile? known)
    {
        var (read, none) = (aco.Scored.Submission, new Dictionary<string, string>());
        List<ManifestInput> inputs = [new(Path.GetFileName(read.Path), read.Sha256, read.MeasurementCount, none)];
        if (known is not null)
            inputs.Add(new ManifestInput(Path.GetFileName(known.Path), known.Sha256, 1, none));
        return new Manifest { Pipeline = "mssp quality score", Book = run.Book, AsOf = run.AsOf, Inputs = inputs };
    }

    private static Command Prove()
    {
        var files = CommonOptions.Files(
            "Results files of CMS with measure rates, 2021 to 2024. An earlier year's file gives the base of improvement.");
        var year = CommonOptions.Year();
        var output = CommonOptions.Out("Write the comparison of each row as CSV, with its manifest beside it.");
        var format = CommonOptions.Formats();
        var asOf = CommonOptions.AsOf();
        var command = new Command("prove", """
            Computes the quality score of ACOs from their measure rates and compares with the published score:
            exact within 0.02 points of 100, rounding within what the printed digits of the rates allow,
            not_provable where a named input is missing, mismatch. For ACOs that report by eCQM or CQM no file has
            the improvement and the health equity bonus, which only add to what their rates earn.

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
