using System.Net;
using System.Text.Json;
using Accountable.Data;

namespace Accountable.Server;

/// <summary>Everything that can be set, as it stands in the one file of settings. The command line wins over the file.</summary>
public sealed record ServerSettings
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    };

    /// <summary>The store: a folder, or a PostgreSQL database.</summary>
    public string Store { get; init; } = "";

    /// <summary>The folder of the server's own state; null for the store's name with <c>.server</c> behind it.</summary>
    public string? State { get; init; }

    /// <summary>The address to listen on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The port; 0 for any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>A PKCS#12 file or a PEM certificate; needed off loopback.</summary>
    public string? Certificate { get; init; }

    /// <summary>The PEM key of a PEM certificate.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>A file whose first line is the password of a PKCS#12 file.</summary>
    public string? CertificatePasswordFile { get; init; }

    /// <summary>Proxies whose forwarded headers are believed; they bring TLS.</summary>
    public IReadOnlyList<string> BehindProxy { get; init; } = [];

    /// <summary>Folders of QP facts by the entity that they are about (docs/reference/qpp-facts.md).</summary>
    public IReadOnlyDictionary<string, string> QpFacts { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder of CMS's national and regional factors (docs/reference/benchmark-inputs.md); null when there is none.</summary>
    public string? Factors { get; init; }

    /// <summary>Whether the mean risk scores of everybody in an ACO's files stand in where the factors have none .</summary>
    public bool MeansOfStore { get; init; }

    /// <summary>Quality performance scores by ACO, as fractions, for runs that name none.</summary>
    public IReadOnlyDictionary<string, decimal> Quality { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Submissions in QPP JSON by ACO, scored in runs of their performance year.</summary>
    public IReadOnlyDictionary<string, string> Mips { get; init; } = new Dictionary<string, string>();

    /// <summary>What is known beside a submission, by ACO (docs/reference/mips-files.md).</summary>
    public IReadOnlyDictionary<string, string> MipsEligibility { get; init; } = new Dictionary<string, string>();

    /// <summary>Files of prices by episode model, from which targets come (docs/reference/episode-documents.md).</summary>
    public IReadOnlyDictionary<string, string> EpisodePrices { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether a guest may look at generated data without signing in.</summary>
    public bool Demo { get; init; }

    /// <summary>The greatest upload, bytes.</summary>
    public long GreatestUpload { get; init; } = 8L << 30;

    /// <summary>The slowest upload that is borne, bytes a second after a grace of five seconds.</summary>
    public int SlowestUpload { get; init; } = 1024;

    /// <summary>Requests of one address that are answered in a second; further ones wait, and a thousand that wait are enough.</summary>
    public int RequestsPerSecond { get; init; } = 10_000;

    /// <summary>Attempts to sign in that one address may make in a minute.</summary>
    public int SignInsPerMinute { get; init; } = 20;

    /// <summary>Wrong passwords after which an account is locked.</summary>
    public int WrongPasswords { get; init; } = 5;

    /// <summary>Minutes that an account stays locked.</summary>
    public int LockedMinutes { get; init; } = 15;

    /// <summary>Hours without a request after which a session ends.</summary>
    public int SessionHours { get; init; } = 8;

    /// <summary>Seconds that the end of the server waits for work under way.</summary>
    public int ShutdownSeconds { get; init; } = 60;

    /// <summary>Whether the address is this machine's own.</summary>
    internal bool IsLoopback => Address is "localhost" || (IPAddress.TryParse(Address, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The folder of the server's own state.</summary>
    internal string StateFolder => State ?? (Store.Contains("://", StringComparison.Ordinal) ? "accountable.server"
        : Path.TrimEndingDirectorySeparator(Store) + ".server");

    /// <summary>Reads a file of settings. Keys that do not exist are refused.</summary>
    /// <exception cref="FileRefusedException">The file is not there or does not hold together.</exception>
    public static ServerSettings Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerSettings>(File.ReadAllBytes(path), Strict) ?? throw new JsonException("it is empty");
        }
        catch (JsonException e)
        {
            throw Refused(path, e.LineNumber is { } line ? line + 1 : 0, e.Message.Split(" Path:")[0].TrimEnd('.'));
        }
        catch (IOException e)
        {
            throw Refused(path, 0, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>Checks what must hold together before the server starts.</summary>
    /// <exception cref="FileRefusedException">It does not.</exception>
    public void Check()
    {
        if (Store.Length == 0)
            throw Refused("settings", 0, "there is no store", "Name one with --store DIR or \"store\" in the file of settings");
        if (!IsLoopback && !IPAddress.TryParse(Address, out _))
            throw Refused("settings", 0, $"'{Address}' is no address", "Name an IP address of this machine, such as 127.0.0.1 or 0.0.0.0");
        if (!IsLoopback && Certificate is null && BehindProxy.Count == 0)
            throw Refused("settings", 0, $"{Address} is reached by others, and without TLS passwords and claims would go in the open",
                "Give --certificate FILE, name the proxies that bring TLS with --behind-proxy IP, or listen on 127.0.0.1");
        if (Demo && !IsLoopback)
            throw Refused("settings", 0, "the demo lets a guest look without signing in", "Let it listen on 127.0.0.1");
        if (BehindProxy.FirstOrDefault(proxy => !IPAddress.TryParse(proxy, out _)) is { } wrong)
            throw Refused("settings", 0, $"'{wrong}' is no address of a proxy", "Name each proxy by its IP address");
        if (Factors is { } factors && !Directory.Exists(factors))
            throw Refused(factors, 0, "there is no such folder of factors", "Name the folder that holds national.csv");
        if (Mips.Values.Concat(MipsEligibility.Values).Concat(EpisodePrices.Values).FirstOrDefault(file => !File.Exists(file)) is { } lost)
            throw Refused(lost, 0, "there is no such file", "Check mips, mips_eligibility and episode_prices");
        if (Quality.Values.Any(score => score is < 0 or > 1))
            throw Refused("settings", 0, "a quality score is a fraction from 0 to 1", "Write 0.8 for 80 percent");
        if (Port is < 0 or > ushort.MaxValue)
            throw Refused("settings", 0, $"{Port} is no port", "Choose one from 1 to 65535, or 0 for any");
        foreach (var (name, value) in new (string, long)[] { ("greatest_upload", GreatestUpload), ("slowest_upload", SlowestUpload),
            ("requests_per_second", RequestsPerSecond), ("sign_ins_per_minute", SignInsPerMinute), ("wrong_passwords", WrongPasswords),
            ("locked_minutes", LockedMinutes), ("session_hours", SessionHours), ("shutdown_seconds", ShutdownSeconds) })
        {
            if (value < 1)
                throw Refused("settings", 0, $"{name} must be at least 1", "Leave it out for the default");
        }
    }

    private static FileRefusedException Refused(string path, long line, string what,
        string todo = "docs/guide/server.md lists every setting") =>
        new(new Finding(Severity.FileRefused, path, line, "", what, todo), isUsage: true);
}
