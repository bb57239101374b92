using System.Globalization;

namespace Accountable.Rules;

/// <summary>Where the figures of a table file come from.</summary>
public sealed record TableMeta
{
    /// <summary>The path under <c>rules/</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What it holds.</summary>
    public required string Title { get; init; }

    /// <summary>Who published the figures.</summary>
    public required string Source { get; init; }

    /// <summary>The licence under which they may be used.</summary>
    public required string Licence { get; init; }

    /// <summary>The years that it speaks of.</summary>
    public required string Years { get; init; }

    /// <summary>The SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A table of figures: comma-separated, one header line, no quoting.</summary>
public sealed class RuleTable
{
    private readonly Dictionary<string, int> _columns;
    private readonly string[][] _rows;
    private readonly decimal?[][] _numbers;

    private RuleTable(string path, string[] columns, string[][] rows)
    {
        Path = path;
        Columns = columns;
        _columns = columns.Select((column, index) => (column, index)).ToDictionary(pair => pair.column, pair => pair.index);
        _rows = rows;
        _numbers = [.. rows.Select(row => row.Select(Number).ToArray())];

        static decimal? Number(string cell) =>
            decimal.TryParse(cell, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The path under <c>rules/</c>.</summary>
    public string Path { get; }

    /// <summary>The column names in file order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many rows it has.</summary>
    public int RowCount => _rows.Length;

    /// <summary>Reads a table; every row must have as many cells as the header.</summary>
    /// <exception cref="FormatException">A row has other than the header's number of cells, or a column stands twice.</exception>
    public static RuleTable Read(string path, string text)
    {
        var table = Parse(path, text, out var error);
        return table ?? throw new FormatException($"{path}:{error!.Line}: {error.Message}");
    }

    /// <summary>The table, or null and what is wrong on which line of the file.</summary>
    internal static RuleTable? Parse(string path, string text, out RuleError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .Select((line, index) => (Cells: line.Split(','), Number: index + 1))
            .Where(line => line.Cells is not [""])
            .ToList();
        var columns = lines.Count == 0 ? [] : lines[0].Cells;
        error = columns.Length == 0 ? new RuleError(path, 1, 1, "empty table") : null;
        if (columns.GroupBy(column => column).FirstOrDefault(same => same.Count() > 1) is { } twice)
            error = new RuleError(path, lines[0].Number, 1, $"column '{twice.Key}' stands twice");
        foreach (var (cells, number) in lines.Where(line => line.Cells.Length != columns.Length).Take(1))
            error ??= new RuleError(path, number, 1, $"{cells.Length} cells, the header has {columns.Length}");
        return error is null ? new RuleTable(path, columns, [.. lines.Skip(1).Select(line => line.Cells)]) : null;
    }

    /// <summary>The text of a cell.</summary>
    public string Text(int row, string column) => _rows[row][_columns[column]];

    /// <summary>The number in a cell; null when it is blank.</summary>
    public decimal? Number(int row, string column) => _numbers[row][_columns[column]];
}
