using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Aco;
using Accountable.Server.Access;
using Accountable.Server.Operations;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>What a run takes beside the store can be given in the browser, and is then what the command line would take.</summary>
[Collection("store")]
public sealed class RunSettingTests(GeneratedStore store) : IDisposable
{
    private const string Files = "/api/v1/run-settings/files";
    private const string Values = "/api/v1/run-settings/values";
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    [Fact]
    public async Task Factors_and_quality_given_in_the_browser_settle_as_the_command_line_does()
    {
        var (files, claims, year) = (Path.Combine(_folder, "files"), Path.Combine(_folder, "claims"), 2025);
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 1, FirstYear = 2021, LastYear = year, Seed = 7, Folder = files });
        using (var written = ClaimStore.OpenToWrite(claims))
        {
            CclfImport.Import(files, written, acceptCounts: false);
            ReportImport.Import(files, written);
        }
        var factors = Path.Combine(files, "factors");
        var expected = AcoRun.Run(new AcoRequest
        {
            Store = claims, Aco = "A0001", Year = new PerformanceYear(year), Book = RuleBook.Embedded, EstimateMeans = true,
            Factors = FactorFolder.Read(factors), QualityScore = 0.7m,
        });
        Assert.NotNull(expected.Settlement);
        await using (var running = await Running.Start(settings => settings with { MeansOfStore = true }, folder: _folder, store: claims))
        {
            using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
            var kept = await Kept(await analyst.UploadTo($"{Files}?kind=factors", ("factors.zip", Zip(factors, "factors/"))));
            Assert.Equal("in_force", kept.GetProperty("state").GetString());
            await analyst.Ask(HttpMethod.Post, Values, new { kind = "quality", entity = "A0001", value = 0.7m, performance_year = year });
            await analyst.Ask(HttpMethod.Post, Values, new { kind = "quality", entity = "A0001", value = 0.1m, performance_year = 2024 });
            var run = await Run(analyst, year);
            Assert.Equal(Math.Round(expected.Settlement.Result.Earned.Amount, 2, MidpointRounding.AwayFromZero), Earned(run));

            // The manifest names what was given by its hash, and each file of it as the command line does.
            var inputs = run.GetProperty("report").GetProperty("manifest").GetProperty("inputs").EnumerateArray().ToList();
            Assert.Contains(inputs, input => input.GetProperty("sha256").GetString() == kept.GetProperty("sha256").GetString());
            Assert.Contains(inputs, input => input.GetProperty("sha256").GetString()
                == Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(factors, "national.csv")))));
            var quality = inputs.Single(input => input.GetProperty("file").GetString() == "quality score");
            Assert.Equal("0.7", quality.GetProperty("decisions").GetProperty("value").GetString());

            // Withdrawn, the next run lacks it; the one before stands.
            await analyst.Send(HttpMethod.Delete, $"/api/v1/run-settings/{kept.GetProperty("id").GetString()}");
            Assert.Null(Earned(await Run(analyst, year)));
            Assert.NotNull(Earned(await analyst.Get($"/api/v1/runs/{run.GetProperty("job").GetProperty("id").GetString()}")));
            await Kept(await analyst.UploadTo($"{Files}?kind=factors", ("factors.zip", Zip(factors, ""))));
            Backup.Take(Path.Combine(_folder, "state"), Path.Combine(_folder, "copy.db"));
        }

        // A copy of the state has them: what was unpacked beside it is not needed.
        Backup.Restore(Path.Combine(_folder, "copy.db"), Path.Combine(_folder, "state"));
        Directory.Delete(Path.Combine(_folder, "state", "settings"), recursive: true);
        await using (var running = await Running.Start(settings => settings with { MeansOfStore = true }, folder: _folder, store: claims))
        {
            using var analyst = new Browser(running.Url);
            await analyst.SignIn("analyst", Running.Password);
            Assert.NotNull(Earned(await Run(analyst, year)));
        }
    }

    [Fact]
    public async Task Files_that_cannot_be_used_are_refused_with_file_line_and_column()
    {
        await using var running = await Running.Start(folder: _folder, store: store.Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        foreach (var (kind, name, text, where, line) in new[]
        {
            ("truncation", "t.csv", "enrollment_type,amount\nesrd,1\n", "threshold", 1),
            ("truncation", "t.csv", "enrollment_type,threshold\nesrd,100000\n", "enrollment_type", 0),
            ("factors", "other.csv", "a,b\n1,2\n", "", 0),
            ("qp_facts", "participants.csv", "a,b\n1,2\n", "", 0),
            ("qp_facts", "entities.csv", "entity_id,other\nE1,2\n", "", 1),
        })
        {
            var outcome = await Browser.Body(await analyst.UploadTo($"{Files}?kind={kind}{(kind == "qp_facts" ? "&entity=E1" : "")}",
                (name, Encoding.UTF8.GetBytes(text))));
            Assert.Equal(JsonValueKind.Null, outcome.GetProperty("setting").ValueKind);
            var finding = Assert.Single(outcome.GetProperty("findings").EnumerateArray());
            Assert.Equal("file_refused", finding.GetProperty("severity").GetString());
            Assert.Equal((where, line), (finding.GetProperty("column").GetString(), finding.GetProperty("line").GetInt32()));
            Assert.DoesNotContain(_folder, finding.GetRawText());
        }
        var partly = await Browser.Body(await analyst.UploadTo($"{Files}?kind=truncation", ("t.csv",
            "enrollment_type,threshold\nesrd,400000\ndisabled,200000\naged_dual,300000\naged_non_dual,250000\nsomebody,1\n"u8.ToArray())));
        var refused = Assert.Single(partly.GetProperty("findings").EnumerateArray());
        Assert.Equal(("t.csv", 6, "enrollment_type"), (refused.GetProperty("file").GetString(), refused.GetProperty("line").GetInt32(),
            refused.GetProperty("column").GetString()));
        Assert.NotEqual(JsonValueKind.Null, partly.GetProperty("setting").ValueKind);
        foreach (var value in new object[] { new { kind = "quality", entity = "A0001", value = 80 },
            new { kind = "completion", entity = "*", value = 0 }, new { kind = "factors", entity = "*", value = 1 },
            new { kind = "quality", entity = "*", value = 0.5 },
            new { kind = "quality", entity = "A 1", value = 0.5 }, new { kind = "quality", value = 0.5 } })
            Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Send(HttpMethod.Post, Values, value)).StatusCode);
        Assert.Equal("bad_request", await Browser.Code(await analyst.UploadTo($"{Files}?kind=other", ("t.csv", []))));
        var outside = await Browser.Body(await analyst.UploadTo($"{Files}?kind=factors", ("f.zip", Zipped("../national.csv", "x"))));
        Assert.Contains("outside", outside.GetProperty("findings")[0].GetProperty("what").GetString());
        Assert.Equal(6, running.Audit.Read("analyst", "run setting refused", null, 0, 50).Total);
        Assert.Equal(1, running.Audit.Read("analyst", "run setting kept", null, 0, 50).Total);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "state", "uploads")));
    }

    [Fact]
    public async Task Whose_runs_a_setting_changes_must_have_been_granted()
    {
        await using var running = await Running.Start(folder: _folder, store: store.Store);
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", false));
        var foreign = (await chief.Ask(HttpMethod.Post, Values, new { kind = "quality", entity = "A0002", value = 0.5 }))
            .GetProperty("setting").GetProperty("id").GetString();
        var everybodys = (await chief.Ask(HttpMethod.Post, Values, new { kind = "completion", entity = "*", value = 1.5 }))
            .GetProperty("setting").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.Send(HttpMethod.Post, Values,
            new { kind = "quality", entity = "A0002", value = 0.5 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Send(HttpMethod.Post, Values,
            new { kind = "completion", entity = "*", value = 1.01 })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound,
            (await analyst.UploadTo($"{Files}?kind=qp_facts&entity=E1", ("entities.csv", []))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.UploadTo($"{Files}?kind=factors", ("national.csv", []))).StatusCode);
        foreach (var id in new[] { foreign, everybodys, "nothing" })
            Assert.Equal(HttpStatusCode.NotFound, (await analyst.Send(HttpMethod.Delete, $"/api/v1/run-settings/{id}")).StatusCode);
        Assert.Equal(["*"], (await analyst.Get("/api/v1/run-settings")).EnumerateArray()
            .Select(setting => setting.GetProperty("entity").GetString()));

        // A factor of one's own goes before everybody's, and both change what the people cost.
        var usual = await Paid(chief, 2024, "A0002");
        await analyst.Ask(HttpMethod.Post, Values, new { kind = "completion", entity = "A0001", value = 3 });
        await chief.Send(HttpMethod.Delete, $"/api/v1/run-settings/{everybodys}");
        var without = await Paid(chief, 2024, "A0002");
        Assert.True(usual > without, $"{usual} with 1.5, {without} with the rule book's");
        Assert.True(await Paid(analyst, 2024, "A0001") > 0);
        var states = (await chief.Get("/api/v1/run-settings")).EnumerateArray()
            .Select(setting => setting.GetProperty("state").GetString()).ToList();
        Assert.Equal(["in_force", "withdrawn", "in_force"], states);
    }

    [Fact]
    public async Task Qp_facts_given_in_the_browser_are_determined()
    {
        await using var running = await Running.Start(folder: _folder, store: store.Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("E9", false));
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.Client.GetAsync("/api/v1/qp/E9?year=2026")).StatusCode);
        var facts = Repository.PathOf("samples", "qpp", "facts");
        var uploads = Directory.EnumerateFiles(facts, "*", SearchOption.AllDirectories)
            .Select(file => ($"facts/{Path.GetRelativePath(facts, file)}", File.ReadAllBytes(file))).ToArray();
        await Kept(await analyst.UploadTo($"{Files}?kind=qp_facts&entity=E9", uploads));
        var expected = Accountable.Runs.Qpp.QpRun.Read(facts, RuleBook.Embedded, new PerformanceYear(2026));
        Assert.Equal(expected.Facts.Clinicians.Count, (await analyst.Get("/api/v1/qp/E9?year=2026")).GetProperty("clinicians").GetInt32());
        Assert.Equal(["E9"], (await analyst.Get("/api/v1/qp")).EnumerateArray().Select(entity => entity.GetString()));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<JsonElement> Kept(HttpResponseMessage response)
    {
        var outcome = await Browser.Body(response);
        Assert.True(outcome.TryGetProperty("setting", out var setting) && setting.ValueKind == JsonValueKind.Object, outcome.GetRawText());
        return setting;
    }

    private static async Task<JsonElement> Run(Browser browser, int year, string aco = "A0001")
    {
        var id = (await browser.Ask(HttpMethod.Post, $"/api/v1/acos/{aco}/runs", new { performance_year = year })).GetProperty("id")
            .GetString();
        var job = await browser.Finished($"/api/v1/runs/{id}");
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        return await browser.Get($"/api/v1/runs/{id}");
    }

    private static decimal? Earned(JsonElement run) => run.GetProperty("report").GetProperty("figures").EnumerateArray()
        .FirstOrDefault(figure => figure.GetProperty("name").GetString() == "earned") is { ValueKind: JsonValueKind.Object } found
            ? found.GetProperty("value").GetDecimal() : null;

    private static async Task<decimal> Paid(Browser browser, int year, string aco) =>
        (await Run(browser, year, aco)).GetProperty("report").GetProperty("figures").EnumerateArray()
            .First(figure => figure.GetProperty("name").GetString() == "expenditures").GetProperty("value").GetDecimal();

    private static byte[] Zip(string folder, string inner)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
                zip.CreateEntryFromFile(file, inner + Path.GetFileName(file));
        }
        return bytes.ToArray();
    }

    private static byte[] Zipped(string name, string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        using (var entry = zip.CreateEntry(name).Open())
            entry.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
