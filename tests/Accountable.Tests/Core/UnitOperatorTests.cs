using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>Each operator of each unit: the value, the unit of the result and the derivation that says so.</summary>
public sealed class UnitOperatorTests
{
    [Fact]
    public void Money_adds_subtracts_negates_and_compares()
    {
        Additive<Money>(Unit.Dollars, (a, b) => a + b, (a, b) => a - b, a => -a, Money.Zero);
        Ordered<Money>((a, b) => a == b, (a, b) => a != b, (a, b) => a < b, (a, b) => a > b, (a, b) => a <= b, (a, b) => a >= b);
    }

    [Fact]
    public void Ratio_adds_subtracts_negates_and_compares()
    {
        Additive<Ratio>(Unit.Ratio, (a, b) => a + b, (a, b) => a - b, a => -a, Ratio.Zero);
        Ordered<Ratio>((a, b) => a == b, (a, b) => a != b, (a, b) => a < b, (a, b) => a > b, (a, b) => a <= b, (a, b) => a >= b);
    }

    [Fact]
    public void Points_add_subtract_negate_and_compare()
    {
        Additive<Points>(Unit.Points, (a, b) => a + b, (a, b) => a - b, a => -a, Points.Zero);
        Ordered<Points>((a, b) => a == b, (a, b) => a != b, (a, b) => a < b, (a, b) => a > b, (a, b) => a <= b, (a, b) => a >= b);
    }

    [Fact]
    public void Person_years_add_subtract_negate_and_compare()
    {
        Additive<PersonYears>(Unit.PersonYears, (a, b) => a + b, (a, b) => a - b, a => -a, PersonYears.Zero);
        Ordered<PersonYears>((a, b) => a == b, (a, b) => a != b, (a, b) => a < b, (a, b) => a > b, (a, b) => a <= b, (a, b) => a >= b);
    }

    [Fact]
    public void Counts_add_subtract_negate_and_compare()
    {
        Additive<Count>(Unit.Count, (a, b) => a + b, (a, b) => a - b, a => -a, Count.Zero);
        Ordered<Count>((a, b) => a == b, (a, b) => a != b, (a, b) => a < b, (a, b) => a > b, (a, b) => a <= b, (a, b) => a >= b);
    }

    [Fact]
    public void A_share_of_money_is_money_from_either_side()
    {
        var (money, share) = (Fact<Money>(250.50m), Fact<Ratio>(0.4m));
        IsMadeBy(money * share, 100.20m, Unit.Dollars, Operation.Multiply, money.Derivation, share.Derivation);
        IsMadeBy(share * money, 100.20m, Unit.Dollars, Operation.Multiply, money.Derivation, share.Derivation);
    }

    [Fact]
    public void Money_over_a_count_is_the_average()
    {
        var (total, number) = (Fact<Money>(480.30m), Fact<Count>(3m));
        IsMadeBy(total / number, 160.10m, Unit.Dollars, Operation.Divide, total.Derivation, number.Derivation);
    }

    [Fact]
    public void Per_capita_dollars_times_person_years_are_total_dollars_and_back()
    {
        var (perCapita, years) = (Fact<Money>(9000.25m), Fact<PersonYears>(100.5m));
        var total = perCapita * years;
        IsMadeBy(total, 904525.125m, Unit.Dollars, Operation.Multiply, perCapita.Derivation, years.Derivation);
        IsMadeBy(total / years, 9000.25m, Unit.Dollars, Operation.Divide, total.Derivation, years.Derivation);
    }

    [Fact]
    public void An_amount_for_each_of_a_count_is_money()
    {
        var (each, months) = (Fact<Money>(30m), Fact<Count>(7m));
        IsMadeBy(each * months, 210m, Unit.Dollars, Operation.Multiply, each.Derivation, months.Derivation);
    }

    [Fact]
    public void Each_unit_over_itself_is_a_ratio()
    {
        Shares<Money>((a, b) => a / b);
        Shares<Ratio>((a, b) => a / b);
        Shares<Points>((a, b) => a / b);
        Shares<PersonYears>((a, b) => a / b);
        Shares<Count>((a, b) => a / b);
    }

    [Fact]
    public void A_ratio_of_a_ratio_and_a_share_of_points()
    {
        var (half, third, points) = (Fact<Ratio>(0.5m), Fact<Ratio>(0.3m), Fact<Points>(90m));
        IsMadeBy(half * third, 0.15m, Unit.Ratio, Operation.Multiply, half.Derivation, third.Derivation);
        IsMadeBy(points * half, 45m, Unit.Points, Operation.Multiply, points.Derivation, half.Derivation);
        Assert.Equal(1m, Ratio.One.Amount);
        Assert.Null(Ratio.One.Derivation);
    }

    [Fact]
    public void Division_by_zero_throws_rather_than_give_a_number()
    {
        Assert.Throws<DivideByZeroException>(() => Fact<Money>(1m) / Money.Zero);
        Assert.Throws<DivideByZeroException>(() => Fact<Money>(1m) / PersonYears.Zero);
        Assert.Throws<DivideByZeroException>(() => Fact<Ratio>(1m) / Ratio.Zero);
        Assert.Throws<DivideByZeroException>(() => Fact<Points>(1m) / Points.Zero);
        Assert.Throws<DivideByZeroException>(() => Fact<PersonYears>(1m) / PersonYears.Zero);
        Assert.Throws<DivideByZeroException>(() => Fact<Count>(1m) / Count.Zero);
    }

