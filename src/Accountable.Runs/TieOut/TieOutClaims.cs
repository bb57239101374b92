using System.Data.Common;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>What a sum of claims is made of; dollars.</summary>
internal enum ClaimPart
{
    Paid,
    Ime,
    Dsh,
    UncompensatedCare,
    PopulationBased,
    Sequestration,
}

/// <summary>The claims of a tie-out as relations of an engine: all in the store, those that count at the end of the run-out, and what
/// another store tells beyond them.</summary>
internal sealed class TieOutClaims
{
    /// <summary>The claims that count, among the steps of the sums.</summary>
    public const string Cut = "cut";

    /// <summary>Claims seen after the run-out.</summary>
    public const string RunOut = "run_out";

    private readonly IEngine _engine;
    private readonly TieOutRequest _request;

    private TieOutClaims(IEngine engine, TieOutRequest request)
    {
        (_engine, _request) = (engine, request);
    }

    /// <summary>The newest day of sight up to the last day of the run-out; null when nothing was seen by then.</summary>
    public DateOnly? NewestByRunOut { get; private set; }

    /// <summary>Makes the relations.</summary>
    /// <exception cref="FileRefusedException">The store saw no claim by the end of the run-out, or the other store has none.</exception>
    public static TieOutClaims Of(IEngine engine, TieOutRequest request, TieOutPeople people)
    {
        var claims = new TieOutClaims(engine, request);
        claims.ReadNewest();
        claims.FillOwn();
        ClaimAmounts.CreateTable(engine, "tie_out_differences", "step varchar, ");
        engine.Execute($"insert into facts.tie_out_differences (step, {ClaimAmounts.Columns})\n" + FactModels.Sql("tie-out/run_out"));
        if (request.OtherStore is { } other)
            claims.FillOther(other, people);
        return claims;
    }

    /// <summary>The sums by person, type (0 for none), step and part. Sequestration is what was reported or is imputed.</summary>
    /// <exception cref="LawGapException">A day of service has no rate of sequestration.</exception>
    public IEnumerable<(long Key, int Type, string Step, decimal[] Parts)> Sums()
    {
        using var reader = _engine.Query(FactModels.Sql("tie-out/sums"));
        while (reader.Read())
        {
            var parts = new decimal[Enum.GetValues<ClaimPart>().Length];
            for (var part = 0; part < parts.Length; part++)
                parts[part] = reader.GetDecimal(part + 5);
            if (reader.GetBoolean(3))
                parts[(int)ClaimPart.Sequestration] = Imputed(reader, 4, parts[(int)ClaimPart.Paid]);
            yield return (reader.GetInt64(0), reader.GetInt32(1), reader.GetString(2), parts);
        }
    }

