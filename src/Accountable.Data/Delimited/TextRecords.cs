using System.Text;

namespace Accountable.Data.Delimited;

/// <summary>Reads delimited text of any size from a stream, one record a line, and keeps the line for the quarantine.</summary>
/// <remarks>A quoted cell may hold the delimiter and doubled quotes, no line ends, so that every line is counted once.</remarks>
internal sealed class TextRecords : IDisposable
{
    private const int GreatestLine = 1 << 20;

    private readonly string _name;
    private readonly char _delimiter;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly StringBuilder _line = new();
    private readonly List<string> _cells = [];
    private int _at;
    private int _end;

    /// <exception cref="FileRefusedException">The stream holds no readable text.</exception>
    public TextRecords(Stream stream, string name, char delimiter = ',')
    {
        (_name, _delimiter) = (name, delimiter);
        _reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true);
        if (!Next())
            throw Refused(0, "the file is empty", "It needs a header line and a line for each record");
        Header = [.. _cells.Select(cell => cell.Trim('\uFEFF', ' '))];
    }

    /// <summary>The names in the first line.</summary>
    public string[] Header { get; }

    /// <summary>The line of the record, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The line as it is written.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Its cells without blanks around them and without their quotes.</summary>
    public IReadOnlyList<string> Cells => _cells;

    /// <summary>Whether a quote in the line is never closed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the last line had no end: the file may have been cut off.</summary>
    public bool EndsInside { get; private set; }

    /// <summary>Goes to the next line that is not blank.</summary>
    public bool Next()
    {
        while (NextLine())
        {
            if (string.IsNullOrWhiteSpace(Text))
                continue;
            Split();
            return true;
        }
        return false;
    }

    public void Dispose() => _reader.Dispose();

    private bool NextLine()
    {
        _line.Clear();
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, _reader.Read(_buffer, 0, _buffer.Length));
                if (_end == 0)
                {
                    if (_line.Length == 0)
                        return false;
                    EndsInside = true;
                    return Take();
                }
            }
            var rest = _buffer.AsSpan(_at, _end - _at);
            var end = rest.IndexOf('\n');
            _line.Append(end < 0 ? rest : rest[..end]);
            if (_line.Length > GreatestLine)
                throw Refused(Line + 1, $"the line has more than {GreatestLine:N0} characters", "Is this a text file with one row a line?");
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
                return Take();
        }
    }

    private bool Take()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;
        Text = _line.ToString();
        Line++;
        return !Text.Contains('\0') ? true
            : throw Refused(Line, "the line holds a NUL character", "Is this a text file with one row a line?");
    }

    private void Split()
    {
        _cells.Clear();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < Text.Length; i++)
        {
            if (Text[i] == '"')
                quoted = !quoted;
            else if (Text[i] == _delimiter && !quoted)
            {
                _cells.Add(Cell(start, i));
                start = i + 1;
            }
        }
        _cells.Add(Cell(start, Text.Length));
        IsOpen = quoted;
    }

    private string Cell(int start, int end)
    {
        var cell = Text.AsSpan(start, end - start).Trim();
        if (cell is not ['"', .., '"'])
            return cell.ToString();
        cell = cell[1..^1];
        return cell.Contains('"') ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).Trim() : cell.Trim().ToString();
    }

    private FileRefusedException Refused(long line, string what, string todo) =>
        new(new Finding(Severity.FileRefused, _name, line, "", what, todo));
}
