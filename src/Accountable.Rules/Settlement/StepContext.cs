namespace Accountable.Rules.Settlement;

/// <summary>What the steps of one settlement work on: the period, whom it is about, the values known so far.</summary>
public sealed class StepContext
{
    private readonly Dictionary<string, StepValue> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _members = new(StringComparer.Ordinal);
    private readonly StepContext? _outer;

    /// <summary>A context for one period.</summary>
    /// <param name="terms">The document's figures and tables.</param>
    /// <param name="period">The place of the period.</param>
    /// <param name="traced">Whether values carry their derivation.</param>
    public StepContext(Terms terms, int period, bool traced)
    {
        Terms = terms;
        Period = period;
        Traced = traced;
        Unverified = new SortedSet<string>(StringComparer.Ordinal);
    }

    private StepContext(StepContext outer)
        : this(outer.Terms, outer.Period, outer.Traced)
    {
        _outer = outer;
        Unverified = outer.Unverified;
    }

    /// <summary>The document's terms.</summary>
    public Terms Terms { get; }

    /// <summary>The place of the period.</summary>
    public int Period { get; }

    /// <summary>Whether values carry their derivation.</summary>
    public bool Traced { get; }

    /// <summary>Figures, tables and steps used so far that nobody has verified.</summary>
    public SortedSet<string> Unverified { get; }

    /// <summary>The values of one name over all episodes, for totals; set by whoever settles an entity.</summary>
    public Func<string, StepValue>? Totals { get; set; }

    /// <summary>A context within this one: it sees what this one knows and keeps its own to itself.</summary>
    public StepContext Inner() => new(this);

    /// <summary>Sets a value.</summary>
    public void Set(string name, StepValue value) => _values[name] = value;

    /// <summary>Sets a member of a dimension.</summary>
    /// <exception cref="LawGapException">The dimension has no such member.</exception>
    public void Set(string dimension, string member)
    {
        var known = Terms.Dimension(dimension)?.Members ?? [];
        if (!known.Contains(member))
            throw new LawGapException($"{Terms.Document}.{dimension}", member, string.Join(", ", known));
        _members[dimension] = member;
    }

    /// <summary>The value of a name, or null when it is not known.</summary>
    public StepValue? Find(string name) =>
        _values.TryGetValue(name, out var value) ? value : _outer?.Find(name);

    /// <summary>The member of a dimension, or null when it is not known.</summary>
    public string? Member(string dimension) => _members.TryGetValue(dimension, out var member) ? member
        : _outer is null ? Terms.Dimension(dimension)?.Otherwise : _outer.Member(dimension);

    /// <summary>A value or a figure by its name.</summary>
    /// <exception cref="MissingValueException">No file gives it.</exception>
    /// <exception cref="LawGapException">It is a figure without a value here.</exception>
    public StepValue this[string name] => FindAny(name) ?? throw new MissingValueException(Terms.Document, name);

    /// <summary>A value or a figure by its name, or null when no file gives it.</summary>
    public StepValue? FindAny(string name) =>
        Find(name) ?? (Terms.Figure(name) is { } figure ? Read(figure) : null);

    /// <summary>A value or a figure by its name, or null when no file gives it or the figure has no value here.</summary>
    internal StepValue? FindIfAny(string name) => Find(name)
        ?? (Terms.Figure(name) is { } figure && figure.Find(Period, figure.By is null ? null : Member(figure.By)) is not null
            ? Read(figure) : null);

    /// <summary>A figure as it stands in this period for the member at hand.</summary>
    /// <exception cref="LawGapException">It has no value here.</exception>
    public StepValue Read(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var member = figure.By is null ? null : Member(figure.By) ?? throw new MissingValueException(Terms.Document, figure.By);
        var id = $"{Terms.Document}.{figure.Id}";
        var value = figure.Find(Period, member)
            ?? throw new LawGapException(
                id, member is null ? Terms.Periods[Period].Id : $"{Terms.Periods[Period].Id}, {figure.By} {member}");
        if (value.Verified == Verified.No)
            Unverified.Add(id);
        var label = member is null ? figure.Label : $"{figure.Label}, {member}";
        return new StepValue(figure.Unit, value.Value, Traced
            ? Derivation.Parameter(figure.Unit, value.Value, label, id, value.Citation, value.Verified) : null);
    }

    /// <summary>A number of a table row as a parameter.</summary>
    internal StepValue Cell(StepTable table, Unit unit, decimal value, int row)
    {
        if (table.Verified == Verified.No)
            Unverified.Add($"{Terms.Document}.{table.Id}");
        return new StepValue(unit, value, Traced
            ? Derivation.Parameter(unit, value, $"{table.Label} (row {row + 1})", $"{Terms.Document}.{table.Id}#{row + 1}",
                table.Citation, table.Verified)
            : null);
    }
}

/// <summary>A document needs a value that no file gives.</summary>
public sealed class MissingValueException(string document, string name)
    : Exception($"{document} needs '{name}', which no file gives.")
{
    /// <summary>The name of the value or dimension.</summary>
    public string Name { get; } = name;
}
