using System.Text;

namespace Accountable.Synthetic.Layouts;

/// <summary>Bytes that grow, and rows of fixed width written into them.</summary>
internal sealed class Lines
{
    private byte[] _bytes = new byte[4096];
    private int _row;
    private int _width;

    public int Length { get; private set; }

    /// <summary>The rows since it was cleared.</summary>
    public int Rows { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => (Length, Rows) = (0, 0);

    /// <summary>Begins a row of blanks that ends with a line feed.</summary>
    public void Row(int width)
    {
        Room(width + 1);
        _row = Length;
        _width = width;
        _bytes.AsSpan(_row, width).Fill((byte)' ');
        _bytes[_row + width] = (byte)'\n';
        Length += width + 1;
        Rows++;
    }

    /// <summary>Text from the left; a field that the layout does not have yet is left out.</summary>
    public void Put(Field field, string? text)
    {
        if (text is null || field.Start + field.Length > _width)
            return;
        if (text.Length > field.Length)
            throw new InvalidOperationException($"'{text}' does not fit {field.Length} bytes.");
        var target = _bytes.AsSpan(_row + field.Start, text.Length);
        for (var i = 0; i < target.Length; i++)
            target[i] = (byte)text[i];
    }

    public void Put(Field field, char letter)
    {
        if (field.Start + field.Length <= _width)
            _bytes[_row + field.Start] = (byte)letter;
    }

    public void Day(Field field, int day) => Copy(field, Days.Text(day));

    /// <summary>The day that stands for none.</summary>
    public void NoDay(Field field) => Copy(field, Days.None);

    /// <summary>A whole number with leading zeros.</summary>
    public void Whole(Field field, long number)
    {
        if (field.Start + field.Length <= _width)
            Digits(_bytes.AsSpan(_row + field.Start, field.Length), number);
    }

    /// <summary>Cents as the picture -9(n).99: a place for the sign, digits with leading zeros, a point, two digits.</summary>
    public void Cents(Field field, long cents)
    {
        if (field.Start + field.Length > _width)
            return;
        var target = _bytes.AsSpan(_row + field.Start, field.Length);
        if (cents < 0)
            target[0] = (byte)'-';
        cents = Math.Abs(cents);
        target[^3] = (byte)'.';
        Digits(target[^2..], cents % 100);
        Digits(target[1..^3], cents / 100);
    }

    /// <summary>Cents as text from the left, as CCLF5 writes them.</summary>
    public void CentsText(Field field, long cents)
    {
        if (field.Start + field.Length > _width)
            return;
        Span<byte> text = stackalloc byte[20];
        var at = text.Length;
        var rest = Math.Abs(cents);
        for (var i = 0; i < 3 || rest > 0; i++)
        {
            if (i == 2)
                text[--at] = (byte)'.';
            text[--at] = (byte)('0' + rest % 10);
            rest /= 10;
        }
        if (cents < 0)
            text[--at] = (byte)'-';
        text[at..].CopyTo(_bytes.AsSpan(_row + field.Start, field.Length));
    }

    /// <summary>Units as the picture -9(18).9999.</summary>
    public void Units(Field field, int units)
    {
        if (field.Start + field.Length > _width)
            return;
        var target = _bytes.AsSpan(_row + field.Start, field.Length);
        Digits(target[^4..], 0);
        target[^5] = (byte)'.';
        Digits(target[1..^5], units);
    }

    /// <summary>Text of any length, for files between commas or bars.</summary>
    public void Text(string text)
    {
        Room(text.Length * 2);
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    /// <summary>Ends a line of text.</summary>
    public void EndLine()
    {
        Room(1);
        _bytes[Length++] = (byte)'\n';
        Rows++;
    }

    private void Copy(Field field, ReadOnlySpan<byte> text)
    {
        if (field.Start + field.Length <= _width)
            text.CopyTo(_bytes.AsSpan(_row + field.Start, field.Length));
    }

    private static void Digits(Span<byte> target, long number)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = (byte)('0' + number % 10);
            number /= 10;
        }
    }

    private void Room(int more)
    {
        if (Length + more > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
    }
}
