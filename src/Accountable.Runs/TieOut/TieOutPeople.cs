using Accountable.Data.Engines;
using Accountable.Data.Reports;
using Accountable.Data.Store;

namespace Accountable.Runs.TieOut;

/// <summary>Whom we assign, whom CMS lists, and their months.</summary>
internal sealed class TieOutPeople
{
    private const string StatusSource = "status";

    private readonly Dictionary<(long Key, DateOnly Month), int> _types = [];

    /// <summary>Whom our assignment finds.</summary>
    public required HashSet<long> Assigned { get; init; }

    /// <summary>Whom the report is of: CMS's list, or without one our assignment.</summary>
    public HashSet<long> Counted { get; private set; } = [];

    /// <summary>Whether lists of CMS say who is assigned.</summary>
    public bool HasList { get; private set; }

    /// <summary>The lists that govern the months, such as annual or Q1.</summary>
    public IReadOnlyList<string> Lists { get; private set; } = [];

    /// <summary>Months by person and enrollment type, 1 to 4.</summary>
    public Dictionary<(long Key, int Type), int> Months { get; } = [];

    /// <summary>Who declined to share data.</summary>
    public HashSet<long> Declined { get; } = [];

    /// <summary>Payments outside of claims of people who count, by person and type.</summary>
    public Dictionary<(long Key, int Type), decimal> NonClaims { get; } = [];

    /// <summary>Payments that are of nobody who counts, or in months without an enrollment type; dollars.</summary>
    public decimal NonClaimsOutside { get; private set; }

    /// <summary>The person of an identifier that has another key here than in another store.</summary>
    public Dictionary<long, long> History { get; } = [];

    /// <summary>Reads an engine and makes the tables <c>facts.tie_out_months</c> and <c>facts.tie_out_people</c>.</summary>
    public static TieOutPeople Of(IEngine engine, TieOutRequest request, HashSet<long> assigned)
    {
        var people = new TieOutPeople { Assigned = assigned };
        people.ReadMonths(engine, request);
        people.ReadHistory(engine);
        foreach (var payment in request.NonClaims?.Payments ?? [])
            people.Add(payment);
        people._types.Clear();
        people.ReadDeclined(engine, request);
        people.Fill(engine);
        return people;
    }

    private void ReadMonths(IEngine engine, TieOutRequest request)
    {
        engine.Execute("create schema if not exists facts");
        engine.Execute("drop table if exists facts.tie_out_months");
        engine.Execute("create table facts.tie_out_months (bene_key bigint, month date, enrollment_type integer, source varchar)");
        engine.Execute("insert into facts.tie_out_months\n" + FactModels.Sql("tie-out/months"),
            ("aco", request.Assignment.Aco), ("first_month", request.FirstDay), ("last_month", request.LastMonth));
        if (engine.IsShared)
            engine.Execute("analyze facts.tie_out_months");
        var (listed, sources) = (new HashSet<long>(), new SortedSet<string>(StringComparer.Ordinal));
        using (var reader = engine.Query("select bene_key, month, enrollment_type, source from facts.tie_out_months"))
        {
            while (reader.Read())
            {
                var (key, type, source) = (reader.GetInt64(0), reader.GetInt32(2), reader.GetString(3));
                Months[(key, type)] = Months.GetValueOrDefault((key, type)) + 1;
                if (request.NonClaims is not null)
                    _types[(key, reader.GetFieldValue<DateOnly>(1))] = type;
                if (source == StatusSource)
                    continue;
                listed.Add(key);
                sources.Add(source);
            }
        }
        (HasList, Lists) = (listed.Count > 0, [.. sources]);
        Counted = HasList ? listed : [.. Months.Keys.Select(month => month.Key).Where(Assigned.Contains)];
    }

    private void ReadHistory(IEngine engine)
    {
        using var reader = engine.Query("select mbi_hash, bene_key from core.mbi_history");
        while (reader.Read())
            History[reader.GetInt64(0)] = reader.GetInt64(1);
    }

    private void Add(NonClaimsPayment payment)
    {
        var key = History.GetValueOrDefault(payment.PersonHash, payment.PersonHash);
        if (Counted.Contains(key) && _types.TryGetValue((key, payment.Month), out var type))
            NonClaims[(key, type)] = NonClaims.GetValueOrDefault((key, type)) + payment.Amount;
        else
            NonClaimsOutside += payment.Amount;
    }

    private void ReadDeclined(IEngine engine, TieOutRequest request)
    {
        using var reader = engine.Query(FactModels.Sql("tie-out/declined"), ("aco", request.Assignment.Aco),
            ("year", request.Assignment.Year.Value));
        while (reader.Read())
        {
            if (Counted.Contains(reader.GetInt64(0)))
                Declined.Add(reader.GetInt64(0));
        }
    }

    private void Fill(IEngine engine)
    {
        engine.Execute("drop table if exists facts.tie_out_people");
        engine.Execute("create table facts.tie_out_people (bene_key bigint, assigned boolean, counted boolean, declined boolean)");
        using (var appender = engine.Append("facts", "tie_out_people"))
        {
            foreach (var key in Assigned.Union(Counted))
                appender.Add(key, Assigned.Contains(key), Counted.Contains(key), Declined.Contains(key));
            appender.Complete();
        }
        if (engine.IsShared)
            engine.Execute("analyze facts.tie_out_people");
    }
}
