using Accountable.Data.Reports;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>A settlement that was made from a store.</summary>
/// <param name="Facts">The facts as settled.</param>
/// <param name="Result">The settlement.</param>
/// <param name="Notes">What was taken for granted.</param>
public sealed record SettledAco(SettlementFacts Facts, SettlementResult Result, IReadOnlyList<string> Notes);

/// <summary>From an agreement, a benchmark and a quality score to a settlement.</summary>
internal static class AcoSettlement
{
    /// <summary>The track of an agreement's row.</summary>
    /// <exception cref="Data.FileRefusedException">The row has none, or one that nobody knows.</exception>
    public static Track TrackOf(AgreementYear agreement)
    {
        if (agreement.Track is { } word && Tracks.Of(word) is { } track)
            return track;
        throw AcoAgreement.Refused(agreement, "track",
            agreement.Track is null ? "the track is missing" : $"'{agreement.Track}' is no track",
            $"Write one of {string.Join(", ", Enum.GetValues<Track>().Select(each => each.Name()))}");
    }

    /// <summary>The minimum rate of the ACO, by its choice or its size; null without a track.</summary>
    public static decimal? MinimumRateOf(AgreementYear agreement, int assigned, RuleYear law)
    {
        if (agreement.Track is null || assigned == 0)
            return null;
        var untraced = law.Traced ? law.Book.For(law.Year, law.AsOf) : law;
        return MinimumRate.Determine(new SettlementFacts
        {
            Track = TrackOf(agreement), AssignedBeneficiaries = new Count(assigned), Benchmark = default, Expenditures = default,
            FixedMinimumRate = agreement.MinimumRate is { } rate ? new Ratio(rate) : null, AgreementStart = agreement.Start,
        }, untraced).Rate.Amount;
    }

    /// <summary>Settles the performance year.</summary>
    /// <exception cref="LawGapException">The track or the year has no law.</exception>
    /// <exception cref="MissingFactException">The rule needs a fact that is not there, such as the quality score.</exception>
    public static SettledAco Settle(
        AgreementYear agreement, BenchmarkOutcome benchmark, int assigned, QualityFacts quality, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(benchmark);
        var updated = benchmark.Updated ?? throw new ArgumentException("There is no updated benchmark.", nameof(benchmark));
        var where = $"{agreement.Where}:{agreement.Line}";
        T Fact<T>(T value, string name, string source)
            where T : struct, IQuantity<T> => law.Traced ? value.From(name, source) : value;
        T? Given<T>(decimal? value, Func<decimal, T> make, string name)
            where T : struct, IQuantity<T> => value is { } known ? Fact(make(known), name, where) : null;
        var notes = new List<string>();
        var ended = agreement.MonthsOfParticipation is not null;
        var facts = new SettlementFacts
        {
            Track = TrackOf(agreement),
            AssignedBeneficiaries = Fact(new Count(assigned), "assigned beneficiaries", "assignment from the store"),
            Benchmark = benchmark.Total!.Value,
            Expenditures = (updated.Expenditures * updated.PersonYears).As("expenditures", "42 CFR 425.605(a), 425.610(a)"),
            FixedMinimumRate = Given(agreement.MinimumRate, rate => new Ratio(rate), "fixed minimum rate chosen"),
            Quality = quality,
            ParticipantRevenue = Given(agreement.ParticipantRevenue, revenue => new Money(revenue), "participants' Part A and B revenue"),
            TwoSidedYear = agreement.TwoSidedYear,
            AffectedMonths = Given(agreement.AffectedMonths, share => new Ratio(share), "share of months affected"),
            AffectedBeneficiaries = Given(agreement.AffectedBeneficiaries, share => new Ratio(share), "share of beneficiaries affected"),
            DisasterAdjustment = Fact(new Money(0), "disaster adjustment of twelve months", where),
            AgreementStart = agreement.Start,
            LowRevenue = Fact(new Test(agreement.LowRevenue ?? false), "low revenue", where),
            Guardrail = benchmark.Guardrail?.Triggered ?? Fact(new Test(false), "guardrail applied", "the section has none"),
            TerminatedMidYear = Fact(new Test(ended), "agreement ended during the year", where),
            MonthsOfParticipation = Given(agreement.MonthsOfParticipation, months => new Count(months), "months of participation"),
            TerminatedByCms = Fact(new Test(agreement.EndedByCms ?? false), "ended by CMS", where),
            Months = Fact(new Count(12), "months covered", "the performance year"),
            MonthsOfYear = Fact(new Count(12), "months of a year", "calendar"),
            AdvancePaymentBalance = Fact(new Money(agreement.AdvancePayments ?? 0), "advance payments outstanding", where),
        };
        var result = FinancialReconciliation.Determine(facts, law);
        if (result.RevenueUnknown)
            notes.Add("participant_revenue is unknown: only the benchmark limits these losses");
        if (agreement.LowRevenue is null && !facts.LowRevenue.Holds && result.Gross > Money.Zero && result.Generated == Money.Zero)
            notes.Add("low_revenue is blank in agreements.csv: taken as a high-revenue ACO, which shares nothing below the minimum rate");
        if (benchmark.Guardrail is { Triggered.Holds: true } guardrail)
            notes.Add($"guardrail of 42 CFR 425.652(b)(5): {guardrail.Outcome}");
        return new SettledAco(facts, result, notes);
    }

