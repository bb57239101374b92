namespace Accountable;

/// <summary>Does every sum of a derivation again.</summary>
public static class Replay
{
    /// <summary>The nodes whose recorded value is not what their operands give; empty when the derivation holds.</summary>
    public static IReadOnlyList<Derivation> Check(Derivation root)
    {
        ArgumentNullException.ThrowIfNull(root);
        return [.. root.Nodes().Where(node => node.Operands.Count > 0 && !Holds(node))];
    }

    private static bool Holds(Derivation node)
    {
        try
        {
            return Evaluate(node, operand => operand.Value) == node.Value;
        }
        catch (Exception e) when (e is DivideByZeroException or ArgumentException or OverflowException)
        {
            return false; // A sum that cannot be done cannot have given the recorded value.
        }
    }

    /// <summary>The value of the root when some leaves are given other values and every sum is done again.</summary>
    /// <remarks>
    /// Only the sums recorded are done: where another value would have taken the rule down another path,
    /// this is not a new determination.
    /// </remarks>
    public static decimal With(Derivation root, Func<Derivation, decimal?> replaced)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(replaced);
        var values = new Dictionary<Derivation, decimal>(ReferenceEqualityComparer.Instance);
        foreach (var node in root.Nodes())
            values[node] = replaced(node) ?? (node.Operands.Count == 0 ? node.Value : Evaluate(node, operand => values[operand]));
        return values[root];
    }

    private static decimal Evaluate(Derivation node, Func<Derivation, decimal> valueOf)
    {
        decimal Operand(int index) => valueOf(node.Operands[index]);
        static decimal Answer(bool holds) => holds ? 1 : 0;
        return node.Operation switch
        {
            null => Operand(0),
            Operation.Add => Operand(0) + Operand(1),
            Operation.Subtract => Operand(0) - Operand(1),
            Operation.Multiply => Operand(0) * Operand(1),
            Operation.Divide => Operand(0) / Operand(1),
            Operation.Negate => -Operand(0),
            Operation.Least => Math.Min(Operand(0), Operand(1)),
            Operation.Greatest => Math.Max(Operand(0), Operand(1)),
            Operation.Round => Math.Round(Operand(0), (int)Operand(1), MidpointRounding.AwayFromZero),
            Operation.Interpolate => Quantity.Interpolation(Operand(0), Operand(1), Operand(2), Operand(3), Operand(4)),
            Operation.MeetsOrExceeds => Answer(Operand(0) >= Operand(1)),
            Operation.Exceeds => Answer(Operand(0) > Operand(1)),
            Operation.And => Answer(Operand(0) != 0 && Operand(1) != 0),
            Operation.Or => Answer(Operand(0) != 0 || Operand(1) != 0),
            Operation.Not => Answer(Operand(0) == 0),
            Operation.Choose => Operand(0) != 0 ? Operand(1) : Operand(2),
            _ => throw new InvalidOperationException($"Unknown operation {node.Operation}."),
        };
    }
}
