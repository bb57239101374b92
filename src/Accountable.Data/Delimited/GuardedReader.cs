namespace Accountable.Data.Delimited;

/// <summary>
/// Passes text through and stops at what no text file holds: a line longer than any real one, before it fills the memory, or a NUL.
/// </summary>
internal sealed class GuardedReader(TextReader inner, int greatestLine) : TextReader
{
    private long _line = 1;
    private int _length;
    private char _previous;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        for (var i = index; i < index + read; i++)
            Check(buffer[i]);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Check(char character)
    {
        if (character is '\n' or '\r')
        {
            // CR LF ends one line, CR alone ends one as well.
            if (character == '\r' || _previous != '\r')
                _line++;
            _length = 0;
        }
        else if (character == '\0')
            throw new UnreadableLineException(_line, "The line holds a NUL character");
        else if (++_length > greatestLine)
            throw new UnreadableLineException(_line, $"The line has more than {greatestLine:N0} characters");
        _previous = character;
    }
}

/// <summary>A line that shows that the file is no delimited text.</summary>
internal sealed class UnreadableLineException(long line, string what) : IOException(what)
{
    public long Line { get; } = line;
}
