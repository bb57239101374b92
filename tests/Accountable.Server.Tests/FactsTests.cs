using System.Net;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Accruals;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;
using Accountable.Runs.TieOut;
using Accountable.Server.Access;
using Accountable.SharedSavings.Settlement;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>From a fact of the settlement to the people behind it, and from a person to claim lines: all of it adds up.</summary>
public sealed class FactsTests : IDisposable
{
    private const int Year = 2025;
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    private string Store => Path.Combine(_folder, "store");

    [Fact]
    public async Task Lines_add_up_to_people_and_people_to_the_facts_of_a_benchmark_year_and_the_performance_year()
    {
        var files = Path.Combine(_folder, "files");
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 1, FirstYear = 2021, LastYear = Year, Seed = 7, Folder = files });
        using (var store = ClaimStore.OpenToWrite(Store))
        {
            CclfImport.Import(files, store, acceptCounts: false);
            ReportImport.Import(files, store);
            KeptRelations.Keep(store);
        }
        await using var running = await Running.Start(settings => settings with
        {
            Factors = Path.Combine(files, "factors"),
            MeansOfStore = true,
            Quality = new Dictionary<string, decimal> { ["A0001"] = 0.8m },
        }, store: Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        using var viewer = await running.SignedIn("viewer", Role.Viewer, ("A0001", false));
        var id = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = Year }))
            .GetProperty("id").GetString();
        var job = await analyst.Finished($"/api/v1/runs/{id}");
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        var history = Rows(await analyst.Get($"/api/v1/runs/{id}/tables/history")).ToList();
        var counties = Rows(await analyst.Get($"/api/v1/runs/{id}/tables/assigned-counties?limit=5000")).ToList();
        var tree = await analyst.Get($"/api/v1/runs/{id}/derivations/settlement");

        foreach (var year in new[] { Year - 2, Year })
        {
            var facts = Rows(await analyst.Get($"/api/v1/runs/{id}/facts/{year}?with_scores=true"))
                .ToDictionary(row => Text(row, "enrollment_type"));
            foreach (var type in Types)
            {
                // The line of the file is that to which the leaves of the tree point.
                var at = history.FindIndex(row => Number(row, "year") == year && Text(row, "enrollment_type") == type);
                Assert.Contains(tree.GetProperty("nodes").EnumerateArray(), node =>
                    node.TryGetProperty("source", out var source) && source.GetString() == $"history.csv:{at + 2}"
                    && node.GetProperty("value").GetDecimal() == Number(history[at], "per_capita_expenditures"));
                var people = Rows(await analyst.Ask(HttpMethod.Post, $"/api/v1/runs/{id}/facts/{year}/people",
                    new { enrollment_type = type, with_scores = true, query = new { limit = 5000 } })).ToList();
                var months = people.Sum(person => Number(person, "months"));
                Assert.Equal(Number(facts[type], "people"), people.Count);
                Close(Number(history[at], "person_years"), months / 12);
                Close(Number(history[at], "dual_person_years"), people.Sum(person => Number(person, "dual_months")) / 12);
                Close(Number(history[at], "dual_or_lis_person_years"), people.Sum(person => Number(person, "low_income_person_years")));
                var scored = people.Where(person => person.GetProperty("risk_score").ValueKind == JsonValueKind.Number).ToList();
                var weights = scored.Sum(person => Number(person, "months"));
                Close(Number(history[at], "risk_score"),
                    scored.Sum(person => Number(person, "risk_score") * Number(person, "months")) / weights);
                Close(Number(history[at], "demographic_score"),
                    scored.Sum(person => Number(person, "demographic_score") * Number(person, "months")) / weights);
                Close(Number(history[at], "per_capita_expenditures"), people.Sum(person => Number(person, "expenditures")) * 12 / months);
                Assert.Equal(Number(facts[type], "lines"), people.Sum(person => Number(person, "lines")));
                foreach (var county in counties.Where(row => Number(row, "year") == year && Text(row, "enrollment_type") == type))
                {
                    Close(Number(county, "person_years"), people.Where(person =>
                        Text(person, "county") == Text(county, "state_id") + Text(county, "county_id"))
                        .Sum(person => Number(person, "months")) / 12);
                }
                foreach (var person in people.Take(3))
                    await Lines(analyst, $"/api/v1/runs/{id}/facts/{year}", type, person);
            }
            await Everybody(analyst, $"/api/v1/runs/{id}/facts/{year}", facts["all"]);
        }

        await TieOut(analyst, $"/api/v1/runs/{id}");
        await OfYear(analyst, $"/api/v1/runs/{id}");

        // Without the grant: sums without small counts, nobody, no claim, and each attempt is known.
        var shown = Rows(await viewer.Get($"/api/v1/runs/{id}/facts/{Year}")).ToList();
        Assert.Contains(shown, row => row.GetProperty("people").ValueKind == JsonValueKind.String);
        Assert.DoesNotContain(shown, row => row.GetProperty("people") is { ValueKind: JsonValueKind.Number } count
            && count.GetDecimal() is > 0 and < 11);
        foreach (var what in new[] { "people", "claims" })
        {
            var refused = await viewer.Send(HttpMethod.Post, $"/api/v1/runs/{id}/facts/{Year}/{what}",
                new { enrollment_type = "esrd", person_id = "1S00A00AA00" });
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Contains(running.Audit.Read("analyst", "read person-level data", "A0001", 0, 5000).Entries,
                entry => entry.Detail.EndsWith($"/{what}", StringComparison.Ordinal));
        }
        Assert.DoesNotContain(running.Audit.Read("viewer", "read person-level data", null, 0, 5000).Entries, _ => true);
        Assert.Equal(2, running.Audit.Read("viewer", "refused", null, 0, 5000).Entries.Count);

        // A store without some of the claims says something else: that is said, and nothing is shown for what the run had.
        using (var store = ClaimStore.OpenToWrite(Store))
        {
            CclfImport.Forget(store.Manifest.Files.Where(file => file.Table == "cclf5").MaxBy(file => file.Day)!.Name, store);
        }
        Assert.Equal(HttpStatusCode.Conflict, (await analyst.Send(HttpMethod.Post, $"/api/v1/runs/{id}/tie-out",
            new { step = "sequestration" })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await analyst.Client.GetAsync($"/api/v1/runs/{id}/facts/{Year}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.Client.GetAsync($"/api/v1/runs/{id}/facts/2019")).StatusCode);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Months, what is still to come, turnover and other tracks hold together with the run.</summary>
    private async Task OfYear(Browser analyst, string path)
    {
        var run = await analyst.Get(path);
        var figures = run.GetProperty("report").GetProperty("figures").EnumerateArray()
            .ToDictionary(figure => figure.GetProperty("name").GetString()!, figure => figure.GetProperty("value"));
        using (var session = Session(Year))
        {
            // All claims are in: the year is complete and has no range.
            var months = Rows(await analyst.Get($"{path}/tables/months")).ToList();
            Assert.Equal(12, months.Count);
            Assert.All(months, month => Assert.Equal("complete", Text(month, "state")));
            Assert.DoesNotContain("accrued", figures.Keys);
            var whole = AccruedSettlement.Of(session, null, null);
            Assert.True(whole.IsComplete);
            Assert.Equal(whole.Accrual.ToDate.Select(month => (month.People, Math.Round(month.Counted, 2, MidpointRounding.AwayFromZero))),
                months.Select(month => ((int)Number(month, "people"), Number(month, "counted"))));

            // Seen to August alone there are months to come, and the range holds what is expected.
            var facts = new SettlementFacts
            {
                Track = Track.Enhanced, AssignedBeneficiaries = new Count(6000), Benchmark = new Money(1), Expenditures = new Money(1),
                FixedMinimumRate = new Ratio(0), Quality = new QualityFacts { Score = new Ratio(0.8m), MetStandard = Test.Yes },
            };
            var benchmark = Math.Round(whole.Accrual.Expected.Expected);
            var early = AccruedSettlement.Of(session, facts, benchmark, new DateOnly(Year, 8, 1));
            Assert.False(early.IsComplete);
            Assert.InRange(early.Earned!.Expected, early.Earned.Low!.Value, early.Earned.High!.Value);
            Assert.NotEqual(early.Earned.Low, early.Earned.High);
            Assert.Contains(early.Months().Rows, row => (string)row[8]! == "claims still to come");
            Assert.All(early.Months().Rows, row => Assert.Equal(benchmark / 12, ((Dollars)row[6]!).Amount));
        }
        var turnover = Rows(await analyst.Get($"{path}/tables/turnover")).ToList();
        decimal People(params string[] changes) => turnover
            .Where(row => changes.Contains(Text(row, "change"))).Sum(row => Number(row, "people"));
        Assert.Equal(figures["assigned_people"].GetDecimal(), People("came", "stayed"));
        using (var before = Session(Year - 1))
            Assert.Equal(before.Run.Determine().Count(person => person.Determination.IsAssigned), People("left", "stayed"));
        var tracks = Rows(await analyst.Get($"{path}/tables/tracks")).ToList();
        var own = tracks.Single(row => Text(row, "actual") == "yes");
        Assert.Equal((figures["earned"].GetDecimal(), 0m), (Number(own, "earned"), Number(own, "difference")));
        Assert.Equal(["basic-a", "basic-b", "basic-c", "basic-d", "basic-e", "enhanced"],
            tracks.Select(row => Text(row, "track")).Distinct());
    }

    private AssignmentSession Session(int year) => AssignmentSession.Open(Store, new AssignmentRequest("A0001", new PerformanceYear(year),
        AssignmentSession.MethodOf(Store, "A0001", year)!.Value, RuleBook.Embedded.For(new PerformanceYear(year)), 1), participants: null);

    /// <summary>The bridge goes from level to level by its steps, ends at the report that was imported, and has the rows of a
    /// step.</summary>
    private async Task TieOut(Browser analyst, string path)
    {
        var bridge = Rows(await analyst.Get($"{path}/tables/tie-out")).ToList();
        var (level, levels) = (0m, 0);
        foreach (var line in bridge)
        {
            if (Text(line, "kind") == "level")
            {
                Assert.True(levels++ == 0 || Math.Abs(level - Number(line, "dollars")) < 0.1m, line.GetRawText());
                level = Number(line, "dollars");
            }
            else
                level += Number(line, "dollars");
        }
        using var session = Session(Year);
        var file = Directory.EnumerateFiles(Path.Combine(_folder, "files", "reports"), $"*AEXPU.Y{Year}*").Single();
        var expected = TieOutRun.Of(session, new TieOutRequest(session.Request, ReportFigures.Read([file], "A0001", Year)));
        Assert.Equal(expected.Lines.Select(line => (line.Key, line.IsLevel ? 0 : Math.Round(line.Total, 2, MidpointRounding.AwayFromZero))),
            bridge.Select(line => (Text(line, "step"), Text(line, "kind") == "level" ? 0 : Number(line, "dollars"))));
        var rows = await analyst.Ask(HttpMethod.Post, $"{path}/tie-out", new { step = "sequestration", query = new { limit = 5000 } });
        Assert.Equal(TieOutTables.Rows(expected, "sequestration", session.PersonIds()).Rows.Count(), rows.GetProperty("total").GetInt32());
        Assert.True(rows.GetProperty("total").GetInt32() > 0);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await analyst.Send(HttpMethod.Post, $"{path}/tie-out", new { step = "report" })).StatusCode);
    }

    /// <summary>The lines of a person that count add up to the amount before annualizing; what does not count says why.</summary>
    private static async Task Lines(Browser analyst, string path, string type, JsonElement person)
    {
        var view = await analyst.Ask(HttpMethod.Post, $"{path}/claims",
            new { person_id = Text(person, "person_id"), enrollment_type = type });
        var claims = Rows(view.GetProperty("claims")).ToList();
        var counted = claims.Where(claim => Text(claim, "left_out").Length == 0).ToList();
        Assert.Equal(Number(person, "lines"), counted.Count);
        Assert.Equal(counted.Count, view.GetProperty("lines").GetInt32());
        Assert.Equal(claims.Count, counted.Count + view.GetProperty("left_out").GetInt32());
        Assert.All(claims, claim => Assert.Equal(Text(claim, "left_out").Length > 0 ? 0
            : Number(claim, "paid") + Number(claim, "add_ons_out") + Number(claim, "reductions_added_back")
            + Number(claim, "sequestration_added_back"), Number(claim, "counted"), 10));
        var sum = counted.Sum(claim => Number(claim, "counted"));
        Close(Number(person, "paid"), sum);
        Assert.Equal(sum, view.GetProperty("counted").GetDecimal(), 10);
        var (months, threshold) = (Number(person, "months"), view.GetProperty("threshold").GetDecimal());
        var annualized = sum * 12 / months;
        Assert.Equal(annualized, view.GetProperty("annualized").GetDecimal(), 6);
        Assert.Equal(Math.Clamp(annualized, -threshold, threshold), view.GetProperty("truncated").GetDecimal(), 6);
        Assert.Equal(view.GetProperty("truncated").GetDecimal() * view.GetProperty("completion").GetDecimal() * months / 12,
            view.GetProperty("expenditures").GetDecimal(), 6);
        Assert.Equal(Number(person, "expenditures"), view.GetProperty("expenditures").GetDecimal(), 10);
    }

    /// <summary>All types together are everybody assigned, those without a month of any type among them.</summary>
    private static async Task Everybody(Browser analyst, string path, JsonElement all)
    {
        var people = Rows(await analyst.Ask(HttpMethod.Post, $"{path}/people", new { query = new { limit = 5000 } })).ToList();
        Assert.Equal(Number(all, "people"), people.Select(person => Text(person, "person_id")).Distinct().Count());
        if (people.FirstOrDefault(person => Text(person, "enrollment_type") == "none") is { ValueKind: JsonValueKind.Object } without)
        {
            var view = await analyst.Ask(HttpMethod.Post, $"{path}/claims",
                new { person_id = Text(without, "person_id"), enrollment_type = "none" });
            Assert.Equal((0, 0m), (view.GetProperty("lines").GetInt32(), view.GetProperty("expenditures").GetDecimal()));
        }
    }

    private static void Close(decimal expected, decimal actual) => Assert.Equal(expected, actual, 8);

    private static IEnumerable<JsonElement> Rows(JsonElement page) => page.GetProperty("rows").EnumerateArray();

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString() ?? "";

    private static decimal Number(JsonElement row, string column) => row.GetProperty(column) is { ValueKind: JsonValueKind.Number } number
        ? number.GetDecimal() : 0;
}
