using Accountable.Explanations;
using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>What two derivations differ in.</summary>
public sealed class DifferenceTests
{
    [Fact]
    public void Equal_derivations_differ_in_nothing() => Assert.Empty(Difference.Between(Owed(100m, 0.5m), Owed(100m, 0.5m)));

    [Fact]
    public void Facts_come_first_then_law_then_steps_and_each_leaf_says_what_it_moves_alone()
    {
        var changes = Difference.Between(Owed(100m, 0.5m), Owed(120m, 0.6m));
        Assert.Equal([DerivationKind.Input, DerivationKind.Parameter, DerivationKind.Step], changes.Select(change => change.Kind));
        Assert.Equal(new Change(DerivationKind.Input, Unit.Dollars, "savings", "savings.csv#1", 100m, 120m, 10m), changes[0]);
        Assert.Equal(new Change(DerivationKind.Parameter, Unit.Ratio, "rate", "a.rate", 0.5m, 0.6m, 10m), changes[1]);
        Assert.Equal(new Change(DerivationKind.Step, Unit.Dollars, "owed", "42 CFR 425.605", 50m, 72m, null), changes[2]);
    }

    [Fact]
    public void A_node_that_only_one_side_has_is_listed_with_the_other_side_empty()
    {
        var extra = (Fact<Money>(100m, "savings") - Fact<Money>(7m, "advance")).As("owed", "x").Derivation!;
        var plain = Fact<Money>(100m, "savings").As("owed", "x").Derivation!;
        Assert.Contains(new Change(DerivationKind.Input, Unit.Dollars, "advance", "advance.csv#1", 7m, null, null), Difference.Between(extra, plain));
        Assert.Contains(new Change(DerivationKind.Input, Unit.Dollars, "advance", "advance.csv#1", null, 7m, null), Difference.Between(plain, extra));
    }

    [Fact]
    public void A_number_of_law_that_was_looked_up_twice_moves_the_result_by_both_uses()
    {
        Derivation Twice(decimal rate) => ((Fact<Money>(100m, "a") * Law(rate)) + (Fact<Money>(50m, "b") * Law(rate))).Derivation!;
        var change = Assert.Single(Difference.Between(Twice(0.5m), Twice(0.6m)));
        Assert.Equal(15m, change.Alone);
    }

    [Fact]
    public void Facts_of_one_name_from_several_rows_are_told_apart()
    {
        Derivation Sum(decimal first, decimal second, string file) =>
            (new Money(first).From("paid", $"{file}#1") + new Money(second).From("paid", $"{file}#2")).Derivation!;
        var same = Difference.Between(Sum(10m, 20m, "claims.csv"), Sum(10m, 25m, "claims.csv"));
        Assert.Equal(new Change(DerivationKind.Input, Unit.Dollars, "paid", "claims.csv#2", 20m, 25m, 5m), Assert.Single(same));

        // Another file with the same rows: a fact keeps its name whatever file it came from.
        var other = Difference.Between(Sum(10m, 20m, "2023.csv"), Sum(10m, 25m, "2024.csv"));
        Assert.Equal(new Change(DerivationKind.Input, Unit.Dollars, "paid", "2023.csv#2", 20m, 25m, 5m), Assert.Single(other));
    }

    [Fact]
    public void A_leaf_whose_new_value_has_no_meaning_on_the_old_path_moves_nothing_alone()
    {
        Derivation Share(decimal whole) => (Fact<Money>(1m, "part") / Fact<Money>(whole, "whole")).Derivation!;
        var before = Share(4m);
        var after = Test.Yes.Choose(Ratio.Zero, Fact<Ratio>(0m, "none") + Fact<Money>(0m, "whole").Exceeds(Money.Zero).Choose(Ratio.One, Ratio.Zero)).Derivation!;
        var change = Assert.Single(Difference.Between(before, after), change => change.Name == "whole");
        Assert.Equal((4m, 0m, null), (change.Before, change.After, change.Alone));
    }

    private static Ratio Law(decimal rate) =>
        Ratio.Create(rate, Derivation.Parameter(Unit.Ratio, rate, "rate", "a.rate", "42 CFR 425.605", Verified.Primary));

    private static Derivation Owed(decimal savings, decimal rate) =>
        (Fact<Money>(savings, "savings") * Law(rate)).As("owed", "42 CFR 425.605").Derivation!;
}
