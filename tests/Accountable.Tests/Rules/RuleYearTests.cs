using Accountable.Rules;
using static Accountable.Tests.Rules.RuleFolderOnDisk;

namespace Accountable.Tests.Rules;

/// <summary>Look-ups by typed key: the axes, members, caches and what was not verified.</summary>
public sealed class RuleYearTests : IDisposable
{
    private static readonly RatioKey Rate = Keys.SharedSavings.Settlement.SequestrationRate;
    private static readonly RatioByKey ByTrack = Keys.SharedSavings.Settlement.MaximumSharingRate;

    private readonly RuleFolderOnDisk _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_payment_year_is_two_years_after_the_performance_year()
    {
        var law = Law(RateOn("payment_year", "2026..2030", Value("2026", "0.1"), Value("2027..", "0.2")), 2024);
        Assert.Equal(new PaymentYear(2026), law.PaymentYear);
        Assert.Equal(0.1m, law[Rate].Amount);
        Assert.Equal(0.2m, Year(law.Book, 2025)[Rate].Amount);
        Assert.Throws<LawGapException>(() => Year(law.Book, 2023)[Rate]);
    }

    [Theory]
    [InlineData("2023-12-31", "0.1")]
    [InlineData("2024-01-01", "0.2")]
    public void An_agreement_start_decides_by_its_day(string start, string expected)
    {
        var law = Law(RateOn("agreement_start", "2019-07-01..", Value("2019-07-01..2023-12-31", "0.1"), Value("2024-01-01..", "0.2")), 2024);
        Assert.Equal(decimal.Parse(expected), law.ForAgreementStarting(DateOnly.Parse(start))[Rate].Amount);
        Assert.Contains("an unknown agreement start", Assert.Throws<LawGapException>(() => law[Rate]).Message);
        Assert.Contains("an unknown agreement start", Assert.Throws<LawGapException>(() => law.On(new DateOnly(2024, 1, 1))[Rate]).Message);
    }

    [Theory]
    [InlineData("2019-06-30", "0.1")]
    [InlineData("2019-07-01", "0.2")]
    public void A_date_decides_by_its_day(string date, string expected)
    {
        var law = Law(RateOn("date", "2012-04-01..", Value("2012-04-01..2019-06-30", "0.1", "2011-01-01"), Value("2019-07-01..", "0.2")), 2019);
        Assert.Equal(decimal.Parse(expected), law.On(DateOnly.Parse(date))[Rate].Amount);
        Assert.Contains("an unknown date", Assert.Throws<LawGapException>(() => law.ForAgreementStarting(new DateOnly(2019, 7, 1))[Rate]).Message);
    }

    [Fact]
    public void Each_day_and_each_agreement_has_its_own_answers_however_they_are_asked()
    {
        var law = Law(RateOn("date", "2012-04-01..", Value("2012-04-01..2019-06-30", "0.1", "2011-01-01"), Value("2019-07-01..", "0.2"))
            + RateByTrack(Value("2020..", "0.3", more: ", of: basic-a"), Value("2020..", "0.4", more: ", of: basic-b")), 2024);
        var (early, late) = (law.On(new DateOnly(2019, 1, 1)), law.On(new DateOnly(2020, 1, 1)));
        for (var again = 0; again < 2; again++)
        {
            Assert.Equal((0.1m, 0.2m), (early[Rate].Amount, late[Rate].Amount));
            Assert.Equal((0.4m, 0.3m), (law[ByTrack, "basic-b"].Amount, law[ByTrack, "basic-a"].Amount));
            Assert.Equal((0.3m, 0.4m), (early[ByTrack, "basic-a"].Amount, early[ByTrack, "basic-b"].Amount));
        }
        var both = late.ForAgreementStarting(new DateOnly(2019, 7, 1));
        Assert.Equal(0.2m, both[Rate].Amount);
        Assert.Equal((law.Year, law.AsOf, law.Traced), (both.Year, both.AsOf, both.Traced));
    }

    [Fact]
    public void A_key_finds_its_parameter_by_name_in_a_book_with_other_parameters()
    {
        // The generated keys count the parameters of the embedded book; this book has one.
        var law = Law(RuleFolderOnDisk.Rate(Value("2020..", "0.123")), 2024);
        Assert.Equal(0.123m, law[Rate].Amount);
        Assert.True(law.Has(Rate));
        Assert.Contains($"No parameter '{Sharing}'", Assert.Throws<KeyNotFoundException>(() => law[ByTrack, "basic-a"]).Message);
        Assert.Contains(Sequestration, Assert.Throws<KeyNotFoundException>(() => law.Book["x.sequestration_rate"]).Message);
    }

