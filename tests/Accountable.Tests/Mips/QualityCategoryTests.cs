using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Tests.Mips;

/// <summary>The quality category against a second implementation, and what holds for each submission.</summary>
public sealed class QualityCategoryTests
{
    public static TheoryData<int> Years => [.. Enumerable.Range(2017, 10)];

    [Theory]
    [MemberData(nameof(Years))]
    public void Two_implementations_give_the_same_score(int year)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        var known = NaiveQuality.Known(year).ToList();
        var random = new Random(year);
        var scores = new HashSet<decimal>();
        for (var round = 0; round < 150; round++)
        {
            var small = random.Next(2) == 0;
            var reported = Enumerable.Range(0, random.Next(1, 10)).Select(_ => Draw(year, known, random)).ToList();
            var expected = NaiveQuality.Percent(year, reported, small);
            var result = QualityCategory.Determine(Facts(reported, small, law), law);
            Assert.Equal(expected is null, result is null);
            Assert.Equal(decimal.Round(expected ?? 0, 12), decimal.Round((result?.Score.Amount ?? 0) * 100, 12));
            scores.Add(expected ?? -1);
        }
        Assert.True(scores.Count > 50);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void A_traced_score_is_the_same_and_replays(int year)
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        var traced = RuleBook.Embedded.For(new PerformanceYear(year), traced: true);
        var known = NaiveQuality.Known(year).ToList();
        var random = new Random(7);
        var reported = Enumerable.Range(0, 7).Select(_ => Draw(year, known, random) with { Suppressed = false }).ToList();
        var plain = QualityCategory.Determine(Facts(reported, true, law), law)!;
        var explained = QualityCategory.Determine(Facts(reported, true, traced), traced)!;
        Assert.Equal(plain.Score.Amount, explained.Score.Amount);
        Assert.Empty(Replay.Check(explained.Score.Derivation!));
    }

    [Fact]
    public void Nothing_that_is_added_lowers_the_score_from_2019()
    {
        var random = new Random(11);
        foreach (var year in Enumerable.Range(2019, 8))
        {
            var law = RuleBook.Embedded.For(new PerformanceYear(year));
            var known = NaiveQuality.Known(year).ToList();
            for (var round = 0; round < 40; round++)
            {
                var reported = Enumerable.Range(0, 6).Select(_ => Draw(year, known, random) with { Suppressed = false }).ToList();
                var less = QualityCategory.Determine(Facts([.. reported.Take(5)], false, law), law)!.Score;
                var more = QualityCategory.Determine(Facts(reported, false, law), law)!.Score;

                // A better required measure can lose its bonus, which is worth no more than two points of sixty.
                Assert.True(more.Amount >= less.Amount - (2m / 60));
            }
        }
    }

    [Fact]
    public void The_order_of_measures_does_not_matter()
    {
        var law = RuleBook.Embedded.For(new PerformanceYear(2021));
        var known = NaiveQuality.Known(2021).ToList();
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var reported = Enumerable.Range(0, 8).Select(_ => Draw(2021, known, random)).ToList();
            var forward = QualityCategory.Determine(Facts(reported, false, law), law);
            var backward = QualityCategory.Determine(Facts([.. Enumerable.Reverse(reported)], false, law), law);
            Assert.Equal(forward?.Score.Amount, backward?.Score.Amount);
        }
    }

    [Fact]
    public void The_scoring_example_of_CMS_comes_out()
    {
        // CMSgov/qpp-submissions-docs, scoring-example-output-quality.json: rules of 2019 on benchmarks of 2018, small practice,
        // 046, 110 and ACRAD15, of which 046 has no high priority bonus.
        var law = RuleBook.Embedded.For(new PerformanceYear(2018));
        NaiveQuality.Reported[] reported =
        [
            new("046", "registry", 82.31m, 147, 100, false, false),
            new("110", "registry", 82.31m, 562, 100, false, false),
            new("ACRAD15", "registry", 3, 1000, 11, false, false),
        ];
        var result = QualityCategory.Determine(Facts(reported, small: true, law), law)!;
        Assert.Equal((60m, 0m), (result.Possible.Amount, result.Bonus.Amount));
        Assert.Equal([8.9585m, 3, 3], result.Counted.Select(score => decimal.Round(score.Points.Amount, 4)).OrderDescending());
        var whole = QualityCategory.Determine(result.Achievement, result.Possible, Ratio.Zero, true, RuleBook.Embedded.For(new PerformanceYear(2019)));
        Assert.Equal(34.9308m, decimal.Round(whole.Amount * 100, 4));
    }

    private static QualityCategoryFacts Facts(IEnumerable<NaiveQuality.Reported> reported, bool small, RuleYear law) => new()
    {
        Submitted = [.. reported.Select(one => Measure(one, law))],
        Framework = Framework.Traditional,
        Program = "mips",
        Entity = EntityType.Group,
        SmallPractice = small,
    };

    private static ReportedMeasure Measure(NaiveQuality.Reported one, RuleYear law)
    {
        T Fact<T>(decimal amount, string name)
            where T : struct, IQuantity<T> => law.Traced ? T.Create(amount, null).From(name, "test") : T.Create(amount, null);
        return new ReportedMeasure
        {
            Measure = QualityMeasure.Find(one.Id, law)!,
            Method = one.Method,
            Rate = Fact<Count>(one.Rate, "rate"),
            Cases = Fact<Count>(one.Cases, "cases"),
            Completeness = Fact<Ratio>(one.CompletePercent / 100, "completeness"),
            EndToEnd = one.EndToEnd,
            Suppressed = one.Suppressed,
        };
    }

    private static NaiveQuality.Reported Draw(int year, List<(string Id, string Method)> known, Random random)
    {
        var (id, method) = known[random.Next(known.Count)];
        var edges = NaiveQuality.Edges(year, id, method);
        var edge = edges[random.Next(edges.Length)];
        var rate = random.Next(4) switch { 0 => edge, 1 => edge + 0.01m, 2 => Math.Max(0, edge - 0.01m), _ => random.Next(0, 10_001) / 100m };
        int[] cases = [19, 20, 21, 17, 18, 199, 200, 500];
        decimal[] complete = [49.99m, 50, 59.99m, 60, 69.99m, 70, 74.99m, 75, 100, 100, 100, 100];
        return new NaiveQuality.Reported(id, method, rate, cases[random.Next(cases.Length)], complete[random.Next(complete.Length)],
            random.Next(2) == 0, random.Next(12) == 0);
    }
}
