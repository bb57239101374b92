using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Runs.Mips.Submissions;
using Accountable.SharedSavings.Quality;

namespace Accountable.Runs.Mips;

/// <summary>An ACO's quality with the submission behind it.</summary>
/// <param name="AcoId">The ACO; empty where the file beside the submission does not name it.</param>
/// <param name="Scored">The submission as scored in MIPS.</param>
/// <param name="Program">The programme whose quality counts.</param>
/// <param name="Finding">Score and standard.</param>
public sealed record ScoredAco(string AcoId, ScoredSubmission Scored, ScoredProgram Program, AcoQualityFinding Finding);

/// <summary>Scores an ACO's submission and finds whether it meets the quality performance standard. 42 CFR 425.512.</summary>
public sealed class AcoQualityRun
{
    private readonly LawByYear _laws;
    private readonly SubmissionScoring _scoring;

    /// <summary>A run under a rule book, as known on a day.</summary>
    public AcoQualityRun(RuleBook book, DateOnly? asOf = null, bool traced = false)
    {
        _laws = new LawByYear(book, asOf, traced);
        _scoring = new SubmissionScoring(book, asOf, traced);
    }

    /// <summary>The rule book.</summary>
    public RuleBook Book => _laws.Book;

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf => _laws.AsOf;

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified =>
        [.. _laws.Unverified.Union(_scoring.Unverified).Order(StringComparer.Ordinal)];

    /// <summary>Scores one ACO. Of several programmes the one with the higher quality score counts.</summary>
    /// <exception cref="LawGapException">The year has no law, or no such programme.</exception>
    public ScoredAco Score(QppSubmission submission, EligibilityFile? known)
    {
        ArgumentNullException.ThrowIfNull(submission);
        var law = _laws.Of(new PerformanceYear(submission.Year));
        var scored = _scoring.Score(submission, known);
        var program = scored.Programs.MaxBy(one => one.Quality?.Score.Amount ?? 0)!;
        return new ScoredAco(known?.Word("acoId") ?? "", scored, program,
            AcoQuality.Determine(Facts(program, submission, known, law), law));
    }

    /// <summary>The columns that settlement reads, one row.</summary>
    public static Table Of(ScoredAco aco)
    {
        ArgumentNullException.ThrowIfNull(aco);
        var facts = aco.Finding.ForSettlement;
        var table = new Table("aco_id", "performance_year", "quality_score", "met_standard", "met_alternative", "met_percentile",
            "met_incentive", "met_first_year", "achievement", "improvement", "equity_bonus");
        var quality = aco.Program.Quality;
        table.Add(aco.AcoId, aco.Scored.Submission.Year, Rounded(facts.Score!.Value.Amount), Flag(aco.Finding.Met.Holds),
            Flag(facts.MetAlternative.Holds), Flag(facts.MetPercentile == true), Flag(facts.MetIncentive), Flag(facts.MetFirstYear),
            quality is null ? null : Rounded(quality.Achievement.Amount / quality.Possible.Amount),
                Rounded(quality?.Improvement.Amount ?? 0),
            Rounded(aco.Finding.EquityBonus.Amount));
        return table;
    }

    private static decimal Rounded(decimal share) => decimal.Round(share, 6, MidpointRounding.AwayFromZero);

    private static int Flag(bool holds) => holds ? 1 : 0;

    private AcoQualityFacts Facts(ScoredProgram program, QppSubmission submission, EligibilityFile? known, RuleYear law)
    {
        var status = new ClinicianStatus(submission, known, new SubmittedFacts(submission.Path, _laws.Traced), law);
        var scores = program.Quality?.Scored ?? [];
        var electronic = scores.Where(score => score is { Reported.Method: "electronicHealthRecord" or "registry" }
            && !score.Id.EndsWith("SSP", StringComparison.Ordinal) && score.Class != MeasureClass.Incomplete).ToList();
        var affected = status.Share("affectedShare") is { } share
            ? share.MeetsOrExceeds(law[Keys.SharedSavings.Quality.AffectedShare])
            : Test.No;
        return new AcoQualityFacts
        {
            MipsScore = program.Quality?.Score ?? Ratio.Zero,
            Measures = [.. scores.Select(score => new MeasureStanding(Plain(score.Id), Decile(score, law)))],
            CompleteElectronic = Number(electronic.Select(score => score.Id).Distinct().Count(), "complete eCQMs and MIPS CQMs"),
            ReportedAll = new Test(program.Quality is { } quality && Whole(quality, law)),
            ReportedAny = new Test(scores.Count > 0),
            HasUnscored = new Test(scores.Any(score => score.Reported.Suppressed || (score.Benchmark is null && score.Id != "321"))),
            Affected = affected | new Test(status.Flag("affected")),
            FirstYear = new Test(status.Flag("firstYear")),
            Equity = Equity(status),
        };
    }

    private static HealthEquityFacts? Equity(ClinicianStatus status) =>
        status.Fact<Count>("equityTopThird") is { } top && status.Fact<Count>("equityMiddleThird") is { } middle
            && status.Share("deprivedShare") is { } deprived && status.Share("dualOrSubsidyShare") is { } dual
            ? new HealthEquityFacts
            {
                Eligible = new Test(status.Flag("equityEligible")),
                TopThird = top,
                MiddleThird = middle,
                Deprived = deprived,
                DualOrSubsidy = dual,
            }
            : null;

    private Count Number(int number, string name) =>
        number == 0 ? Count.Zero : new SubmittedFacts("submission", _laws.Traced).Of<Count>(number, name, 0);

    private static string Plain(string id) => id.EndsWith("SSP", StringComparison.Ordinal) ? id[..^3] : id;

    /// <summary>The decile that the rate reaches, before floor and cap; for the survey its points.</summary>
    private static Count? Decile(MeasureScore score, RuleYear law)
    {
        if (score.Class != MeasureClass.Benchmarked)
            return null;
        var points = score is { Benchmark: { } benchmark, Reported.Rate: { } rate }
            ? AchievementPoints.ByDecile(rate, benchmark, law)
            : score.Points;
        return Count.Create(points.Amount, points.Derivation);
    }

    /// <summary>Nothing that is possible is missing or incomplete.</summary>
    private static bool Whole(QualityCategoryResult quality, RuleYear law)
    {
        var points = law[Keys.Mips.Quality.DecilePoints];
        var each = points.Cell<Points>(points.Rows.RowCount - 1, "points").Amount;
        return quality.Counted.Count(score => score.Class != MeasureClass.Incomplete) * each >= quality.Possible.Amount;
    }
}
