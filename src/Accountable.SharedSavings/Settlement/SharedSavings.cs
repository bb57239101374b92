using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>
/// Shared savings: from gross savings to what Medicare pays.
/// 42 CFR 425.604(c)-(e), 425.605(c)-(d) and (h), 425.606(c)-(e), 425.610(c)-(e).
/// </summary>
internal static class SharedSavings
{
    /// <summary>Whether savings below the minimum rate are shared all the same, at a reduced rate. 42 CFR 425.605(h).</summary>
    public static Test BelowMinimum(SettlementFacts facts, Money gross, Test meetsMinimum, QualityFinding quality, RuleYear law)
    {
        // (h): only the BASIC track, in agreement periods from 2024.
        if (!facts.Track.IsBasic() || facts.AgreementStart is not { } start)
            return Test.No;
        var agreement = law.ForAgreementStarting(start);
        if (!agreement.Has(Keys.SharedSavings.Settlement.BelowMinimum.RateFactor))
            return Test.No;

        // (h)(1): savings short of the minimum, the quality standard or its alternative, low revenue and 5,000 beneficiaries.
        var eligible = gross.Exceeds(Money.Zero) & !meetsMinimum
            & (quality.Met | quality.MetAlternative)
            & facts.LowRevenue
            & facts.AssignedBeneficiaries.MeetsOrExceeds(agreement[Keys.SharedSavings.Settlement.BelowMinimum.MinimumBeneficiaries]);
        return eligible.As("shares below the minimum savings rate", "42 CFR 425.605(h)");
    }

    /// <summary>The performance payment limit in dollars.</summary>
    public static Money PaymentLimit(SettlementFacts facts, RuleYear law) =>
        (law[Keys.SharedSavings.Settlement.PerformancePaymentLimit, facts.Track.Name()] * facts.Benchmark)
            .As("performance payment limit", Paragraph.PaymentLimit(facts.Track));

    /// <summary>What is earned from generated savings: rate, then sequestration, then limit.</summary>
    public static Money Earned(SettlementFacts facts, Money generated, Ratio rate, Money limit, RuleYear law)
    {
        // (e)(1): from the first dollar.
        var share = (generated * rate).As("share of savings", Paragraph.FirstDollar(facts.Track));

        // Sequestration comes before the limit: a limited ACO is paid the limit whole.
        var afterSequestration = (share - (share * law[Keys.SharedSavings.Settlement.SequestrationRate]))
            .As("share after sequestration", "2 U.S.C. 901a(6)");

        // (e)(2): no more than the limit.
        return Quantity.Least(afterSequestration, limit).As("earned shared savings", Paragraph.PaymentLimit(facts.Track));
    }
}
