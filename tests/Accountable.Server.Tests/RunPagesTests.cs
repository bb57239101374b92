using System.Net;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Runs.Episodes;
using Accountable.Server.Access;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>A server with one run over three years of generated claims, with a submission and prices. Made once.</summary>
public sealed class RunWithPages : IAsyncLifetime
{
    public const int Year = 2025;
    public const string Priced = "orthopedics";
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    public string Store => Path.Combine(_folder, "store");

    /// <summary>The episodes as the command line builds them.</summary>
    public BuildRun Built { get; private set; } = null!;

    /// <summary>The targets of the file of prices by stratum.</summary>
    public IReadOnlyDictionary<string, decimal> Targets { get; private set; } = null!;

    internal Running Running { get; private set; } = null!;

    internal string Run { get; private set; } = "";

    /// <summary>Sees people one by one.</summary>
    internal Browser Analyst { get; private set; } = null!;

    /// <summary>Sees the ACO and nobody in it.</summary>
    internal Browser Viewer { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var files = Path.Combine(_folder, "files");
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 1, FirstYear = 2023, LastYear = Year, Seed = 7, Folder = files });
        using (var store = ClaimStore.OpenToWrite(Store))
        {
            CclfImport.Import(files, store, acceptCounts: false);
            ReportImport.Import(files, store);
            KeptRelations.Keep(store);
        }
        // Prices of one category alone.
        Built = BuildRun.Of(DocumentTables.Find("bpci-advanced"), $"{Year}", Store, null);
        Targets = Built.Episodes.Where(episode => episode.Category == Priced).Select(episode => episode.Stratum).Distinct()
            .Select((stratum, at) => (stratum, Target: 26000.50m + at)).ToDictionary(pair => pair.stratum, pair => pair.Target);
        var prices = Path.Combine(_folder, "prices.csv");
        await File.WriteAllLinesAsync(prices, ["stratum,target", .. Targets.Select(pair => $"{pair.Key},{pair.Value}")]);
        Running = await Running.Start(settings => settings with
        {
            Mips = new Dictionary<string, string> { ["A0001"] = Sample("aco-2025.json") },
            MipsEligibility = new Dictionary<string, string> { ["A0001"] = Sample("aco-2025-eligibility.json") },
            EpisodePrices = new Dictionary<string, string> { ["bpci-advanced"] = prices },
        }, store: Store);
        Analyst = await Running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        Viewer = await Running.SignedIn("viewer", Role.Viewer, ("A0001", false));
        Run = (await Analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = Year })).GetProperty("id")
            .GetString()!;
        var job = await Analyst.Finished($"/api/v1/runs/{Run}");
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
    }

    public async Task DisposeAsync()
    {
        Analyst.Dispose();
        Viewer.Dispose();
        await Running.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal static string Sample(string name) => Repository.PathOf("samples", "mips", name);

    internal async Task<List<JsonElement>> Rows(string table, Browser? browser = null) =>
        [.. (await (browser ?? Analyst).Get($"/api/v1/runs/{Run}/tables/{table}?limit=5000")).GetProperty("rows").EnumerateArray()];

    internal async Task<List<JsonElement>> People(string table) =>
        [.. (await Analyst.Ask(HttpMethod.Post, $"/api/v1/runs/{Run}/people/{table}", new { limit = 5000 })).GetProperty("rows")
            .EnumerateArray()];
}

/// <summary>What the pages QP, Risk, Bundles and MIPS show of a run.</summary>
public sealed partial class RunPagesTests(RunWithPages made) : IClassFixture<RunWithPages>
{
    private const string Qp = "/api/v1/qp/A0001";

    [Fact]
    public async Task Dollars_of_the_TINs_and_of_the_clinicians_add_up_to_the_score()
    {
        var score = (await made.Rows("qp-scores")).Single(row => row.GetProperty("snapshot").GetInt32() == 3);
        var drivers = await made.Rows("qp-drivers");
        foreach (var column in new[] { "eligible_payments", "attributed_payments" })
        {
            var whole = score.GetProperty(column).GetDecimal();
            Assert.True(whole > 0);
            Assert.Equal(whole, Sum(drivers.Where(row => Text(row, "by") == "tin"), column));
        }
        var served = drivers.Where(row => Text(row, "by") == "tin").Max(row => row.GetProperty("people").GetInt32());
        Assert.True(served <= score.GetProperty("eligible_patients").GetInt32());

        // The greatest move comes first, and each is the score less the score without.
        var moves = drivers.Where(row => Text(row, "by") == "tin").Select(row => Math.Abs(row.GetProperty("moves").GetDecimal())).ToList();
        Assert.Equal(moves.OrderDescending(), moves);
    }

