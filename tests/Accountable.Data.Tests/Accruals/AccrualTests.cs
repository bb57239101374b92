using System.Globalization;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;
using Accountable.Data.Tests.TieOut;
using Accountable.Rules;
using Accountable.Runs.Accruals;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Accruals;

/// <summary>Accruals equal those of plain loops over versions of claims, on both engines, and their ranges hold what came out.</summary>
[Collection(GeneratedClaims.SecondCollection)]
public sealed class AccrualTests(GeneratedClaims claims, AccrualStore shared, ITestOutputHelper output)
    : IClassFixture<AccrualStore>, IDisposable
{
    private const string Aco = "A0001";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Loops_over_the_versions_find_the_same_amount(string engine)
    {
        if ((engine == "duckdb" ? shared.Store(claims) : PostgresStore()) is not { } store)
            return;
        foreach (var (year, through, seen) in new[] { (2024, 6, "2024-08"), (2023, 9, "2023-09"), (2022, 12, "2023-01") })
        {
            var run = Run(store, Aco, year, $"{year}-{through:00}", seen);
            var naive = new NaiveAccrual(each => shared.Naive(claims, each), year, through, Month(seen).AddMonths(1).AddDays(-1));
            foreach (var type in EnrollmentTypes.All)
                Assert.Equal((double)naive.PerCapita((int)type + 1), (double)(run.PerCapita[type]?.Amount ?? 0), 6);
            Assert.Equal((double)naive.Expected, (double)run.Expected.Expected, 6);
            Assert.InRange(run.Expected.Expected, run.Expected.Low!.Value, run.Expected.High!.Value);
            Assert.All(run.PerCapita.Values.Select(amount => amount?.Derivation).OfType<Derivation>(),
                derivation => Assert.Empty(Replay.Check(derivation)));
        }
    }

    [Fact]
    public void A_year_that_is_over_comes_to_what_is_settled_and_has_no_range_left()
    {
        foreach (var year in new[] { 2022, 2024 })
        {
            var naive = shared.Naive(claims, year);
            var settled = naive.Expenditures(naive.Standing(new DateOnly(year + 1, 3, 31)));
            var run = Run(shared.Store(claims), Aco, year, null, null);
            Assert.Equal((double)(settled.Sum() / Enumerable.Range(1, 4).Sum(naive.Years)), (double)run.Expected.Expected, 6);
            Assert.Equal(run.Expected.Expected, run.Expected.Low!.Value, 6);
            Assert.Equal(run.Expected.Expected, run.Expected.High!.Value, 6);
        }
    }

    [Fact]
    public void Ranges_hold_what_came_out_about_as_often_as_they_say()
    {
        var (held, wide, all) = (0, 0, 0);
        foreach (var aco in GeneratedClaims.Acos)
        {
            foreach (var year in new[] { 2022, 2023, 2024 })
            {
                var outcome = Run(shared.Store(claims), aco, year, null, null).Expected.Expected;
                decimal? before = null;
                foreach (var month in new[] { 3, 6, 9, 12 })
                {
                    var through = new DateOnly(year, month, 1);
                    var run = Run(shared.Store(claims), aco, year, Text(through), Text(through.AddMonths(1))).Expected;
                    output.WriteLine($"{aco} {year} to month {month}: {run.Low:0} {run.Expected:0} {run.High:0}; came out {outcome:0}");
                    held += outcome >= run.Low && outcome <= run.High ? 1 : 0;
                    wide += before is { } width && run.High - run.Low >= width ? 1 : 0;
                    before = run.High - run.Low;
                    all++;
                }
            }
        }

        // Of 24 ranges of nine in ten, 18 to 24 hold in 99 of 100 cases; they narrow as the year goes on.
        Assert.Equal(24, all);
        Assert.InRange(held, 18, 24);
        Assert.InRange(wide, 0, 1);
    }

    [Fact]
    public void A_wider_confidence_is_a_wider_range_and_the_settlement_follows_it()
    {
        var store = shared.Store(claims);
        var narrow = Run(store, Aco, 2024, "2024-06", "2024-08", request => request with { Confidence = 0.5m }).Expected;
        var wide = Run(store, Aco, 2024, "2024-06", "2024-08", request => request with { Confidence = 0.95m }).Expected;
        Assert.True(wide.Low < narrow.Low && narrow.High < wide.High);
        var run = Run(store, Aco, 2024, "2024-06", "2024-08", request => request with
        {
            Benchmark = ByType.Of(_ => new Money(16_000)), Track = Track.BasicE, MinimumRate = 0,
        });
        var outlook = AccrualOutlook.Of(run)!;
        var years = run.PersonYears.Values.Sum();
        Assert.Equal((16_000 - run.Expected.Expected) * years, outlook.Gross.Expected, 4);
        Assert.Equal((16_000 - run.Expected.High!.Value) * years, outlook.Gross.Low!.Value, 4);
        Assert.True(outlook.Earned!.Low <= outlook.Earned.Expected && outlook.Earned.Expected <= outlook.Earned.High);
        Assert.True(outlook.Earned.Expected > 0);
    }

    [Fact]
    public void Dollars_by_lag_add_up_to_the_claims_that_stand()
    {
        using var store = ClaimStore.OpenToRead(shared.Store(claims));
        using var engine = store.OpenCore(DatedLaw.None);
        static decimal Of(System.Data.Common.DbDataReader reader)
        {
            using (reader)
            {
                Assert.True(reader.Read());
                return reader.GetDecimal(0);
            }
        }
        var standing = Of(engine.Query("select sum(paid) from core.expenditures where aco_id = 'A0001'"));
        var byLag = Of(engine.Query($"select sum(paid) from (\n{FactModels.Sql("accruals/dollars_by_lag")}\n) lags", ("aco", Aco),
            ("last_seen", DateOnly.MaxValue)));
        Assert.Equal(standing, byLag);
    }

    [Theory]
    [InlineData(2024, "2025-01", null, "lies outside of the data")]
    [InlineData(2024, "2024-09", "2024-08", "lies outside of the data")]
    [InlineData(2025, null, null, "no assignment list")]
    [InlineData(2024, null, "2023-08", "before 2024")]
    public void What_the_store_lacks_is_said(int year, string? through, string? seen, string what)
    {
        var error = Assert.Throws<FileRefusedException>(() => Run(shared.Store(claims), Aco, year, through, seen));
        Assert.Contains(what, error.Finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_lag_factors_replace_the_stores_own()
    {
        var file = _scratch["lag.csv"];
        File.WriteAllText(file, "age,factor\n" + string.Concat(Enumerable.Range(0, 20).Select(age => $"{age},{(age < 2 ? "2" : "1")}\n")));
        var run = Run(shared.Store(claims), Aco, 2024, "2024-08", "2024-08",
            request => request with { LagFactors = AccrualFiles.LagFactors(file) });
        Assert.Equal([1m, 1m, 1m, 1m, 1m, 1m, 2m, 4m], run.ToDate.Select(month => month.Factor));
    }

    private static AccrualRun Run(
        string store, string aco, int year, string? through, string? seen, Func<AccrualRequest, AccrualRequest>? change = null)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        var request = new AccrualRequest(aco, law.Year, law)
        {
            Through = through is null ? null : Month(through), Seen = seen is null ? null : Month(seen), Thresholds = Thresholds(),
        };
        return AccrualRun.OfLists(store, change?.Invoke(request) ?? request).Run;
    }

    private static TruncationThresholds Thresholds() => new("thresholds.csv", "", EnrollmentTypes.All.ToDictionary(type => type.Name(),
        type => NaiveTieOut.Thresholds[(int)type + 1]), []);

    private static DateOnly Month(string text) => DateOnly.ParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture);

    private static string Text(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private string? PostgresStore()
    {
        if (Postgres.Store(output.WriteLine) is not { } location)
            return null;
        using var store = ClaimStore.OpenToWrite(location);
        TamperedFiles.Copy(Path.Combine(claims.Folder, Aco), _scratch["light"], (file, _) => TieOutStores.IsNeeded(file));
        Data.Claims.CclfImport.Import(_scratch["light"], store, acceptCounts: true);
        ReportImport.Import(claims.Folder, store);
        return location;
    }
}

/// <summary>The store that the tests of accruals share, and the loops over its ACO's years, each made once.</summary>
public sealed class AccrualStore : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly Dictionary<int, NaiveTieOut> _naive = [];
    private string? _location;

    public string Store(GeneratedClaims claims) => _location ??= TieOutStores.WithReports(claims, _scratch["store"]);

    internal NaiveTieOut Naive(GeneratedClaims claims, int year) => _naive.TryGetValue(year, out var known) ? known
        : _naive[year] = new NaiveTieOut(claims, TieOutStores.Aco, year);

    public void Dispose() => _scratch.Dispose();
}
