using System.Data.Common;

namespace Accountable.Data.Engines;

/// <summary>A database that runs the text in <c>sql/</c>. One connection; not for several threads at once, <see cref="Interrupt"/>
/// excepted.</summary>
public interface IEngine : IDisposable
{
    /// <summary>Its name and version, as it says them.</summary>
    string Version { get; }

    /// <summary>Whether others see the tables that are made in it.</summary>
    bool IsShared { get; }

    /// <summary>Runs one or more statements and gives the rows that the last changed; -1 where that is not counted.</summary>
    /// <param name="sql">SQL with parameters written <c>$name</c>.</param>
    /// <param name="parameters">Each parameter by its name without the dollar.</param>
    /// <exception cref="DbException">The engine refuses it.</exception>
    long Execute(string sql, params IReadOnlyList<(string Name, object? Value)> parameters);

    /// <summary>Runs a query. The rows are read as they are asked for; dispose the reader.</summary>
    /// <exception cref="DbException">The engine refuses it.</exception>
    DbDataReader Query(string sql, params IReadOnlyList<(string Name, object? Value)> parameters);

    /// <summary>Runs a query with a great many rows, which need not all be held at once. No other statement may run until the reader is
    /// disposed, and an error may come with any row.</summary>
    /// <exception cref="DbException">The engine refuses it.</exception>
    DbDataReader Stream(string sql, params IReadOnlyList<(string Name, object? Value)> parameters);

    /// <summary>Starts to add rows to a table in bulk. Nothing is kept until <see cref="IRowAppender.Complete"/>.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="table">The table's name.</param>
    IRowAppender Append(string schema, string table);

    /// <summary>Stops the running statement from another thread; it then fails with an <see cref="OperationCanceledException"/>.</summary>
    void Interrupt();
}

/// <summary>Adds rows in bulk. Cells are null, bool, int, long, decimal, double, string or DateOnly, one a column in the table's
/// order.</summary>
public interface IRowAppender : IDisposable
{
    /// <summary>Adds a row.</summary>
    void Add(params ReadOnlySpan<object?> cells);

    /// <summary>Keeps the rows.</summary>
    void Complete();
}
