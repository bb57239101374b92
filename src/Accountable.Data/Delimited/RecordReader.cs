using System.Text;

namespace Accountable.Data.Delimited;

/// <summary>Reads a large comma-separated file record by record without keeping it: the cells are spans of one buffer.</summary>
/// <remarks>One record a line: a quoted cell may hold commas and doubled quotes, not line ends.</remarks>
internal sealed class RecordReader : IDisposable
{
    private const int GreatestLine = 1 << 20;
    private readonly string _path;
    private readonly GuardedReader _reader;
    private readonly List<Range> _cells = [];
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private int _lineStart;
    private int _lineLength;
    private bool _atEnd;

    /// <exception cref="FileRefusedException">The file is no readable comma-separated file.</exception>
    public RecordReader(string path)
    {
        _path = path;
        Sha256 = DelimitedFile.Check(path);
        _reader = new GuardedReader(new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: false)), GreatestLine);
        if (!Next())
            throw DelimitedFile.Refused(path, 0, "The file is empty", "It needs a header line and a line for each record");
        Header = [.. Enumerable.Range(0, Count).Select(index => this[index].ToString().TrimStart('\uFEFF'))];
        DelimitedFile.CheckHeader(path, Header);
    }

    public string Sha256 { get; }

    public string[] Header { get; }

    /// <summary>The line of the record, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many cells the record has.</summary>
    public int Count => _cells.Count;

    /// <summary>A cell without blanks around it and without its quotes.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            var cell = _buffer.AsSpan(_lineStart, _lineLength)[_cells[index]].Trim();
            if (cell is not ['"', .., '"'])
                return cell;
            cell = cell[1..^1];
            return cell.Contains('"') ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        }
    }

    /// <summary>Goes to the next record that is not blank.</summary>
    public bool Next()
    {
        while (NextLine())
        {
            var line = _buffer.AsSpan(_lineStart, _lineLength);
            if (line.IsWhiteSpace())
                continue;
            Split(line);
            return true;
        }
        return false;
    }

    public void Dispose() => _reader.Dispose();

    private bool NextLine()
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf('\n');
            if (found >= 0 || (_atEnd && _end > _start))
            {
                _lineStart = _start;
                _lineLength = found >= 0 ? searched + found : _end - _start;
                _start = found >= 0 ? _start + _lineLength + 1 : _end;
                if (_lineLength > 0 && _buffer[_lineStart + _lineLength - 1] == '\r')
                    _lineLength--;
                Line++;
                return true;
            }
            if (_atEnd)
                return false;
            searched = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        try
        {
            var read = _reader.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            _atEnd = read == 0;
        }
        catch (UnreadableLineException e)
        {
            throw DelimitedFile.Refused(_path, e.Line, e.Message, "Is this a comma-separated text file with one row a line?");
        }
    }

    private void Split(ReadOnlySpan<char> line)
    {
        _cells.Clear();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                _cells.Add(start..i);
                start = i + 1;
            }
        }
        _cells.Add(start..line.Length);
    }
}
