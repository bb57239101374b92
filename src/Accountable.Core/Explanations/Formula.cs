namespace Accountable.Explanations;

/// <summary>The sum behind a node with its numbers in it, down to the next named nodes.</summary>
/// <remarks>At most <see cref="MostOperations"/> operations are written out, those nearest to the result first; what lies below
/// them stands as <c>(… = value)</c>. So a sum over thousands of rows reads on one line, and the text of a graph that shares its
/// nodes does not grow with the number of paths through it.</remarks>
public static class Formula
{
    /// <summary>How many operations one formula writes out.</summary>
    public const int MostOperations = 24;

    /// <summary>The formula of a node, or nothing when it is a fact, a parameter or just a name for another node.</summary>
    public static string Of(Derivation node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var sum = node.Operation is null && node.Operands.Count == 1 ? node.Operands[0] : node;
        return sum.Operation is null ? "" : Text(Unfold(sum), 0);
    }

    /// <summary>An occurrence of a node in the formula; its parts are null where the formula stops.</summary>
    private sealed class Term(Derivation node)
    {
        public Derivation Node { get; } = node;

        public Term[]? Parts { get; set; }
    }

    /// <summary>Breadth first, so that what is left out is what lies farthest from the result.</summary>
    private static Term Unfold(Derivation sum)
    {
        var root = new Term(sum);
        var waiting = new Queue<Term>([root]);
        for (var unfolded = 0; unfolded < MostOperations && waiting.TryDequeue(out var term); unfolded++)
        {
            term.Parts = [.. term.Node.Operands.Select(operand => new Term(operand))];
            foreach (var part in term.Parts.Where(part => part.Node is { Name: null, Operation: not null }))
                waiting.Enqueue(part);
        }
        return root;
    }

    private static string Text(Term term, int outerRank)
    {
        var node = term.Node;
        var value = Display.Of(node.Unit, node.Value);
        if (node.Name is not null && term.Parts is null)
            return node.Unit == Unit.YesNo ? $"{node.Name} ({value})" : value;
        if (node.Operation is not { } operation)
            return value;
        if (term.Parts is not { } parts)
            return $"(… = {value})";
        string Inner(int index, int rank) => Text(parts[index], rank);
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
