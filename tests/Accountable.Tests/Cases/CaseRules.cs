using Accountable.Tests.Mips;
using Accountable.Tests.Qpp;
using Accountable.Tests.SharedSavings;

namespace Accountable.Tests.Cases;

/// <summary>A rule that cases can name: what is given goes in, named results come out (decimal, string or bool).</summary>
public sealed record CaseRule(string Name, Func<CaseInput, IReadOnlyDictionary<string, object?>> Run);

/// <summary>Every rule that cases can name. Add a line for a new one.</summary>
public static class CaseRules
{
    public static IReadOnlyList<CaseRule> All { get; } =
    [
        new("shared_savings.settlement", SettlementCases.Answer),
        new("shared_savings.benchmark.adjustments", input => BenchmarkCases.Adjustments(FlatCase.Of(input))),
        new("shared_savings.benchmark.update", input => BenchmarkCases.Update(FlatCase.Of(input))),
        new("shared_savings.benchmark.guardrail", input => BenchmarkCases.Guard(FlatCase.Of(input))),
        new("shared_savings.benchmark.region", input => BenchmarkCases.Region(FlatCase.Of(input))),
        new("shared_savings.benchmark.expenditures", input => BenchmarkCases.Expenditures(FlatCase.Of(input))),
        new("shared_savings.benchmark.highest_adjustment", input => BenchmarkCases.Highest(FlatCase.Of(input))),
        new("shared_savings.benchmark.section", input => BenchmarkCases.Section(FlatCase.Of(input))),
        new("reach.settlement", ReachCases.Answer),
        new("mips.final_score", input => MipsCases.FinalScore(FlatCase.Of(input))),
        new("mips.payment_adjustment", input => MipsCases.Adjustment(FlatCase.Of(input))),
        new("mips.budget_neutrality", input => MipsCases.Neutrality(FlatCase.Of(input))),
        new("mips.measure_points", input => QualityCases.Points(FlatCase.Of(input))),
        new("mips.category_scores", input => CategoryCases.Answer(FlatCase.Of(input))),
        new("mips.low_volume", input => LowVolumeCases.Answer(FlatCase.Of(input))),
        new("mips.improvement", input => QualityCases.Improvement(FlatCase.Of(input))),
        new("mips.measure", input => SubmissionCases.Measure(FlatCase.Of(input))),
        new("mips.cost", input => SubmissionCases.Cost(FlatCase.Of(input))),
        new("mips.interoperability", input => SubmissionCases.Interoperability(FlatCase.Of(input))),
        new("mips.activities", input => SubmissionCases.Activities(FlatCase.Of(input))),
        new("mips.special_status", input => SubmissionCases.Status(FlatCase.Of(input))),
        new("mips.eligibility", input => SubmissionCases.Eligibility(FlatCase.Of(input))),
        new("shared_savings.aco_quality", input => AcoStandardCases.Answer(FlatCase.Of(input))),
        new("qpp.qp.medicare_option", QppCaseRules.MedicareOption),
        new("qpp.qp.all_payer_combination_option", QppCaseRules.AllPayer),
        new("qpp.incentive.amount", QppCaseRules.Incentive),
        new("qpp.incentive.payees", QppCaseRules.Payees),
        new("qpp.conversion_factor.next", QppCaseRules.NextConversionFactor),
        new("qpp.conversion_factor.gap", QppCaseRules.ConversionFactorGap),
        new("qpp.advanced_apm.arrangement", QppCaseRules.Arrangement),
    ];
}
