using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The achievement points of one quality measure. 42 CFR 414.1380(b)(1)(i) to (iv).</summary>
public static class MeasurePoints
{
    private const string Paragraph = "42 CFR 414.1380(b)(1)(i)";

    /// <summary>Scores a measure under the rules of traditional MIPS and of MVPs.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static MeasureScore Determine(ReportedMeasure reported, bool smallPractice, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(reported);
        ArgumentNullException.ThrowIfNull(law);

        // 414.1340(a): enough of the eligible instances must be reported.
        var complete = reported.Completeness.MeetsOrExceeds(law[Keys.Mips.Quality.DataCompleteness])
            .As("data complete", "42 CFR 414.1340(a)");

        // 414.1380(b)(1)(iii): a least number of cases.
        var enough = EnoughCases(reported, law);

        // (b)(1)(ii): the benchmark of the same collection type.
        var benchmark = Benchmark.Find(reported.Measure.Id, reported.Method, law);
        var @class = !complete.Holds ? MeasureClass.Incomplete
            : enough.Holds && benchmark is not null && reported.Rate is not null ? MeasureClass.Benchmarked
            : MeasureClass.Unbenchmarked;
        var points = @class == MeasureClass.Benchmarked
            ? Capped(AchievementPoints.Benchmarked(reported.Rate!.Value, benchmark!, law), benchmark!, law)
            : Unbenchmarked(@class, smallPractice, law);

        // (b)(1)(i)(C): a new measure with complete data has a floor of its own, with or without a benchmark.
        if (complete.Holds && NewMeasureFloor(reported.Measure, law) is { } floor)
            points = Quantity.Greatest(points, floor).As("points of a new measure", "42 CFR 414.1380(b)(1)(i)(C)");
        return new MeasureScore(reported, @class, benchmark, enough, points);
    }

    /// <summary>Whether the measure has its least number of cases, and its group its least number of clinicians.</summary>
    public static Test EnoughCases(ReportedMeasure reported, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(reported);
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.Quality.CaseMinimums];
        for (var row = 0; row < table.Rows.RowCount; row++)
        {
            if (table.Rows.Text(row, "measure") != reported.Measure.Id)
                continue;
            var cases = reported.Cases.MeetsOrExceeds(table.Cell<Count>(row, "cases"));
            var large = reported.Clinicians is { } clinicians && table.Rows.Number(row, "least_clinicians") is not null
                ? clinicians.MeetsOrExceeds(table.Cell<Count>(row, "least_clinicians"))
                : Test.Yes;
            return (cases & large).As("enough cases", "42 CFR 414.1380(b)(1)(iii)");
        }
        return reported.Cases.MeetsOrExceeds(law[Keys.Mips.Quality.CaseMinimum]).As("enough cases", "42 CFR 414.1380(b)(1)(iii)");
    }

    private static Points Unbenchmarked(MeasureClass @class, bool smallPractice, RuleYear law)
    {
        var data = @class == MeasureClass.Incomplete ? "incomplete" : "complete";
        return law[Keys.Mips.Quality.UnbenchmarkedPoints, smallPractice ? $"{data} of a small practice" : data]
            .As(@class == MeasureClass.Incomplete ? "points with incomplete data" : "points without comparison", Paragraph);
    }

    /// <summary>(b)(1)(iv): points of measures that stay topped out are capped; never those of the Web Interface .</summary>
    private static Points Capped(Points points, Benchmark benchmark, RuleYear law) => law.Year.Value switch
    {
        2017 => points,

        // (iv)(A): in 2018 six measures by name.
        2018 => Names(law[Keys.Mips.Quality.CappedMeasures].Rows, benchmark.Measure) ? Cap(points, benchmark, law) : points,

        // (iv)(B): from 2019 by collection type, from the second year in which it is topped out.
        >= 2019 => benchmark.Capped ? Cap(points, benchmark, law) : points,

        _ => throw new LawGapException("cap of topped out measures", law.Year),
    };

    private static Points Cap(Points points, Benchmark benchmark, RuleYear law) => benchmark.Method == "cmsWebInterface"
        ? points
        : Quantity.Least(points, law[Keys.Mips.Quality.ToppedOutCap]).As("points of a topped out measure", "42 CFR 414.1380(b)(1)(iv)");

    private static bool Names(RuleTable table, string measure) =>
        Enumerable.Range(0, table.RowCount).Any(row => table.Text(row, "measure") == measure);

    private static Points? NewMeasureFloor(QualityMeasure measure, RuleYear law)
    {
        if (measure.FirstYear is not { } first)
            return null;
        var age = law.Year.Value == first ? "first year" : law.Year.Value == first + 1 ? "second year" : null;
        return age is not null && law.Has(Keys.Mips.Quality.NewMeasureFloor, age) ? law[Keys.Mips.Quality.NewMeasureFloor, age] : null;
    }
}
