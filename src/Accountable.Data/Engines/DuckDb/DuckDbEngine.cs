using System.Data.Common;
using System.Runtime.InteropServices;

namespace Accountable.Data.Engines.DuckDb;

/// <summary>The embedded engine, in this process.</summary>
public sealed class DuckDbEngine : IEngine
{
    /// <summary>Opens a database: a file, or memory when no file is named.</summary>
    /// <param name="path">The file; null or empty for memory.</param>
    /// <param name="settings">The engine's own settings, such as <c>threads</c> or <c>memory_limit</c>.</param>
    public DuckDbEngine(string? path = null, params IReadOnlyList<(string Name, string Value)> settings)
    {
        Connection = new DuckDbConnection(path ?? "", settings);
        Connection.Open();
    }

    /// <summary>The connection, in the shape of System.Data.Common.</summary>
    public DuckDbConnection Connection { get; }

    /// <inheritdoc/>
    public unsafe string Version => $"DuckDB {Marshal.PtrToStringUTF8((nint)Native.LibraryVersion())}";

    /// <inheritdoc/>
    public bool IsShared => false;

    /// <inheritdoc/>
    public long Execute(string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public DbDataReader Query(string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteReader();
    }

    /// <inheritdoc/>
    public DbDataReader Stream(string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteStream();
    }

    /// <inheritdoc/>
    public IRowAppender Append(string schema, string table) => new DuckDbAppender(Connection, schema, table);

    /// <inheritdoc/>
    public void Interrupt() => Connection.Interrupt();

    /// <inheritdoc/>
    public void Dispose() => Connection.Dispose();

    private DuckDbCommand Command(string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var command = (DuckDbCommand)Connection.CreateCommand();
#pragma warning disable CA2100 // The text is the program's own; values arrive as parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.Add(new DuckDbParameter { ParameterName = name, Value = value });
        return command;
    }
}
