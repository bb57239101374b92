using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.SharedSavings;

/// <summary>The benchmark of every era against an independent naive implementation, and what any benchmark has, on random ACOs.</summary>
public sealed class BenchmarkAgainstNaiveTests
{
    private static readonly Dictionary<(int, bool), RuleYear> Laws = [];

    [Fact]
    public void Agrees_with_the_naive_implementation_on_every_step() => Check(1500, aco =>
    {
        var naive = NaiveBenchmark.Compute(aco);
        var (historical, adjusted, updated, guardrail) = Compute(aco, traced: false);
        foreach (var type in EnrollmentTypes.All)
        {
            Same(naive.Before[(int)type], historical.PerCapita[type].Amount);
            Same(naive.Historical[(int)type], adjusted.PerCapita[type].Amount);
            Same(naive.Ratios[(int)type], updated.Risk.Ratios[type].Amount);
            Same(naive.Updated[(int)type], updated.Types[type].PerCapita.Amount);
        }
        Assert.Equal(naive.Applied, adjusted.Applied.ToString());
        Same(naive.HistoricalTotal, adjusted.Total.Amount);
        Same(naive.Total, updated.PerCapita.Amount);
        Assert.Equal(naive.TwoWay is null, updated.TwoWay is null);
        if (naive.TwoWay is { } twoWay)
        {
            Same(twoWay, updated.TwoWay!.Value.Amount);
            Assert.Equal(naive.Guardrail, guardrail!.Outcome.ToString());
            Same(naive.Stands, guardrail.PerCapita.Amount);
        }
    });

    [Fact]
    public void Random_acos_reach_every_era_and_every_branch()
    {
        var seen = new HashSet<string>();
        foreach (var aco in RandomAco.Always(1500))
        {
            var (historical, adjusted, updated, guardrail) = Compute(aco, traced: false);
            seen.Add($"{historical.Section}");
            seen.Add($"{historical.Section} {adjusted.Applied}");
            seen.Add($"guardrail {guardrail?.Outcome}");
            seen.Add($"cap {updated.Risk.CapApplies?.Holds}");
            seen.Add($"lower {adjusted.Regional?.LowerSpending.Holds}");
        }
        string[] needed =
        [
            "First None", "Reset2016 PriorSavings", "Reset2016 None", "Rebased Regional", "Blended Regional",
            "Prospective Regional", "Prospective PriorSavings", "Prospective Population", "Prospective None",
            "guardrail NotTriggered", "guardrail RecalculatedBenchmark", "guardrail NeitherSavingsNorLosses",
            "guardrail FirstBenchmarkStands",
            "cap True", "cap False", "lower True", "lower False",
        ];
        Assert.Empty(needed.Except(seen));
    }

    [Fact]
    public void Tracing_changes_no_number_and_every_number_replays() => Check(60, aco =>
    {
        var untraced = Compute(aco, traced: false);
        var traced = Compute(aco, traced: true);
        Assert.Equal(untraced.Adjusted.Total.Amount, traced.Adjusted.Total.Amount);
        Assert.Equal(untraced.Updated.Total.Amount, traced.Updated.Total.Amount);
        foreach (var derivation in Derivations(traced))
        {
            Assert.NotNull(derivation);
            Assert.Empty(Replay.Check(derivation));
        }
    });

    [Fact]
    public void Every_parameter_and_step_has_a_citation() => Check(30, aco =>
    {
        var traced = Compute(aco, traced: true);
        foreach (var node in Derivations(traced).SelectMany(root => root!.Nodes()))
        {
            if (node.Kind is DerivationKind.Parameter or DerivationKind.Step)
                Assert.False(string.IsNullOrWhiteSpace(node.Citation), $"{node.Name} has no citation");
        }
    });

    [Fact]
    public void A_richer_nation_never_lowers_the_update_of_a_blended_benchmark() => Check(300, aco =>
    {
        decimal[][] more = [.. aco.National.Select((year, y) => y == 3 ? year.Select(dollars => dollars + 100).ToArray() : year)];
        var richer = aco with { National = more };
        Assert.True(Compute(richer, traced: false).Updated.PerCapita >= Compute(aco, traced: false).Updated.PerCapita);
    });

