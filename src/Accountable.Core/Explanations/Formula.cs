namespace Accountable.Explanations;

/// <summary>The sum behind a node with its numbers in it, down to the next named nodes.</summary>
public static class Formula
{
    /// <summary>The formula of a node, or nothing when it is a fact, a parameter or just a name for another node.</summary>
    public static string Of(Derivation node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var sum = node.Operation is null && node.Operands.Count == 1 ? node.Operands[0] : node;
        return sum.Operation is null ? "" : Text(sum, 0);
    }

    private static string Text(Derivation node, int outerRank)
    {
        if (node.Operation is not { } operation)
            return Display.Of(node.Unit, node.Value);
        string Inner(int index, int rank)
        {
            var operand = node.Operands[index];
            return operand switch
            {
                { Name: null } => Text(operand, rank),
                { Unit: Unit.YesNo } => $"{operand.Name} ({Display.Of(operand.Unit, operand.Value)})",
                _ => Display.Of(operand.Unit, operand.Value),
            };
        }
        var (text, rank) = operation switch
        {
            Operation.Add => ($"{Inner(0, 4)} + {Inner(1, 4)}", 4),
            Operation.Subtract => ($"{Inner(0, 4)} - {Inner(1, 5)}", 4),
            Operation.Multiply => ($"{Inner(0, 5)} × {Inner(1, 5)}", 5),
            Operation.Divide => ($"{Inner(0, 5)} / {Inner(1, 6)}", 5),
            Operation.Negate => ($"-({Inner(0, 0)})", 7),
            Operation.Least => ($"the lesser of {Inner(0, 0)} and {Inner(1, 0)}", 0),
            Operation.Greatest => ($"the greater of {Inner(0, 0)} and {Inner(1, 0)}", 0),
            Operation.Round => ($"{Inner(0, 0)} rounded to {node.Operands[1].Value} decimals", 0),
            Operation.Interpolate => ($"from {Inner(0, 0)} to {Inner(1, 0)} at {Inner(2, 0)} in {Inner(3, 0)} to {Inner(4, 0)}", 0),
            Operation.MeetsOrExceeds => ($"{Inner(0, 4)} >= {Inner(1, 4)}", 3),
            Operation.Exceeds => ($"{Inner(0, 4)} > {Inner(1, 4)}", 3),
            Operation.And => ($"{Inner(0, 2)} and {Inner(1, 2)}", 2),
            Operation.Or => ($"{Inner(0, 1)} or {Inner(1, 1)}", 1),
            Operation.Not => ($"not {Inner(0, 7)}", 6),
            Operation.Choose => ($"{Inner(1, 1)} if {Inner(0, 1)}, else {Inner(2, 1)}", 0),
            _ => throw new InvalidOperationException($"Unknown operation {operation}."),
        };
        return rank < outerRank ? $"({text})" : text;
    }
}
