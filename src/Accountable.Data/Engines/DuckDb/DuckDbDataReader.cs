using System.Collections;
using System.Data.Common;
using System.Runtime.InteropServices;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>Reads a result vector by vector: a chunk of some thousand rows at a time is held.</summary>
public sealed class DuckDbDataReader : DbDataReader
{
    private readonly string[] _names;
    private readonly ColumnVector[] _columns;
    private Native.Result _result;
    private nint _chunk;
    private nint _size;
    private nint _row = -1;
    private bool _closed;
    private bool _begun;

    internal unsafe DuckDbDataReader(Native.Result result)
    {
        _result = result;
        var count = (int)Native.ColumnCount(ref _result);
        _names = new string[count];
        _columns = new ColumnVector[count];
        for (var i = 0; i < count; i++)
        {
            _names[i] = Marshal.PtrToStringUTF8((nint)Native.ColumnName(ref _result, i)) ?? "";
            _columns[i] = new ColumnVector(ref _result, i);
        }
        HasRows = Next();
    }

    /// <inheritdoc/>
    public override int Depth => 0;

    /// <inheritdoc/>
    public override int FieldCount => _names.Length;

    /// <inheritdoc/>
    public override bool HasRows { get; }

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override int RecordsAffected => -1;

    /// <inheritdoc/>
    public override object this[int ordinal] => GetValue(ordinal);

    /// <inheritdoc/>
    public override object this[string name] => GetValue(GetOrdinal(name));

    /// <inheritdoc/>
    public override bool Read()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        _begun = true;
        if (_chunk != 0 && ++_row < _size)
            return true;
        if (_chunk == 0 || !Next())
            return false;
        _row = 0;
        return true;
    }

    /// <summary>A command has one result.</summary>
    public override bool NextResult() => false;

    /// <inheritdoc/>
    public override void Close()
    {
        if (_closed)
            return;
        _closed = true;
        Native.DestroyChunk(ref _chunk);
        Native.DestroyResult(ref _result);
    }

    /// <inheritdoc/>
    public override bool IsDBNull(int ordinal) => _columns[ordinal].IsNull(Row);

    /// <inheritdoc/>
    public override object GetValue(int ordinal) => _columns[ordinal].Value(Row) ?? DBNull.Value;

    /// <inheritdoc/>
    public override int GetValues(object[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var count = Math.Min(values.Length, FieldCount);
        for (var i = 0; i < count; i++)
            values[i] = GetValue(i);
        return count;
    }

    /// <inheritdoc/>
    public override string GetName(int ordinal) => _names[ordinal];

    /// <inheritdoc/>
    public override int GetOrdinal(string name)
    {
        var at = Array.FindIndex(_names, each => string.Equals(each, name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new ArgumentOutOfRangeException(nameof(name), $"There is no column {name}.");
    }

    /// <inheritdoc/>
    public override string GetDataTypeName(int ordinal) => GetFieldType(ordinal).Name;

    /// <inheritdoc/>
    public override Type GetFieldType(int ordinal) => _columns[ordinal].Type;

    /// <inheritdoc/>
    public override T GetFieldValue<T>(int ordinal) => typeof(T) == typeof(DateTime) ? (T)(object)GetDateTime(ordinal)
        : (T)GetValue(ordinal);

    /// <inheritdoc/>
    public override bool GetBoolean(int ordinal) => (bool)GetValue(ordinal);

    /// <inheritdoc/>
    public override byte GetByte(int ordinal) => checked((byte)GetInt64(ordinal));

    /// <inheritdoc/>
    public override short GetInt16(int ordinal) => checked((short)GetInt64(ordinal));

    /// <inheritdoc/>
    public override int GetInt32(int ordinal) => checked((int)GetInt64(ordinal));

    /// <inheritdoc/>
    public override long GetInt64(int ordinal) => GetValue(ordinal) switch
    {
        long value => value,
        int value => value,
        decimal value when value == decimal.Truncate(value) => (long)value,
        var other => throw new InvalidCastException($"Column {_names[ordinal]} holds {other.GetType().Name}, not a whole number."),
    };

    /// <inheritdoc/>
    public override double GetDouble(int ordinal) => (double)GetValue(ordinal);

    /// <inheritdoc/>
    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    /// <inheritdoc/>
    public override decimal GetDecimal(int ordinal) => GetValue(ordinal) switch
    {
        decimal value => value,
        long value => value,
        int value => value,
        var other => throw new InvalidCastException($"Column {_names[ordinal]} holds {other.GetType().Name}, not an exact number."),
    };

    /// <inheritdoc/>
    public override string GetString(int ordinal) => (string)GetValue(ordinal);

    /// <inheritdoc/>
    public override DateTime GetDateTime(int ordinal) => GetValue(ordinal) is DateOnly day ? day.ToDateTime(TimeOnly.MinValue)
        : (DateTime)GetValue(ordinal);

    /// <inheritdoc/>
    public override char GetChar(int ordinal) => GetString(ordinal) is { Length: 1 } text ? text[0]
        : throw new InvalidCastException("Not one character.");

    /// <inheritdoc/>
    public override Guid GetGuid(int ordinal) => Guid.Parse(GetString(ordinal));

    /// <summary>The store holds no bytes.</summary>
    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) =>
        throw new InvalidCastException($"Column {_names[ordinal]} holds no bytes.");

    /// <inheritdoc/>
    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length)
    {
        var text = GetString(ordinal).AsSpan((int)dataOffset);
        if (buffer is null)
            return text.Length;
        text = text[..Math.Min(length, text.Length)];
        text.CopyTo(buffer.AsSpan(bufferOffset));
        return text.Length;
    }

    /// <inheritdoc/>
    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }

    private nint Row => _begun && _chunk != 0 && _row >= 0 && _row < _size ? _row
        : throw new InvalidOperationException("There is no row here: call Read first.");

    /// <summary>Goes on to the next chunk that has rows. The end and an error look alike, so the error is asked for.</summary>
    private unsafe bool Next()
    {
        do
        {
            Native.DestroyChunk(ref _chunk);
            _chunk = Native.FetchChunk(_result);
            if (_chunk == 0)
            {
                var error = Marshal.PtrToStringUTF8((nint)Native.ResultError(ref _result));
                return string.IsNullOrEmpty(error) ? false : throw EngineException.Of(error);
            }
            _size = Native.ChunkSize(_chunk);
        }
        while (_size == 0);
        _row = -1;
        foreach (var column in _columns)
            column.Point(_chunk);
        return true;
    }
}