    /// <summary>What was paid in months that count, by month of service and type.</summary>
    public List<(DateOnly Month, int Type, decimal Paid)> PaidByMonth()
    {
        var found = new List<(DateOnly, int, decimal)>();
        using var reader = _engine.Query(FactModels.Sql("tie-out/paid_by_month"));
        while (reader.Read())
            found.Add((reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), reader.GetDecimal(2)));
        return found;
    }

    /// <summary>Claim by claim what stands behind a step, with the person's key: the columns of <see cref="RowColumns"/>.</summary>
    /// <param name="step">A step of claims.</param>
    public IEnumerable<(long Key, object?[] Cells)> Rows(string step)
    {
        using var reader = _engine.Query(FactModels.Sql("tie-out/rows"), ("wanted", step));
        while (reader.Read())
        {
            var paid = reader.GetDecimal(7);
            var sequestration = reader.IsDBNull(12) ? Imputed(reader, 13, paid) : reader.GetDecimal(12);
            yield return (reader.GetInt64(0),
            [
                reader.GetInt32(1) == 0 ? "none" : ((EnrollmentType)(reader.GetInt32(1) - 1)).Name(), reader.GetString(2),
                $"{reader.GetInt64(3)}", reader.GetInt64(4), reader.GetFieldValue<DateOnly>(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<DateOnly>(6), Dollars(paid), Dollars(reader.GetDecimal(8)),
                Dollars(reader.GetDecimal(9)), Dollars(reader.GetDecimal(10)), Dollars(reader.GetDecimal(11)), Dollars(sequestration),
            ]);
        }
    }

    /// <summary>The columns of rows of claims.</summary>
    public static IReadOnlyList<string> RowColumns { get; } =
    [
        "person_id", "enrollment_type", "claim_type", "claim_id", "line", "service_day", "seen_day", "paid", "ime", "dsh",
        "uncompensated_care", "population_based", "sequestration",
    ];

    private static Dollars Dollars(decimal amount) => new(amount);

    private decimal Imputed(DbDataReader reader, int rate, decimal paid)
    {
        if (reader.IsDBNull(rate))
            return paid == 0 ? 0 : throw new LawGapException("the rate of sequestration on a day of service",
                $"a day from {_request.FirstDay:yyyy-MM-dd} to {_request.LastDay:yyyy-MM-dd}");
        return PaymentBeforeSequestration.Impute(new Money(paid), new Ratio(reader.GetDecimal(rate))).Amount - paid;
    }

    private void ReadNewest()
    {
        using (var reader = _engine.Query(FactModels.Sql("tie-out/newest"), ("aco", _request.Assignment.Aco),
            ("run_out", _request.LastSeen)))
        {
            if (reader.Read() && !reader.IsDBNull(0))
                NewestByRunOut = reader.GetFieldValue<DateOnly>(0);
        }
        if (NewestByRunOut is null || NewestByRunOut < _request.FirstDay)
            throw new FileRefusedException(new Finding(Severity.FileRefused, "store", 0, "",
                $"the store has seen no claim of {_request.Assignment.Aco} from {_request.FirstDay:yyyy-MM-dd} to {_request.LastSeen:yyyy-MM-dd}",
                "Import the deliveries of those months, or name the report of a year that the store holds"));
    }

    private void FillOwn()
    {
        var (aco, law) = (_request.Assignment.Aco, _request.Assignment.Law);
        var parameters = ClaimAmounts.Parameters(law, aco, _request.FirstDay, _request.LastDay);
        ClaimAmounts.Fill(_engine, "tie_out_now", "tie_out_people", seenBy: false, parameters);
        ClaimsSeenBy.Create(_engine, aco, _request.FirstDay, _request.LastDay, _request.LastSeen);
        ClaimAmounts.Fill(_engine, "tie_out_cut", "tie_out_people", seenBy: true, parameters);
    }

    /// <summary>Brings the other store's claims of the people in question here, cut at the same day, and compares.</summary>
    private void FillOther(string location, TieOutPeople people)
    {
        var (aco, law) = (_request.Assignment.Aco, _request.Assignment.Law);
        ClaimAmounts.CreateTable(_engine, "tie_out_other");
        _engine.Execute("drop table if exists facts.tie_out_netted");
        _engine.Execute("create table facts.tie_out_netted (part varchar, cur_clm_uniq_id bigint, clm_line_num bigint)");
        using var store = ClaimStore.OpenToRead(location);
        using var other = store.OpenCore(ClaimLaw.Of(law.Book));
        if (other.IsShared)
            other.Execute("begin");
        try
        {
            ClaimsSeenBy.Create(other, aco, _request.FirstDay, _request.LastDay, _request.LastSeen);
            if (Copy(other, ClaimAmounts.Sql(seenBy: true), "tie_out_other", people,
                ClaimAmounts.Parameters(law, aco, _request.FirstDay, _request.LastDay)) == 0)
                throw new FileRefusedException(new Finding(Severity.FileRefused, "the other store", 0, "",
                    $"it has no claim of {aco} from {_request.FirstDay:yyyy-MM-dd} to {_request.LastDay:yyyy-MM-dd}",
                    "Name a store with other deliveries of the same ACO"));
            Copy(other, FactModels.Sql("tie-out/netted_versions"), "tie_out_netted", null);
        }
        finally
        {
            if (other.IsShared)
                other.Execute("rollback");
        }
        if (_engine.IsShared)
            _engine.Execute("analyze facts.tie_out_other");
        _engine.Execute($"insert into facts.tie_out_differences (step, {ClaimAmounts.Columns})\n"
            + FactModels.Sql("tie-out/other_store"), ("newest", NewestByRunOut));
    }

    private long Copy(IEngine other, string sql, string table, TieOutPeople? people, params (string, object?)[] parameters)
    {
        var rows = 0L;
        var keys = people is null ? [] : Keys(other, people);
        using var reader = other.Query(sql, parameters);
        using var appender = _engine.Append("facts", table);
        var cells = new object?[reader.FieldCount];
        while (reader.Read())
        {
            rows++;
            for (var i = 0; i < cells.Length; i++)
                cells[i] = reader.IsDBNull(i) ? null : reader.GetValue(i) is DateTime day ? DateOnly.FromDateTime(day) : reader.GetValue(i);
            if (people is not null)
            {
                var key = (long)cells[0]!;
                cells[0] = key = keys.GetValueOrDefault(key, key);
                if (!people.Assigned.Contains(key) && !people.Counted.Contains(key))
                    continue;
            }
            appender.Add(cells);
        }
        appender.Complete();
        return rows;
    }

    /// <summary>Keys here of people whose key there is another, because one of the two stores knows a newer identifier.</summary>
    private static Dictionary<long, long> Keys(IEngine other, TieOutPeople people)
    {
        var keys = new Dictionary<long, long>(people.History);
        using var reader = other.Query("select mbi_hash, bene_key from core.mbi_history");
        while (reader.Read())
        {
            var (hash, key) = (reader.GetInt64(0), reader.GetInt64(1));
            if (!people.History.ContainsKey(key) && !people.Counted.Contains(key) && !people.Assigned.Contains(key))
                keys[key] = people.History.GetValueOrDefault(hash, hash);
        }
        return keys;
    }
}
