using Accountable.Rules;
using Accountable.SharedSavings.Assignment;

namespace Accountable.Runs.Assignment;

/// <summary>Who came and who left from one performance year to the next, by what decided then and now. Each year is assigned by its own
/// law, participants and method.</summary>
public sealed class YearTurnover
{
    private const string NoServiceThen = "no_service_then";
    private const string NoServiceNow = "no_service_now";
    private readonly Dictionary<long, (bool IsAssigned, string Words)> _before;

    private YearTurnover(Dictionary<long, (bool, string)> before) => _before = before;

    /// <summary>Assigns the year before.</summary>
    /// <param name="store">The store.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="year">The year before.</param>
    /// <param name="book">The rule book.</param>
    /// <param name="asOf">The day of knowledge; null for the book's own.</param>
    /// <param name="seed">The seed of the last tie-break.</param>
    /// <exception cref="Data.FileRefusedException">The store has no participants or claims of that year.</exception>
    /// <exception cref="LawGapException">That year has no law.</exception>
    public static YearTurnover Since(string store, string aco, PerformanceYear year, RuleBook book, DateOnly? asOf, long seed)
    {
        ArgumentNullException.ThrowIfNull(book);
        var method = AssignmentSession.MethodOf(store, aco, year.Value) ?? AssignmentMethod.Retrospective;
        using var session = AssignmentSession.Open(store, new AssignmentRequest(aco, year, method, book.For(year, asOf), seed), null);
        return new YearTurnover(session.Run.Determine().ToDictionary(person => person.Key,
            person => (person.Determination.IsAssigned, Words(person.Determination))));
    }

    /// <summary>One row a change and cause, in the columns of <c>mssp assign --previous</c>.</summary>
    /// <param name="now">The people of the year itself.</param>
    public Table To(IEnumerable<AssignedPerson> now)
    {
        ArgumentNullException.ThrowIfNull(now);
        var (changes, seen) = (new Dictionary<(string Change, string Before, string Now), int>(), new HashSet<long>());
        foreach (var person in now)
        {
            seen.Add(person.Key);
            Count(_before.GetValueOrDefault(person.Key, (false, NoServiceThen)),
                (person.Determination.IsAssigned, Words(person.Determination)));
        }
        foreach (var (_, gone) in _before.Where(person => !seen.Contains(person.Key)))
            Count(gone, (false, NoServiceNow));
        var table = new Table("change", "before", "now", "people");
        foreach (var (key, people) in changes.OrderBy(change => change.Key.Change, StringComparer.Ordinal)
            .ThenByDescending(change => change.Value).ThenBy(change => change.Key.Before, StringComparer.Ordinal)
            .ThenBy(change => change.Key.Now, StringComparer.Ordinal))
            table.Add(key.Change, key.Before, key.Now, people);
        return table;

        void Count((bool IsAssigned, string Words) was, (bool IsAssigned, string Words) isNow)
        {
            if (!was.IsAssigned && !isNow.IsAssigned)
                return;
            var key = (was.IsAssigned == isNow.IsAssigned ? "stayed" : isNow.IsAssigned ? "came" : "left", was.Words, isNow.Words);
            changes[key] = changes.GetValueOrDefault(key) + 1;
        }
    }

    private static string Words(AssignmentDetermination determination) =>
        determination.IsAssigned ? $"{determination.Step.Word()} {determination.Reason.Word()}" : determination.Reason.Word();
}
