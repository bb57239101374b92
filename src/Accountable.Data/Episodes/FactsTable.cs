using Accountable.Data.Delimited;

namespace Accountable.Data.Episodes;

/// <summary>One row of a file of facts: its line and its cells by column.</summary>
public sealed class FactsRow
{
    private readonly string[] _cells;
    private readonly IReadOnlyDictionary<string, int> _columns;

    internal FactsRow(long line, string[] cells, IReadOnlyDictionary<string, int> columns)
    {
        Line = line;
        _cells = cells;
        _columns = columns;
    }

    /// <summary>The line in the file, from 1.</summary>
    public long Line { get; }

    /// <summary>The text of a cell; null when the file has no such column or the cell is blank.</summary>
    public string? Text(string column) =>
        _columns.TryGetValue(column, out var index) && _cells[index].Length > 0 ? _cells[index] : null;
}

/// <summary>A comma-separated file whose columns a document names. Rows that cannot be read are findings, never lost.</summary>
public sealed class FactsTable
{
    private readonly List<Finding> _findings = [];
    private readonly List<FactsRow> _rows = [];
    private readonly string _see;

    private FactsTable(string path, string sha256, IReadOnlyDictionary<string, int> columns, string see)
    {
        Path = path;
        Sha256 = sha256;
        Columns = columns;
        _see = see;
    }

    /// <summary>The file as named.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256 { get; }

    /// <summary>The columns, in lower case, with their places.</summary>
    public IReadOnlyDictionary<string, int> Columns { get; }

    /// <summary>The rows that could be read.</summary>
    public IReadOnlyList<FactsRow> Rows => _rows;

    /// <summary>What is wrong or doubtful.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="known">Columns that are read as well; others get a warning.</param>
    /// <param name="see">Where the layout is written down.</param>
    /// <exception cref="FileRefusedException">It is not there, is no such file, or lacks a column.</exception>
    public static FactsTable Read(string path, IReadOnlyCollection<string> required, IReadOnlyCollection<string> known, string see)
    {
        ArgumentNullException.ThrowIfNull(required);
        ArgumentNullException.ThrowIfNull(known);
        using var reader = new RecordReader(path);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < reader.Header.Length; i++)
        {
            if (!columns.TryAdd(reader.Header[i].ToLowerInvariant(), i))
                throw DelimitedFile.Refused(path, 1, $"The column {reader.Header[i]} stands twice", "Drop one");
        }
        if (required.Where(name => !columns.ContainsKey(name)).ToList() is { Count: > 0 } missing)
        {
            throw DelimitedFile.Refused(path, 1, $"The columns {string.Join(", ", missing)} are missing",
                $"{see} says what the file holds");
        }
        var table = new FactsTable(path, reader.Sha256, columns, see);
        foreach (var other in columns.Keys.Where(name => !required.Contains(name) && !known.Contains(name)))
        {
            table._findings.Add(new Finding(Severity.Warning, path, 1, other, "This column is not one that is read",
                "Check its name, or drop it"));
        }
        while (reader.Next())
        {
            if (reader.Count == reader.Header.Length)
                table._rows.Add(new FactsRow(reader.Line, Cells(reader), columns));
            else
            {
                table._findings.Add(new Finding(Severity.RowRefused, path, reader.Line, "",
                    $"The row has {reader.Count} cells, the header has {reader.Header.Length}", "Quote cells that contain commas"));
            }
        }
        return table;
    }

    /// <summary>Takes a row out with a finding.</summary>
    public void Refuse(FactsRow row, string column, string what, string then)
    {
        ArgumentNullException.ThrowIfNull(row);
        _rows.Remove(row);
        _findings.Add(new Finding(Severity.RowRefused, Path, row.Line, column, what, then));
    }

    /// <summary>Adds a warning at a row; line 0 speaks of the file.</summary>
    public void Warn(long line, string column, string what, string then) =>
        _findings.Add(new Finding(Severity.Warning, Path, line, column, what, then));

    /// <summary>A number; null when it is blank or, with a refused row, none.</summary>
    public decimal? Number(FactsRow row, string column, out bool good)
    {
        ArgumentNullException.ThrowIfNull(row);
        good = true;
        if (row.Text(column) is not { } text)
            return null;
        if (!Cell.IsPercent(text) && Cell.Number(text) is { } number)
            return number;
        good = false;
        Refuse(row, column, $"'{text}' is no number", $"Enter a number such as 1250.75; rates are fractions. {_see} says more");
        return null;
    }

    /// <summary>A day; null when it is blank or, with a refused row, none.</summary>
    public DateOnly? Day(FactsRow row, string column, out bool good)
    {
        ArgumentNullException.ThrowIfNull(row);
        good = true;
        if (row.Text(column) is not { } text)
            return null;
        if (Cell.Day(text) is { } day)
            return day;
        good = false;
        Refuse(row, column, $"'{text}' is no day", "Write 2026-01-31");
        return null;
    }

    private static string[] Cells(RecordReader reader)
    {
        var cells = new string[reader.Count];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = reader[i].ToString();
        return cells;
    }
}
