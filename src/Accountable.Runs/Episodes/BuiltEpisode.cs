namespace Accountable.Runs.Episodes;

/// <summary>An episode as found in claims.</summary>
public sealed class BuiltEpisode
{
    private readonly Dictionary<string, decimal> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _settings = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, decimal> _weeks = [];

    /// <summary>Its number in the run.</summary>
    public required long No { get; init; }

    /// <summary>The ACO whose claims tell of it.</summary>
    public required string Aco { get; init; }

    /// <summary>The person.</summary>
    public required string Person { get; init; }

    /// <summary>The category.</summary>
    public required string Category { get; init; }

    /// <summary>The stratum in which it is priced.</summary>
    public required string Stratum { get; init; }

    /// <summary>The trigger that began it.</summary>
    public required string Trigger { get; init; }

    /// <summary>The facility of the anchor; the group where there is none.</summary>
    public required string Entity { get; init; }

    /// <summary>The operating clinician.</summary>
    public string? Operating { get; init; }

    /// <summary>The attending clinician.</summary>
    public string? Attending { get; init; }

    /// <summary>The group of the anchor's own line.</summary>
    public string? AnchorGroup { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly Start { get; init; }

    /// <summary>The last day of the anchor.</summary>
    public required DateOnly AnchorEnd { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly End { get; init; }

    /// <summary>Why it was cancelled; null when it was not.</summary>
    public string? CancelledFor { get; init; }

    /// <summary>Whether nothing tells of enrolment in a month of it.</summary>
    public bool HasUnknownMonths { get; init; }

    /// <summary>What counts, in dollars.</summary>
    public decimal Spending { get; private set; }

    /// <summary>What is watched behind the end, in dollars.</summary>
    public decimal SpendingBehind { get; private set; }

    /// <summary>Acute stays behind the anchor that count.</summary>
    public int Readmissions { get; private set; }

    /// <summary>Spending by setting.</summary>
    public IReadOnlyDictionary<string, decimal> BySetting => _settings;

    /// <summary>Spending by week from the start, from 0; what comes before the start counts in week 0.</summary>
    public IReadOnlyDictionary<int, decimal> ByWeek => _weeks;

    /// <summary>Spending on post-acute care.</summary>
    public decimal PostAcute => Accountable.Rules.Episodes.CareSettings.PostAcute.Sum(setting => _settings.GetValueOrDefault(setting));

    /// <summary>The group of the operating or attending clinician by what it was paid during the anchor; else that of the anchor.</summary>
    public string Group => _groups.Count == 0 ? AnchorGroup ?? ""
        : _groups.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).First().Key;

    /// <summary>Adds a line that counts.</summary>
    internal void Add(BuiltLine line)
    {
        Spending += line.Counted;
        SpendingBehind += line.CountedBehind;
        if (line.Counted != 0 || line.Numerator > 0)
        {
            _settings[line.Setting] = _settings.GetValueOrDefault(line.Setting) + line.Counted;
            var week = Math.Max(0, line.From.DayNumber - Start.DayNumber) / 7;
            _weeks[week] = _weeks.GetValueOrDefault(week) + line.Counted;
        }
        if (line is { Excluded: null, Setting: "acute" or "critical_access", Numerator: > 0 } && line.From > AnchorEnd)
            Readmissions++;
        if (line.Group is { } group && line.Clinician is { } clinician && (clinician == Operating || clinician == Attending)
            && line.From >= Start && line.From <= AnchorEnd)
            _groups[group] = _groups.GetValueOrDefault(group) + line.Counted;
    }
}

/// <summary>A claim or line in an episode.</summary>
/// <param name="Episode">The episode's number.</param>
/// <param name="Source">i, p or e: institutional, professional, equipment.</param>
/// <param name="FileId">The file in the store.</param>
/// <param name="Line">The line in that file.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Setting">The setting.</param>
/// <param name="From">Its first day.</param>
/// <param name="Thru">Its last day.</param>
/// <param name="Paid">What was paid, in dollars.</param>
/// <param name="Numerator">What part counts.</param>
/// <param name="NumeratorBehind">What part is watched behind the end.</param>
/// <param name="Denominator">Of which whole.</param>
/// <param name="Excluded">The exclusion that keeps it out; null when none does.</param>
/// <param name="Group">The group of a professional line.</param>
/// <param name="Clinician">The clinician.</param>
public sealed record BuiltLine(
    long Episode, string Source, long FileId, long Line, long Claim, string Setting, DateOnly From, DateOnly Thru, decimal Paid,
    decimal Numerator, decimal NumeratorBehind, decimal Denominator, string? Excluded, string? Group, string? Clinician)
{
    /// <summary>The dollars that count.</summary>
    public decimal Counted => Excluded is not null ? 0 : Numerator == Denominator ? Paid : Paid * Numerator / Denominator;

    /// <summary>The dollars watched behind the end.</summary>
    public decimal CountedBehind => Excluded is not null ? 0
        : NumeratorBehind == Denominator ? Paid : Paid * NumeratorBehind / Denominator;
}
