using Accountable.Data;
using Microsoft.Data.Sqlite;

namespace Accountable.Server.State;

/// <summary>The one SQLite file of what the server itself keeps. Its folder is for its owner alone.</summary>
internal sealed class StateFile
{
    /// <summary>The layout that this program writes; a newer one is refused.</summary>
    public const int Layout = 1;

    private const string Tables = """
        create table if not exists grants(user_id text not null, entity text not null, person_level integer not null,
            primary key (user_id, entity)) without rowid;
        create table if not exists api_keys(id text primary key, user_id text not null, name text not null, hash blob not null,
            role integer not null, scopes text not null, entities text not null, created text not null, expires text not null,
            revoked text) without rowid;
        create table if not exists sessions(hash blob primary key, user_id text not null,
            expires text not null) without rowid;
        create table if not exists keyring(id text primary key, xml text not null) without rowid;
        create table if not exists jobs(id text primary key, kind text not null, entities text not null, user_id text not null,
            title text not null, state text not null, request text not null, created text not null, started text, finished text,
            report text, error text, error_id text) without rowid;
        create index if not exists jobs_by_kind on jobs(kind, created);
        create table if not exists results(job_id text not null, ordinal integer not null, name text not null, label text not null,
            person_level integer not null, columns text not null, rows integer not null, content blob not null,
            primary key (job_id, name));
        create table if not exists derivations(job_id text not null, ordinal integer not null, name text not null, label text not null,
            unit text not null, value text not null, content blob not null, primary key (job_id, name));
        create table if not exists audit(seq integer primary key, at text not null, actor text not null, action text not null,
            entity text not null, detail text not null, address text not null, previous text not null, hash text not null);
        create trigger if not exists audit_is_not_changed before update on audit
            begin select raise(abort, 'the audit log is append-only'); end;
        create trigger if not exists audit_is_not_deleted before delete on audit
            begin select raise(abort, 'the audit log is append-only'); end;
        create table if not exists run_settings(id text primary key, kind text not null, entity text not null, year integer,
            name text not null, value text, content blob, sha256 text not null, files text not null, findings text not null,
            user_id text not null, created text not null, withdrawn text);
        create table if not exists audit_head(one integer primary key check (one = 1), seq integer not null, hash text not null);
        """;

    private readonly string _connection;

    /// <summary>Opens the file of a folder, and makes it when it is not there.</summary>
    /// <exception cref="FileRefusedException">A newer program wrote it.</exception>
    public StateFile(string folder)
    {
        Folder = Path.GetFullPath(folder);
        Durable(Folder);
        Durable(UploadFolder);
        Durable(ReportFolder);
        FilePath = FileIn(Folder);
        if (!File.Exists(FilePath) && !OperatingSystem.IsWindows())
            new FileStream(FilePath, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        _connection = new SqliteConnectionStringBuilder { DataSource = FilePath, DefaultTimeout = 30 }.ToString();
        using var connection = Open();
        var layout = Convert.ToInt32(connection.Scalar("pragma user_version"));
        if (layout > Layout)
            throw new FileRefusedException(new Finding(Severity.FileRefused, FilePath, 0, "",
                $"the server's state has layout {layout}, this program reads {Layout}", "Use the program that wrote it"), isUsage: true);
        IsNew = layout == 0;
        connection.Run("pragma journal_mode = wal");
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The file.</summary>
    public string FilePath { get; }

    /// <summary>Whether the file was made just now.</summary>
    public bool IsNew { get; }

    /// <summary>Where uploads wait to be read.</summary>
    public string UploadFolder => Path.Combine(Folder, "uploads");

    /// <summary>Where the details of internal errors go.</summary>
    public string ReportFolder => Path.Combine(Folder, "reports");

    /// <summary>How to connect to the file.</summary>
    public string ConnectionString => _connection;

    /// <summary>The file of a folder.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "accountable.db");

    /// <summary>Makes the tables; those of the accounts are there already.</summary>
    public void MakeTables()
    {
        using var connection = Open();
        connection.Run(Tables);
        connection.Run($"pragma user_version = {Layout}");
    }

    /// <summary>Deletes uploads that a server which ended left behind.</summary>
    public void ForgetUploads()
    {
        foreach (var upload in Directory.EnumerateDirectories(UploadFolder))
            Directory.Delete(upload, recursive: true);
    }

    /// <summary>A connection; dispose it.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connection);
        connection.Open();
        connection.Run("pragma foreign_keys = on; pragma synchronous = full");
        return connection;
    }

    private static void Durable(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

/// <summary>SQL in a line, with every value bound.</summary>
internal static class Sql
{
    /// <summary>Runs a statement and says how many rows it changed.</summary>
    public static int Run(this SqliteConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>The first cell of the first row; null when there is none.</summary>
    public static object? Scalar(this SqliteConnection connection, string sql, params IReadOnlyList<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar() is var cell and not DBNull ? cell : null;
    }

    /// <summary>Every row of a query.</summary>
    public static List<T> Rows<T>(this SqliteConnection connection, string sql, Func<SqliteDataReader, T> row,
        params IReadOnlyList<(string Name, object? Value)> values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    /// <summary>A text that may be null.</summary>
    public static string? Text(this SqliteDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);

    /// <summary>A moment that may be null.</summary>
    public static DateTimeOffset? Moment(this SqliteDataReader reader, int at) =>
        reader.IsDBNull(at) ? null : DateTimeOffset.Parse(reader.GetString(at));

    /// <summary>A moment as it is kept: UTC, in an order that is that of time.</summary>
    public static string Kept(this DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ");

    private static SqliteCommand Command(SqliteConnection connection, string sql, IReadOnlyList<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue("$" + name, value ?? DBNull.Value);
        return command;
    }
}
