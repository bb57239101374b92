using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Tests.SharedSavings;

/// <summary>The settlement under other tracks is the settlement of the same facts with that track, and nothing else.</summary>
public sealed class OtherTracksTests
{
    private static SettlementFacts Facts(Track track, int beneficiaries, decimal expenditures, decimal? rate) => new()
    {
        Track = track, AssignedBeneficiaries = new Count(beneficiaries), Benchmark = new Money(100_000_000),
        Expenditures = new Money(expenditures),
        FixedMinimumRate = rate is { } chosen ? new Ratio(chosen) : null,
        Quality = new QualityFacts { Score = new Ratio(0.8m), MetStandard = Test.Yes },
        ParticipantRevenue = new Money(30_000_000), AgreementStart = new DateOnly(2024, 1, 1),
    };

    [Theory]
    [InlineData(95_000_000)]
    [InlineData(104_000_000)]
    public void Every_track_of_the_year_is_settled_by_its_own_rules(int expenditures)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(2025));
        var facts = Facts(Track.BasicE, 10_000, expenditures, 0.01m);
        var tracks = OtherTracks.Of(facts, law);
        Assert.Equal([Track.BasicA, Track.BasicB, Track.BasicC, Track.BasicD, Track.BasicE, Track.Enhanced],
            tracks.Select(one => one.Track).Distinct());
        foreach (var one in tracks)
        {
            var alone = FinancialReconciliation.Determine(
                Facts(one.Track, 10_000, expenditures, one.Choice), law);
            Assert.Equal((alone.Earned, alone.MinimumRate, alone.SharingRate, alone.LossRate, alone.Limit),
                (one.Result!.Earned, one.Result.MinimumRate, one.Result.SharingRate, one.Result.LossRate, one.Result.Limit));
        }

        // One-sided levels have the rate of the size and owe nothing; two-sided ones that or one of the five fixed rates.
        Assert.All(tracks.GroupBy(one => one.Track), group => Assert.Equal(group.Key.IsTwoSided() ? 6 : 1, group.Count()));
        Assert.All(tracks.Where(one => !one.Track.IsTwoSided()), one => Assert.True(one.Result!.Earned >= Money.Zero));
        var own = Assert.Single(tracks, one => one.IsActual);
        Assert.Equal((Track.BasicE, 0.01m), (own.Track, own.Choice));
        var table = OtherTracks.Table(tracks, own.Result!);
        Assert.Equal(tracks.Select(one => one.Result!.Earned.Amount - own.Result!.Earned.Amount),
            table.Rows.Select(row => ((Dollars)row[8]!).Amount));
        Assert.Contains(tracks, one => one.Result!.Earned != own.Result!.Earned);
    }

    [Theory]
    [InlineData(4_999, true)]
    [InlineData(5_000, false)]
    public void Below_five_thousand_a_fixed_rate_gives_way_and_the_row_says_so(int beneficiaries, bool givesWay)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(2025));
        var one = OtherTracks.Of(Facts(Track.Enhanced, beneficiaries, 99_500_000, 0), law).Single(one => one.IsActual);
        Assert.Equal(givesWay, one.Note.Contains("425.110(b)(3)", StringComparison.Ordinal));
        Assert.Equal(givesWay, one.Result!.MinimumRate.Amount != 0);
    }

    [Fact]
    public void A_year_knows_the_tracks_of_its_time_and_traced_facts_come_to_the_same()
    {
        var tracks = OtherTracks.Of(Facts(Track.Track1, 8_000, 90_000_000, null), RuleBook.Embedded.For(new PerformanceYear(2017)));
        Assert.DoesNotContain(tracks, one => one.Track.IsBasic());
        Assert.Contains(tracks, one => one is { Track: Track.Track1, IsActual: true });
    }
}
