namespace Accountable.Explanations;

/// <summary>One named node that two derivations value differently, or that only one of them has.</summary>
/// <param name="Kind">What kind of node it is.</param>
/// <param name="Unit">The unit of both values.</param>
/// <param name="Name">The name in the regulation's words.</param>
/// <param name="Where">The source of a fact, the key of a parameter, the paragraph of a step.</param>
/// <param name="Before">The value in the first derivation, or null when it has no such node.</param>
/// <param name="After">The value in the second derivation, or null when it has no such node.</param>
/// <param name="Alone">How far the first result moves when only this leaf takes its new value and every recorded sum is done again; null for steps.</param>
public sealed record Change(DerivationKind Kind, Unit Unit, string Name, string Where, decimal? Before, decimal? After, decimal? Alone);

/// <summary>What two derivations of the same result differ in: which facts, which law, which steps.</summary>
public static class Difference
{
    /// <summary>The changes, facts first, then law and assumptions, then steps, each in the order in which they were used.</summary>
    public static IReadOnlyList<Change> Between(Derivation before, Derivation after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var first = Named(before);
        var second = Named(after);
        var changes = new List<Change>();
        foreach (var (identity, node) in first)
        {
            var other = second.GetValueOrDefault(identity);
            if (other is null || other.Value != node.Value)
                changes.Add(Of(node, node, other, other is null ? null : Alone(before, node, other.Value)));
        }
        foreach (var (identity, node) in second)
        {
            if (!first.ContainsKey(identity))
                changes.Add(Of(node, null, node, null));
        }
        return [.. changes.OrderBy(change => change.Kind switch { DerivationKind.Input => 0, DerivationKind.Step => 2, _ => 1 })];
    }

    private static Change Of(Derivation shape, Derivation? before, Derivation? after, decimal? alone) =>
        new(shape.Kind, shape.Unit, shape.Name!, (shape.Kind == DerivationKind.Step ? shape.Citation : shape.Source) ?? "", before?.Value, after?.Value, alone);

    private static decimal? Alone(Derivation root, Derivation node, decimal value)
    {
        if (node.Operands.Count > 0)
            return null;
        try
        {
            return Replay.With(root, other => ReferenceEquals(other, node) ? value : null) - root.Value;
        }
        catch (Exception e) when (e is DivideByZeroException or ArgumentException or OverflowException)
        {
            return null; // The recorded path has no meaning at that value.
        }
    }

    /// <summary>Named nodes by identity: kind, name and, for law, key; a fact keeps its name whatever file it came from.</summary>
    private static Dictionary<string, Derivation> Named(Derivation root)
    {
        var named = new Dictionary<string, Derivation>();
        foreach (var node in root.Nodes().Where(node => node.Name is not null))
        {
            var identity = $"{node.Kind}|{node.Name}|{(node.Kind == DerivationKind.Parameter ? node.Source : "")}";
            named.TryAdd(identity, node);
        }
        return named;
    }
}
