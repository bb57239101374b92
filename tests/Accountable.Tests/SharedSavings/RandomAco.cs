using Accountable.SharedSavings.Benchmark;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.SharedSavings;

/// <summary>Random ACOs of every era, and their facts.</summary>
internal static class RandomAco
{
    private const int Draws = 400;

    /// <summary>Every start that the law knows to 2027, with agreement periods of every section.</summary>
    public static readonly (DateOnly Start, int Period)[] Agreements =
    [
        (new(2012, 4, 1), 1), (new(2012, 7, 1), 1), .. January(2013, 2018, 1),
        (new(2016, 1, 1), 2), .. January(2017, 2019, 2), (new(2018, 1, 1), 3),
        (new(2019, 7, 1), 1), (new(2019, 7, 1), 3), .. January(2020, 2023, 1), .. January(2020, 2023, 2),
        .. January(2024, 2027, 1), .. January(2024, 2027, 2), .. January(2024, 2027, 4),
    ];

    private static IEnumerable<(DateOnly Start, int Period)> January(int first, int last, int period) =>
        Enumerable.Range(first, last - first + 1).Select(year => (new DateOnly(year, 1, 1), period));

    public static Gen<NaiveAco> Gen => FsCheck.Fluent.Gen.Choose(0, 1_000_000).ArrayOf(Draws).Select(Of);

    /// <summary>The same ACOs on every run, for what must be reached.</summary>
    public static IEnumerable<NaiveAco> Always(int count)
    {
        var random = new Random(425);
        for (var i = 0; i < count; i++)
            yield return Of([.. Enumerable.Range(0, Draws).Select(_ => random.Next(1_000_001))]);
    }

    private static NaiveAco Of(int[] draws)
    {
        var next = 0;
        decimal Between(decimal low, decimal high) => Math.Round(low + ((high - low) * draws[next++ % draws.Length] / 1_000_000m), 4);
        int Pick(int count) => draws[next++ % draws.Length] % count;
        decimal[] level = [80000m, 11000m, 17000m, 10000m];
        decimal[] size = [150m, 1800m, 900m, 9000m];
        decimal[] Each(Func<int, decimal> value) => [value(0), value(1), value(2), value(3)];
        decimal[][] Years(Func<int, int, decimal> value) => [.. Enumerable.Range(0, 4).Select(y => Each(e => value(y, e)))];
        var (start, period) = Agreements[Pick(Agreements.Length)];
        var personYears = Years((_, e) => Between(size[e] * 0.5m, size[e] * 1.5m));
        return new NaiveAco
        {
            Start = start,
            Period = period,
            Times = 1 + Pick(5),
            Year = start.Year + Pick(3),
            PersonYears = personYears,
            PerCapita = Years((_, e) => Between(level[e] * 0.85m, level[e] * 1.15m)),
            Risk = Years((_, _) => Between(0.95m, 1.12m)),
            Demographic = Years((_, _) => Between(0.97m, 1.05m)),
            National = Years((_, e) => Between(level[e] * 0.92m, level[e] * 1.08m)),
            NationalRisk = Years((_, _) => Between(0.98m, 1.03m)),
            NationalDemographic = Years((_, _) => Between(0.99m, 1.01m)),
            Counties = [.. Enumerable.Range(0, 3).Select(_ => Years((_, _) => 0m).Select((_, _) => Enumerable.Range(0, 4).Select(e => new[]
            {
                Between(1m, size[e]), Between(size[e], size[e] * 9), Between(level[e] * 0.9m, level[e] * 1.1m), Between(0.9m, 1.1m),
            }).ToArray()).ToArray())],
            Dual = Each(e => Between(0, personYears[2][e] * 0.4m)),
            LowIncome = Each(e => Between(0, personYears[2][e] * 0.4m)),
            Continuity = [.. Enumerable.Range(0, 4).Select(_ => new[]
            {
                Between(0, 0.4m), Between(0.9m, 1.1m), Between(0.93m, 1.07m), Between(0.98m, 1.02m),
            })],
            Growth = Each(_ => Between(-0.15m, 0.08m)),
            RegionalCap = Each(_ => Pick(3) == 0 ? Between(1m, 1.02m) : 1m),
            Prior = [.. Enumerable.Range(0, 3).Select(_ => Pick(4) == 0 ? (decimal?)null : Between(-300, 900))],
            PriorYears = [.. Enumerable.Range(0, 3).Select(_ => Between(6000, 16000))],
            Forfeited = [Pick(6) == 0, Pick(6) == 0, Pick(6) == 0],
            MinimumRate = Pick(5) * 0.005m,
        };
    }

