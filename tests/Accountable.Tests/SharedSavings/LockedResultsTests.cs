using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.Reach;
using Accountable.Runs.SharedSavings;
using Xunit.Abstractions;

namespace Accountable.Tests.SharedSavings;

/// <summary>What CMS published, settled again: the locked copies always, CMS's own files where they are at hand.</summary>
public sealed class LockedResultsTests(ITestOutputHelper output)
{
    /// <summary>Rows that must be exact, or within the printed digits, or not provable for a named input. A mismatch is never allowed.</summary>
    public static TheoryData<int, string, int, int, int> Years() => new()
    {
        { 2014, "2014_standardised.csv", 329, 0, 4 },
        { 2015, "2015_standardised.csv", 300, 90, 2 },
        { 2016, "2016_standardised.csv", 321, 111, 0 },
        { 2017, "2017_standardised.csv", 336, 136, 0 },
        { 2018, "2018.csv", 372, 176, 0 },
        { 2019, "2019_twelve_month_standardised.csv", 191, 117, 1 },
        { 2020, "2020_standardised.csv", 270, 243, 0 },
        { 2021, "2021.csv", 472, 0, 3 },
        { 2022, "2022.csv", 481, 0, 1 },
        { 2024, "2024_even_ids.csv", 231, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Years))]
    public void Locked_results_are_proved(int year, string source, int exact, int rounding, int notProvable)
    {
        Assert.NotEmpty(source);
        Prove(Repository.PathOf("cases", "locked", "shared-savings", $"{year}.csv"), exact, rounding, notProvable);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void The_files_of_CMS_are_proved(int year, string source, int exact, int rounding, int notProvable)
    {
        if (Repository.SharedData is not { } data)
        {
            output.WriteLine($"skipped: no ../shared ({year})");
            return;
        }
        Prove(Path.Combine(data, "mssp", source), exact, rounding, notProvable);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void The_locked_copy_settles_like_the_file_of_CMS(int year, string source, int exact, int rounding, int notProvable)
    {
        Assert.True(exact + rounding + notProvable > 0);
        if (Repository.SharedData is not { } data)
        {
            output.WriteLine($"skipped: no ../shared ({year})");
            return;
        }
        var run = new SettlementRun(RuleBook.Embedded);
        var original = run.Settle(SharedSavingsResults.Read(Path.Combine(data, "mssp", source), null, withPublished: true));
        var locked = run.Settle(SharedSavingsResults.Read(Repository.PathOf("cases", "locked", "shared-savings", $"{year}.csv"), null, withPublished: true));
        Assert.Equal(original.Rows.Select(row => (row.Row.AcoId, row.Result.Earned.Amount, row.Result.Recoupment.Amount, row.Row.PublishedEarned)),
            locked.Rows.Select(row => (row.Row.AcoId, row.Result.Earned.Amount, row.Result.Recoupment.Amount, row.Row.PublishedEarned)));
    }

    [Fact]
    public void Reach_results_are_proved()
    {
        foreach (var (year, rows, exits) in new[] { (2021, 53, 0), (2022, 99, 1) })
        {
            var file = ReachResults.Read(Repository.PathOf("cases", "locked", "reach", $"{year}.csv"), withPublished: true);
            var proved = ReachRun.Compare(new ReachRun(RuleBook.Embedded).Settle(file).Rows);
            Assert.Equal(rows, proved.Count(row => row.GrossAndSharedExact));
            Assert.Equal(rows - exits, proved.Count(row => row.Verdict == Verdict.Exact));
            Assert.Equal(exits, proved.Count(row => row.Verdict == Verdict.NotProvable && row.Reason.StartsWith("exit", StringComparison.Ordinal)));
        }
    }

    /// <summary>Proving must be able to fail: a dollar amount moved beyond every bound is a mismatch.</summary>
    [Theory]
    [MemberData(nameof(Years))]
    public void A_published_amount_that_is_wrong_is_a_mismatch(int year, string source, int exact, int rounding, int notProvable)
    {
        Assert.True(source.Length + exact + rounding + notProvable > 0);
        var run = new SettlementRun(RuleBook.Embedded);
        var file = SharedSavingsResults.Read(Repository.PathOf("cases", "locked", "shared-savings", $"{year}.csv"), null, withPublished: true);
        var wrong = new ResultsFile
        {
            Path = file.Path, Sha256 = file.Sha256, RowCount = file.RowCount, Findings = file.Findings, Decisions = file.Decisions, Columns = file.Columns,
            Rows = [.. file.Rows.Select(row => row with { PublishedEarned = row.PublishedEarned + (row.PublishedEarned > 0 ? row.PublishedEarned / 20 + 1000 : 1_000_003) })],
        };
        var verdicts = new SettlementProof(run).Compare(run.Settle(wrong)).Rows;
        var missed = verdicts.Where(row => row.Verdict is Verdict.Exact or Verdict.Rounding).ToList();
        Assert.True(missed.Count == 0, $"{missed.Count} wrong amounts pass, first {missed.FirstOrDefault()?.Settled.Row.AcoId} row {missed.FirstOrDefault()?.Settled.Row.Row}");
    }

    /// <summary>Settling never looks at what was published.</summary>
    [Fact]
    public void Settlement_does_not_read_the_published_column()
    {
        var path = Repository.PathOf("cases", "locked", "shared-savings", "2022.csv");
        Assert.All(SharedSavingsResults.Read(path, null, withPublished: false).Rows, row => Assert.Null(row.PublishedEarned));
    }

    private static void Prove(string path, int exact, int rounding, int notProvable)
    {
        var run = new SettlementRun(RuleBook.Embedded);
        var file = SharedSavingsResults.Read(path, null, withPublished: true);
        var settled = run.Settle(file);
        Assert.Equal(file.RowCount, settled.Rows.Count);
        var rows = new SettlementProof(run).Compare(settled).Rows;
        int Of(Verdict verdict) => rows.Count(row => row.Verdict == verdict);
        Assert.Equal((exact, rounding, notProvable, 0), (Of(Verdict.Exact), Of(Verdict.Rounding), Of(Verdict.NotProvable), Of(Verdict.Mismatch)));
        Assert.All(rows.Where(row => row.Verdict != Verdict.Exact), row => Assert.NotEmpty(row.Reason));
    }
}
