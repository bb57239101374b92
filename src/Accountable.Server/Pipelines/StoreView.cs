using Accountable.Data;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Claims;

namespace Accountable.Server.Pipelines;

/// <summary>An ACO in the store.</summary>
/// <param name="Aco">Its identifier.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="NewestDelivery">The day of the newest.</param>
/// <param name="FirstYear">The first year whose claims are there; null when none are.</param>
/// <param name="LastYear">The last.</param>
internal sealed record AcoView(string Aco, int Files, DateOnly NewestDelivery, int? FirstYear, int? LastYear);

/// <summary>How fresh a source of an ACO is.</summary>
/// <param name="Source">cclf, report, list, fhir, rif, or a mapping.</param>
/// <param name="Table">The table that it fills.</param>
/// <param name="Files">How many files.</param>
/// <param name="Newest">The day of the newest; null when they do not say.</param>
/// <param name="Rows">Rows loaded.</param>
/// <param name="Refused">Rows refused.</param>
internal sealed record FreshnessView(string Source, string Table, int Files, DateOnly? Newest, long Rows, long Refused);

/// <summary>What the store says of itself, kept until it changes.</summary>
internal sealed class StoreView(ServerSettings settings)
{
    /// <summary>Whose files are called that count for every ACO.</summary>
    private const string Everybodys = "all";

    private readonly Lock _turn = new();
    private (int Generation, IReadOnlyList<AcoView> Acos)? _acos;
    private Checked? _check;

    /// <summary>Whether there is a store yet.</summary>
    public bool Exists
    {
        get
        {
            try
            {
                ClaimStore.OpenToRead(settings.Store).Dispose();
                return true;
            }
            catch (FileRefusedException)
            {
                return false;
            }
        }
    }

    /// <summary>How often the store was changed; -1 when there is none.</summary>
    public int Generation => Held().Generation;

    /// <summary>The ACOs, by name. After a change of the store the years are read from the claims, which takes a moment.</summary>
    public IReadOnlyList<AcoView> Acos
    {
        get
        {
            ClaimStore store;
            try
            {
                store = ClaimStore.OpenToRead(settings.Store);
            }
            catch (FileRefusedException)
            {
                return [];
            }
            using (store)
            {
                lock (_turn)
                {
                    if (_acos is { } known && known.Generation == store.Manifest.Generation)
                        return known.Acos;
                    return (_acos = (store.Manifest.Generation, Read(store))).Value.Acos;
                }
            }
        }
    }

    /// <summary>The name of an ACO as the store writes it; null when it has none.</summary>
    public string? Find(string aco) => Held().Files.FirstOrDefault(file => file.Aco != Everybodys
        && file.Aco.Equals(aco, StringComparison.OrdinalIgnoreCase))?.Aco;

    /// <summary>Files of an ACO.</summary>
    public IEnumerable<StoredFile> Files(string aco) => Held().Files.Where(file => file.Aco == aco);

    /// <summary>How fresh each source of an ACO is.</summary>
    public IReadOnlyList<FreshnessView> Freshness(string aco) => [.. Files(aco).GroupBy(file => (file.Source, file.Table))
        .OrderBy(group => group.Key).Select(group => new FreshnessView(group.Key.Source, group.Key.Table, group.Count(),
            group.Max(file => file.Day) is { Year: > 1900 } day ? day : null, group.Sum(file => file.RowsLoaded),
            group.Sum(file => file.RowsRefused)))];

    /// <summary>What <c>claims check</c> says, with small counts hidden.</summary>
    public CheckReport Check()
    {
        using var store = ClaimStore.OpenToRead(settings.Store);
        if (_check is { } known && known.Generation == store.Manifest.Generation)
            return known.Report;
        var check = ClaimCheck.Of(store, RuleBook.Embedded);
        _check = new Checked(store.Manifest.Generation, check);
        return check;
    }

    /// <summary>The refused rows of an ACO's files.</summary>
    public Table Findings(string aco)
    {
        using var store = ClaimStore.OpenToRead(settings.Store);
        var all = ClaimTables.Findings(store);
        var own = store.Manifest.Files.Where(file => file.Aco == aco).Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var table = new Table([.. all.Columns]);
        foreach (var row in all.Rows.Where(row => own.Contains((string)row[0]!)))
            table.Add(row);
        return table;
    }

    /// <summary>What the store's manifest says. No claim is read for it: an import changes the store many times, and a reader of the
    /// overview does not wait for that.</summary>
    private (int Generation, IReadOnlyList<StoredFile> Files) Held()
    {
        try
        {
            using var store = ClaimStore.OpenToRead(settings.Store);
            return (store.Manifest.Generation, store.Manifest.Files);
        }
        catch (FileRefusedException)
        {
            return (-1, []);
        }
    }

    private static IReadOnlyList<AcoView> Read(ClaimStore store)
    {
        var years = new Dictionary<string, (int First, int Last)>(StringComparer.Ordinal);
        using (var engine = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded)))
        using (var reader = engine.Query("select aco_id, min(extract(year from clm_line_thru_dt)), "
            + "max(extract(year from clm_line_thru_dt)) from core.professional_lines group by aco_id"))
        {
            while (reader.Read())
            {
                if (!reader.IsDBNull(1))
                    years[reader.GetString(0)] = (Convert.ToInt32(reader.GetValue(1)), Convert.ToInt32(reader.GetValue(2)));
            }
        }
        return [.. store.Manifest.Files.Where(file => file.Aco != Everybodys).GroupBy(file => file.Aco)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new AcoView(group.Key, group.Count(),
                group.Max(file => file.Day), years.TryGetValue(group.Key, out var span) ? span.First : null,
                years.TryGetValue(group.Key, out span) ? span.Last : null))];
    }

    private sealed record Checked(int Generation, CheckReport Report);
}
