using Accountable.Runs;
using Accountable.Runs.Claims;

namespace Accountable.Server.Api;

/// <summary>Hides counts of 1 to 10 people, what belongs to them, and where one could be worked out from the rest another one.</summary>
internal static class SmallCounts
{
    private const string People = "people";
    private const string Sum = "all";

    /// <summary>The same table with small counts hidden; tables that count no people stay as they are.</summary>
    public static Table Hide(Table table, IReadOnlyList<TableColumn> columns)
    {
        var at = table.Columns.ToList().IndexOf(People);
        // Tables of checks were hidden when they were made: a mark stands where their counts were.
        if (at < 0 || table.Rows.Any(row => row[at] is string))
            return table;
        var parts = table.Rows.Where(row => !IsSum(row)).ToList();
        var hidden = SmallCells.Hidden([.. parts.Select(row => Count(row[at]))]);
        var shown = new Table([.. table.Columns]);
        var next = 0;
        foreach (var row in table.Rows)
        {
            var hide = IsSum(row) ? SmallCells.IsSmall(Count(row[at])) : hidden[next++];
            shown.Add([.. row.Select((cell, i) => hide && cell is not null && columns[i].Unit != "text" ? SmallCells.Mark
                : IsSmallPart(table, columns, row, i) ? SmallCells.Mark : cell)]);
        }
        return shown;
    }

    /// <summary>Further counts of people in the same row, such as those whose costs were cut off.</summary>
    private static bool IsSmallPart(Table table, IReadOnlyList<TableColumn> columns, object?[] row, int i) =>
        columns[i].Unit == "number" && table.Columns[i].EndsWith($"_{People}", StringComparison.Ordinal)
        && SmallCells.IsSmall(Count(row[i]));

    private static bool IsSum(object?[] row) => row.Any(cell => cell is Sum);

    private static long Count(object? cell) => cell switch
    {
        int count => count,
        decimal count => (long)count,
        _ => 0,
    };
}
