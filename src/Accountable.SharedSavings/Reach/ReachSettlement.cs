using Accountable.Rules;

namespace Accountable.SharedSavings.Reach;

/// <summary>What a GPDC or REACH settlement is computed from. Dollars.</summary>
public sealed record ReachFacts
{
    /// <summary>The risk option.</summary>
    public required RiskArrangement Arrangement { get; init; }

    /// <summary>The performance-year benchmark after discount and withholds, before the health equity adjustment.</summary>
    public required Money FinalBenchmark { get; init; }

    /// <summary>Total cost of care, net of stop-loss.</summary>
    public required Money CostOfCare { get; init; }

    /// <summary>Health equity benchmark adjustment upward, not negative; null when only the months are known.</summary>
    public Money? EquityUp { get; init; }

    /// <summary>Health equity benchmark adjustment downward, not negative; null when only the months are known.</summary>
    public Money? EquityDown { get; init; }

    /// <summary>Beneficiary months with an upward adjustment.</summary>
    public Count EquityUpMonths { get; init; }

    /// <summary>Beneficiary months with a downward adjustment.</summary>
    public Count EquityDownMonths { get; init; }
}

/// <summary>What a GPDC or REACH ACO earns or owes. Dollars; losses are negative.</summary>
/// <param name="Benchmark">The final benchmark.</param>
/// <param name="Equity">The health equity benchmark adjustment, up less down.</param>
/// <param name="Gross">Benchmark and adjustment less cost of care.</param>
/// <param name="Shared">The ACO's share through the risk corridors.</param>
/// <param name="Sequestration">What sequestration takes from shared savings, not negative.</param>
/// <param name="Earned">What is paid, or, negative, owed.</param>
public sealed record ReachResult(Money Benchmark, Money Equity, Money Gross, Money Shared, Money Sequestration, Money Earned);

/// <summary>Settlement of GPDC (2021, 2022) and ACO REACH (2023) from the final benchmark.</summary>
public static class ReachSettlement
{
    private const string Agreement = "ACO REACH Participation Agreement";

    /// <summary>Settles one ACO.</summary>
    /// <exception cref="LawGapException">A year whose corridors are not in the rule book.</exception>
    public static ReachResult Determine(ReachFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);

        // The health equity adjustment comes after discount and withholds.
        var up = facts.EquityUp ?? ByMonth(facts.EquityUpMonths, "up", law);
        var down = facts.EquityDown ?? ByMonth(facts.EquityDownMonths, "down", law);
        var equity = (up - down).As("health equity benchmark adjustment", Agreement);
        var benchmark = (facts.FinalBenchmark + equity).As("benchmark after the health equity adjustment", Agreement);
        var gross = (benchmark - facts.CostOfCare).As("gross savings (losses)", Agreement);
        var shared = RiskCorridors.Share(facts.Arrangement, gross, benchmark, law);

        // Only savings are sequestered.
        var savings = Quantity.Greatest(shared, Money.Zero);
        var sequestration = (savings * law[Keys.Reach.Settlement.SequestrationRate]).As("sequestration", "2 U.S.C. 901a(6)");
        var earned = (shared - sequestration).As("earned (owed)", Agreement);
        return new ReachResult(facts.FinalBenchmark, equity, gross, shared, sequestration, earned);
    }

    private static Money ByMonth(Count months, string direction, RuleYear law) =>
        months == Count.Zero ? Money.Zero : law[Keys.Reach.HealthEquity.AmountPerMonth, direction] * months;
}
