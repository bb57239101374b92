using Accountable.Data;
using Accountable.Runs.Accruals;
using Accountable.Tests.Data;

namespace Accountable.Tests.Accruals;

/// <summary>The chain ladder and Mack's variance against the triangle on which he published them, and quantiles against tables.</summary>
public sealed class LagTriangleTests
{
    /// <summary>The triangle of Taylor and Ashe (1983), increments in dollars, by year of origin.</summary>
    private static readonly decimal[][] TaylorAshe =
    [
        [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
        [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
        [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
        [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
        [443160, 693190, 991983, 769488, 504851, 470639],
        [396132, 937085, 847498, 805037, 705960],
        [440832, 847631, 1131398, 1063269],
        [359480, 1061648, 1443370],
        [376686, 986608],
        [344014],
    ];

    [Fact]
    public void Macks_own_example_comes_out_as_he_printed_it()
    {
        var newest = new DateOnly(2024, 10, 1);
        var triangle = LagTriangle.Of(newest, TaylorAshe.Select((row, at) => (newest.AddMonths(at - 9),
            (IReadOnlyList<decimal>)[.. row, .. new decimal[10 - row.Length]])), 9);
        Assert.Equal([3.491, 1.747, 1.457, 1.174, 1.104, 1.086, 1.054, 1.077, 1.018],
            triangle.Steps.Select(step => Math.Round((double)step!.Value.Factor, 3)));
        var months = TaylorAshe.Select(row => (Dollars: row.Sum(), From: row.Length - 1, To: 9)).ToList();
        Assert.Equal(18_681, months.Sum(month => month.Dollars * (triangle.Factor(month.From, month.To)!.Value - 1)) / 1000, 0);

        // Mack 1993, table 2: standard errors of the years 2 and 10 and of all together, thousands.
        Assert.Equal(76, Error([months[1]]), 0);
        Assert.Equal(1_363, Error([months[9]]), 0);
        Assert.Equal(2_447, Error(months), 0);

        double Error(IReadOnlyList<(decimal, int, int)> of) => Math.Sqrt(triangle.Variance(of)) / 1000;
    }

    [Fact]
    public void A_step_that_no_month_was_seen_at_is_unknown_and_an_older_month_does_not_grow()
    {
        var newest = new DateOnly(2024, 2, 1);
        var triangle = LagTriangle.Of(newest, [(newest.AddMonths(-1), [100, 50, 0]), (newest, [80, 0, 0])], 2);
        Assert.Equal(1.5m, triangle.Factor(0, 1));
        Assert.Null(triangle.Factor(0, 2));
        Assert.Null(triangle.Factor(1, 2));
        Assert.Equal(1, triangle.Factor(2, 1));
        Assert.Null(triangle.Factor(0, 9));
        Assert.Equal(0, triangle.Variance([(80, 0, 1)]));
    }

    [Theory]
    [InlineData(0.95, 1, 6.3138)]
    [InlineData(0.975, 2, 4.3027)]
    [InlineData(0.95, 11, 1.7959)]
    [InlineData(0.975, 10, 2.2281)]
    [InlineData(0.995, 30, 2.7500)]
    [InlineData(0.95, 1000, 1.6464)]
    public void Quantiles_are_those_of_the_tables(double share, int freedom, double value) =>
        Assert.Equal(value, StudentT.Quantile(share, freedom), 4);

    [Theory]
    [InlineData("age,factor\n1,1.2\n", "does not follow age -1")]
    [InlineData("age,factor\n0,1.2\n2,1.1\n", "does not follow age 0")]
    [InlineData("age,factor\n0,0\n", "does not follow")]
    [InlineData("age,factor\n0,x\n", "no number")]
    [InlineData("month,factor\n0,1\n", "missing")]
    [InlineData("age,factor\n", "row")]
    public void A_file_of_growth_without_gaps_is_asked_for(string text, string what)
    {
        using var scratch = new ScratchFolder();
        var path = Path.Combine(scratch.Path, "lag.csv");
        File.WriteAllText(path, text);
        Assert.Contains(what, Assert.Throws<FileRefusedException>(() => AccrualFiles.LagFactors(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_benchmark_is_one_amount_or_one_of_each_type()
    {
        using var scratch = new ScratchFolder();
        var path = Path.Combine(scratch.Path, "benchmark.csv");
        Assert.All(AccrualFiles.Benchmark("12345.67").Values, amount => Assert.Equal(12345.67m, amount.Amount));
        File.WriteAllText(path, "enrollment_type,benchmark\nesrd,90000\ndisabled,12000\naged_dual,15000\naged_non_dual,\"11,000\"\n");
        Assert.Equal([90000m, 12000m, 15000m, 11000m], AccrualFiles.Benchmark(path).Values.Select(amount => amount.Amount));
        const string Others = "disabled,1\naged_dual,1\n";
        foreach (var wrong in new[] { "esrd,1\n", $"esrd,1\n{Others}aged_non_dual,0\n", $"esrd,1\nesrd,1\n{Others}aged_non_dual,1\n" })
        {
            File.WriteAllText(path, "enrollment_type,benchmark\n" + wrong);
            Assert.Throws<FileRefusedException>(() => AccrualFiles.Benchmark(path));
        }
    }
}
