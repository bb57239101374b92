using System.Collections.Concurrent;
using Accountable.Rules;
using Accountable.Runs.Qpp;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.Settings;
using Accountable.Server.State;

namespace Accountable.Server.Pipelines;

/// <summary>QP facts and their determinations: of the folders that the settings name, and of runs over claims. Each is read once for each
/// year and day of knowledge.</summary>
internal sealed class QpFolders(RunSettings settings, JobLedger ledger, ResultStore results)
{
    private const string OfRun = "run";
    private const string OfFolder = "folder";
    private const int Kept = 16;
    private readonly ConcurrentDictionary<(string Place, int Year, DateOnly? AsOf, bool Traced, bool ForChanges, DateTime Written),
        Lazy<QpRun>> _known = new();

    /// <summary>The entities that have a folder.</summary>
    public IEnumerable<string> Entities => settings.QpFacts.Keys.Order(StringComparer.Ordinal);

    /// <summary>The determinations of an entity.</summary>
    /// <param name="entity">The entity; for a run the ACO.</param>
    /// <param name="year">The performance year.</param>
    /// <param name="asOf">The day of knowledge.</param>
    /// <param name="from">run or folder; when null the folder, where the settings name one.</param>
    /// <param name="traced">Whether scores carry their derivation.</param>
    /// <param name="forChanges">Whether clinicians carry what the entity loses with them, so that lists can be changed .</param>
    public QpRun Of(string entity, int year, DateOnly? asOf, string? from, bool traced = false, bool forChanges = false)
    {
        if (year is < 1900 or > 2999)
            throw ApiProblem.BadRequest("year is a performance year such as 2026");
        if (from is not (null or OfRun or OfFolder))
            throw ApiProblem.BadRequest("from is run or folder");
        var folder = settings.QpFacts.FirstOrDefault(pair => pair.Key.Equals(entity, StringComparison.OrdinalIgnoreCase)).Value;
        if (_known.Count > Kept)
            _known.Clear();
        if (from == OfRun || (from is null && folder is null))
            return OfNewestRun(entity, year, asOf, traced, forChanges);
        if (folder is null)
            throw ApiProblem.NotFound("there are no QP facts of this entity: give them on the page Settings of runs, or with "
                + "--qp-facts");
        var written = Directory.EnumerateFiles(folder).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max();
        return _known.GetOrAdd((folder, year, asOf, traced, false, written), _ => new Lazy<QpRun>(() =>
            QpRun.Read(folder, RuleBook.Embedded, new PerformanceYear(year), null, asOf, traced))).Value;
    }

    private QpRun OfNewestRun(string entity, int year, DateOnly? asOf, bool traced, bool forChanges)
    {
        var job = ledger.List(JobKind.Run).FirstOrDefault(job => job.State == JobState.Done
            && job.Entities.Contains(entity, StringComparer.OrdinalIgnoreCase) && RunsApi.RequestOf(job).PerformanceYear == year
            && results.Tables(job.Id).Any(table => table.Name == QpTables.Facts))
            ?? throw ApiProblem.NotFound($"no run of {entity} for {year} has QP facts; start one, or name a folder (qp_facts)");
        return _known.GetOrAdd((job.Id, year, asOf, traced, forChanges, default), _ => new Lazy<QpRun>(() => QpRun.Over(
            QpFactsTables.Read(Table(QpTables.Entities), Table(QpTables.Participants), Table(QpTables.Facts),
                forChanges ? Table(QpTables.Leaving) : null),
            RuleBook.Embedded, new PerformanceYear(year), null, asOf ?? RunsApi.RequestOf(job).AsOf, traced))).Value;

        Runs.Table Table(string name) => results.Table(job.Id, name) ?? throw ApiProblem.NotThere();
    }
}
