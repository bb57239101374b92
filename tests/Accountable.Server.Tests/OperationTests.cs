using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Accountable.Data;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Explanations;
using Accountable.Server.Access;
using Accountable.Server.Operations;
using Accountable.Server.Pipelines;
using Accountable.Server.State;
using Microsoft.Data.Sqlite;

namespace Accountable.Server.Tests;

[Collection("store")]
public sealed class OperationTests(GeneratedStore store)
{
    [Fact]
    public void Off_loopback_there_is_no_server_without_tls()
    {
        var settings = new ServerSettings { Store = "s", Address = "0.0.0.0" };
        Assert.Contains("TLS", Assert.Throws<FileRefusedException>(settings.Check).Message);
        (settings with { BehindProxy = ["10.0.0.1"] }).Check();
        (settings with { Certificate = "c.pem" }).Check();
        (settings with { Address = "127.0.0.1" }).Check();
        (settings with { Address = "::1" }).Check();
        Assert.Throws<FileRefusedException>((settings with { BehindProxy = ["proxy.example"] }).Check);
        Assert.Throws<FileRefusedException>((settings with { Certificate = "c.pem", Demo = true }).Check);
        Assert.Throws<FileRefusedException>(new ServerSettings().Check);
        Assert.Throws<FileRefusedException>((settings with { Address = "127.0.0.1", WrongPasswords = 0 }).Check);
    }

