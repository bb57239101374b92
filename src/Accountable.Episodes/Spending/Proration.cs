namespace Accountable.Episodes.Spending;

/// <summary>What part of a payment counts when its service reaches over the edge of an episode. 42 CFR 512.555.</summary>
public static class EdgeOfEpisode
{
    /// <summary>The payment by the days within over all its days.</summary>
    /// <param name="payment">The whole payment, in dollars.</param>
    /// <param name="within">Days within the episode.</param>
    /// <param name="all">Days of the service, one or more.</param>
    public static Money ByDays(Money payment, Count within, Count all) =>
        payment * Quantity.Least(within / all, Ratio.One);

    /// <summary>The payment by days against the geometric mean stay of its MS-DRG, up to the whole of it.</summary>
    /// <param name="payment">The whole payment, in dollars.</param>
    /// <param name="within">Days within the episode.</param>
    /// <param name="geometricMeanStay">The geometric mean stay, in days.</param>
    /// <param name="firstDayWeight">How often the first day counts.</param>
    public static Money ByGeometricMeanStay(Money payment, Count within, Count geometricMeanStay, Count firstDayWeight)
    {
        if (within.Amount == 0)
            return Money.Zero;

        // A stay costs most on its first day, which therefore counts more than once.
        var weighted = within - new Count(1) + firstDayWeight;
        return payment * Quantity.Least(weighted / geometricMeanStay, Ratio.One);
    }
}
