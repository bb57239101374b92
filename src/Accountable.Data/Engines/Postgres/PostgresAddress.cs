using Npgsql;

namespace Accountable.Data.Engines.Postgres;

/// <summary>Where a PostgreSQL database is.</summary>
/// <param name="Shown">The address without its password, for messages.</param>
/// <param name="ConnectionString">As Npgsql takes it.</param>
public sealed record PostgresAddress(string Shown, string ConnectionString)
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Reads <c>postgres://user:password@host:port/database?setting=value</c>; null for anything else, such as a folder. A host
    /// may be left out and given as a setting, which is how a socket's folder is named. The password is better left to PGPASSWORD or
    /// a password file.</summary>
    /// <exception cref="FileRefusedException">It begins like an address and is none.</exception>
    public static PostgresAddress? Parse(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        if (Schemes.FirstOrDefault(scheme => location.StartsWith(scheme, StringComparison.Ordinal)) is not { } scheme)
            return null;
        try
        {
            var rest = location[scheme.Length..].Split('?', 2);
            var slash = rest[0].IndexOf('/', StringComparison.Ordinal);
            var (place, database) = slash < 0 ? (rest[0], "") : (rest[0][..slash], rest[0][(slash + 1)..]);
            var at = place.LastIndexOf('@');
            var user = at < 0 ? [] : place[..at].Split(':', 2);
            var host = place[(at + 1)..].Split(':', 2);
            var builder = new NpgsqlConnectionStringBuilder { Pooling = false, IncludeErrorDetail = false };
            if (host[0].Length > 0)
                builder.Host = Uri.UnescapeDataString(host[0]);
            if (host.Length > 1)
                builder.Port = int.Parse(host[1], System.Globalization.CultureInfo.InvariantCulture);
            if (user.Length > 0)
                builder.Username = Uri.UnescapeDataString(user[0]);
            if (user.Length > 1)
                builder.Password = Uri.UnescapeDataString(user[1]);
            if (database.Length > 0)
                builder.Database = Uri.UnescapeDataString(database);
            foreach (var setting in rest.Skip(1).SelectMany(settings => settings.Split('&')).Select(setting => setting.Split('=', 2)))
                builder[Uri.UnescapeDataString(setting[0])] = Uri.UnescapeDataString(setting.ElementAtOrDefault(1) ?? "");
            var shown = $"postgres://{(user.Length > 0 ? $"{user[0]}@" : "")}{place[(at + 1)..]}/{database}";
            return new PostgresAddress(shown, builder.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            // The words of the exception may quote the password.
            throw new FileRefusedException(new Finding(Severity.FileRefused, scheme, 0, "", "this is no address of a database",
                "Write postgres://user@host:port/database"), isUsage: true);
        }
    }
}
