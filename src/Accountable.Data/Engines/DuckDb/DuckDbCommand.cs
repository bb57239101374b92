using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>One or more statements with parameters <c>$name</c>. Each is prepared and its parameters are bound; the result is that of
/// the last.</summary>
public sealed class DuckDbCommand : DbCommand
{
    private const int GreatestDecimalWidth = 38;

    private readonly DuckDbParameterCollection _parameters = new();
    private DuckDbConnection? _connection;

    internal DuckDbCommand(DuckDbConnection connection) => _connection = connection;

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText { get => field ?? ""; set; }

    /// <summary>The engine has no time limit of its own: interrupt the connection.</summary>
    public override int CommandTimeout { get; set; }

    /// <inheritdoc/>
    public override CommandType CommandType { get; set; } = CommandType.Text;

    /// <inheritdoc/>
    public override bool DesignTimeVisible { get; set; }

    /// <inheritdoc/>
    public override UpdateRowSource UpdatedRowSource { get; set; }

    /// <inheritdoc/>
    protected override DbConnection? DbConnection { get => _connection; set => _connection = (DuckDbConnection?)value; }

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => _parameters;

    /// <inheritdoc/>
    protected override DbTransaction? DbTransaction { get; set; }

    private DuckDbConnection Open => _connection ?? throw new InvalidOperationException("The command has no connection.");

    /// <inheritdoc/>
    public override void Cancel() => _connection?.Interrupt();

    /// <summary>Nothing to do: each run prepares its statements.</summary>
    public override void Prepare()
    {
    }

    /// <inheritdoc/>
    public override int ExecuteNonQuery()
    {
        var result = Run();
        var changed = Native.RowsChanged(ref result);
        Native.DestroyResult(ref result);
        return checked((int)changed);
    }

    /// <inheritdoc/>
    public override object? ExecuteScalar()
    {
        using var reader = ExecuteDbDataReader(CommandBehavior.Default);
        return reader.Read() ? reader.GetValue(0) : null;
    }

    /// <inheritdoc/>
    protected override DbParameter CreateDbParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => new DuckDbDataReader(Run());

    /// <summary>The result of the last statement, made as it is read.</summary>
    internal DuckDbDataReader ExecuteStream() => new(Run(stream: true));

    private unsafe Native.Result Run(bool stream = false)
    {
        var handle = Open.Handle;
        var count = Native.ExtractStatements(handle, CommandText, out var statements);
        try
        {
            if (count == 0)
                throw new EngineException(Marshal.PtrToStringUTF8((nint)Native.ExtractError(statements)) ?? "The SQL holds no statement.");
            for (nint i = 0; i < count - 1; i++)
            {
                var passed = RunOne(handle, statements, i);
                Native.DestroyResult(ref passed);
            }
            return RunOne(handle, statements, count - 1, stream);
        }
        finally
        {
            Native.DestroyExtracted(ref statements);
        }
    }

    private unsafe Native.Result RunOne(nint handle, nint statements, nint index, bool stream = false)
    {
        nint prepared = 0;
        try
        {
            if (Native.PrepareExtracted(handle, statements, index, out prepared) != Native.Success)
                throw new EngineException(Marshal.PtrToStringUTF8((nint)Native.PrepareError(prepared))
                    ?? "The statement cannot be prepared.");
            var count = Native.ParameterCount(prepared);
            for (nint i = 1; i <= count; i++)
                Bind(prepared, i);
            if ((stream ? Native.StreamPrepared(prepared, out var result) : Native.ExecutePrepared(prepared, out result)) == Native.Success)
                return result;
            var message = Marshal.PtrToStringUTF8((nint)Native.ResultError(ref result)) ?? "The statement failed.";
            Native.DestroyResult(ref result);
            throw EngineException.Of(message);
        }
        finally
        {
            Native.DestroyPrepare(ref prepared);
        }
    }

    private unsafe void Bind(nint prepared, nint index)
    {
        var text = Native.ParameterName(prepared, index);
        var name = Marshal.PtrToStringUTF8((nint)text)!;
        Native.Free(text);
        var at = _parameters.IndexOf(name);
        if (at < 0)
            throw new EngineException($"The statement's parameter ${name} has no value.");
        var state = _parameters[at].Value switch
        {
            null or DBNull => Native.BindNull(prepared, index),
            bool value => Native.BindBoolean(prepared, index, value),
            int value => Native.BindInt32(prepared, index, value),
            long value => Native.BindInt64(prepared, index, value),
            double value => Native.BindDouble(prepared, index, value),
            decimal value => Native.BindDecimal(prepared, index, Decimal(value)),
            DateOnly value => Native.BindDate(prepared, index, value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
            string value => BindText(prepared, index, value),
            var other => throw new EngineException($"The parameter ${name} cannot be a {other.GetType().Name}."),
        };
        if (state != Native.Success)
            throw new EngineException($"The parameter ${name} cannot be bound.");
    }

    private static unsafe int BindText(nint prepared, nint index, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
            return Native.BindText(prepared, index, start, bytes.Length);
    }

    /// <summary>The digits of a decimal as a 128-bit whole number with its scale.</summary>
    private static Native.DecimalValue Decimal(decimal value)
    {
        var bits = decimal.GetBits(value);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var whole = value < 0 ? -(Int128)magnitude : (Int128)magnitude;
        return new Native.DecimalValue
        {
            Width = GreatestDecimalWidth, Scale = value.Scale, Low = (ulong)whole,
            High = (long)(whole >> 64)
        };
    }
}
