using Accountable.Data.Engines;

namespace Accountable.Data.Episodes;

/// <summary>A code that begins an episode, or that keeps a service out of one.</summary>
/// <param name="Id">The trigger or exclusion.</param>
/// <param name="CodeType">drg, hcpcs or diagnosis.</param>
/// <param name="Code">The code; of a diagnosis its beginning.</param>
/// <param name="Setting">Where it is looked for; null for everywhere.</param>
/// <param name="From">The first day on which it counts.</param>
/// <param name="To">The last day.</param>
/// <param name="Category">The category of the episode that it begins; empty for an exclusion.</param>
/// <param name="Stratum">The stratum in which that is priced; empty for an exclusion.</param>
/// <param name="WindowDays">The days of that episode; 0 for an exclusion.</param>
public sealed record EpisodeCode(string Id, string CodeType, string Code, string? Setting, DateOnly From, DateOnly To,
    string Category = "", string Stratum = "", int WindowDays = 0);

/// <summary>How services of a setting count.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="IsStay">Whether a service there lasts from its first to its last day.</param>
/// <param name="IsIncluded">Whether it counts.</param>
/// <param name="Proration">none, days or geometric_mean_stay.</param>
/// <param name="IsLead">Whether it counts before the start.</param>
public sealed record EpisodeSetting(string Setting, bool IsStay, bool IsIncluded, string Proration, bool IsLead);

/// <summary>Which setting a claim type and provider number stand for.</summary>
/// <param name="ClaimType">The claim type.</param>
/// <param name="Kind">number, letter or otherwise.</param>
/// <param name="Low">The lowest of the last four characters, or the letter.</param>
/// <param name="High">The highest of them.</param>
/// <param name="Setting">The setting.</param>
public sealed record ProviderSetting(string ClaimType, string Kind, string? Low, string? High, string Setting);

/// <summary>What a document says of episodes, as relations beside the claims: no number of it stands in the SQL.</summary>
public sealed record EpisodeRelations
{
    /// <summary>The first day on which an episode of the period ends.</summary>
    public required DateOnly PeriodStart { get; init; }

    /// <summary>The last day on which one ends.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Days by which an outpatient procedure pulls the start back; -1 for never.</summary>
    public required int PullBackDays { get; init; }

    /// <summary>Days before the start whose services count.</summary>
    public required int LeadDays { get; init; }

    /// <summary>Days behind the end that are watched.</summary>
    public required int AfterDays { get; init; }

    /// <summary>How often the first day counts under a geometric mean stay.</summary>
    public required int FirstDayWeight { get; init; }

    /// <summary>Whether days are counted from the discharge.</summary>
    public required bool FromDischarge { get; init; }

    /// <summary>cancel_first, keep_first or keep_both.</summary>
    public required string Overlap { get; init; }

    /// <summary>Whether only anchors of one category meet.</summary>
    public required bool WithinCategory { get; init; }

    /// <summary>Whether stays that follow each other on a day are one anchor.</summary>
    public required bool OneAnchor { get; init; }

    /// <summary>When enrolment is asked (no, start, anchor, throughout) and what happens otherwise (cancel, truncate).</summary>
    public required (string At, string Else) Enrolled { get; init; }

    /// <summary>When life is asked, and what happens otherwise.</summary>
    public required (string At, string Else) Alive { get; init; }

    /// <summary>Whether end-stage renal disease is asked: no or start.</summary>
    public required string EsrdAt { get; init; }

    /// <summary>Whether Medicare must be primary: no or start.</summary>
    public required string PrimaryAt { get; init; }

    /// <summary>What begins an episode.</summary>
    public required IReadOnlyList<EpisodeCode> Triggers { get; init; }

    /// <summary>What does not count.</summary>
    public required IReadOnlyList<EpisodeCode> Exclusions { get; init; }

    /// <summary>The settings.</summary>
    public required IReadOnlyList<EpisodeSetting> Settings { get; init; }

