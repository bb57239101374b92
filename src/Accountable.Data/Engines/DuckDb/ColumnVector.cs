using System.Text;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>One column of the chunk at hand: where its cells lie and how they are read.</summary>
internal sealed unsafe class ColumnVector
{
    private static readonly int Epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private readonly int _column;
    private readonly int _type;
    private readonly int _storage;
    private readonly byte _scale;
    private void* _data;
    private ulong* _validity;

    public ColumnVector(ref Native.Result result, int column)
    {
        _column = column;
        var type = Native.ColumnType(ref result, column);
        _type = _storage = Native.TypeId(type);
        if (_type == TypeIds.Decimal)
        {
            _scale = Native.DecimalScale(type);
            _storage = Native.DecimalStorage(type);
        }
        Native.DestroyType(ref type);
    }

    public Type Type => _type switch
    {
        TypeIds.Boolean => typeof(bool),
        TypeIds.TinyInt or TypeIds.SmallInt or TypeIds.Integer or TypeIds.UTinyInt or TypeIds.USmallInt => typeof(int),
        TypeIds.BigInt or TypeIds.UInteger => typeof(long),
        TypeIds.UBigInt or TypeIds.HugeInt or TypeIds.Decimal => typeof(decimal),
        TypeIds.Float or TypeIds.Double => typeof(double),
        TypeIds.Date => typeof(DateOnly),
        TypeIds.Timestamp => typeof(DateTime),
        _ => typeof(string),
    };

    public void Point(nint chunk)
    {
        var vector = Native.ChunkVector(chunk, _column);
        _data = Native.VectorData(vector);
        _validity = Native.VectorValidity(vector);
    }

    public bool IsNull(nint row) => _validity != null && (_validity[row / 64] >> (int)(row % 64) & 1) == 0;

    public object? Value(nint row) => IsNull(row) ? null : _type switch
    {
        TypeIds.Boolean => ((byte*)_data)[row] != 0,
        TypeIds.TinyInt or TypeIds.SmallInt or TypeIds.Integer or TypeIds.UTinyInt or TypeIds.USmallInt => (int)Whole(row),
        TypeIds.BigInt or TypeIds.UInteger => (long)Whole(row),
        TypeIds.UBigInt or TypeIds.HugeInt => Exact(Whole(row), 0),
        TypeIds.Decimal => Exact(Whole(row), _scale),
        TypeIds.Float => (double)((float*)_data)[row],
        TypeIds.Double => ((double*)_data)[row],
        TypeIds.Date => DateOnly.FromDayNumber(Epoch + ((int*)_data)[row]),
        TypeIds.Timestamp => DateTime.UnixEpoch.AddMicroseconds(((long*)_data)[row]),
        TypeIds.Varchar => Text((Native.Text*)_data + row),
        _ => throw new EngineException(
            $"The reader has no type for column {_column + 1} (the engine's type {_type}): cast it in the query."),
    };

    /// <summary>A whole number of any width.</summary>
    private Int128 Whole(nint row) => _storage switch
    {
        TypeIds.TinyInt => ((sbyte*)_data)[row],
        TypeIds.SmallInt => ((short*)_data)[row],
        TypeIds.Integer => ((int*)_data)[row],
        TypeIds.BigInt => ((long*)_data)[row],
        TypeIds.UTinyInt => ((byte*)_data)[row],
        TypeIds.USmallInt => ((ushort*)_data)[row],
        TypeIds.UInteger => ((uint*)_data)[row],
        TypeIds.UBigInt => ((ulong*)_data)[row],
        _ => new Int128((ulong)((long*)_data)[row * 2 + 1], ((ulong*)_data)[row * 2]),
    };

    /// <summary>The decimal keeps its scale, so that 10.00 does not read as 10.</summary>
    private static decimal Exact(Int128 whole, byte scale)
    {
        const int GreatestBits = 96;
        var magnitude = (UInt128)Int128.Abs(whole);
        return magnitude >> GreatestBits == 0
            ? new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), whole < 0, scale)
            : throw new EngineException("A number has more digits than a decimal holds: cast it in the query.");
    }

    private static string Text(Native.Text* text) =>
        Encoding.UTF8.GetString(text->Length <= Native.Text.Inline ? text->Bytes : text->Pointer, (int)text->Length);
}

/// <summary>The engine's numbers for its types.</summary>
internal static class TypeIds
{
    public const int Boolean = 1;
    public const int TinyInt = 2;
    public const int SmallInt = 3;
    public const int Integer = 4;
    public const int BigInt = 5;
    public const int UTinyInt = 6;
    public const int USmallInt = 7;
    public const int UInteger = 8;
    public const int UBigInt = 9;
    public const int Float = 10;
    public const int Double = 11;
    public const int Timestamp = 12;
    public const int Date = 13;
    public const int HugeInt = 16;
    public const int Varchar = 17;
    public const int Decimal = 19;
}
