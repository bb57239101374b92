using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Accountable.Data.Reports;
using Accountable.Runs;
using Accountable.Server.Imports;
using Accountable.Server.Pipelines;
using Accountable.Server.State;

namespace Accountable.Server.Settings;

/// <summary>The settings of runs that people gave to the server. They lie in the one file of its state, so that a backup has them; files
/// are unpacked beside it, under their hash, when a run needs them. What the server was started with stands where nothing was
/// given.</summary>
internal sealed class RunSettings(StateFile state, ServerSettings settings, TimeProvider clock)
{
    private const string Select = "select id, kind, entity, year, name, value, sha256, files, findings, user_id, created, withdrawn "
        + "from run_settings";

    private static readonly RunSettingKind[] OfRuns =
        [RunSettingKind.Factors, RunSettingKind.Quality, RunSettingKind.Truncation, RunSettingKind.Completion];

    private readonly Lock _turn = new();

    /// <summary>Keeps one.</summary>
    /// <param name="setting">What it is; its number and time are given here.</param>
    /// <param name="packed">Its files; null for a value.</param>
    public RunSetting Add(RunSetting setting, byte[]? packed)
    {
        var now = clock.GetUtcNow();
        var kept = setting with { Id = Guid.CreateVersion7(now).ToString("N"), Created = now };
        using var connection = state.Open();
        connection.Run("""
            insert into run_settings(id, kind, entity, year, name, value, content, sha256, files, findings, user_id, created)
            values ($id, $kind, $entity, $year, $name, $value, $content, $sha256, $files, $findings, $user, $created)
            """, ("id", kept.Id), ("kind", kept.Kind.ToString()), ("entity", kept.Entity), ("year", kept.PerformanceYear),
            ("name", kept.Name), ("value", kept.Value?.ToString(CultureInfo.InvariantCulture)), ("content", packed),
            ("sha256", kept.Sha256), ("files", JsonSerializer.Serialize(kept.Files, Api.Json.Options)),
            ("findings", JsonSerializer.Serialize(kept.Findings, Api.Json.Options)), ("user", kept.UserId), ("created", now.Kept()));
        return kept;
    }

    /// <summary>Every one, newest first.</summary>
    public IReadOnlyList<RunSetting> List()
    {
        using var connection = state.Open();
        return connection.Rows($"{Select} order by created desc, id desc", Read);
    }

    /// <summary>One; null when there is none.</summary>
    public RunSetting? Find(string id)
    {
        using var connection = state.Open();
        return connection.Rows($"{Select} where id = $id", Read, ("id", id)) is [var one] ? one : null;
    }

    /// <summary>Takes one back: the one before it holds again. It stays listed, because runs rest on it.</summary>
    public bool Withdraw(string id)
    {
        using var connection = state.Open();
        return connection.Run("update run_settings set withdrawn = $now where id = $id and withdrawn is null",
            ("now", clock.GetUtcNow().Kept()), ("id", id)) > 0;
    }

    /// <summary>The one that holds: of the ACO before every ACO's, of the year before every year's, the newest.</summary>
    /// <param name="all">Every one.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="entity">The ACO or entity.</param>
    /// <param name="year">The performance year; null for none.</param>
    /// <param name="at">The moment at which it held; null for now.</param>
    public static RunSetting? InForce(IEnumerable<RunSetting> all, RunSettingKind kind, string entity, int? year,
        DateTimeOffset? at = null) => all
        .Where(each => each.Kind == kind && (each.Entity == RunSetting.Every || Is(each.Entity, entity))
            && (each.PerformanceYear is null || each.PerformanceYear == year)
            && (at is { } then ? each.Created <= then && !(each.Withdrawn <= then) : each.Withdrawn is null))
        .OrderBy(each => each.Entity == RunSetting.Every).ThenBy(each => each.PerformanceYear is null)
        .ThenByDescending(each => each.Created).FirstOrDefault();

