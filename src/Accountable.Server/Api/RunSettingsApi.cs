using System.Globalization;
using System.Text.Json;
using Accountable.Data;
using Accountable.Server.Access;
using Accountable.Server.Imports;
using Accountable.Server.Settings;
using Accountable.Server.SignIn;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>A setting of runs.</summary>
/// <param name="Id">Its id; null for what the server was started with.</param>
/// <param name="Kind">factors, quality, qp_facts, truncation or completion.</param>
/// <param name="Entity">Whose runs take it; <c>*</c> for every one.</param>
/// <param name="PerformanceYear">The year that it is for; null for every year.</param>
/// <param name="Name">What it was called when it was given.</param>
/// <param name="Value">The value; null when it is files.</param>
/// <param name="Sha256">The hash by which the manifests of runs name it; null for what the server was started with.</param>
/// <param name="Files">Its files.</param>
/// <param name="Findings">What was doubtful or left out.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Created">When.</param>
/// <param name="State">in_force, replaced, withdrawn, or default for what the server was started with.</param>
internal sealed record RunSettingView(string? Id, RunSettingKind Kind, string Entity, int? PerformanceYear, string Name, decimal? Value,
    string? Sha256, IReadOnlyList<RunSettingFile> Files, IReadOnlyList<FindingView> Findings, string By, DateTimeOffset? Created,
    string State);

/// <summary>A value to keep.</summary>
internal sealed record RunSettingValue(RunSettingKind Kind, string Entity, decimal Value, int? PerformanceYear = null);

/// <summary>What became of something that was given: kept, or refused with the findings that say why.</summary>
internal sealed record RunSettingOutcome(RunSettingView? Setting, IReadOnlyList<FindingView> Findings);

