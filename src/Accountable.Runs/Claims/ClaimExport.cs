using System.Data.Common;
using System.Globalization;
using Accountable.Data.Engines;
using Accountable.Data.Store;

namespace Accountable.Runs.Claims;

/// <summary>Writes what a store's core relations say about each beneficiary, row by row.</summary>
public static class ClaimExport
{
    /// <summary>The tables that can be written.</summary>
    public static IReadOnlyList<string> Tables { get; } = ["dollars", "person_months"];

    /// <summary>Writes a table as CSV from an engine in which the core relations stand.</summary>
    /// <param name="engine">The engine, with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="table">One of <see cref="Tables"/>.</param>
    /// <param name="text">Where it goes.</param>
    /// <returns>The rows written.</returns>
    public static long Write(IEngine engine, string table, TextWriter text)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(text);
        using var reader = engine.Query(ExportModels.Sql(table));
        text.Write(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)));
        text.Write('\n');
        var rows = 0L;
        for (; reader.Read(); rows++)
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (i > 0)
                    text.Write(',');
                text.Write(Cell(reader, i));
            }
            text.Write('\n');
        }
        return rows;
    }

    private static string Cell(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => "",
        decimal money => money.ToString("0.00", CultureInfo.InvariantCulture),
        string text => Guarded(text),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Text that holds a delimiter is quoted, and one that a spreadsheet would take for a formula is kept from being
    /// one.</summary>
    private static string Guarded(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\n\r") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
