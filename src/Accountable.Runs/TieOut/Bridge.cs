using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>How a step of a bridge came to its price.</summary>
public enum BridgeBasis
{
    /// <summary>Added up from this store's claims and lists, to the cent.</summary>
    Store,

    /// <summary>Added up from claims that another store has, to the cent.</summary>
    OtherStore,

    /// <summary>From a file of payments.</summary>
    File,

    /// <summary>By a method that is stated, because the claims are not there.</summary>
    Estimated,

    /// <summary>No data tells it: it is in what stays unexplained.</summary>
    NotSeen,

    /// <summary>The report's own figure, or what is left between it and ours.</summary>
    Report,
}

/// <summary>Dollars and person-years of one enrollment type; both carry their derivations.</summary>
/// <param name="Dollars">Dollars.</param>
/// <param name="PersonYears">Person-years.</param>
public sealed record BridgeFigure(Money Dollars, PersonYears PersonYears)
{
    /// <summary>Nothing.</summary>
    public static BridgeFigure None { get; } = new(Money.Zero, PersonYears.Zero);

    /// <summary>Dollars a person-year; null without person-years.</summary>
    public Money? PerCapita => PersonYears.Amount == 0 ? null : Dollars / PersonYears;

    /// <summary>The sum of two.</summary>
    public static BridgeFigure Sum(BridgeFigure left, BridgeFigure right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new BridgeFigure(left.Dollars + right.Dollars, left.PersonYears + right.PersonYears);
    }
}

/// <summary>A line of a bridge: a level, or the step that leads from the level before to the one after.</summary>
/// <param name="Key">Its name in files and on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Basis">How it came to its price.</param>
/// <param name="Change">What it adds by type; null for a level, and for what no data tells.</param>
/// <param name="After">Dollars and person-years by type after it.</param>
/// <param name="NoType">What it adds in months without an enrollment type; dollars.</param>
/// <param name="AfterNoType">Dollars in such months after it.</param>
/// <param name="Note">What a reader should know.</param>
public sealed record BridgeLine(string Key, string Title, BridgeBasis Basis, ByType<BridgeFigure>? Change, ByType<BridgeFigure> After,
    decimal NoType, decimal AfterNoType, string Note)
{
    /// <summary>What it adds in all, months without a type included.</summary>
    public decimal Total => (Change?.Values.Sum(figure => figure.Dollars.Amount) ?? 0) + NoType;

    /// <summary>Whether it is a level.</summary>
    public bool IsLevel { get; init; }
}

/// <summary>A bridge as it is built: each step adds to the level before.</summary>
internal sealed class Bridge
{
    private readonly List<BridgeLine> _lines = [];

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<BridgeLine> Lines => _lines;

    /// <summary>The level so far.</summary>
    public ByType<BridgeFigure> Level { get; private set; } = ByType.Of(_ => BridgeFigure.None);

    /// <summary>Dollars so far in months without an enrollment type.</summary>
    public decimal NoType { get; private set; }

    /// <summary>Names the level so far, or sets the first one.</summary>
    public void Name(string key, string title, BridgeBasis basis, string note, ByType<BridgeFigure>? first = null, decimal noType = 0)
    {
        if (first is not null)
            (Level, NoType) = (first, noType);
        _lines.Add(new BridgeLine(key, title, basis, null, Level, 0, NoType, note) { IsLevel = true });
    }

    /// <summary>Adds a step of facts: each becomes an input of the derivation.</summary>
    public void Add(string key, string title, BridgeBasis basis, string note, Func<EnrollmentType, decimal> dollars,
        Func<EnrollmentType, decimal>? years = null, decimal noType = 0) =>
        Add(key, title, basis, note, ByType.Of(type => Figure(key, title, type, dollars(type), years?.Invoke(type) ?? 0)), noType);

    /// <summary>Adds a step that was computed.</summary>
    public void Add(string key, string title, BridgeBasis basis, string note, ByType<BridgeFigure> change, decimal noType = 0)
    {
        Level = ByType.Of(type => BridgeFigure.Sum(Level[type], change[type]));
        NoType += noType;
        _lines.Add(new BridgeLine(key, title, basis, change, Level, noType, NoType, note));
    }

    /// <summary>Names what no data tells.</summary>
    public void NotSeen(string key, string title, string note) =>
        _lines.Add(new BridgeLine(key, title, BridgeBasis.NotSeen, null, Level, 0, NoType, note));

    /// <summary>Facts as inputs of a derivation. Zero needs none.</summary>
    public static BridgeFigure Figure(string key, string title, EnrollmentType type, decimal dollars, decimal years)
    {
        var source = $"facts.tie_out#{key} {type.Name()}";
        return new BridgeFigure(dollars == 0 ? Money.Zero : new Money(dollars).From($"{title}, {type.Words()}", source),
            years == 0 ? PersonYears.Zero : new PersonYears(years).From($"{title}, person-years, {type.Words()}", source));
    }
}
