using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>Scores submissions: category scores, final score and payment adjustment under one rule book.</summary>
public sealed class SubmissionScoring
{
    private readonly LawByYear _laws;

    /// <summary>A run under a rule book, as known on a day.</summary>
    public SubmissionScoring(RuleBook book, DateOnly? asOf = null, bool traced = false) => _laws = new LawByYear(book, asOf, traced);

    /// <summary>The rule book.</summary>
    public RuleBook Book => _laws.Book;

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf => _laws.AsOf;

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified => _laws.Unverified;

    /// <summary>Scores a submission in each of its programmes; the highest final score counts.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="known">What is known beside it.</param>
    /// <param name="change">Changes each quality measure before it is scored, for a what-if; null for none.</param>
    /// <exception cref="LawGapException">The year, or the way of taking part in that year, has no law.</exception>
    /// <exception cref="FileRefusedException">A fact of the eligibility file cannot be read.</exception>
    public ScoredSubmission Score(QppSubmission submission, EligibilityFile? known = null,
        Func<ReportedMeasure, ReportedMeasure>? change = null)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var law = _laws.Of(new PerformanceYear(submission.Year));
        var facts = new SubmittedFacts(submission.Path, _laws.Traced);
        var status = new ClinicianStatus(submission, known, facts, law);
        var findings = new List<Finding>(submission.Findings);
        findings.AddRange(known?.Findings ?? []);
        var names = submission.Sets.Select(set => set.Program).Where(name => name != "mips").Distinct().Order(StringComparer.Ordinal)
            .ToList();
        if (names.Count == 0 || submission.Sets.Any(set => set is { Program: "mips", Category: "quality" }))
            names.Insert(0, "mips");
        var programs = names.Select(name => new ProgramScoring(name, submission, status, facts, law, findings, change).Score()).ToList();

        // 414.1380(c): of scores from several frameworks the highest counts; the first named where two are the same.
        var best = programs.MaxBy(program => program.Final.Score.Amount)!;
        return new ScoredSubmission(submission, status.Eligibility, best, programs,
            [.. findings.Distinct().OrderBy(finding => finding.File, StringComparer.Ordinal).ThenBy(finding => finding.Line)]);
    }
}
