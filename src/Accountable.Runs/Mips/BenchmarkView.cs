using System.Text;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Runs.Mips;

/// <summary>Shows benchmarks: a table of deciles, and a strip on which each column is a rate and each figure the decile that it
/// reaches.</summary>
public static class BenchmarkView
{
    private const int Width = 60;
    private const int Deciles = 10;

    /// <summary>The deciles of each benchmark; the first is open where its beginning is not published.</summary>
    public static Table Of(IEnumerable<Benchmark> benchmarks)
    {
        ArgumentNullException.ThrowIfNull(benchmarks);
        var table = new Table("measure", "method", "decile", "from", "to", "points", "inverse", "topped_out", "capped");
        foreach (var benchmark in benchmarks)
        {
            for (var decile = 0; decile < Deciles; decile++)
            {
                var last = decile == Deciles - 1;
                var (from, to) = (benchmark.Edges[decile]?.Amount, benchmark.Edges[decile + 1]?.Amount);
                table.Add(benchmark.Measure, benchmark.Method, decile + 1, from, to, last ? "10" : $"{decile + 1} to {decile + 2}",
                    YesNo(benchmark.Inverse), YesNo(benchmark.ToppedOut), YesNo(benchmark.Capped));
            }
        }
        return table;
    }

    /// <summary>The strip, from the worst rate at the left to the best at the right; X is the tenth decile.</summary>
    public static string Strip(Benchmark benchmark, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        var edges = benchmark.Edges.Where(edge => edge is not null).Select(edge => edge!.Value.Amount).ToList();
        var (worst, best) = (edges[0], edges[^1]);
        var text = new StringBuilder($"{benchmark.Measure} {benchmark.Method}")
            .Append(benchmark.Inverse ? ", lower is better" : "").Append(benchmark.Capped ? ", capped" : "").Append("\n  ");
        for (var column = 0; column <= Width; column++)
        {
            var rate = worst + ((best - worst) * column / Width);
            var decile = (int)AchievementPoints.ByDecile(new Count(rate), benchmark, law).Amount;
            text.Append(decile == Deciles ? "X" : decile.ToString());
        }
        var (left, right) = (Table.Text(worst), Table.Text(best));
        return text.Append($"\n  {left}{new string(' ', Math.Max(1, Width + 1 - left.Length - right.Length))}{right}\n").ToString();
    }

    private static string YesNo(bool flag) => flag ? "yes" : "no";
}
