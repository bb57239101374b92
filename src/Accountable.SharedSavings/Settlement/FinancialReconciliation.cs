using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>What an ACO earns or owes for a performance year. Dollars; losses are negative; rates are fractions.</summary>
public sealed record SettlementResult
{
    /// <summary>Benchmark less expenditures.</summary>
    public required Money Gross { get; init; }

    /// <summary>The minimum savings and loss rate.</summary>
    public required Ratio MinimumRate { get; init; }

    /// <summary>Savings or losses that count, from the first dollar; 0 within the minimum.</summary>
    public required Money Generated { get; init; }

    /// <summary>How the quality standard was met.</summary>
    public required QualityOutcome Quality { get; init; }

    /// <summary>The rate at which savings are shared, the reduced one where it applies.</summary>
    public required Ratio SharingRate { get; init; }

    /// <summary>The rate at which losses are shared; null for a one-sided track.</summary>
    public required Ratio? LossRate { get; init; }

    /// <summary>The limit in force: of losses when a two-sided ACO overspent, else of the payment.</summary>
    public required Money Limit { get; init; }

    /// <summary>The reduction of losses for extreme and uncontrollable circumstances, not negative.</summary>
    public required Money Relief { get; init; }

    /// <summary>What Medicare pays, or, negative, what the ACO owes.</summary>
    public required Money Earned { get; init; }

    /// <summary>What an advance payment takes back from the payment; not netted in <see cref="Earned"/>.</summary>
    public required Money Recoupment { get; init; }

    /// <summary>Whether the losses' limit could be lower if participants' revenue were known.</summary>
    public required bool RevenueUnknown { get; init; }
}

/// <summary>Settlement of a performance year. 42 CFR 425.604, 425.605, 425.606, 425.609, 425.610.</summary>
public static class FinancialReconciliation
{
    /// <summary>Settles one ACO.</summary>
    /// <exception cref="LawGapException">The track or the year has no law.</exception>
    /// <exception cref="MissingFactException">The rule needs a fact that is not there.</exception>
    public static SettlementResult Determine(SettlementFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        // (a)(7): savings are a benchmark above the expenditures, losses one below.
        var gross = (facts.Benchmark - facts.Expenditures).As("savings (losses) against the benchmark", Paragraph.Gross(facts.Track));
        var minimum = Settlement.MinimumRate.Determine(facts, law);
        var quality = QualityStandard.Determine(facts.Quality, law);
        var sharingRate = Settlement.SharingRate.Final(facts, quality, law);
        var lossRate = Settlement.SharingRate.OfLosses(facts, quality, sharingRate, law);
        return gross < Money.Zero
            ? Losses(facts, gross, minimum, quality, sharingRate, lossRate, law)
            : Savings(facts, gross, minimum, quality, sharingRate, lossRate, law);
    }

    private static SettlementResult Savings(
        SettlementFacts facts, Money gross, MinimumRate minimum, QualityFinding quality, Ratio fullRate, Ratio? lossRate, RuleYear law)
    {
        // (b)(3): the ACO shares when its savings meet or exceed the minimum.
        var meets = gross.MeetsOrExceeds(minimum.Dollars).As("savings meet or exceed the minimum", Paragraph.SavingsTest(facts.Track));
        var reduced = SharedSavings.BelowMinimum(facts, gross, meets, quality, law);

        var counts = (meets | reduced).As("savings count", Paragraph.SavingsTest(facts.Track));

        // 425.652(b)(5)(ii): under the guardrail an ACO neither shares savings nor owes losses.
        if (facts.Guardrail)
            counts = (counts & !facts.Guardrail).As("savings count under the guardrail", "42 CFR 425.652(b)(5)(ii)");
        var generated = counts.Choose(gross, Money.Zero).As("savings that count", Paragraph.FirstDollar(facts.Track));
        var rate = counts.Holds && reduced.Holds ? ReducedRate(facts, fullRate, law) : fullRate;
        var limit = SharedSavings.PaymentLimit(facts, law);
        var payment = SharedSavings.Earned(facts, generated, rate, limit, law);

        // 425.221(a): an ACO that left before the year ended shares nothing.
        var earned = facts.TerminatedMidYear
            ? facts.TerminatedMidYear.Choose(Money.Zero, payment).As("earned shared savings after termination", "42 CFR 425.221(a)")
            : payment;
        return new SettlementResult
        {
            Gross = gross,
            MinimumRate = minimum.Rate,
            Generated = generated,
            Quality = quality.Outcome,
            SharingRate = rate,
            LossRate = lossRate,
            Limit = limit,
            Relief = Money.Zero,
            Earned = earned,
            RevenueUnknown = false,

            // 425.630(g): repaid from shared savings, never more than they are.
            Recoupment = Quantity.Least(facts.AdvancePaymentBalance, earned).As("recoupment of advance payments", "42 CFR 425.630(g)"),
        };
    }

    /// <summary>The sharing rate where savings are below the minimum.</summary>
    private static Ratio ReducedRate(SettlementFacts facts, Ratio fullRate, RuleYear law)
    {
        var lawOfAgreement = law.ForAgreementStarting(facts.AgreementStart!.Value);
        return (fullRate * lawOfAgreement[Keys.SharedSavings.Settlement.BelowMinimum.RateFactor])
            .As("reduced sharing rate", "42 CFR 425.605(h)");
    }

    private static SettlementResult Losses(
        SettlementFacts facts, Money gross, MinimumRate minimum, QualityFinding quality, Ratio sharingRate, Ratio? lossRate, RuleYear law)
    {
        var result = new SettlementResult
        {
            Gross = gross,
            MinimumRate = minimum.Rate,
            Generated = Money.Zero,
            Quality = quality.Outcome,
            SharingRate = sharingRate,
            LossRate = lossRate,
            Limit = Money.Zero,
            Relief = Money.Zero,
            Earned = Money.Zero,
            Recoupment = Money.Zero,
            RevenueUnknown = false,
        };

        // A one-sided ACO owes nothing.
        if (lossRate is not { } rate)
        {
            var none = (gross * Ratio.Zero).As("shared losses of a one-sided ACO", Paragraph.Gross(facts.Track));
            return result with { Limit = SharedSavings.PaymentLimit(facts, law), Earned = none };
        }

        // (b)(4): the ACO owes when its losses meet or exceed the minimum loss rate.
        var counts = (-gross).MeetsOrExceeds(minimum.Dollars).As("losses meet or exceed the minimum", Paragraph.LossesTest(facts.Track));
        var generated = counts.Choose(gross, Money.Zero).As("losses that count", Paragraph.LossesTest(facts.Track));
        var shared = (-generated * rate).As("shared losses", Paragraph.SharedLosses(facts.Track));
        var limit = SharedLosses.Limit(facts, law);
        var limited = Quantity.Least(shared, limit).As("shared losses within the limit", Paragraph.LossLimit(facts.Track));
        var relief = SharedLosses.Relief(facts, limited);
        var owed = SharedLosses.AfterTermination(facts, limited - relief, law)
            .As("shared losses owed", Paragraph.SharedLosses(facts.Track));
        return result with
        {
            Generated = generated,
            Limit = limit,
            Relief = relief,
            Earned = (-owed).As("earned (owed)", Paragraph.SharedLosses(facts.Track)),
            RevenueUnknown = SharedLosses.HasRevenueLimit(facts) && facts.ParticipantRevenue is null && limited > Money.Zero,
        };
    }
}
