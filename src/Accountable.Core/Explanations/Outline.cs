using System.Text;

namespace Accountable.Explanations;

/// <summary>A derivation as an indented outline: name = value, the sum with its numbers, the paragraph.</summary>
public static class Outline
{
    /// <summary>The whole derivation below each node. What was shown once is not unfolded again.</summary>
    public static string Of(params IReadOnlyList<Derivation> roots)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var text = new StringBuilder();
        var shown = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var root in roots)
            Write(text, root, shown);
        return text.ToString();
    }

    /// <summary>
    /// The named nodes that a node rests on directly, each once, in the order of the sum: unnamed sums between are passed through.
    /// </summary>
    public static IReadOnlyList<Derivation> Parts(Derivation node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var parts = new List<Derivation>();
        var seen = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        var waiting = new Stack<Derivation>(node.Operands.Reverse());
        // A sum over thousands of rows is a chain as long: walked with a stack of its own, each node once.
        while (waiting.TryPop(out var operand))
        {
            if (!seen.Add(operand))
                continue;
            if (operand.Name is not null)
            {
                parts.Add(operand);
                continue;
            }
            for (var i = operand.Operands.Count - 1; i >= 0; i--)
                waiting.Push(operand.Operands[i]);
        }
        return parts;
    }

    private static void Write(StringBuilder text, Derivation root, HashSet<Derivation> shown)
    {
        var waiting = new Stack<(Derivation Node, int Depth)>([(root, 0)]);
        while (waiting.TryPop(out var next))
        {
            var (node, depth) = next;
            var first = shown.Add(node);
            text.Append(' ', depth * 2).Append(Line(node));
            if (!first && node.Operands.Count > 0)
            {
                text.Append("   (shown above)\n");
                continue;
            }
            text.Append('\n');
            foreach (var part in Parts(node).Reverse())
                waiting.Push((part, depth + 1));
        }
    }

    /// <summary>One line: name, value, sum in brackets, paragraph or source, mark when unverified.</summary>
    public static string Line(Derivation node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var line = new StringBuilder();
        line.Append(node.Name ?? "result").Append(" = ").Append(Display.Of(node.Unit, node.Value));
        if (Formula.Of(node) is { Length: > 0 } formula)
            line.Append("   [").Append(formula).Append(']');
        if (node.Citation is not null)
            line.Append("   ").Append(node.Citation);
        if (node.Kind == DerivationKind.Input)
            line.Append("   ").Append(node.Source);
        if (node.Kind == DerivationKind.Assumption)
            line.Append("   assumption ").Append(node.Source);
        if (node.Verified is not null and not Verified.Primary)
            line.Append(node.Verified == Verified.No ? "   (not verified)" : "   (secondary source)");
        return line.ToString();
    }
}
