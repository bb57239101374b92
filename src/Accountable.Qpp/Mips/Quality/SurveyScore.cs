using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The survey of patients' experience as one measure. 42 CFR 414.1380(b)(1)(ii)(D).</summary>
public static class SurveyScore
{
    /// <summary>The mean of the points of the summary measures that have a benchmark and enough cases; null where none has.</summary>
    public static MeasureScore? Determine(IReadOnlyList<ReportedMeasure> summaries, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        ArgumentNullException.ThrowIfNull(law);
        var scored = summaries.Select(one => MeasurePoints.Determine(one, smallPractice: false, law))
            .Where(score => score.Class == MeasureClass.Benchmarked).ToList();
        if (scored.Count == 0)
            return null;
        var table = law[Keys.Mips.Quality.DecilePoints];
        var whole = table.Cell<Points>(table.Rows.RowCount - 1, "points");
        var (sum, possible) = (Points.Zero, Points.Zero);
        foreach (var score in scored)
            (sum, possible) = (sum + score.Points, possible + whole);
        var points = (whole * (sum / possible)).As("points of the survey", "42 CFR 414.1380(b)(1)(ii)(D)");
        var first = scored[0].Reported;
        return new MeasureScore(first with { Measure = first.Measure with { Id = "321" } }, MeasureClass.Benchmarked, null, Test.Yes,
            points);
    }
}
