using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Accountable.Benchmarks;

/// <summary>Many readers of one page of a running server, as fast as it answers. The readers share the machine with the server.</summary>
internal static class ServerLoad
{
    /// <summary>Reads <c>/api/v1/acos/{aco}/overview</c> with a session, or as the demo's guest, and prints how long the answers
    /// took.</summary>
    /// <param name="results">The folder for server.md, which is written when files are given.</param>
    /// <param name="url">The server.</param>
    /// <param name="aco">The ACO that is read.</param>
    /// <param name="account">A name and a password, and files: they are imported and a run is made while it is read.</param>
    /// <param name="readers">How many read at once.</param>
    /// <param name="seconds">For how long.</param>
    /// <returns>0 when no answer was an error, and run and import were done.</returns>
    public static async Task<int> Run(string results, string url, string aco, string[] account, int readers, int seconds)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = readers + 2, UseProxy = false,
            CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(url) };
        if (account is [var user, var password, ..])
            await SignIn(client, user, password);
        var files = account.Skip(2).ToList();
        var address = $"/api/v1/acos/{aco}/overview";
        for (var i = 0; i < readers; i++)
            (await client.GetAsync(address)).EnsureSuccessStatusCode();
        var times = new List<double>[readers];
        var errors = 0;
        var load = LoadAverage();
        var beside = files.Count == 0 ? null : Beside(client, aco, files);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, readers).Select(async reader =>
        {
            var own = times[reader] = [];
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                var begun = Stopwatch.GetTimestamp();
                using var response = await client.GetAsync(address);
                await response.Content.ReadAsByteArrayAsync();
                own.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
                if (response.StatusCode != HttpStatusCode.OK)
                    Interlocked.Increment(ref errors);
            }
        }));
        var sorted = times.SelectMany(own => own).Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{readers} readers, {seconds} s: {sorted.Count:N0} answers ({sorted.Count / (double)seconds:N0} a second), "
            + $"{errors:N0} errors; p50 {At(0.5):0.0} ms, p95 {At(0.95):0.0} ms, p99 {At(0.99):0.0} ms, longest {sorted[^1]:0.0} ms"));
        if (beside is null)
            return errors > 0 ? 1 : 0;
        var (run, import) = await beside;
        Console.WriteLine($"the run beside it: {run}; the import: {import}; load average before: {load}");
        File.WriteAllText(Path.Combine(results, "server.md"), string.Create(CultureInfo.InvariantCulture, $"""
            # The server under load

            {readers} readers ask for the overview of an ACO as fast as they are answered, for {seconds} seconds, while one run and one import go on. Readers, server, run and import share {Environment.ProcessorCount} cores. Written by the argument `server` of the benchmarks. The people are generated ones.

            | answers | a second | errors | p50 ms | p95 ms | p99 ms | longest ms | run | import | load average before |
            |---|---|---|---|---|---|---|---|---|---|
            | {sorted.Count:N0} | {sorted.Count / (double)seconds:N0} | {errors:N0} | {At(0.5):0.0} | {At(0.95):0.0} | {At(0.99):0.0} | {sorted[^1]:0.0} | {run} | {import} | {load} |

            Budget: p95 under 150 ms and no error on 2 cores that do nothing else. A load average above zero says that others worked on them as well.

            """));
        return errors > 0 || run.StartsWith("done", StringComparison.Ordinal) is false
            || import.StartsWith("done", StringComparison.Ordinal) is false ? 1 : 0;
    }

    /// <summary>Starts a run and an import at once, and waits for both.</summary>
    private static async Task<(string Run, string Import)> Beside(HttpClient client, string aco, List<string> files)
    {
        using var acos = JsonDocument.Parse(await client.GetStringAsync("/api/v1/acos"));
        var year = acos.RootElement.EnumerateArray().First(one => one.GetProperty("aco").GetString() == aco)
            .GetProperty("last_year").GetInt32();
        using var form = new MultipartFormDataContent();
        foreach (var file in files)
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "files", Path.GetFileName(file));
        var import = Job(client, "/api/v1/imports", form);
        using var start = new StringContent(JsonSerializer.Serialize(new { performance_year = year, seed = 1 }), System.Text.Encoding.UTF8,
            "application/json");
        return (await Job(client, $"/api/v1/acos/{aco}/runs", start), await import);
    }

    /// <summary>A job from its start to its end: its state, and how long it took.</summary>
    private static async Task<string> Job(HttpClient client, string address, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("X-CSRF-Token", await Token(client));
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var place = response.Headers.Location!;
        while (true)
        {
            using var view = JsonDocument.Parse(await client.GetStringAsync(place));
            var job = view.RootElement.GetProperty("job");
            if (job.GetProperty("finished").ValueKind == JsonValueKind.String)
            {
                var took = job.GetProperty("finished").GetDateTimeOffset() - job.GetProperty("started").GetDateTimeOffset();
                return string.Create(CultureInfo.InvariantCulture, $"{job.GetProperty("state").GetString()} in {took.TotalSeconds:0.0} s");
            }
            await Task.Delay(500);
        }
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static async Task<string> Token(HttpClient client)
    {
        using var session = JsonDocument.Parse(await client.GetStringAsync("/api/v1/session"));
        return session.RootElement.GetProperty("csrf_token").GetString()!;
    }

    private static async Task SignIn(HttpClient client, string user, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session");
        request.Headers.Add("X-CSRF-Token", await Token(client));
        request.Content = new StringContent(JsonSerializer.Serialize(new { user, password }), System.Text.Encoding.UTF8,
            "application/json");
        (await client.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
