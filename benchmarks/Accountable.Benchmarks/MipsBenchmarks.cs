using Accountable.Qpp.Mips;
using Accountable.Rules;
using BenchmarkDotNet.Attributes;

namespace Accountable.Benchmarks;

/// <summary>Final scores and adjustments of a million clinicians from category scores in memory. The floor is the bare sum of four products.</summary>
[MemoryDiagnoser]
public class MipsBenchmarks
{
    private const int Clinicians = 1_000_000;
    private FinalScoreFacts[] _facts = null!;
    private RuleYear _law = null!;

    [GlobalSetup]
    public void Setup()
    {
        _law = RuleBook.Embedded.For(new PerformanceYear(2024));
        _facts = [.. Enumerable.Range(0, Clinicians).Select(i => new FinalScoreFacts
        {
            Framework = Framework.Traditional,
            Entity = EntityType.Individual,
            SmallPractice = i % 3 == 0,
            Scores = new CategoryScores(new Ratio(i % 1000 / 1000m), i % 5 == 0 ? null : new Ratio(i % 700 / 700m), Ratio.One, i % 4 == 0 ? null : new Ratio(i % 90 / 90m)),
        })];
    }

    [Benchmark(Baseline = true)]
    public decimal Four_products()
    {
        var sum = 0m;
        foreach (var facts in _facts)
        {
            var scores = facts.Scores;
            sum += ((scores.Quality?.Amount ?? 0) * 0.3m) + ((scores.Cost?.Amount ?? 0) * 0.3m)
                + ((scores.ImprovementActivities?.Amount ?? 0) * 0.15m) + ((scores.PromotingInteroperability?.Amount ?? 0) * 0.25m);
        }
        return sum;
    }

    [Benchmark]
    public decimal Final_scores()
    {
        var sum = 0m;
        foreach (var facts in _facts)
            sum += FinalScore.Determine(facts, _law).Score.Amount;
        return sum;
    }

    [Benchmark]
    public decimal Final_scores_and_adjustments()
    {
        var sum = 0m;
        foreach (var facts in _facts)
            sum += PaymentAdjustment.Range(FinalScore.Determine(facts, _law).Score, _law).High.Amount;
        return sum;
    }
}
