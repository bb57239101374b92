using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Tests.Cli;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Mips;

/// <summary>The carried tables of measures and benchmarks, and how they are shown.</summary>
public sealed class BenchmarkTests
{
    public static TheoryData<int, int, int> Years() => new()
    {
        { 2017, 1024, 572 }, { 2018, 1154, 480 }, { 2019, 980, 449 }, { 2020, 815, 386 }, { 2021, 748, 368 },
        { 2022, 672, 372 }, { 2023, 638, 385 }, { 2024, 586, 358 }, { 2025, 612, 380 }, { 2026, 574, 293 },
    };

    [Theory]
    [MemberData(nameof(Years))]
    public void Every_measure_and_benchmark_of_the_source_is_carried_over(int year, int measures, int benchmarks)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        Assert.Equal(measures, law[Keys.Mips.Measures].Rows.RowCount);
        Assert.Equal(benchmarks, law[Keys.Mips.Benchmarks].Rows.RowCount);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Deciles_go_one_way(int year, int measures, int benchmarks)
    {
        Assert.True(measures > benchmarks);
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        var table = law[Keys.Mips.Benchmarks].Rows;
        var ids = Enumerable.Range(0, table.RowCount).Select(row => table.Text(row, "measure")).Distinct();
        foreach (var benchmark in ids.SelectMany(id => Benchmark.Of(id, law)))
        {
            // Two benchmarks are out of order in the source itself; they are carried as published.
            if ((year, benchmark.Measure) is (2018, "CAHPS_9") or (2020, "ACRAD25"))
                continue;
            var edges = benchmark.Edges.Skip(1).Take(9).Select(edge => edge!.Value.Amount).ToList();
            Assert.True(edges.Zip(edges.Skip(1)).All(pair => benchmark.Inverse ? pair.First >= pair.Second : pair.First <= pair.Second), $"{year} {benchmark.Measure} {benchmark.Method}");
        }
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Titles_are_short(int year, int measures, int benchmarks)
    {
        Assert.True(measures > benchmarks);
        var table = RuleBook.Embedded.For(new PerformanceYear(year))[Keys.Mips.Measures].Rows;
        Assert.All(Enumerable.Range(0, table.RowCount), row => Assert.InRange(table.Text(row, "title").Length, 1, 90));
    }

    [Fact]
    public void A_better_rate_never_earns_less() => Prop.ForAll(
        Arb.From(Gen.Choose(-10, 11_000)), Arb.From(Gen.Choose(-10, 11_000)), Arb.From(Gen.Choose(0, 292)), (first, second, row) =>
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(2026));
            var table = law[Keys.Mips.Benchmarks].Rows;
            var benchmark = Benchmark.Find(table.Text(row, "measure"), table.Text(row, "method"), law)!;
            var (low, high) = (new Count(Math.Min(first, second) / 100m), new Count(Math.Max(first, second) / 100m));
            var (worse, better) = benchmark.Inverse ? (high, low) : (low, high);
            var (less, more) = (AchievementPoints.Benchmarked(worse, benchmark, law), AchievementPoints.Benchmarked(better, benchmark, law));
            return less <= more && less.Amount >= 1 && more.Amount <= 10;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_benchmark_is_shown_and_drawn()
    {
        var outcome = CommandLine.Run("mips", "benchmark", "001", "--year", "2024", "--method", "cmsWebInterface", "--format", "table").Exits(0);
        Assert.Contains("  111111", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("001 cmsWebInterface, lower is better", outcome.Out, StringComparison.Ordinal);
        var rows = CommandLine.Run("mips", "benchmark", "001", "--year", "2024", "--method", "cmsWebInterface", "--format", "csv").Exits(0).Lines;
        Assert.Equal("001,cmsWebInterface,10,10,1,10,yes,no,no", rows[10]);
    }

    [Fact]
    public void A_measure_without_benchmark_is_said_to_have_none()
    {
        CommandLine.Run("mips", "benchmark", "438", "--year", "2022", "--method", "cmsWebInterface").Exits(1).Says("measure 438 has no such benchmark in 2022");
        CommandLine.Run("mips", "benchmark", "001", "--year", "2016").Exits(3);
        CommandLine.Run("mips", "benchmark", "001").Exits(2);
    }
}
