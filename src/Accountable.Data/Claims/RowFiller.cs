using System.Runtime.InteropServices;
using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Claims;

/// <summary>A row that was not loaded: where it is, which field is at fault and why, and the line itself for the quarantine.</summary>
internal sealed record RefusedRow(long Line, string Column, string What, byte[] Bytes);

/// <summary>Writes lines of fixed width straight into the engine's vectors, a few lines at a time so that they stay in the
/// processor's cache.</summary>
internal sealed unsafe class RowFiller
{
    private const int Batch = 64;

    private readonly CclfLayout _layout;
    private readonly int _fields;
    private readonly int _recordLength;
    private readonly int _shortest;
    private readonly int[] _offsets;
    private readonly int[] _lengths;
    private readonly long[] _lines;
    private readonly (int Field, string What)[] _problems;
    private readonly Column[] _columns;

    public RowFiller(CclfLayout layout, int recordLength, int rows)
    {
        _layout = layout;
        _recordLength = recordLength;
        _fields = layout.FieldsIn(recordLength);
        // Blanks at a line's end may have been cut off, so a line needs to reach only into its last required field.
        _shortest = layout.Fields.Where(field => field.Required).Max(field => field.Start) + 1;
        _offsets = new int[rows];
        _lengths = new int[rows];
        _lines = new long[rows];
        _problems = new (int, string)[rows];
        _columns = new Column[layout.Columns.Count() - 1];
    }

    /// <summary>Fills the chunk with as many rows as it holds and the block still has; refused rows go to the taker.</summary>
    /// <returns>The rows in the chunk.</returns>
    public int Fill(nint chunk, LineBlock block, bool isLast, Action<RefusedRow> refuse)
    {
        var rows = Cut(block, isLast, refuse);
        if (rows == 0)
            return 0;
        for (var i = 0; i < _columns.Length; i++)
            _columns[i] = new Column(Native.ChunkVector(chunk, i));
        fixed (byte* bytes = block.Bytes)
        {
            while (!Write(bytes, rows))
                rows = Drop(block, rows, refuse);
        }
        return rows;
    }

    /// <summary>Finds the lines; those of a width that cannot be are refused here.</summary>
    private int Cut(LineBlock block, bool isLast, Action<RefusedRow> refuse)
    {
        var rows = 0;
        while (rows < _offsets.Length && block.At < block.Length)
        {
            var rest = block.Bytes.AsSpan(block.At, block.Length - block.At);
            var end = rest.IndexOf((byte)'\n');
            var length = end < 0 ? rest.Length : end;
            var next = end < 0 ? rest.Length : end + 1;
            if (length > 0 && rest[length - 1] == (byte)'\r')
                length--;
            var what = Width(rest[..length], cut: end < 0 && isLast);
            if (what is null)
            {
                _offsets[rows] = block.At;
                _lengths[rows] = length;
                _lines[rows++] = block.Line;
            }
            else
                refuse(new RefusedRow(block.Line, "", what, rest[..length].ToArray()));
            block.At += next;
            block.Line++;
        }
        return rows;
    }

    private string? Width(ReadOnlySpan<byte> line, bool cut)
    {
        if (line.Length > _recordLength && line[_recordLength..].ContainsAnyExcept((byte)' '))
            return $"the line is longer than the record length {_recordLength}";
        if (cut && line.Length < _recordLength)
            return "the file ends in the middle of this line";
        return line.Length < _shortest ? $"the line is too short: its last required field begins at column {_shortest}" : null;
    }

    /// <summary>Writes all rows; false when some have a problem.</summary>
    private bool Write(byte* bytes, int rows)
    {
        Array.Clear(_problems, 0, rows);
        var clean = true;
        for (var from = 0; from < rows; from += Batch)
        {
            var to = Math.Min(from + Batch, rows);
            var column = 0;
            for (var row = from; row < to; row++)
                ((long*)_columns[0].Data)[row] = _lines[row];
            column++;
            for (var i = 0; i < _layout.Fields.Count; i++)
            {
                clean &= Field(bytes, i, column, from, to);
                column += _layout.Fields[i].Type == FieldType.Mbi ? 2 : 1;
            }
        }
        return clean;
    }

