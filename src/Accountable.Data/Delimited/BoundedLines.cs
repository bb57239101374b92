using System.Text;

namespace Accountable.Data.Delimited;

/// <summary>Lines of UTF-8 text from a stream; a line longer than any real one stops before it fills the memory.</summary>
internal sealed class BoundedLines : IDisposable
{
    private readonly string _name;
    private readonly int _greatest;
    private readonly StreamReader _reader;
    private readonly char[] _buffer = new char[1 << 16];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    public BoundedLines(Stream stream, string name, int greatest)
    {
        (_name, _greatest) = (name, greatest);
        _reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: false), detectEncodingFromByteOrderMarks: true);
    }

    /// <summary>The line's number, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The line without its end.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Whether the last line had no end: the file may have been cut off.</summary>
    public bool EndsInside { get; private set; }

    /// <summary>Goes to the next line.</summary>
    /// <exception cref="FileRefusedException">It is too long, or holds a NUL.</exception>
    public bool Next()
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
            if (_line.Length > _greatest)
                throw Refused(Line + 1, $"the line has more than {_greatest:N0} characters", "Is this a text file with one row a line?");
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
                return Take();
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool Take()
    {
        if (_line.Length > 0 && _line[^1] == '\r')
            _line.Length--;
        Text = _line.ToString();
        Line++;
        return !Text.Contains('\0') ? true
            : throw Refused(Line, "the line holds a NUL character", "Is this a text file with one row a line?");
    }

    private FileRefusedException Refused(long line, string what, string todo) =>
        new(new Finding(Severity.FileRefused, _name, line, "", what, todo));
}
