using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>A connection to the embedded engine, with its database. The connection string is the path of the file; empty for
/// memory.</summary>
public sealed class DuckDbConnection : DbConnection
{
    private readonly IReadOnlyList<(string Name, string Value)> _settings;
    private readonly Lock _gate = new();
    private nint _database;
    private nint _connection;

    /// <summary>A connection that is not open yet.</summary>
    public DuckDbConnection(string path, params IReadOnlyList<(string Name, string Value)> settings)
    {
        ConnectionString = path;
        _settings = settings;
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string ConnectionString { get => field; set => field = value ?? ""; }

    /// <inheritdoc/>
    public override string Database => "memory";

    /// <inheritdoc/>
    public override string DataSource => ConnectionString;

    /// <inheritdoc/>
    public override unsafe string ServerVersion => Marshal.PtrToStringUTF8((nint)Native.LibraryVersion()) ?? "";

    /// <inheritdoc/>
    public override ConnectionState State => _connection == 0 ? ConnectionState.Closed : ConnectionState.Open;

    internal nint Handle => _connection != 0 ? _connection : throw new InvalidOperationException("The connection is not open.");

    /// <inheritdoc/>
    public override unsafe void Open()
    {
        if (_connection != 0)
            throw new InvalidOperationException("The connection is open already.");
        nint config = 0;
        try
        {
            if (Native.CreateConfig(out config) != Native.Success)
                throw new EngineException("The engine gives no configuration.");
            foreach (var (name, value) in _settings)
            {
                if (Native.SetConfig(config, name, value) != Native.Success)
                    throw new EngineException($"The engine knows no setting {name} = {value}.");
            }
            if (Native.Open(ConnectionString.Length == 0 ? ":memory:" : ConnectionString, out _database, config,
                out var error) != Native.Success)
            {
                var message = Marshal.PtrToStringUTF8((nint)error) ?? "The database cannot be opened.";
                Native.Free(error);
                throw new EngineException(message);
            }
        }
        finally
        {
            Native.DestroyConfig(ref config);
        }
        if (Native.Connect(_database, out _connection) == Native.Success)
            return;
        Close();
        throw new EngineException("The database gives no connection.");
    }

    /// <inheritdoc/>
    public override void Close()
    {
        lock (_gate)
        {
            if (_connection != 0)
                Native.Disconnect(ref _connection);
            if (_database != 0)
                Native.Close(ref _database);
            _connection = _database = 0;
        }
    }

    /// <summary>Stops the running statement; from any thread. Nothing happens when none runs.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            if (_connection != 0)
                Native.Interrupt(_connection);
        }
    }

    /// <summary>A file holds one database: there is no other to change to.</summary>
    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A file holds one database.");

    /// <inheritdoc/>
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => new DuckDbTransaction(this);

    /// <inheritdoc/>
    protected override DbCommand CreateDbCommand() => new DuckDbCommand(this);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }
}

/// <summary>A transaction; taken back when it is disposed without a commit.</summary>
public sealed class DuckDbTransaction : DbTransaction
{
    private readonly DuckDbConnection _connection;
    private bool _open;

    internal DuckDbTransaction(DuckDbConnection connection)
    {
        _connection = connection;
        Run("begin transaction");
        _open = true;
    }

    /// <summary>The engine isolates by snapshot.</summary>
    public override IsolationLevel IsolationLevel => IsolationLevel.Snapshot;

    /// <inheritdoc/>
    protected override DbConnection DbConnection => _connection;

    /// <inheritdoc/>
    public override void Commit() => End("commit");

    /// <inheritdoc/>
    public override void Rollback() => End("rollback");

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _open && _connection.State == ConnectionState.Open)
            Rollback();
        base.Dispose(disposing);
    }

    private void End(string word)
    {
        if (!_open)
            throw new InvalidOperationException("The transaction has ended.");
        _open = false;
        Run(word);
    }

    private void Run(string word)
    {
        using var command = new DuckDbCommand(_connection) { CommandText = word };
        command.ExecuteNonQuery();
    }
}
