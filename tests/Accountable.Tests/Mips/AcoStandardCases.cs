using System.Globalization;
using Accountable.Rules;
using Accountable.SharedSavings.Quality;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of the quality performance standard of ACOs. Deciles are pairs of measure and decile.</summary>
internal static class AcoStandardCases
{
    public static IReadOnlyDictionary<string, object?> Answer(FlatCase one)
    {
        try
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);
            var traced = RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf, traced: true);
            var plain = AcoQuality.Determine(Facts(one, law), law);
            var explained = AcoQuality.Determine(Facts(one, traced), traced);
            Assert.Equal((plain.Score.Amount, plain.Met.Holds), (explained.Score.Amount, explained.Met.Holds));
            Assert.Empty(Replay.Check(explained.Score.Derivation!));
            string[] ways =
            [
                plain.MetPercentile.Holds ? "percentile" : "", plain.MetIncentive.Holds ? "incentive" : "",
                plain.MetFirstYear.Holds ? "first-year" : "", plain.MetAlternative.Holds ? "alternative" : "",
            ];
            return new Dictionary<string, object?>
            {
                ["score"] = plain.Score.Amount * 100,
                ["ways"] = string.Join(' ', ways.Where(way => way.Length > 0)),
                ["met"] = plain.Met.Holds,
                ["bonus"] = plain.EquityBonus.Amount * 100,
            };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    private static AcoQualityFacts Facts(FlatCase one, RuleYear law) => new()
    {
        MipsScore = Fact<Ratio>(Number(one, "mips") / 100, law),
        Measures = [.. one.Given.GetValueOrDefault("deciles", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(2)
            .Select(pair => new MeasureStanding(pair[0], Fact<Count>(Number(pair[1]), law)))],
        CompleteElectronic = Fact<Count>(Number(one, "electronic"), law),
        ReportedAll = new Test(Number(one, "not_all") == 0),
        ReportedAny = new Test(Number(one, "none") == 0),
        HasUnscored = new Test(Number(one, "unscored") > 0),
        Affected = new Test(Number(one, "affected") > 0),
        FirstYear = new Test(Number(one, "first_year") > 0),
        Equity = one.Given.ContainsKey("deprived")
            ? new HealthEquityFacts
            {
                Eligible = new Test(Number(one, "not_eligible") == 0),
                TopThird = Fact<Count>(Number(one, "top"), law),
                MiddleThird = Fact<Count>(Number(one, "middle"), law),
                Deprived = Fact<Ratio>(Number(one, "deprived"), law),
                DualOrSubsidy = Fact<Ratio>(Number(one, "dual"), law),
            }
            : null,
    };

    private static T Fact<T>(decimal amount, RuleYear law)
        where T : struct, IQuantity<T> => law.Traced ? T.Create(amount, null).From("fact", "case") : T.Create(amount, null);

    private static decimal Number(FlatCase one, string key) => one.Given.TryGetValue(key, out var text) ? Number(text) : 0;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
