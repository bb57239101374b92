using Accountable.Data;
using Accountable.Server.State;
using Microsoft.Data.Sqlite;

namespace Accountable.Server.Operations;

/// <summary>Copies of the server's own state: one file, taken while the server works.</summary>
public static class Backup
{
    /// <summary>Copies the state into a file that is not there yet.</summary>
    /// <param name="folder">The folder of the state.</param>
    /// <param name="target">The file to write; only its owner may read it.</param>
    /// <returns>The head of the audit log that the copy holds.</returns>
    /// <exception cref="FileRefusedException">There is no state, or the file is there.</exception>
    public static string Take(string folder, string target)
    {
        var file = StateFile.FileIn(folder);
        if (!File.Exists(file))
            throw Refused(folder, "there is no server's state here", "Name the folder that 'accountable serve' uses (--state)");
        if (File.Exists(target))
            throw Refused(target, "the file is there already", "Name a new file");
        Make(target);
        Copy(file, target);
        return new AuditLog(new StateFile(folder), TimeProvider.System).Verify().Head;
    }

    /// <summary>Puts a copy in the place of the state. The server must not run.</summary>
    /// <param name="source">The copy.</param>
    /// <param name="folder">The folder of the state; what is there is kept beside it.</param>
    /// <returns>Where the earlier state was put; null when there was none.</returns>
    /// <exception cref="FileRefusedException">It is no copy of a server's state, or a server runs.</exception>
    public static string? Restore(string source, string folder)
    {
        if (!File.Exists(source) || !IsState(source))
            throw Refused(source, "this is no copy of a server's state", "Name a file of 'accountable backup'");
        Directory.CreateDirectory(folder);
        var file = StateFile.FileIn(folder);
        using var turn = ServerLock.Take(folder);
        string? earlier = null;
        if (File.Exists(file))
        {
            earlier = $"{file}.{DateTime.UtcNow:yyyyMMddTHHmmss}";
            // What waits in the write-ahead log belongs to the file.
            using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                connection.Open();
                connection.Run("pragma wal_checkpoint(truncate)");
            }
            File.Move(file, earlier);
            File.Delete($"{file}-wal");
            File.Delete($"{file}-shm");
        }
        var staged = $"{file}.restored";
        Make(staged);
        Copy(source, staged);
        File.Move(staged, file, overwrite: true);
        return earlier;
    }

    /// <summary>Works out the hash of every entry of the audit log again.</summary>
    /// <param name="folder">The folder of the state.</param>
    /// <param name="head">A head that was kept elsewhere; null for none.</param>
    /// <returns>Whether it holds, and what was found in words, with the head.</returns>
    /// <exception cref="FileRefusedException">There is no state.</exception>
    public static (bool Holds, string What) VerifyAudit(string folder, string? head)
    {
        if (!File.Exists(StateFile.FileIn(folder)))
            throw Refused(folder, "there is no server's state here", "Name the folder that 'accountable serve' uses (--state)");
        var found = new AuditLog(new StateFile(folder), TimeProvider.System).Verify(head);
        return (found.Holds, $"{found.What}; head {found.Head}");
    }

    private static void Copy(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from};Mode=ReadWrite;Pooling=False");
        using var target = new SqliteConnection($"Data Source={to};Pooling=False");
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private static bool IsState(string file)
    {
        try
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            connection.Open();
            return Convert.ToInt32(connection.Scalar("pragma user_version")) == StateFile.Layout
                && connection.Scalar("pragma integrity_check") as string == "ok"
                && Convert.ToInt32(connection.Scalar("select count(*) from sqlite_master where name in ('audit', 'jobs')")) == 2;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>An empty file for its owner alone.</summary>
    private static void Make(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(file, options).Dispose();
    }

    private static FileRefusedException Refused(string path, string what, string todo) =>
        new(new Finding(Severity.FileRefused, path, 0, "", what, todo), isUsage: true);
}
