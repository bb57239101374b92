using Accountable.Tests.Mips;
using Accountable.Tests.SharedSavings;

namespace Accountable.Tests.Cases;

/// <summary>Which function answers the cases of which rule. A result is a set of named values; an error is the value of <c>error</c>.</summary>
internal static class CaseRules
{
    public static IReadOnlyDictionary<string, Func<Case, IReadOnlyDictionary<string, object?>>> All { get; } = new Dictionary<string, Func<Case, IReadOnlyDictionary<string, object?>>>
    {
        ["shared_savings.settlement"] = SettlementCases.Answer,
        ["reach.settlement"] = ReachCases.Answer,
        ["mips.final_score"] = MipsCases.FinalScore,
        ["mips.payment_adjustment"] = MipsCases.Adjustment,
        ["mips.budget_neutrality"] = MipsCases.Neutrality,
        ["mips.measure_points"] = QualityCases.Points,
        ["mips.category_scores"] = CategoryCases.Answer,
        ["mips.low_volume"] = LowVolumeCases.Answer,
        ["mips.improvement"] = QualityCases.Improvement,
    };
}
