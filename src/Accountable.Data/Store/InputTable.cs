using Accountable.Data.Claims;
using Accountable.Data.Reports;

namespace Accountable.Data.Store;

/// <summary>A table of the schema <c>input</c>: rows as they were delivered, each with the file and the line it came from.</summary>
/// <param name="Name">Its name without the schema.</param>
/// <param name="Columns">Its columns with their SQL types, the same words on every engine; <c>file_id</c> and <c>line</c> come first.
/// Behind a column with a beneficiary's identifier stands its hash.</param>
public sealed record InputTable(string Name, IReadOnlyList<(string Name, string SqlType)> Columns)
{
    /// <summary>Every table that a store has, filled or not.</summary>
    public static IReadOnlyCollection<InputTable> All => [.. Known.Value.Values];

    /// <summary>What a source says of one month of a beneficiary; a source may say it in several rows, one for each part of
    /// Medicare.</summary>
    public static InputTable BeneficiaryMonths { get; } = Of("beneficiary_months", ("bene_mbi_id", "varchar"),
        ("bene_mbi_id_hash", "bigint"),
        ("month", "date"), ("has_part_a", "boolean"), ("has_part_b", "boolean"), ("in_medicare_advantage", "boolean"),
        ("medicare_status_code", "varchar"), ("dual_status_code", "varchar"), ("is_dual", "boolean"), ("has_esrd", "boolean"));

    /// <summary>One row for each resource or line that a reader turned into rows of other tables.</summary>
    public static InputTable Sources { get; } = Of("source_rows", ("kind", "varchar"), ("record_id", "varchar"),
        ("bene_mbi_id", "varchar"), ("bene_mbi_id_hash", "bigint"));

    /// <summary>The rows that could not be loaded, whole.</summary>
    public static InputTable Quarantine { get; } = new("quarantine",
        [("file_id", "integer"), ("line", "bigint"), ("field", "varchar"), ("what", "varchar"), ("row_text", "varchar")]);

    private static readonly Lazy<IReadOnlyDictionary<string, InputTable>> Known = new(() => new[]
    {
        CclfLayout.All.Values.Select(layout => new InputTable(layout.Table, [.. layout.Columns])),
        ReportLayout.All.Select(layout => layout.ToTable()),
        [BeneficiaryMonths, Sources, Quarantine],
    }.SelectMany(tables => tables).DistinctBy(table => table.Name).ToDictionary(table => table.Name));

    /// <summary>The table of a name.</summary>
    public static InputTable Named(string name) => Known.Value.TryGetValue(name, out var table) ? table
        : throw new ArgumentException($"The store has no table {name}.", nameof(name));

    /// <summary>Whether the store has a table of this name.</summary>
    public static bool Exists(string name) => Known.Value.ContainsKey(name);

    /// <summary>The columns without which a row of a table is none.</summary>
    public static IReadOnlyList<string> Required(string name)
    {
        var layout = CclfLayout.All.Values.FirstOrDefault(layout => layout.Table == name);
        return layout is not null ? [.. layout.Fields.Where(field => field.Required).Select(field => field.Column)]
            : name == BeneficiaryMonths.Name ? ["bene_mbi_id", "month"] : [];
    }

    /// <summary>The statement that makes it, empty.</summary>
    public string CreateStatement(string schema, string name) =>
        $"create table {schema}.{name} ({string.Join(", ", Columns.Select(column => $"{column.Name} {column.SqlType}"))})";

    private static InputTable Of(string name, params (string Name, string SqlType)[] columns) =>
        new(name, [("file_id", "integer"), ("line", "bigint"), .. columns]);
}
