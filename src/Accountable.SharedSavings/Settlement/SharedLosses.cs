using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>Shared losses: from losses to what the ACO owes. 42 CFR 425.605(d)-(f), 425.606(f)-(i), 425.610(f)-(i).</summary>
internal static class SharedLosses
{
    /// <summary>The years of Track 2 whose limit is lower than that of later ones.</summary>
    private enum EarlyYear
    {
        First = 1,
        Second,
    }

    /// <summary>The loss recoupment limit in dollars.</summary>
    public static Money Limit(SettlementFacts facts, RuleYear law)
    {
        var track = facts.Track.Name();
        var citation = Paragraph.LossLimit(facts.Track);
        var share = (facts.Track, (EarlyYear?)facts.TwoSidedYear) switch
        {
            // 425.606(g)(1), (2): lower limits in the first two years of Track 2.
            (Track.Track2, EarlyYear.First) => law[Keys.SharedSavings.Settlement.LossLimit.Track2EarlyYears, "first"],
            (Track.Track2, EarlyYear.Second) => law[Keys.SharedSavings.Settlement.LossLimit.Track2EarlyYears, "second"],
            (Track.Track2, null) => law[Keys.SharedSavings.Settlement.LossLimit.BenchmarkShare, track]
                .Assume("limit of a third or later year of Track 2", "A-003"),
            _ => law[Keys.SharedSavings.Settlement.LossLimit.BenchmarkShare, track],
        };
        var ofBenchmark = (share * facts.Benchmark).As("benchmark-based loss limit", citation);
        if (!HasRevenueLimit(facts) || facts.ParticipantRevenue is not { } revenue)
            return ofBenchmark;

        // (D): a share of participants' revenue, or of the benchmark where that is less.
        var ofRevenue = (law[Keys.SharedSavings.Settlement.LossLimit.RevenueShare, track] * revenue)
            .As("revenue-based loss limit", citation);
        return Quantity.Least(ofRevenue, ofBenchmark).As("loss recoupment limit", citation);
    }

    /// <summary>Whether the revenue of participants can limit the losses of an ACO.</summary>
    public static bool HasRevenueLimit(SettlementFacts facts) =>
        facts.Track is Track.BasicC or Track.BasicD or Track.BasicE || (facts.Track == Track.Track1Plus && facts.RevenueBasedLimit);

    /// <summary>The reduction for extreme and uncontrollable circumstances, never more than the losses. It follows the limit.</summary>
    public static Money Relief(SettlementFacts facts, Money limited)
    {
        var relief = facts is { AffectedMonths: { } months, AffectedBeneficiaries: { } beneficiaries }
            ? limited * months * beneficiaries

            // 425.609: the adjustment is made to the twelve-month amount, before it is halved.
            : facts.DisasterAdjustment * (facts.Months / facts.MonthsOfYear);
        return Quantity.Least(relief, limited)
            .As("reduction for extreme and uncontrollable circumstances", Paragraph.Disaster(facts.Track));
    }

    /// <summary>The share of losses owed after an early end of the agreement. 42 CFR 425.221(b).</summary>
    public static Money AfterTermination(SettlementFacts facts, Money owed, RuleYear law)
    {
        if (!facts.TerminatedMidYear)
            return owed;
        var citation = "42 CFR 425.221(b)";

        // (b)(1): in performance years that began before July 2019 an ACO that left early owed nothing.
        if (law.On(PerformancePeriod.FirstDay(facts.Track, law))[Keys.SharedSavings.Settlement.Termination.LossesFrom] == Count.Zero)
            return facts.TerminatedMidYear.Choose(Money.Zero, owed).As("losses owed after termination", citation);
        if (facts.MonthsOfParticipation is not { } months)
            return facts.TerminatedMidYear.Choose(Money.Zero, owed).Assume("losses owed after a termination without a date", "A-005");

        // (b)(2): none when the ACO itself left by June 30; else by months, the month of termination included.
        var leftEarly = !months.Exceeds(law[Keys.SharedSavings.Settlement.Termination.LastMonthWithoutLosses]) & !facts.TerminatedByCms;
        return leftEarly.Choose(Money.Zero, owed * (months / facts.MonthsOfYear)).As("losses owed after termination", citation);
    }
}