    [Fact]
    public async Task Status_from_the_facts_of_the_run_is_that_of_the_run()
    {
        var run = (await made.Rows("qp")).Select(row => (Text(row, "npi"), Text(row, "tin"), Text(row, "status"), Text(row, "reason")));
        var page = await made.Analyst.Get($"{Qp}/clinicians?year={RunWithPages.Year}&limit=5000");
        Assert.Equal(run, page.GetProperty("rows").EnumerateArray()
            .Select(row => (Text(row, "npi"), Text(row, "tin"), Text(row, "status"), Text(row, "reason"))));
        var summary = await made.Analyst.Get($"{Qp}?year={RunWithPages.Year}&from=run");
        Assert.Equal(run.DistinctBy(row => row.Item1).Count(), summary.GetProperty("clinicians").GetInt32());

        // Each line is the law's, and a score that has reached the QP line lacks nothing.
        foreach (var row in (await made.Analyst.Get($"{Qp}/scores?year={RunWithPages.Year}")).GetProperty("rows").EnumerateArray())
        {
            var (score, qp) = (row.GetProperty("score").GetDecimal(), row.GetProperty("qp_threshold").GetDecimal());
            Assert.Equal(score >= qp, Text(row, "next_line").Length == 0);
            Assert.Equal(score >= qp, row.GetProperty("lacks").ValueKind == JsonValueKind.Null);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await made.Analyst.Client.GetAsync($"{Qp}?year=2020&from=run")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await made.Analyst.Client.GetAsync($"{Qp}?year={RunWithPages.Year}&from=folder")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await made.Analyst.Client.GetAsync($"{Qp}?year={RunWithPages.Year}&from=elsewhere")).StatusCode);
    }

    [Fact]
    public async Task A_clinician_is_explained_down_to_the_facts_of_the_run()
    {
        var npi = Text((await made.Rows("qp"))[0], "npi");
        var tree = await made.Viewer.Get($"{Qp}/clinicians/{npi}/derivation?year={RunWithPages.Year}");
        var nodes = tree.GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal("is QP", Text(nodes[tree.GetProperty("root").GetInt32()], "name"));
        var facts = nodes.Where(node => Text(node, "kind") == "input").ToList();
        Assert.All(facts, fact => Assert.StartsWith("qp-facts:", Text(fact, "source"), StringComparison.Ordinal));

        // A fact names the row of the run's table where it stands.
        var rows = await made.People("qp-facts");
        foreach (var fact in facts)
        {
            var parts = Text(fact, "source")["qp-facts:".Length..].Split(' ');
            Assert.Equal(fact.GetProperty("value").GetDecimal(), rows[int.Parse(parts[0]) - 1].GetProperty(parts[1]).GetDecimal());
        }
        Assert.Equal(HttpStatusCode.NotFound,
            (await made.Viewer.Client.GetAsync($"{Qp}/clinicians/1999999999/derivation?year={RunWithPages.Year}")).StatusCode);
    }

    [Fact]
    public async Task A_what_if_over_the_facts_of_the_run_takes_away_what_the_entity_loses()
    {
        var driver = (await made.Rows("qp-drivers")).First(row => Text(row, "by") == "clinician");
        var (npi, moves) = (Text(driver, "npi"), driver.GetProperty("moves").GetDecimal());
        var started = await made.Analyst.Ask(HttpMethod.Post, $"{Qp}/what-ifs", new
        {
            performance_year = RunWithPages.Year, changes = new[] { new { npi, from = "A0001" } }, from = "run",
        });
        var path = $"/api/v1/what-ifs/{started.GetProperty("id").GetString()}";
        var job = await made.Analyst.Finished(path);
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        var row = (await made.Analyst.Get(path)).GetProperty("scores").GetProperty("rows").EnumerateArray()
            .First(one => Text(one, "method") == "payment");
        Assert.Equal(moves, Math.Round(row.GetProperty("score_before").GetDecimal() - row.GetProperty("score_after").GetDecimal(), 6));
        Assert.Equal(HttpStatusCode.Forbidden, (await made.Viewer.Send(HttpMethod.Post, $"{Qp}/what-ifs", new
        {
            performance_year = RunWithPages.Year, changes = new[] { new { npi, from = "A0001" } }, from = "run",
        })).StatusCode);
    }

    [Fact]
    public async Task Shares_of_few_people_are_hidden_with_their_explanation()
    {
        // From 2026 each clinician is tested alone: 9 of 40 people are few, 11 of 40 are not, 30 of 40 leave few.
        var facts = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(facts, "entities.csv"), "entity_id,model_id\nE1,mssp-enhanced\n");
        await File.WriteAllTextAsync(Path.Combine(facts, "participants.csv"), "entity_id,npi,tin,list,snapshot_1,snapshot_2,snapshot_3\n"
            + string.Concat(Enumerable.Range(1, 3).Select(at => $"E1,100000000{at},900000001,participation,1,1,1\n")));
        await File.WriteAllTextAsync(Path.Combine(facts, "scores.csv"), "level,entity_id,npi,snapshot,basis,attributed_payments,"
            + "eligible_payments,attributed_patients,eligible_patients\n"
            + string.Concat(new[] { 9, 11, 30 }.Select((people, at) => $"individual,,100000000{at + 1},3,em,1.00,100.00,{people},40\n")));
        await using var running = await Running.Start(settings => settings with
        {
            QpFacts = new Dictionary<string, string> { ["E1"] = facts },
        });
        using var viewer = await running.SignedIn("viewer", Role.Viewer, ("E1", false));
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("E1", true));
        foreach (var (at, few) in new[] { (1, true), (2, false), (3, true) })
        {
            var path = $"/api/v1/qp/E1/clinicians/100000000{at}?year=2026";
            Assert.Equal(few ? HttpStatusCode.NotFound : HttpStatusCode.OK, (await viewer.Client.GetAsync(path)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await analyst.Client.GetAsync(path)).StatusCode);
            var (shown, all) = (await Score(viewer, at), await Score(analyst, at));
            Assert.Equal(JsonValueKind.Number, all.ValueKind);
            Assert.Equal(few ? JsonValueKind.String : JsonValueKind.Number, shown.ValueKind);
        }
        Directory.Delete(facts, recursive: true);

        static async Task<JsonElement> Score(Browser browser, int at) =>
            (await browser.Get("/api/v1/qp/E1/clinicians?year=2026")).GetProperty("rows")[at - 1].GetProperty("score");
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static decimal Sum(IEnumerable<JsonElement> rows, string name) => rows.Sum(row => row.GetProperty(name).GetDecimal());
}