    [Fact]
    public void A_file_of_settings_knows_its_keys_only()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, """{ "store": "claims", "port": 9000, "qp_facts": { "E1": "facts" } }""");
        var settings = ServerSettings.Read(file);
        Assert.Equal(("claims", 9000, "facts"), (settings.Store, settings.Port, settings.QpFacts["E1"]));
        File.WriteAllText(file, "{\n  \"store\": \"claims\",\n  \"prot\": 9000 }");
        Assert.Contains("prot", Assert.Throws<FileRefusedException>(() => ServerSettings.Read(file)).Message);
        File.Delete(file);
        Assert.Throws<FileRefusedException>(() => ServerSettings.Read(file));
    }

    [Fact]
    public void The_samples_of_settings_and_of_a_unit_hold_together()
    {
        var settings = ServerSettings.Read(Repository.PathOf("samples", "server", "server.json"));
        settings.Check();
        var unit = File.ReadAllLines(Repository.PathOf("samples", "server", "accountable.service"));
        Assert.Contains(unit, line => line.StartsWith("ExecStart=", StringComparison.Ordinal)
            && line.Contains("accountable serve --settings", StringComparison.Ordinal));
        Assert.Contains("StateDirectory=accountable", unit);
        Assert.StartsWith("/var/lib/accountable", settings.StateFolder, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_tls_of_its_own_the_cookie_goes_nowhere_else()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        using var key = RSA.Create(2048);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        var asked = new CertificateRequest("CN=accountable", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        asked.CertificateExtensions.Add(names.Build());
        using var made = asked.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "c.pem"), made.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "k.pem"), key.ExportPkcs8PrivateKeyPem());
        await using (var running = await Running.Start(settings => settings with
        {
            Address = "0.0.0.0", Certificate = Path.Combine(folder, "c.pem"), CertificateKey = Path.Combine(folder, "k.pem"),
        }, folder: folder))
        {
            await running.Account("viewer", Role.Viewer);
            var trusted = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            trusted.CustomTrustStore.Add(made);
            using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { CertificateChainPolicy = trusted } };
            using var client = new HttpClient(handler) { BaseAddress = new Uri(running.Url.Replace("0.0.0.0", "127.0.0.1")) };
            Assert.Equal("https", client.BaseAddress.Scheme);
            var session = await Browser.Body(await client.GetAsync("/api/v1/session"));
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session");
            request.Headers.Add("X-CSRF-Token", session.GetProperty("csrf_token").GetString());
            request.Content = new StringContent($"{{\"user\":\"viewer\",\"password\":\"{Running.Password}\"}}",
                System.Text.Encoding.UTF8, "application/json");
            var response = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            var cookie = response.Headers.GetValues("Set-Cookie").Single(each => each.StartsWith("accountable=", StringComparison.Ordinal));
            foreach (var word in new[] { "secure", "httponly", "samesite=strict" })
                Assert.Contains(word, cookie, StringComparison.Ordinal);
            Assert.True(response.Headers.Contains("Strict-Transport-Security"));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.9.9.9", false)]
    public async Task Only_a_named_proxy_is_believed(string proxy, bool believed)
    {
        // The server listens on every address, so that nothing but a proxy's word makes a request TLS.
        await using var running = await Running.Start(settings => settings with { Address = "0.0.0.0", BehindProxy = [proxy] });
        using var client = new HttpClient { BaseAddress = new Uri(running.Url.Replace("0.0.0.0", "127.0.0.1")) };
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("/api/v1/session")).StatusCode);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.7");
        var response = await client.GetAsync("/api/v1/session");
        Assert.Equal(believed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(believed, response.Headers.Contains("Strict-Transport-Security"));
        client.DefaultRequestHeaders.Add("Authorization", "Bearer acc_x_y");
        await client.GetAsync("/api/v1/rules");
        Assert.Equal(believed, running.Audit.Read(null, "key refused", null, 0, 9).Entries.Any(entry =>
            entry.Address.EndsWith("192.0.2.7", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_demo_shows_generated_data_to_a_guest_who_changes_nothing()
    {
        await using var running = await Running.Start(settings => settings with { Demo = true }, store: store.Store);
        Assert.Null(running.Server.FirstAccount);
        using var guest = new Browser(running.Url);
        Assert.Equal("guest", (await guest.Get("/api/v1/session")).GetProperty("state").GetString());
        Assert.Equal(2, (await guest.Get("/api/v1/acos")).GetArrayLength());
        foreach (var (path, body) in new (string, object)[] { ("/api/v1/acos/A0001/runs", new { performance_year = 2024 }),
            ("/api/v1/keys", new { }), ("/api/v1/users", new { }) })
            Assert.Equal(HttpStatusCode.Forbidden, (await guest.Send(HttpMethod.Post, path, body)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await guest.Client.GetAsync("/api/v1/audit")).StatusCode);
        for (var tries = 0; tries < 600 && (await guest.Get("/api/v1/acos/A0002/overview")).GetProperty("figures")
            .GetArrayLength() == 0; tries++)
            await Task.Delay(100);
        var run = (await guest.Get("/api/v1/acos/A0002/overview")).GetProperty("run").GetProperty("id").GetString();
        Assert.True((await guest.Ask(HttpMethod.Post, $"/api/v1/runs/{run}/people/people", new { })).GetProperty("total").GetInt32() > 0);
    }

    [Fact]
    public void The_demo_refuses_people_whom_the_generator_did_not_make()
    {
        GeneratedData.Require(store.Store);
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        var (other, files) = (Path.Combine(folder, "store"), Path.Combine(folder, "files"));
        Directory.CreateDirectory(files);
        var list = File.ReadAllLines(Path.Combine(store.Files, "A0001", "eligibility.csv"))[..3];
        // One identifier of the form that a living person could have.
        File.WriteAllLines(Path.Combine(files, "eligibility.csv"), [.. list, "1EG4" + "TE5MK72" + list[1][11..]]);
        using (var claims = ClaimStore.OpenToWrite(other))
        {
            CclfImport.Import(store.Zips("A0001")[0], claims, acceptCounts: false);
            Data.Reports.ReportImport.Import(files, claims);
        }
        var thrown = Assert.Throws<FileRefusedException>(() => GeneratedData.Require(other));
        Assert.DoesNotContain("1EG4", thrown.Message);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Health_and_metrics_say_how_it_goes_without_names()
    {
        await using var running = await Running.Start(store: store.Store);
        using var browser = await running.SignedIn("viewer", Role.Viewer, ("A0001", true));
        await browser.Get("/api/v1/acos/A0001/files");
        Assert.Equal("live\n", await browser.Client.GetStringAsync("/health/live"));
        Assert.Equal("ready", (await browser.Get("/health/ready")).GetProperty("status").GetString());
        var text = await browser.Client.GetStringAsync("/metrics");
        const string Counted = "{method=\"GET\",route=\"/api/v1/acos/{entity}/files\",status=\"200\"} 1";
        Assert.Contains($"accountable_http_request_duration_seconds_count{Counted}", text);
        Assert.Contains("accountable_sign_ins_total{outcome=\"done\"} 1", text);
        Assert.DoesNotContain("A0001", text);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
            Assert.Matches(@"^[a-z_]+(\{[^{}]*(\{\w+(:\w+)?\}[^{}]*)*\})? -?[0-9.e+-]+$", line.Replace("{**rest}", "rest")
                .Replace("{*path:nonfile}", ""));
        // Through a proxy, and without a right to them, they are not shown.
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Forwarded-For", "192.0.2.7");
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_did_not_change_is_not_sent_again()
    {
        await using var running = await Running.Start(store: store.Store);
        using var browser = await running.SignedIn("viewer", Role.Viewer, ("A0001", true));
        var first = await browser.Client.GetAsync("/api/v1/acos/A0001/overview");
        using var again = new HttpRequestMessage(HttpMethod.Get, "/api/v1/acos/A0001/overview");
        again.Headers.Add("If-None-Match", first.Headers.ETag!.ToString());
        var second = await browser.Client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Empty(await second.Content.ReadAsByteArrayAsync());
        Assert.Equal("private, no-cache", first.Headers.GetValues("Cache-Control").Single().Replace("no-cache, private",
            "private, no-cache"));
    }

    [Fact]
    public async Task Each_change_of_the_audit_log_is_seen()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        await using (var running = await Running.Start(folder: folder))
            await running.SignedIn("viewer", Role.Viewer);
        var state = Path.Combine(folder, "state");
        var (holds, what) = Backup.VerifyAudit(state, null);
        Assert.True(holds, what);
        var head = what.Split("head ")[1];
        Assert.True(Backup.VerifyAudit(state, head).Holds);
        Assert.False(Backup.VerifyAudit(state, new string('0', 63) + "1").Holds);
        Assert.Throws<SqliteException>(() => Run(state, "update audit set actor = 'x'"));
        Assert.Throws<SqliteException>(() => Run(state, "delete from audit"));
        foreach (var attack in new[] { "update audit set detail = 'x' where seq = 1", "update audit set at = at || '0' where seq = 2",
            "delete from audit where seq = (select max(seq) from audit)", "delete from audit where seq = 1",
            "update audit set actor = action, action = actor where seq = 2" })
        {
            SqliteConnection.ClearAllPools();
            File.Copy(StateFile.FileIn(state), Path.Combine(folder, "copy.db"), overwrite: true);
            Run(state, $"drop trigger audit_is_not_changed; drop trigger audit_is_not_deleted; {attack}");
            Assert.False(Backup.VerifyAudit(state, null).Holds, attack);
            SqliteConnection.ClearAllPools();
            File.Delete(StateFile.FileIn(state) + "-wal");
            File.Delete(StateFile.FileIn(state) + "-shm");
            File.Copy(Path.Combine(folder, "copy.db"), StateFile.FileIn(state), overwrite: true);
            Assert.True(Backup.VerifyAudit(state, head).Holds);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_backup_of_a_working_server_brings_back_accounts_and_log()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        var copy = Path.Combine(folder, "copy.db");
        await using (var running = await Running.Start(folder: folder))
        {
            await running.SignedIn("viewer", Role.Viewer, ("A0001", false));
            var head = Backup.Take(Path.Combine(folder, "state"), copy);
            Assert.Equal(64, head.Length);
            Assert.Throws<FileRefusedException>(() => Backup.Take(Path.Combine(folder, "state"), copy));
            Assert.Throws<FileRefusedException>(() => Backup.Restore(copy, Path.Combine(folder, "state")));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
            await running.Account("later", Role.Viewer);
        }
        Assert.NotNull(Backup.Restore(copy, Path.Combine(folder, "state")));
        Assert.Throws<FileRefusedException>(() => Backup.Restore(Repository.PathOf("README.md"), Path.Combine(folder, "state")));
        await using (var running = await Running.Start(folder: folder))
        {
            using var browser = new Browser(running.Url);
            Assert.Equal(HttpStatusCode.OK, (await browser.SignIn("viewer", Running.Password)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(running.Url).SignIn("later", Running.Password)).StatusCode);
            Assert.True(running.Audit.Verify().Holds);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Two_servers_do_not_share_a_state()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        await using (var first = await Running.Start(folder: folder))
            await Assert.ThrowsAsync<FileRefusedException>(() => Running.Start(folder: folder));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_derivation_is_read_back_as_it_was_written()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        var settled = PublishedResults.Explain("2024", 5, null);
        var root = settled.Result.Earned.Derivation!;
        using var bytes = new MemoryStream();
        using (var json = new System.Text.Json.Utf8JsonWriter(bytes))
            DerivationJson.Write(json, root);
        using var document = System.Text.Json.JsonDocument.Parse(bytes.ToArray());
        var read = DerivationJson.Read(document.RootElement);
        Assert.Equal(Outline.Of(root), Outline.Of(read));
        Assert.Empty(Difference.Between(root, read));
        Assert.Equal(root.Value, Replay.With(read, _ => null));
        var served = await browser.Get("/api/v1/prove/2024/rows/5");
        Assert.Equal(settled.Result.Earned.Amount, served.GetProperty("earned").GetDecimal());
        Assert.Equal(root.Nodes().Count(), served.GetProperty("derivation").GetProperty("nodes").GetArrayLength());
    }

    [Fact]
    public async Task Published_results_are_all_proven_again_and_can_be_drilled()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        var all = (await browser.Get("/api/v1/prove?limit=500")).GetProperty("rows").EnumerateArray().Last();
        Assert.Equal(0, all.GetProperty("mismatch").GetInt32());
        var exact = (await browser.Get("/api/v1/prove/rows?filter=verdict:eq:exact&limit=1")).GetProperty("total").GetInt32();
        Assert.Equal(all.GetProperty("exact").GetInt32(), exact);
        var sorted = (await browser.Get("/api/v1/prove/rows?sort=-computed&limit=50")).GetProperty("rows").EnumerateArray()
            .Select(row => row.GetProperty("computed").GetDecimal()).ToList();
        Assert.Equal(sorted.OrderDescending(), sorted);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Client.GetAsync("/api/v1/prove/..%2F2024/rows/1")).StatusCode);
    }

    private static void Run(string state, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={StateFile.FileIn(state)};Pooling=False");
        connection.Open();
        connection.Run(sql);
        connection.Run("pragma wal_checkpoint(truncate)");
    }
}
