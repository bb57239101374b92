using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Accountable.Server.State;

namespace Accountable.Server.SignIn;

/// <summary>Sessions on the server's side: the cookie holds only a random name, whose hash is kept. Signing in always gives a new name,
/// signing out ends the session everywhere, and a new password ends all.</summary>
internal sealed class SessionStore(StateFile state, ServerSettings settings, TimeProvider clock)
{
    /// <summary>The cookie's name.</summary>
    public const string Cookie = "accountable";

    private readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    private TimeSpan Idle => TimeSpan.FromHours(settings.SessionHours);

    /// <summary>The account of a request's session; null when it has none that is open.</summary>
    public string? UserOf(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 and <= 100 } name || Find(name) is not { } session)
            return null;
        var now = clock.GetUtcNow();
        if (session.Expires - now < Idle / 2)
            Keep(name, session with { Expires = now + Idle });
        return session.UserId;
    }

    /// <summary>Opens a session for an account under a new name, and ends the one that the request came with.</summary>
    public void Open(HttpContext http, string userId)
    {
        Close(http);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Keep(name, new Session(userId, clock.GetUtcNow() + Idle));
        http.Response.Cookies.Append(Cookie, name, Options(http));
    }

    /// <summary>Ends the session of a request.</summary>
    public void Close(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } name)
            return;
        _open.TryRemove(name, out _);
        using var connection = state.Open();
        connection.Run("delete from sessions where hash = $hash", ("hash", HashOf(name)));
        http.Response.Cookies.Delete(Cookie, Options(http));
    }

    /// <summary>Ends every session of an account.</summary>
    public void End(string userId)
    {
        using var connection = state.Open();
        connection.Run("delete from sessions where user_id = $user", ("user", userId));
        foreach (var (name, session) in _open)
        {
            if (session.UserId == userId)
                _open.TryRemove(name, out _);
        }
    }

    /// <summary>Deletes what has run out.</summary>
    public void Sweep()
    {
        using var connection = state.Open();
        connection.Run("delete from sessions where expires < $now", ("now", clock.GetUtcNow().Kept()));
    }

    private Session? Find(string name)
    {
        var now = clock.GetUtcNow();
        if (!_open.TryGetValue(name, out var session))
        {
            using var connection = state.Open();
            var found = connection.Rows("select user_id, expires from sessions where hash = $hash",
                row => new Session(row.GetString(0), row.Moment(1)!.Value), ("hash", HashOf(name)));
            if (found is not [var one])
                return null;
            _open[name] = session = one;
        }
        if (session.Expires > now)
            return session;
        _open.TryRemove(name, out _);
        return null;
    }

    private void Keep(string name, Session session)
    {
        using (var connection = state.Open())
        {
            connection.Run("insert into sessions(hash, user_id, expires) values ($hash, $user, $expires) "
                + "on conflict (hash) do update set expires = excluded.expires",
                ("hash", HashOf(name)), ("user", session.UserId), ("expires", session.Expires.Kept()));
        }
        _open[name] = session;
    }

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", IsEssential = true,
    };

    private static byte[] HashOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    private sealed record Session(string UserId, DateTimeOffset Expires);
}
