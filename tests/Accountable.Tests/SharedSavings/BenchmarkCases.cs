using System.Globalization;
using Accountable.Rules;
using Accountable.SharedSavings.Benchmark;
using Accountable.Tests.Cases;

namespace Accountable.Tests.SharedSavings;

/// <summary>Answers cases of single steps of the benchmark.</summary>
/// <remarks>Four numbers are of the four enrollment types in the regulation's order.</remarks>
internal static class BenchmarkCases
{
    /// <summary>Regional, prior savings and population adjustments of a historical benchmark that is given.</summary>
    public static IReadOnlyDictionary<string, object?> Adjustments(FlatCase one) => Guarded(() =>
    {
        var law = Law(one);
        var facts = Facts(one);
        var section = AgreementPeriod.Section(facts.AgreementStart, facts.AgreementPeriod, law);
        var given = Four(one, "historical");
        var shares = ByType.Of(type => facts.By3.Assigned[type].PersonYears / HistoricalYears(facts.By3));
        var historical = new HistoricalExpenditures
        {
            Section = section, By1 = Unused, By2 = Unused, PerCapita = ByType.Of(type => new Money(given[(int)type])), By3Shares = shares,
            Total = Money.Zero,
        };
        var adjusted = AdjustedBenchmark.Determine(facts, historical, law);
        var answer = new Dictionary<string, object?>
        {
            ["section"] = section.ToString(),
            ["applied"] = adjusted.Applied.ToString(),
            ["weight"] = adjusted.Regional?.Weight.Amount,
            ["offset"] = adjusted.Regional?.Offset?.Amount,
            ["single"] = adjusted.Regional?.Single.Amount,
            ["average_savings"] = adjusted.PriorSavings?.Average.Amount,
            ["proration"] = adjusted.PriorSavings?.Proration?.Amount,
            ["prior_savings"] = adjusted.PriorSavings?.Amount.Amount,
            ["population"] = adjusted.Population?.Amount.Amount,
            ["error"] = "",
        };
        foreach (var type in EnrollmentTypes.All)
        {
            answer[$"difference_{type.Name()}"] = adjusted.Regional?.Difference[type].Amount;
            answer[$"regional_{type.Name()}"] = adjusted.Regional?.Adjustment[type].Amount;
            answer[$"adjustment_{type.Name()}"] = adjusted.Adjustment[type].Amount;
        }
        return answer;
    });

    /// <summary>The update of a historical benchmark that is given; every type has the same figures.</summary>
    public static IReadOnlyDictionary<string, object?> Update(FlatCase one) => Guarded(() =>
    {
        var law = Law(one);
        var facts = Facts(one);
        var section = AgreementPeriod.Section(facts.AgreementStart, facts.AgreementPeriod, law);
        var given = Four(one, "historical");
        var benchmark = new AdjustedBenchmark
        {
            Regional = null, PriorSavings = null, Population = null, Applied = AppliedAdjustment.None,
            Adjustment = ByType.Of(_ => Money.Zero), PerCapita = ByType.Of(type => new Money(given[(int)type])), Total = Money.Zero,
        };
        var updated = UpdatedBenchmark.Determine(facts, section, benchmark, law);
        var answer = new Dictionary<string, object?>
        {
            ["per_capita"] = updated.PerCapita.Amount,
            ["two_way"] = updated.TwoWay?.Amount,
            ["total"] = updated.Total.Amount,
            ["cap"] = updated.Risk.Cap?.Amount,
            ["aggregate"] = updated.Risk.Aggregate?.Amount,
            ["cap_applies"] = updated.Risk.CapApplies?.Holds,
            ["error"] = "",
        };
        foreach (var type in EnrollmentTypes.All)
        {
            answer[$"risk_{type.Name()}"] = updated.Risk.Ratios[type].Amount;
            answer[$"prospective_{type.Name()}"] = updated.Types[type].Prospective?.Amount;
            answer[$"factor_{type.Name()}"] = updated.Types[type].Factor?.Amount;
        }
        return answer;
    });

    /// <summary>The guardrail of the three-way update.</summary>
    public static IReadOnlyDictionary<string, object?> Guard(FlatCase one)
    {
        var guardrail = Guardrail.Determine(
            new Money(Number(one, "expenditures")), new Money(Number(one, "updated")), new Money(Number(one, "recalculated")),
            new Ratio(Number(one, "minimum_rate")));
        return new Dictionary<string, object?> { ["outcome"] = guardrail.Outcome.ToString(), ["stands"] = guardrail.PerCapita.Amount };
    }

    /// <summary>The share of a region that is assigned, and a blend with it as weight.</summary>
    public static IReadOnlyDictionary<string, object?> Region(FlatCase one)
    {
        var (assigned, assignable) = (Numbers(one, "assigned"), Numbers(one, "assignable"));
        var (dollars, risk) = (Numbers(one, "county_expenditures"), Numbers(one, "county_risk"));
        var region = RegionalExpenditures.Determine([.. assigned.Select((years, i) => new CountyPopulation
        {
            County = $"county {i + 1}", Assigned = new PersonYears(years), Assignable = new PersonYears(assignable[i]),
            PerCapita = new Money(dollars[i]), RiskScore = new RiskScore(risk[i]),
        })]);
        return new Dictionary<string, object?> { ["share"] = region.AssignedShare.Amount, ["expenditures"] = region.PerCapita.Amount };
    }

    /// <summary>One beneficiary's expenditures.</summary>
    public static IReadOnlyDictionary<string, object?> Expenditures(FlatCase one)
    {
        var result = BeneficiaryExpenditures.Determine(
            new Money(Number(one, "paid")), new PersonYears(Number(one, "months") / 12), new Money(Number(one, "threshold")),
            new Ratio(Number(one, "completion")));
        return new Dictionary<string, object?>
        {
            ["annualized"] = result.Annualized.Amount, ["truncated"] = result.Truncated.Amount,
            ["completed"] = result.Completed.Amount, ["weighted"] = result.Weighted.Amount,
        };
    }

