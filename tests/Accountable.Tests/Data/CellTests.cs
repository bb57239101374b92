namespace Accountable.Tests.Data;

/// <summary>How public files write numbers, blanks and flags.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("200000000", 200000000)]
    [InlineData("200,000,000", 200000000)]
    [InlineData("$200,000,000.50", 200000000.50)]
    [InlineData(" $ 200000000 ", 200000000)]
    [InlineData("2e8", 200000000)]
    [InlineData("2.5E+08", 250000000)]
    [InlineData("+200000000", 200000000)]
    [InlineData("0", 0)]
    public void Money_may_have_dollars_commas_and_exponents(string cell, double amount) =>
        Assert.Equal((decimal)amount, Reading.Row(ResultsText.Compact().With("benchmark", cell)).Benchmark.Value);

    [Theory]
    [InlineData("-1234.5")]
    [InlineData("(1,234.50)")]
    [InlineData("($1,234.50)")]
    [InlineData("-$1,234.50")]
    [InlineData("$-1,234.50")]
    [InlineData("- 1,234.5")]
    public void Negative_numbers_may_stand_in_parentheses(string cell)
    {
        var file = Reading.Read(ResultsText.Compact().With("EarnSaveLoss", cell), withPublished: true);
        Assert.Equal(-1234.5m, Assert.Single(file.Rows).PublishedEarned);
        Assert.Equal(1234.5m, Reading.Row(ResultsText.Compact().With("disaster_adjustment", cell)).DisasterAdjustment);
    }

    [Theory]
    [InlineData("2,00,000,000")]
    [InlineData("20,0000,000")]
    [InlineData("200.000.000")]
    [InlineData("200.000,00")]
    [InlineData(",200")]
    [InlineData("200,")]
    [InlineData("--5")]
    [InlineData("+-5")]
    [InlineData("(-5)")]
    [InlineData("(5")]
    [InlineData("5-")]
    [InlineData("$$5")]
    [InlineData("5$")]
    [InlineData("0x10")]
    [InlineData("1 000")]
    [InlineData("twelve")]
    [InlineData("()")]
    [InlineData("$")]
    [InlineData("%")]
    [InlineData("1e29")]
    [InlineData("1000000000000001")]
    [InlineData("9999999999999999999999999999999999")]
    [InlineData("Infinity")]
    public void What_is_no_number_is_a_finding_and_never_another_number(string cell)
    {
        var file = Reading.Read(ResultsText.Compact().With("benchmark", cell));
        Assert.Empty(file.Rows);
        var finding = Assert.Single(file.Findings);
        Assert.Equal(("benchmark", 2L), (finding.Column, finding.Line));
        Assert.Contains(cell, finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void The_greatest_number_within_reason_is_read() =>
        Assert.Equal(1_000_000_000_000_000m, Reading.Row(ResultsText.Compact().With("benchmark", "1,000,000,000,000,000")).Benchmark.Value);

    [Fact]
    public void A_long_cell_is_shortened_in_the_finding()
    {
        var finding = Assert.Single(Reading.Read(ResultsText.Compact().With("benchmark", new string('x', 5000))).Findings);
        Assert.InRange(finding.What.Length, 40, 80);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("N/A")]
    [InlineData("NA")]
    [InlineData("*")]
    public void A_missing_value_is_no_zero(string cell)
    {
        var text = ResultsText.Compact();
        foreach (var column in new[]
                 {
                     "minimum_rate", "quality_score", "met_standard", "met_alternative", "disaster_adjustment", "affected_months_share",
                     "reduced_rate", "revenue_category", "agreement_start",
                     "guardrail", "terminated_mid_year", "months_of_participation", "advance_payment_balance", "participant_revenue",
                     "two_sided_year", "months_covered",
                 })
            text.With(column, cell);
        var row = Reading.Row(text);
        Assert.Equal(
            (null, null, null, null, null, null),
            (row.MinimumRate, row.QualityScore, row.MetStandard, row.DisasterAdjustment, row.LowRevenue, row.AgreementStart));
        Assert.Equal((null, null, null, null), (row.Guardrail, row.ParticipantRevenue, row.TwoSidedYear, row.AdvancePaymentBalance));
        Assert.Equal(12m, row.MonthsCovered);
    }

    [Theory]
    [InlineData("P4R")]
    [InlineData("p4r")]
    [InlineData("Pay for Reporting")]
    public void Through_2020_a_score_may_be_pay_for_reporting(string cell)
    {
        Assert.Null(Reading.Row(ResultsText.Compact().With("quality_score", cell).With("performance_year", "2020")).QualityScore);
        Assert.Equal("quality_score", Assert.Single(Reading.Read(ResultsText.Compact().With("quality_score", cell)
            .With("performance_year", "2021")).Findings).Column);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("Yes", true)]
    [InlineData("true", true)]
    [InlineData("1.0", true)]
    [InlineData("0", false)]
    [InlineData("n", false)]
    [InlineData("FALSE", false)]
    public void Flags_are_numbers_or_words(string cell, bool flag) =>
        Assert.Equal(flag, Reading.Row(ResultsText.Compact().With("met_standard", cell)).MetStandard);

    [Theory]
    [InlineData("2024-07-01")]
    [InlineData("7/1/2024")]
    [InlineData("07/01/2024 12:00:00 AM")]
    [InlineData("2024-07-01T00:00:00")]
    public void Dates_are_American_or_ISO(string cell) =>
        Assert.Equal(new DateOnly(2024, 7, 1), Reading.Row(ResultsText.Compact().With("agreement_start", cell)).AgreementStart);

    [Theory]
    [InlineData("Low Revenue", true)]
    [InlineData("low", true)]
    [InlineData("High Revenue", false)]
    public void Revenue_is_low_or_high(string cell, bool low) =>
        Assert.Equal(low, Reading.Row(ResultsText.Compact().With("Rev_Exp_Cat", cell)).LowRevenue);

    // 42 CFR 425.609: the halves of 2019. The whole year's benchmark here is 10,000 x 20,000 = 200 million.
    [Theory]
    [InlineData("100000000", 6)]
    [InlineData("90000001", 6)]
    [InlineData("90000000", 12)]
    [InlineData("109999999", 6)]
    [InlineData("110000000", 12)]
    [InlineData("200000000", 12)]
    public void Half_a_benchmark_in_2019_is_a_half_of_the_year(string benchmark, int months)
    {
        var text = ResultsText.Compact().With("benchmark", benchmark).With("UpdatedBnchmk", "10,000").With("N_AB_Year_PY", "20,000");
        Assert.Equal(months, Reading.Row(text.With("performance_year", "2019")).MonthsCovered);
        Assert.Equal(12m, Reading.Row(text.With("performance_year", "2018")).MonthsCovered);
        Assert.Equal(12m, Reading.Row(text.With("performance_year", "2019").With("months_covered", "12")).MonthsCovered);
    }

    [Theory]
    [InlineData("UpdatedBnchmk", "0")]
    [InlineData("UpdatedBnchmk", "-")]
    [InlineData("N_AB_Year_PY", "")]
    public void Half_a_year_is_not_guessed_without_both_figures(string header, string cell)
    {
        var text = ResultsText.Compact().With("performance_year", "2019").With("benchmark", "100000000").With("UpdatedBnchmk", "10000")
            .With("N_AB_Year_PY", "20000");
        Assert.Equal(12m, Reading.Row(text.With(header, cell)).MonthsCovered);
    }

    [Theory]
    [InlineData("6", "2022")]
    [InlineData("7", "2019")]
    [InlineData("0", "2019")]
    public void Only_2019_has_halves(string months, string year) =>
        Assert.Equal("months_covered", Assert.Single(Reading.Read(ResultsText.Compact().With("months_covered", months)
            .With("performance_year", year)).Findings).Column);
}
