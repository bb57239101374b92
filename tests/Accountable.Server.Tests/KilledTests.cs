using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Accountable.Data.Store;
using Accountable.Server.Operations;

namespace Accountable.Server.Tests;

/// <summary>A server that is a process of its own, with many readers, a run and an import, ended by SIGKILL.</summary>
[Collection("store")]
public sealed partial class KilledTests(GeneratedStore store) : IDisposable
{
    private const int Readers = 24;
    private readonly string _folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;

    [Fact]
    public async Task Readers_runs_and_imports_lose_nothing_to_each_other_nor_to_a_kill()
    {
        string committed, beside, halfRun, halfImport;
        string overview, table;
        using (var first = await Served.Start(_folder))
        {
            using var chief = new Browser(first.Url);
            await chief.SignIn("admin", first.Password!);
            await chief.Send(HttpMethod.Post, "/api/v1/session/password", new { current = first.Password, @new = Running.Password });
            Assert.Equal("done", (await Import(chief, "A0001", wait: true)).State);
            committed = await Run(chief, 2024, wait: true);

            // A run and an import that go on while they read change nothing of what they read.
            (overview, table) = (await Text(chief, "/api/v1/acos/A0001/overview?year=2024"),
                await Text(chief, $"/api/v1/runs/{committed}/tables/expenditures"));
            using (var reading = new Reading(first.Url, chief, ("/api/v1/acos/A0001/overview?year=2024", overview),
                ($"/api/v1/runs/{committed}/tables/expenditures", table)))
            {
                beside = await Run(chief, 2023, wait: false);
                Assert.Equal("done", (await Import(chief, "A0001", wait: true)).State);
                Assert.Equal("done", (await chief.Finished($"/api/v1/runs/{beside}")).GetProperty("state").GetString());
                await reading.End();
                Assert.True(reading.Answers > Readers, $"{reading.Answers} answers");
                Assert.Empty(reading.Wrong);
            }
            var again = await Run(chief, 2023, wait: true);
            Assert.Empty((await chief.Get($"/api/v1/runs/{beside}/differences/{again}")).GetProperty("cells").EnumerateArray());

            // Half of a delivery is read and a run is under way when the process dies.
            using var last = new Reading(first.Url, chief, ($"/api/v1/runs/{committed}/tables/expenditures", table));
            halfImport = (await Import(chief, "A0002", wait: false)).Id;
            halfRun = await Run(chief, 2024, wait: false);
            await HasBegun(chief, halfImport);
            first.Kill();
            Assert.Empty(last.Wrong);
        }
        Assert.True(Backup.VerifyAudit(Path.Combine(_folder, "state"), null).Holds);
        using (var second = await Served.Start(_folder))
        {
            Assert.Null(second.Password);
            using (var reader = new Browser(second.Url))
            {
                await reader.SignIn("admin", Running.Password);
                Assert.Equal(1, (await reader.Get("/api/v1/audit?action=jobs%20interrupted")).GetProperty("total").GetInt32());
            }
            await Holds(second, committed, table, beside, halfImport, halfRun);

            // Told to end in the middle of an import, it takes that back too, and ends well.
            using var chief = new Browser(second.Url);
            await chief.SignIn("admin", Running.Password);
            halfImport = (await Import(chief, "A0002", wait: false)).Id;
            halfRun = await Run(chief, 2024, wait: false);
            await HasBegun(chief, halfImport);
            Assert.Equal(0, await second.End());
        }
        using var third = await Served.Start(_folder);
        await Holds(third, committed, table, beside, halfImport, halfRun);

        // And it can all be done again.
        using var back = new Browser(third.Url);
        await back.SignIn("admin", Running.Password);
        Assert.Equal("done", (await Import(back, "A0002", wait: true)).State);
        await Run(back, 2024, wait: true);
        Assert.True((await back.Get("/api/v1/audit/verification")).GetProperty("holds").GetBoolean());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What was committed is there; what was half is taken back and says so.</summary>
    private async Task Holds(Served served, string committed, string table, string beside, string halfImport, string halfRun)
    {
        using var back = new Browser(served.Url);
        Assert.Equal(HttpStatusCode.OK, (await back.SignIn("admin", Running.Password)).StatusCode);
        Assert.Equal(table, await Text(back, $"/api/v1/runs/{committed}/tables/expenditures"));
        Assert.Equal("done", await State(back, $"/api/v1/runs/{beside}"));
        Assert.True((await back.Get($"/api/v1/runs/{beside}/tables/expenditures")).GetProperty("total").GetInt32() > 0);
        var import = (await back.Get($"/api/v1/imports/{halfImport}")).GetProperty("job");
        Assert.Equal("interrupted", import.GetProperty("state").GetString());
        Assert.Contains("the server ended before it was done", import.GetProperty("error").GetString());
        Assert.Contains(await State(back, $"/api/v1/runs/{halfRun}"), new[] { "interrupted", "done" });
        Assert.Equal(await State(back, $"/api/v1/runs/{halfRun}") == "done", (await back.Get($"/api/v1/runs/{halfRun}"))
            .GetProperty("tables").GetArrayLength() > 0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "state", "uploads")));
        Assert.True((await back.Get("/api/v1/audit?action=import%20started")).GetProperty("total").GetInt32() >= 3);
        using (var whole = ClaimStore.OpenToRead(store.Store))
        using (var left = ClaimStore.OpenToRead(Path.Combine(_folder, "store")))
        {
            foreach (var delivery in left.Manifest.Files.GroupBy(file => file.Delivery))
                Assert.Equal(whole.Manifest.Files.Count(file => file.Delivery == delivery.Key), delivery.Count());
            Assert.True(left.Manifest.Files.Count(file => file.Aco == "A0002")
                < whole.Manifest.Files.Count(file => file.Aco == "A0002" && file.Source == "cclf"));
        }
    }

    /// <summary>Comes back when an import has read its first file and not its last.</summary>
    private static async Task HasBegun(Browser browser, string import)
    {
        while ((await browser.Get($"/api/v1/imports/{import}")).GetProperty("job").GetProperty("step").GetString()?
            .Contains("has read", StringComparison.Ordinal) != true)
            await Task.Delay(2);
    }

    private async Task<(string Id, string? State)> Import(Browser browser, string aco, bool wait)
    {
        var files = store.Zips(aco).Append(Path.Combine(store.Files, aco, "participants.csv"))
            .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))).ToArray();
        var id = (await Browser.Body(await browser.Upload(files))).GetProperty("id").GetString()!;
        return (id, wait ? (await browser.Finished($"/api/v1/imports/{id}")).GetProperty("state").GetString() : null);
    }

    private static async Task<string> Run(Browser browser, int year, bool wait)
    {
        var id = (await browser.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = year })).GetProperty("id")
            .GetString()!;
        if (wait)
            Assert.Equal("done", (await browser.Finished($"/api/v1/runs/{id}")).GetProperty("state").GetString());
        return id;
    }

    private static async Task<string?> State(Browser browser, string path) =>
        (await browser.Get(path)).GetProperty("job").GetProperty("state").GetString();

    private static async Task<string> Text(Browser browser, string path) => (await browser.Get(path)).GetRawText();

    /// <summary>Readers who ask for the same again and again, and keep what was not as before.</summary>
    private sealed class Reading : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task[] _readers;
        private readonly HttpClient _client;
        private long _answers;

        public Reading(string url, Browser as_, params (string Path, string Expected)[] pages)
        {
            var handler = new HttpClientHandler { UseProxy = false, CookieContainer = as_.Cookies, MaxConnectionsPerServer = Readers };
            _client = new HttpClient(handler) { BaseAddress = new Uri(url) };
            _readers = [.. Enumerable.Range(0, Readers).Select(reader => Task.Run(() => Read(pages[reader % pages.Length])))];
        }

        public ConcurrentQueue<string> Wrong { get; } = new();

        public long Answers => Interlocked.Read(ref _answers);

        public Task End()
        {
            _end.Cancel();
            return Task.WhenAll(_readers);
        }

        public void Dispose()
        {
            _end.Cancel();
            _client.Dispose();
        }

        private async Task Read((string Path, string Expected) page)
        {
            try
            {
                while (!_end.IsCancellationRequested)
                {
                    using var response = await _client.GetAsync(page.Path, _end.Token);
                    var text = await response.Content.ReadAsStringAsync(_end.Token);
                    Interlocked.Increment(ref _answers);
                    if (response.StatusCode != HttpStatusCode.OK || !Same(text, page))
                        Wrong.Enqueue($"{page.Path}: {response.StatusCode} {text}");
                    await Task.Delay(20, _end.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
            {
                // The reading was ended, or the server was killed.
            }
        }

        /// <summary>Files that came in meanwhile are new to an overview; its figures are not.</summary>
        private static bool Same(string text, (string Path, string Expected) page)
        {
            if (!page.Path.Contains("overview", StringComparison.Ordinal))
                return text == page.Expected;
            using var now = JsonDocument.Parse(text);
            using var before = JsonDocument.Parse(page.Expected);
            return now.RootElement.GetProperty("figures").GetRawText() == before.RootElement.GetProperty("figures").GetRawText();
        }
    }

    /// <summary><c>accountable serve</c> as a process.</summary>
    private sealed partial class Served : IDisposable
    {
        private readonly Process _process;

        private Served(Process process, string url, string? password) => (_process, Url, Password) = (process, url, password);

        public string Url { get; }

        public string? Password { get; }

        public static async Task<Served> Start(string folder)
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "accountable.dll"), "serve", "--store", Path.Combine(folder, "store"),
                    "--state", Path.Combine(folder, "state"), "--port", "0"])
            {
                UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
            };
            var process = Process.Start(start)!;
            var said = new ConcurrentQueue<string>();
            process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
            process.BeginErrorReadLine();
            var url = await process.StandardOutput.ReadLineAsync();
            Assert.True(url is not null, string.Join('\n', said));
            var given = OneTime().Match(string.Join('\n', said));
            return new Served(process, url, given.Success ? given.Groups["password"].Value : null);
        }

        /// <summary>SIGKILL: nothing of the process runs any more.</summary>
        public void Kill()
        {
            _process.Kill();
            _process.WaitForExit();
            Assert.NotEqual(0, _process.ExitCode);
        }

        /// <summary>SIGTERM: the server ends by itself. Gives its exit code.</summary>
        public async Task<int> End()
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
                await kill.WaitForExitAsync();
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                Kill();
            _process.Dispose();
        }

        [GeneratedRegex(@"one-time password (?<password>\S+)", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex OneTime();
    }
}