    private bool Field(byte* bytes, int index, int column, int from, int to)
    {
        var field = _layout.Fields[index];
        ref var target = ref _columns[column];
        var clean = true;
        for (var row = from; row < to; row++)
        {
            var available = Math.Min(field.Length, _lengths[row] - field.Start);
            var text = index < _fields && available > 0
                ? FieldParser.Trimmed(new ReadOnlySpan<byte>(bytes + _offsets[row] + field.Start, available)) : default;
            string? what = null;
            if (text.IsEmpty || (text.Length == 1 && text[0] == (byte)'~'))
            {
                target.Null(row);
                if (field.Type == FieldType.Mbi)
                    _columns[column + 1].Null(row);
                what = field.Required ? "is blank and the row cannot be used without it" : null;
            }
            else
                what = Cell(field, text, ref target, column, row);
            if (what is not null && _problems[row].What is null)
            {
                _problems[row] = (index, what);
                clean = false;
            }
        }
        return clean;
    }

    private string? Cell(CclfField field, ReadOnlySpan<byte> text, ref Column target, int column, int row)
    {
        string? what;
        switch (field.Type)
        {
            case FieldType.Whole:
                what = FieldParser.Decimal(text, 0, out ((long*)target.Data)[row]);
                return what;
            case FieldType.Decimal2:
                return FieldParser.Decimal(text, 2, out ((long*)target.Data)[row]);
            case FieldType.Decimal4:
                return FieldParser.Decimal(text, 4, out ((long*)target.Data)[row]);
            case FieldType.Date:
                what = FieldParser.Day(text, out ((int*)target.Data)[row], out var missing);
                if (!missing)
                    return what;
                target.Null(row);
                return field.Required ? "is a day that stands for none, and the row cannot be used without it" : null;
            case FieldType.Adjustment:
                target.Text(row, text);
                return text.Length == 1 && text[0] is >= (byte)'0' and <= (byte)'2' ? null : FieldParser.NotAnAdjustment;
            case FieldType.Mbi:
                ((long*)_columns[column + 1].Data)[row] = BeneficiaryHash.Of(text);
                target.Text(row, text);
                return null;
            default:
                target.Text(row, text);
                return null;
        }
    }

    /// <summary>Takes out the rows with a problem and makes the vectors whole again.</summary>
    private int Drop(LineBlock block, int rows, Action<RefusedRow> refuse)
    {
        var kept = 0;
        for (var row = 0; row < rows; row++)
        {
            if (_problems[row].What is { } what)
            {
                var line = block.Bytes.AsSpan(_offsets[row], _lengths[row]).ToArray();
                refuse(new RefusedRow(_lines[row], _layout.Fields[_problems[row].Field].Name, what, line));
                continue;
            }
            _offsets[kept] = _offsets[row];
            _lengths[kept] = _lengths[row];
            _lines[kept++] = _lines[row];
        }
        foreach (ref var column in _columns.AsSpan())
            column.AllValid(rows);
        return kept;
    }

    /// <summary>One vector of the chunk.</summary>
    [StructLayout(LayoutKind.Auto)]
    private struct Column(nint vector)
    {
        public void* Data = Native.VectorData(vector);
        private const int InlineBytes = Native.Text.Inline;
        private readonly nint _vector = vector;
        private ulong* _validity;

        public void Null(int row)
        {
            if (_validity == null)
            {
                Native.EnsureValidity(_vector);
                _validity = Native.VectorValidity(_vector);
            }
            _validity[row >> 6] &= ~(1UL << (row & 63));
        }

        public void AllValid(int rows)
        {
            if (_validity != null)
                new Span<ulong>(_validity, (rows + 63) >> 6).Fill(ulong.MaxValue);
        }

        /// <summary>Short text is written into the cell itself, with zeros behind it as the engine wants them.</summary>
        public readonly void Text(int row, ReadOnlySpan<byte> text)
        {
            if (System.Text.Ascii.IsValid(text))
            {
                if (text.Length <= InlineBytes)
                {
                    var cell = (Native.Text*)Data + row;
                    *(ulong*)cell = (uint)text.Length;
                    *((ulong*)cell + 1) = 0;
                    text.CopyTo(new Span<byte>(cell->Bytes, InlineBytes));
                }
                else
                {
                    fixed (byte* start = text)
                        Native.AssignText(_vector, row, start, text.Length);
                }
                return;
            }
            // The files are read as Latin-1, so that a byte is a column; the store holds UTF-8.
            var utf8 = System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.Latin1.GetString(text));
            fixed (byte* start = utf8)
                Native.AssignText(_vector, row, start, utf8.Length);
        }
    }
}
