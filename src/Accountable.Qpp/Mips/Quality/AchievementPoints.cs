using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The points that a performance rate earns against a benchmark. 42 CFR 414.1380(b)(1)(i).</summary>
public static class AchievementPoints
{
    /// <summary>The points by decile with partial points, without floor and cap. Nothing is rounded.</summary>
    /// <param name="rate">The rate in the benchmark's own unit: percent, dollars or a ratio.</param>
    /// <param name="benchmark">The benchmark.</param>
    /// <param name="law">The law of the year.</param>
    public static Points ByDecile(Count rate, Benchmark benchmark, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(law);
        var points = law[Keys.Mips.Quality.DecilePoints];
        var last = points.Rows.RowCount - 1;

        // (b)(1)(i): the decile is the highest that the rate reaches; equal beginnings make an empty decile.
        var decile = 0;
        for (var next = 1; next <= last; next++)
        {
            if (benchmark.Edges[next] is { } edge && Reaches(rate, edge, benchmark.Inverse))
                decile = next;
        }
        var whole = points.Cell<Points>(decile, "points");

        // The tenth decile earns all points. The first has partial points only where its beginning is known and reached.
        if (decile == last || benchmark.Edges[decile] is not { } start || benchmark.Edges[decile + 1] is not { } end
            || !Reaches(rate, start, benchmark.Inverse))
            return whole.As("points by decile", "42 CFR 414.1380(b)(1)(i)");
        return Quantity.Interpolate(whole, points.Cell<Points>(decile + 1, "points"), rate, start, end)
            .As("points by decile", "42 CFR 414.1380(b)(1)(i)");
    }

    /// <summary>The points of a measure with a benchmark, enough cases and complete data: by decile, no less than the floor of
    /// the year.</summary>
    public static Points Benchmarked(Count rate, Benchmark benchmark, RuleYear law) => Quantity
        .Greatest(ByDecile(rate, benchmark, law), law[Keys.Mips.Quality.Floor.Benchmarked])
        .As("achievement points", "42 CFR 414.1380(b)(1)(i)(A)");

    private static bool Reaches(Count rate, Count edge, bool inverse) => inverse ? rate <= edge : rate >= edge;
}