    [Fact]
    public void Lesser_greater_and_within_keep_what_lost()
    {
        var (low, high) = (Fact<Money>(99.99m, "low"), Fact<Money>(100m, "high"));
        IsMadeBy(Quantity.Least(high, low), 99.99m, Unit.Dollars, Operation.Least, high.Derivation, low.Derivation);
        IsMadeBy(Quantity.Greatest(low, high), 100m, Unit.Dollars, Operation.Greatest, low.Derivation, high.Derivation);
        Assert.Equal(99.99m, Fact<Money>(5m).Within(low, high).Amount);
        Assert.Equal(100m, Fact<Money>(500m).Within(low, high).Amount);
        Assert.Equal(99.995m, Fact<Money>(99.995m).Within(low, high).Amount);
    }

    [Theory]
    [InlineData(49.99, false, false, true)]
    [InlineData(50.00, true, false, false)]
    [InlineData(50.01, true, true, false)]
    public void Comparisons_differ_exactly_on_the_threshold(double amount, bool meets, bool exceeds, bool isBelow)
    {
        var (value, threshold) = (Fact<Money>((decimal)amount), Fact<Money>(50m));
        IsMadeBy(value.MeetsOrExceeds(threshold), meets ? 1 : 0, Unit.YesNo, Operation.MeetsOrExceeds, value.Derivation, threshold.Derivation);
        IsMadeBy(value.Exceeds(threshold), exceeds ? 1 : 0, Unit.YesNo, Operation.Exceeds, value.Derivation, threshold.Derivation);
        IsMadeBy(value.IsBelow(threshold), isBelow ? 1 : 0, Unit.YesNo, Operation.Exceeds, threshold.Derivation, value.Derivation);
    }

    private static void Additive<T>(Unit unit, Func<T, T, T> add, Func<T, T, T> subtract, Func<T, T> negate, T zero)
        where T : struct, IQuantity<T>
    {
        var (left, right) = (Fact<T>(7.25m, "left"), Fact<T>(2.5m, "right"));
        IsMadeBy(add(left, right), 9.75m, unit, Operation.Add, left.Derivation, right.Derivation);
        IsMadeBy(subtract(left, right), 4.75m, unit, Operation.Subtract, left.Derivation, right.Derivation);
        IsMadeBy(negate(left), -7.25m, unit, Operation.Negate, left.Derivation);
        Assert.Equal(0m, zero.Amount);
        Assert.Null(zero.Derivation);
        Assert.Equal(9.75m, add(Plain<T>(7.25m), Plain<T>(2.5m)).Amount);
        Assert.Null(add(Plain<T>(7.25m), Plain<T>(2.5m)).Derivation);
        Assert.Equal(4.75m, subtract(Plain<T>(7.25m), Plain<T>(2.5m)).Amount);
        Assert.Equal(-7.25m, negate(Plain<T>(7.25m)).Amount);
        Assert.Null(negate(Plain<T>(7.25m)).Derivation);
    }

    private static void Shares<T>(Func<T, T, Ratio> divide)
        where T : struct, IQuantity<T>
    {
        var (part, whole) = (Fact<T>(3m, "part"), Fact<T>(8m, "whole"));
        IsMadeBy(divide(part, whole), 0.375m, Unit.Ratio, Operation.Divide, part.Derivation, whole.Derivation);
        Assert.Null(divide(Plain<T>(3m), Plain<T>(8m)).Derivation);
    }

    private static void Ordered<T>(
        Func<T, T, bool> same, Func<T, T, bool> other, Func<T, T, bool> smaller, Func<T, T, bool> greater, Func<T, T, bool> atMost, Func<T, T, bool> atLeast)
        where T : struct, IQuantity<T>, IEquatable<T>, IComparable<T>
    {
        var (low, high) = (Plain<T>(1.99m), Plain<T>(2m));
        // The derivation and the trailing zeros of a decimal are no part of what an amount is worth.
        var traced = Fact<T>(2.00m, "traced");
        Assert.True(same(high, traced) && high.Equals(traced) && high.Equals((object)traced));
        Assert.False(other(high, traced));
        Assert.Equal(high.GetHashCode(), traced.GetHashCode());
        Assert.False(same(low, high) || low.Equals(high) || low.Equals("2"));
        Assert.True(other(low, high));
        Assert.True(smaller(low, high));
        Assert.False(smaller(high, low) || smaller(high, traced));
        Assert.True(greater(high, low));
        Assert.False(greater(low, high) || greater(high, traced));
        Assert.True(atMost(low, high) && atMost(high, traced));
        Assert.False(atMost(high, low));
        Assert.True(atLeast(high, low) && atLeast(high, traced));
        Assert.False(atLeast(low, high));
        Assert.Equal(0, high.CompareTo(traced));
        Assert.True(low.CompareTo(high) < 0 && high.CompareTo(low) > 0);
    }
}
