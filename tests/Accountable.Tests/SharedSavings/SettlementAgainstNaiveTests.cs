using Accountable.Rules;
using Accountable.SharedSavings.Settlement;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.SharedSavings;

/// <summary>Settlement against an independent naive implementation, and the properties that any settlement has, on random ACOs.</summary>
public sealed class SettlementAgainstNaiveTests
{
    private static readonly Dictionary<int, RuleYear> Laws = Enumerable.Range(2014, 13).ToDictionary(year => year, year => RuleBook.Embedded.For(new PerformanceYear(year)));
    private static readonly Dictionary<int, RuleYear> TracedLaws = Enumerable.Range(2014, 13).ToDictionary(year => year, year => RuleBook.Embedded.For(new PerformanceYear(year), traced: true));

    [Fact]
    public void Agrees_with_the_naive_implementation() => Check(5000, row =>
    {
        var naive = NaiveSettlement.Settle(row);
        var result = FinancialReconciliation.Determine(Facts(row, traced: false), Laws[row.Year]);
        Assert.Equal(naive.Gross, result.Gross.Amount);
        Assert.Equal(naive.MinimumRate, result.MinimumRate.Amount);
        Assert.Equal(naive.Generated, result.Generated.Amount);
        Assert.Equal(naive.SharingRate, result.SharingRate.Amount);
        Assert.Equal(naive.LossRate, result.LossRate?.Amount);
        Assert.Equal(naive.Quality, result.Quality.Word());
        Assert.Equal(Math.Round(naive.Earned, 12), Math.Round(result.Earned.Amount, 12));
        Assert.Equal(Math.Round(naive.Recoupment, 12), Math.Round(result.Recoupment.Amount, 12));
    });

    [Fact]
    public void Tracing_changes_no_number_and_every_number_replays() => Check(1000, row =>
    {
        var untraced = FinancialReconciliation.Determine(Facts(row, traced: false), Laws[row.Year]);
        var traced = FinancialReconciliation.Determine(Facts(row, traced: true), TracedLaws[row.Year]);
        Assert.Equal(untraced.Earned.Amount, traced.Earned.Amount);
        Assert.Equal(untraced.Limit.Amount, traced.Limit.Amount);
        Assert.Equal(untraced.Recoupment.Amount, traced.Recoupment.Amount);
        foreach (var derivation in new[] { traced.Earned.Derivation, traced.MinimumRate.Derivation, traced.Limit.Derivation, traced.SharingRate.Derivation }.OfType<Derivation>())
            Assert.Empty(Replay.Check(derivation));
    });

    [Fact]
    public void Every_parameter_of_a_derivation_has_a_citation() => Check(200, row =>
    {
        var result = FinancialReconciliation.Determine(Facts(row, traced: true), TracedLaws[row.Year]);
        Assert.NotNull(result.Earned.Derivation);
        foreach (var node in result.Earned.Derivation.Nodes().Where(node => node.Kind is DerivationKind.Parameter or DerivationKind.Step))
            Assert.False(string.IsNullOrWhiteSpace(node.Citation), $"{node.Name} has no citation");
        foreach (var node in result.Earned.Derivation.Nodes().Where(node => node.Kind == DerivationKind.Parameter))
            Assert.NotNull(node.Verified);
    });

    [Fact]
    public void More_savings_never_earn_less() => Check(2000, row =>
    {
        var saved = row with { Expenditures = Math.Max(0, row.Expenditures - 1000m) };
        Assert.True(Earned(saved) >= Earned(row));
    }, row => row is { Guardrail: false, Terminated: false });

    [Fact]
    public void A_better_score_never_earns_less() => Check(2000, row =>
    {
        var better = row with { QualityScore = Math.Min(1, row.QualityScore!.Value + 0.05m) };
        Assert.True(Earned(better) >= Earned(row));
    }, row => row.QualityScore is not null);

    [Fact]
    public void What_is_earned_lies_within_the_limits() => Check(2000, row =>
    {
        var result = FinancialReconciliation.Determine(Facts(row, traced: false), Laws[row.Year]);
        Assert.InRange(result.Earned.Amount, -result.Limit.Amount, result.Limit.Amount);
        Assert.InRange(result.Recoupment.Amount, 0, Math.Max(0, result.Earned.Amount));
        Assert.True(result.Generated == Money.Zero || result.Generated == result.Gross);
        if (!row.Track.StartsWith("basic-c", StringComparison.Ordinal) && Tracks.Of(row.Track)!.Value.IsTwoSided() is false)
            Assert.True(result.Earned >= Money.Zero);
    });

    private static decimal Earned(NaiveRow row) => FinancialReconciliation.Determine(Facts(row, traced: false), Laws[row.Year]).Earned.Amount;

