using System.Text;
using System.Text.Json;
using Accountable.Explanations;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Core;

/// <summary>Properties of random calculations over the units.</summary>
public sealed class ExpressionPropertyTests
{
    private static readonly Arbitrary<(int[] Program, decimal[] Leaves, int Pick)> Calculations =
        (from program in Gen.Choose(0, 99_999).ArrayOf().Where(program => program.Length > 0)
         from leaves in Gen.Choose(-200_000, 900_000).ArrayOf(Expressions.Leaves)
         from pick in Gen.Choose(0, 999)
         select (program, leaves.Select(leaf => leaf / 1000m).ToArray(), pick)).ToArbitrary();

    [Fact]
    public void Traced_equals_untraced() => Check(calculation =>
    {
        var traced = Expressions.Run(calculation.Program, calculation.Leaves, traced: true);
        var untraced = Expressions.Run(calculation.Program, calculation.Leaves, traced: false);
        Assert.Equal(untraced.Amount, traced.Amount);
        Assert.Equal(untraced.Skipped, traced.Skipped);
        Assert.Null(untraced.Root);
        Assert.Equal(traced.Amount, traced.Root!.Value);
    });

    [Fact]
    public void Every_derivation_replays() => Check(calculation =>
    {
        var root = Expressions.Run(calculation.Program, calculation.Leaves, traced: true).Root!;
        Assert.Empty(Replay.Check(root));
        Assert.Equal(root.Value, Replay.With(root, _ => null));
    });

    [Fact]
    public void A_tampered_node_is_found() => Check(calculation =>
    {
        var root = Expressions.Run(calculation.Program, calculation.Leaves, traced: true).Root!;
        var operations = root.Nodes().Where(node => node.Operation is not null).ToList();
        if (operations.Count == 0)
            return;
        var target = operations[calculation.Pick % operations.Count];
        var (copy, tampered) = Tampered(root, target);
        var found = Replay.Check(copy);
        Assert.Contains(tampered, found);
        // Whatever else does not add up stands right on top of it, or on a step that only names it.
        Assert.All(found, node => Assert.True(ReferenceEquals(node, tampered) || node.Operands.Any(operand => Names(operand, tampered))));
    });

    [Fact]
    public void Replaying_with_another_leaf_equals_computing_with_it() => Check(calculation =>
    {
        var before = Expressions.Run(calculation.Program, calculation.Leaves, traced: true);
        var (leaf, after) = WithOtherLeaf(calculation);
        if (!before.Skipped.SequenceEqual(after.Skipped))
            return;
        var value = after.Root!.Nodes().FirstOrDefault(node => node.Name == Expressions.LeafName(leaf))?.Value;
        Assert.Equal(after.Amount, Replay.With(before.Root!, node => node.Name == Expressions.LeafName(leaf) ? value : null));
    });

    [Fact]
    public void A_difference_finds_exactly_the_changed_leaf() => Check(calculation =>
    {
        var before = Expressions.Run(calculation.Program, calculation.Leaves, traced: true);
        var (leaf, after) = WithOtherLeaf(calculation);
        if (!before.Skipped.SequenceEqual(after.Skipped))
            return;
        Derivation? Leaf(Outcome outcome) => outcome.Root!.Nodes().FirstOrDefault(node => node.Name == Expressions.LeafName(leaf));
        var changed = Difference.Between(before.Root!, after.Root!).Where(change => change.Kind != DerivationKind.Step).ToList();
        if (Leaf(before)?.Value == Leaf(after)?.Value)
        {
            Assert.Empty(changed);
            return;
        }
        var change = Assert.Single(changed);
        Assert.Equal((Expressions.LeafName(leaf), (decimal?)Leaf(before)!.Value, (decimal?)Leaf(after)!.Value), (change.Name, change.Before, change.After));
        // One leaf changed, so what it moves alone is the whole difference.
        Assert.Equal(after.Amount - before.Amount, change.Alone);
    });

