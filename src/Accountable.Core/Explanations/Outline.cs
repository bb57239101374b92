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
            Write(text, root, 0, shown);
        return text.ToString();
    }

    /// <summary>The named nodes that a node rests on directly: sums between are passed through.</summary>
    public static IReadOnlyList<Derivation> Parts(Derivation node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var parts = new List<Derivation>();
        foreach (var operand in node.Operands)
        {
            foreach (var part in operand.Name is not null ? [operand] : Parts(operand))
            {
                if (!parts.Contains(part))
                    parts.Add(part);
            }
        }
        return parts;
    }

    private static void Write(StringBuilder text, Derivation node, int depth, HashSet<Derivation> shown)
    {
        var first = shown.Add(node);
        text.Append(' ', depth * 2).Append(Line(node));
        if (!first && node.Operands.Count > 0)
        {
            text.Append("   (shown above)\n");
            return;
        }
        text.Append('\n');
        foreach (var part in Parts(node))
            Write(text, part, depth + 1, shown);
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
