namespace Accountable.Tests.Data;

/// <summary>Each release writes its rates in another unit; the unit is decided once for the file.</summary>
public sealed class RateUnitTests
{
    [Theory]
    [InlineData("0.02", "0.03", 0.02, "fraction")]
    [InlineData("2.00%", "3.90%", 0.02, "percent")]
    [InlineData("1.5", "3.9", 0.015, "percent")]
    [InlineData("2", "0.5", 0.02, "percent")]
    [InlineData("0.0002", "0.00039", 0.02, "percent divided by 10,000")]
    [InlineData("0.000235", "0", 0.0235, "percent divided by 10,000")]
    public void Minimum_rates_are_fractions_percent_or_divided_twice(string first, string second, double rate, string unit)
    {
        var file = Reading.Read(ResultsText.Compact(2).With("minimum_rate", first, second));
        Assert.Equal((decimal)rate, file.Rows[0].MinimumRate!.Value.Value);
        Assert.Equal(unit, file.Decisions["unit of minimum_rate"]);
    }

    [Theory]
    [InlineData("0.9084", "1", 0.9084, "fraction")]
    [InlineData("89.41%", "100%", 0.8941, "percent")]
    [InlineData("75.29", "88", 0.7529, "percent")]
    [InlineData("1", "100", 0.01, "percent")]
    public void Scores_are_fractions_or_percent(string first, string second, double score, string unit)
    {
        var file = Reading.Read(ResultsText.Compact(2).With("quality_score", first, second));
        Assert.Equal((decimal)score, file.Rows[0].QualityScore!.Value.Value);
        Assert.Equal(unit, file.Decisions["unit of quality_score"]);
    }

    [Theory]
    [InlineData("0.3", "fraction")]
    [InlineData("0.3001", "percent")]
    [InlineData("0.005", "fraction")]
    [InlineData("0.004999", "percent divided by 10,000")]
    [InlineData("0", "fraction")]
    public void The_unit_of_minimum_rates_turns_at_what_no_rate_can_be(string cell, string unit) =>
        Assert.Equal(unit, Reading.Read(ResultsText.Compact().With("minimum_rate", cell)).Decisions["unit of minimum_rate"]);

    [Fact]
    public void The_two_columns_are_decided_apart_and_each_once_for_all_rows()
    {
        // 0.5 alone would be a fraction; beside 2 it is half a percent.
        var file = Reading.Read(ResultsText.Compact(3).With("minimum_rate", "0.5", "2", "-").With("quality_score", "0.8", "0.75", "1"));
        Assert.Equal([0.005m, 0.02m, null], file.Rows.Select(row => row.MinimumRate?.Value));
        Assert.Equal([0.8m, 0.75m, 1m], file.Rows.Select(row => row.QualityScore?.Value));
    }

    [Fact]
    public void Without_the_columns_no_unit_is_claimed()
    {
        var file = Reading.Read(ResultsText.Compact().Without("minimum_rate").Without("quality_score"));
        Assert.Equal("no column", file.Decisions["unit of minimum_rate"]);
        Assert.Equal("no column", file.Decisions["unit of quality_score"]);
        Assert.Null(Assert.Single(file.Rows).QualityScore);
    }

    [Fact]
    public void Half_of_the_last_printed_digit_survives_lost_zeros_and_binary_noise()
    {
        // Printed with four decimals: 0.9500 lost its zeros, 0.957 came out of binary arithmetic.
        var file = Reading.Read(ResultsText.Compact(5).With("quality_score", "0.9084", "0.8941", "0.95", "0.9570000000000001", "1"));
        Assert.Equal([0.9084m, 0.8941m, 0.95m, 0.957m, 1m], file.Rows.Select(row => row.QualityScore!.Value.Value));
        Assert.All(file.Rows, row => Assert.Equal(0.00005m, row.QualityScore!.Value.HalfUnit));
    }

    [Fact]
    public void Half_a_digit_of_percent_is_a_hundredth_of_it()
    {
        var file = Reading.Read(ResultsText.Compact(2).With("quality_score", "75.29", "88.1").With("minimum_rate", "2.00%", "3.75%"));
        Assert.All(file.Rows, row => Assert.Equal(0.00005m, row.QualityScore!.Value.HalfUnit));
        Assert.All(file.Rows, row => Assert.Equal(0.00005m, row.MinimumRate!.Value.HalfUnit));
    }

    [Fact]
    public void Scores_of_nothing_but_zero_and_one_were_not_rounded() =>
        Assert.All(
            Reading.Read(ResultsText.Compact(2).With("quality_score", "0", "1")).Rows,
            row => Assert.Equal(0m, row.QualityScore!.Value.HalfUnit));

    [Theory]
    [InlineData("200000000", 0.5)]
    [InlineData("200000000.00", 0.5)]
    [InlineData("200000000.25", 0.005)]
    public void Dollars_are_rounded_to_whole_ones_or_to_cents(string benchmark, double half) =>
        Assert.Equal((decimal)half, Reading.Row(ResultsText.Compact().With("benchmark", benchmark)).Benchmark.HalfUnit);
}
