using Accountable.Data.Claims;
using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>A table of the schema <c>input</c> that files bring, the same on every engine. Its first column is <c>file_id</c>.</summary>
/// <param name="Name">Its name without the schema.</param>
/// <param name="Columns">Its columns with their SQL types.</param>
public sealed record InputTable(string Name, IReadOnlyList<(string Name, string SqlType)> Columns)
{
    /// <summary>The statement that makes it, empty.</summary>
    public string Create() =>
        $"create table input.{Name} ({string.Join(", ", Columns.Select(column => $"{column.Name} {column.SqlType}"))})";
}

/// <summary>The tables that a store may hold. A reader of other files adds its tables here, and every store has them.</summary>
public static class InputTables
{
    /// <summary>The rows that could not be loaded, whole.</summary>
    public static InputTable Quarantine { get; } = new("quarantine",
        [("file_id", "integer"), ("line", "bigint"), ("field", "varchar"), ("what", "varchar"), ("row_text", "varchar")]);

    /// <summary>Every table that files bring.</summary>
    public static IReadOnlyList<InputTable> All { get; } =
        [.. CclfLayout.All.Values.Select(layout => new InputTable(layout.Table, [.. layout.Columns])), Quarantine];

    /// <summary>Makes <c>input.files</c>, the ledger as a table: a claim is taken from the newest delivery that holds it.</summary>
    public static void CreateFiles(IEngine engine, IEnumerable<StoredFile> files)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(files);
        engine.Execute("""
            create table input.files (file_id integer, table_name varchar, aco_id varchar, delivery varchar, delivery_day date)
            """);
        using var appender = engine.Append("input", "files");
        foreach (var file in files)
            appender.Add(file.Id, file.Table, file.Aco, file.Delivery, file.Day);
        appender.Complete();
    }
}
