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
    /// <returns>0 when no answer was an error.</returns>
    public static async Task<int> Run(string url, string aco, string? user, string? password, int readers, int seconds)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = readers, UseProxy = false,
            CookieContainer = new CookieContainer() };
        using var client = new HttpClient(handler) { BaseAddress = new Uri(url) };
        if (user is not null)
            await SignIn(client, user, password!);
        var address = $"/api/v1/acos/{aco}/overview";
        for (var i = 0; i < readers; i++)
            (await client.GetAsync(address)).EnsureSuccessStatusCode();
        var times = new List<double>[readers];
        var errors = 0;
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
        return errors > 0 ? 1 : 0;
    }

    private static async Task SignIn(HttpClient client, string user, string password)
    {
        using var session = JsonDocument.Parse(await client.GetStringAsync("/api/v1/session"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/session");
        request.Headers.Add("X-CSRF-Token", session.RootElement.GetProperty("csrf_token").GetString());
        request.Content = new StringContent(JsonSerializer.Serialize(new { user, password }), System.Text.Encoding.UTF8,
            "application/json");
        (await client.SendAsync(request)).EnsureSuccessStatusCode();
    }
}
