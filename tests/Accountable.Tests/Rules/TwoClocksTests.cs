using Accountable.Rules;
using static Accountable.Tests.Rules.RuleFolderOnDisk;

namespace Accountable.Tests.Rules;

/// <summary>Which value is law for a year as known on a day.</summary>
public sealed class TwoClocksTests : IDisposable
{
    private readonly RuleFolderOnDisk _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_higher_authority_wins_over_a_later_day()
    {
        var parameter = Read(Rate(Value("2020..", "0.1", "2024-01-01", "guidance"), Value("2020..", "0.2", "2020-01-01", "statute"), Value("2020..", "0.3", "2023-01-01")));
        Assert.Equal(0.2m, At(parameter, 2025));
        Assert.Equal(0.2m, At(parameter, 2025, "2020-01-01"));
        Assert.Equal(Authority.Statute, parameter.At(null, 2025, new DateOnly(2026, 1, 1)).Authority);
    }

    [Fact]
    public void Authorities_rank_guidance_agreement_regulation_statute() =>
        Assert.Equal(["Guidance", "Agreement", "Regulation", "Statute"], Enum.GetValues<Authority>().Order().Select(authority => authority.ToString()));

    [Theory]
    [InlineData("2021-12-31", "0.1")]
    [InlineData("2022-01-01", "0.2")]
    [InlineData("2023-12-31", "0.2")]
    [InlineData("2024-01-01", "0.3")]
    public void At_equal_rank_the_later_day_wins_from_the_day_it_is_enacted(string asOf, string expected)
    {
        // The order in the file does not matter.
        var values = new[] { Value("2020..", "0.3", "2024-01-01"), Value("2020..", "0.1", "2019-01-01"), Value("2020..", "0.2", "2022-01-01") };
        Assert.Equal(decimal.Parse(expected), At(Read(Rate(values)), 2025, asOf));
        Assert.Equal(decimal.Parse(expected), At(Read(Rate([.. values.Reverse()])), 2025, asOf));
    }

    [Fact]
    public void A_statute_that_changes_one_later_year_leaves_its_neighbours()
    {
        var parameter = Read(RateOn("payment_year", "2026..2030",
            Value("2026", "0.50", "2024-03-09"), Value("2027..", "0.75", "2024-03-09"), Value("2028", "0.50", "2026-02-03", "statute")));
        Assert.Equal([0.50m, 0.75m, 0.50m, 0.75m], new[] { 2026, 2027, 2028, 2029 }.Select(year => At(parameter, year)));
        Assert.Equal(0.75m, At(parameter, 2028, "2026-02-02"));
        Assert.Equal(0.50m, At(parameter, 2028, "2026-02-03"));
    }

    [Fact]
    public void A_tie_is_a_conflict_that_names_parameter_and_year()
    {
        var thrown = Assert.Throws<LawConflictException>(() => Tied(2024, new LawValueOf(0.1m), new LawValueOf(0.2m)));
        Assert.Equal($"Conflicting law for a.b at 2024: two values of the same authority and day.", thrown.Message);
        Assert.Throws<LawConflictException>(() => Tied(2024, new LawValueOf(0.3m, Authority.Guidance), new LawValueOf(0.1m), new LawValueOf(0.2m)));
        Assert.Throws<LawConflictException>(() => Tied(2024, new LawValueOf(0.1m), new LawValueOf(0.2m), new LawValueOf(0.3m, Authority.Guidance)));
    }

    [Fact]
    public void A_tie_below_a_winner_is_no_conflict()
    {
        Assert.Equal(0.3m, Tied(2024, new LawValueOf(0.1m), new LawValueOf(0.2m), new LawValueOf(0.3m, Authority.Statute)));
        Assert.Equal(0.3m, Tied(2024, new LawValueOf(0.3m, Authority.Statute), new LawValueOf(0.1m), new LawValueOf(0.2m)));
        Assert.Equal(0.3m, Tied(2024, new LawValueOf(0.1m), new LawValueOf(0.3m, Authority.Statute), new LawValueOf(0.1m)));
    }

    [Fact]
    public void Before_anything_was_enacted_there_is_a_gap_that_names_what_is_known()
    {
        var parameter = Read(Rate(Value("2020..2024", enacted: "2019-01-01"), Value("2025..", enacted: "2024-06-01")));
        var gap = Assert.Throws<LawGapException>(() => At(parameter, 2025, "2024-05-31"));
        Assert.Equal($"No law for {Sequestration} at performance year 2025 as known on 2024-05-31. Known: 2025.., 2020..2024.", gap.Message);
        Assert.Equal((Sequestration, "performance year 2025 as known on 2024-05-31"), (gap.What, gap.Asked));
        Assert.Null(parameter.Find(null, 2025, new DateOnly(2024, 5, 31)));
        Assert.Equal(0.5m, At(parameter, 2025, "2024-06-01"));
    }

    [Theory]
    [InlineData(2019)]
    [InlineData(2031)]
    [InlineData(2999)]
    public void A_year_outside_covers_is_a_gap_even_when_a_span_is_open(int year)
    {
        var parameter = Read(Rate(Value("2010..")));
        Assert.Null(parameter.Find(null, year, DateOnly.MaxValue));
        Assert.Throws<LawGapException>(() => At(parameter, year));
        Assert.Equal(0.5m, At(parameter, 2020));
        Assert.Equal(0.5m, At(parameter, 2030));
    }

