using System.Net;
using System.Net.Http.Headers;
using Accountable.Server.Access;

namespace Accountable.Server.Tests;

[Collection("store")]
public sealed class ApiKeyTests(GeneratedStore store)
{
    [Fact]
    public async Task A_key_does_what_its_scopes_entities_and_owner_may()
    {
        await using var running = await Running.Start(store: store.Store);
        using var owner = await running.SignedIn("analyst", Role.Analyst, ("A0001", true), ("A0002", false));
        var (text, _) = await Made(owner, new { name = "reports", role = "analyst", scopes = new[] { "read" }, entities = new[] { "A0001" },
            days = 30 });
        Assert.Equal(HttpStatusCode.OK, await Get(running, text, "/api/v1/acos/A0001/files"));
        Assert.Equal(HttpStatusCode.NotFound, await Get(running, text, "/api/v1/acos/A0002/files"));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(running, text, "/api/v1/acos/A0001/runs", "{\"performance_year\":2024}"));
        Assert.Equal(HttpStatusCode.Forbidden, await Send(running, text, "/api/v1/acos/A0001/claim-lines",
            "{\"person_id\":\"x\",\"year\":2024}"));
        // What is one's own account is for people.
        Assert.Equal(HttpStatusCode.Forbidden, await Get(running, text, "/api/v1/keys"));
        var (people, _) = await Made(owner, new { name = "people", role = "viewer", scopes = new[] { "read", "person" },
            entities = new[] { "A0001", "A0002" }, days = 1 });
        Assert.Equal(HttpStatusCode.OK, await Send(running, people, "/api/v1/acos/A0001/claim-lines",
            "{\"person_id\":\"x\",\"year\":2024}"));
        Assert.Equal(HttpStatusCode.NotFound, await Send(running, people, "/api/v1/acos/A0002/claim-lines",
            "{\"person_id\":\"x\",\"year\":2024}"));
    }

    [Theory]
    [InlineData("{\"name\":\"k\",\"role\":\"administrator\",\"scopes\":[\"read\"],\"entities\":[\"A0001\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"analyst\",\"scopes\":[\"read\"],\"entities\":[\"A0001\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[\"read\"],\"entities\":[\"A0002\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[\"read\"],\"entities\":[\"*\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[],\"entities\":[\"A0001\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[\"none\"],\"entities\":[\"A0001\"],\"days\":30}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[\"read\"],\"entities\":[\"A0001\"],\"days\":367}")]
    [InlineData("{\"name\":\"k\",\"role\":\"viewer\",\"scopes\":[\"read\"],\"entities\":[\"A0001\"],\"days\":0}")]
    [InlineData("{\"name\":\"\",\"role\":\"viewer\",\"scopes\":[\"read\"],\"entities\":[\"A0001\"],\"days\":1}")]
    public async Task A_key_cannot_be_more_than_its_maker(string start)
    {
        await using var running = await Running.Start(store: store.Store);
        using var viewer = await running.SignedIn("viewer", Role.Viewer, ("A0001", true));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys")
        {
            Content = new StringContent(start, System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("X-CSRF-Token", await viewer.Token());
        Assert.Equal(HttpStatusCode.BadRequest, (await viewer.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task Forged_expired_and_revoked_keys_are_refused_and_written_down()
    {
        await using var running = await Running.Start(store: store.Store);
        using var owner = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        var start = new { name = "k", role = "viewer", scopes = new[] { "read" }, entities = new[] { "A0001" }, days = 2 };
        var (text, id) = await Made(owner, start);
        Assert.Equal(HttpStatusCode.OK, await Get(running, text, "/api/v1/programmes"));
        var last = text[^1] == '0' ? '1' : '0';
        foreach (var forged in new[] { text[..^1] + last, $"acc_{new string('0', 16)}_{new string('0', 64)}", "acc_", "x", $"acc_{id}_" })
            Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, forged, "/api/v1/programmes"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, "x", "/api/v1/programmes", "Basic"));
        // A bad key is no better where nobody has to sign in.
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, "x", "/health/live"));
        running.Clock.Ahead = TimeSpan.FromHours(47);
        Assert.Equal(HttpStatusCode.OK, await Get(running, text, "/api/v1/programmes"));
        running.Clock.Ahead = TimeSpan.FromHours(49);
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, text, "/api/v1/programmes"));
        running.Clock.Ahead = TimeSpan.Zero;
        await owner.Send(HttpMethod.Delete, $"/api/v1/keys/{id}");
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, text, "/api/v1/programmes"));
        var refused = running.Audit.Read(null, "key refused", null, 0, 100).Entries;
        Assert.Contains(refused, entry => entry.Detail.Contains("expired"));
        Assert.Contains(refused, entry => entry.Detail.Contains("revoked"));
        Assert.DoesNotContain(refused, entry => entry.Detail.Contains(text.Split('_')[2]));
    }

    [Fact]
    public async Task A_key_falls_with_its_owner_and_is_not_to_be_had_again()
    {
        await using var running = await Running.Start(store: store.Store);
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        var id = await running.Account("analyst", Role.Analyst, ("A0001", true));
        using var owner = new Browser(running.Url);
        await owner.SignIn("analyst", Running.Password);
        var (text, _) = await Made(owner, new { name = "k", role = "analyst", scopes = new[] { "read", "run" },
            entities = new[] { "A0001" },
            days = 2 });
        Assert.DoesNotContain(text.Split('_')[2], (await owner.Get("/api/v1/keys")).GetRawText());
        await chief.Ask(HttpMethod.Patch, $"/api/v1/users/{id}", new { role = "viewer" });
        Assert.Equal(HttpStatusCode.Forbidden, await Send(running, text, "/api/v1/acos/A0001/runs", "{\"performance_year\":2024}"));
        await chief.Ask(HttpMethod.Patch, $"/api/v1/users/{id}", new { grants = Array.Empty<object>() });
        Assert.Equal(HttpStatusCode.NotFound, await Get(running, text, "/api/v1/acos/A0001/files"));
        await chief.Ask(HttpMethod.Patch, $"/api/v1/users/{id}", new { disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, await Get(running, text, "/api/v1/programmes"));
    }

    private static async Task<(string Text, string Id)> Made(Browser owner, object start)
    {
        var made = await owner.Ask(HttpMethod.Post, "/api/v1/keys", start);
        return (made.GetProperty("text").GetString()!, made.GetProperty("key").GetProperty("id").GetString()!);
    }

    private static async Task<HttpStatusCode> Get(Running running, string key, string path, string scheme = "Bearer")
    {
        using var client = new HttpClient { BaseAddress = new Uri(running.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(scheme, key);
        return (await client.GetAsync(path)).StatusCode;
    }

    private static async Task<HttpStatusCode> Send(Running running, string key, string path, string body)
    {
        using var client = new HttpClient { BaseAddress = new Uri(running.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return (await client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).StatusCode;
    }
}
