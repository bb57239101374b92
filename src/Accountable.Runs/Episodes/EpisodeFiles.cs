using Accountable.Data;
using Accountable.Data.Episodes;
using Accountable.Episodes.Settlement;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Runs.Episodes;

/// <summary>One episode of a file with what the steps know nothing of.</summary>
/// <param name="Facts">What the steps know.</param>
/// <param name="Entity">The entity that is settled for it.</param>
/// <param name="Person">The person, when the file says it.</param>
/// <param name="Group">The physician group, when the file says it.</param>
/// <param name="Start">Its first day, when the file says it.</param>
/// <param name="End">Its last day, when the file says it.</param>
public sealed record EpisodeRow(EpisodeFacts Facts, string Entity, string? Person, string? Group, DateOnly? Start, DateOnly? End);

/// <summary>Reads the files of episodes, entities and prices whose columns a document names.</summary>
public sealed class EpisodeFiles
{
    private const string See = "docs/reference/episode-documents.md";
    private static readonly string[] Texts =
    [
        "model", "episode_id", "person_id", "entity", "group", "region", "stratum", "category", "start", "anchor_end", "end", "trigger",
        "attending", "operating", "post_episode_spending", "readmissions", "post_acute",
    ];

    private readonly EpisodeModel _model;
    private readonly bool _traced;
    private readonly List<Finding> _findings = [];
    private readonly List<ManifestInput> _inputs = [];

    /// <summary>Files for a document.</summary>
    /// <param name="model">The document.</param>
    /// <param name="traced">Whether values name their file and line.</param>
    public EpisodeFiles(EpisodeModel model, bool traced)
    {
        _model = model;
        _traced = traced;
    }

    /// <summary>What is wrong or doubtful in the files read so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>The files read so far.</summary>
    public IReadOnlyList<ManifestInput> Inputs => _inputs;

    /// <summary>The prices of strata: values by stratum and region; without a region the stratum's price holds everywhere.</summary>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    public IReadOnlyDictionary<(string Stratum, string Region), EpisodeFacts> Prices(string path)
    {
        var table = Open(path, ["stratum"], InputLevel.Stratum);
        var prices = new Dictionary<(string, string), EpisodeFacts>();
        foreach (var row in table.Rows.ToList())
        {
            var key = (row.Text("stratum") ?? "", row.Text("region") ?? "");
            var name = key.Item2.Length > 0 ? $"{key.Item1} in {key.Item2}" : key.Item1;
            if (Facts(table, row, name) is { } facts && !prices.TryAdd(key, facts))
                table.Refuse(row, "stratum", "The stratum and region stand twice", "Keep one row each");
        }
        Close(table);
        return prices;
    }

    /// <summary>The entities: members such as the track, and values such as quality scores.</summary>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    public IReadOnlyDictionary<string, EntityFacts> Entities(string path)
    {
        var table = Open(path, ["entity"], InputLevel.Entity);
        var entities = new Dictionary<string, EntityFacts>(StringComparer.Ordinal);
        foreach (var row in table.Rows.ToList())
        {
            var id = row.Text("entity") ?? "";
            if (Facts(table, row, id) is { } facts
                && !entities.TryAdd(id, new EntityFacts { Id = id, Values = facts.Values, Members = facts.Members }))
                table.Refuse(row, "entity", "The entity stands twice", "Keep one row each");
        }
        Close(table);
        return entities;
    }

