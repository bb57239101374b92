using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>Rounding by name, and straight lines within a band.</summary>
public sealed class RoundingTests
{
    [Theory]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("0.015", "0.02")]
    [InlineData("0.025", "0.03")]
    [InlineData("0.0249999", "0.02")]
    [InlineData("2.675", "2.68")]
    [InlineData("-2.675", "-2.68")]
    public void Cents_round_half_away_from_zero(string amount, string expected)
    {
        var rounded = Fact<Money>(decimal.Parse(amount)).Rounded(To.Hundredths, "42 CFR 425.605(a)");
        Assert.Equal(decimal.Parse(expected), rounded.Amount);
        Assert.Equal(decimal.Parse(expected), Plain<Money>(decimal.Parse(amount)).Rounded(To.Hundredths, "x").Amount);
    }

    [Theory]
    [InlineData(To.Whole, "0.5", "1")]
    [InlineData(To.Whole, "1.5", "2")]
    [InlineData(To.Whole, "2.5", "3")]
    [InlineData(To.TenThousandths, "0.00005", "0.0001")]
    [InlineData(To.TenThousandths, "0.00004999", "0")]
    public void Each_precision_rounds_at_its_own_half(To to, string amount, string expected) =>
        Assert.Equal(decimal.Parse(expected), Plain<Ratio>(decimal.Parse(amount)).Rounded(to, "x").Amount);

    [Fact]
    public void A_rounding_cites_its_paragraph_and_replays()
    {
        var fact = Fact<Ratio>(0.12345m);
        var step = fact.Rounded(To.TenThousandths, "42 CFR 414.1430(a)").Derivation!;
        Assert.Equal((DerivationKind.Step, "rounded", "42 CFR 414.1430(a)", 0.1235m), (step.Kind, step.Name, step.Citation, step.Value));
        var round = Assert.Single(step.Operands);
        Assert.Equal(Operation.Round, round.Operation);
        Assert.Same(fact.Derivation, round.Operands[0]);
        Assert.Equal((DerivationKind.Constant, 4m), (round.Operands[1].Kind, round.Operands[1].Value));
        Assert.Empty(Replay.Check(step));
        Assert.Null(Plain<Ratio>(0.12345m).Rounded(To.TenThousandths, "x").Derivation);
    }

    [Theory]
    [InlineData(5000, "0.039")]
    [InlineData(5333, "0.038")]
    [InlineData(5666, "0.037")]
    [InlineData(5999, "0.036")]
    public void A_minimum_savings_rate_is_exact_at_the_ends_and_at_the_thirds(int beneficiaries, string expected)
    {
        // 999 beneficiaries from end to end: 333 of them take a third of the 0.3 points.
        var rate = Quantity.Interpolate(new Ratio(0.039m), new Ratio(0.036m), new Count(beneficiaries), new Count(5000m), new Count(5999m));
        Assert.Equal(decimal.Parse(expected), rate.Amount);
    }

    [Fact]
    public void A_line_drawn_in_dollars_is_exact_where_the_rate_alone_repeats()
    {
        // Two thirds of the way is 0.0363333...; times 3,000,000 it must be 109,000 dollars and no fraction.
        var benchmark = Fact<Money>(3_000_000m, "benchmark");
        var (atStart, atEnd) = (Fact<Ratio>(0.037m, "start") * benchmark, Fact<Ratio>(0.036m, "end") * benchmark);
        var (at, from, to) = (Fact<Count>(2m, "at"), Fact<Count>(0m, "from"), Fact<Count>(3m, "to"));
        var dollars = Quantity.Interpolate(atStart, atEnd, at, from, to);
        IsMadeBy(dollars, 109_000m, Unit.Dollars, Operation.Interpolate,
            atStart.Derivation, atEnd.Derivation, at.Derivation, from.Derivation, to.Derivation);
    }

    [Fact]
    public void A_band_without_length_needs_one_value()
    {
        Assert.Equal(0.02m, Quantity.Interpolate(new Ratio(0.02m), new Ratio(0.02m), new Count(7m), new Count(7m), new Count(7m)).Amount);
        Assert.Throws<ArgumentException>(() =>
            Quantity.Interpolate(new Ratio(0.02m), new Ratio(0.03m), new Count(7m), new Count(7m), new Count(7m)));
    }
}