    /// <summary>Which adjustment applies from 2024.</summary>
    public static IReadOnlyDictionary<string, object?> Highest(FlatCase one)
    {
        var (regional, prior, population) = (Number(one, "regional"), NumberOrNull(one, "prior_savings"), NumberOrNull(one, "population"));
        var applied = AdjustedBenchmark.Highest(
            new Money(regional), prior is { } savings ? new Money(savings) : null, population is { } dollars ? new Money(dollars) : null);
        return new Dictionary<string, object?>
        {
            ["applied"] = applied.ToString(),
            ["amount"] = applied switch
            {
                AppliedAdjustment.Regional => regional,
                AppliedAdjustment.PriorSavings => prior,
                AppliedAdjustment.Population => population,
                _ => 0m,
            },
        };
    }

    /// <summary>The section that governs an agreement period.</summary>
    public static IReadOnlyDictionary<string, object?> Section(FlatCase one) => Guarded(() => new Dictionary<string, object?>
    {
        ["section"] = AgreementPeriod.Section(Start(one), (int)Number(one, "agreement_period"), Law(one)).ToString(), ["error"] = "",
    });

    private static ByType<TrendedYear> Unused =>
        ByType.Of(_ => new TrendedYear(Ratio.One, new Trend(null, null, null, Ratio.One), Money.Zero));

    private static PersonYears HistoricalYears(YearFacts year) =>
        year.Assigned.Values.Aggregate(PersonYears.Zero, (sum, population) => sum + population.PersonYears);

    private static BenchmarkFacts Facts(FlatCase one)
    {
        var start = Start(one);
        var by3 = Year(one, start.Year - 1, "");
        var prior = one.Given.TryGetValue("prior", out var text) ? text.Split(' ') : null;
        return new BenchmarkFacts
        {
            AgreementStart = start,
            AgreementPeriod = (int)Number(one, "agreement_period"),
            TimesRegionallyAdjusted = (int?)NumberOrNull(one, "times"),
            Track = one.Given.GetValueOrDefault("track"),
            By1 = by3 with { Year = start.Year - 3 },
            By2 = by3 with { Year = start.Year - 2 },
            By3 = by3,
            Performance = one.Given.ContainsKey("py_national") ? Year(one, one.Year, "py_") : null,
            PriorYears = prior is null ? [] : [.. prior.Select((cell, i) => new PriorYear
            {
                Year = start.Year - 3 + i,
                PerCapitaSavings = cell == "none" ? null : new Money(Decimal(cell.TrimEnd('f'))),
                PersonYears = new PersonYears(Number(one, "prior_person_years")),
                Forfeited = new Test(cell.EndsWith('f')),
            })],
            ProspectiveGrowth = NumberOrNull(one, "growth") is { } growth ? ByType.Of(_ => new Ratio(growth)) : null,
        };
    }

    private static YearFacts Year(FlatCase one, int year, string prefix)
    {
        decimal[] Of(string name) => Four(one, prefix + name);
        var (years, dollars, risk, national) = (Of("person_years"), Of("per_capita"), Of("risk"), Of("national"));
        var regional = one.Given.ContainsKey(prefix + "regional") ? Of("regional") : null;
        var demographic = one.Given.ContainsKey(prefix + "demographic") ? Of("demographic") : null;
        var dual = one.Given.ContainsKey("dual") ? Four(one, "dual") : null;
        var lowIncome = one.Given.ContainsKey("dual_or_lis") ? Four(one, "dual_or_lis") : null;
        return new YearFacts
        {
            Year = year,
            Assigned = ByType.Of(type => new AssignedPopulation
            {
                PersonYears = new PersonYears(years[(int)type]),
                PerCapita = new Money(dollars[(int)type]),
                RiskScore = new RiskScore(risk[(int)type]),
                DemographicScore = demographic is null ? null : new RiskScore(demographic[(int)type]),
                DualEligible = dual is null ? null : new PersonYears(dual[(int)type]),
                DualOrLowIncome = lowIncome is null ? null : new PersonYears(lowIncome[(int)type]),
            }),
            National = ByType.Of(type => new NationalPopulation { PerCapita = new Money(national[(int)type]) }),
            Region = regional is null ? null : ByType.Of(type => new RegionalPopulation
            {
                PerCapita = new Money(regional[(int)type]), AssignedShare = new Ratio(NumberOrNull(one, "share") ?? 0),
            }),
        };
    }

    private static IReadOnlyDictionary<string, object?> Guarded(Func<Dictionary<string, object?>> answer)
    {
        try
        {
            return answer();
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
        catch (MissingFactorException e)
        {
            return new Dictionary<string, object?> { ["error"] = $"missing {e.Factor}" };
        }
    }

    private static RuleYear Law(FlatCase one) => RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf);

    private static DateOnly Start(FlatCase one) =>
        DateOnly.ParseExact(one.Given["agreement_start"], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Four numbers, or one for all types.</summary>
    private static decimal[] Four(FlatCase one, string key) =>
        Numbers(one, key) switch { [var all] => [all, all, all, all], var four => four };

    private static decimal[] Numbers(FlatCase one, string key) => [.. one.Given[key].Split(' ').Select(Decimal)];

    private static decimal Number(FlatCase one, string key) => Decimal(one.Given[key]);

    private static decimal? NumberOrNull(FlatCase one, string key) => one.Given.TryGetValue(key, out var text) ? Decimal(text) : null;

    private static decimal Decimal(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