/// <summary>Factors, quality, QP facts, thresholds and completion, given in the browser in place of the command line's options.</summary>
internal static class RunSettingsApi
{
    private const int GreatestEntity = 64;
    private const long GreatestUpload = 256L << 20;
    private const decimal GreatestCompletion = 10;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/run-settings").WithTags("run-settings");
        group.MapGet("/", List).WithName("run_settings").For(Role.Viewer, EntityOf.List);
        group.MapPost("/files", TakeFiles).WithName("keep_run_setting_files").For(Role.Analyst, EntityOf.Upload, KeyScope.Import);
        group.MapPost("/values", TakeValue).WithName("keep_run_setting_value").For(Role.Analyst, EntityOf.Upload, KeyScope.Import);
        group.MapDelete("/{id}", Withdraw).WithName("withdraw_run_setting").Produces(StatusCodes.Status204NoContent)
            .For(Role.Analyst, EntityOf.Upload, KeyScope.Import);
    }

    private static IEnumerable<RunSettingView> List(HttpContext http, RunSettings kept, ServerSettings settings, Accounts accounts)
    {
        var caller = Caller.Of(http);
        var all = kept.List();
        foreach (var setting in all.Where(setting => setting.Entity == RunSetting.Every || caller.MaySee(setting.Entity)))
            yield return View(setting, all, accounts);
        if (settings.Factors is { } factors)
            yield return Default(RunSettingKind.Factors, RunSetting.Every, Path.GetFileName(Path.TrimEndingDirectorySeparator(factors)));
        foreach (var (aco, score) in settings.Quality.Where(pair => caller.MaySee(pair.Key)))
            yield return Default(RunSettingKind.Quality, aco, "quality score", score);
        foreach (var (entity, folder) in settings.QpFacts.Where(pair => caller.MaySee(pair.Key)))
            yield return Default(RunSettingKind.QpFacts, entity, Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
    }

    /// <summary>Takes files as multipart/form-data, reads them as a run would, and keeps them when they can be used.</summary>
    private static async Task<RunSettingOutcome> TakeFiles(string kind, string? entity, HttpContext http, StateFile state,
        RunSettings kept, ServerSettings settings, Accounts accounts, AuditLog audit)
    {
        var caller = Caller.Of(http);
        var named = KindOf(kind);
        var whose = Whose(entity ?? RunSetting.Every, named, caller);
        if (RunSetting.IsValue(named))
            throw ApiProblem.BadRequest($"{kind} is a value: POST /api/v1/run-settings/values");
        var upload = new UploadFolder(state.UploadFolder);
        try
        {
            var names = await Uploads.Take(http, upload, Math.Min(settings.GreatestUpload, GreatestUpload), wholePaths: true);
            upload.Unfold();
            var content = RunSettingReader.Read(named, upload.Location);
            var setting = kept.Add(new RunSetting
            {
                Id = "", Kind = named, Entity = whose, Name = names.Count == 1 ? names[0] : $"{names[0]} and {names.Count - 1} more",
                Sha256 = content.Sha256, Files = content.Files, Findings = [.. content.Findings.Select(FindingView.Of)],
                UserId = caller.UserId, Created = default,
            }, content.Packed);
            Kept(setting, caller, http, audit);
            return new RunSettingOutcome(View(setting, kept.List(), accounts), setting.Findings);
        }
        catch (Exception e)
        {
            audit.Add(caller.Name, "run setting refused", whose == RunSetting.Every ? "" : whose, Uploads.WhyOf(e),
                AccessGate.Address(http));
            if (e is FileRefusedException refused)
                return new RunSettingOutcome(null, [FindingView.Of(refused.Finding)]);
            throw;
        }
        finally
        {
            upload.Delete();
        }
    }

    private static RunSettingOutcome TakeValue(RunSettingValue given, HttpContext http, RunSettings kept, Accounts accounts, AuditLog audit)
    {
        var caller = Caller.Of(http);
        var whose = Whose(given.Entity, given.Kind, caller);
        if (!RunSetting.IsValue(given.Kind))
            throw ApiProblem.BadRequest("this is files: POST /api/v1/run-settings/files");
        if (given.PerformanceYear is < 1900 or > 2999)
            throw ApiProblem.BadRequest("performance_year is a year such as 2024");
        if (given.Kind == RunSettingKind.Quality && given.Value is < 0 or > 1)
            throw ApiProblem.BadRequest("a quality score is a fraction from 0 to 1, such as 0.82");
        if (given.Kind == RunSettingKind.Completion && given.Value is <= 0 or > GreatestCompletion)
            throw ApiProblem.BadRequest("a completion factor is above 0, such as 1.013");
        var text = given.Value.ToString(CultureInfo.InvariantCulture);
        var setting = kept.Add(new RunSetting
        {
            Id = "", Kind = given.Kind, Entity = whose, PerformanceYear = given.PerformanceYear,
            Name = given.Kind == RunSettingKind.Quality ? "quality score" : "completion factor", Value = given.Value,
            Sha256 = RunSettingReader.HashOf(text), Files = [], Findings = [], UserId = caller.UserId, Created = default,
        }, null);
        Kept(setting, caller, http, audit);
        return new RunSettingOutcome(View(setting, kept.List(), accounts), []);
    }

    private static IResult Withdraw(string id, HttpContext http, RunSettings kept, AuditLog audit)
    {
        var caller = Caller.Of(http);
        if (kept.Find(id) is not { } setting || (setting.Entity == RunSetting.Every ? !caller.SeesEverything
            : !caller.MaySee(setting.Entity)) || !kept.Withdraw(id))
            throw ApiProblem.NotThere();
        audit.Add(caller.Name, "run setting withdrawn", setting.Entity == RunSetting.Every ? "" : setting.Entity,
            $"{setting.Kind}: {setting.Sha256[..12]}", AccessGate.Address(http));
        return TypedResults.NoContent();
    }

    private static RunSettingKind KindOf(string kind) => Enum.GetValues<RunSettingKind>().Cast<RunSettingKind?>()
        .FirstOrDefault(known => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{known}") == kind)
        ?? throw ApiProblem.BadRequest("kind is factors, qp_facts or truncation");

    /// <summary>Whose runs are to take it: what counts for every ACO needs a grant of every one.</summary>
    private static string Whose(string entity, RunSettingKind kind, Caller caller)
    {
        if (entity == RunSetting.Every)
        {
            if (kind is RunSettingKind.QpFacts or RunSettingKind.Quality)
                throw ApiProblem.BadRequest("name the entity that this is about");
            return caller.SeesEverything ? entity : throw new ApiProblem(StatusCodes.Status403Forbidden, "forbidden",
                "this counts for every ACO, and not every one was granted to you; name one that was");
        }
        if (entity.Length is 0 or > GreatestEntity || entity.Any(letter => !char.IsAsciiLetterOrDigit(letter)
            && letter is not ('-' or '_' or '.')))
            throw ApiProblem.BadRequest("an entity is letters, digits, dots, hyphens and underscores, or * for every one");
        return caller.MaySee(entity) ? entity.ToUpperInvariant() : throw ApiProblem.NotThere();
    }

    private static void Kept(RunSetting setting, Caller caller, HttpContext http, AuditLog audit) =>
        audit.Add(caller.Name, "run setting kept", setting.Entity == RunSetting.Every ? "" : setting.Entity,
            $"{setting.Kind}: {setting.Sha256[..12]}", AccessGate.Address(http));

    private static RunSettingView View(RunSetting setting, IReadOnlyList<RunSetting> all, Accounts accounts) => new(setting.Id,
        setting.Kind, setting.Entity, setting.PerformanceYear, setting.Name, setting.Value, setting.Sha256, setting.Files,
        setting.Findings, accounts.NameOf(setting.UserId), setting.Created, setting.Withdrawn is not null ? "withdrawn"
            : all.Any(other => other.Kind == setting.Kind && other.Entity == setting.Entity && other.Withdrawn is null
                && other.PerformanceYear == setting.PerformanceYear && other.Created > setting.Created) ? "replaced" : "in_force");

    private static RunSettingView Default(RunSettingKind kind, string entity, string name, decimal? value = null) =>
        new(null, kind, entity, null, name, value, null, [], [], "the server's start", null, "default");
}
