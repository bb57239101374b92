using Accountable.Runs;
using Accountable.Runs.Claims;

namespace Accountable.Server.Api;

/// <summary>Hides counts of 1 to 10 people, what belongs to them, and where one could be worked out from the rest another one.</summary>
internal static class SmallCounts
{
    private const string People = "people";
    private const string Sum = "all";
    private const string Year = "year";
    private const string Attributed = "attributed_patients";
    private const string Eligible = "eligible_patients";
    private static readonly string[] OfScores = ["_payments", "_patients", "_score"];

    /// <summary>The same table with small counts hidden; tables that count no people stay as they are.</summary>
    public static Table Hide(Table table, IReadOnlyList<TableColumn> columns)
    {
        var names = table.Columns.ToList();
        if (names.Contains(Attributed) && names.Contains(Eligible))
            return HideScores(table, names.IndexOf(Attributed), names.IndexOf(Eligible));
        var at = names.IndexOf(People);
        // Tables of checks were hidden when they were made: a mark stands where their counts were.
        if (at < 0 || table.Rows.Any(row => row[at] is string))
            return table;
        // Counts of one year add up to one sum: a hidden one of them could be worked out from the others.
        var year = names.IndexOf(Year);
        var hidden = new HashSet<object?[]>(table.Rows.Where(row => IsSum(row) && SmallCells.IsSmall(Count(row[at]))));
        foreach (var group in table.Rows.Where(row => !IsSum(row)).GroupBy(row => year < 0 ? null : row[year]))
        {
            var parts = group.ToList();
            var small = SmallCells.Hidden([.. parts.Select(row => Count(row[at]))]);
            hidden.UnionWith(parts.Where((_, i) => small[i]));
        }
        var shown = new Table([.. table.Columns]);
        foreach (var row in table.Rows)
        {
            shown.Add([.. row.Select((cell, i) => cell is not null && i != year && columns[i].Unit != "text"
                && (hidden.Contains(row) || IsSmallPart(table, columns, row, i)) ? SmallCells.Mark : cell)]);
        }
        return shown;
    }

    /// <summary>QP threshold scores without the figures of a row in which the attributed, or those who are not, are few.</summary>
    private static Table HideScores(Table table, int attributed, int eligible)
    {
        var shown = new Table([.. table.Columns]);
        foreach (var row in table.Rows)
        {
            var isFew = SmallCells.IsSmallPart(Count(row[attributed]), Count(row[eligible]));
            shown.Add([.. row.Select((cell, i) => isFew && OfScores.Any(end => table.Columns[i].EndsWith(end, StringComparison.Ordinal))
                ? SmallCells.Mark : cell)]);
        }
        return shown;
    }

    /// <summary>Further counts of people in the same row, such as those whose costs were cut off.</summary>
    private static bool IsSmallPart(Table table, IReadOnlyList<TableColumn> columns, object?[] row, int i) =>
        table.Columns[i].EndsWith($"_{People}", StringComparison.Ordinal)
        && SmallCells.IsSmall(Count(row[i]));

    private static bool IsSum(object?[] row) => row.Any(cell => cell is Sum);

    private static long Count(object? cell) => cell switch
    {
        int count => count,
        decimal count => (long)count,
        _ => 0,
    };
}
