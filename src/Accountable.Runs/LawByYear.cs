using Accountable.Rules;

namespace Accountable.Runs;

/// <summary>The law of each year that a run meets, resolved once.</summary>
/// <remarks>A <see cref="RuleYear"/> keeps what it looked up: a file of a million rows resolves each parameter once a year.</remarks>
public sealed class LawByYear
{
    private readonly Dictionary<int, RuleYear> _laws = [];

    /// <summary>The law of a rule book, as known on a day.</summary>
    /// <param name="book">The rule book.</param>
    /// <param name="asOf">The day of knowledge; the rule book's own when not given.</param>
    /// <param name="traced">Whether values carry derivations.</param>
    public LawByYear(RuleBook book, DateOnly? asOf = null, bool traced = false)
    {
        ArgumentNullException.ThrowIfNull(book);
        Book = book;
        AsOf = asOf ?? book.AsOf;
        Traced = traced;
    }

    /// <summary>The rule book.</summary>
    public RuleBook Book { get; }

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Whether values carry derivations.</summary>
    public bool Traced { get; }

    /// <summary>The law of a performance year.</summary>
    public RuleYear Of(PerformanceYear year)
    {
        if (!_laws.TryGetValue(year.Value, out var law))
            _laws.Add(year.Value, law = Book.For(year, AsOf, Traced));
        return law;
    }

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified =>
        [.. _laws.Values.SelectMany(law => law.Unverified).Distinct().Order(StringComparer.Ordinal)];
}