    /// <summary>The settings of the server as a run finds them.</summary>
    public ServerSettings For(RunRequest request)
    {
        var all = List();
        var (factors, quality) = (Of(all, RunSettingKind.Factors, request), Of(all, RunSettingKind.Quality, request));
        return settings with
        {
            Factors = factors is null ? settings.Factors : FolderOf(factors),
            Quality = quality?.Value is { } score ? new Dictionary<string, decimal>(settings.Quality) { [request.Aco] = score }
                : settings.Quality,
            QpFacts = QpFacts,
        };
    }

    /// <summary>The truncation thresholds and the completion factor that were given for a run; null where none were.</summary>
    public (TruncationThresholds? Truncation, decimal? Completion) AmountsFor(RunRequest request)
    {
        var all = List();
        return (Of(all, RunSettingKind.Truncation, request) is { } truncation ? TruncationThresholds.Read(FileOf(truncation)) : null,
            Of(all, RunSettingKind.Completion, request)?.Value);
    }

    /// <summary>How the manifest of a run names what it took from here.</summary>
    public IReadOnlyList<ManifestInput> InputsOf(RunRequest request)
    {
        var all = List();
        return [.. OfRuns.Where(kind => kind != RunSettingKind.Quality || request.QualityScore is null)
            .Select(kind => Of(all, kind, request)).OfType<RunSetting>().Select(Input)];
    }

    /// <summary>The folders of QP facts by entity: those given to the server before those it was started with.</summary>
    public IReadOnlyDictionary<string, string> QpFacts
    {
        get
        {
            var folders = settings.QpFacts.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
            var all = List().Where(each => each.Kind == RunSettingKind.QpFacts).ToList();
            foreach (var entity in all.Select(each => each.Entity).Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (InForce(all, RunSettingKind.QpFacts, entity, null) is { } setting)
                    folders[entity] = FolderOf(setting);
            }
            return folders;
        }
    }

    private static RunSetting? Of(IReadOnlyList<RunSetting> all, RunSettingKind kind, RunRequest request) =>
        InForce(all, kind, request.Aco, request.PerformanceYear, request.SettingsAt);

    private static ManifestInput Input(RunSetting setting) => new(setting.Name, setting.Sha256, setting.Files.Count,
        new Dictionary<string, string>
        {
            ["setting"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(setting.Kind.ToString()), ["of"] = setting.Entity,
            ["value"] = setting.Value?.ToString(CultureInfo.InvariantCulture) ?? "files",
        });

    private string FileOf(RunSetting setting) =>
        Path.Combine(FolderOf(setting), setting.Files[0].File.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Where the files of a setting lie. A folder under its hash is whole: it is unpacked beside and then renamed.</summary>
    private string FolderOf(RunSetting setting)
    {
        var folder = Path.Combine(state.Folder, "settings", setting.Sha256);
        lock (_turn)
        {
            if (Directory.Exists(folder))
                return folder;
            var half = $"{folder}.half";
            if (Directory.Exists(half))
                Directory.Delete(half, recursive: true);
            using var connection = state.Open();
            var content = connection.Rows("select content from run_settings where id = $id", row => row.GetFieldValue<byte[]>(0),
                ("id", setting.Id));
            Directory.CreateDirectory(half);
            ZipFile.ExtractToDirectory(new MemoryStream(content[0]), half);
            Directory.Move(half, folder);
            return folder;
        }
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static RunSetting Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new()
    {
        Id = row.GetString(0), Kind = Enum.Parse<RunSettingKind>(row.GetString(1)), Entity = row.GetString(2),
        PerformanceYear = row.IsDBNull(3) ? null : row.GetInt32(3), Name = row.GetString(4),
        Value = row.Text(5) is { } value ? decimal.Parse(value, CultureInfo.InvariantCulture) : null, Sha256 = row.GetString(6),
        Files = JsonSerializer.Deserialize<RunSettingFile[]>(row.GetString(7), Api.Json.Options)!,
        Findings = JsonSerializer.Deserialize<FindingView[]>(row.GetString(8), Api.Json.Options)!, UserId = row.GetString(9),
        Created = row.Moment(10)!.Value, Withdrawn = row.Moment(11),
    };
}
