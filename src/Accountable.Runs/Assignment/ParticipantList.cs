using Accountable.Data;
using Accountable.Data.Engines;

namespace Accountable.Runs.Assignment;

/// <summary>A TIN or CCN on an ACO's list.</summary>
/// <param name="Aco">The ACO.</param>
/// <param name="BilledBy"><c>TIN 123456789</c> or <c>CCN 123456</c>, as claims are grouped.</param>
/// <param name="Where">Where it stands, for messages.</param>
public sealed record Participant(string Aco, string BilledBy, string Where);

/// <summary>The participants of ACOs in one year. 42 CFR 425.118.</summary>
public sealed class ParticipantList
{
    private const string Known = "select aco_id, tin, ccn, start_date, end_date, file_id, line from input.participants order by file_id, line";

    private ParticipantList(IReadOnlyList<Participant> participants) => Participants = participants;

    /// <summary>Each TIN and CCN once an ACO.</summary>
    public IReadOnlyList<Participant> Participants { get; }

    /// <summary>The participants in the store that take part on a day of the year.</summary>
    /// <param name="engine">An engine with the schema <c>input</c>.</param>
    /// <param name="year">The year of the list.</param>
    public static ParticipantList OfStore(IEngine engine, int year)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var found = new List<Participant>();
        using var reader = engine.Query(Known);
        while (reader.Read())
        {
            var start = reader.IsDBNull(3) ? (DateOnly?)null : Day(reader.GetValue(3));
            var end = reader.IsDBNull(4) ? (DateOnly?)null : Day(reader.GetValue(4));
            if (start?.Year > year || end?.Year < year)
                continue;
            var where = $"input.participants, file {reader.GetInt32(5)}, line {reader.GetInt64(6)}";
            if (!reader.IsDBNull(1))
                found.Add(new Participant(reader.GetString(0), $"TIN {reader.GetString(1)}", where));
            if (!reader.IsDBNull(2))
                found.Add(new Participant(reader.GetString(0), $"CCN {reader.GetString(2)}", where));
        }
        return Of(found);
    }

    /// <summary>These participants.</summary>
    public static ParticipantList Of(IEnumerable<Participant> participants) =>
        new([.. participants.DistinctBy(participant => (participant.Aco, participant.BilledBy))]);

    /// <summary>Makes the relation <c>facts.participants</c>: each TIN or CCN with its ACO and the number of ACOs that list it.</summary>
    public void Fill(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        engine.Execute("create schema if not exists facts");
        engine.Execute("drop table if exists facts.participants");
        engine.Execute("create table facts.participants (billed_by varchar, aco_id varchar, acos integer)");
        using var appender = engine.Append("facts", "participants");
        foreach (var shared in Participants.GroupBy(participant => participant.BilledBy))
            appender.Add(shared.Key, shared.First().Aco, shared.Count());
        appender.Complete();
    }

    /// <summary>Warnings: an ACO without a list, a TIN or CCN that bills nothing here.</summary>
    /// <param name="aco">The ACO whose list is looked at.</param>
    /// <param name="billing">Every TIN and CCN with a claim in the store.</param>
    public IEnumerable<Finding> Findings(string aco, IReadOnlySet<string> billing)
    {
        ArgumentNullException.ThrowIfNull(billing);
        foreach (var participant in Participants.Where(participant => participant.Aco == aco && !billing.Contains(participant.BilledBy)))
            yield return new Finding(Severity.Warning, participant.Where, 0, "",
                $"{participant.BilledBy} is a participant of {aco} and no claim in the store was billed by it",
                "Check the number; it has nine digits for a TIN and six characters for a CCN");
        foreach (var shared in Participants.GroupBy(participant => participant.BilledBy).Where(list => list.Count() > 1))
        {
            if (shared.Any(participant => participant.Aco == aco))
                yield return new Finding(Severity.Warning, shared.First().Where, 0, "",
                    $"{shared.Key} is a participant of {string.Join(" and ", shared.Select(participant => participant.Aco))}: "
                    + "its services count for none of them (42 CFR 425.400(a)(2)(iii))", "Correct the lists when that is not so");
        }
    }

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;
}
