using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>What happens where traced values meet untraced ones, and how names and assumptions are kept.</summary>
public sealed class TracingTests
{
    [Fact]
    public void A_traced_value_meeting_an_untraced_one_throws_and_names_it()
    {
        var thrown = Assert.Throws<UntracedValueException>(() => Fact<Money>(10m) + new Money(5m));
        Assert.Contains("Dollars 5", thrown.Message);
        Assert.Throws<UntracedValueException>(() => new Money(5m) + Fact<Money>(10m));
        Assert.Throws<UntracedValueException>(() => Fact<Money>(10m) * new Ratio(0.5m));
        Assert.Throws<UntracedValueException>(() => Fact<Ratio>(0.5m).MeetsOrExceeds(new Ratio(0.4m)));
        Assert.Throws<UntracedValueException>(() => Quantity.Least(Fact<Count>(3m), new Count(2m)));
        Assert.Throws<UntracedValueException>(() => Fact<Test>(1m).Choose(new Money(2m), Money.Zero));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Zero_and_one_lift_to_constants(int amount)
    {
        var fact = Fact<Ratio>(0.25m);
        var node = (fact + new Ratio(amount)).Derivation!;
        Assert.Same(fact.Derivation, node.Operands[0]);
        Assert.Equal(DerivationKind.Constant, node.Operands[1].Kind);
        Assert.Equal(amount, node.Operands[1].Value);
        Assert.Equal(Unit.Ratio, node.Operands[1].Unit);
        Assert.Equal(DerivationKind.Constant, (new Ratio(amount) - fact).Derivation!.Operands[0].Kind);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(0.01)]
    public void No_other_number_lifts(double amount) =>
        Assert.Throws<UntracedValueException>(() => Fact<Ratio>(0.25m) * new Ratio((decimal)amount));

    [Fact]
    public void A_fact_keeps_amount_unit_name_and_source()
    {
        var node = new Points(71.5m).From("quality score", "results.csv#4.Q").Derivation!;
        Assert.Equal((DerivationKind.Input, Unit.Points, 71.5m), (node.Kind, node.Unit, node.Value));
        Assert.Equal(("quality score", "results.csv#4.Q"), (node.Name, node.Source));
        Assert.Empty(node.Operands);
        Assert.Null(node.Citation);
    }

    [Fact]
    public void A_step_names_and_cites_what_it_stands_on()
    {
        var sum = Fact<Money>(2m) + Fact<Money>(3m);
        var step = sum.As("total", "42 CFR 425.605(a)").Derivation!;
        Assert.Equal((DerivationKind.Step, 5m, "total", "42 CFR 425.605(a)"), (step.Kind, step.Value, step.Name, step.Citation));
        Assert.Same(sum.Derivation, Assert.Single(step.Operands));
        Assert.Null(new Money(5m).As("total", "42 CFR 425.605(a)").Derivation);
    }

    [Fact]
    public void An_assumption_keeps_its_id_and_what_it_rests_on()
    {
        var fact = Fact<Ratio>(0.122m);
        var node = fact.Assume("rate", "A-004").Derivation!;
        Assert.Equal((DerivationKind.Assumption, 0.122m, "rate", "A-004"), (node.Kind, node.Value, node.Name, node.Source));
        Assert.Same(fact.Derivation, Assert.Single(node.Operands));
        Assert.Null(new Ratio(0.122m).Assume("rate", "A-004").Derivation);
    }

    [Fact]
    public void An_interpolation_with_only_its_band_traced_does_not_lose_the_trace()
    {
        // 0 and 1 are lifted, so the result rests on the two counts and must say so.
        var result = Quantity.Interpolate(Ratio.Zero, Ratio.One, Count.Zero, Fact<Count>(0m, "start"), Fact<Count>(4m, "end"));
        Assert.NotNull(result.Derivation);
        Assert.Throws<UntracedValueException>(() =>
            Quantity.Interpolate(new Ratio(0.5m), Ratio.One, Count.Zero, Fact<Count>(0m, "start"), Fact<Count>(4m, "end")));
    }

    [Theory]
    [InlineData(1899)]
    [InlineData(3000)]
    public void A_year_outside_the_calendar_of_law_throws(int year)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PerformanceYear(year));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PaymentYear(year));
    }

    [Fact]
    public void Years_read_as_their_number()
    {
        Assert.Equal("1900", new PerformanceYear(1900).ToString());
        Assert.Equal("2999", new PaymentYear(2999).ToString());
        Assert.Equal(new PerformanceYear(2024), new PerformanceYear(2024));
    }

    [Fact]
    public void Law_exceptions_say_what_was_asked()
    {
        var gap = new LawGapException("QP determination level", new PerformanceYear(2012));
        Assert.Equal("No law for QP determination level at performance year 2012.", gap.Message);
        Assert.Equal("No law for x at y. Known: 2014..2020.", new LawGapException("x", "y", "2014..2020").Message);
        Assert.Equal("Conflicting law for x at 2028: two values of the same authority and day.", new LawConflictException("x", "2028").Message);
    }
}
