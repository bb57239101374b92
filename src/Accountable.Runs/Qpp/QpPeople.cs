using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Qpp.QualifyingParticipants;

namespace Accountable.Runs.Qpp;

/// <summary>What a store says of people at each snapshot, for the definition of attribution-eligible. 42 CFR 414.1305.</summary>
internal sealed class QpPeople
{
    private readonly QpPeriod _period;
    private readonly Dictionary<long, AttributionFacts>[] _enrolled;
    private readonly Dictionary<long, (DateOnly? Born, DateOnly? Secondary)> _others = [];

    private QpPeople(QpPeriod period)
    {
        _period = period;
        _enrolled = [.. Enumerable.Range(0, QpPeriod.Snapshots).Select(_ => new Dictionary<long, AttributionFacts>())];
    }

    /// <summary>Reads enrollment from January 1 to each snapshot, births and other primary payers.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="aco">The ACO whose CCLF8 and claims are read; null for all.</param>
    /// <param name="period">The QP Performance Period.</param>
    /// <param name="to">The last day of claims.</param>
    /// <param name="acos">The ACOs whose lists of months are read, the first that knows a person first.</param>
    public static QpPeople Read(IEngine engine, string? aco, QpPeriod period, DateOnly to, IReadOnlyList<string> acos)
    {
        var people = new QpPeople(period);
        using (var reader = engine.Query(FactModels.Sql("attribution_people"), ("aco", aco), ("from", period.Start), ("to", to)))
        {
            while (reader.Read())
                people._others[reader.GetInt64(0)] = (Day(reader, 1), Day(reader, 2));
        }

        // The relation is asked for people alone; designations play no part.
        engine.Execute("create table if not exists facts.participants (billed_by varchar, aco_id varchar, acos integer)");
        foreach (var one in acos)
        {
            for (var snapshot = 1; snapshot <= QpPeriod.Snapshots; snapshot++)
                people.ReadEnrolled(engine, one, snapshot);
        }
        return people;
    }

    /// <summary>The first criterion that a person fails at a snapshot.</summary>
    public AttributionStanding Standing(long person, int snapshot, AttributionEligibility eligibility)
    {
        var facts = _enrolled[snapshot - 1].GetValueOrDefault(person);
        if (_others.TryGetValue(person, out var others))
            facts = facts with { Born = others.Born, HadOtherPrimaryPayer = others.Secondary <= _period.Day(snapshot) };
        return eligibility.Determine(facts, _period.Day(snapshot));
    }

    private void ReadEnrolled(IEngine engine, string aco, int snapshot)
    {
        var day = _period.Day(snapshot);
        using var reader = engine.Query(FactModels.Sql("assignment_eligibility"), ("aco", aco), ("period_from", _period.Start),
            ("period_to", day), ("last_month", new DateOnly(day.Year, day.Month, 1)), ("year", day.Year), ("designated_by", day),
            ("person", null));
        while (reader.Read())
        {
            _enrolled[snapshot - 1].TryAdd(reader.GetInt64(0),
                new AttributionFacts(Said(reader, 1), Said(reader, 2), Said(reader, 3), false, null, Said(reader, 4)));
        }
    }

    private static bool? Said(System.Data.Common.DbDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetBoolean(at);

    private static DateOnly? Day(System.Data.Common.DbDataReader reader, int at) => reader.IsDBNull(at) ? null
        : reader.GetValue(at) is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)reader.GetValue(at);
}
