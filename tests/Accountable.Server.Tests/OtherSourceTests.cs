using System.Net;
using System.Text;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Fhir;
using Accountable.Data.Store;
using Accountable.Server.Access;
using Accountable.Synthetic;

namespace Accountable.Server.Tests;

/// <summary>FHIR, RIF and mapped files come in by the browser as by the command line.</summary>
public sealed class OtherSourceTests : IDisposable
{
    private const string Mbi = "1S00AA0AA00";
    private const int Some = 400;
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    [Fact]
    public async Task Fhir_comes_in_as_the_command_line_brings_it_in()
    {
        var files = Path.Combine(_folder, "files");
        Generator.Run(new GeneratorOptions { People = 1000, Acos = 1, FirstYear = 2024, LastYear = 2024, Seed = 7, Folder = files,
            Fhir = true });
        var bcda = Path.Combine(files, "bcda", "A0001");
        var uploads = Directory.EnumerateFiles(bcda).Select(file => (Name: Path.GetFileName(file),
            Bytes: Encoding.UTF8.GetBytes(string.Join('\n', File.ReadLines(file).Take(Some)) + "\n"))).ToArray();
        var beside = Path.Combine(_folder, "beside", "A0001");
        Directory.CreateDirectory(beside);
        foreach (var (name, bytes) in uploads)
            File.WriteAllBytes(Path.Combine(beside, name), bytes);
        ImportedDelivery expected;
        using (var claims = ClaimStore.OpenToWrite(Path.Combine(_folder, "expected")))
            expected = Assert.Single(FhirImport.Import(beside, claims, null, null));

        await using var running = await Running.Start(folder: _folder);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        // In a folder named after the ACO, and in none with the ACO beside it, it is the same delivery.
        var report = await Imported(analyst, "", [.. uploads.Select(file => ($"bcda/A0001/{file.Name}", file.Bytes))]);
        Assert.Equal(expected.Files.Where(file => !file.File.IsDerived).Sum(file => file.File.RowsLoaded), Loaded(report));
        Assert.Equal(expected.Findings.Count, report.GetProperty("findings").GetArrayLength());
        Assert.Equal("A0001", Assert.Single((await analyst.Get("/api/v1/acos")).EnumerateArray()).GetProperty("aco").GetString());
        var again = await Imported(analyst, "?aco=A0001", uploads);
        Assert.Equal(0, again.GetProperty("findings").EnumerateArray()
            .Count(finding => finding.GetProperty("severity").GetString() == "file_refused"));
        Assert.Equal(expected.Files.Count(file => !file.File.IsDerived),
            (await analyst.Get("/api/v1/acos/A0001/files?filter=table:eq:source_rows"))
            .GetProperty("total").GetInt32());
        Assert.Contains("choose the ACO", (await Failed(analyst, "", uploads)).GetProperty("error").GetString());
        Assert.DoesNotContain(Mbi[..4], running.Log.Text);
    }

    [Fact]
    public async Task Mapped_files_and_rif_are_recognised_and_belong_to_whom_was_said()
    {
        await using var running = await Running.Start(folder: _folder);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A1234", true), ("A1235", true));
        (string, byte[])[] mapped =
        [
            ("tuva.yaml", File.ReadAllBytes(Repository.PathOf("samples", "mappings", "tuva.yaml"))),
            ("eligibility.csv", Encoding.UTF8.GetBytes(
                "person_id,member_id,gender,birth_date,enrollment_start_date,enrollment_end_date,dual_status_code,medicare_status_code\n"
                + $"P1,{Mbi},female,1944-02-29,2023-09-15,2023-12-31,2,10\n")),
            ("medical_claim.csv", Encoding.UTF8.GetBytes("claim_id,claim_line_number,claim_type,member_id,bill_type_code,claim_start_date,"
                + "claim_end_date,drg_code,place_of_service_code,revenue_center_code,hcpcs_code,paid_amount,facility_npi,rendering_npi,"
                + "diagnosis_code_1,diagnosis_code_2,billing_npi\n"
                + $"C3,1,professional,{Mbi},,2023-05-01,2023-05-01,,11,,99213,80.25,,1000000001,J02.9,,\n"
                + $"C4,1,professional,,,2023-05-01,2023-05-01,,11,,99213,80.25,,1000000001,J02.9,,\n")),
        ];
        var report = await Imported(analyst, "?aco=a1234&day=2024-06-30", mapped);
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal(("medical_claim.csv", 3, "member_id"), (finding.GetProperty("file").GetString(),
            finding.GetProperty("line").GetInt32(),
            finding.GetProperty("column").GetString()));
        Assert.Equal(2, Loaded(report));
        var history = ("beneficiary_history.csv", Encoding.UTF8.GetBytes($"BENE_ID|MBI_NUM\n-1|{Mbi}\n-2|1S00AA0AA01\n"));
        Assert.Equal(2, Loaded(await Imported(analyst, "?aco=A1235", history)));
        Assert.Equal(["A1234", "A1235"], (await analyst.Get("/api/v1/acos")).EnumerateArray()
            .Select(aco => aco.GetProperty("aco").GetString()));

        // Whose they are must be said, must have been granted, and must be what they were said to be.
        Assert.Contains("choose the ACO", (await Failed(analyst, "", mapped)).GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.UploadTo("/api/v1/imports?aco=A0009", mapped)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.UploadTo("/api/v1/imports?source=other", mapped)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.UploadTo("/api/v1/imports?aco=..%2Fx", mapped)).StatusCode);
        Assert.Contains("mapping document", (await Failed(analyst, "?source=mapped&aco=A1234", history)).GetProperty("error").GetString());
        Assert.Contains("NDJSON", (await Failed(analyst, "?source=fhir&aco=A1234", history)).GetProperty("error").GetString());
        Assert.Contains("no YAML", (await Failed(analyst, "?aco=A1234", ("m.yaml", "mapping: ["u8.ToArray()))).GetProperty("error")
            .GetString());
        using var foreign = await running.SignedIn("foreign", Role.Analyst, ("A0002", true));
        Assert.Contains("not granted", (await Failed(foreign, "", ("A0009/Patient.ndjson", "{}\n"u8.ToArray()))).GetProperty("error")
            .GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "state", "uploads")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The sum of the account of the files.</summary>
    private static long Loaded(JsonElement report) => report.GetProperty("files").GetProperty("rows").EnumerateArray().Last()
        .GetProperty("rows_loaded").GetInt64();

    private static async Task<JsonElement> Imported(Browser browser, string query, params (string, byte[])[] files)
    {
        var (id, job) = await Ended(browser, query, files);
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());
        return (await browser.Get($"/api/v1/imports/{id}")).GetProperty("report");
    }

    private static async Task<JsonElement> Failed(Browser browser, string query, params (string, byte[])[] files)
    {
        var (_, job) = await Ended(browser, query, files);
        Assert.True(job.GetProperty("state").GetString() == "failed", job.GetRawText());
        return job;
    }

    private static async Task<(string Id, JsonElement Job)> Ended(Browser browser, string query, (string, byte[])[] files)
    {
        var response = await browser.UploadTo($"/api/v1/imports{query}", files);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var id = (await Browser.Body(response)).GetProperty("id").GetString()!;
        return (id, await browser.Finished($"/api/v1/imports/{id}"));
    }
}
