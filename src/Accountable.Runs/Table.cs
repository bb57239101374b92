using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Accountable.Runs;

/// <summary>Rows of a result under fixed columns, written as CSV or JSON. Cells are text, numbers or blank.</summary>
public sealed class Table(params string[] columns)
{
    private readonly List<object?[]> _rows = [];

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<string> Columns { get; } = columns;

    /// <summary>The rows in order.</summary>
    public IReadOnlyList<object?[]> Rows => _rows;

    /// <summary>Adds a row with one cell a column.</summary>
    /// <exception cref="ArgumentException">Another number of cells.</exception>
    public void Add(params object?[] cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Length != Columns.Count)
            throw new ArgumentException($"{cells.Length} cells for {Columns.Count} columns.", nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>The same rows behind a further first column that holds one cell throughout.</summary>
    public Table Behind(string column, object? cell)
    {
        var table = new Table([column, .. Columns]);
        foreach (var row in _rows)
            table.Add([cell, .. row]);
        return table;
    }

    /// <summary>Comma-separated text with a header, lines ended by LF.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Columns).Append('\n');
        foreach (var row in _rows)
        {
            for (var i = 0; i < row.Length; i++)
                text.Append(i > 0 ? "," : "").Append(Quoted(row[i]));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Writes comma-separated text row by row, for results that are too long to hold.</summary>
    public static void WriteCsv(TextWriter text, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        text.Write(string.Join(',', columns));
        text.Write('\n');
        foreach (var row in rows)
            WriteCsvRow(text, row);
    }

    /// <summary>Writes one further row, for results that come row by row.</summary>
    public static void WriteCsvRow(TextWriter text, object?[] row)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(row);
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0)
                text.Write(',');
            text.Write(Quoted(row[i]));
        }
        text.Write('\n');
    }

    /// <summary>Writes a list of objects, one a row.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartArray();
        foreach (var row in _rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(Columns[i]);
                switch (row[i])
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case int number:
                        json.WriteNumberValue(number);
                        break;
                    case Dollars money:
                        json.WriteNumberValue(Math.Round(money.Amount, 2, MidpointRounding.AwayFromZero));
                        break;
                    case Percent share:
                        json.WriteNumberValue(share.Amount);
                        break;
                    case decimal number:
                        json.WriteNumberValue(number);
                        break;
                    case var other:
                        json.WriteStringValue(other.ToString());
                        break;
                }
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The text of a cell: dollars with two decimals, other numbers with up to ten.</summary>
    public static string Text(object? cell) => cell switch
    {
        null => "",
        Dollars money => Math.Round(money.Amount, 2, MidpointRounding.AwayFromZero).ToString("0.00", CultureInfo.InvariantCulture),
        Percent share => share.Amount.ToString("0.000000", CultureInfo.InvariantCulture),
        decimal number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Text that a spreadsheet would take for a formula is kept from being one.</summary>
    private static string Quoted(object? cell)
    {
        var text = Text(cell);
        if (cell is string && text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r')
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>A cell of dollars: two decimals when written.</summary>
public sealed record Dollars(decimal Amount);

/// <summary>A cell of percent: six decimals when written.</summary>
public sealed record Percent(decimal Amount);
