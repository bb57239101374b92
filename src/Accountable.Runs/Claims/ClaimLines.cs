using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Claims;

/// <summary>The claims of one person, down to which every figure goes.</summary>
public static class ClaimLines
{
    /// <summary>A person's final claims and lines in the files of an ACO. Dollars as paid, sequestration still out.</summary>
    /// <param name="store">The store, opened to read.</param>
    /// <param name="aco">The ACO in whose files they are.</param>
    /// <param name="identifier">Any identifier that the person ever had.</param>
    /// <param name="first">The first day of service.</param>
    /// <param name="last">The last day of service.</param>
    public static Table Of(ClaimStore store, string aco, string identifier, DateOnly first, DateOnly last)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(identifier);
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        var key = BeneficiaryHash.Of(identifier.Trim());
        using (var history = engine.Query("select bene_key from core.mbi_history where mbi_hash = $hash", ("hash", key)))
        {
            if (history.Read())
                key = history.GetInt64(0);
        }
        var table = new Table("claim", "claim_type", "service", "service_day", "effective_day", "paid", "ime", "dsh", "uncompensated_care",
            "orphan_cancellation");
        using var reader = engine.Query(FactModels.Sql("claim_lines"), ("aco", aco), ("person", key), ("first_day", first), ("last_day",
            last));
        while (reader.Read())
        {
            table.Add(reader.GetValue(0).ToString(), reader.GetString(1), reader.GetString(2), Day(reader.GetValue(3)),
                reader.IsDBNull(4) ? null : Day(reader.GetValue(4)), Dollars(5), Dollars(6), Dollars(7), Dollars(8),
                reader.GetBoolean(9) ? 1 : 0);
        }
        return table;

        Dollars Dollars(int at) => new(reader.IsDBNull(at) ? 0 : Convert.ToDecimal(reader.GetValue(at)));
    }

    private static string Day(object day) => day is DateTime moment ? $"{moment:yyyy-MM-dd}" : $"{day:yyyy-MM-dd}";
}
