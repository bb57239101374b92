namespace Accountable.Rules;

/// <summary>One value of a parameter: when it applies, when it became law, who says so, and how far that was checked.</summary>
public sealed record LawValue
{
    /// <summary>When it applies, on the parameter's axis.</summary>
    public required AxisSpan For { get; init; }

    /// <summary>The member it is for, such as a track; null when the parameter has no members.</summary>
    public string? Of { get; init; }

    /// <summary>The number; null for a table.</summary>
    public decimal? Number { get; init; }

    /// <summary>The table's path under <c>rules/</c>; null for a number.</summary>
    public string? Table { get; init; }

    /// <summary>The day it became law.</summary>
    public required DateOnly Enacted { get; init; }

    /// <summary>Its rank.</summary>
    public required Authority Authority { get; init; }

    /// <summary>The paragraph.</summary>
    public required string Citation { get; init; }

    /// <summary>How far it was checked against its text.</summary>
    public required Verified Verified { get; init; }

    /// <summary>What a reader should know about it.</summary>
    public string? Note { get; init; }

    /// <summary>The overlay that brought it; null in the base.</summary>
    public string? Overlay { get; init; }
}

/// <summary>A named number of law with every value it ever had.</summary>
public sealed record Parameter
{
    /// <summary>The key, such as <c>shared_savings.settlement.maximum_sharing_rate</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name in the regulation's words.</summary>
    public required string Label { get; init; }

    /// <summary>The unit of its values.</summary>
    public required ParameterUnit Unit { get; init; }

    /// <summary>The axis of its spans.</summary>
    public required Axis Axis { get; init; }

    /// <summary>What its members are, such as <c>track</c>; null for a single value.</summary>
    public string? By { get; init; }

    /// <summary>The members that a value can be for.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The span in which each place must have a value.</summary>
    public required AxisSpan Covers { get; init; }

    /// <summary>
    /// Spans within <see cref="Covers"/> whose law is known to be missing from the rule book.
    /// A look-up there is an error like any other gap.
    /// </summary>
    public IReadOnlyList<AxisSpan> Gaps { get; init; } = [];

    /// <summary>Its values, in the order of the rule file; overlay values last.</summary>
    public required IReadOnlyList<LawValue> Values { get; init; }

    /// <summary>What a reader should know about it.</summary>
    public string? Note { get; init; }

    /// <summary>The file under <c>rules/</c> that holds it.</summary>
    public required string File { get; init; }

    /// <summary>The value that is law for a place on the axis as known on a day, or null.</summary>
    /// <remarks>An overlay's value stands before the base; then the higher authority, then the later day.</remarks>
    /// <exception cref="LawConflictException">Two values of the same rank and day.</exception>
    public LawValue? Find(string? member, int place, DateOnly asOf)
    {
        if (!Covers.Contains(place))
            return null; // An open-ended value is no promise that later law was read.
        LawValue? best = null;
        var tied = false;
        foreach (var value in Values)
        {
            if (value.Of != member || !value.For.Contains(place) || value.Enacted > asOf)
                continue;
            var order = best is null ? 1 : Compare(value, best);
            tied = order == 0 || (tied && order < 0);
            if (order > 0)
                best = value;
        }
        return tied ? throw new LawConflictException(Id, AxisSpan.Text(place, Axis)) : best;
    }

    /// <summary>The value that is law for a place on the axis as known on a day.</summary>
    /// <exception cref="LawGapException">There is none; the message names the nearest spans.</exception>
    public LawValue At(string? member, int place, DateOnly asOf)
    {
        if (By is not null && !Members.Contains(member ?? ""))
            throw new LawGapException(Id, $"{By} {member ?? "(none)"}", string.Join(", ", Members));
        return Find(member, place, asOf) ?? throw new LawGapException(
            member is null ? Id : $"{Id} ({By} {member})",
            $"{AxisName} {AxisSpan.Text(place, Axis)} as known on {asOf:yyyy-MM-dd}",
Covers.Contains(place) ? Nearest(member, place) : $"{Covers.Text(Axis)}");
    }

    /// <summary>The axis in words.</summary>
    public string AxisName => Axis switch
    {
        Axis.PerformanceYear => "performance year",
        Axis.PaymentYear => "payment year",
        Axis.AgreementStart => "agreement start",
        _ => "date",
    };

    private string Nearest(string? member, int place) => string.Join(", ", Values.Where(value => value.Of == member)
        .OrderBy(value => Distance(value.For, place)).Take(3).Select(value => value.For.Text(Axis)).Distinct());

    private static int Compare(LawValue left, LawValue right)
    {
        var byOverlay = (left.Overlay is not null).CompareTo(right.Overlay is not null);
        if (byOverlay != 0)
            return byOverlay;
        var byAuthority = left.Authority.CompareTo(right.Authority);
        return byAuthority != 0 ? byAuthority : left.Enacted.CompareTo(right.Enacted);
    }

    private static long Distance(AxisSpan span, int place) => place < span.From ? (long)span.From - place : (long)place - span.To;
}
