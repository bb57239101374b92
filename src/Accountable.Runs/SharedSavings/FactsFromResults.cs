using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>Makes settlement facts of a row of results, and says in notes what it took for granted.</summary>
internal static class FactsFromResults
{
    /// <exception cref="LawGapException">The row's track has no law in its year.</exception>
    public static SettlementFacts Of(ResultsFile file, ResultsRow row, RuleYear law, List<string> notes)
    {
        var source = new Source(file, row, law.Traced);
        var track = TrackOf(row, notes);
        var chosen = ChosenRate(row, track, law, notes);
        return new SettlementFacts
        {
            Track = track,
            AssignedBeneficiaries = source.Of(new Count(row.AssignedBeneficiaries), "assigned beneficiaries", "assigned_beneficiaries"),
            Benchmark = source.Of(new Money(row.Benchmark.Value), "updated benchmark", "benchmark"),
            Expenditures = source.Of(new Money(row.Expenditures.Value), "expenditures", "expenditures"),
            FixedMinimumRate = chosen is { } rate ? source.Of(new Ratio(rate), "fixed minimum rate chosen", "minimum_rate") : null,
            MinimumRateSetByCms = row.MinimumRate is { } set
                ? source.Of(new Ratio(set.Value), "minimum rate set by CMS", "minimum_rate")
                : null,
            Quality = Quality(row, source, notes),
            ParticipantRevenue = row.ParticipantRevenue is { } revenue
                ? source.Of(new Money(revenue), "participants' Part A and B revenue", "participant_revenue")
                : null,
            RevenueBasedLimit = row.RevenueBasedLimit ?? true,
            TwoSidedYear = row.TwoSidedYear is { } year ? (int)year : null,
            DisasterAdjustment = source.Of(
                new Money(row.DisasterAdjustment ?? 0), "disaster adjustment of twelve months", "disaster_adjustment"),
            AffectedMonths = row.AffectedMonths is { } months
                ? source.Of(new Ratio(months), "share of months affected", "affected_months_share")
                : null,
            AffectedBeneficiaries = row.AffectedBeneficiaries is { } people
                ? source.Of(new Ratio(people), "share of beneficiaries affected", "affected_beneficiaries_share")
                : null,
            AgreementStart = AgreementStart(row, track),
            LowRevenue = row.ReducedRate is { } reduced
                ? source.Flag(reduced, "reduced rate found by CMS", "reduced_rate")
                : source.Flag(row.LowRevenue, "low revenue", "revenue_category"),
            Guardrail = source.Flag(row.Guardrail, "guardrail applied", "guardrail"),
            TerminatedMidYear = source.Flag(row.Terminated, "agreement ended during the year", "terminated_mid_year"),
            MonthsOfParticipation = row.MonthsOfParticipation is { } stayed
                ? source.Of(new Count(stayed), "months of participation", "months_of_participation")
                : null,
            TerminatedByCms = source.Flag(row.TerminatedByCms, "ended by CMS", "terminated_by_cms"),
            Months = law.Traced
                ? new Count(row.MonthsCovered).From("months covered", "the performance year, or a half of 2019")
                : new Count(row.MonthsCovered),
            MonthsOfYear = law.Traced ? new Count(12).From("months of a year", "calendar") : new Count(12),
            AdvancePaymentBalance = source.Of(
                new Money(row.AdvancePaymentBalance ?? 0), "advance payments outstanding", "advance_payment_balance"),
        };
    }

    private static Track TrackOf(ResultsRow row, List<string> notes)
    {
        if (row.Track is not null)
            return Tracks.Of(row.Track)!.Value;
        notes.Add("A-001: the file has no track; settled as Track 1");
        return Track.Track1;
    }

    /// <summary>The fixed rate that the printed minimum rate shows; null when the ACO's size decides.</summary>
    /// <exception cref="MissingFactException">
    /// A two-sided ACO without its rate: whether it chose 0 or 2 percent decides dollars.
    /// </exception>
    private static decimal? ChosenRate(ResultsRow row, Track track, RuleYear law, List<string> notes)
    {
        if (!track.IsTwoSided() || (track == Track.Track2 && !law.Has(Keys.SharedSavings.Settlement.MinimumRate.Choices)))
            return null;
        if (row.MinimumRate is not { } printed)
            throw new MissingFactException("minimum_rate");
        var choices = law[Keys.SharedSavings.Settlement.MinimumRate.Choices];
        for (var i = 0; i < choices.Rows.RowCount; i++)
        {
            if (choices.Rows.Number(i, "rate") == printed.Value)
                return printed.Value;
        }
        var bySize = BySize(row, track, law);
        if (Math.Abs(bySize - printed.Value) > printed.HalfUnit + 0.000001m)
        {
            notes.Add($"the printed minimum rate {printed.Value:0.######} is no fixed choice "
                + $"and not the rate of the ACO's size, {bySize:0.######}, which is used");
        }
        return null;
    }

    private static decimal BySize(ResultsRow row, Track track, RuleYear law) => MinimumRate.Determine(new SettlementFacts
    {
        Track = track, AssignedBeneficiaries = new Count(row.AssignedBeneficiaries), Benchmark = default, Expenditures = default,
    }, law.Traced ? law.Book.For(law.Year, law.AsOf) : law).Rate.Amount;

    /// <summary>Track 2 before 2016 can only stand in an agreement that began before 2016.</summary>
    private static DateOnly? AgreementStart(ResultsRow row, Track track) =>
        row.AgreementStart ?? (track == Track.Track2 && row.Year.Value < 2016 ? new DateOnly(row.Year.Value, 1, 1) : null);

    private static QualityFacts Quality(ResultsRow row, Source source, List<string> notes)
    {
        if (row.QualityScore is null && row.MetStandard is null && row.Year.Value <= 2020)
            notes.Add("A-002: no score and no finding on quality; taken as pay for reporting");
        return new QualityFacts
        {
            Score = row.QualityScore is { } score ? source.Of(new Ratio(score.Value), "quality performance score", "quality_score") : null,
            MetStandard = row.MetStandard is null ? null : source.Flag(row.MetStandard, "standard met, as found by CMS", "met_standard"),
            MetAlternative = source.Flag(row.MetAlternative, "alternative standard met, as found by CMS", "met_alternative"),
            MetPercentile = row.MetPercentile,
            MetIncentive = row.MetIncentive ?? false,
            MetFirstYear = row.MetFirstYear ?? false,
        };
    }

    /// <summary>Gives facts their place in the file when tracing is on.</summary>
    private sealed class Source(ResultsFile file, ResultsRow row, bool traced)
    {
        public T Of<T>(T quantity, string name, string field)
            where T : struct, IQuantity<T> =>
            traced ? quantity.From(name, Place(field)) : quantity;

        public Test Flag(bool? flag, string name, string field) => Of(new Test(flag ?? false), name, field);

        private string Place(string field) => file.Columns.TryGetValue(field, out var column)
            ? $"{Path.GetFileName(file.Path)} line {row.Line}, {column}"
            : $"{Path.GetFileName(file.Path)} has no {field}";
    }
}
