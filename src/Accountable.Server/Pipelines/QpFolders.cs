using System.Collections.Concurrent;
using Accountable.Rules;
using Accountable.Runs.Qpp;
using Accountable.Server.Api;
using Accountable.Server.Settings;

namespace Accountable.Server.Pipelines;

/// <summary>The folders of QP facts that the settings name, read once for each year and day of knowledge.</summary>
internal sealed class QpFolders(RunSettings settings)
{
    private const int Kept = 16;
    private readonly ConcurrentDictionary<(string Folder, int Year, DateOnly? AsOf, bool Traced, DateTime Written),
        Lazy<QpRun>> _known = new();

    /// <summary>The entities that have a folder.</summary>
    public IEnumerable<string> Entities => settings.QpFacts.Keys.Order(StringComparer.Ordinal);

    /// <summary>The determinations of an entity's folder.</summary>
    public QpRun Of(string entity, int year, DateOnly? asOf, bool traced = false)
    {
        if (year is < 1900 or > 2999)
            throw ApiProblem.BadRequest("year is a performance year such as 2026");
        var folder = settings.QpFacts.FirstOrDefault(pair => pair.Key.Equals(entity, StringComparison.OrdinalIgnoreCase)).Value
            ?? throw ApiProblem.NotFound("there are no QP facts of this entity: give them on the page Settings of runs, or with "
                + "--qp-facts");
        if (_known.Count > Kept)
            _known.Clear();
        var written = Directory.EnumerateFiles(folder).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max();
        return _known.GetOrAdd((folder, year, asOf, traced, written), _ => new Lazy<QpRun>(() =>
            QpRun.Read(folder, RuleBook.Embedded, new PerformanceYear(year), null, asOf, traced))).Value;
    }
}
