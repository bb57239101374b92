using Accountable.Data.Factors;
using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs.Aco;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Benchmark;
using Accountable.Tests.SharedSavings;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Aco;

/// <summary>From store rows to the settlement: every era against plain loops, on both engines, to the cent.</summary>
public sealed class AcoRunTests(ITestOutputHelper output) : IDisposable
{
    private const string Header =
        "aco_id,performance_year,agreement_start,agreement_period,times_adjusted,track,minimum_rate,low_revenue\n";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    // The section, the start, the period, the performance year, how often adjusted, the track, and where scores come from.
    [Theory]
    [InlineData("duckdb", "2025-01-01", 1, 2025, 1, "basic-e", true)]
    [InlineData("postgres", "2025-01-01", 1, 2025, 1, "basic-e", true)]
    [InlineData("duckdb", "2024-01-01", 1, 2024, 1, "enhanced", false)]
    [InlineData("duckdb", "2022-01-01", 2, 2023, 2, "basic-e", false)]
    [InlineData("postgres", "2022-01-01", 2, 2023, 2, "basic-e", false)]
    [InlineData("duckdb", "2018-01-01", 2, 2019, 1, "track-3", false)]
    [InlineData("postgres", "2018-01-01", 2, 2019, 1, "track-3", false)]
    [InlineData("duckdb", "2018-01-01", 1, 2020, 1, "track-1", false)]
    public void Plain_loops_give_the_same_cents(
        string engine, string from, int period, int year, int times, string track, bool scoresFromClaims)
    {
        var start = DateOnly.ParseExact(from, "yyyy-MM-dd");
        var aco = new SmallAco(start, year, start.Year - 4);
        aco.Write(_scratch, $"{Header}{SmallAco.Id},{year},{from},{period},{times},{track},,0\n", withScores: !scoresFromClaims);
        if (SmallAco.Import(_scratch, engine, output.WriteLine) is not { } store)
            return;
        var result = Run(store, year, quality: 0.85m);
        Assert.Empty(result.Missing);
        foreach (var one in result.Years)
        {
            Assert.Equal(Enumerable.Range(0, SmallAco.People).Count(person => NaiveAcoRun.IsAssigned(aco, person, one.Year)),
                one.Assigned.Count);
        }
        Assert.Contains(result.Years, one => one.Assigned.Count < SmallAco.People);

        var rate = result.Benchmark!.Request.MinimumRate!.Value;
        var naive = NaiveAcoRun.Of(aco, period, times, rate, scoresFromClaims);
        Same(naive, result);
        var expected = NaiveBenchmark.Compute(naive);
        foreach (var type in EnrollmentTypes.All)
        {
            Cents(expected.Before[(int)type], result.Benchmark.Historical!.PerCapita[type].Amount);
            Cents(expected.Historical[(int)type], result.Benchmark.Adjusted!.PerCapita[type].Amount);
            Cents(expected.Updated[(int)type], result.Benchmark.Updated!.Types[type].PerCapita.Amount);
        }
        Assert.Equal(expected.Applied, result.Benchmark.Adjusted!.Applied.ToString());
        Cents(expected.Total, result.Benchmark.Updated!.PerCapita.Amount);
        Cents(expected.Stands, result.Benchmark.PerCapita!.Value.Amount);

        var years = naive.PersonYears[3].Sum();
        var settled = NaiveSettlement.Settle(new NaiveRow
        {
            Year = year, Track = track, Beneficiaries = result.Years[^1].Assigned.Count, Benchmark = expected.Stands * years,
            Expenditures = naive.PerCapita[3].Zip(naive.PersonYears[3]).Sum(pair => pair.First * pair.Second), QualityScore = 0.85m,
            MetStandard = true, AgreementStartYear = start.Year,
        });
        Cents(settled.Gross, result.Settlement!.Result.Gross.Amount);
        Cents(settled.Earned, result.Settlement.Result.Earned.Amount);
        Assert.True(settled.Earned > 0, $"nothing is shared: {settled.Gross}");
        Assert.Contains(result["expenditures"]!.Rows, row => (int)row[^1]! > 0);

        Assert.NotEmpty(result.Derivations);
        foreach (var (_, root) in result.Derivations)
            Assert.Empty(Replay.Check(root));

        // Years that are read one by one are no other than those that are read at once.
        var oneByOne = AcoRun.Run(Request(store, year, quality: 0.85m) with { PeopleAtOnce = 1 });
        Assert.Equal(result.Tables.Select(table => table.Table.ToCsv()), oneByOne.Tables.Select(table => table.Table.ToCsv()));
    }

