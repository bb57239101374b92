namespace Accountable;

/// <summary>What kind of thing a node of a derivation is.</summary>
public enum DerivationKind
{
    /// <summary>A fact that came in: a claim total, a count, a flag.</summary>
    Input,

    /// <summary>A number of law from the rule book.</summary>
    Parameter,

    /// <summary>A number that stands where the law is silent, with its id in docs/assumptions.md.</summary>
    Assumption,

    /// <summary>A named result with the paragraph that defines it.</summary>
    Step,

    /// <summary>A sum over other nodes.</summary>
    Operation,

    /// <summary>0, 1, or the decimals of a rounding whose step cites the paragraph.</summary>
    Constant,
}

/// <summary>How far a number of law was checked against its text.</summary>
public enum Verified
{
    /// <summary>Recalled or inferred; results that rest on it carry a warning.</summary>
    No,

    /// <summary>Read in a source that reports the law.</summary>
    Secondary,

    /// <summary>Read in the law or in the agency's own document.</summary>
    Primary,
}

/// <summary>One node of the tree that says how a number came to be.</summary>
/// <remarks>Nodes keep numbers and units, never text made from them, so that a tree can be replayed and so that
/// tracing stays cheap. Nodes are shared: the tree is a graph without cycles.</remarks>
public sealed class Derivation
{
    private static readonly Derivation[] None = [];

    private Derivation(DerivationKind kind, Unit unit, decimal value)
    {
        Kind = kind;
        Unit = unit;
        Value = value;
    }

    /// <summary>What kind of node this is.</summary>
    public DerivationKind Kind { get; }

    /// <summary>The unit of <see cref="Value"/>.</summary>
    public Unit Unit { get; }

    /// <summary>The exact value; 1 or 0 for a yes or no.</summary>
    public decimal Value { get; }

    /// <summary>The sum done, for an operation.</summary>
    public Operation? Operation { get; private init; }

    /// <summary>The nodes that this one was made from, in the operation's order; one for a step.</summary>
    public IReadOnlyList<Derivation> Operands { get; private init; } = None;

    /// <summary>The name in the regulation's words, for all but operations and constants.</summary>
    public string? Name { get; private init; }

    /// <summary>The paragraph, for steps and parameters.</summary>
    public string? Citation { get; private init; }

    /// <summary>Where it came from: a file, row and column for an input, the key for a parameter, the id for an assumption.</summary>
    public string? Source { get; private init; }

    /// <summary>How far a parameter was checked; null for other kinds.</summary>
    public Verified? Verified { get; private init; }

    /// <summary>A fact that came in.</summary>
    public static Derivation Input(Unit unit, decimal value, string name, string source) =>
        new(DerivationKind.Input, unit, value) { Name = name, Source = source };

    /// <summary>A number of law.</summary>
    public static Derivation Parameter(Unit unit, decimal value, string name, string key, string citation, Verified verified) =>
        new(DerivationKind.Parameter, unit, value) { Name = name, Source = key, Citation = citation, Verified = verified };

    /// <summary>A stand-in where the law is silent.</summary>
    public static Derivation Assumption(Unit unit, decimal value, string name, string id) =>
        new(DerivationKind.Assumption, unit, value) { Name = name, Source = id };

    /// <summary>An assumption that rests on a number already derived.</summary>
    public static Derivation Assumption(Derivation of, string name, string id) =>
        new(DerivationKind.Assumption, of.Unit, of.Value) { Name = name, Source = id, Operands = [of] };

    /// <summary>A named result.</summary>
    public static Derivation Step(Derivation of, string name, string citation) =>
        new(DerivationKind.Step, of.Unit, of.Value) { Name = name, Citation = citation, Operands = [of] };

    /// <summary>A sum over other nodes.</summary>
    public static Derivation Of(Operation operation, Unit unit, decimal value, params Derivation[] operands) =>
        new(DerivationKind.Operation, unit, value) { Operation = operation, Operands = operands };

    /// <summary>A number that needs no source: 0, 1, or the decimals of a rounding.</summary>
    public static Derivation Constant(Unit unit, decimal value) => new(DerivationKind.Constant, unit, value);

    /// <summary>Every node of the tree once, operands before the nodes that use them.</summary>
    public IEnumerable<Derivation> Nodes()
    {
        var seen = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        var path = new Stack<(Derivation Node, int Next)>();
        path.Push((this, 0));
        while (path.TryPop(out var top))
        {
            if (top.Next == 0 && !seen.Add(top.Node))
                continue;
            if (top.Next < top.Node.Operands.Count)
            {
                path.Push((top.Node, top.Next + 1));
                path.Push((top.Node.Operands[top.Next], 0));
            }
            else
                yield return top.Node;
        }
    }
}
