using System.Globalization;
using System.Text;

namespace Accountable.Data.Mips.Qrda;

/// <summary>An element of a report: name, namespace, the attributes that hold values, and children in document order.</summary>
/// <remarks>Text is not kept: every value of a report stands in an attribute.</remarks>
internal sealed class QrdaElement(string name, string space, QrdaElement? parent)
{
    private List<QrdaElement>? _children;
    private List<KeyValuePair<string, string>>? _attributes;

    /// <summary>The local name.</summary>
    public string Name { get; } = name;

    /// <summary>The namespace; empty for none.</summary>
    public string Space { get; } = space;

    /// <summary>The element around it; null for the root.</summary>
    public QrdaElement? Parent { get; } = parent;

    /// <summary>The elements inside it.</summary>
    public IReadOnlyList<QrdaElement> Children => _children ?? (IReadOnlyList<QrdaElement>)[];

    /// <summary>The line on which its start tag ends, from 1.</summary>
    public int Line { get; set; }

    /// <summary>The column after the end of its start tag, from 1.</summary>
    public int Column { get; set; }

    /// <summary>The value of an attribute; null where it is not written.</summary>
    public string? Attribute(string name)
    {
        foreach (var (key, value) in _attributes ?? [])
        {
            if (key == name)
                return value;
        }
        return null;
    }

    /// <summary>The elements at the end of a path of names in one namespace, in document order.</summary>
    public IEnumerable<QrdaElement> At(string space, params string[] path)
    {
        IEnumerable<QrdaElement> found = [this];
        foreach (var step in path)
            found = found.SelectMany(element => element.Children.Where(child => child.Name == step && child.Space == space));
        return found;
    }

    /// <summary>Where it stands, as an XPath of local names and namespaces; siblings of one name are counted.</summary>
    public string Path()
    {
        var steps = new Stack<string>();
        for (var element = this; element is not null; element = element.Parent)
            steps.Push(element.Step());
        return steps.Aggregate(new StringBuilder(), (text, step) => text.Append('/').Append(step)).ToString();
    }

    internal void Add(QrdaElement child) => (_children ??= []).Add(child);

    internal void Add(string attribute, string value) => (_attributes ??= []).Add(new KeyValuePair<string, string>(attribute, value));

    private string Step()
    {
        var step = Space.Length == 0 ? Name : $"*[local-name() = '{Name}' and namespace-uri() = '{Space}']";
        var same = Parent?.Children.Where(child => child.Name == Name && child.Space == Space).ToList();
        return same is { Count: > 1 } ? string.Create(CultureInfo.InvariantCulture, $"{step}[{same.IndexOf(this) + 1}]") : step;
    }
}