    [Fact]
    public void What_is_missing_is_said_with_what_to_supply()
    {
        var aco = new SmallAco(new DateOnly(2025, 1, 1), 2025, 2021);
        aco.Write(_scratch, $"{Header}{SmallAco.Id},2025,2025-01-01,1,1,basic-e,,0\n{SmallAco.Id},2026,,,,,,\n"
            + "A9999,2025,2025-01-01,1,1,basic-e,,0\n"
            + $"{SmallAco.Id},2024,2023-07-01,1,1,basic-e,,0\n", withScores: false, withMeans: false);
        var store = SmallAco.Import(_scratch, "duckdb", output.WriteLine)!;

        // Without factors, and with factors that lack the nation's means: people and dollars are there, the benchmark is not.
        foreach (var withFactors in new[] { false, true })
        {
            var result = Run(store, 2025, quality: 0.85m, withFactors: withFactors);
            Assert.Null(result.Benchmark);
            Assert.Null(result.Settlement);
            Assert.Equal(20, result["expenditures"]!.Rows.Count);
            Says(result, "mean risk scores of 2022, 2023, 2024, 2025 are missing", "mean_risk_score");
        }

        // Means of the store stand in only when they are asked for, and are named.
        var estimated = AcoRun.Run(Request(store, 2025, 0.85m) with { EstimateMeans = true });
        Assert.NotNull(estimated.Settlement);
        Assert.Contains(estimated.Notes, note => note.StartsWith("A-708", StringComparison.Ordinal));

        // A missing regional factor of one year.
        File.Delete(Path.Combine(_scratch["factors"], "county-2023.csv"));
        var partly = AcoRun.Run(Request(store, 2025, 0.85m) with { EstimateMeans = true });
        Assert.Null(partly.Settlement);
        Says(partly, "regional expenditures of 2023", "county file of 2023");

        // No quality: the benchmark, and no settlement.
        aco.Write(_scratch, "", withScores: true);
        var unscored = Run(store, 2025, quality: null);
        Assert.NotNull(unscored.Benchmark!.Total);
        Says(unscored, "the quality score", "--quality 0.85");

        // An agreement that starts on no day of the law; a year outside of the agreement; no start; no agreement; no participant list.
        Assert.Contains("2023-07-01", Assert.Throws<LawGapException>(() => Run(store, 2024, 0.85m)).Message, StringComparison.Ordinal);
        Assert.Contains("2025 to 2029", Assert.Throws<LawGapException>(() => AcoRun.Run(Request(store, 2024, 0.85m) with
        {
            Override = row => row with { Start = new DateOnly(2025, 1, 1) },
        })).Message, StringComparison.Ordinal);
        Refuses("agreement_start", "Import agreements.csv", () => Run(store, 2026, 0.85m));
        Refuses("there is no row of A1234 for 2023", "Import agreements.csv", () => Run(store, 2023, 0.85m));
        Refuses("there is no participant list of A9999 for 2025", "--participants",
            () => AcoRun.Run(Request(store, 2025, 0.85m) with { Aco = "A9999" }));

        // The claims of the year before the first benchmark year are not there.
        Refuses("needs diagnoses of 2020", "Import the deliveries", () => AcoRun.Run(Request(store, 2024, 0.85m, withFactors: false) with
        {
            Override = row => row with { Start = new DateOnly(2024, 1, 1) },
        }));
    }