    [Fact]
    public void Capped_adjustments_lie_within_their_caps() => Check(500, aco =>
    {
        var (historical, adjusted, _, _) = Compute(aco, traced: false);
        if (historical.Section is not (BenchmarkSection.Blended or BenchmarkSection.Prospective))
            return;
        foreach (var type in EnrollmentTypes.All)
        {
            var national = aco.National[2][(int)type];
            var floor = historical.Section == BenchmarkSection.Blended ? -0.05m : -0.015m;
            Assert.InRange(adjusted.Regional!.Adjustment[type].Amount, floor * national, 0.05m * national);
        }
        if (historical.Section == BenchmarkSection.Prospective)
            Assert.True(adjusted.Total >= historical.Total || adjusted.Applied == AppliedAdjustment.Regional);
    });

    private static IEnumerable<Derivation?> Derivations(
        (HistoricalExpenditures Historical, AdjustedBenchmark Adjusted, UpdatedBenchmark Updated, Guardrail? Guardrail) result)
    {
        yield return result.Historical.Total.Derivation;
        yield return result.Adjusted.Total.Derivation;
        yield return result.Updated.Total.Derivation;
        if (result.Guardrail is { } guardrail)
            yield return guardrail.PerCapita.Derivation;
        foreach (var type in EnrollmentTypes.All)
        {
            yield return result.Historical.PerCapita[type].Derivation;
            yield return result.Adjusted.PerCapita[type].Derivation;
            yield return result.Updated.Types[type].PerCapita.Derivation;
            yield return result.Updated.Risk.Ratios[type].Derivation;
            yield return result.Updated.Risk.Uncapped[type].Derivation;
            yield return result.Historical.By3Shares[type].Derivation;
            foreach (var year in new[] { result.Historical.By1[type], result.Historical.By2[type] })
            {
                yield return year.RiskRatio.Derivation;
                yield return year.Trend.Factor.Derivation;
                yield return year.PerCapita.Derivation;
            }
            if (result.Updated.Types[type].Factor is { } factor)
                yield return factor.Derivation;
            if (result.Adjusted.Regional is { } regional)
            {
                yield return regional.Difference[type].Derivation;
                yield return regional.Adjustment[type].Derivation;
                yield return regional.Weight.Derivation;
                yield return regional.Single.Derivation;
            }
        }
        if (result.Adjusted.PriorSavings is { } prior)
            yield return prior.Amount.Derivation;
        if (result.Adjusted.Population is { } population)
            yield return population.Amount.Derivation;
    }

    private static (HistoricalExpenditures Historical, AdjustedBenchmark Adjusted, UpdatedBenchmark Updated, Guardrail? Guardrail) Compute(
        NaiveAco aco, bool traced)
    {
        if (!Laws.TryGetValue((aco.Year, traced), out var law))
            Laws[(aco.Year, traced)] = law = RuleBook.Embedded.For(new PerformanceYear(aco.Year), traced: traced);
        var facts = RandomAco.Facts(aco, traced);
        var historical = HistoricalExpenditures.Determine(facts, law);
        var adjusted = AdjustedBenchmark.Determine(facts, historical, law);
        var updated = UpdatedBenchmark.Determine(facts, historical.Section, adjusted, law);
        var guardrail = updated.TwoWay is { } twoWay
            ? Guardrail.Determine(updated.Expenditures, updated.PerCapita, twoWay, facts.MinimumRate!.Value)
            : null;
        return (historical, adjusted, updated, guardrail);
    }

    /// <summary>The same to far below a cent: both sides round in the 28th digit in another order.</summary>
    private static void Same(decimal expected, decimal actual) =>
        Assert.True(Math.Abs(expected - actual) < 0.000_000_001m, $"{expected} is not {actual}");

    private static void Check(int count, Action<NaiveAco> holds) =>
        Prop.ForAll(Arb.From(RandomAco.Gen), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