    private static void Check(int count, Action<NaiveRow> holds, Func<NaiveRow, bool>? where = null)
    {
        var rows = Rows.Where(row => where is null || where(row));
        Prop.ForAll(Arb.From(rows), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
    }

    private static SettlementFacts Facts(NaiveRow row, bool traced)
    {
        T Fact<T>(T quantity, string name)
            where T : struct, IQuantity<T> => traced ? quantity.From(name, "random") : quantity;
        return new SettlementFacts
        {
            Track = Tracks.Of(row.Track)!.Value,
            AssignedBeneficiaries = Fact(new Count(row.Beneficiaries), "assigned beneficiaries"),
            Benchmark = Fact(new Money(row.Benchmark), "benchmark"),
            Expenditures = Fact(new Money(row.Expenditures), "expenditures"),
            FixedMinimumRate = row.FixedMinimumRate is { } rate && row.Year >= 2016 ? Fact(new Ratio(rate), "chosen rate") : null,
            Quality = new QualityFacts
            {
                Score = row.QualityScore is { } score ? Fact(new Ratio(score), "score") : null,
                MetStandard = Fact(new Test(row.MetStandard), "met"),
                MetAlternative = Fact(new Test(row.MetAlternative), "met alternative"),
            },
            DisasterAdjustment = Fact(new Money(row.DisasterAdjustment), "disaster adjustment"),
            LowRevenue = Fact(new Test(row.ReducedRateFlag), "reduced rate"),
            AgreementStart = new DateOnly(row.AgreementStartYear, 1, 1),
            Guardrail = Fact(new Test(row.Guardrail), "guardrail"),
            TerminatedMidYear = Fact(new Test(row.Terminated), "terminated"),
            TerminatedByCms = Fact(new Test(false), "by CMS"),
            Months = Fact(new Count(row.SixMonths ? 6 : 12), "months"),
            MonthsOfYear = Fact(new Count(12), "months of a year"),
            ParticipantRevenue = row.ParticipantRevenue is { } revenue ? Fact(new Money(revenue), "revenue") : null,
            RevenueBasedLimit = row.RevenueLimitApplies,
            TwoSidedYear = row.TwoSidedYear is 1 or 2 ? row.TwoSidedYear : null,
            AdvancePaymentBalance = Fact(new Money(row.AdvanceBalance), "advance balance"),
        };
    }

    private static readonly string[] OldTracks = ["track-1", "track-2"];
    private static readonly string[] Since2016 = ["track-1", "track-2", "track-3"];
    private static readonly string[] Since2018 = ["track-1", "track-1-plus", "track-2", "track-3"];
    private static readonly string[] NewTracks = ["basic-a", "basic-b", "basic-c", "basic-d", "basic-e", "enhanced"];

    private static string[] TracksOf(int year) => year switch { < 2016 => OldTracks, < 2018 => Since2016, 2018 => Since2018, < 2022 => [.. Since2018, .. NewTracks], _ => NewTracks };

    /// <summary>Random ACOs with weight on the edges: bands' ends, savings at the minimum, zero and whole scores.</summary>
    private static Gen<NaiveRow> Rows =>
        from year in Gen.Choose(2014, 2026)
        from track in Gen.Elements(TracksOf(year))
        from people in Gen.OneOf(Gen.Choose(1, 80000), Gen.Elements(1, 499, 500, 999, 1000, 2999, 3000, 4999, 5000, 5333, 5999, 6000, 9999, 10000, 14999, 15000, 19999, 20000, 49999, 50000, 59999, 60000, 60001))
        from benchmarkCents in Gen.Choose(0, 2_000_000_000)
        from shape in Gen.Choose(0, 5)
        from ratio in Gen.Choose(-300_000, 300_000)
        from score in Gen.OneOf(Gen.Choose(0, 10000).Select(points => (decimal?)points / 10000), Gen.Elements<decimal?>(0m, 0.2m, 0.3333m, 0.8m, 1m))
        from fixedRate in Gen.Elements<decimal?>(null, 0m, 0.005m, 0.01m, 0.015m, 0.02m)
        from met in Gen.Elements(true, true, false)
        from alternative in Gen.Elements(true, false)
        from disaster in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 50_000_000))
        from flags in Gen.Choose(0, 63)
        from start in Gen.Choose(2019, 2026)
        from revenue in Gen.OneOf(Gen.Constant<decimal?>(null), Gen.Choose(0, 400_000_000).Select(cents => (decimal?)cents / 4))
        from twoSided in Gen.Elements<int?>(null, 1, 2, 3)
        from balance in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 400_000_000))
        let benchmark = benchmarkCents / 2m
        let minimum = NaiveSettlement.Settle(new NaiveRow { Year = year, Track = track, Beneficiaries = people, Benchmark = benchmark, Expenditures = benchmark, FixedMinimumRate = fixedRate, AgreementStartYear = start, MetStandard = met, QualityScore = score }).MinimumRate
        select new NaiveRow
        {
            Year = year, Track = track, Beneficiaries = people, Benchmark = benchmark, FixedMinimumRate = fixedRate, MetStandard = met, MetAlternative = alternative,
            // On the minimum, a cent to either side, or anywhere.
            Expenditures = Math.Max(0, shape switch
            {
                0 => benchmark - (minimum * benchmark),
                1 => benchmark - (minimum * benchmark) + 0.01m,
                2 => benchmark + (minimum * benchmark),
                3 => benchmark + (minimum * benchmark) - 0.01m,
                _ => benchmark + (benchmark * ratio / 1_000_000m),
            }),
            QualityScore = year <= 2020 && score == 0.3333m ? null : score,
            DisasterAdjustment = disaster / 100m, ReducedRateFlag = (flags & 1) != 0, Guardrail = year >= 2024 && (flags & 6) == 6, Terminated = (flags & 56) == 56,
            SixMonths = year == 2019 && (flags & 8) != 0, RevenueLimitApplies = (flags & 16) != 0, AgreementStartYear = Math.Min(start, year), ParticipantRevenue = revenue,
            TwoSidedYear = twoSided, AdvanceBalance = balance / 100m,
        };
}
