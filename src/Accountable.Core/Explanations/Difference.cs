namespace Accountable.Explanations;

/// <summary>One named node that two derivations value differently, or that only one of them has.</summary>
/// <param name="Kind">What kind of node it is.</param>
/// <param name="Unit">The unit of both values.</param>
/// <param name="Name">The name in the regulation's words.</param>
/// <param name="Where">The source of a fact, the key of a parameter, the paragraph of a step.</param>
/// <param name="Before">The value in the first derivation, or null when it has no such node.</param>
/// <param name="After">The value in the second derivation, or null when it has no such node.</param>
/// <param name="Alone">
/// How far the first result moves when only this leaf takes its new value and every recorded sum is done again; null for steps.
/// </param>
public sealed record Change(DerivationKind Kind, Unit Unit, string Name, string Where, decimal? Before, decimal? After, decimal? Alone);

/// <summary>What two derivations of the same result differ in: which facts, which law, which steps.</summary>
public static class Difference
{
    /// <summary>The changes, facts first, then law and assumptions, then steps, each in the order in which they were used.</summary>
    public static IReadOnlyList<Change> Between(Derivation before, Derivation after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var second = Named(after).ToLookup(pair => pair.Identity, pair => pair.Node);
        var identities = new HashSet<string>();
        var changes = new List<Change>();
        foreach (var named in Named(before).GroupBy(pair => pair.Identity, pair => pair.Node))
        {
            identities.Add(named.Key);
            var pairs = Pairs([.. named], [.. second[named.Key]]);
            changes.AddRange(pairs
                .Where(pair => pair.Old?.Value != pair.New?.Value)
                .Select(pair => Of(pair, Alone(before, pair, named, pairs))));
        }
        var onlyAfter = second.Where(named => !identities.Contains(named.Key)).SelectMany(named => named);
        changes.AddRange(onlyAfter.Select(node => Of((null, node), null)));
        // A rule that looks the same thing up twice changed once.
        return [.. changes.Distinct().OrderBy(change => change.Kind switch
        {
            DerivationKind.Input => 0,
            DerivationKind.Step => 2,
            _ => 1,
        })];
    }

    /// <summary>Named nodes by identity: kind, name and, for law, key; a fact keeps its name whatever file it came from.</summary>
    private static IEnumerable<(string Identity, Derivation Node)> Named(Derivation root) =>
        root.Nodes().Where(node => node.Name is not null)
            .Select(node => ($"{node.Kind}|{node.Name}|{(node.Kind == DerivationKind.Parameter ? node.Source : "")}", node));

    /// <summary>Which node of the first derivation answers to which of the second, among those of one identity.</summary>
    /// <remarks>Facts of one name from several rows are told apart by their source when both sides have it, else by their order.</remarks>
    private static List<(Derivation? Old, Derivation? New)> Pairs(List<Derivation> before, List<Derivation> after)
    {
        if (before.Count != after.Count)
        {
            // One side looked the same thing up more often: that alone is no change.
            before = [.. before.DistinctBy(node => (node.Source, node.Value))];
            after = [.. after.DistinctBy(node => (node.Source, node.Value))];
        }
        var bySource = after.GroupBy(node => node.Source ?? "").ToDictionary(group => group.Key, group => new Queue<Derivation>(group));
        var pairs = new List<(Derivation? Old, Derivation? New)>();
        var waiting = new List<Derivation>();
        var taken = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var node in before)
        {
            if (bySource.TryGetValue(node.Source ?? "", out var same) && same.TryDequeue(out var other) && taken.Add(other))
                pairs.Add((node, other));
            else
                waiting.Add(node);
        }
        var rest = new Queue<Derivation>(after.Where(node => !taken.Contains(node)));
        pairs.AddRange(waiting.Select(node => ((Derivation?)node, rest.TryDequeue(out var other) ? other : null)));
        pairs.AddRange(rest.Select(node => ((Derivation?)null, (Derivation?)node)));
        return pairs;
    }

    private static Change Of((Derivation? Old, Derivation? New) pair, decimal? alone)
    {
        var shape = pair.Old ?? pair.New!;
        var where = (shape.Kind == DerivationKind.Step ? shape.Citation : shape.Source) ?? "";
        return new Change(shape.Kind, shape.Unit, shape.Name!, where, pair.Old?.Value, pair.New?.Value, alone);
    }

    /// <summary>The move of the first result when this leaf, wherever it was looked up, takes its new value.</summary>
    private static decimal? Alone(
        Derivation root,
        (Derivation? Old, Derivation? New) pair,
        IEnumerable<Derivation> named,
        List<(Derivation? Old, Derivation? New)> pairs)
    {
        if (pair is not { Old: { Operands.Count: 0 } old, New.Value: var value })
            return null;
        var same = named.Where(node => node.Source == old.Source && node.Value == old.Value);
        var moved = new HashSet<Derivation>(same, ReferenceEqualityComparer.Instance);
        moved.ExceptWith(pairs.Where(other => other.New?.Value != value).Select(other => other.Old).OfType<Derivation>());
        try
        {
            return Replay.With(root, node => moved.Contains(node) ? value : null) - root.Value;
        }
        catch (Exception e) when (e is DivideByZeroException or ArgumentException or OverflowException)
        {
            return null; // The recorded path has no meaning at that value.
        }
    }
}
