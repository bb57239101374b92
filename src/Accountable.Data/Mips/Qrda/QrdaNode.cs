namespace Accountable.Data.Mips.Qrda;

/// <summary>A value that is read from a template.</summary>
internal enum QrdaValue
{
    Program,
    RawProgram,
    Entity,
    Npi,
    Tin,
    EntityId,
    Subgroup,
    Mvp,
    Cehrt,
    Category,
    CategoryExtension,
    Start,
    End,
    Year,
    MeasureId,
    PopulationType,
    PopulationId,
    Count,
    Rate,
    NullRate,
    RateId,
    Performed,
}

/// <summary>A template that was found in a report, with its values and the templates inside it.</summary>
internal sealed class QrdaNode(QrdaTemplate template, QrdaNode? parent, QrdaElement element, QrdaElement? templateId)
{
    private Dictionary<QrdaValue, string>? _values;
    private Dictionary<QrdaValue, int>? _repeats;
    private List<QrdaNode>? _children;

    /// <summary>Which template it is.</summary>
    public QrdaTemplate Template { get; } = template;

    /// <summary>The template around it; null for the document.</summary>
    public QrdaNode? Parent { get; } = parent;

    /// <summary>The element that bears the template.</summary>
    public QrdaElement Element { get; } = element;

    /// <summary>The element that names the template.</summary>
    public QrdaElement? TemplateId { get; } = templateId;

    /// <summary>The templates inside it, in document order.</summary>
    public IReadOnlyList<QrdaNode> Children => _children ?? (IReadOnlyList<QrdaNode>)[];

    /// <summary>Whether a rule of a node around it has judged it already.</summary>
    public bool Judged { get; set; }

    /// <summary>A value; null where the report does not give it.</summary>
    public string? this[QrdaValue value] => _values?.GetValueOrDefault(value);

    /// <summary>How often a value is written when it is written more than once; zero when once or never.</summary>
    public int Repeats(QrdaValue value) => _repeats is not null && _repeats.TryGetValue(value, out var more) ? more + 1 : 0;

    /// <summary>Keeps the first value and counts the others.</summary>
    public void Keep(QrdaValue value, string text)
    {
        _values ??= [];
        if (!_values.TryAdd(value, text))
        {
            _repeats ??= [];
            _repeats[value] = _repeats.GetValueOrDefault(value) + 1;
        }
    }

    /// <summary>Takes a value in place of what was there.</summary>
    public void Take(QrdaValue value, string? text)
    {
        if (text is null)
            return;
        _values ??= [];
        _values[value] = text;
    }

    /// <summary>Adds a template found inside this one.</summary>
    public void Add(QrdaNode child) => (_children ??= []).Add(child);

    /// <summary>The templates of one kind directly inside it.</summary>
    public IEnumerable<QrdaNode> Of(QrdaTemplate template) => Children.Where(child => child.Template == template);

    /// <summary>The nearest template of a kind at any depth, level by level; null when there is none.</summary>
    public QrdaNode? Nearest(QrdaTemplate template)
    {
        var waiting = new Queue<QrdaNode>([this]);
        while (waiting.TryDequeue(out var node))
        {
            if (node.Template == template)
                return node;
            foreach (var child in node.Children)
                waiting.Enqueue(child);
        }
        return null;
    }
}
