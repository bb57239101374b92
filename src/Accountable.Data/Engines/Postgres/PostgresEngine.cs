using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace Accountable.Data.Engines.Postgres;

/// <summary>PostgreSQL through Npgsql. Parameters written <c>$name</c> are numbered on the way.</summary>
public sealed class PostgresEngine : IEngine
{
    private readonly string _connectionString;
    private readonly NpgsqlConnection _connection;
    private NpgsqlCommand? _running;

    /// <summary>Connects.</summary>
    /// <param name="connectionString">As Npgsql takes it.</param>
    public PostgresEngine(string connectionString)
    {
        _connectionString = connectionString;
        _connection = new NpgsqlConnection(connectionString);
        _connection.Open();
    }

    /// <inheritdoc/>
    public string Version => $"PostgreSQL {_connection.ServerVersion}";

    /// <inheritdoc/>
    public bool IsShared => true;

    /// <inheritdoc/>
    public long Execute(string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public DbDataReader Query(string sql, params IReadOnlyList<(string Name, object? Value)> parameters)
    {
#pragma warning disable CA2000 // The reader reads from the command; the connection owns both.
        return Command(sql, parameters).ExecuteReader();
#pragma warning restore CA2000
    }

    /// <inheritdoc/>
    public DbDataReader Stream(string sql, params IReadOnlyList<(string Name, object? Value)> parameters) => Query(sql, parameters);

    /// <inheritdoc/>
    public IRowAppender Append(string schema, string table) => new Appender(_connection, schema, table);

    /// <summary>Adds all rows of a reader to a table, by binary copy; inside the transaction that is open, if one is.</summary>
    /// <returns>The rows.</returns>
    public long Copy(string schema, string table, DbDataReader rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var appender = new Appender(_connection, schema, table);
        var cells = new object?[rows.FieldCount];
        var count = 0L;
        while (rows.Read())
        {
            for (var i = 0; i < cells.Length; i++)
                cells[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            appender.Add(cells);
            count++;
        }
        appender.Complete();
        return count;
    }

    /// <inheritdoc/>
    public void Interrupt()
    {
        if (_running is not { } running || _connection.FullState == System.Data.ConnectionState.Closed)
            return;
        running.Cancel();

        // The driver asks once for each statement, and what it asks before the statement has reached the server is lost.
        using var other = new NpgsqlConnection(_connectionString);
        other.Open();
        using var cancel = new NpgsqlCommand("select pg_cancel_backend($1)", other);
        cancel.Parameters.Add(new NpgsqlParameter { Value = _connection.ProcessID });
        cancel.ExecuteNonQuery();
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private NpgsqlCommand Command(string sql, IReadOnlyList<(string Name, object? Value)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var (text, order) = NamedParameters.Number(sql);
        var command = new NpgsqlCommand(text, _connection) { CommandTimeout = 0 };
        foreach (var name in order)
        {
            var given = parameters.Where(parameter => string.Equals(parameter.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
            if (given.Count == 0)
                throw new EngineException($"The statement's parameter ${name} has no value.");
            command.Parameters.Add(new NpgsqlParameter { Value = given[0].Value ?? DBNull.Value });
        }
        return _running = command;
    }

    private sealed class Appender : IRowAppender
    {
        private readonly NpgsqlBinaryImporter _importer;
        private readonly string[] _types;

        public Appender(NpgsqlConnection connection, string schema, string table)
        {
            var name = $"{Quoted(schema)}.{Quoted(table)}";
            // Binary copy does not convert: each cell is written in its column's own type.
            using (var shape = new NpgsqlCommand($"select * from {name} limit 0", connection))
            using (var reader = shape.ExecuteReader())
                _types = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetDataTypeName)];
            _importer = connection.BeginBinaryImport($"copy {name} from stdin (format binary)");
        }

        public void Add(params ReadOnlySpan<object?> cells)
        {
            _importer.StartRow();
            for (var i = 0; i < cells.Length; i++)
            {
                var type = _types[i].Split('(')[0];
                switch (cells[i])
                {
                    case null:
                        _importer.WriteNull();
                        break;
                    case int or long when type == "bigint":
                        _importer.Write(Convert.ToInt64(cells[i]), NpgsqlDbType.Bigint);
                        break;
                    case int or long when type == "integer":
                        _importer.Write(Convert.ToInt32(cells[i]), NpgsqlDbType.Integer);
                        break;
                    case int or long when type == "smallint":
                        _importer.Write(Convert.ToInt16(cells[i]), NpgsqlDbType.Smallint);
                        break;
                    case int or long or decimal when type == "numeric":
                        _importer.Write(Convert.ToDecimal(cells[i]), NpgsqlDbType.Numeric);
                        break;
                    case var cell:
                        _importer.Write(cell);
                        break;
                }
            }
        }

        public void Complete() => _importer.Complete();

        public void Dispose() => _importer.Dispose();

        private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