    [Fact]
    public void The_history_that_is_written_gives_the_same_benchmark_and_the_report_hides_few_people()
    {
        var aco = new SmallAco(new DateOnly(2025, 1, 1), 2025, 2021);
        aco.Write(_scratch, $"{Header}{SmallAco.Id},2025,2025-01-01,1,1,basic-e,0.005,1\n", withScores: false);
        var store = SmallAco.Import(_scratch, "duckdb", output.WriteLine)!;
        var seen = new List<string>();
        var result = AcoRun.Run(Request(store, 2025, 0.85m), new Steps(seen));
        Assert.Equal(["assignment 2022", "benchmark and settlement", "QP status"], [seen[0], seen[^2], seen[^1]]);
        Directory.CreateDirectory(_scratch["out"]);
        foreach (var (name, text) in AcoFiles.Of(result))
            File.WriteAllText(Path.Combine(_scratch["out"], name), text);
        var again = new BenchmarkRun(RuleBook.Embedded).Compute(
            result.Benchmark!.Request, new BenchmarkInputs(AcoHistory.Read(Path.Combine(_scratch["out"], "history.csv")),
                AssignedCounties.Read(Path.Combine(_scratch["out"], "assigned-counties.csv")), FactorFolder.Read(_scratch["factors"])));
        Assert.Equal(result.Benchmark.PerCapita!.Value.Amount, again.PerCapita!.Value.Amount);
        Assert.Equal(result.Benchmark.Total!.Value.Amount, again.Total!.Value.Amount);

        var page = File.ReadAllText(Path.Combine(_scratch["out"], AcoFiles.Report));
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain(SmallAco.Mbi(0), page, StringComparison.Ordinal);
        // Four people of a type are too few for any figure of it, and each person's own figures stand nowhere.
        var from = page.IndexOf("<h2>Spending", StringComparison.Ordinal);
        var spending = page[from..page.IndexOf("<h2>Benchmark", StringComparison.Ordinal)];
        Assert.DoesNotContain("<td class=\"n\">4</td>", spending, StringComparison.Ordinal);
        Assert.True(spending.Split("<td>*</td>").Length > 50);

        // The same inputs give the same bytes.
        var second = AcoFiles.Of(AcoRun.Run(Request(store, 2025, 0.85m))).ToDictionary(file => file.Name, file => file.Text);
        Assert.All(AcoFiles.Of(result), file => Assert.Equal(file.Text, second[file.Name]));
    }

    [Fact]
    public void A_run_stops_when_it_is_told_to()
    {
        var aco = new SmallAco(new DateOnly(2025, 1, 1), 2025, 2021);
        aco.Write(_scratch, $"{Header}{SmallAco.Id},2025,2025-01-01,1,1,basic-e,,0\n", withScores: false);
        var store = SmallAco.Import(_scratch, "duckdb", output.WriteLine)!;
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        Assert.Throws<OperationCanceledException>(() => AcoRun.Run(Request(store, 2025, 0.85m), new Steps(seen, stop), stop.Token));
        Assert.Equal(["assignment 2022"], seen);
    }