    [Fact]
    public void A_member_has_its_own_values_and_an_unknown_one_is_a_gap()
    {
        var parameter = Read(RateByTrack(Value("2020..", "0.1", more: ", of: basic-a"), Value("2022..", "0.2", more: ", of: basic-b")));
        DateOnly asOf = new(2026, 1, 1);
        Assert.Equal((0.1m, 0.2m), (parameter.At("basic-a", 2022, asOf).Number, parameter.At("basic-b", 2022, asOf).Number));
        var early = Assert.Throws<LawGapException>(() => parameter.At("basic-b", 2021, asOf));
        Assert.Equal($"No law for {Sharing} (track basic-b) at performance year 2021 as known on 2026-01-01. Known: 2022...", early.Message);
        Assert.Contains("track basic-z. Known: basic-a, basic-b.", Assert.Throws<LawGapException>(() => parameter.At("basic-z", 2022, asOf)).Message);
        Assert.Contains("track (none)", Assert.Throws<LawGapException>(() => parameter.At(null, 2022, asOf)).Message);
    }

    [Fact]
    public void The_nearest_spans_come_first_and_at_most_three()
    {
        var parameter = Read(Rate(Value("2020..2022"), Value("2023"), Value("2024"), Value("2025"), Value("2026..", enacted: "2026-01-01")));
        var gap = Assert.Throws<LawGapException>(() => At(parameter, 2027, "2025-01-01"));
        Assert.EndsWith("Known: 2026.., 2025, 2024.", gap.Message);
    }

    [Theory]
    [InlineData("2014", Axis.PerformanceYear, 2014, 2014)]
    [InlineData("2014..2020", Axis.PaymentYear, 2014, 2020)]
    [InlineData("2027..", Axis.PerformanceYear, 2027, AxisSpan.Open)]
    public void Spans_of_years_read_and_write_the_same(string text, Axis axis, int from, int to)
    {
        var span = AxisSpan.Parse(text, axis)!.Value;
        Assert.Equal(new AxisSpan(from, to), span);
        Assert.Equal(text, span.Text(axis));
    }

    [Theory]
    [InlineData("2019-07-01")]
    [InlineData("2019-07-01..2023-12-31")]
    [InlineData("2024-02-29..")]
    public void Spans_of_days_read_and_write_the_same(string text)
    {
        Assert.Equal(text, AxisSpan.Parse(text, Axis.Date)!.Value.Text(Axis.Date));
        Assert.Equal(text, AxisSpan.Parse(text, Axis.AgreementStart)!.Value.Text(Axis.AgreementStart));
    }

    [Fact]
    public void A_bare_year_on_a_date_axis_is_its_first_of_january() =>
        Assert.Equal("2024-01-01..", AxisSpan.Parse("2024..", Axis.Date)!.Value.Text(Axis.Date));

    [Fact]
    public void Spans_hold_both_their_ends()
    {
        var span = new AxisSpan(2020, 2022);
        Assert.Equal([false, true, true, true, false], new[] { 2019, 2020, 2021, 2022, 2023 }.Select(span.Contains));
        Assert.True(span.Overlaps(new AxisSpan(2022, 2024)) && span.Overlaps(new AxisSpan(2018, 2020)) && span.Overlaps(new AxisSpan(2021, 2021)));
        Assert.False(span.Overlaps(new AxisSpan(2023, 2024)) || span.Overlaps(new AxisSpan(2018, 2019)));
        Assert.Equal([new AxisSpan(2020, 2020), new AxisSpan(2022, 2022)], span.Without(new AxisSpan(2021, 2021)));
        Assert.Equal([new AxisSpan(2020, 2020)], span.Without(new AxisSpan(2021, AxisSpan.Open)));
        Assert.Equal([new AxisSpan(2022, 2022)], span.Without(new AxisSpan(2010, 2021)));
        Assert.Empty(span.Without(span));
        Assert.Equal([span], span.Without(new AxisSpan(2023, 2024)));
    }

    private sealed record LawValueOf(decimal Number, Authority Authority = Authority.Regulation);

    private static decimal? Tied(int year, params LawValueOf[] values) => new Parameter
    {
        Id = "a.b", Label = "l", Unit = ParameterUnit.Ratio, Axis = Axis.PerformanceYear, Covers = new AxisSpan(2020, 2030), File = "a.yaml",
        Values = [.. values.Select(value => new LawValue
        {
            For = new AxisSpan(2020, AxisSpan.Open), Number = value.Number, Enacted = new DateOnly(2019, 1, 1), Authority = value.Authority, Citation = "42 CFR 425.605", Verified = Verified.Primary,
        })],
    }.At(null, year, new DateOnly(2026, 1, 1)).Number;

    private static decimal At(Parameter parameter, int year, string asOf = "2026-11-22") => parameter.At(null, year, DateOnly.Parse(asOf)).Number!.Value;

    private Parameter Read(string text) => _folder.Write("a.yaml", text).Read().Parameters.Single();
}
