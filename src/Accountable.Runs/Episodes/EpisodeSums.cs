using Accountable.Rules.Episodes;

namespace Accountable.Runs.Episodes;

/// <summary>Episodes of one model and ACO added up: by category and hospital, by setting and week, by reason of cancellation.</summary>
public sealed class EpisodeSums
{
    /// <summary>Stands for every category.</summary>
    public const string Every = "all";

    private const int DaysOfWeek = 7;
    private readonly string _aco;
    private readonly EpisodeTargets? _targets;
    private readonly Dictionary<(string Category, string Setting, int Week), (decimal Paid, HashSet<string> People)> _cells = [];

    /// <summary>Empty sums.</summary>
    /// <param name="aco">The ACO whose episodes count.</param>
    /// <param name="targets">Target prices; null when none are known.</param>
    public EpisodeSums(string aco, EpisodeTargets? targets) => (_aco, _targets) = (aco, targets);

    /// <summary>Takes a line of an episode as a build reads it.</summary>
    public void Add(BuiltEpisode episode, BuiltLine line)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(line);
        if (episode.Aco != _aco || episode.CancelledFor is not null || line.Counted == 0)
            return;
        var week = (Math.Max(0, line.From.DayNumber - episode.AnchorEnd.DayNumber) + DaysOfWeek - 1) / DaysOfWeek;
        foreach (var category in new[] { episode.Category, Every })
        {
            var cell = _cells.GetValueOrDefault((category, line.Setting, week), (0, new HashSet<string>(StringComparer.Ordinal)));
            cell.People.Add(episode.Person);
            _cells[(category, line.Setting, week)] = (cell.Paid + line.Counted, cell.People);
        }
    }

    /// <summary>Adds the rows of a model to the tables.</summary>
    public void AddTo(EpisodeTables tables, BuildRun run)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(run);
        var own = run.Episodes.Where(episode => episode.Aco == _aco).ToList();
        var good = own.Where(episode => episode.CancelledFor is null).ToList();
        var model = run.Model.Id;
        foreach (var category in good.GroupBy(episode => episode.Category, StringComparer.Ordinal)
            .OrderByDescending(group => group.Sum(episode => episode.Spending)))
        {
            tables.Episodes.Add([model, run.Label, category.Key, .. Sums([.. category])]);
            foreach (var hospital in category.GroupBy(episode => episode.Facility ?? episode.Entity, StringComparer.Ordinal)
                .OrderByDescending(group => group.Sum(episode => episode.Spending)))
                tables.Hospitals.Add([model, run.Label, category.Key, hospital.Key, .. Sums([.. hospital])]);
        }
        foreach (var ((category, setting, week), (paid, people)) in _cells.OrderBy(cell => cell.Key.Category == Every ? 0 : 1)
            .ThenBy(cell => cell.Key.Category, StringComparer.Ordinal).ThenBy(cell => cell.Key.Setting, StringComparer.Ordinal)
            .ThenBy(cell => cell.Key.Week))
            tables.Settings.Add(model, category, setting, week, people.Count, new Dollars(paid));
        foreach (var group in own.Where(episode => episode.CancelledFor is not null)
            .GroupBy(episode => (episode.Category, Reason: episode.CancelledFor!))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Category, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Reason, StringComparer.Ordinal))
            tables.Cancelled.Add(model, group.Key.Category, group.Key.Reason, People([.. group]), group.Count());
        foreach (var setting in CareSettings.PostAcute)
        {
            var with = good.Where(episode => episode.BySetting.GetValueOrDefault(setting) != 0).ToList();
            if (with.Count > 0)
            {
                tables.PostAcute.Add(model, setting, People(with), with.Count,
                    new Dollars(with.Sum(episode => episode.BySetting[setting])));
            }
        }
        foreach (var episode in good)
        {
            tables.People.Add(model, $"E{episode.No}", episode.Person, episode.Facility ?? episode.Entity, episode.Category,
                episode.Stratum, Day(episode.Start), Day(episode.AnchorEnd), Day(episode.End), new Dollars(episode.Spending),
                _targets?.Of(episode) is { } target ? new Dollars(target) : null, new Dollars(episode.PostAcute), episode.Readmissions);
        }
    }

    /// <summary>Cells of <see cref="EpisodeTables.Sums"/>. A target stands only where every episode has one.</summary>
    private object?[] Sums(IReadOnlyList<BuiltEpisode> episodes)
    {
        var actual = episodes.Sum(episode => episode.Spending);
        var targets = episodes.Select(episode => _targets?.Of(episode)).ToList();
        var target = targets.Contains(null) ? null : targets.Sum();
        return
        [
            People(episodes), episodes.Count, new Dollars(actual), new Dollars(actual / episodes.Count),
            target is { } known ? new Dollars(known) : null, target is { } price ? new Dollars(price - actual) : null,
            new Dollars(episodes.Sum(episode => episode.PostAcute)), People([.. episodes.Where(episode => episode.Readmissions > 0)]),
        ];
    }

    private static int People(IReadOnlyList<BuiltEpisode> episodes) =>
        episodes.Select(episode => episode.Person).Distinct(StringComparer.Ordinal).Count();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The tables of an ACO's episodes.</summary>
public sealed class EpisodeTables
{
    private static readonly string[] Amounts =
        ["people", "episodes", "actual", "mean", "target", "difference", "post_acute", "readmitted_people"];

    /// <summary>The columns that a row by category and one by hospital have in common.</summary>
    public static IReadOnlyList<string> Sums => Amounts;

    /// <summary>By model and category.</summary>
    public Table Episodes { get; } = new(["model", "period", "category", .. Amounts]);

    /// <summary>By model, category and hospital.</summary>
    public Table Hospitals { get; } = new(["model", "period", "category", "hospital", .. Amounts]);

    /// <summary>Dollars by setting and week: 0 up to the discharge, then weeks since.</summary>
    public Table Settings { get; } = new("model", "category", "setting", "week", "people", "paid");

    /// <summary>Post-acute care by setting.</summary>
    public Table PostAcute { get; } = new("model", "setting", "people", "episodes", "paid");

    /// <summary>Cancelled episodes by reason.</summary>
    public Table Cancelled { get; } = new("model", "category", "reason", "people", "episodes");

    /// <summary>Episode by episode.</summary>
    public Table People { get; } = new("model", "episode_id", "person_id", "hospital", "category", "stratum", "start", "anchor_end", "end",
        "actual", "target", "post_acute", "readmissions");
}
