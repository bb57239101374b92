using Accountable.Explanations;
using static Accountable.Tests.Core.Traced;

namespace Accountable.Tests.Core;

/// <summary>Derivations as text, and very long ones.</summary>
public sealed class OutlineTests
{
    [Fact]
    public void An_outline_reads_as_in_the_style_guide()
    {
        var savings = (Fact<Money>(600_000m, "benchmark") - Fact<Money>(400_000m, "expenditures")).As("savings", "42 CFR 425.605(a)");
        var rate = Ratio.Create(0.5m, Derivation.Parameter(Unit.Ratio, 0.5m, "sharing rate", "a.rate", "42 CFR 425.605(d)", Verified.No));
        var guess = Fact<Ratio>(0.9m, "share").Assume("completed share", "A-007");
        var owed = (savings * rate * guess).As("shared savings", "42 CFR 425.605(e)");
        Assert.Equal(
            """
            shared savings = $90,000.00   [$200,000.00 × 50% × 90%]   42 CFR 425.605(e)
              savings = $200,000.00   [$600,000.00 - $400,000.00]   42 CFR 425.605(a)
                benchmark = $600,000.00   benchmark.csv#1
                expenditures = $400,000.00   expenditures.csv#1
              sharing rate = 50%   42 CFR 425.605(d)   (not verified)
              completed share = 90%   assumption A-007
                share = 90%   share.csv#1

            """.ReplaceLineEndings("\n"),
            Outline.Of(owed.Derivation!));
    }

    [Fact]
    public void What_was_shown_is_not_unfolded_again_but_leaves_stand_each_time()
    {
        var fact = Fact<Money>(3m, "fact");
        var half = (fact + fact).As("double", "x");
        var outline = Outline.Of(((half - Fact<Money>(1m, "one")).As("first", "x") + half.As("again", "x")).Derivation!, half.Derivation!);
        Assert.Equal(2, Lines(outline, "(shown above)"));
        Assert.Equal(3, Lines(outline, "double = $6.00"));
        Assert.Equal(1, Lines(outline, "fact = $3.00"));
    }

    [Theory]
    [InlineData("a", "$5.00 - ($3.00 - $2.00)")]
    [InlineData("b", "$5.00 - $3.00 - $2.00")]
    [InlineData("c", "$5.00 × (40% + 30%)")]
    [InlineData("d", "$5.00 / ($3.00 / 40%)")]
    [InlineData("e", "$5.00 >= $3.00 and $3.00 > $5.00 or not ($5.00 > $3.00)")]
    [InlineData("f", "the lesser of $5.00 and the greater of $3.00 and $2.00")]
    [InlineData("g", "$5.00 if $5.00 >= $3.00, else $3.00")]
    [InlineData("h", "-($5.00 + $3.00)")]
    public void A_formula_has_the_brackets_that_it_needs(string which, string expected)
    {
        var (five, three, two) = (Fact<Money>(5m, "five"), Fact<Money>(3m, "three"), Fact<Money>(2m, "two"));
        var (forty, thirty) = (Fact<Ratio>(0.4m, "forty"), Fact<Ratio>(0.3m, "thirty"));
        var node = which switch
        {
            "a" => (five - (three - two)).Derivation,
            "b" => (five - three - two).Derivation,
            "c" => (five * (forty + thirty)).Derivation,
            "d" => Derivation.Of(Operation.Divide, Unit.Ratio, 5m / 7.5m, five.Derivation!,
                Derivation.Of(Operation.Divide, Unit.Dollars, 7.5m, three.Derivation!, forty.Derivation!)),
            "e" => ((five.MeetsOrExceeds(three) & three.Exceeds(five)) | !five.Exceeds(three)).Derivation,
            "f" => Quantity.Least(five, Quantity.Greatest(three, two)).Derivation,
            "g" => five.MeetsOrExceeds(three).Choose(five, three).Derivation,
            _ => (-(five + three)).Derivation,
        };
        Assert.Equal(expected, Formula.Of(node!));
    }

    [Fact]
    public void A_fact_has_no_formula() => Assert.Equal("", Formula.Of(Fact<Money>(5m).Derivation!));

    [Fact]
    public void A_chain_of_a_hundred_thousand_nodes_replays()
    {
        var sum = LongSum(50_000);
        Assert.Equal(100_001, sum.Derivation!.Nodes().Count());
        Assert.Empty(Replay.Check(sum.Derivation));
        Assert.Equal(sum.Amount + 4m, Replay.With(sum.Derivation, node => node.Name == "term 7" ? 11m : null));
    }

    [Fact]
    public void A_long_sum_reads_in_short_and_lists_every_term()
    {
        var root = LongSum(50_000).As("total", "42 CFR 425.605").Derivation!;
        var line = Outline.Line(root);
        Assert.InRange(line.Length, 20, 600);
        Assert.Contains("…", line);
        Assert.Contains("+ $49,999.00 + $50,000.00]", line);
        Assert.Equal(50_001, Outline.Parts(root).Count);
        Assert.Equal(50_002, Outline.Of(root).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_sum_of_a_few_terms_is_not_shortened()
    {
        var line = Outline.Line(LongSum(10).As("total", "x").Derivation!);
        Assert.DoesNotContain("…", line);
        Assert.Contains("$8.00 + $9.00 + $10.00]", line);
    }

    [Fact]
    public void A_sum_that_doubles_itself_many_times_is_still_short()
    {
        // Unfolded as a tree this has 2 to the 60th leaves; as a graph it has 61 nodes.
        var doubled = Fact<Count>(1m, "one");
        for (var i = 0; i < 60; i++)
            doubled += doubled;
        var root = doubled.As("total", "x").Derivation!;
        Assert.InRange(Outline.Line(root).Length, 20, 2_000);
        Assert.Equal("one", Assert.Single(Outline.Parts(root)).Name);
    }

    [Fact]
    public void A_long_chain_of_named_steps_is_written_out()
    {
        var total = Fact<Count>(1m, "start");
        for (var i = 0; i < 3_000; i++)
            total = total.As($"step {i}", "x");
        Assert.Equal(3_001, Outline.Of(total.Derivation!).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static Money LongSum(int terms)
    {
        var sum = Fact<Money>(0m, "start");
        for (var i = 1; i <= terms; i++)
            sum += Fact<Money>(i, $"term {i}");
        return sum;
    }

    private static int Lines(string outline, string text) => outline.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));
}
