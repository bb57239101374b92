using System.Collections.Concurrent;
using Accountable.Server.Access;
using Accountable.Server.State;

namespace Accountable.Server.SignIn;

/// <summary>An account as each request needs it.</summary>
internal sealed record Account(string UserId, string Name, Role Role, bool IsDisabled, bool MustChangePassword,
    IReadOnlyList<Grant> Grants);

/// <summary>Accounts with their grants, kept in memory until one changes.</summary>
internal sealed class Accounts(StateFile state)
{
    private readonly ConcurrentDictionary<string, Account?> _known = new(StringComparer.Ordinal);

    /// <summary>An account; null when there is none or it is shut.</summary>
    public Account? Of(string userId) => _known.GetOrAdd(userId, Read) is { IsDisabled: false } account ? account : null;

    /// <summary>The name of an account for people, shut or not; of what is no account the id itself, such as <c>server</c>.</summary>
    public string NameOf(string userId) => _known.GetOrAdd(userId, Read)?.Name
        ?? (Guid.TryParse(userId, out _) ? "a removed account" : userId);

    /// <summary>What an account was granted.</summary>
    public IReadOnlyList<Grant> GrantsOf(string userId)
    {
        using var connection = state.Open();
        return connection.Rows("select entity, person_level from grants where user_id = $user order by entity",
            row => new Grant(row.GetString(0), row.GetBoolean(1)), ("user", userId));
    }

    /// <summary>Replaces what an account was granted.</summary>
    public void Grant(string userId, IReadOnlyList<Grant> grants)
    {
        using (var connection = state.Open())
        {
            using var transaction = connection.BeginTransaction();
            connection.Run("delete from grants where user_id = $user", ("user", userId));
            foreach (var grant in grants.DistinctBy(grant => grant.Entity))
            {
                connection.Run("insert into grants(user_id, entity, person_level) values ($user, $entity, $people)",
                    ("user", userId), ("entity", grant.Entity), ("people", grant.PersonLevel));
            }
            transaction.Commit();
        }
        Forget(userId);
    }

    /// <summary>Reads an account anew at its next request.</summary>
    public void Forget(string userId) => _known.TryRemove(userId, out _);

    private Account? Read(string userId)
    {
        using var connection = state.Open();
        var found = connection.Rows("select \"UserName\", \"Role\", \"IsDisabled\", \"MustChangePassword\" from \"AspNetUsers\" "
            + "where \"Id\" = $id", row => (Name: row.GetString(0), Role: (Role)row.GetInt32(1), IsDisabled: row.GetBoolean(2),
            MustChange: row.GetBoolean(3)), ("id", userId));
        return found is [var one] ? new Account(userId, one.Name, one.Role, one.IsDisabled, one.MustChange, GrantsOf(userId)) : null;
    }
}
