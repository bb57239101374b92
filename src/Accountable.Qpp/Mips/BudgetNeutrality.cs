using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>One clinician of a population.</summary>
/// <param name="Score">The final score.</param>
/// <param name="Allowed">Allowed charges for covered professional services of the payment year, as estimated.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AdjustedClinician(Points Score, Money Allowed);

/// <summary>The factors of a population with the sums behind them.</summary>
/// <param name="Factors">The factors.</param>
/// <param name="Losses">Allowed charges times negative factors, as a positive amount.</param>
/// <param name="Gains">Allowed charges times positive factors before scaling.</param>
/// <param name="Additional">Allowed charges times additional factors before their own.</param>
/// <param name="Neutral">Scaled gains equal losses; not so where the scaling factor stops at its greatest value, or where nobody
/// gains or loses.</param>
public sealed record NeutralityResult(AdjustmentFactors Factors, Money Losses, Money Gains, Money Additional, Test Neutral);

/// <summary>The scaling factor and the additional adjustment factor. SSA 1848(q)(6)(F), 42 CFR 414.1405(c), (d).</summary>
public static class BudgetNeutrality
{
    /// <summary>Finds the factors of one year's population.</summary>
    public static NeutralityResult Determine(IReadOnlyList<AdjustedClinician> population, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(population);
        ArgumentNullException.ThrowIfNull(law);
        var (losses, gains, additional) = (0m, 0m, 0m);
        foreach (var clinician in population)
        {
            var own = PaymentAdjustment.Unscaled(clinician.Score, law).Amount * clinician.Allowed.Amount;
            if (own < 0)
                losses -= own;
            else
                gains += own;
            additional += PaymentAdjustment.UnscaledAdditional(clinician.Score, law).Amount * clinician.Allowed.Amount;
        }
        var scaling = Scaling(losses, gains, law);
        return new NeutralityResult(new AdjustmentFactors(scaling, AdditionalFactor(additional, law)), new Money(losses),
            new Money(gains), new Money(additional),
            new Test(gains > 0 && losses <= gains * law[Keys.Mips.PaymentAdjustment.ScalingFactorMaximum].Amount));
    }

    /// <summary>(q)(6)(F)(i), (ii): what makes increases equal decreases, at most three.</summary>
    private static Ratio Scaling(decimal losses, decimal gains, RuleYear law)
    {
        // (F)(iii): where nobody is above the threshold neutrality does not apply, and there is nothing to scale.
        if (gains == 0)
            return Ratio.Zero;
        var neutral = law.Traced
            ? new Money(losses).From("reductions of the population", "population")
                / new Money(gains).From("increases before scaling", "population")
            : new Money(losses) / new Money(gains);
        return Quantity.Least(neutral, law[Keys.Mips.PaymentAdjustment.ScalingFactorMaximum]).As("scaling factor", "42 CFR 414.1405(c)");
    }

    /// <summary>(q)(6)(F)(iv): additional adjustments together take no more than the pool.</summary>
    private static Ratio AdditionalFactor(decimal additional, RuleYear law)
    {
        if (additional == 0)
            return Ratio.Zero;
        var sum = new Money(additional);
        var claimed = law.Traced ? sum.From("additional adjustments before their factor", "population") : sum;
        var share = law[Keys.Mips.PaymentAdjustment.Additional.Pool] / claimed;
        return Quantity.Least(share, Ratio.One).As("additional adjustment factor", "42 CFR 414.1405(d)(2)");
    }
}
