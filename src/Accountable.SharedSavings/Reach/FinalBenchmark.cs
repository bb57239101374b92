using Accountable.Rules;

namespace Accountable.SharedSavings.Reach;

/// <summary>How the final benchmark of GPDC and REACH came from the unadjusted one, as far as public results show it.</summary>
public static class FinalBenchmark
{
    /// <summary>What is left after discount, quality withhold not earned back and retention withhold, as a fraction.</summary>
    /// <remarks>The three add; they do not multiply.</remarks>
    public static Ratio AfterWithholds(RiskArrangement arrangement, Ratio quality, Ratio retention, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var withheld = law[Keys.Reach.Benchmark.QualityWithhold] * (Ratio.One - quality);
        var left = Ratio.One - law[Keys.Reach.Benchmark.Discount, arrangement.Name()] - withheld - retention;
        return left.As("benchmark left after discount and withholds", "ACO REACH Participation Agreement");
    }

    /// <summary>
    /// The factor that remains between the unadjusted and the final benchmark: the model's retrospective trend adjustment, as it seems.
    /// </summary>
    /// <exception cref="DivideByZeroException">The unadjusted benchmark is zero.</exception>
    public static Ratio RemainingFactor(Money finalBenchmark, Money unadjusted, Ratio afterWithholds) =>
        finalBenchmark / (unadjusted * afterWithholds);
}
