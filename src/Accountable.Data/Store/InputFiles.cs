using Accountable.Data.Engines;

namespace Accountable.Data.Store;

/// <summary>The ledger as a table, <c>input.files</c>: a claim is taken from the newest delivery that holds it.</summary>
public static class InputFiles
{
    /// <summary>Makes the table in the schema <c>input</c> and fills it.</summary>
    public static void CreateTable(IEngine engine, IEnumerable<StoredFile> files)
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
