using System.Globalization;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of category scores: quality from points, activities from their number, interoperability from rates.</summary>
internal static class CategoryCases
{
    public static IReadOnlyDictionary<string, object?> Answer(FlatCase one)
    {
        try
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
            var answer = new Dictionary<string, object?>();
            if (one.Given.ContainsKey("achievement"))
                answer["quality"] = QualityCategory.Determine(new Points(Number(one, "achievement")), new Points(Number(one, "possible")), new Ratio(Number(one, "improvement") / 100), Number(one, "small_practice") > 0, law).Amount * 100;
            if (one.Given.ContainsKey("medium"))
                answer["ia"] = ImprovementActivities.Determine(new Count(Number(one, "medium")), new Count(Number(one, "high")), Number(one, "special_status") > 0, law).Amount * 100;
            if (one.Given.TryGetValue("rates", out var rates))
            {
                var points = rates.Split(' ').Chunk(3).Select(rate => PromotingInteroperability.Measure(rate[0], new Count(Number(rate[1])), new Count(Number(rate[2])), law)).ToList();
                answer["points"] = string.Join(' ', points.Select(earned => earned.Amount.ToString("0", CultureInfo.InvariantCulture)));
                answer["pi"] = PromotingInteroperability.Score(points.Aggregate((left, right) => left + right), law).Amount * 100;
            }
            return answer;
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    private static decimal Number(FlatCase one, string key) => one.Given.TryGetValue(key, out var text) ? Number(text) : 0;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
