namespace Accountable.Rules.Settlement;

/// <summary>The figures, tables and dimensions of a document, which its steps call by name.</summary>
public sealed class Terms
{
    private readonly Dictionary<string, Figure> _figures;
    private readonly Dictionary<string, Dimension> _dimensions;

    /// <summary>The terms of a document.</summary>
    public Terms(string document, IReadOnlyList<Period> periods, IReadOnlyList<Dimension> dimensions, IReadOnlyList<Figure> figures,
        IReadOnlyList<StepTable> tables)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        ArgumentNullException.ThrowIfNull(figures);
        Document = document;
        Periods = periods;
        Dimensions = dimensions;
        Figures = figures;
        Tables = tables;
        _figures = figures.ToDictionary(figure => figure.Id, StringComparer.Ordinal);
        _dimensions = dimensions.ToDictionary(dimension => dimension.Id, StringComparer.Ordinal);
    }

    /// <summary>The document's own name.</summary>
    public string Document { get; }

    /// <summary>The periods in order.</summary>
    public IReadOnlyList<Period> Periods { get; }

    /// <summary>The dimensions.</summary>
    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>The figures.</summary>
    public IReadOnlyList<Figure> Figures { get; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<StepTable> Tables { get; }

    /// <summary>The figure of a name, or null.</summary>
    public Figure? Figure(string id) => _figures.GetValueOrDefault(id);

    /// <summary>The dimension of a name, or null.</summary>
    public Dimension? Dimension(string id) => _dimensions.GetValueOrDefault(id);

    /// <summary>The place of a period by its name or its calendar year.</summary>
    /// <exception cref="LawGapException">The document has no such period.</exception>
    public int PlaceOf(string period)
    {
        for (var i = 0; i < Periods.Count; i++)
        {
            if (string.Equals(Periods[i].Id, period, StringComparison.OrdinalIgnoreCase)
                || Periods[i].Year?.ToString(System.Globalization.CultureInfo.InvariantCulture) == period)
                return i;
        }
        var known = Periods.Select(each => each.Year is { } year ? $"{each.Id} ({year})" : each.Id);
        throw new LawGapException(Document, $"period {period}", string.Join(", ", known));
    }

    /// <summary>The table of a name in a period.</summary>
    /// <exception cref="LawGapException">There is none.</exception>
    public StepTable Table(string id, int period) =>
        Tables.FirstOrDefault(table => table.Id == id && table.From <= period && period <= table.To)
        ?? throw new LawGapException($"{Document}.{id}", Periods[period].Id);
}