    /// <summary>Quality as the settlement takes it; null when neither a score nor a row of a file is there.</summary>
    public static QualityFacts? QualityOf(AcoRequest request, bool traced)
    {
        T Fact<T>(T value, string name, string source)
            where T : struct, IQuantity<T> => traced ? value.From(name, source) : value;
        if (request.QualityScore is { } score)
        {
            return new QualityFacts
            {
                Score = Fact(new Ratio(score), "quality performance score", "given with --quality"),
                MetAlternative = Fact(new Test(false), "alternative standard met", "not said with a bare score"),
            };
        }
        if (request.Quality?.Scores.GetValueOrDefault((request.Aco, request.Year.Value)) is not { } row)
            return null;
        var where = $"{Path.GetFileName(request.Quality.Path)} line {row.Line}";
        return new QualityFacts
        {
            Score = Fact(new Ratio(row.Score), "quality performance score", where),
            MetStandard = Fact(new Test(row.MetStandard), "standard met, as computed", where),
            MetAlternative = Fact(new Test(row.MetAlternative), "alternative standard met, as computed", where),
            MetPercentile = row.MetPercentile,
            MetIncentive = row.MetIncentive,
            MetFirstYear = row.MetFirstYear,
        };
    }
}

/// <summary>The agreement of the performance year.</summary>
internal static class AcoAgreement
{
    /// <summary>The row of the performance year, with the overrides of the request.</summary>
    /// <exception cref="Data.FileRefusedException">There is no row, or it lacks the start of the agreement period.</exception>
    public static AgreementYear Of(AcoRequest request, Agreements agreements)
    {
        var row = agreements.Of(request.Aco, request.Year.Value)
            ?? new AgreementYear("agreements.csv", 0, request.Aco, request.Year.Value);
        row = request.Override?.Invoke(row) ?? row;
        if (row.Start is null)
        {
            throw Refused(row, "agreement_start",
                row.Line > 0 ? "the start of the agreement period is missing"
                    : $"there is no row of {request.Aco} for {request.Year}, which says the agreement period and the track",
                "Import agreements.csv (aco_id,performance_year,agreement_start,agreement_period,track, ...), name it with --agreements, "
                + "or give --agreement-start");
        }
        return row;
    }

    /// <summary>A refusal of a row.</summary>
    public static Data.FileRefusedException Refused(AgreementYear row, string column, string what, string then) =>
        new(new Data.Finding(Data.Severity.FileRefused, row.Where, row.Line, column, what, then));
}
