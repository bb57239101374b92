namespace Accountable.Runs.Claims;

/// <summary>Which cells of a table about people are not shown: counts of 1 to 10, and where such a one could be worked out from the rest,
/// another one. CMS cell-size suppression policy.</summary>
public static class SmallCells
{
    /// <summary>What stands in place of a figure that is not shown.</summary>
    public const string Mark = "*";

    /// <summary>What the mark means.</summary>
    public const string Sentence = "A * stands for 1 to 10 people or claims, or for a figure from which such a number could be worked out.";

    private const long GreatestSmall = 10;

    /// <summary>Whether a count is from 1 to 10.</summary>
    public static bool IsSmall(long count) => count is >= 1 and <= GreatestSmall;

    /// <summary>Whether a part of a whole, or what is left of the whole, is from 1 to 10: then neither the part nor its share is
    /// shown.</summary>
    public static bool IsSmallPart(long part, long whole) => IsSmall(part) || IsSmall(whole - part);

    /// <summary>Which cells of a group with a known sum are not shown.</summary>
    /// <param name="counts">The group's counts; their sum is known to the reader.</param>
    /// <returns>One a cell: true where it is not shown. Never only one of several that are not zero.</returns>
    public static IReadOnlyList<bool> Hidden(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var hidden = counts.Select(IsSmall).ToArray();
        if (hidden.Count(each => each) != 1)
            return hidden;
        var least = -1;
        for (var i = 0; i < counts.Count; i++)
        {
            if (!hidden[i] && counts[i] > 0 && (least < 0 || counts[i] < counts[least]))
                least = i;
        }
        if (least >= 0)
            hidden[least] = true;
        return hidden;
    }
}
