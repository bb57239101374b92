namespace Accountable.Data.Mips.Qrda;

/// <summary>Judges one node, condition by condition, and gathers what is wrong with it.</summary>
/// <remarks>
/// CMS's tool judges most nodes until the first error and some in full; which way is part of the set of codes that it gives.
/// Conditions on repeated values and on a list of allowed values are judged in either way.
/// </remarks>
internal sealed class QrdaCheck
{
    private readonly QrdaNode _node;
    private readonly List<QrdaFault> _faults;
    private readonly bool _toFirst;
    private int? _number;

    private QrdaCheck(QrdaNode node, List<QrdaFault> faults, bool toFirst)
    {
        (_node, _faults, _toFirst) = (node, faults, toFirst);
        node.Judged = true;
    }

    /// <summary>Whether nothing more is judged, because an error of this node is known.</summary>
    public bool Stopped => _toFirst && _faults.Count > 0;

    /// <summary>Judges until the first error.</summary>
    public static QrdaCheck ToFirst(QrdaNode node, List<QrdaFault> faults) => new(node, faults, toFirst: true);

    /// <summary>Judges in full.</summary>
    public static QrdaCheck InFull(QrdaNode node, List<QrdaFault> faults) => new(node, faults, toFirst: false);

    /// <summary>The rules of the node itself are still to be judged.</summary>
    public QrdaCheck Unfinished()
    {
        _node.Judged = false;
        return this;
    }

    /// <summary>A value must be there.</summary>
    public QrdaCheck Has(int code, QrdaValue value) => Must(code, _node[value] is not null);

    /// <summary>A value must be there and not be empty.</summary>
    public QrdaCheck HasText(int code, QrdaValue value) => Must(code, !string.IsNullOrEmpty(_node[value]));

    /// <summary>A value must be there once.</summary>
    public QrdaCheck HasOne(int code, QrdaValue value, string? detail = null)
    {
        Must(code, _node[value] is not null, detail: detail);
        if (_node.Repeats(value) > 0)
            Add(code, null, $"It stands {_node.Repeats(value)} times.");
        return this;
    }

    /// <summary>A value must be one of some, without regard to case.</summary>
    public QrdaCheck Is(int code, QrdaValue value, params string[] allowed)
    {
        if (_node[value] is not { } text || !allowed.Contains(text, StringComparer.OrdinalIgnoreCase))
            Add(code, _node[value]);
        return this;
    }

    /// <summary>A value must be a whole number.</summary>
    public QrdaCheck IsWhole(int code, QrdaValue value)
    {
        if (!Stopped)
        {
            _number = WholeNumber.Read(_node[value]);
            Must(code, _number is not null, _node[value]);
        }
        return this;
    }

    /// <summary>The number judged last must not be below zero.</summary>
    public QrdaCheck IsNotNegative(int code) => Must(code, _number is null or >= 0, _node[QrdaValue.Count]);

    /// <summary>The number judged last must not be above another.</summary>
    public QrdaCheck IsAtMost(int code, int most) =>
        Must(code, _number is null || _number <= most, _node[QrdaValue.Count], $"{_number} stands against {most}.");

    /// <summary>A value must be a share from 0 to 1.</summary>
    public QrdaCheck IsShare(int code, QrdaValue value) => Must(code, Share.IsShare(_node[value]), _node[value]);

    /// <summary>A value must be a date.</summary>
    public QrdaCheck IsDate(int code, QrdaValue value) => Must(code, PerformanceDay.Read(_node[value]) is not null, _node[value]);

    /// <summary>The node must stand directly inside another.</summary>
    public QrdaCheck StandsIn(int code, QrdaTemplate template) => Must(code, _node.Parent?.Template == template);

    /// <summary>There must be something inside.</summary>
    public QrdaCheck HasChildren(int code, string? detail = null) => Must(code, _node.Children.Count > 0, detail: detail);

    /// <summary>Some templates together must stand inside at least once.</summary>
    public QrdaCheck HasAny(int code, params QrdaTemplate[] templates) => Must(code, Count(templates) > 0);

    /// <summary>A template must not stand inside more than once.</summary>
    public QrdaCheck HasAtMostOne(int code, QrdaTemplate template) =>
        Must(code, Count(template) <= 1, detail: $"There are {Count(template)}.");

    /// <summary>A template must stand inside exactly once.</summary>
    public QrdaCheck HasExactlyOne(int code, QrdaTemplate template, string? detail = null) =>
        Must(code, Count(template) == 1, detail: $"{(detail is null ? "" : detail + " ")}There are {Count(template)}.");

    /// <summary>Nothing else may stand inside.</summary>
    public QrdaCheck HasOnly(int code, params QrdaTemplate[] templates) =>
        Must(code, _node.Children.All(child => templates.Contains(child.Template)));

    /// <summary>Templates of one kind must differ in a value; those without it count as one.</summary>
    public QrdaCheck Differ(int code, QrdaTemplate template, QrdaValue value)
    {
        var values = _node.Of(template).Select(child => child[value] ?? "").ToList();
        if (values.Distinct(StringComparer.Ordinal).Count() < values.Count)
            Add(code, values.GroupBy(text => text, StringComparer.Ordinal).First(same => same.Count() > 1).Key);
        return this;
    }

    /// <summary>Adds a fault of the node.</summary>
    public void Add(int code, string? value, string? detail = null) => _faults.Add(new QrdaFault(_node, code, value, detail));

    private QrdaCheck Must(int code, bool holds, string? value = null, string? detail = null)
    {
        if (!Stopped && !holds)
            Add(code, value, detail);
        return this;
    }

    private int Count(params QrdaTemplate[] templates) => _node.Children.Count(child => templates.Contains(child.Template));
}
