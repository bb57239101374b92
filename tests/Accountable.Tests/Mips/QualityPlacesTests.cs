using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Tests.Mips;

/// <summary>Which measures count, out of how many points, and with which points beside achievement.</summary>
public sealed class QualityPlacesTests
{
    [Fact]
    public void Without_an_outcome_or_high_priority_measure_one_place_stays_empty()
    {
        // Six plain process measures of 2024 below their case minimum, small practice: five count three points each.
        var plain = Plain(2024, 6);
        var result = Category(2024, [.. plain.Select(id => Measure(2024, id, "registry", 50, cases: 19))], small: true)!;
        Assert.Equal((15m, 60m, 5), (result.Achievement.Amount, result.Possible.Amount, result.Counted.Count));

        // With an outcome measure beside them all six places are filled.
        result = Category(2024, [.. plain.Select(id => Measure(2024, id, "registry", 50, cases: 19)), Measure(2024, "001", "registry", 50, cases: 19)], small: true)!;
        Assert.Equal((18m, 6), (result.Achievement.Amount, result.Counted.Count));
    }

    [Fact]
    public void A_suppressed_measure_takes_its_points_from_what_is_possible()
    {
        var suppressed = Measure(2024, "236", "registry", 90) with { Suppressed = true };
        Assert.Equal(50m, Category(2024, [suppressed, Measure(2024, "001", "registry", 10)])!.Possible.Amount);
        Assert.Equal(60m, Category(2024, [Measure(2024, "236", "registry", 90), Measure(2024, "001", "registry", 10)])!.Possible.Amount);
        Assert.Null(Category(2024, [suppressed], required: 1));
    }

    [Fact]
    public void Fewer_measures_that_apply_are_enough_but_never_more_than_six_are_asked()
    {
        Assert.Equal(10m, Category(2024, [Measure(2024, "001", "registry", 10)], required: 1)!.Possible.Amount);
        var plain = Plain(2024, 5).Select(id => Measure(2024, id, "registry", 50, cases: 19)).ToArray();
        Assert.Equal((5, 50m), (Category(2024, plain, required: 5)!.Counted.Count, Category(2024, plain, required: 5)!.Possible.Amount));
        Assert.Equal(5, Category(2024, [.. plain, Measure(2024, Plain(2024, 6)[5], "registry", 50, cases: 19)], required: 6)!.Counted.Count);
        Assert.Equal(60m, Category(2024, [Measure(2024, "001", "registry", 10)], required: 9)!.Possible.Amount);
    }

    [Fact]
    public void A_measure_of_claims_adds_ten_points_where_it_can_be_scored()
    {
        ReportedMeasure[] submitted = [Measure(2024, "001", "registry", 10)];
        Assert.Equal(70m, Category(2024, submitted, claims: [Measure(2024, "479", "administrativeClaims", 0.1m, cases: 200)])!.Possible.Amount);
        Assert.Equal(60m, Category(2024, submitted, claims: [Measure(2024, "479", "administrativeClaims", 0.1m, cases: 199)])!.Possible.Amount);
    }

    [Fact]
    public void Through_2018_the_best_mechanism_counts_and_from_2019_all_together()
    {
        foreach (var year in new[] { 2018, 2019 })
        {
            ReportedMeasure[] both = [Measure(year, "001", "registry", 0), Measure(year, "130", "electronicHealthRecord", 100)];
            var separate = both.Max(one => Category(year, [one])!.Achievement.Amount);
            var joined = Category(year, both)!.Achievement.Amount;
            Assert.Equal(year == 2018, joined == separate);
        }
    }

    [Fact]
    public void Of_several_ways_of_collecting_one_measure_the_best_counts_once()
    {
        var result = Category(2024, [Measure(2024, "001", "registry", 90), Measure(2024, "001", "registry", 5), Measure(2024, "001", "electronicHealthRecord", 50)])!;
        Assert.Equal(10m, result.Achievement.Amount);
        Assert.Single(result.Counted);
    }

    [Theory]
    [InlineData(2025, EntityType.ApmEntity, "electronicHealthRecord", 2)]
    [InlineData(2025, EntityType.VirtualGroup, "electronicHealthRecord", 2)]
    [InlineData(2024, EntityType.ApmEntity, "electronicHealthRecord", 0)]
    [InlineData(2025, EntityType.Group, "electronicHealthRecord", 0)]
    [InlineData(2025, EntityType.ApmEntity, "registry", 0)]
    public void A_complex_organization_has_a_point_for_each_eCQM(int year, EntityType entity, string method, decimal bonus)
    {
        var result = Category(year, [Measure(year, "112", method, 50), Measure(year, "113", method, 50)], entity: entity)!;
        Assert.Equal(bonus, result.Bonus.Amount);
    }

