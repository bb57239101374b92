using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Reports;

namespace Accountable.Runs.Assignment;

/// <summary>A TIN or CCN on an ACO's list.</summary>
/// <param name="Aco">The ACO.</param>
/// <param name="BilledBy"><c>TIN 123456789</c> or <c>CCN 123456</c>, as claims are grouped.</param>
/// <param name="Where">The list in which it stands.</param>
/// <param name="Line">The line there.</param>
public sealed record Participant(string Aco, string BilledBy, string Where, long Line);

/// <summary>The participants of ACOs in one year. 42 CFR 425.118.</summary>
public sealed class ParticipantList
{
    private const string Known =
        "select aco_id, tin, ccn, start_date, end_date, file_id, line from input.participants order by file_id, line";

    private ParticipantList(IReadOnlyList<Participant> participants) => Participants = participants;

    /// <summary>Each TIN and CCN once an ACO.</summary>
    public IReadOnlyList<Participant> Participants { get; }

    /// <summary>Rows of a list that could not be used.</summary>
    public IReadOnlyList<Finding> Refused { get; private init; } = [];

    /// <summary>The participants in the store that take part on a day of the year.</summary>
    /// <param name="engine">An engine with the schema <c>input</c>.</param>
    /// <param name="year">The year of the list.</param>
    public static ParticipantList OfStore(IEngine engine, int year)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var found = new List<(string, ListedParticipant)>();
        using var reader = engine.Query(Known);
        while (reader.Read())
        {
            found.Add(($"participant list (file {reader.GetInt32(5)} of the store)", new ListedParticipant(reader.GetString(0),
                reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), null, null,
                reader.IsDBNull(3) ? null : Day(reader.GetValue(3)), reader.IsDBNull(4) ? null : Day(reader.GetValue(4)),
                reader.GetInt64(6))));
        }
        return Of(Of(found, year));
    }

    /// <summary>The participants in a file that take part on a day of the year.</summary>
    /// <param name="path">The file, in the neutral columns or those of the REACH workbook.</param>
    /// <param name="year">The year of the list.</param>
    /// <exception cref="FileRefusedException">It is no participant list.</exception>
    public static ParticipantList OfFile(string path, int year)
    {
        var (rows, findings) = ParticipantLists.Read(path);
        var found = Of(rows.Select(row => (path, row)), year).DistinctBy(participant => (participant.Aco, participant.BilledBy));
        return new ParticipantList([.. found]) { Refused = findings };
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
            yield return new Finding(Severity.Warning, participant.Where, participant.Line, "",
                $"{participant.BilledBy} is a participant of {aco} and no claim in the store was billed by it",
                "Check the number; it has nine digits for a TIN and six characters for a CCN");
        foreach (var shared in Participants.GroupBy(participant => participant.BilledBy).Where(list => list.Count() > 1))
        {
            if (shared.Any(participant => participant.Aco == aco))
                yield return new Finding(Severity.Warning, shared.First().Where, shared.First().Line, "",
                    $"{shared.Key} is a participant of {string.Join(" and ", shared.Select(participant => participant.Aco))}: "
                    + "its services count for none of them (42 CFR 425.400(a)(2)(iii))", "Correct the lists when that is not so");
        }
    }

    private static IEnumerable<Participant> Of(IEnumerable<(string Where, ListedParticipant Row)> rows, int year)
    {
        foreach (var (where, row) in rows)
        {
            if (row.Start?.Year > year || row.End?.Year < year)
                continue;
            if (row.Tin is not null)
                yield return new Participant(row.Aco, $"TIN {row.Tin}", where, row.Line);
            if (row.Ccn is not null)
                yield return new Participant(row.Aco, $"CCN {row.Ccn}", where, row.Line);
        }
    }

    private static DateOnly Day(object value) => value is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)value;
}
