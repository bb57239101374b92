using System.Data.Common;
using System.Globalization;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Episodes;
using Accountable.Data.Store;
using Accountable.Episodes.Spending;
using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;
using Accountable.Runs.Claims;

namespace Accountable.Runs.Episodes;

/// <summary>Episodes found in the claims of a store.</summary>
/// <param name="Model">The document.</param>
/// <param name="Label">The period or span that they end in.</param>
/// <param name="Episodes">The episodes, cancelled ones among them, in the order of ACO, person and day.</param>
/// <param name="Findings">What is doubtful.</param>
/// <param name="Unverified">Code lists and figures that nobody has verified.</param>
/// <param name="Inputs">The files of the store and of mean stays.</param>
public sealed record BuildRun(EpisodeModel Model, string Label, IReadOnlyList<BuiltEpisode> Episodes, IReadOnlyList<Finding> Findings,
    IReadOnlyCollection<string> Unverified, IReadOnlyList<ManifestInput> Inputs)
{
    /// <summary>The place of the period whose figures hold.</summary>
    public int Place { get; init; }

    /// <summary>Reads a store and finds the episodes that end in a period.</summary>
    /// <param name="model">The document.</param>
    /// <param name="year">The period by its name or calendar year.</param>
    /// <param name="store">The store's folder.</param>
    /// <param name="meanStays">A file of geometric mean stays (drg, gmlos); null when none is at hand.</param>
    /// <param name="lines">Takes each claim or line of an episode in order; null when nobody asks.</param>
    /// <exception cref="FileRefusedException">There is no store, or the file cannot be read.</exception>
    /// <exception cref="LawGapException">The document has no such period, or no episodes.</exception>
    public static BuildRun Of(
        EpisodeModel model, string year, string store, string? meanStays, Action<BuiltEpisode, BuiltLine>? lines = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = model.Terms.PlaceOf(year);
        var period = model.Terms.Periods[place];
        return Of(model, place, period.Id, period.From, period.To, store, meanStays, lines);
    }

    /// <summary>The same for a span of days of its own, under the figures of a period.</summary>
    /// <param name="model">The document.</param>
    /// <param name="place">The place of the period whose figures hold.</param>
    /// <param name="label">What the span is called.</param>
    /// <param name="from">The first day on which an episode ends.</param>
    /// <param name="to">The last day on which one ends.</param>
    /// <param name="store">The store's folder.</param>
    /// <param name="meanStays">A file of geometric mean stays; null when none is at hand.</param>
    /// <param name="lines">Takes each claim or line of an episode in order; null when nobody asks.</param>
    public static BuildRun Of(EpisodeModel model, int place, string label, DateOnly from, DateOnly to, string store, string? meanStays,
        Action<BuiltEpisode, BuiltLine>? lines)
    {
        using var claims = ClaimStore.OpenToRead(store);
        using var engine = claims.OpenCore(ClaimLaw.Of(RuleBook.Embedded));

        // The relations of episodes are this run's own: in a shared database they go with the connection.
        if (engine.IsShared)
            engine.Execute("begin");
        var inputs = claims.Manifest.Files.Select(file => new ManifestInput(file.Name, file.Sha256, (int)file.RowsLoaded,
            new Dictionary<string, string>(StringComparer.Ordinal))).ToList();
        var stays = Stays(meanStays, inputs, out var findings);
        var run = Build(model, place, label, from, to, engine, stays, lines);
        return run with { Inputs = inputs, Findings = [.. findings, .. run.Findings] };
    }

    /// <summary>Finds the episodes in an engine that has the schemas <c>input</c> and <c>core</c>.</summary>
    /// <param name="model">The document.</param>
    /// <param name="place">The place of the period whose figures hold.</param>
    /// <param name="label">What the span is called.</param>
    /// <param name="from">The first day on which an episode ends.</param>
    /// <param name="to">The last day on which one ends.</param>
    /// <param name="engine">The engine.</param>
    /// <param name="meanStays">Geometric mean stays by MS-DRG.</param>
    /// <param name="lines">Takes each claim or line of an episode in order; null when nobody asks.</param>
    /// <exception cref="LawGapException">A figure has no value in the period.</exception>
    public static BuildRun Build(EpisodeModel model, int place, string label, DateOnly from, DateOnly to, IEngine engine,
        IReadOnlyDictionary<string, decimal> meanStays, Action<BuiltEpisode, BuiltLine>? lines = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(engine);
        var unverified = new SortedSet<string>(StringComparer.Ordinal);
        ClaimRelations.Of(model, place, from, to, meanStays, unverified).Create(engine);
        var episodes = ReadEpisodes(engine);
        var byNo = episodes.ToDictionary(episode => episode.No);
        var lacking = 0;
        using var reader = engine.Query("""
            select episode_no, source, file_id, line, claim_id, setting, from_day, thru_day, paid, numerator, numerator_behind, denominator,
                   exclusion_id, tin, attending_npi, lacks_mean_stay
            from episode.lines
            order by episode_no, from_day, source, file_id, line
            """);
        while (reader.Read())
        {
            var line = new BuiltLine(Whole(reader, 0), reader.GetString(1), Whole(reader, 2), Whole(reader, 3), Whole(reader, 4),
                reader.GetString(5), Day(reader, 6), Day(reader, 7), reader.GetDecimal(8), reader.GetDecimal(9), reader.GetDecimal(10),
                reader.GetDecimal(11), Text(reader, 12), Text(reader, 13), Text(reader, 14));
            var episode = byNo[line.Episode];
            if (line.Excluded is null && reader.GetBoolean(15))
                lacking++;
            episode.Add(line);
            lines?.Invoke(episode, line);
        }
        return new BuildRun(model, label, episodes, Doubts(model, episodes, lacking), unverified, []) { Place = place };
    }

    /// <summary>The short file: model, person, first and last day, spending.</summary>
    public Table EpisodeTable()
    {
        var table = new Table("model", "person_id", "start", "end", "spending");
        foreach (var episode in Episodes.Where(episode => episode.CancelledFor is null))
            table.Add(Model.Id, episode.Person, Day(episode.Start), Day(episode.End), new Dollars(episode.Spending));
        return table;
    }

    /// <summary>The file that <c>episodes settle</c> reads.</summary>
    public Table DetailTable()
    {
        var table = new Table("model", "episode_id", "person_id", "entity", "group", "category", "stratum", "trigger", "start",
            "anchor_end", "end", "spending", "post_episode_spending", "post_acute", "readmissions", "operating", "attending");
        foreach (var episode in Episodes.Where(episode => episode.CancelledFor is null))
            table.Add(Model.Id, Id(episode), episode.Person, episode.Entity, episode.Group, episode.Category, episode.Stratum,
                episode.Trigger, Day(episode.Start), Day(episode.AnchorEnd), Day(episode.End), new Dollars(episode.Spending),
                new Dollars(episode.SpendingBehind), new Dollars(episode.PostAcute), episode.Readmissions, episode.Operating,
                episode.Attending);
        return table;
    }

    /// <summary>One row a stratum: volume, mean, the cap that the method of the document gives here, and the mean up to it.</summary>
    /// <remarks>A model of the law takes its cap from its own region and baseline: this is the same method on one's own claims.</remarks>
    public Table StrataTable()
    {
        var table = new Table("model", "period", "category", "stratum", "episodes", "mean", "cap", "cap_method", "mean_capped");
        var cap = Model.Definition?.Caps.FirstOrDefault(each => each.From <= Place && Place <= each.To);
        var height = cap is null ? 0 : new StepContext(Model.Terms, Place, traced: false)[cap.Figure].Amount;
        foreach (var group in Episodes.Where(episode => episode.CancelledFor is null)
            .GroupBy(episode => (episode.Category, episode.Stratum)).OrderBy(group => group.Key.Category, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Stratum, StringComparer.Ordinal))
        {
            var amounts = group.Select(episode => episode.Spending).ToList();
            decimal? most = cap?.Method switch
            {
                CapMethod.Percentile => SpendingCap.Percentile(amounts, height),
                CapMethod.MeanAndDeviations => SpendingCap.MeanAndDeviations(amounts, height),
                CapMethod.Amount => height,
                _ => null,
            };
            table.Add(Model.Id, Label, group.Key.Category, group.Key.Stratum, amounts.Count, new Dollars(amounts.Average()),
                most is { } dollars ? new Dollars(dollars) : null, cap?.Method.ToString(),
                new Dollars(amounts.Average(amount => most is { } limit ? Math.Min(amount, limit) : amount)));
        }
        return table;
    }

    /// <summary>What was cancelled and why.</summary>
    public Table CancelledTable()
    {
        var table = new Table("model", "person_id", "category", "stratum", "start", "end", "reason");
        foreach (var episode in Episodes.Where(episode => episode.CancelledFor is not null))
            table.Add(Model.Id, episode.Person, episode.Category, episode.Stratum, Day(episode.Start), Day(episode.End),
                episode.CancelledFor);
        return table;
    }

    /// <summary>One row a category: how many, what they cost, what was cancelled.</summary>
    public Table Summary()
    {
        var table = new Table("model", "period", "category", "episodes", "cancelled", "spending", "mean", "post_acute_share",
            "readmissions");
        foreach (var group in Episodes.GroupBy(episode => episode.Category, StringComparer.Ordinal).OrderBy(group => group.Key,
            StringComparer.Ordinal))
        {
            var good = group.Where(episode => episode.CancelledFor is null).ToList();
            var spending = good.Sum(episode => episode.Spending);
            table.Add(Model.Id, Label, group.Key, good.Count, group.Count() - good.Count, new Dollars(spending),
                good.Count == 0 ? null : new Dollars(spending / good.Count),
                spending == 0 ? null : Math.Round(good.Sum(episode => episode.PostAcute) / spending, 4),
                good.Sum(episode => episode.Readmissions));
        }
        return table;
    }

    /// <summary>The columns of the file of lines.</summary>
    public static IReadOnlyList<string> LineColumns { get; } =
    [
        "episode_id", "person_id", "start", "end", "source", "file_id", "line", "claim_id", "setting", "from", "thru", "paid", "counted",
        "counted_behind", "excluded_by",
    ];

    /// <summary>One row of the file of lines.</summary>
    public static object?[] LineCells(BuiltEpisode episode, BuiltLine line)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(line);
        return [Id(episode), episode.Person, Day(episode.Start), Day(episode.End), line.Source, (decimal)line.FileId, (decimal)line.Line,
            (decimal)line.Claim, line.Setting, Day(line.From), Day(line.Thru), new Dollars(line.Paid), line.Counted, line.CountedBehind,
            line.Excluded];
    }

    private static string Id(BuiltEpisode episode) => $"E{episode.No}";

    private static List<BuiltEpisode> ReadEpisodes(IEngine engine)
    {
        var episodes = new List<BuiltEpisode>();
        using var reader = engine.Query("""
            select episode_no, aco_id, person_id, bene_key, category, stratum, trigger_id, provider, operating_npi, attending_npi, tin,
                   start_day, anchor_end, end_day, cancelled_for, has_unknown_months
            from episode.episodes
            order by episode_no
            """);
        while (reader.Read())
        {
            episodes.Add(new BuiltEpisode
            {
                No = Whole(reader, 0), Aco = reader.GetString(1),
                Person = Text(reader, 2) ?? Whole(reader, 3).ToString(CultureInfo.InvariantCulture), Category = reader.GetString(4),
                Stratum = reader.GetString(5), Trigger = reader.GetString(6), Entity = Text(reader, 7) ?? Text(reader, 10) ?? "",
                Operating = Text(reader, 8), Attending = Text(reader, 9), AnchorGroup = Text(reader, 10), Start = Day(reader, 11),
                AnchorEnd = Day(reader, 12), End = Day(reader, 13), CancelledFor = Text(reader, 14),
                HasUnknownMonths = reader.GetBoolean(15),
            });
        }
        return episodes;
    }

    private static List<Finding> Doubts(EpisodeModel model, List<BuiltEpisode> episodes, int lacking)
    {
        var findings = new List<Finding>();
        void Doubt(string what, string then) => findings.Add(new Finding(Severity.Warning, model.Id, 0, "", what, then));
        var unknown = episodes.Count(episode => episode is { HasUnknownMonths: true, CancelledFor: null });
        if (unknown > 0)
        {
            Doubt($"{unknown} of {episodes.Count(episode => episode.CancelledFor is null)} episodes have months of which nothing tells "
                + "whether the patient was enrolled: a gap there could not be seen",
                "Import spans of enrolment (eligibility.csv) or assignment lists; until then only begin, death and status are asked");
        }
        if (lacking > 0)
        {
            Doubt($"{lacking} stays over the edge of an episode have an MS-DRG without a geometric mean stay and were divided by days",
                "Give the table of the year with --gmlos (columns drg, gmlos)");
        }
        return findings;
    }

    private static Dictionary<string, decimal> Stays(string? path, List<ManifestInput> inputs, out IReadOnlyList<Finding> findings)
    {
        var stays = new Dictionary<string, decimal>(StringComparer.Ordinal);
        findings = [];
        if (path is null)
            return stays;
        var table = FactsTable.Read(path, ["drg", "gmlos"], [], "docs/reference/episode-documents.md");
        foreach (var row in table.Rows.ToList())
        {
            if (table.Number(row, "gmlos", out _) is > 0 and var stay && row.Text("drg") is { } drg)
                stays[drg.PadLeft(3, '0')] = stay;
        }
        inputs.Add(new ManifestInput(Path.GetFileName(path), table.Sha256, stays.Count,
            new Dictionary<string, string>(StringComparer.Ordinal)));
        findings = table.Findings;
        return stays;
    }

    private static long Whole(DbDataReader reader, int column) => Convert.ToInt64(reader.GetValue(column), CultureInfo.InvariantCulture);

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateOnly Day(DbDataReader reader, int column) => reader.GetFieldValue<DateOnly>(column);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