    [Fact]
    public void The_adjustment_of_complex_organizations_keeps_to_ten_points_a_measure_and_to_a_tenth_of_all()
    {
        // 001 at zero percent has ten points, and nothing is added to it.
        var best = Category(2025, [Measure(2025, "001", "electronicHealthRecord", 0)], entity: EntityType.ApmEntity)!;
        Assert.Equal((10m, 0m), (best.Achievement.Amount, best.Bonus.Amount));

        // Of one place with ten points possible at most one point; too few cases and incomplete data have none.
        Assert.Equal(1m, Category(2025, [Measure(2025, "112", "electronicHealthRecord", 50)], entity: EntityType.ApmEntity, required: 1)!.Bonus.Amount);
        Assert.Equal(0m, Category(2025, [Measure(2025, "112", "electronicHealthRecord", 50, cases: 19)], entity: EntityType.ApmEntity)!.Bonus.Amount);
        Assert.Equal(0m, Category(2025, [Measure(2025, "112", "electronicHealthRecord", 50, complete: 74.99m)], entity: EntityType.ApmEntity)!.Bonus.Amount);
    }

    [Fact]
    public void Improvement_needs_all_measures_and_complete_data()
    {
        var law = Law(2024);
        ReportedMeasure[] one = [Measure(2024, "001", "registry", 10)];
        Assert.Equal(0m, QualityCategory.Determine(Facts(2024, one) with { PriorAchievement = new Ratio(0.1m) }, law)!.Improvement.Amount);
        var whole = Facts(2024, one) with { PriorAchievement = new Ratio(0.9m), Required = new Count(1) };
        Assert.True(QualityCategory.Determine(whole, law)!.Improvement.Amount > 0);
        var incomplete = whole with { Submitted = [Measure(2024, "001", "registry", 10, complete: 74m)], SmallPractice = true };
        Assert.Equal(0m, QualityCategory.Determine(incomplete, law)!.Improvement.Amount);
    }

    [Fact]
    public void The_pathway_for_APMs_counts_a_Medicare_CQM_as_its_measure_and_leaves_out_what_cannot_be_compared()
    {
        var facts = Facts(2025, [Measure(2025, "236SSP", "registry", 95), Measure(2025, "236", "electronicHealthRecord", 1)]) with
        {
            Framework = Framework.App,
            Program = "appPlus",
            Entity = EntityType.ApmEntity,
        };
        var result = QualityCategory.Determine(facts, Law(2025))!;

        // 236 counts once, at its best; 001, 112 and 134 are missing.
        Assert.Equal((40m, 1, 10m), (result.Possible.Amount, result.Counted.Count, result.Achievement.Amount));
        var few = facts with { Submitted = [Measure(2025, "236SSP", "registry", 95, cases: 19)] };
        Assert.Equal(30m, QualityCategory.Determine(few, Law(2025))!.Possible.Amount);
    }

    private static string[] Plain(int year, int number)
    {
        var law = Law(year);
        return [.. NaiveQuality.Known(year).Where(key => key.Method == "registry").Select(key => key.Id).Distinct()
            .Select(id => QualityMeasure.Find(id, law)!).Where(measure => measure is { IsOutcome: false, HighPriority: false, FirstYear: null })
            .Select(measure => measure.Id).Take(number)];
    }

    private static RuleYear Law(int year) => RuleBook.Embedded.For(new PerformanceYear(year));

    private static QualityCategoryResult? Category(
        int year, ReportedMeasure[] submitted, bool small = false, EntityType entity = EntityType.Group, int? required = null, ReportedMeasure[]? claims = null) =>
        QualityCategory.Determine(Facts(year, submitted) with
        {
            SmallPractice = small,
            Entity = entity,
            Required = required is { } number ? new Count(number) : null,
            FromClaims = claims ?? [],
        }, Law(year));

    private static QualityCategoryFacts Facts(int year, ReportedMeasure[] submitted) => new()
    {
        Submitted = submitted,
        Framework = Framework.Traditional,
        Program = "mips",
        Entity = EntityType.Group,
    };

    private static ReportedMeasure Measure(int year, string id, string method, decimal rate, int cases = 500, decimal complete = 100) => new()
    {
        Measure = QualityMeasure.Find(id, Law(year))!,
        Method = method,
        Rate = new Count(rate),
        Cases = new Count(cases),
        Completeness = new Ratio(complete / 100),
    };
}
