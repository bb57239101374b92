using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>A benchmark year of one enrollment type, brought to BY3.</summary>
/// <param name="RiskRatio">BY3 risk over the year's risk.</param>
/// <param name="Trend">Growth from the year to BY3.</param>
/// <param name="PerCapita">Dollars a person-year, trended and risk adjusted.</param>
public sealed record TrendedYear(Ratio RiskRatio, Trend Trend, Money PerCapita);

/// <summary>The historical benchmark before adjustments.</summary>
public sealed record HistoricalExpenditures
{
    /// <summary>The section that governs it.</summary>
    public required BenchmarkSection Section { get; init; }

    /// <summary>BY1 at the level of BY3.</summary>
    public required ByType<TrendedYear> By1 { get; init; }

    /// <summary>BY2 at the level of BY3.</summary>
    public required ByType<TrendedYear> By2 { get; init; }

    /// <summary>The benchmark years weighted together, dollars a person-year.</summary>
    public required ByType<Money> PerCapita { get; init; }

    /// <summary>Shares of BY3 person-years.</summary>
    public required ByType<Ratio> By3Shares { get; init; }

    /// <summary>All types together by BY3 shares, dollars a person-year.</summary>
    public required Money Total { get; init; }

    /// <summary>Trends, risk adjusts and weights the benchmark years.</summary>
    /// <remarks>42 CFR 425.601(a)(3)-(7), (e)(2), 425.602(a), 425.603, 425.652(a), (c).</remarks>
    /// <exception cref="LawGapException">No section governs the agreement period.</exception>
    /// <exception cref="MissingFactorException">A factor is missing.</exception>
    public static HistoricalExpenditures Determine(BenchmarkFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var section = AgreementPeriod.Section(facts.AgreementStart, facts.AgreementPeriod, law);
        var agreementLaw = law.ForAgreementStarting(facts.AgreementStart);
        var by1 = Trended(facts, section, facts.By1);
        var by2 = Trended(facts, section, facts.By2);
        var perCapita = ByType.Of(type => Weighted(
            facts.AgreementPeriod, section, type,
            by1[type].PerCapita, by2[type].PerCapita, facts.By3.Assigned[type].PerCapita, agreementLaw));

        // (a)(6): restated in the proportions of BY3.
        var shares = Shares(facts.By3, Paragraphs.Of(section, "(a)(6)", "(c)(6)", "(a)(6)", "425.652(a)(6)"));
        return new HistoricalExpenditures
        {
            Section = section,
            By1 = by1,
            By2 = by2,
            PerCapita = perCapita,
            By3Shares = shares,
            Total = Combined(perCapita, shares).As("historical benchmark before adjustments",
                Paragraphs.Of(section, "(a)(6), (7)", "(c)(6), (7)", "(a)(6), (7)", "425.652(a)(6), (7)")),
        };
    }

    /// <summary>A value by type in the proportions of person-years.</summary>
    internal static Money Combined(ByType<Money> perCapita, ByType<Ratio> shares) =>
        Sums.Of(EnrollmentTypes.All.Select(type => perCapita[type] * shares[type]));

    /// <summary>Shares of a year's person-years.</summary>
    internal static ByType<Ratio> Shares(YearFacts year, string citation)
    {
        var all = All(year);
        return year.Assigned.Select((type, population) =>
            (population.PersonYears / all).As($"share of person-years {year.Year}, {type.Words()}", citation));
    }

    /// <summary>Person-years of all types.</summary>
    internal static PersonYears All(YearFacts year) =>
        Sums.Of(year.Assigned.Values.Select(population => population.PersonYears));

    private static ByType<TrendedYear> Trended(BenchmarkFacts facts, BenchmarkSection section, YearFacts year) => ByType.Of(type =>
    {
        // (a)(3): severity and case mix of BY3 in place of the year's own. There is no cap between benchmark years.
        var risk = (RiskScores.Of(facts.By3, type) / RiskScores.Of(year, type))
            .As($"risk ratio {year.Year} to {facts.By3.Year}, {type.Words()}",
                Paragraphs.Of(section, "(a)(3)", "(c)(3)", "(a)(3)", "425.652(a)(3)"));

        // (a)(5): trended forward to BY3.
        var citation = Paragraphs.Of(section, "(a)(5)", "(c)(5)", "(a)(5)", "425.652(a)(5)");
        var trend = TrendFactors.Of(section, type, year, facts.By3, facts.By3, null, citation);
        var perCapita = (year.Assigned[type].PerCapita * risk * trend.Factor)
            .As($"expenditures of {year.Year} at the level of {facts.By3.Year}, {type.Words()}", citation);
        return new TrendedYear(risk, trend, perCapita);
    });

    private static Money Weighted(
        int period, BenchmarkSection section, EnrollmentType type, Money by1, Money by2, Money by3, RuleYear law)
    {
        var name = $"historical benchmark before adjustments, {type.Words()}";

        // (e)(2)(i), (c)(2): equally in a later agreement period.
        if (period > 1)
        {
            return ((by1 + by2 + by3) / law[Keys.SharedSavings.Benchmark.YearsWeightedEqually])
                .As(name, Paragraphs.Of(section, "(a)(7)", "(c)(7)", "(e)(2)(i)", "425.652(c)(2)"));
        }

        // (a)(7): the latest year weighs most in the first.
        return ((by1 * law[Keys.SharedSavings.Benchmark.YearWeight, "by1"])
                + (by2 * law[Keys.SharedSavings.Benchmark.YearWeight, "by2"])
                + (by3 * law[Keys.SharedSavings.Benchmark.YearWeight, "by3"]))
            .As(name, Paragraphs.Of(section, "(a)(7)", "(c)(7)", "(a)(7)", "425.652(a)(7)"));
    }
}