    /// <summary>Settings by claim type and provider number.</summary>
    public required IReadOnlyList<ProviderSetting> ProviderSettings { get; init; }

    /// <summary>Medicare statuses that mean end-stage renal disease.</summary>
    public required IReadOnlyList<string> EsrdStatuses { get; init; }

    /// <summary>Geometric mean stays by MS-DRG, where they are known.</summary>
    public IReadOnlyDictionary<string, decimal> MeanStays { get; init; } = new Dictionary<string, decimal>();

    /// <summary>The relations of <c>sql/facts/episodes</c> in the order in which they need each other.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["found", "people", "claims", "candidates", "anchors", "windows", "episodes", "pairs", "lines"];

    /// <summary>Makes the schema <c>episode</c> in an engine that has <c>input</c> and <c>core</c>, up to a relation.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="last">The last relation to make.</param>
    public void Create(IEngine engine, string last = "lines")
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.Execute("create schema episode");
        CreateTerms(engine);
        Fill(engine, "triggers", "trigger_id varchar, code_type varchar, code varchar, setting varchar, from_day date, to_day date, "
            + "category varchar, stratum varchar, window_days integer", Triggers.Select(code => (object?[])
            [code.Id, code.CodeType, code.Code, code.Setting, code.From, code.To, code.Category, code.Stratum, code.WindowDays]));
        Fill(engine, "exclusions", "exclusion_id varchar, code_type varchar, code varchar, setting varchar, from_day date, to_day date",
            Exclusions.Select(code => (object?[])[code.Id, code.CodeType, code.Code, code.Setting, code.From, code.To]));
        Fill(engine, "settings", "setting varchar, is_stay boolean, is_included boolean, proration varchar, is_lead boolean",
            Settings.Select(each => (object?[])[each.Setting, each.IsStay, each.IsIncluded, each.Proration, each.IsLead]));
        Fill(engine, "provider_settings", "claim_type varchar, kind varchar, low varchar, high varchar, setting varchar",
            ProviderSettings.Select(each => (object?[])[each.ClaimType, each.Kind, each.Low, each.High, each.Setting]));
        Fill(engine, "esrd_statuses", "status varchar", EsrdStatuses.Select(status => (object?[])[status]));
        Fill(engine, "mean_stays", "drg varchar, mean_stay decimal(18, 4)",
            MeanStays.Select(pair => (object?[])[pair.Key, pair.Value]));
        foreach (var name in Names)
        {
            engine.Execute($"create table episode.{name} as\n{Sql(name)}");
            if (name == last)
                break;
        }
    }

    /// <summary>The text of one relation.</summary>
    public static string Sql(string name)
    {
        using var stream = typeof(EpisodeRelations).Assembly.GetManifestResourceStream($"sql/facts/episodes/{name}.sql")
            ?? throw new ArgumentException($"There is no relation {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private void CreateTerms(IEngine engine) => Fill(engine, "terms",
        "period_start date, period_end date, pull_back_days integer, lead_days integer, after_days integer, first_day_weight integer, "
        + "from_discharge boolean, overlap varchar, within_category boolean, one_anchor boolean, enrolled_at varchar, "
        + "enrolled_else varchar, alive_at varchar, alive_else varchar, esrd_at varchar, primary_at varchar",
        [[PeriodStart, PeriodEnd, PullBackDays, LeadDays, AfterDays, FirstDayWeight, FromDischarge, Overlap, WithinCategory, OneAnchor,
            Enrolled.At, Enrolled.Else, Alive.At, Alive.Else, EsrdAt, PrimaryAt]]);

    private static void Fill(IEngine engine, string table, string columns, IEnumerable<object?[]> rows)
    {
        engine.Execute($"create table episode.{table} ({columns})");
        using var appender = engine.Append("episode", table);
        foreach (var row in rows)
            appender.Add(row);
        appender.Complete();
    }
}
