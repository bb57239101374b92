using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;

namespace Accountable.Data.Tests.TieOut;

/// <summary>Stores of one generated ACO that lack something or nothing, each made once; and the loops that know what they lack.</summary>
public sealed class TieOutStores(GeneratedClaims claims) : IDisposable
{
    public const string Aco = "A0001";
    public const int Year = 2024;
    private const int HeldBack = 7;
    private const string LastMonth = "2025-03-01";

    private readonly Scratch _scratch = new();
    private readonly Dictionary<(string Engine, string Lacks), string?> _stores = [];
    private NaiveTieOut? _naive;

    internal NaiveTieOut Naive => _naive ??= new NaiveTieOut(claims, Aco, Year);

    internal static bool IsHeldBack(string held) => NaiveTieOut.Part(held) == HeldBack;

    public void Dispose() => _scratch.Dispose();

    /// <summary>A store; null where there is no PostgreSQL.</summary>
    /// <param name="engine">duckdb or postgres.</param>
    /// <param name="lacks">Of the words month (what was seen in March 2025), held (three percent of the claims), ime (the amounts of
    /// indirect medical education) and person (everything of one person) those that it lacks.</param>
    /// <param name="say">Where a reason is printed.</param>
    internal string? Store(string engine, string lacks, Action<string> say)
    {
        if (_stores.TryGetValue((engine, lacks), out var made))
            return made;
        var location = engine == "duckdb" ? _scratch[$"store {lacks}"] : Postgres.Store(say);
        _stores.Add((engine, lacks), location);
        if (location is null)
            return null;
        var folder = Path.Combine(claims.Folder, Aco);
        if (lacks.Length > 0)
        {
            var (month, held, person) = (lacks.Contains("month"), lacks.Contains("held"), lacks.Contains("person"));
            var copy = _scratch[$"{engine} {lacks}"];
            TamperedFiles.Copy(folder, copy, (file, field) => !(person && IsPerson(file, field)) && (file is not ('1' or '5' or '6')
                || (!(month && IsLater(field)) && !(held && IsHeldBack(HeldKey(file, field))))),
                lacks.Contains("ime") ? [('1', "CLM_MDCR_IP_PPS_CPTL_IME_AMT"), ('1', "CLM_OPRTNL_IME_AMT")] : []);
            folder = copy;
        }
        using var store = ClaimStore.OpenToWrite(location);
        Assert.DoesNotContain(CclfImport.Import(folder, store, acceptCounts: true), delivery => delivery.IsRefused);
        Assert.DoesNotContain(ReportImport.Import(claims.Folder, store), delivery => delivery.IsRefused);
        return location;
    }

    /// <summary>The person who cost the most in the year, by every identifier.</summary>
    internal IReadOnlySet<string> Person { get; private set; } = new HashSet<string>();

    /// <summary>Names the person whom stores that lack one lack.</summary>
    internal void LackPerson(string key) => Person = claims.Query(
        $"select distinct bene_mbi_id from input.cclf8 d left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash "
        + $"where coalesce(m.bene_key, d.bene_mbi_id_hash) = {key} union select distinct bene_mbi_id from input.cclf5 d "
        + $"left join core.mbi_history m on m.mbi_hash = d.bene_mbi_id_hash where coalesce(m.bene_key, d.bene_mbi_id_hash) = {key}").ToHashSet();

    private bool IsPerson(char file, Func<string, string> field) => file is '1' or '5' or '6' or '8' && Person.Contains(field("BENE_MBI_ID"));

    private static bool IsLater(Func<string, string> field) =>
        string.CompareOrdinal(field("CLM_IDR_LD_DT") is { Length: > 0 } day ? day : field("CLM_EFCTV_DT"), LastMonth) >= 0;

    private static string HeldKey(char file, Func<string, string> field)
    {
        if (file != '1')
            return field("CLM_CNTL_NUM");
        var number = field("CLM_BLG_PRVDR_OSCAR_NUM") is { Length: > 0 } billing ? billing : field("PRVDR_OSCAR_NUM");
        return $"{number}|{field("CLM_FROM_DT")}|{field("CLM_THRU_DT")}";
    }
}
