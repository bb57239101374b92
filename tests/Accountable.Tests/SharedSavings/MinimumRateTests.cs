using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Tests.SharedSavings;

/// <summary>What no results file can show: Track 2 without a printed rate, by the start of its agreement. 42 CFR 425.606(b)(1)(i).</summary>
public sealed class MinimumRateTests
{
    [Theory]
    [InlineData("2015-12-31", 0.02)]
    [InlineData("2016-01-01", 0.03)]
    [InlineData(null, 0.03)]
    public void Track_2_has_two_percent_until_it_could_choose(string? start, double expected)
    {
        var facts = new SettlementFacts
        {
            Track = Track.Track2, AssignedBeneficiaries = new Count(10000), Benchmark = new Money(1000), Expenditures = new Money(900),
            AgreementStart = start is null ? null : DateOnly.Parse(start),
        };
        Assert.Equal((decimal)expected, MinimumRate.Determine(facts, RuleBook.Embedded.For(new PerformanceYear(2017))).Rate.Amount);
    }
}
