using System.Diagnostics;
using Accountable.Data.Engines.Postgres;

namespace Accountable.Data.Tests;

/// <summary>A PostgreSQL of the tests' own: made in a temporary folder, reached by a socket in it, gone with it.</summary>
public sealed class Postgres : IDisposable
{
    private static readonly Lazy<Postgres> Started = new(() => new Postgres());
    private readonly string _folder;

    private Postgres()
    {
        _folder = Path.Combine(Path.GetTempPath(), $"accountable-pg-{Environment.ProcessId}");
        Bin = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal)
            .Select(version => Path.Combine(version, "bin")).LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb"))) : null;
        if (Bin is null)
        {
            Reason = "skipped: no PostgreSQL is installed (eng/setup.sh installs it where it may)";
            return;
        }
        Directory.CreateDirectory(_folder);
        if (Environment.UserName == "root")
            Run("chown", "postgres", _folder);
        var data = Path.Combine(_folder, "data");
        Reason = AsServer("initdb", "-D", data, "--auth=trust", "--username=accountable", "--encoding=UTF8", "--locale=C", "--no-sync")
            ?? AsServer("pg_ctl", "-D", data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
                $"-k {_folder} -c listen_addresses= -c fsync=off", "start");
        if (Reason is null)
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>Why there is no server; null when there is one.</summary>
    public string? Reason { get; }

    private string? Bin { get; }

    /// <summary>A connection to a database of its own, or null with the reason printed.</summary>
    public static PostgresEngine? Connect(Action<string> say) => Database(say) is { } name ? new PostgresEngine(Started.Value.To(name)) : null;

    /// <summary>The address of an empty database as a store takes it, or null with the reason printed.</summary>
    public static string? Store(Action<string> say) =>
        Database(say) is { } name ? $"postgres://accountable@/{name}?host={Uri.EscapeDataString(Started.Value._folder)}" : null;

    private static string? Database(Action<string> say)
    {
        var server = Started.Value;
        if (server.Reason is not null)
        {
            say(server.Reason);
            return null;
        }
        var name = $"t{Guid.NewGuid():N}";
        using (var admin = new PostgresEngine(server.To("postgres")))
            admin.Execute($"create database {name} template template0 lc_collate 'C' lc_ctype 'C'");
        return name;
    }

    public void Dispose()
    {
        if (!Directory.Exists(_folder))
            return;
        AsServer("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private string To(string database) => $"Host={_folder};Username=accountable;Database={database};Pooling=false";

    /// <summary>PostgreSQL refuses to run as root, so root hands over to the package's own user. Null when it went well.</summary>
    private string? AsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(Bin!, program);
        return Environment.UserName == "root" ? Run("runuser", ["-u", "postgres", "--", path, .. arguments]) : Run(path, arguments);
    }

    private string? Run(string program, params string[] arguments)
    {
        // The server inherits what its starter has open, so nothing is piped.
        var start = new ProcessStartInfo("sh",
            ["-c", "exec \"$0\" \"$@\" >\"$OUT\" 2>&1 </dev/null", program, .. arguments])
        { WorkingDirectory = _folder };
        start.Environment["OUT"] = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(_folder)}.out");
        using var process = Process.Start(start)!;
        process.WaitForExit();
        var said = File.ReadAllText(start.Environment["OUT"]!);
        File.Delete(start.Environment["OUT"]!);
        return process.ExitCode == 0 ? null : $"skipped: PostgreSQL does not start: {program}: {said.Trim()}";
    }
}