    /// <summary>The same ACO as facts; traced ones have a name and a source each.</summary>
    public static BenchmarkFacts Facts(NaiveAco a, bool traced)
    {
        T Fact<T>(T quantity, string name)
            where T : struct, IQuantity<T> => traced ? quantity.From(name, "random") : quantity;
        YearFacts Year(int y) => new()
        {
            Year = y == 3 ? a.Year : a.Start.Year - 3 + y,
            Assigned = ByType.Of(type =>
            {
                var e = (int)type;
                var c = a.Continuity[e];
                return new AssignedPopulation
                {
                    PersonYears = Fact(new PersonYears(a.PersonYears[y][e]), "person-years"),
                    PerCapita = Fact(new Money(a.PerCapita[y][e]), "expenditures"),
                    RiskScore = Fact(new RiskScore(a.Risk[y][e]), "risk score"),
                    DemographicScore = Fact(new RiskScore(a.Demographic[y][e]), "demographic score"),
                    DualEligible = Fact(new PersonYears(a.Dual[e]), "dual person-years"),
                    DualOrLowIncome = Fact(new PersonYears(a.LowIncome[e]), "dual or low-income person-years"),
                    Continuity = new Continuity
                    {
                        NewlyAssigned = Fact(new Ratio(c[0]), "newly assigned"),
                        NewlyAssignedRisk = Fact(new Ratio(c[1]), "newly assigned risk"),
                        ContinuouslyAssignedRisk = Fact(new Ratio(c[2]), "continuously assigned risk"),
                        ContinuouslyAssignedDemographics = Fact(new Ratio(c[3]), "continuously assigned demographics"),
                    },
                };
            }),
            National = ByType.Of(type => new NationalPopulation
            {
                PerCapita = Fact(new Money(a.National[y][(int)type]), "national expenditures"),
                MeanRiskScore = Fact(new RiskScore(a.NationalRisk[y][(int)type]), "national risk score"),
                MeanDemographicScore = Fact(new RiskScore(a.NationalDemographic[y][(int)type]), "national demographic score"),
            }),
            Region = ByType.Of(type => RegionalExpenditures.Determine([.. a.Counties.Select((county, index) => new CountyPopulation
            {
                County = $"county {index}",
                Assigned = Fact(new PersonYears(county[y][(int)type][0]), "assigned"),
                Assignable = Fact(new PersonYears(county[y][(int)type][1]), "assignable"),
                PerCapita = Fact(new Money(county[y][(int)type][2]), "county expenditures"),
                RiskScore = Fact(new RiskScore(county[y][(int)type][3]), "county risk"),
            })])),
        };
        return new BenchmarkFacts
        {
            AgreementStart = a.Start,
            AgreementPeriod = a.Period,
            TimesRegionallyAdjusted = a.Times,
            By1 = Year(0),
            By2 = Year(1),
            By3 = Year(2),
            Performance = Year(3),
            PriorYears = [.. Enumerable.Range(0, 3).Select(y => new PriorYear
            {
                Year = a.Start.Year - 3 + y,
                PerCapitaSavings = a.Prior[y] is { } savings ? Fact(new Money(savings), "savings") : null,
                PersonYears = a.Prior[y] is null ? null : Fact(new PersonYears(a.PriorYears[y]), "person-years"),
                Forfeited = Fact(new Test(a.Forfeited[y]), "forfeited"),
            })],
            ProspectiveGrowth = ByType.Of(type => Fact(new Ratio(a.Growth[(int)type]), "projected growth")),
            RegionalRiskCapFactor = ByType.Of(type => Fact(new Ratio(a.RegionalCap[(int)type]), "regional risk cap")),
            MinimumRate = Fact(new Ratio(a.MinimumRate), "minimum rate"),
        };
    }
}
