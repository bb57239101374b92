using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Accountable.Server.Access;
using Accountable.Server.State;
using Microsoft.Extensions.DependencyInjection;

namespace Accountable.Server.Tests;

[Collection("store")]
public sealed class HostileInputTests(GeneratedStore store)
{
    [Theory]
    [InlineData("..")]
    [InlineData("../../..")]
    [InlineData(".hidden")]
    [InlineData("a\u0001b.csv")]
    [InlineData("<script>alert(1)</script>.csv")]
    [InlineData("a;rm -rf.csv")]
    [InlineData("x/../../../.ssh")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        Assert.Equal(HttpStatusCode.BadRequest, (await analyst.Upload((name, "x"u8.ToArray()))).StatusCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Uploads(running)));
        Assert.Equal("a name or a form that is none", Assert.Single(Refused(running)));
        Assert.DoesNotContain(name, running.Log.Text);
    }

    [Theory]
    [InlineData("../../../../outside.csv")]
    [InlineData("/etc/outside.csv")]
    [InlineData("..\\..\\outside.csv")]
    public async Task A_path_in_a_name_leads_nowhere_else(string name)
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var response = await analyst.Upload((name, "x"u8.ToArray()));
        if (response.StatusCode == HttpStatusCode.Accepted)
            await analyst.Finished($"/api/v1/imports/{(await Browser.Body(response)).GetProperty("id").GetString()}");
        Assert.Empty(Directory.EnumerateFiles(running.Folder, "outside.csv", SearchOption.AllDirectories));
        Assert.False(File.Exists("/etc/outside.csv"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Uploads(running)));
    }

    [Theory]
    [InlineData("../outside.csv")]
    [InlineData("/tmp/outside.csv")]
    [InlineData("a/../../outside.csv")]
    public async Task A_zip_that_points_outside_of_itself_is_refused(string inner)
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var id = (await Browser.Body(await analyst.Upload(("all.zip", Zip((inner, "aco_id\n"))))))!.GetProperty("id").GetString();
        var job = await analyst.Finished($"/api/v1/imports/{id}");
        Assert.Equal("failed", job.GetProperty("state").GetString());
        Assert.Contains("outside", job.GetProperty("error").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Uploads(running)));
    }

    [Fact]
    public async Task A_zip_that_unpacks_to_far_more_is_refused()
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var bomb = Zip(("bomb.csv", new string('0', 80 << 20)));
        var id = (await Browser.Body(await analyst.Upload(("all.zip", bomb)))).GetProperty("id").GetString();
        Assert.Equal("failed", (await analyst.Finished($"/api/v1/imports/{id}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task An_upload_over_the_limit_is_refused_and_leaves_nothing()
    {
        await using var running = await Running.Start(settings => settings with { GreatestUpload = 100_000 });
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var response = await analyst.Upload(("large.csv", new byte[200_000]));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too_large"), (response.StatusCode, await Browser.Code(response)));
        Assert.Equal("too large", Assert.Single(Refused(running)));
        Assert.Contains("Refused with 413 on /api/v1/imports/", running.Log.Text);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Uploads(running)));
        using var large = new StringContent("\"" + new string('x', 2 << 20) + "\"", Encoding.UTF8, "application/json");
        large.Headers.Add("X-Test", "1");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session") { Content = large };
        request.Headers.Add("X-CSRF-Token", await analyst.Token());
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await analyst.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task An_upload_that_hardly_moves_is_given_up_and_leaves_nothing()
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var address = new Uri(running.Url);
        using var socket = new TcpClient(address.Host, address.Port);
        await using var stream = socket.GetStream();
        var cookies = analyst.Cookies.GetCookieHeader(address);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("POST /api/v1/imports HTTP/1.1\r\nHost: localhost\r\nCookie: " + cookies
            + "\r\nX-CSRF-Token: " + await analyst.Token()
                + "\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"slow.csv\"\r\n\r\nx"));
        using var reader = new StreamReader(stream);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        var answer = await reader.ReadLineAsync(patience.Token);
        Assert.True(answer is null || answer.Contains("408", StringComparison.Ordinal), answer);
        for (var tries = 0; tries < 50 && Directory.EnumerateFileSystemEntries(Uploads(running)).Any(); tries++)
            await Task.Delay(100);
        Assert.Contains(Assert.Single(Refused(running)), new[] { "too slow", "broken off" });
        Assert.Empty(Directory.EnumerateFileSystemEntries(Uploads(running)));
    }

    /// <summary>Every parameter that is a text, of every route that reads: the answer is what it is for any other unknown text, and
    /// nothing is gone afterwards.</summary>
    [Fact]
    public async Task Sql_in_any_filter_is_only_a_text()
    {
        await using var running = await Running.Start(store: store.Store);
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        var document = await chief.Get("/api/v1/openapi.json");
        var asked = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _))
            .Where(path => !path.Name.EndsWith("events", StringComparison.Ordinal)))
        {
            var names = path.Value.GetProperty("get").TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray()
                .Select(each => (Name: each.GetProperty("name").GetString()!, In: each.GetProperty("in").GetString())).ToList() : [];
            foreach (var attack in new[] { "' or 1=1 --", "x'; drop table audit; --", "\" union select * from api_keys --", "%00" })
            {
                var text = Uri.EscapeDataString(attack);
                var address = path.Name;
                foreach (var slot in names.Where(name => name.In == "path"))
                    address = address.Replace($"{{{slot.Name}}}", slot.Name == "entity" ? $"A0001{text}" : text);
                var query = string.Join('&', names.Where(name => name.In == "query").Select(name => $"{name.Name}={text}"));
                var response = await chief.Client.GetAsync($"{address}?{query}");
                Assert.True((int)response.StatusCode < 500, $"{address}: {response.StatusCode}");
                asked++;
                foreach (var (name, _) in names.Where(name => name.In == "query"))
                    Assert.True((int)(await chief.Client.GetAsync($"{address}?{name}={text}")).StatusCode < 500, $"{address} {name}");
            }
        }
        Assert.True(asked > 100);
        Assert.True(running.Audit.Verify().Holds);
        Assert.True((await chief.Get("/api/v1/keys")).GetArrayLength() == 0);
        Assert.Equal(2, (await chief.Get("/api/v1/acos")).GetArrayLength());
        var lines = await chief.Ask(HttpMethod.Post, "/api/v1/acos/A0001/claim-lines", new { person_id = "' or 1=1 --", year = 2024 });
        Assert.Equal(0, lines.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_script_in_a_name_stays_a_text()
    {
        await using var running = await Running.Start(store: store.Store);
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        var refused = await chief.Send(HttpMethod.Post, "/api/v1/users", new { name = "<script>alert(1)</script>", role = "viewer" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var name = "<script>alert('x')</script>";
        var made = await chief.Send(HttpMethod.Post, "/api/v1/keys",
            new { name, role = "viewer", scopes = new[] { "read" }, entities = new[] { "A0001" }, days = 1 });
        var raw = await made.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script>", raw);
        Assert.Equal(name, (await chief.Get("/api/v1/keys"))[0].GetProperty("name").GetString());
        var page = await chief.Client.GetAsync("/api/v1/keys");
        Assert.Equal("application/json", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
    }

    [Fact]
    public async Task A_request_that_does_not_hold_together_is_told_so()
    {
        await using var running = await Running.Start(store: store.Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        foreach (var body in new[] { "{", "[]", "{\"performance_year\":\"x\"}", "{\"performance_year\":2024,\"unknown\":1}", "" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/acos/A0001/runs")
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            request.Headers.Add("X-CSRF-Token", await analyst.Token());
            var response = await analyst.Client.SendAsync(request);
            Assert.Equal((HttpStatusCode.BadRequest, "bad_request"), (response.StatusCode, await Browser.Code(response)));
        }
        Assert.Equal("not_found", await Browser.Code(await analyst.Client.GetAsync("/api/v1/nothing")));
        Assert.Equal("bad_request", await Browser.Code(await analyst.Client.GetAsync("/api/v1/models?limit=99999")));
        Assert.Equal("bad_request", await Browser.Code(await analyst.Client.GetAsync("/api/v1/models?sort=nothing")));
        Assert.Equal("bad_request", await Browser.Code(await analyst.Client.GetAsync("/api/v1/models?filter=name")));
        Assert.Equal("bad_request", await Browser.Code(await analyst.Client.GetAsync("/api/v1/models?filter=name:like:x")));
    }

    [Fact]
    public async Task An_error_of_ours_gives_a_report_id_and_its_details_to_nobody_but_the_owner()
    {
        await using var running = await Running.Start(services: all => all.AddSingleton<TimeProvider>(new Broken()));
        using var browser = new Browser(running.Url);
        var response = await browser.Client.GetAsync("/api/v1/rules");
        Broken.Now = true;
        try
        {
            browser.Cookies.Add(browser.Client.BaseAddress!, new Cookie("accountable", new string('b', 64)));
            response = await browser.Client.GetAsync("/api/v1/rules");
        }
        finally
        {
            Broken.Now = false;
        }
        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("1SA0AA0AA00", text + running.Log.Text);
        using var problem = JsonDocument.Parse(text);
        var report = Path.Combine(running.Server.Services.GetRequiredService<StateFile>().ReportFolder,
            $"{problem.RootElement.GetProperty("report").GetString()}.txt");
        Assert.Contains("1SA0AA0AA00", await File.ReadAllTextAsync(report));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(report));
    }

    /// <summary>Why uploads were refused, as the audit log has it.</summary>
    private static IEnumerable<string> Refused(Running running) =>
        running.Audit.Read("analyst", "upload refused", null, 0, 100).Entries.Select(entry => entry.Detail);

    private static string Uploads(Running running) => running.Server.Services.GetRequiredService<StateFile>().UploadFolder;

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A clock that breaks with an identifier in its words.</summary>
    private sealed class Broken : TimeProvider
    {
        public static bool Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now ? throw new InvalidOperationException("person 1SA0AA0AA00") : base.GetUtcNow();
    }
}
