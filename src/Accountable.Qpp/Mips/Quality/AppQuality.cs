using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>A rate that an APM Entity reports or is measured by.</summary>
/// <param name="Measure">The measure's identifier.</param>
/// <param name="Method">The collection type.</param>
/// <param name="Rate">The rate in the benchmark's unit.</param>
public readonly record struct ReportedRate(string Measure, string Method, Count Rate);

/// <summary>A measure with its points.</summary>
/// <param name="Measure">The measure's identifier; cahps for the survey.</param>
/// <param name="Points">The points it earned.</param>
public readonly record struct ScoredMeasure(string Measure, Points Points);

/// <summary>Achievement in the quality category of the APM Performance Pathway. 42 CFR 414.1367(c)(1), 414.1380(b)(1).</summary>
public static class AppQuality
{
    /// <summary>The measures that can be scored. A measure without a benchmark or a rate leaves numerator and denominator.</summary>
    /// <exception cref="LawGapException">The year has no Web Interface.</exception>
    public static IReadOnlyList<ScoredMeasure> WebInterface(IReadOnlyDictionary<(string Measure, string Method), Count> rates, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(law);
        var measures = law[Keys.Mips.App.WebInterfaceMeasures].Rows;
        var scored = new List<ScoredMeasure>();
        var parts = new Dictionary<string, List<Points>>();
        for (var row = 0; row < measures.RowCount; row++)
        {
            var (measure, method, partOf) = (measures.Text(row, "measure"), measures.Text(row, "method"), measures.Text(row, "part_of"));

            // 414.1367(c)(1)(i): without a benchmark a measure is not scored.
            if (!rates.TryGetValue((measure, method), out var rate) || Benchmark.Find(measure, method, law) is not { } benchmark)
                continue;
            var points = AchievementPoints.Benchmarked(rate, benchmark, law);
            if (partOf.Length == 0)
                scored.Add(new ScoredMeasure(measure, points));
            else if (parts.TryGetValue(partOf, out var known))
                known.Add(points);
            else
                parts.Add(partOf, [points]);
        }

        // 414.1380(b)(1)(ii)(D): the survey is one measure, the mean of its summary survey measures.
        scored.AddRange(parts.Select(part => new ScoredMeasure(part.Key, Mean(part.Value))));
        return scored;
    }

    /// <summary>The measures of an APM Entity that reports eCQMs, MIPS CQMs or Medicare CQMs, with those of claims and survey.</summary>
    /// <remarks>A measure that was collected in several ways counts once, at its best; a Medicare CQM is the same measure.</remarks>
    /// <exception cref="LawGapException">The year has no benchmarks.</exception>
    public static IReadOnlyList<ScoredMeasure> Electronic(IReadOnlyDictionary<(string Measure, string Method), Count> rates, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(rates);
        ArgumentNullException.ThrowIfNull(law);
        var best = new Dictionary<string, Points>();
        var survey = new List<Points>();
        foreach (var ((measure, method), rate) in rates.OrderBy(pair => pair.Key.Measure, StringComparer.Ordinal))
        {
            // 414.1367(c)(1)(i): without a benchmark a measure is not scored.
            if (method == "cmsWebInterface" || Benchmark.Find(measure, method, law) is not { } benchmark)
                continue;
            var points = AchievementPoints.Benchmarked(rate, benchmark, law);
            var name = measure.EndsWith("SSP", StringComparison.Ordinal) ? measure[..^"SSP".Length] : measure;
            if (method == "certifiedSurveyVendor")
                survey.Add(points);
            else
                best[name] = best.TryGetValue(name, out var known) ? Quantity.Greatest(known, points) : points;
        }
        var scored = best.Select(pair => new ScoredMeasure(pair.Key, pair.Value)).ToList();
        if (survey.Count > 0)
            scored.Add(new ScoredMeasure("cahps", Mean(survey)));
        return scored;
    }

    /// <summary>Points over possible points, without improvement; null where nothing can be scored.</summary>
    public static Ratio? Achievement(IReadOnlyList<ScoredMeasure> measures, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(law);
        if (measures.Count == 0)
            return null;
        var points = law[Keys.Mips.Quality.DecilePoints];
        var each = points.Cell<Points>(points.Rows.RowCount - 1, "points");
        var (earned, possible) = (Points.Zero, Points.Zero);
        foreach (var measure in measures)
            (earned, possible) = (earned + measure.Points, possible + each);
        return (earned / possible).As("quality achievement", "42 CFR 414.1380(b)(1)(vii)");
    }

    /// <summary>The category's score: achievement and improvement, no more than the whole.</summary>
    public static Ratio Score(Ratio achievement, Ratio improvement) =>
        Quantity.Least(achievement + improvement, Ratio.One).As("MIPS quality performance category score", "42 CFR 414.1380(b)(1)(vii)");

    private static Points Mean(List<Points> points)
    {
        var sum = Points.Zero;
        var count = Ratio.Zero;
        foreach (var one in points)
            (sum, count) = (sum + one, count + Ratio.One);
        return sum * (Ratio.One / count);
    }
}
