using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Claims;

/// <summary>The tables that the verbs of <c>claims</c> print.</summary>
public static class ClaimTables
{
    /// <summary>What an import did: one row a file, one a refused delivery, and the sum. Rows read = rows loaded + rows refused.</summary>
    public static Table Import(IReadOnlyList<ImportedDelivery> deliveries)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        var table = new Table("delivery", "file", "state", "rows_expected", "rows_read", "rows_loaded", "rows_refused", "control_total");
        foreach (var delivery in deliveries)
        {
            if (delivery.IsRefused)
                table.Add(delivery.Delivery, null, "refused", null, null, null, null, null);
            foreach (var file in delivery.Files)
                table.Add(delivery.Delivery, Named(file.File), file.IsNew ? "loaded" : "already there", Number(file.File.RowsExpected),
                    Number(file.File.RowsRead), Number(file.File.RowsLoaded), Number(file.File.RowsRefused), Control(file.File));
        }
        var loaded = deliveries.SelectMany(delivery => delivery.Files).Where(file => file.IsNew).Select(file => file.File)
            .Where(file => !file.IsDerived).ToList();
        table.Add("all", null, "loaded", null, Number(loaded.Sum(file => file.RowsRead)), Number(loaded.Sum(file => file.RowsLoaded)),
            Number(loaded.Sum(file => file.RowsRefused)), null);
        return table;
    }

    /// <summary>The ledger: one row a file, and the sum.</summary>
    public static Table Status(ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var table = new Table("file_id", "aco", "delivery", "table", "file", "record_length", "rows_expected", "rows_read",
            "rows_loaded", "rows_refused", "control_total", "bytes", "sha256");
        foreach (var file in store.Manifest.Files)
            table.Add(file.Id, file.Aco, file.Delivery, file.Table, file.Name, file.RecordLength, Number(file.RowsExpected),
                Number(file.RowsRead), Number(file.RowsLoaded), Number(file.RowsRefused), Control(file), Number(file.Bytes), file.Sha256);
        var files = store.Manifest.Files.Where(file => !file.IsDerived).ToList();
        table.Add(null, "all", null, null, null, null, Number(files.Sum(file => file.RowsExpected ?? 0)),
            Number(files.Sum(file => file.RowsRead)), Number(files.Sum(file => file.RowsLoaded)),
            Number(files.Sum(file => file.RowsRefused)), null, Number(files.Sum(file => file.Bytes)), null);
        return table;
    }

    /// <summary>What netting makes of the dollars: one row an ACO and claim type.</summary>
    public static Table Netted(ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        using var reader = engine.Query("select * from core.netted_dollars order by aco_id, clm_type_cd");
        var table = new Table("aco", "claim_type", "versions", "final_rows", "orphan_cancellations", "denied_rows", "paid_signed",
            "paid_final", "paid_orphans", "paid_denied");
        while (reader.Read())
        {
            table.Add(
                reader.GetString(0), reader.GetString(1), (decimal)reader.GetInt64(2), (decimal)reader.GetInt64(3),
                    (decimal)reader.GetInt64(4), (decimal)reader.GetInt64(5),
                new Dollars(reader.GetDecimal(6)), new Dollars(reader.GetDecimal(7)), new Dollars(reader.GetDecimal(8)),
                    new Dollars(reader.GetDecimal(9)));
        }
        return table;
    }

    /// <summary>The refused rows: file, line, field and reason. The row itself stays in the store: it holds identifiers.</summary>
    public static Table Findings(ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        using var engine = store.OpenInput();
        var names = store.Manifest.Files.ToDictionary(file => file.Id, file => file.Name);
        var table = new Table("file", "line", "field", "what");
        using var reader = engine.Query("select file_id, line, field, what from input.quarantine order by file_id, line");
        while (reader.Read())
            table.Add(names[reader.GetInt32(0)], (decimal)reader.GetInt64(1), reader.GetString(2), reader.GetString(3));
        return table;
    }

    /// <summary>A file's name; for rows that it filled besides, with the table.</summary>
    private static string Named(StoredFile file) => file.IsDerived ? $"{file.Name} > {file.Table}" : file.Name;

    private static decimal? Number(long? value) => value;

    private static string Control(StoredFile file) => file.RowsExpected is not { } expected ? "none" : expected == file.RowsRead
        ? "matched" : "accepted";
}
