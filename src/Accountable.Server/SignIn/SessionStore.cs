using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Accountable.Server.State;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Accountable.Server.SignIn;

/// <summary>Sessions on the server's side: a cookie holds only a random name, whose hash is kept. Signing out ends the session
/// everywhere, and a new password ends all others.</summary>
internal sealed class SessionStore(StateFile state, TimeProvider clock) : ITicketStore
{
    private readonly ConcurrentDictionary<string, AuthenticationTicket> _open = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        Keep(name, ticket);
        return Task.FromResult(name);
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket)
    {
        // A session that was ended meanwhile is not brought back.
        if (Find(key) is not null)
            Keep(key, ticket);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => Task.FromResult(Find(key));

    /// <inheritdoc/>
    public Task RemoveAsync(string key)
    {
        _open.TryRemove(key, out _);
        using var connection = state.Open();
        connection.Run("delete from sessions where hash = $hash", ("hash", HashOf(key)));
        return Task.CompletedTask;
    }

    /// <summary>Ends every session of an account.</summary>
    public void End(string userId)
    {
        using var connection = state.Open();
        connection.Run("delete from sessions where user_id = $user", ("user", userId));
        foreach (var (name, ticket) in _open)
        {
            if (UserOf(ticket) == userId)
                _open.TryRemove(name, out _);
        }
    }

    /// <summary>Deletes what has run out.</summary>
    public void Sweep()
    {
        var now = clock.GetUtcNow();
        using var connection = state.Open();
        connection.Run("delete from sessions where expires < $now", ("now", now.Kept()));
        foreach (var (name, ticket) in _open)
        {
            if (ticket.Properties.ExpiresUtc < now)
                _open.TryRemove(name, out _);
        }
    }

    private AuthenticationTicket? Find(string name)
    {
        if (_open.TryGetValue(name, out var known))
            return known.Properties.ExpiresUtc >= clock.GetUtcNow() ? known : null;
        using var connection = state.Open();
        var found = connection.Rows("select ticket from sessions where hash = $hash and expires >= $now",
            row => row.GetFieldValue<byte[]>(0), ("hash", HashOf(name)), ("now", clock.GetUtcNow().Kept()));
        if (found is not [var bytes] || TicketSerializer.Default.Deserialize(bytes) is not { } ticket)
            return null;
        _open[name] = ticket;
        return ticket;
    }

    private void Keep(string name, AuthenticationTicket ticket)
    {
        using (var connection = state.Open())
        {
            connection.Run("insert into sessions(hash, user_id, ticket, expires) values ($hash, $user, $ticket, $expires) "
                + "on conflict (hash) do update set ticket = excluded.ticket, expires = excluded.expires",
                ("hash", HashOf(name)), ("user", UserOf(ticket)), ("ticket", TicketSerializer.Default.Serialize(ticket)),
                ("expires", (ticket.Properties.ExpiresUtc ?? clock.GetUtcNow()).Kept()));
        }
        _open[name] = ticket;
    }

    private static string UserOf(AuthenticationTicket ticket) => ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "";

    private static byte[] HashOf(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));
}
