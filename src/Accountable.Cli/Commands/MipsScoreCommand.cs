using System.CommandLine;
using Accountable.Cli.Output;
using Accountable.Data.Mips.Submissions;
using Accountable.Explanations;
using Accountable.Runs;
using Accountable.Runs.Mips;
using Accountable.Runs.Mips.Submissions;

namespace Accountable.Cli.Commands;

/// <summary>Scores a submission, or a file of clinicians from category scores.</summary>
internal static class MipsScoreCommand
{
    private const string ScoreTree = "score-tree";

    public static Command Create()
    {
        var submission = new Argument<string?>("SUBMISSION.json")
        {
            Description = "A submission in QPP JSON.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var clinicians = new Option<string?>("--clinicians")
        {
            Description = "Instead of a submission a CSV file with a row for each score (docs/reference/mips-files.md).",
            HelpName = "FILE",
        };
        var eligibility = new Option<string?>("--eligibility")
        {
            Description = "JSON with what is known beside the submission: statuses, cost measures, the year before.",
            HelpName = "E.json",
        };
        var overlays = CommonOptions.Overlay();
        var output = CommonOptions.Out("Write the result, with its manifest beside it.");
        var format = FormatOption();
        var asOf = CommonOptions.AsOf();
        var explain = new Option<bool>("--explain") { Description = "Add the derivation of each final score." };
        var command = new Command("score", """
            Scores a submission: each measure, the categories, the final score, and the range of the payment adjustment
            when the population is unknown. With --clinicians final scores of many from their category scores.

            Example:
              accountable mips score samples/mips/submission-2024.json --eligibility samples/mips/eligibility-2024.json
            """)
        {
            submission, clinicians, eligibility, overlays, output, format, asOf, explain,
        };
        command.SetAction(parsed =>
        {
            var request = new Request(
                parsed.GetValue(submission) ?? parsed.GetValue(clinicians) ?? "", parsed.GetValue(eligibility), parsed.GetValue(output),
                parsed.GetValue(format), parsed.GetValue(explain), parsed.GetValue(asOf), parsed.GetValue(overlays));
            return (parsed.GetValue(submission), parsed.GetValue(clinicians)) switch
            {
                (null, null) => throw new UsageException("give a submission, or --clinicians with a file"),
                (not null, not null) => throw new UsageException("give a submission or --clinicians, not both"),
                (not null, null) => Submission(request),
                _ => Clinicians(request),
            };
        });
        return command;
    }

    private sealed record Request(
        string Input, string? Eligibility, string? Output, string? Format, bool Explain, DateOnly? AsOf, string[]? Overlays)
    {
        public Format Shown => Format is null ? Printer.Default : Enum.Parse<Format>(Format, ignoreCase: true);
    }

    private static Option<string?> FormatOption()
    {
        var option = new Option<string?>("--format")
        {
            Description = "table, csv or json; score-tree for one submission in the shape of CMS's score trees.",
            HelpName = "table|csv|json|score-tree",
        };
        option.AcceptOnlyFromAmong("table", "csv", "json", ScoreTree);
        return option;
    }

    private static int Submission(Request request)
    {
        var path = CommonOptions.Output(request.Output, request.Input, request.Eligibility ?? "");
        if (request.Explain && request.Format is "csv" or ScoreTree)
            throw new UsageException("--explain goes with --format table or json");
        var run = new SubmissionScoring(CommonOptions.Book(request.Overlays), request.AsOf, request.Explain);
        var read = QppSubmissions.Read(request.Input);
        var known = request.Eligibility is { } file ? EligibilityFile.Read(file) : null;
        var scored = run.Score(read, known);
        Printer.Findings(scored.Findings);
        var text = Text(request, scored);
        if (path is not null)
        {
            Printer.WriteFile(path, text ?? SubmissionTables.Of(scored.Best).ToCsv());
            Printer.WriteFile(Path.ChangeExtension(path, ".manifest.json"), ManifestOf(run, scored, known).ToJson());
        }
        else if (text is not null)
            Printer.Write(text);
        else
            Printer.Print(SubmissionTables.Of(scored.Best), request.Shown);
        if (request.Explain && request.Format != "json" && scored.Best.Final.Score.Derivation is { } derivation)
            Printer.Write($"\n{Outline.Of(derivation)}");
        Printer.Unverified(run.Unverified);
        if (scored.Eligibility is { } standing)
            Console.Error.WriteLine($"eligibility: {standing.Reason}{(standing.IsAdjusted ? "" : "; payments are not adjusted")}");
        var refused = scored.Findings.Count(finding => finding.Severity == Data.Severity.RowRefused);
        Console.Error.WriteLine($"{read.MeasurementCount:N0} measurements read, {refused:N0} refused.");
        return refused > 0 ? Exit.NotHeld : Exit.Done;
    }

    /// <summary>JSON in one of two shapes, or null for a table.</summary>
    private static string? Text(Request request, ScoredSubmission scored) => request.Format switch
    {
        ScoreTree => Printer.Json(ScoreNode.Of(scored.Best).Write),
        "json" => Printer.Json(json => SubmissionTables.Write(json, scored)),
        _ => null,
    };

    private static Manifest ManifestOf(SubmissionScoring run, ScoredSubmission scored, EligibilityFile? known)
    {
        var (read, none) = (scored.Submission, new Dictionary<string, string>());
        List<ManifestInput> inputs = [new(Path.GetFileName(read.Path), read.Sha256, read.MeasurementCount, none)];
        if (known is not null)
            inputs.Add(new ManifestInput(Path.GetFileName(known.Path), known.Sha256, 1, none));
        return new Manifest { Pipeline = "mips score", Book = run.Book, AsOf = run.AsOf, Inputs = inputs };
    }

    private static int Clinicians(Request request)
    {
        var path = CommonOptions.Output(request.Output, request.Input);
        if (request.Format == ScoreTree || request.Eligibility is not null)
            throw new UsageException("score-tree and --eligibility go with one submission");
        if (request.Explain && (path is not null || request.Shown != Format.Table))
            throw new UsageException("--explain goes with --format table and without --out");
        var run = new ClinicianScoring(CommonOptions.Book(request.Overlays), request.AsOf, request.Explain);
        var scored = run.Score(Data.Mips.Clinicians.Read(request.Input));
        Printer.Findings(scored.Findings);
        var manifest = MipsCommands.ManifestOf(
            "mips score", run.Book, run.AsOf, scored.File.Path, scored.File.Sha256, scored.File.RowCount);
        MipsCommands.Write(MipsTables.Of(scored), path, request.Shown, manifest);
        if (request.Explain)
        {
            foreach (var row in scored.Rows.Where(row => row.Result.Score.Derivation is not null))
                Printer.Write($"\n{row.Row.Id}\n{Outline.Of(row.Result.Score.Derivation!)}");
        }
        Printer.Unverified(run.Unverified);
        Console.Error.WriteLine($"{scored.Rows.Count:N0} rows scored, {scored.Refused:N0} refused.");
        return scored.Refused > 0 ? Exit.NotHeld : Exit.Done;
    }
}
