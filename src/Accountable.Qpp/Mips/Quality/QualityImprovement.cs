using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The improvement score of the quality category, a share of the whole category. 42 CFR 414.1380(b)(1)(vi).</summary>
public static class QualityImprovement
{
    /// <summary>The improvement from one year's achievement to the next, each without bonuses. Never less than zero.</summary>
    /// <exception cref="LawGapException">The year has no improvement law: there is none before 2018.</exception>
    public static Ratio Determine(Ratio now, Ratio before, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // (C)(5): an achievement below thirty percent counts as thirty.
        var from = Quantity.Greatest(before, law[Keys.Mips.Quality.Improvement.PriorFloor]);

        // (C)(4): the increase over the year before, times ten percent; (C)(1): no more than ten, (C)(6): no less than zero.
        var improvement = law[Keys.Mips.Quality.Improvement.Multiplier] * ((now - from) / from);
        return improvement.Within(Ratio.Zero, law[Keys.Mips.Quality.Improvement.Maximum])
            .As("improvement score", "42 CFR 414.1380(b)(1)(vi)");
    }
}
