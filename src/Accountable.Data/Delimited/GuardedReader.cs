namespace Accountable.Data.Delimited;

/// <summary>Passes text through and stops at a line that is longer than any real one, before it fills the memory.</summary>
internal sealed class GuardedReader(TextReader inner, int greatestLine) : TextReader
{
    private long _line = 1;
    private int _length;

    public override int Read(char[] buffer, int index, int count)
    {
        var read = inner.Read(buffer, index, count);
        for (var i = index; i < index + read; i++)
        {
            if (buffer[i] == '\n')
            {
                _line++;
                _length = 0;
            }
            else if (++_length > greatestLine)
                throw new LineTooLongException(_line, greatestLine);
        }
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}

internal sealed class LineTooLongException(long line, int greatest) : IOException($"line {line} has more than {greatest:N0} characters")
{
    public long Line { get; } = line;
}
