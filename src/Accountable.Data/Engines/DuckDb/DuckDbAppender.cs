using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>Adds rows to a table of the embedded engine; inside a transaction, so that an abandoned appender leaves nothing.</summary>
internal sealed unsafe class DuckDbAppender : IRowAppender
{
    private readonly DuckDbTransaction _transaction;
    private nint _appender;

    public DuckDbAppender(DuckDbConnection connection, string schema, string table)
    {
        _transaction = (DuckDbTransaction)connection.BeginTransaction();
        if (NativeScan.CreateAppender(connection.Handle, schema, table, out _appender) == Native.Success)
            return;
        var message = Error();
        Dispose();
        throw new EngineException(message);
    }

    public void Add(params ReadOnlySpan<object?> cells)
    {
        foreach (var cell in cells)
            Check(Cell(cell));
        Check(NativeScan.EndRow(_appender));
    }

    public void Complete()
    {
        Check(NativeScan.CloseAppender(_appender));
        _transaction.Commit();
    }

    public void Dispose()
    {
        if (_appender != 0)
            _ = NativeScan.DestroyAppender(ref _appender);
        _appender = 0;
        _transaction.Dispose();
    }

    private int Cell(object? cell) => cell switch
    {
        null => NativeScan.AppendNull(_appender),
        bool value => NativeScan.AppendBoolean(_appender, value),
        int value => NativeScan.AppendInt64(_appender, value),
        long value => NativeScan.AppendInt64(_appender, value),
        double value => NativeScan.AppendDouble(_appender, value),
        // The engine casts text to the column's own decimal exactly.
        decimal value => Text(value.ToString(CultureInfo.InvariantCulture)),
        DateOnly value => NativeScan.AppendDate(_appender, value.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        string value => Text(value),
        _ => throw new EngineException($"A cell cannot be a {cell.GetType().Name}."),
    };

    private int Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* start = bytes)
            return NativeScan.AppendText(_appender, start, bytes.Length);
    }

    private void Check(int state)
    {
        if (state != Native.Success)
            throw new EngineException(Error());
    }

    private string Error() => Marshal.PtrToStringUTF8((nint)NativeScan.AppenderError(_appender)) ?? "The rows cannot be added.";
}
