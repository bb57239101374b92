using Accountable.Episodes.Spending;

namespace Accountable.Tests.Episodes;

/// <summary>Caps and parts of payments.</summary>
public sealed class SpendingTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 30)]
    [InlineData(0.99, 49.6)]
    [InlineData(1, 50)]
    public void A_percentile_lies_on_the_line_between_two_amounts(double percentile, double expected) =>
        Assert.Equal((decimal)expected, SpendingCap.Percentile([50, 10, 30, 20, 40], (decimal)percentile));

    [Fact]
    public void One_amount_is_every_percentile_and_has_no_spread()
    {
        Assert.Equal(7, SpendingCap.Percentile([7], 0.99m));
        Assert.Equal(7, SpendingCap.MeanAndDeviations([7], 2));
    }

    [Fact]
    public void Mean_and_two_deviations() => Assert.Equal(9, SpendingCap.MeanAndDeviations([2, 4, 4, 4, 5, 5, 7, 9], 2));

    [Fact]
    public void Without_amounts_there_is_no_cap()
    {
        Assert.Throws<ArgumentException>(() => SpendingCap.Percentile([], 0.5m));
        Assert.Throws<ArgumentException>(() => SpendingCap.MeanAndDeviations([], 2));
    }

    [Fact]
    public void Days_within_never_count_more_than_the_whole()
    {
        Assert.Equal(new Money(100), EdgeOfEpisode.ByDays(new Money(100), new Count(12), new Count(10)));
        Assert.Equal(new Money(30), EdgeOfEpisode.ByDays(new Money(100), new Count(3), new Count(10)));
        Assert.Equal(Money.Zero, EdgeOfEpisode.ByGeometricMeanStay(new Money(100), new Count(0), new Count(5), new Count(1)));
    }
}
