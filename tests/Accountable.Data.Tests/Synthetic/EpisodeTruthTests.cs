using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Episodes;
using Accountable.Runs.Episodes;
using Accountable.Synthetic;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>Episodes that the engine finds in generated claims equal the generator's truth: every start, end, sum, reason of cancelling
/// and line that counts, for four models, on both engines, to the cent.</summary>
public sealed class EpisodeTruthTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Models = ["team", "cjr", "bpci-advanced", "samples/episodes/stroke-rehabilitation.yaml"];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_episode_and_every_line_is_what_the_truth_says()
    {
        var folder = _scratch["generated"];
        Generator.Run(new GeneratorOptions
        {
            People = 1_500, Acos = 2, FirstYear = 2024, LastYear = 2026, Seed = 3, Folder = folder,
        });
        foreach (var location in new[] { _scratch["store"], Postgres.Store(output.WriteLine) })
        {
            if (location is null)
                return;
            using (var store = ClaimStore.OpenToWrite(location))
            {
                foreach (var aco in GeneratedClaims.Acos)
                    CclfImport.Import(Path.Combine(folder, aco), store, acceptCounts: false);
                ReportImport.Import(folder, store);
            }
            Compare(folder, location);
        }
    }

    private static void Compare(string folder, string location)
    {
        var truth = Truth(folder, "episodes.csv");
        var cancelled = Truth(folder, "cancelled_episodes.csv");
        var counted = Truth(folder, "episode_lines.csv");
        var compared = 0;
        foreach (var name in Models)
        {
            var model = EpisodeBuildTests.Model(name);
            var (found, reasons, lines) = (new List<string>(), new List<string>(), new List<string>());
            foreach (var period in model.Terms.Periods.Where(period => period.To.Year >= 2024 && period.From.Year <= 2027))
            {
                var run = BuildRun.Of(model, period.Id, location, Path.Combine(folder, "truth/gmlos.csv"), (episode, line) =>
                {
                    if (line is { Excluded: null, Numerator: > 0 })
                        lines.Add(Row(model.Id, episode.Person, Day(episode.Start), $"{line.Claim}", Day(line.From), Day(line.Thru),
                            Cents(line.Paid), Cents(line.Counted)));
                });
                foreach (var episode in run.Episodes)
                {
                    (episode.CancelledFor is null ? found : reasons).Add(Row(model.Id, episode.Person, Day(episode.Start),
                        Day(episode.End), episode.CancelledFor ?? Cents(episode.Spending)));
                }
            }
            Same(truth[model.Id], found);
            Same(cancelled[model.Id], reasons);
            Same(counted[model.Id], lines);
            compared += found.Count;
            Assert.InRange(found.Count, 5, 3_000);
            Assert.InRange(lines.Count, 100, 100_000);
        }
        Assert.InRange(compared, 300, 3_000);
        var why = cancelled.SelectMany(rows => rows).Select(row => row.Split(',')[^1]).ToHashSet();
        Assert.Equal(["alive", "medicare_primary", "not_esrd", "part_a_and_b", "second_anchor", "within_another_episode"],
            why.Order(StringComparer.Ordinal));
        // Episodes over the turn of the year are there.
        Assert.Contains(truth["team"], row => row.Contains(",2025-12-", StringComparison.Ordinal));
    }

    private static ILookup<string, string> Truth(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, "truth", file)).Skip(1).ToLookup(row => row.Split(',')[0]);

    private static void Same(IEnumerable<string> truth, List<string> found)
    {
        var (missing, more) = (Less(truth, found), Less(found, truth));
        Assert.True(missing.Count + more.Count == 0,
            $"{missing.Count} of the truth are missing, such as\n{string.Join('\n', missing.Take(8))}\n"
            + $"{more.Count} are not in the truth, such as\n{string.Join('\n', more.Take(8))}");
    }

    /// <summary>What is in the first and not in the second, each row as often as it is there.</summary>
    private static List<string> Less(IEnumerable<string> one, IEnumerable<string> other)
    {
        var counts = other.GroupBy(row => row, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var row in one)
        {
            if (counts.GetValueOrDefault(row) > 0)
                counts[row]--;
            else
                left.Add(row);
        }
        return left;
    }

    private static string Row(params string[] cells) => string.Join(',', cells);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Cents(decimal dollars) => dollars.ToString("0.00", CultureInfo.InvariantCulture);
}
