using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>What a reader of a settled row must know.</summary>
internal static class Notes
{
    public static void Add(ResultsRow row, SettlementFacts facts, SettlementResult result, RuleYear law, List<string> notes)
    {
        var owes = result.Generated < Money.Zero;
        if (result.RevenueUnknown)
            notes.Add("participant_revenue is unknown: only the benchmark limits these losses");
        if (owes && facts is { Track: Track.Track2, TwoSidedYear: null } && OwesMoreThanInFirstYear(facts, result, law))
            notes.Add("A-003: limit of a third or later year of Track 2");
        if (result.Gross > Money.Zero && facts.AssignedBeneficiaries.Amount < LeastBand(law) && row.MinimumRate is null)
            notes.Add("A-004: the table gives only a floor below 500 beneficiaries");
        if (facts.TerminatedMidYear.Holds && owes && facts.MonthsOfParticipation is null && law.Year.Value >= 2019)
            notes.Add("A-005: ended during the year without a known month; no losses");
        if (facts.TerminatedMidYear.Holds && result.Generated > Money.Zero)
            notes.Add("ended during the year: no shared savings");
        if (owes && row.DisasterAdjustment is null && row.AffectedMonths is null && law.Year.Value is >= 2020 and <= 2022)
            notes.Add("A-006: no disaster adjustment in the file, though the public health emergency lasted all year");
        if (facts.Guardrail.Holds && result.Gross > Money.Zero)
            notes.Add("guardrail: neither savings nor losses");
        if (row.ReducedRate == true && result.Gross > Money.Zero && !SharesBelowMinimum(result, law, facts))
            notes.Add("the reduced-rate flag is set, but 42 CFR 425.605(h) does not apply to this row");
        if (row.MetStandard == false && (row.MetPercentile == true || row.MetIncentive == true || row.MetFirstYear == true))
            notes.Add("the finding on the quality standard contradicts its parts; the finding stands");
        if (result.Quality == QualityOutcome.PayForReporting && row.MetStandard is not null)
            notes.Add("no score: pay for reporting");
        if (row.MonthsCovered < 12)
            notes.Add("six months of 2019");
    }

    private static bool SharesBelowMinimum(SettlementResult result, RuleYear law, SettlementFacts facts) =>
        result.SharingRate < law[Keys.SharedSavings.Settlement.MaximumSharingRate, facts.Track.Name()] && result.Generated > Money.Zero
        && result.Generated.Amount < result.MinimumRate.Amount * facts.Benchmark.Amount;

    /// <summary>Whether a Track 2 ACO's losses reach beyond the lowest limit, so that its year in Track 2 matters.</summary>
    private static bool OwesMoreThanInFirstYear(SettlementFacts facts, SettlementResult result, RuleYear law) =>
        result.Generated.Amount * (result.LossRate?.Amount ?? 0) < -FirstYearLimit(facts, law);

    private static decimal FirstYearLimit(SettlementFacts facts, RuleYear law) =>
        law[Keys.SharedSavings.Settlement.LossLimit.Track2EarlyYears, "first"].Amount * facts.Benchmark.Amount;

    private static decimal LeastBand(RuleYear law) => law[Keys.SharedSavings.Settlement.MinimumRate.BySize].Rows.Number(1, "from") ?? 0;
}
