using Accountable.Data;
using Accountable.Episodes.Settlement;
using Accountable.Explanations;
using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Runs.Episodes;

/// <summary>Episodes of files settled under a document.</summary>
/// <param name="Model">The document.</param>
/// <param name="Period">The period.</param>
/// <param name="Episodes">The episodes that belong to it.</param>
/// <param name="Entities">The entities, settled, by name.</param>
/// <param name="Findings">What is wrong or doubtful in the files.</param>
/// <param name="Inputs">The files.</param>
public sealed record SettleRun(
    EpisodeModel Model, Period Period, IReadOnlyList<EpisodeRow> Episodes, IReadOnlyList<SettledEntity> Entities,
    IReadOnlyList<Finding> Findings, IReadOnlyList<ManifestInput> Inputs)
{
    /// <summary>Figures, steps and stand-ins that nobody has verified and on which the result rests.</summary>
    public IReadOnlyList<string> Unverified =>
        [.. Entities.SelectMany(entity => entity.Unverified).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads the files and settles each entity.</summary>
    /// <param name="model">The document.</param>
    /// <param name="year">The period by its name or calendar year.</param>
    /// <param name="episodes">The file of episodes; null for a model without them.</param>
    /// <param name="entities">The file of entities; null when the document needs nothing of them.</param>
    /// <param name="prices">The file of prices; null when episodes carry their targets.</param>
    /// <param name="traced">Whether values carry their derivation.</param>
    /// <param name="lines">The file of claim lines that a build wrote; null when spending is taken as given.</param>
    /// <exception cref="FileRefusedException">A file cannot be read, or lacks what the document needs.</exception>
    /// <exception cref="LawGapException">The document has no such period, or no figure for it.</exception>
    public static SettleRun Of(EpisodeModel model, string year, string? episodes, string? entities, string? prices, bool traced,
        string? lines = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = model.Terms.PlaceOf(year);
        var files = new EpisodeFiles(model, traced);
        var priceRows = prices is null ? null : files.Prices(prices);
        var rows = episodes is null ? [] : files.Episodes(episodes, model.Terms.Periods[place], priceRows,
            lines is null ? null : files.Lines(lines));
        var known = entities is null ? null : files.Entities(entities);
        var settled = new List<SettledEntity>();
        var findings = new List<Finding>(files.Findings);
        var groups = rows.GroupBy(row => row.Entity, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var id in groups.Keys.Union(known?.Keys ?? []).Order(StringComparer.Ordinal))
        {
            var facts = known?.GetValueOrDefault(id) ?? new EntityFacts
            {
                Id = id, Values = new Dictionary<string, StepValue>(StringComparer.Ordinal),
                Members = new Dictionary<string, string>(StringComparer.Ordinal),
            };
            try
            {
                settled.Add(Reconciliation.Determine(model, place, facts,
                    [.. groups.GetValueOrDefault(id, []).Select(row => row.Facts)], traced));
            }
            catch (MissingValueException e)
            {
                var file = Path.GetFileName(FileOf(model, e.Name, episodes, entities, prices));
                findings.Add(new Finding(Severity.RowRefused, file, 0, e.Name,
                    $"{id}: the document needs '{e.Name}', which no file gives",
                    $"Give it as a column; 'accountable episodes show {model.Id}' says where each stands"));
            }
        }
        if (settled.Count == 0 && findings.LastOrDefault(finding => finding.Severity == Severity.RowRefused) is { } why)
            throw new FileRefusedException(why with { Severity = Severity.FileRefused });
        return new SettleRun(model, model.Terms.Periods[place], rows, settled, findings, files.Inputs);
    }

    /// <summary>One row an entity: what it is paid or owes, and the steps on the way.</summary>
    public Table EntityTable()
    {
        var steps = Model.Quality.Concat(Model.Settlement).Select(step => step.As).Distinct().Where(name => name != Model.Result).ToList();
        var dimensions = Model.Terms.Dimensions.Where(dimension => Entities.Any(entity => entity.Members.ContainsKey(dimension.Id)))
            .Select(dimension => dimension.Id).ToList();
        var table = new Table(["model", "version", "period", "entity", "episodes", .. dimensions, .. steps, Model.Result, "unverified"]);
        foreach (var entity in Entities)
        {
            table.Add(
            [
                Model.Id, Model.Version, Period.Id, entity.Facts.Id, entity.Episodes.Count,
                .. dimensions.Select(dimension => entity.Members.GetValueOrDefault(dimension)),
                .. steps.Select(step => Cell(entity[step])), Cell(entity.Result), entity.Unverified.Count,
            ]);
        }
        return table;
    }

    /// <summary>One row an episode: its target, what counted, the difference, and each step on the way.</summary>
    public Table EpisodeTable()
    {
        var steps = Model.Price.Concat(Model.Episode).Select(step => step.As).Distinct().ToList();
        var table = new Table(["model", "period", "entity", "group", "episode_id", "person_id", "start", "end", "spending", .. steps]);
        var byFacts = Episodes.ToDictionary(row => row.Facts);
        foreach (var (entity, episode) in Entities.SelectMany(entity => entity.Episodes.Select(episode => (entity, episode))))
        {
            var row = byFacts[episode.Facts];
            table.Add(
            [
                Model.Id, Period.Id, entity.Facts.Id, row.Group, episode.Facts.Id, row.Person, Day(row.Start), Day(row.End),
                Cell(episode.Values.TryGetValue("spending", out var spending) ? spending : null),
                .. steps.Select(step => Cell(episode.Values.TryGetValue(step, out var value) ? value : null)),
            ]);
        }
        return table;
    }

    /// <summary>One row a physician group: its episodes, targets, spending and what is left between them.</summary>
    public Table GroupTable()
    {
        var table = new Table("model", "period", "group", "episodes", "target", "spending", "difference");
        var byFacts = Episodes.ToDictionary(row => row.Facts);
        var groups = Entities.SelectMany(entity => entity.Episodes)
            .GroupBy(episode => byFacts[episode.Facts].Group ?? "", StringComparer.Ordinal);
        foreach (var group in groups.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            decimal Sum(string name) => group.Sum(episode => episode.Values.TryGetValue(name, out var value) ? value.Amount : 0);
            var (target, spending) = (Sum(Model.Target ?? ""), Sum("counted_spending"));
            table.Add(Model.Id, Period.Id, group.Key, group.Count(), new Dollars(target), new Dollars(spending),
                new Dollars(target - spending));
        }
        return table;
    }

    /// <summary>One row an entity and party: its share and what it is paid or owes; empty where the document has no parties.</summary>
    public Table PartyTable()
    {
        var table = new Table("model", "period", "entity", "party", "share", "amount");
        foreach (var (entity, party) in Entities.SelectMany(entity => entity.Parties.Select(party => (entity, party))))
            table.Add(Model.Id, Period.Id, entity.Facts.Id, party.Party, party.Share?.Amount, Cell(party.Amount));
        return table;
    }

    /// <summary>How one entity's result came to be, down to the lines of the files.</summary>
    /// <exception cref="ArgumentException">There is no such entity, or the run was not traced.</exception>
    public string Explain(string entity)
    {
        var found = Entities.FirstOrDefault(each => each.Facts.Id == entity)
            ?? throw new ArgumentException($"there is no entity {entity}", nameof(entity));
        var parties = found.Parties.Select(party => party.Amount.Derivation).OfType<Derivation>();
        return found.Result?.Derivation is { } root ? Outline.Of([root, .. parties]) : found.Result is { } result
            ? $"{Model.Result} = {Display.Of(result.Unit, result.Amount)}\n" : "";
    }

    /// <summary>A cell in the unit of its value.</summary>
    public static object? Cell(StepValue? value) => value is not { } known ? null
        : known.Unit == Unit.Dollars ? new Dollars(known.Amount) : known.Amount;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd");

    private static string FileOf(EpisodeModel model, string name, string? episodes, string? entities, string? prices) =>
        model.Inputs.FirstOrDefault(input => input.Name == name)?.Level switch
        {
            InputLevel.Entity => entities ?? "--entities",
            InputLevel.Stratum => prices ?? "--prices",
            _ => model.Terms.Dimension(name) is not null ? entities ?? "--entities" : episodes ?? "--episodes",
        };
}

/// <summary>Prices of strata under a document.</summary>
public static class PriceRun
{
    /// <summary>One row a stratum and region: each step of the price as far as the file carries it.</summary>
    /// <param name="model">The document.</param>
    /// <param name="year">The period by its name or calendar year.</param>
    /// <param name="prices">The file of prices.</param>
    /// <param name="members">Members that hold for all rows, such as the track.</param>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    /// <exception cref="LawGapException">The document has no such period, or no figure for it.</exception>
    public static (Table Table, IReadOnlyList<Finding> Findings) Of(
        EpisodeModel model, string year, string prices, IReadOnlyDictionary<string, string> members)
    {
        ArgumentNullException.ThrowIfNull(model);
        var place = model.Terms.PlaceOf(year);
        var files = new EpisodeFiles(model, traced: false);
        var steps = model.Price.Select(step => step.As).Distinct().ToList();
        var table = new Table(["model", "period", "stratum", "region", .. steps]);
        foreach (var ((stratum, region), facts) in files.Prices(prices))
        {
            var priced = Reconciliation.Price(model, place, facts, members);
            table.Add([model.Id, model.Terms.Periods[place].Id, stratum, region,
                .. steps.Select(step => SettleRun.Cell(priced.Values.TryGetValue(step, out var value) ? value : null))]);
        }
        return (table, files.Findings);
    }
}
