using Accountable.Data;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Runs.Claims;
using Accountable.Runs.SharedSavings;

namespace Accountable.Runs.Episodes;

/// <summary>Episodes of one ACO and year under every model of the rule book that builds episodes in that year.</summary>
/// <param name="Tables">Their tables.</param>
/// <param name="Models">The models with their periods, in words.</param>
/// <param name="Findings">What a person should look at.</param>
/// <param name="Missing">What cannot be said, and what to supply.</param>
/// <param name="Unverified">Code lists and figures that nobody verified.</param>
public sealed record AcoEpisodes(EpisodeTables Tables, IReadOnlyList<string> Models, IReadOnlyList<Finding> Findings,
    IReadOnlyList<NotComputed> Missing, IReadOnlyCollection<string> Unverified)
{
    /// <summary>Finds and adds up the episodes that end in a calendar year's period.</summary>
    /// <param name="location">A folder or a database.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="year">The calendar year.</param>
    /// <param name="prices">Files of prices by model (docs/reference/episode-documents.md).</param>
    /// <param name="stop">Looked at between models.</param>
    /// <exception cref="FileRefusedException">The store or a file of prices cannot be read.</exception>
    public static AcoEpisodes Of(
        string location, string aco, int year, IReadOnlyDictionary<string, string> prices, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(prices);
        var (tables, models, findings, missing) = (new EpisodeTables(), new List<string>(), new List<Finding>(), new List<NotComputed>());
        var unverified = new SortedSet<string>(StringComparer.Ordinal);
        using var store = ClaimStore.OpenToRead(location);
        foreach (var (model, place) in Of(year))
        {
            stop.ThrowIfCancellationRequested();
            var targets = prices.TryGetValue(model.Id, out var path) ? EpisodeTargets.Read(model, place, path) : null;
            var run = Build(store, model, place, new EpisodeSums(aco, targets), tables, stop);
            models.Add($"{model.Name}, {run.Label}");
            findings.AddRange(run.Findings.Concat(targets?.Findings ?? []));
            unverified.UnionWith(run.Unverified);
            if (targets is null)
            {
                missing.Add(new NotComputed($"targets of {model.Name}", "no file of prices is given",
                    $"Give one: accountable serve --episode-prices {model.Id}=FILE.csv "
                    + $"('accountable episodes show {model.Id}' lists its columns)"));
            }
        }
        return new AcoEpisodes(tables, models, findings, missing, unverified);
    }

    /// <summary>Each model has an engine of its own, whose relations go with it.</summary>
    private static BuildRun Build(
        ClaimStore store, EpisodeModel model, int place, EpisodeSums sums, EpisodeTables tables, CancellationToken stop)
    {
        using var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        using var interrupt = stop.Register(engine.Interrupt);
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            var period = model.Terms.Periods[place];
            var run = BuildRun.Build(model, place, period.Id, period.From, period.To, engine,
                new Dictionary<string, decimal>(StringComparer.Ordinal), sums.Add);
            sums.AddTo(tables, run);
            return run;
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    /// <summary>Models whose episodes are built from claims, with the place of the year's first period.</summary>
    public static IEnumerable<(EpisodeModel Model, int Place)> Of(int year) => EpisodeDocuments.Embedded
        .Where(model => model.Definition is not null && model.Terms.Periods.Any(period => period.Year == year))
        .Select(model => (model, model.Terms.PlaceOf(year.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