    [Fact]
    public void The_command_line_runs_and_says_what_is_wrong()
    {
        var aco = new SmallAco(new DateOnly(2025, 1, 1), 2025, 2021);
        aco.Write(_scratch, $"{Header}{SmallAco.Id},2025,2025-01-01,1,1,basic-e,,0\n", withScores: false);
        string[] store = ["--store", SmallAco.Import(_scratch, "duckdb", output.WriteLine)!, "--aco", SmallAco.Id, "--year", "2025"];
        string[] factors = ["--factors", _scratch["factors"]];
        void Exits(int code, string says, params string[] arguments)
        {
            var (exit, text) = CommandLine.Run(arguments);
            Assert.True(exit == code, text);
            Assert.Contains(says, text, StringComparison.Ordinal);
        }
        Exits(0, "A1234 earns $", ["mssp", "run", .. store, .. factors, "--quality", "0.85", "--out", _scratch["results"]]);
        foreach (var name in new[] { "report.html", "manifest.json", "settlement.csv", "benchmark.json", "derivations.json" })
            Assert.True(File.Exists(Path.Combine(_scratch["results"], name)), name);
        Exits(0, "A1234,2025,basic-e", ["mssp", "settle", .. store, .. factors, "--quality", "0.85", "--format", "csv"]);
        Exits(0, "historical benchmark", ["mssp", "benchmark", .. store, .. factors, "--format", "csv"]);
        Exits(1, "mean risk scores of 2022, 2023, 2024, 2025 are missing", ["mssp", "benchmark", .. store]);
        Exits(1, "the quality score of A1234 for 2025 is missing", ["mssp", "settle", .. store, .. factors]);
        Exits(3, "2023-07-01", ["mssp", "benchmark", .. store, .. factors, "--agreement-start", "2023-07"]);
        Exits(2, "takes no results files", ["mssp", "settle", "results.csv", .. store]);
        Exits(2, "is no fraction", ["mssp", "settle", .. store, "--quality", "85"]);
        Exits(2, "--store needs --aco", ["mssp", "benchmark", "--store", _scratch["store"], "--year", "2025"]);
    }

    private static void Says(AcoResult result, string because, string supply) => Assert.Contains(result.Missing, missing =>
        missing.Because.Contains(because, StringComparison.Ordinal) && missing.Supply.Contains(supply, StringComparison.Ordinal));

    private static void Refuses(string what, string then, Func<AcoResult> run)
    {
        var finding = Assert.Throws<FileRefusedException>(run).Finding;
        Assert.Contains(what, $"{finding.Column} {finding.What}", StringComparison.Ordinal);
        Assert.Contains(then, finding.Do, StringComparison.Ordinal);
    }

    private static void Same(NaiveAco naive, AcoResult result)
    {
        var facts = result.Benchmark!.Facts;
        var years = new[] { facts.By1, facts.By2, facts.By3, facts.Performance! };
        for (var y = 0; y < years.Length; y++)
        {
            foreach (var type in EnrollmentTypes.All)
            {
                var ours = years[y].Assigned[type];
                Near(naive.PersonYears[y][(int)type], ours.PersonYears.Amount);
                Near(naive.PerCapita[y][(int)type], ours.PerCapita.Amount);
                Near(naive.Risk[y][(int)type], ours.RiskScore.Amount);
                Near(naive.Demographic[y][(int)type], ours.DemographicScore!.Value.Amount);
                if (y == 2)
                    Near(naive.Dual[(int)type], ours.DualEligible!.Value.Amount);
            }
        }
    }

    private AcoResult Run(string store, int year, decimal? quality, bool withFactors = true) =>
        AcoRun.Run(Request(store, year, quality, withFactors));

    private AcoRequest Request(string store, int year, decimal? quality, bool withFactors = true) => new()
    {
        Store = store, Aco = SmallAco.Id, Year = new PerformanceYear(year), Book = RuleBook.Embedded,
        Factors = withFactors ? FactorFolder.Read(_scratch["factors"]) : null, QualityScore = quality,
    };

    private static void Near(decimal expected, decimal actual) =>
        Assert.True(Math.Abs(expected - actual) < 0.0000001m, $"{expected} is not {actual}");

    private static void Cents(decimal expected, decimal actual) =>
        Assert.True(Math.Abs(expected - actual) < 0.005m, $"{expected} is not {actual}");

    private sealed class Steps(List<string> seen, CancellationTokenSource? stop = null) : IProgress<AcoProgress>
    {
        public void Report(AcoProgress value)
        {
            seen.Add(value.Step);
            stop?.Cancel();
        }
    }
}
