namespace Accountable.Data.Delimited;

/// <summary>Reads delimited text of any size from a stream, one record a line, and keeps the line for the quarantine.</summary>
/// <remarks>A quoted cell may hold the delimiter and doubled quotes, no line ends, so that every line is counted once.</remarks>
internal sealed class TextRecords : IDisposable
{
    private const int GreatestLine = 1 << 20;

    private readonly char _delimiter;
    private readonly BoundedLines _lines;
    private readonly List<string> _cells = [];

    /// <exception cref="FileRefusedException">The stream holds no readable text.</exception>
    public TextRecords(Stream stream, string name, char delimiter = ',')
    {
        _delimiter = delimiter;
        _lines = new BoundedLines(stream, name, GreatestLine);
        if (!Next())
            throw new FileRefusedException(new Finding(Severity.FileRefused, name, 0, "", "the file is empty",
                "It needs a header line and a line for each record"));
        Header = [.. _cells.Select(cell => cell.Trim('\uFEFF', ' '))];
    }

    /// <summary>The names in the first line.</summary>
    public string[] Header { get; }

    /// <summary>The line of the record, from 1.</summary>
    public long Line => _lines.Line;

    /// <summary>The line as it is written.</summary>
    public string Text => _lines.Text;

    /// <summary>Its cells without blanks around them and without their quotes.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Whether a quote in the line is never closed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the last line had no end: the file may have been cut off.</summary>
    public bool EndsInside => _lines.EndsInside;

    /// <summary>Goes to the next line that is not blank.</summary>
    public bool Next()
    {
        while (_lines.Next())
        {
            if (string.IsNullOrWhiteSpace(Text))
                continue;
            Split();
            return true;
        }
        return false;
    }

    public void Dispose() => _lines.Dispose();

    private void Split()
    {
        var text = Text;
        _cells.Clear();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (text[i] == _delimiter && !quoted)
            {
                _cells.Add(Cell(text, start, i));
                start = i + 1;
            }
        }
        _cells.Add(Cell(text, start, text.Length));
        IsOpen = quoted;
    }

    private static string Cell(string text, int start, int end)
    {
        var cell = text.AsSpan(start, end - start).Trim();
        if (cell is not ['"', .., '"'])
            return cell.ToString();
        cell = cell[1..^1];
        return cell.Contains('"') ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell.Trim().ToString();
    }
}
