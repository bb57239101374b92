using Accountable.Qpp.Mips;
using Accountable.Rules;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Mips;

/// <summary>What must hold for every score, weight and population.</summary>
public sealed class MipsPropertyTests
{
    private static readonly int[] Years = [.. Enumerable.Range(2017, 10)];

    private static RuleYear Law(int year) => RuleBook.Embedded.For(new PerformanceYear(year));

    [Fact]
    public void Weights_make_one_whole_in_every_year_and_for_whatever_is_missing()
    {
        var checkedSets = 0;
        foreach (var year in Years)
        {
            foreach (var missing in Enumerable.Range(0, 16))
            {
                Ratio? Of(int bit) => (missing & bit) == 0 ? Ratio.One : null;
                var scores = new CategoryScores(Of(1), Of(2), Of(4), Of(8));
                foreach (var small in new[] { false, true })
                {
                    if (CategoryWeights.Determine(scores, Standard.Mips, small, Law(year)) is not { } weights)
                        continue;
                    Assert.Equal(1m, (weights.Quality + weights.Cost + weights.ImprovementActivities + weights.PromotingInteroperability).Amount);
                    Assert.True(scores.Quality is not null || weights.Quality == Ratio.Zero);
                    Assert.True(scores.Cost is not null || weights.Cost == Ratio.Zero);
                    Assert.True(scores.ImprovementActivities is not null || weights.ImprovementActivities == Ratio.Zero);
                    Assert.True(scores.PromotingInteroperability is not null || weights.PromotingInteroperability == Ratio.Zero);
                    checkedSets++;
                }
            }
        }
        // Seven years with cost: 11 sets of two or more of four; three years without: 4 sets of three, whatever cost is. Each for both sizes.
        Assert.Equal((7 * 11 * 2) + (3 * 4 * 2 * 2), checkedSets);
    }

    [Fact]
    public void A_higher_score_never_pays_less() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 10_000)), Arb.From(Gen.Choose(0, 10_000)), Arb.From(Gen.Elements(Years)), (first, second, year) =>
        {
            var (low, high) = (new Points(Math.Min(first, second) / 100m), new Points(Math.Max(first, second) / 100m));
            var factors = new AdjustmentFactors(new Ratio(0.4m), new Ratio(0.7m));
            var (below, above) = (PaymentAdjustment.Range(low, Law(year)), PaymentAdjustment.Range(high, Law(year)));
            return PaymentAdjustment.Determine(low, factors, Law(year)) <= PaymentAdjustment.Determine(high, factors, Law(year))
                && below.Low <= above.Low && below.High <= above.High && above.Low <= above.High;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Scaled_increases_equal_reductions_unless_the_factor_stops() => Prop.ForAll(
        Arb.From(Gen.Choose(0, 10_000).Two().ListOf(20)), Arb.From(Gen.Elements(Years)), (rows, year) =>
        {
            var population = rows.Select(row => new AdjustedClinician(new Points(row.Item1 / 100m), new Money(row.Item2))).ToList();
            var result = BudgetNeutrality.Determine(population, Law(year));
            var scaled = result.Gains.Amount * result.Factors.Scaling.Amount;
            return result.Factors.Scaling.Amount is >= 0 and <= 3
                && (result.Neutral.Holds ? Math.Abs(scaled - result.Losses.Amount) < 0.000001m : scaled <= result.Losses.Amount);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2020, 1)]
    [InlineData(2021, 2)]
    public void Which_of_several_scores_counts(int year, int expected)
    {
        CandidateScore[] scores = [new(EntityType.Individual, new Points(70)), new(EntityType.ApmEntity, new Points(60)), new(EntityType.Group, new Points(80))];
        Assert.Equal(expected, ScoreChoice.Choose(scores, new PerformanceYear(year)));
    }

    [Theory]
    [InlineData(2018)]
    [InlineData(2026)]
    public void The_score_of_a_virtual_group_stands(int year)
    {
        CandidateScore[] scores = [new(EntityType.Individual, new Points(70)), new(EntityType.VirtualGroup, new Points(60))];
        Assert.Equal(1, ScoreChoice.Choose(scores, new PerformanceYear(year)));
    }

    [Fact]
    public void Nothing_to_choose_from_is_no_score() => Assert.Throws<ArgumentException>(() => ScoreChoice.Choose([], new PerformanceYear(2024)));
}
