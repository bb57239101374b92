using System.Net;
using System.Security.Cryptography;
using Accountable.Server.Access;

namespace Accountable.Server.Tests;

public sealed class SignInTests
{
    [Fact]
    public async Task The_first_start_makes_an_administrator_whose_password_must_be_changed()
    {
        await using var running = await Running.Start();
        var (name, password) = running.Server.FirstAccount!.Value;
        using var browser = new Browser(running.Url);
        var session = await Browser.Body(await browser.SignIn(name, password));
        Assert.Equal("password_change_required", session.GetProperty("state").GetString());
        Assert.Equal("password_change_required", await Browser.Code(await browser.Client.GetAsync("/api/v1/rules")));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(HttpMethod.Post, "/api/v1/session/password",
            new { current = password, @new = "short" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.Send(HttpMethod.Post, "/api/v1/session/password",
            new { current = password, @new = Running.Password })).StatusCode);
        await browser.Get("/api/v1/rules?limit=1");
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(running.Url).SignIn(name, password)).StatusCode);
    }

    [Fact]
    public async Task The_password_is_shown_at_the_first_start_only()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        await using (var first = await Running.Start(folder: folder))
            Assert.NotNull(first.Server.FirstAccount);
        await using (var second = await Running.Start(folder: folder))
            Assert.Null(second.Server.FirstAccount);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_account_is_locked_after_wrong_passwords_and_its_own_then_fails_too()
    {
        await using var running = await Running.Start();
        await running.Account("viewer", Role.Viewer);
        using var browser = new Browser(running.Url);
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn("viewer", $"wrong password {i}")).StatusCode);
        var locked = await browser.SignIn("viewer", Running.Password);
        Assert.Equal(HttpStatusCode.Unauthorized, locked.StatusCode);
        Assert.Null(browser.Session);
        var entries = running.Audit.Read(null, "sign-in refused", null, 0, 100).Entries;
        Assert.Equal(6, entries.Count);
        Assert.Contains(entries, entry => entry.Detail == "locked");
    }

    [Fact]
    public async Task A_name_without_an_account_gets_the_same_words_and_is_not_written_down()
    {
        await using var running = await Running.Start();
        await running.Account("viewer", Role.Viewer);
        using var browser = new Browser(running.Url);
        var unknown = await (await browser.SignIn("1SA0AA0AA00", "whatever it is")).Content.ReadAsStringAsync();
        var wrong = await (await browser.SignIn("viewer", "whatever it is")).Content.ReadAsStringAsync();
        Assert.Equal(wrong, unknown);
        Assert.DoesNotContain(running.Audit.Read(null, null, null, 0, 100).Entries, entry => entry.Actor.Contains("1SA0"));
        Assert.DoesNotContain("1SA0AA0AA00", running.Log.Text);
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_refused()
    {
        await using var running = await Running.Start(settings => settings with { SignInsPerMinute = 3 });
        using var browser = new Browser(running.Url);
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SignIn($"name{i}", "a wrong password")).StatusCode);
        var fourth = await browser.SignIn("name4", "a wrong password");
        Assert.Equal(HttpStatusCode.TooManyRequests, fourth.StatusCode);
        Assert.Equal("too_many_requests", await Browser.Code(fourth));
        Assert.True(fourth.Headers.Contains("Retry-After"));
        await browser.SignIn("name5", "a wrong password");
        // The flood is written down, and does not flood the log.
        var flood = running.Audit.Read("anonymous", "sign-in refused", null, 0, 100).Entries;
        Assert.InRange(flood.Count, 1, 2);
        Assert.All(flood, entry => Assert.Equal("too many attempts", entry.Detail));
        Assert.Contains("Refused with 429 on /api/v1/session/", running.Log.Text);
    }

    [Fact]
    public async Task A_session_that_somebody_else_chose_is_worth_nothing()
    {
        await using var running = await Running.Start();
        await running.Account("viewer", Role.Viewer);
        using var browser = new Browser(running.Url);
        var planted = new string('a', 64);
        browser.Cookies.Add(browser.Client.BaseAddress!, new Cookie("accountable", planted));
        await browser.SignIn("viewer", Running.Password);
        Assert.NotEqual(planted, browser.Session);
        using var attacker = new Browser(running.Url);
        attacker.Cookies.Add(attacker.Client.BaseAddress!, new Cookie("accountable", planted));
        Assert.Equal(HttpStatusCode.Unauthorized, (await attacker.Client.GetAsync("/api/v1/rules")).StatusCode);
        Assert.Contains("a session that is not open", running.Log.Text);
        Assert.DoesNotContain(planted, running.Log.Text);
    }

    [Fact]
    public async Task Codes_and_passwords_guessed_inside_of_a_session_lock_the_account_too()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        for (var i = 0; i < 5; i++)
            Assert.Equal("wrong_password", await Browser.Code(await browser.Send(HttpMethod.Post, "/api/v1/session/password",
                new { current = $"wrong password {i}", @new = "another long password" })));
        // The right one is no better now, here or at the door.
        Assert.Equal("wrong_password", await Browser.Code(await browser.Send(HttpMethod.Post, "/api/v1/session/second-factor",
            new { password = Running.Password })));
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(running.Url).SignIn("viewer", Running.Password)).StatusCode);
        var entries = running.Audit.Read("viewer", "password refused", null, 0, 100).Entries;
        Assert.Equal(6, entries.Count);
        Assert.Equal("locked", entries[0].Detail);
        running.Clock.Ahead = TimeSpan.FromMinutes(16);
        using var other = await running.SignedIn("other", Role.Viewer);
        var secret = (await other.Ask(HttpMethod.Post, "/api/v1/session/second-factor", new { password = Running.Password }))
            .GetProperty("secret").GetString()!;
        await other.Ask(HttpMethod.Put, "/api/v1/session/second-factor", new { code = Totp(secret, DateTimeOffset.UtcNow) });
        for (var i = 0; i < 5; i++)
            await new Browser(running.Url).SignIn("other", Running.Password, $"00000{i}");
        await new Browser(running.Url).SignIn("other", Running.Password, Totp(secret, DateTimeOffset.UtcNow.AddSeconds(30)));
        Assert.Equal("locked", running.Audit.Read("other", "sign-in refused", null, 0, 100).Entries[0].Detail);
    }

    [Fact]
    public async Task Signing_in_again_ends_the_session_before_and_signing_out_ends_it_for_good()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        var first = browser.Session!;
        await browser.SignIn("viewer", Running.Password);
        var second = browser.Session!;
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(first));
        Assert.Equal(HttpStatusCode.OK, await With(second));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.Send(HttpMethod.Delete, "/api/v1/session")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await With(second));

        async Task<HttpStatusCode> With(string session)
        {
            using var other = new Browser(running.Url);
            other.Cookies.Add(other.Client.BaseAddress!, new Cookie("accountable", session));
            return (await other.Client.GetAsync("/api/v1/programmes")).StatusCode;
        }
    }

    [Fact]
    public async Task A_session_ends_when_nobody_used_it()
    {
        await using var running = await Running.Start(settings => settings with { SessionHours = 2 });
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        running.Clock.Ahead = TimeSpan.FromMinutes(90);
        await browser.Get("/api/v1/programmes");
        running.Clock.Ahead = TimeSpan.FromMinutes(90 + 110);
        await browser.Get("/api/v1/programmes");
        running.Clock.Ahead += TimeSpan.FromMinutes(121);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Client.GetAsync("/api/v1/programmes")).StatusCode);
    }

    [Fact]
    public async Task A_new_password_and_a_shut_account_end_every_session()
    {
        await using var running = await Running.Start();
        var id = await running.Account("viewer", Role.Viewer);
        using var administrator = await running.SignedIn("chief", Role.Administrator);
        using var one = new Browser(running.Url);
        using var other = new Browser(running.Url);
        await one.SignIn("viewer", Running.Password);
        await other.SignIn("viewer", Running.Password);
        await one.Send(HttpMethod.Post, "/api/v1/session/password", new { current = Running.Password, @new = "another long password" });
        await one.Get("/api/v1/programmes");
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.Client.GetAsync("/api/v1/programmes")).StatusCode);
        await administrator.Ask(HttpMethod.Patch, $"/api/v1/users/{id}", new { disabled = true });
        Assert.Equal(HttpStatusCode.Unauthorized, (await one.Client.GetAsync("/api/v1/programmes")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await one.SignIn("viewer", "another long password")).StatusCode);
    }

    [Fact]
    public async Task What_changes_something_needs_the_token_that_our_pages_have()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/api/v1/acos/A0001/runs"), (HttpMethod.Post, "/api/v1/keys"),
            (HttpMethod.Delete, "/api/v1/session"), (HttpMethod.Post, "/api/v1/session") })
        {
            var response = await browser.Send(method, path, new { }, withToken: false);
            Assert.Equal((HttpStatusCode.Forbidden, "csrf"), (response.StatusCode, await Browser.Code(response)));
        }
        // The token of somebody else is none.
        using var other = await running.SignedIn("other", Role.Analyst, ("*", true));
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/session");
        request.Headers.Add("X-CSRF-Token", await other.Token());
        Assert.Equal("csrf", await Browser.Code(await browser.Client.SendAsync(request)));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_and_a_code_is_good_once()
    {
        await using var running = await Running.Start();
        using var browser = await running.SignedIn("viewer", Role.Viewer);
        Assert.Equal("wrong_password", await Browser.Code(await browser.Send(HttpMethod.Post, "/api/v1/session/second-factor",
            new { password = "not the password" })));
        var secret = (await browser.Ask(HttpMethod.Post, "/api/v1/session/second-factor", new { password = Running.Password }))
            .GetProperty("secret").GetString()!;
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Send(HttpMethod.Put, "/api/v1/session/second-factor",
            new { code = "000000" })).StatusCode);
        var code = Totp(secret, DateTimeOffset.UtcNow);
        var recovery = (await browser.Ask(HttpMethod.Put, "/api/v1/session/second-factor", new { code })).GetProperty("codes");
        using var fresh = new Browser(running.Url);
        Assert.Equal("code_required", await Browser.Code(await fresh.SignIn("viewer", Running.Password)));
        // The code that set it up was used already.
        Assert.Equal("not_signed_in", await Browser.Code(await fresh.SignIn("viewer", Running.Password, code)));
        var next = Totp(secret, DateTimeOffset.UtcNow.AddSeconds(30));
        Assert.Equal(HttpStatusCode.OK, (await fresh.SignIn("viewer", Running.Password, next)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(running.Url).SignIn("viewer", Running.Password, next)).StatusCode);
        var spare = recovery[0].GetString();
        Assert.Equal(HttpStatusCode.OK, (await new Browser(running.Url).SignIn("viewer", Running.Password, spare)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await new Browser(running.Url).SignIn("viewer", Running.Password, spare)).StatusCode);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var running = await Running.Start();
        var (name, password) = running.Server.FirstAccount!.Value;
        using var browser = new Browser(running.Url);
        await browser.SignIn(name, password);
        await browser.Send(HttpMethod.Post, "/api/v1/session/password", new { current = password, @new = Running.Password });
        var id = (await browser.Get("/api/v1/users"))[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Send(HttpMethod.Patch, $"/api/v1/users/{id}", new { role = "viewer" }))
            .StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.Send(HttpMethod.Patch, $"/api/v1/users/{id}", new { disabled = true }))
            .StatusCode);
        var made = await browser.Ask(HttpMethod.Post, "/api/v1/users", new { name = "second", role = "administrator" });
        Assert.Equal(HttpStatusCode.OK, (await browser.Send(HttpMethod.Patch, $"/api/v1/users/{id}", new { role = "viewer" })).StatusCode);
        using var second = new Browser(running.Url);
        Assert.Equal(HttpStatusCode.OK, (await second.SignIn("second", made.GetProperty("one_time_password").GetString()!)).StatusCode);
    }

    [Fact]
    public async Task A_removed_account_is_gone_with_its_sessions_and_keys_and_the_last_administrator_stays()
    {
        await using var running = await Running.Start();
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        var first = (await chief.Get("/api/v1/users")).EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "admin").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await chief.Send(HttpMethod.Delete, $"/api/v1/users/{first}")).StatusCode);
        var own = (await chief.Get("/api/v1/users"))[0].GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Conflict, (await chief.Send(HttpMethod.Delete, $"/api/v1/users/{own}")).StatusCode);
        using var viewer = await running.SignedIn("viewer", Role.Viewer, ("A0001", true));
        var key = (await viewer.Ask(HttpMethod.Post, "/api/v1/keys", new { name = "k", role = "viewer", scopes = new[] { "read" },
            entities = new[] { "A0001" }, days = 2 })).GetProperty("text").GetString();
        var id = (await chief.Get("/api/v1/users")).EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "viewer").GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.NoContent, (await chief.Send(HttpMethod.Delete, $"/api/v1/users/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await viewer.Client.GetAsync("/api/v1/programmes")).StatusCode);
        using var program = new Browser(running.Url);
        program.Client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        Assert.Equal(HttpStatusCode.Unauthorized, (await program.Client.GetAsync("/api/v1/programmes")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await chief.Send(HttpMethod.Delete, $"/api/v1/users/{id}")).StatusCode);
        // A new account of the same name is another one.
        await running.Account("viewer", Role.Viewer);
        Assert.Empty((await chief.Get("/api/v1/users")).EnumerateArray()
            .Single(user => user.GetProperty("name").GetString() == "viewer").GetProperty("grants").EnumerateArray());
        Assert.Contains(running.Audit.Read("chief", "account removed", null, 0, 9).Entries, entry => entry.Detail == "viewer");
        Assert.Equal("a removed account", (await chief.Get("/api/v1/keys"))[0].GetProperty("owner").GetString());
    }

    /// <summary>The six digits of RFC 6238 over a base-32 secret.</summary>
    private static string Totp(string secret, DateTimeOffset at)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var (bits, held, key) = (0, 0, new List<byte>());
        foreach (var letter in secret.TrimEnd('='))
        {
            (held, bits) = ((held << 5) | Alphabet.IndexOf(letter), bits + 5);
            if (bits < 8)
                continue;
            key.Add((byte)(held >> (bits -= 8)));
            held &= (1 << bits) - 1;
        }
        var step = BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(at.ToUnixTimeSeconds() / 30));
        var hash = HMACSHA1.HashData(key.ToArray(), step);
        var from = hash[^1] & 15;
        var number = ((hash[from] & 127) << 24) | (hash[from + 1] << 16) | (hash[from + 2] << 8) | hash[from + 3];
        return (number % 1_000_000).ToString("000000");
    }
}