    [Fact]
    public void The_json_alone_is_enough_to_do_every_sum_again() => Check(calculation =>
    {
        var root = Expressions.Run(calculation.Program, calculation.Leaves, traced: true).Root!;
        Assert.Equal(root.Value, JsonEvaluator.Evaluate(Json(root)));
    });

    [Fact]
    public void Nodes_come_once_and_after_their_operands() => Check(calculation =>
    {
        var seen = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var node in Expressions.Run(calculation.Program, calculation.Leaves, traced: true).Root!.Nodes())
        {
            Assert.All(node.Operands, operand => Assert.Contains(operand, seen));
            Assert.True(seen.Add(node));
        }
    });

    [Fact]
    public void An_outline_of_any_calculation_shows_each_named_node() => Check(calculation =>
    {
        var root = Expressions.Run(calculation.Program, calculation.Leaves, traced: true).Root!;
        var outline = Outline.Of(root);
        foreach (var node in root.Nodes().Where(node => node.Name is not null))
            Assert.Contains($"{node.Name} = {Display.Of(node.Unit, node.Value)}", outline, StringComparison.Ordinal);
    });

    [Fact]
    public void The_json_of_a_tampered_derivation_does_not_add_up()
    {
        var (a, b) = (Traced.Fact<Money>(2m, "a"), Traced.Fact<Money>(3m, "b"));
        var wrong = Derivation.Of(Operation.Add, Unit.Dollars, 6m, a.Derivation!, b.Derivation!);
        Assert.Throws<FormatException>(() => JsonEvaluator.Evaluate(Json(wrong)));
    }

    [Fact]
    public void The_json_carries_every_field_of_a_parameter()
    {
        using var json = JsonDocument.Parse(Json(Derivation.Parameter(Unit.PersonYears, 1.50m, "label \"x\"", "a.b", "42 CFR 425.605", Verified.Secondary)));
        Assert.Equal(
            """{"id":0,"kind":"parameter","unit":"person_years","value":1.50,"name":"label \u0022x\u0022","citation":"42 CFR 425.605","source":"a.b","verified":"secondary"}""",
            json.RootElement.GetProperty("nodes")[0].GetRawText());
    }

    /// <summary>A fixed seed: the same five hundred calculations on every run.</summary>
    private static void Check(Action<(int[] Program, decimal[] Leaves, int Pick)> property) =>
        Prop.ForAll(Calculations, property).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60).WithReplay(1UL, 3UL));

    private static (int Leaf, Outcome Outcome) WithOtherLeaf((int[] Program, decimal[] Leaves, int Pick) calculation)
    {
        var leaf = calculation.Pick % Expressions.Leaves;
        var leaves = calculation.Leaves.ToArray();
        leaves[leaf] = 17.375m - leaves[leaf];
        return (leaf, Expressions.Run(calculation.Program, leaves, traced: true));
    }

    private static bool Names(Derivation node, Derivation named) =>
        ReferenceEquals(node, named) || (node.Kind == DerivationKind.Step && Names(node.Operands[0], named));

    private static string Json(Derivation root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
            DerivationJson.Write(writer, root);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The same tree but for one operation, whose recorded value is another.</summary>
    private static (Derivation Root, Derivation Tampered) Tampered(Derivation root, Derivation target)
    {
        var copies = new Dictionary<Derivation, Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var node in root.Nodes())
        {
            var operands = node.Operands.Select(operand => copies[operand]).ToArray();
            var value = !ReferenceEquals(node, target) ? node.Value : node.Unit == Unit.YesNo ? 1 - node.Value : node.Value == 0 ? 1 : -node.Value;
            copies[node] = node.Operation is { } operation ? Derivation.Of(operation, node.Unit, value, operands)
                : operands.Length == 1 ? Derivation.Step(operands[0], node.Name!, node.Citation!)
                : node;
        }
        return (copies[root], copies[target]);
    }
}
