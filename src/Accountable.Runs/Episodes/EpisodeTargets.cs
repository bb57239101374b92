using Accountable.Data;
using Accountable.Episodes.Settlement;
using Accountable.Rules.Episodes;

namespace Accountable.Runs.Episodes;

/// <summary>Target prices of episodes from a file of prices by stratum (docs/reference/episode-documents.md): each priced by the document
/// as far as the file carries it.</summary>
public sealed class EpisodeTargets
{
    private readonly EpisodeModel _model;
    private readonly int _place;
    private readonly IReadOnlyDictionary<(string Stratum, string Region), EpisodeFacts> _prices;
    private readonly Dictionary<(string Stratum, string Category), decimal?> _known = [];

    private EpisodeTargets(EpisodeModel model, int place, EpisodeFiles files, string path)
    {
        (_model, _place, _prices) = (model, place, files.Prices(path));
        Findings = files.Findings;
    }

    /// <summary>What is wrong or doubtful in the file.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Reads a file of prices.</summary>
    /// <param name="model">The document.</param>
    /// <param name="place">The place of the period whose figures hold.</param>
    /// <param name="path">The file: stratum, and what the document's price rests on, or its target itself.</param>
    /// <exception cref="FileRefusedException">The file cannot be read.</exception>
    public static EpisodeTargets Read(EpisodeModel model, int place, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new EpisodeTargets(model, place, new EpisodeFiles(model, traced: false), path);
    }

    /// <summary>The target of an episode; null where the file has no price of its stratum that holds everywhere or for one region alone, or
    /// the price cannot be carried to the target.</summary>
    public decimal? Of(BuiltEpisode episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        if (!_known.TryGetValue((episode.Stratum, episode.Category), out var target))
            _known.Add((episode.Stratum, episode.Category), target = Price(episode));
        return target;
    }

    private decimal? Price(BuiltEpisode episode)
    {
        var rows = _prices.Where(price => price.Key.Stratum == episode.Stratum).ToList();
        var price = rows.Find(row => row.Key.Region.Length == 0).Value ?? (rows.Count == 1 ? rows[0].Value : null);
        if (price is null || _model.Target is not { } target)
            return null;
        var members = _model.Terms.Dimensions.Any(dimension => dimension.Id == "category" && dimension.Members.Contains(episode.Category))
            ? new Dictionary<string, string>(StringComparer.Ordinal) { ["category"] = episode.Category } : [];
        return Reconciliation.Price(_model, _place, price, members).Values.TryGetValue(target, out var value) ? value.Amount : null;
    }
}
