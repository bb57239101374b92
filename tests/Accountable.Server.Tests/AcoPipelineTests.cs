using System.Net;
using Accountable.Data.Claims;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Explanations;
using Accountable.Rules;
using Accountable.Runs.Aco;
using Accountable.Server.Access;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>A run of the server comes to what <c>mssp run</c> comes to.</summary>
public sealed class AcoPipelineTests : IDisposable
{
    private const int Year = 2025;
    private const decimal Quality = 0.8m;
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    private string Store => Path.Combine(_folder, "store");

    private string Factors => Path.Combine(_folder, "files", "factors");

    [Fact]
    public async Task A_run_goes_from_claims_to_the_payment_with_its_derivation()
    {
        Make();
        var expected = AcoRun.Run(new AcoRequest
        {
            Store = Store, Aco = "A0001", Year = new PerformanceYear(Year), Book = RuleBook.Embedded, Factors = FactorFolder.Read(Factors),
            EstimateMeans = true, QualityScore = Quality,
        });
        Assert.NotNull(expected.Settlement);
        await using var running = await Running.Start(settings => settings with { Factors = Factors, MeansOfStore = true }, store: Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Send(HttpMethod.Post, "/api/v1/acos/A0001/runs",
            new { performance_year = Year, quality_score = 80 })).StatusCode);
        var view = await Run(analyst, new { performance_year = Year, quality_score = Quality });
        var earned = view.GetProperty("report").GetProperty("figures").EnumerateArray()
            .First(figure => figure.GetProperty("name").GetString() == "earned");
        Assert.Equal(Math.Round(expected.Settlement.Result.Earned.Amount, 2, MidpointRounding.AwayFromZero),
            earned.GetProperty("value").GetDecimal());
        var id = view.GetProperty("job").GetProperty("id").GetString();
        var tree = await analyst.Get($"/api/v1/runs/{id}/derivations/{earned.GetProperty("derivation").GetString()}");
        var root = tree.GetProperty("nodes")[tree.GetProperty("root").GetInt32()];
        Assert.Equal(expected.Settlement.Result.Earned.Derivation!.Value, root.GetProperty("value").GetDecimal());
        Assert.Equal(expected.Settlement.Result.Earned.Derivation.Nodes().Count(), tree.GetProperty("nodes").GetArrayLength());
        foreach (var table in expected.Tables)
        {
            Assert.Equal(table.Table.Rows.Count,
                (await analyst.Get($"/api/v1/runs/{id}/tables/{table.Name}?limit=5000")).GetProperty("total").GetInt32());
        }

        // What differs between two runs is what differs between their derivations and their tables.
        const decimal Lower = 0.79m;
        var changed = AcoRun.Run(expected.Request with { QualityScore = Lower });
        var other = (await Run(analyst, new { performance_year = Year, quality_score = Lower }))
            .GetProperty("job").GetProperty("id").GetString();
        var differences = await analyst.Get($"/api/v1/runs/{id}/differences/{other}");
        var moved = Difference.Between(expected.Settlement.Result.Earned.Derivation, changed.Settlement!.Result.Earned.Derivation!);
        Assert.Equal(moved.Select(change => change.Name), differences.GetProperty("derivations").EnumerateArray()
            .Where(change => change.GetProperty("derivation").GetString() == "settlement")
            .Select(change => change.GetProperty("name").GetString()!));
        var cell = differences.GetProperty("cells").EnumerateArray().Single(change => change.GetProperty("table").GetString() == "quality"
            && change.GetProperty("column").GetString() == "quality_score");
        Assert.Equal((Quality, Lower), (cell.GetProperty("before").GetDecimal(), cell.GetProperty("after").GetDecimal()));

        // Without a quality score the benchmark stands, and what is missing is said.
        var without = (await Run(analyst, new { performance_year = Year })).GetProperty("report");
        Assert.DoesNotContain(without.GetProperty("figures").EnumerateArray(),
            figure => figure.GetProperty("name").GetString() == "earned");
        Assert.Contains(without.GetProperty("figures").EnumerateArray(), figure => figure.GetProperty("name").GetString() == "benchmark");
        Assert.Contains(without.GetProperty("warnings").EnumerateArray(),
            warning => warning.GetProperty("severity").GetString() == "missing"
            && warning.GetProperty("what").GetString()!.Contains("quality", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Make()
    {
        var files = Path.Combine(_folder, "files");
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 1, FirstYear = 2021, LastYear = Year, Seed = 7, Folder = files });
        using var store = ClaimStore.OpenToWrite(Store);
        CclfImport.Import(files, store, acceptCounts: false);
        ReportImport.Import(files, store);
    }

    private static async Task<System.Text.Json.JsonElement> Run(Browser analyst, object start)
    {
        var id = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", start)).GetProperty("id").GetString();
        var job = await analyst.Finished($"/api/v1/runs/{id}");
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        return await analyst.Get($"/api/v1/runs/{id}");
    }
}
