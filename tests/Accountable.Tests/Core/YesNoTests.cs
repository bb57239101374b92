using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>A yes or no with its derivation: and, or, not, choose, if.</summary>
public sealed class YesNoTests
{
    public static TheoryData<bool, bool> Answers => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Answers))]
    public void And_or_and_not_are_those_of_logic_and_keep_both_sides(bool left, bool right)
    {
        var (a, b) = (Fact<Test>(left ? 1 : 0, "a"), Fact<Test>(right ? 1 : 0, "b"));
        IsMadeBy(a | b, left || right ? 1 : 0, Unit.YesNo, Operation.Or, a.Derivation, b.Derivation);
        IsMadeBy(a & b, left && right ? 1 : 0, Unit.YesNo, Operation.And, a.Derivation, b.Derivation);
        IsMadeBy(!a, left ? 0 : 1, Unit.YesNo, Operation.Not, a.Derivation);
        Assert.Equal(left == right, a == b);
        Assert.Equal(left != right, a != b);
        Assert.Equal(left || right, (new Test(left) | new Test(right)).Holds);
        Assert.Null((new Test(left) & new Test(right)).Derivation);
        Assert.Null((!new Test(left)).Derivation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Choose_takes_one_amount_and_keeps_both(bool holds)
    {
        var (test, yes, no) = (Fact<Test>(holds ? 1 : 0, "test"), Fact<Money>(10m, "yes"), Fact<Money>(20m, "no"));
        IsMadeBy(test.Choose(yes, no), holds ? 10m : 20m, Unit.Dollars, Operation.Choose, test.Derivation, yes.Derivation, no.Derivation);
        Assert.Equal(holds ? 10m : 20m, new Test(holds).Choose(new Money(10m), new Money(20m)).Amount);
        Assert.Null(new Test(holds).Choose(new Money(10m), new Money(20m)).Derivation);
    }

    [Fact]
    public void An_untraced_test_between_traced_amounts_is_lifted()
    {
        var node = Test.Yes.Choose(Fact<Money>(10m), Fact<Money>(20m)).Derivation!;
        Assert.Equal((DerivationKind.Constant, Unit.YesNo, 1m), (node.Operands[0].Kind, node.Operands[0].Unit, node.Operands[0].Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_works_in_if_and_in_a_conditional(bool holds)
    {
        var test = Fact<Test>(holds ? 1 : 0);
        var taken = false;
        if (test)
            taken = true;
        Assert.Equal(holds, taken);
        Assert.Equal(holds ? "yes" : "no", test ? "yes" : "no");
        Assert.Equal(holds ? "yes" : "no", test.ToString());
    }

    [Fact]
    public void Equality_ignores_the_derivation()
    {
        Assert.True(Test.Yes.Equals(Fact<Test>(1m)) && Test.Yes.Equals((object)Fact<Test>(1m)));
        Assert.False(Test.Yes.Equals(Test.No) || Test.No.Equals("no"));
        Assert.Equal(Test.Yes.GetHashCode(), Fact<Test>(1m).GetHashCode());
        Assert.NotEqual(Test.Yes.GetHashCode(), Test.No.GetHashCode());
    }
}
