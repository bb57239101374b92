namespace Accountable.Tests.Core;

/// <summary>How amounts read.</summary>
public sealed class DisplayTests
{
    [Theory]
    [InlineData(Unit.Dollars, "1234.5", "$1,234.50")]
    [InlineData(Unit.Dollars, "-1234.5", "-$1,234.50")]
    [InlineData(Unit.Dollars, "0", "$0.00")]
    [InlineData(Unit.Dollars, "0.005", "$0.01")]
    [InlineData(Unit.Dollars, "-0.004", "$0.00")]
    [InlineData(Unit.Dollars, "-0.005", "-$0.01")]
    [InlineData(Unit.Dollars, "123456789012.34", "$123,456,789,012.34")]
    [InlineData(Unit.Ratio, "0.038", "3.8%")]
    [InlineData(Unit.Ratio, "0.5", "50%")]
    [InlineData(Unit.Ratio, "0", "0%")]
    [InlineData(Unit.Ratio, "-0.0425", "-4.25%")]
    [InlineData(Unit.Ratio, "12.5", "1,250%")]
    [InlineData(Unit.Ratio, "0.333333333333", "33.333333%")]
    [InlineData(Unit.Ratio, "-0.000000001", "0%")]
    [InlineData(Unit.Count, "12345", "12,345")]
    [InlineData(Unit.PersonYears, "1234.5833333", "1,234.583333")]
    [InlineData(Unit.Points, "71.50", "71.5")]
    [InlineData(Unit.Points, "-3", "-3")]
    [InlineData(Unit.YesNo, "1", "yes")]
    [InlineData(Unit.YesNo, "0", "no")]
    public void Amounts_read_in_their_unit(Unit unit, string amount, string expected) =>
        Assert.Equal(expected, Display.Of(unit, decimal.Parse(amount)));

    [Fact]
    public void Quantities_read_as_their_amount()
    {
        Assert.Equal("$2.00", new Money(2m).ToString());
        Assert.Equal("200%", new Ratio(2m).ToString());
        Assert.Equal("2", new Points(2m).ToString());
        Assert.Equal("2", new PersonYears(2m).ToString());
        Assert.Equal("2", new Count(2m).ToString());
    }
}
