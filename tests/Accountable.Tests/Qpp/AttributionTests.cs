using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;

namespace Accountable.Tests.Qpp;

/// <summary>Who is attribution-eligible, and what a person adds to a threshold score. 42 CFR 414.1305, 414.1435.</summary>
public sealed class AttributionTests
{
    private static readonly DateOnly Snapshot = new(2024, 6, 30);
    private static readonly AttributionEligibility Eligibility = new(RuleBook.Embedded.For(new PerformanceYear(2024)));
    private static readonly AttributionFacts Someone = new(true, false, false, false, new DateOnly(1950, 1, 1), false);

    [Fact]
    public void Each_criterion_can_be_the_one_that_fails()
    {
        Assert.Equal(AttributionStanding.Eligible, Of(Someone));
        Assert.Equal(AttributionStanding.Eligible, Of(default));
        Assert.Equal(AttributionStanding.InHealthPlan, Of(Someone with { WasInHealthPlan = true }));
        Assert.Equal(AttributionStanding.MedicareSecondary, Of(Someone with { HadOtherPrimaryPayer = true }));
        Assert.Equal(AttributionStanding.NotInBothParts, Of(Someone with { HadBothParts = false }));
        Assert.Equal(AttributionStanding.NotInBothParts, Of(Someone with { HadOnePartOnly = true }));
        Assert.Equal(AttributionStanding.NotResident, Of(Someone with { LivedAbroad = true }));
    }

    [Theory]
    [InlineData("2006-06-30", AttributionStanding.Eligible)]
    [InlineData("2006-07-01", AttributionStanding.TooYoung)]
    [InlineData("2006-06-29", AttributionStanding.Eligible)]
    public void Eighteen_on_the_day_of_the_snapshot_is_old_enough(string born, AttributionStanding standing) =>
        Assert.Equal(standing, Of(Someone with { Born = DateOnly.ParseExact(born, "yyyy-MM-dd") }));

    [Theory]
    [InlineData(2017, false)]
    [InlineData(2020, false)]
    [InlineData(2021, true)]
    [InlineData(2027, true)]
    public void From_2021_prospective_attribution_excludes(int year, bool excludes) =>
        Assert.Equal(excludes, new AttributionEligibility(RuleBook.Embedded.For(new PerformanceYear(year))).ProspectiveAttributionExcludes);

    [Fact]
    public void A_person_counts_once_and_clinics_without_dollars()
    {
        var sums = new ThresholdScoreSums();
        sums.Add(1, new FurnishedServices(100.25m, 3, 1, 0), isEligible: true, isAttributed: true);
        sums.Add(1, new FurnishedServices(50m, 2, 0, 0), isEligible: true, isAttributed: false);
        sums.Add(1, new FurnishedServices(0, 0, 0, 4), isEligible: true, isAttributed: true);
        sums.Add(1, new FurnishedServices(70m, 1, 1, 0), isEligible: false, isAttributed: true);
        sums.Add(1, default, isEligible: true, isAttributed: true);
        Assert.Equal(new ScoreFacts(100.25m, 100.25m, 2, 2, 0), sums[1, EligibilityBasis.Em]);
        Assert.Equal(new ScoreFacts(100.25m, 150.25m, 2, 3, 0), sums[1, EligibilityBasis.Cps]);
        Assert.Equal(default, sums[2, EligibilityBasis.Em]);
    }

    private static AttributionStanding Of(AttributionFacts facts) => Eligibility.Determine(facts, Snapshot);
}
