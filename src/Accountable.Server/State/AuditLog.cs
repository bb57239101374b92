using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Accountable.Server.State;

/// <summary>An entry of the audit log.</summary>
/// <param name="Seq">Its number, from 1 without a gap.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who: a user's name, <c>key NAME of USER</c>, <c>server</c>, or <c>anonymous</c>.</param>
/// <param name="Action">What, such as <c>sign-in</c>.</param>
/// <param name="Entity">The ACO or entity that it is about; empty when none.</param>
/// <param name="Detail">What else is to be known; never an identifier of a beneficiary.</param>
/// <param name="Address">Where the request came from.</param>
/// <param name="Hash">SHA-256 over the entry and the hash of the one before.</param>
internal sealed record AuditEntry(
    long Seq, DateTimeOffset At, string Actor, string Action, string Entity, string Detail, string Address, string Hash);

/// <summary>What a verification found.</summary>
/// <param name="Holds">Whether every entry is as it was written.</param>
/// <param name="Entries">How many there are.</param>
/// <param name="Head">The last hash: kept elsewhere, it shows later that nothing was cut off.</param>
/// <param name="FirstWrong">The first entry that is not as it was written; null when all are.</param>
/// <param name="What">The finding in words.</param>
internal sealed record AuditVerification(bool Holds, long Entries, string Head, long? FirstWrong, string What);

/// <summary>The append-only log of sign-ins, imports, runs, refusals and reads of person-level data. Each entry carries the hash of the one
/// before, so that a change of any is seen.</summary>
internal sealed class AuditLog(StateFile state, TimeProvider clock)
{
    private const string Start = "0000000000000000000000000000000000000000000000000000000000000000";
    private readonly Lock _turn = new();

    /// <summary>Adds an entry. It is on the disk when this returns.</summary>
    public void Add(string actor, string action, string entity = "", string detail = "", string address = "")
    {
        lock (_turn)
        {
            using var connection = state.Open();
            using var transaction = connection.BeginTransaction(deferred: false);
            var head = Head(connection);
            var at = clock.GetUtcNow().Kept();
            var seq = head.Seq + 1;
            var hash = HashOf(head.Hash, seq, at, actor, action, entity, detail, address);
            connection.Run("""
                insert into audit(seq, at, actor, action, entity, detail, address, previous, hash)
                values ($seq, $at, $actor, $action, $entity, $detail, $address, $previous, $hash)
                """, ("seq", seq), ("at", at), ("actor", actor), ("action", action), ("entity", entity), ("detail", detail),
                ("address", address), ("previous", head.Hash), ("hash", hash));
            connection.Run("insert into audit_head(one, seq, hash) values (1, $seq, $hash) "
                + "on conflict (one) do update set seq = excluded.seq, hash = excluded.hash", ("seq", seq), ("hash", hash));
            transaction.Commit();
        }
    }

    /// <summary>Entries from the newest, of those that fit; days are UTC, both included.</summary>
    public (IReadOnlyList<AuditEntry> Entries, long Total) Read(string? actor, string? action, string? entity, int offset, int limit,
        DateOnly? from = null, DateOnly? to = null)
    {
        using var connection = state.Open();
        (string, object?)[] values =
        [
            ("actor", actor), ("action", action), ("entity", entity), ("offset", offset), ("limit", limit),
            ("from", from?.ToString("yyyy-MM-dd")), ("to", to is { } last && last < DateOnly.MaxValue
                ? last.AddDays(1).ToString("yyyy-MM-dd") : null),
        ];
        const string Fits = "from audit where ($actor is null or actor = $actor) and ($action is null or action = $action) "
            + "and ($entity is null or entity = $entity) and ($from is null or at >= $from) and ($to is null or at < $to)";
        var entries = connection.Rows($"select seq, at, actor, action, entity, detail, address, hash {Fits} "
            + "order by seq desc limit $limit offset $offset", row => new AuditEntry(row.GetInt64(0), row.Moment(1)!.Value,
            row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7)), values);
        return (entries, Convert.ToInt64(connection.Scalar($"select count(*) {Fits}", values)));
    }

    /// <summary>Works out every hash again.</summary>
    /// <param name="known">A head that was kept elsewhere; it must be among the hashes.</param>
    public AuditVerification Verify(string? known = null)
    {
        using var connection = state.Open();
        using var transaction = connection.BeginTransaction(deferred: true);
        var (expected, previous, wrong, seen) = (1L, Start, (long?)null, known is null);
        foreach (var (seq, cells) in connection.Rows(
            "select seq, at, actor, action, entity, detail, address, previous, hash from audit order by seq",
            row => (row.GetInt64(0), Enumerable.Range(1, 8).Select(row.GetString).ToArray())))
        {
            var hash = HashOf(previous, seq, cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
            if (wrong is null && (seq != expected || cells[6] != previous || cells[7] != hash))
                wrong = seq;
            (expected, previous) = (seq + 1, cells[7]);
            seen |= cells[7] == known;
        }
        var head = Head(connection);
        var what = wrong is { } number ? $"entry {number} is not as it was written"
            : head.Seq != expected - 1 || head.Hash != previous ? "entries were cut off the end"
            : !seen ? "the head that was given is not among the entries"
            : $"{expected - 1:N0} entries hold";
        return new AuditVerification(what.EndsWith("hold", StringComparison.Ordinal), expected - 1, previous, wrong, what);
    }

    private static (long Seq, string Hash) Head(Microsoft.Data.Sqlite.SqliteConnection connection) =>
        connection.Rows("select seq, hash from audit_head", row => (row.GetInt64(0), row.GetString(1))) is [var head] ? head : (0, Start);

    /// <summary>The cells are written as a JSON list, so that no two entries have the same text.</summary>
    private static string HashOf(string previous, long seq, params string[] cells) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize<string[]>([previous, seq.ToString(), .. cells]))));
}
