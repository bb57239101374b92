using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Accountable.Server.Access;
using Accountable.Server.State;

namespace Accountable.Server.SignIn;

/// <summary>A key of a program. The secret is shown once and only its hash is kept.</summary>
internal sealed record ApiKey(string Id, string UserId, string Name, Role Role, IReadOnlyList<KeyScope> Scopes,
    IReadOnlyList<string> Entities, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? Revoked);

/// <summary>The keys of programs: hashed, scoped, expiring.</summary>
internal sealed class ApiKeys(StateFile state, Accounts accounts, TimeProvider clock)
{
    private const string Prefix = "acc_";

    /// <summary>Makes a key and gives its text, which is not to be had again.</summary>
    public (ApiKey Key, string Text) Create(string userId, string name, Role role, IReadOnlyList<KeyScope> scopes,
        IReadOnlyList<string> entities, DateTimeOffset expires)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKey(id, userId, name, role, scopes, entities, clock.GetUtcNow(), expires, null);
        using var connection = state.Open();
        connection.Run("""
            insert into api_keys(id, user_id, name, hash, role, scopes, entities, created, expires)
            values ($id, $user, $name, $hash, $role, $scopes, $entities, $created, $expires)
            """, ("id", id), ("user", userId), ("name", name), ("hash", HashOf(secret)), ("role", (int)role),
            ("scopes", JsonSerializer.Serialize(scopes)), ("entities", JsonSerializer.Serialize(entities)),
            ("created", key.Created.Kept()), ("expires", expires.Kept()));
        return (key, $"{Prefix}{id}_{secret}");
    }

    /// <summary>The keys of an account; of every one when null.</summary>
    public IReadOnlyList<ApiKey> List(string? userId)
    {
        using var connection = state.Open();
        return connection.Rows($"{Select} where $user is null or user_id = $user order by created", Read, ("user", userId));
    }

    /// <summary>Makes a key worthless.</summary>
    public bool Revoke(string id, string? userId)
    {
        using var connection = state.Open();
        return connection.Run("update api_keys set revoked = $now "
            + "where id = $id and revoked is null and ($user is null or user_id = $user)",
            ("now", clock.GetUtcNow().Kept()), ("id", id), ("user", userId)) > 0;
    }

    /// <summary>Who calls with a key, or why nobody does.</summary>
    public (Caller? Caller, string Refused) Check(string text)
    {
        var parts = text.Split('_');
        if (parts is not [_, var id, var secret] || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return (null, "a key of no known form");
        using var connection = state.Open();
        var found = connection.Rows($"{Select} where id = $id", row => (Key: Read(row), Hash: row.GetFieldValue<byte[]>(9)), ("id", id));
        if (found is not [var (key, hash)] || !CryptographicOperations.FixedTimeEquals(hash, HashOf(secret)))
            return (null, "a key that does not exist");
        if (key.Revoked is not null)
            return (null, $"key {key.Id}, which was revoked");
        if (key.Expires <= clock.GetUtcNow())
            return (null, $"key {key.Id}, which has expired");
        if (accounts.Of(key.UserId) is not { } owner)
            return (null, $"key {key.Id}, whose owner is gone");
        // A key never may more than its owner, whatever it was made for.
        var grants = owner.Grants.Where(grant => grant.Entity != Grant.Every)
            .Where(grant => key.Entities.Contains(Grant.Every) || key.Entities.Contains(grant.Entity, StringComparer.OrdinalIgnoreCase));
        if (owner.Grants.FirstOrDefault(grant => grant.Entity == Grant.Every) is { } every)
            grants = grants.Concat(key.Entities.Select(entity => new Grant(entity, every.PersonLevel)));
        return (new Caller
        {
            UserId = owner.UserId, Name = $"key {key.Name} of {owner.Name}", Role = (Role)Math.Min((int)key.Role, (int)owner.Role),
            Grants = [.. grants], Scopes = key.Scopes, MustChangePassword = owner.MustChangePassword,
        }, "");
    }

    private const string Select =
        "select id, user_id, name, role, scopes, entities, created, expires, revoked, hash from api_keys";

    private static ApiKey Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2),
        (Role)row.GetInt32(3), JsonSerializer.Deserialize<KeyScope[]>(row.GetString(4))!,
        JsonSerializer.Deserialize<string[]>(row.GetString(5))!, row.Moment(6)!.Value, row.Moment(7)!.Value, row.Moment(8));

    private static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
