using Accountable.Data.Mips.Submissions;
using Accountable.Rules;
using Accountable.Runs.Mips.Submissions;

namespace Accountable.Server.Pipelines;

/// <summary>The MIPS score of the submission that the settings name for an ACO.</summary>
internal static class MipsTables
{
    public static RunPart Of(RunRequest request, ServerSettings settings) => RunPart.Of("the MIPS score", () =>
    {
        if (FileOf(settings.Mips, request.Aco) is not { } path)
        {
            return RunPart.Missing("the MIPS score", $"no submission of {request.Aco} is given",
                $"Give one: accountable serve --mips {request.Aco}=SUBMISSION.json (a submission in QPP JSON)");
        }
        var submission = QppSubmissions.Read(path);
        if (submission.Year != request.PerformanceYear)
        {
            return RunPart.Missing("the MIPS score",
                $"the submission of {request.Aco} is of {submission.Year} and the run of {request.PerformanceYear}",
                $"Run {submission.Year}, or give the submission of {request.PerformanceYear}");
        }
        var known = FileOf(settings.MipsEligibility, request.Aco) is { } beside ? EligibilityFile.Read(beside) : null;
        var worth = new MipsWorth(submission, known, RuleBook.Embedded, request.AsOf);
        return new RunPart(
            [
                new RunTable("mips-categories", "MIPS category points", worth.Categories()),
                new RunTable("mips-measures", "MIPS quality measures against their deciles", worth.Measures()),
                new RunTable("mips-scores", "MIPS final scores and adjustments", worth.Scores()),
            ],
            [
                .. RunPart.Counted(worth.Scored.Findings),
                .. worth.Scored.Best.Notes.Select(note => new RunWarning("note", $"MIPS: {note}", "")),
            ],
            worth.Unverified)
        {
            Derivations = worth.Scored.Best.Final.Score.Derivation is { } root ? [new RunDerivation("mips", "MIPS final score", root)] : [],
        };
    });

    private static string? FileOf(IReadOnlyDictionary<string, string> files, string aco) =>
        files.FirstOrDefault(pair => pair.Key.Equals(aco, StringComparison.OrdinalIgnoreCase)).Value;
}
