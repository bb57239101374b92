namespace Accountable.Episodes.Spending;

/// <summary>How high the spending of one episode may count, from the spending of its stratum.</summary>
public static class SpendingCap
{
    /// <summary>A percentile, on the straight line between the two amounts around it.</summary>
    /// <param name="amounts">The spending of each episode, in any order; one or more.</param>
    /// <param name="percentile">From 0 to 1.</param>
    /// <exception cref="ArgumentException">There are no episodes.</exception>
    public static decimal Percentile(IReadOnlyList<decimal> amounts, decimal percentile)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        if (amounts.Count == 0)
            throw new ArgumentException("A percentile needs one amount or more.", nameof(amounts));
        var sorted = amounts.Order().ToList();
        var place = percentile * (sorted.Count - 1);
        var below = (int)decimal.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    /// <summary>The mean and a number of standard deviations.</summary>
    /// <param name="amounts">The spending of each episode; one or more.</param>
    /// <param name="deviations">How many.</param>
    /// <exception cref="ArgumentException">There are no episodes.</exception>
    public static decimal MeanAndDeviations(IReadOnlyList<decimal> amounts, decimal deviations)
    {
        var (mean, deviation) = Spread(amounts);
        return mean + (deviations * deviation);
    }

    /// <summary>The mean and the standard deviation of the whole group.</summary>
    /// <param name="amounts">The amounts; one or more.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static (decimal Mean, decimal Deviation) Spread(IReadOnlyList<decimal> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        if (amounts.Count == 0)
            throw new ArgumentException("A mean needs one amount or more.", nameof(amounts));
        var mean = amounts.Sum() / amounts.Count;
        var variance = amounts.Sum(amount => (amount - mean) * (amount - mean)) / amounts.Count;
        // A root leaves the decimals once; what comes back is a statistic and no payment.
        return (mean, (decimal)Math.Sqrt((double)variance));
    }
}
