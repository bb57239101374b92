using Accountable;
using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

var law = RuleBook.Embedded.For(new PerformanceYear(2024));
var facts = new SettlementFacts
{
    Track = Track.BasicE, AssignedBeneficiaries = new Count(41_640), Benchmark = new Money(600_514_210m), Expenditures = new Money(577_772_388m),
    FixedMinimumRate = new Ratio(0.015m), Quality = new QualityFacts { MetStandard = Test.Yes },
};
var result = FinancialReconciliation.Determine(facts, law);
Console.WriteLine($"saved {result.Gross}, minimum {result.MinimumRate}, earned {result.Earned}");
