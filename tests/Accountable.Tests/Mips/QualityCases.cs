using System.Globalization;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of measure points and improvement.</summary>
internal static class QualityCases
{
    public static IReadOnlyDictionary<string, object?> Points(FlatCase one)
    {
        try
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
            var rate = Number(one.Given["rate"]);
            if (Benchmark(one, law) is not { } benchmark)
                return new Dictionary<string, object?> { ["error"] = "no benchmark" };
            var points = AchievementPoints.Benchmarked(new Count(rate), benchmark, law);
            if (one.Given.ContainsKey("measure"))
            {
                var traced = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf, traced: true);
                var explained = AchievementPoints.Benchmarked(new Count(rate).From("performance rate", "case"), Benchmark(one, traced)!, traced);
                Assert.Equal(points.Amount, explained.Amount);
                Assert.Empty(Replay.Check(explained.Derivation!));
            }
            return new Dictionary<string, object?> { ["points"] = points.Amount };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    public static IReadOnlyDictionary<string, object?> Improvement(FlatCase one)
    {
        try
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
            var improvement = QualityImprovement.Determine(new Ratio(Number(one.Given["now"]) / 100), new Ratio(Number(one.Given["before"]) / 100), law);
            return new Dictionary<string, object?> { ["improvement"] = improvement.Amount * 100 };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    private static Benchmark? Benchmark(FlatCase one, RuleYear law)
    {
        if (one.Given.TryGetValue("measure", out var measure))
            return Accountable.Qpp.Mips.Quality.Benchmark.Find(measure, one.Given["method"], law);
        var edges = one.Given["edges"].Split(' ').Select(edge => (Count?)new Count(Number(edge))).ToList();
        return new Benchmark
        {
            Measure = "case", Method = "case", Inverse = edges[0] > edges[^1], ToppedOut = false, Capped = false, Average = null,
            Edges = [null, .. edges, null],
        };
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