    [Fact]
    public void Has_says_whether_there_is_law_and_never_throws_for_a_gap()
    {
        var law = Law(RateByTrack(Value("2020..", more: ", of: basic-a"), Value("2025..", more: ", of: basic-b")), 2024);
        Assert.True(law.Has(ByTrack, "basic-a"));
        Assert.False(law.Has(ByTrack, "basic-b"));
        Assert.False(law.Has(ByTrack, "basic-z"));
        Assert.False(law.Has(ByTrack));
        Assert.False(Year(law.Book, 2019).Has(ByTrack, "basic-a"));
    }

    [Fact]
    public void The_day_of_knowledge_is_the_book_s_own_unless_given()
    {
        var law = Law(RuleFolderOnDisk.Rate(Value("2020..", "0.1"), Value("2020..", "0.2", "2026-11-22"), Value("2020..", "0.3", "2026-11-23")), 2024);
        Assert.Equal(new DateOnly(2026, 11, 22), law.AsOf);
        Assert.Equal(0.2m, law[Rate].Amount);
        Assert.Equal(0.3m, law.Book.For(new PerformanceYear(2024), new DateOnly(2026, 11, 23))[Rate].Amount);
        Assert.Equal(0.1m, law.Book.For(new PerformanceYear(2024), new DateOnly(2026, 11, 21))[Rate].Amount);
    }

    [Fact]
    public void Unverified_lists_what_was_looked_up_and_recalled_only()
    {
        var text = RuleFolderOnDisk.Rate(Value("2020..2024", "0.1"), Value("2025..", "0.2").Replace("primary", "no", StringComparison.Ordinal))
            + RateByTrack(Value("2020..", more: ", of: basic-a").Replace("primary", "no", StringComparison.Ordinal), Value("2020..", more: ", of: basic-b").Replace("primary", "secondary", StringComparison.Ordinal));
        var law = Law(text, 2024);
        Assert.Empty(law.Unverified);
        _ = (law[Rate], law[ByTrack, "basic-b"]);
        _ = law.Has(ByTrack, "basic-a");
        Assert.Empty(law.Unverified);

        // What a view for a day or an agreement looks up counts for the year.
        _ = law.On(new DateOnly(2024, 1, 1))[ByTrack, "basic-a"];
        _ = law[ByTrack, "basic-a"];
        Assert.Equal([Sharing], law.Unverified);
        var next = Year(law.Book, 2025);
        _ = next[Rate];
        Assert.Equal([Sequestration], next.Unverified);
    }

    [Fact]
    public void A_traced_look_up_carries_key_citation_and_how_far_it_was_verified()
    {
        var book = Law(RuleFolderOnDisk.Rate(Value("2020..", "0.02")) + RateByTrack(Value("2020..", more: ", of: [basic-a, basic-b]")), 2024).Book;
        var law = book.For(new PerformanceYear(2024), traced: true);
        var node = law[Rate].Derivation!;
        Assert.Equal((DerivationKind.Parameter, Unit.Ratio, 0.02m, "rate"), (node.Kind, node.Unit, node.Value, node.Name));
        Assert.Equal((Sequestration, "42 CFR 425.605", (Verified?)Verified.Primary), (node.Source, node.Citation, node.Verified));
        Assert.Equal("rate, basic-b", law[ByTrack, "basic-b"].Derivation!.Name);
        Assert.Null(book.For(new PerformanceYear(2024))[Rate].Derivation);
    }

    [Fact]
    public void A_cell_of_a_table_is_traced_with_its_row_and_a_blank_one_is_a_gap()
    {
        _folder.WriteTable("tables/t.csv", "from,at_from\n1,0.039\n2,\n");
        var book = Law(
            BySize + ":\n  label: minimum rate\n  unit: table\n  axis: performance_year\n  covers: 2020..2030\n  values:\n"
            + "    - { " + Value("2020..").Replace("0.5", "tables/t.csv", StringComparison.Ordinal) + " }\n", 2024).Book;
        var table = book.For(new PerformanceYear(2024), traced: true)[Keys.SharedSavings.Settlement.MinimumRate.BySize];
        var node = table.Cell<Ratio>(0, "at_from").Derivation!;
        Assert.Equal(("minimum rate, at from (row 1)", $"{BySize}#1.at_from", 0.039m), (node.Name, node.Source, node.Value));
        Assert.Contains("row 2, column at_from", Assert.Throws<LawGapException>(() => table.Cell<Ratio>(1, "at_from")).Message);
        Assert.Same(table.Rows, book.For(new PerformanceYear(2025))[Keys.SharedSavings.Settlement.MinimumRate.BySize].Rows);
    }

    private RuleYear Law(string text, int year) => Year(_folder.Write("a.yaml", text).Read(), year);

    private static RuleYear Year(RuleBook book, int year) => book.For(new PerformanceYear(year));
}
