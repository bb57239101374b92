using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>What a submission's score is worth: points of categories, measures against their deciles, the adjustment, and what one more
/// decile in a measure would bring.</summary>
public sealed class MipsWorth
{
    private const decimal Hundred = 100m;
    private const int Decimals = 4;
    private static readonly string[] Edges =
    [
        "decile_1", "decile_2", "decile_3", "decile_4", "decile_5", "decile_6", "decile_7", "decile_8", "decile_9", "decile_10", "best",
    ];

    private readonly QppSubmission _submission;
    private readonly EligibilityFile? _known;
    private readonly SubmissionScoring _again;
    private readonly RuleYear _law;

    /// <summary>Scores a submission.</summary>
    /// <param name="submission">The submission.</param>
    /// <param name="known">What is known beside it.</param>
    /// <param name="book">The rule book.</param>
    /// <param name="asOf">The day of knowledge.</param>
    /// <exception cref="LawGapException">The year, or the way of taking part in that year, has no law.</exception>
    public MipsWorth(QppSubmission submission, EligibilityFile? known, RuleBook book, DateOnly? asOf)
    {
        ArgumentNullException.ThrowIfNull(submission);
        ArgumentNullException.ThrowIfNull(book);
        (_submission, _known) = (submission, known);
        var traced = new SubmissionScoring(book, asOf, traced: true);
        Scored = traced.Score(submission, known);
        Unverified = traced.Unverified;
        _again = new SubmissionScoring(book, asOf);
        _law = book.For(new PerformanceYear(submission.Year), asOf);
    }

    /// <summary>The scored submission, with derivations.</summary>
    public ScoredSubmission Scored { get; }

    /// <summary>Parameters that nobody verified.</summary>
    public IReadOnlyList<string> Unverified { get; }

    /// <summary>Points of each category and bonus of the programme whose score counts; they add up to the final score before its
    /// maximum.</summary>
    public Table Categories()
    {
        var table = new Table("program", "category", "score", "weight", "points", "possible");
        var best = Scored.Best;
        if (best.Final.Weights is { } weights)
        {
            foreach (var (name, score, weight) in new[]
            {
                ("quality", best.Scores.Quality, weights.Quality), ("cost", best.Scores.Cost, weights.Cost),
                ("improvement_activities", best.Scores.ImprovementActivities, weights.ImprovementActivities),
                ("promoting_interoperability", best.Scores.PromotingInteroperability, weights.PromotingInteroperability),
            })
            {
                table.Add(best.Program, name, score is { } share ? Rounded(share.Amount * Hundred) : null,
                    Rounded(weight.Amount * Hundred), Rounded((score?.Amount ?? 0) * weight.Amount * Hundred),
                    Rounded(weight.Amount * Hundred));
            }
        }
        if (best.Final.ComplexPatientBonus is { Amount: > 0 } complex)
            table.Add(best.Program, "complex_patient_bonus", null, null, Rounded(complex.Amount), null);
        if (best.Final.SmallPracticeBonus > Points.Zero)
            table.Add(best.Program, "small_practice_bonus", null, null, Rounded(best.Final.SmallPracticeBonus.Amount), null);
        return table;
    }

    /// <summary>Each programme's final score with the range of its payment adjustment, the one that counts first.</summary>
    public Table Scores()
    {
        var table = new Table("program", "counts", "final_score", "performance_threshold", "adjustment_low", "adjustment_high", "notes");
        foreach (var program in Scored.Programs.OrderByDescending(program => ReferenceEquals(program, Scored.Best)))
        {
            table.Add(program.Program, ReferenceEquals(program, Scored.Best) ? "yes" : "no", program.Final.Score.Amount,
                _law[Keys.Mips.PaymentAdjustment.PerformanceThreshold].Amount, Rate(program.Adjustment.Low),
                Rate(program.Adjustment.High), string.Join("; ", program.Notes));
        }
        return table;
    }

    /// <summary>Each quality measure: its rate, the beginnings of the deciles, its points, and the final score if its rate were where the
    /// next decile begins, scored anew.</summary>
    public Table Measures()
    {
        var table = new Table(["program", "measure", "method", "rate", "decile", "points", "counted", "class", "inverse", "next_rate",
            "next_final_score", "gain", .. Edges]);
        if (Scored.Best.Quality is not { } quality)
            return table;
        foreach (var score in quality.Scored.OrderByDescending(quality.Counted.Contains).ThenBy(score => score.Id, StringComparer.Ordinal))
        {
            var benchmark = score.Benchmark;
            var decile = score is { Class: MeasureClass.Benchmarked, Reported.Rate: { } rate } && benchmark is not null
                ? DecileOf(rate.Amount, benchmark) : (int?)null;
            var next = decile is { } at && at < Edges.Length - 1 ? benchmark!.Edges[at] : null;
            decimal? again = next is { } edge ? With(score.Reported, edge) : null;
            table.Add(
            [
                Scored.Best.Program, score.Id, score.Reported.Method, Rounded(score.Reported.Rate?.Amount), decile,
                Rounded(score.Points.Amount), quality.Counted.Contains(score) ? "yes" : "no", score.Class.ToString().ToLowerInvariant(),
                benchmark?.Inverse == true ? "yes" : "no", Rounded(next?.Amount), Rounded(again),
                Rounded(again - Scored.Best.Final.Score.Amount),
                .. Edges.Select((_, place) => benchmark is null ? null : (object?)Rounded(benchmark.Edges[place]?.Amount)),
            ]);
        }
        return table;
    }

    /// <summary>The final score with another rate of one measure.</summary>
    private decimal With(ReportedMeasure measure, Count rate) => _again.Score(_submission, _known, one =>
        one.Measure.Id == measure.Measure.Id && one.Method == measure.Method ? one with { Rate = new Count(rate.Amount) } : one)
        .Best.Final.Score.Amount;

    /// <summary>The decile that a rate reaches, from 1: the highest whose beginning is known and reached.</summary>
    private static int DecileOf(decimal rate, Benchmark benchmark)
    {
        var decile = 1;
        for (var at = 1; at < Edges.Length - 1; at++)
        {
            if (benchmark.Edges[at] is { } edge && (benchmark.Inverse ? rate <= edge.Amount : rate >= edge.Amount))
                decile = at + 1;
        }
        return decile;
    }

    private static decimal? Rounded(decimal? number) =>
        number is { } known ? decimal.Round(known, Decimals, MidpointRounding.AwayFromZero) : null;

    private static decimal Rate(Ratio adjustment) => decimal.Round(adjustment.Amount, Decimals + Decimals, MidpointRounding.AwayFromZero);
}