    /// <summary>The episodes of a period, each with the price of its stratum.</summary>
    /// <param name="path">The file.</param>
    /// <param name="period">The period: episodes that end outside of it are left out and counted.</param>
    /// <param name="prices">Prices by stratum and region; null when the file of episodes has targets of its own.</param>
    /// <param name="lines">Spending by episode as the sum of claim lines; null when the file's own spending stands.</param>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    public IReadOnlyList<EpisodeRow> Episodes(
        string path, Period period, IReadOnlyDictionary<(string Stratum, string Region), EpisodeFacts>? prices,
        IReadOnlyDictionary<string, StepValue>? lines = null)
    {
        ArgumentNullException.ThrowIfNull(period);
        var table = Open(path, ["spending"], InputLevel.Episode);
        var episodes = new List<EpisodeRow>();
        var elsewhere = 0;
        foreach (var row in table.Rows.ToList())
        {
            var start = table.Day(row, "start", out var goodStart);
            var end = goodStart ? table.Day(row, "end", out goodStart) : null;
            if (!goodStart || Facts(table, row, row.Text("episode_id") ?? $"line {row.Line}") is not { } facts)
                continue;
            if (end is { } last && (last < period.From || last > period.To))
            {
                elsewhere++;
                continue;
            }
            if (prices is not null && Priced(table, row, facts, prices) is var priced)
            {
                if (priced is null)
                    continue;
                facts = priced;
            }
            if (lines?.TryGetValue(facts.Id, out var sum) == true)
            {
                var values = new Dictionary<string, StepValue>(facts.Values, StringComparer.Ordinal) { ["spending"] = sum };
                facts = facts with { Values = values };
            }
            episodes.Add(new EpisodeRow(facts, row.Text("entity") ?? "all", row.Text("person_id"), row.Text("group"), start, end));
        }
        if (elsewhere > 0)
            table.Warn(0, "end", $"{elsewhere} episodes end outside of {period.Id} ({period.From:yyyy-MM-dd} to {period.To:yyyy-MM-dd})",
                "They are settled in the period in which they end");
        Close(table);
        return episodes;
    }

    /// <summary>Spending by episode as the sum of the claim lines that <c>episodes build</c> wrote, each a fact of its own.</summary>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    public IReadOnlyDictionary<string, StepValue> Lines(string path)
    {
        var table = FactsTable.Read(path, ["episode_id", "counted"], [.. BuildRun.LineColumns], See);
        var sums = new Dictionary<string, StepValue>(StringComparer.Ordinal);
        foreach (var row in table.Rows.ToList())
        {
            if (table.Number(row, "counted", out _) is not { } counted || row.Text("episode_id") is not { } episode)
                continue;
            var value = StepValue.Input(Unit.Dollars, counted, $"{row.Text("setting")}, {row.Text("from")}, claim {row.Text("claim_id")}",
                $"{Path.GetFileName(path)}:{row.Line}", _traced);
            sums[episode] = sums.TryGetValue(episode, out var sum) ? sum.Plus(value) : value;
        }
        Close(table);
        return sums.ToDictionary(pair => pair.Key, pair => pair.Value.As($"spending of episode {pair.Key}", _model.Citation),
            StringComparer.Ordinal);
    }

    private static EpisodeFacts? Priced(FactsTable table, FactsRow row, EpisodeFacts facts,
        IReadOnlyDictionary<(string Stratum, string Region), EpisodeFacts> prices)
    {
        var (stratum, region) = (row.Text("stratum") ?? "", row.Text("region") ?? "");
        if (!prices.TryGetValue((stratum, region), out var price) && !prices.TryGetValue((stratum, ""), out price))
        {
            table.Refuse(row, "stratum", $"There is no price for stratum '{stratum}'{(region.Length > 0 ? $" in region '{region}'" : "")}",
                "Add it to the file of prices");
            return null;
        }
        // What the episode says of itself wins over its stratum.
        var values = new Dictionary<string, StepValue>(price.Values, StringComparer.Ordinal);
        foreach (var (name, value) in facts.Values)
            values[name] = value;
        var members = new Dictionary<string, string>(price.Members, StringComparer.Ordinal);
        foreach (var (dimension, member) in facts.Members)
            members[dimension] = member;
        return facts with { Values = values, Members = members };
    }

    private FactsTable Open(string path, string[] required, InputLevel level)
    {
        var known = Texts.Concat(_model.Terms.Dimensions.Select(dimension => dimension.Id)).Concat(Columns(level).Keys).ToList();
        return FactsTable.Read(path, required, known, See);
    }

    private void Close(FactsTable table)
    {
        _findings.AddRange(table.Findings);
        _inputs.Add(new ManifestInput(Path.GetFileName(table.Path), table.Sha256, table.Rows.Count,
            new Dictionary<string, string>(StringComparer.Ordinal)));
    }

    /// <summary>The columns of values: inputs, and results of steps that a file may give in their place.</summary>
    private Dictionary<string, (string Label, Unit Unit)> Columns(InputLevel level)
    {
        var columns = new Dictionary<string, (string, Unit)>(StringComparer.Ordinal);
        foreach (var input in _model.Inputs.Where(input => input.Level == InputLevel.Entity == (level == InputLevel.Entity)))
            columns[input.Name] = (input.Label, input.Unit);
        var steps = level == InputLevel.Entity ? _model.Quality.Concat(_model.Settlement) : _model.Price.Concat(_model.Episode);
        foreach (var step in steps)
            columns[step.As] = (step.Label, step.Unit);
        return columns;
    }

    private EpisodeFacts? Facts(FactsTable table, FactsRow row, string id)
    {
        var entity = table.Columns.ContainsKey("entity") && !table.Columns.ContainsKey("spending");
        var values = new Dictionary<string, StepValue>(StringComparer.Ordinal);
        foreach (var (name, (label, unit)) in Columns(entity ? InputLevel.Entity : InputLevel.Episode))
        {
            if (table.Number(row, name, out var good) is { } number)
                values[name] = StepValue.Input(unit, number, label, $"{Path.GetFileName(table.Path)}:{row.Line}, {name}", _traced);
            if (!good)
                return null;
        }
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dimension in _model.Terms.Dimensions)
        {
            if (row.Text(dimension.Id) is not { } member)
                continue;
            if (!dimension.Members.Contains(member))
            {
                table.Refuse(row, dimension.Id, $"'{member}' is no {dimension.Id}", $"Use one of {string.Join(", ", dimension.Members)}");
                return null;
            }
            members[dimension.Id] = member;
        }
        return new EpisodeFacts { Id = id, Values = values, Members = members };
    }
}
