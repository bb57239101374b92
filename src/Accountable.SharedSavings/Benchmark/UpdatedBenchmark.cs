using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>The update of one enrollment type from BY3 to the performance year.</summary>
/// <param name="Trend">National, regional and two-way growth; null where the update is a flat amount.</param>
/// <param name="FlatAmount">The flat dollar amount of national growth; null where the update is a factor.</param>
/// <param name="Prospective">The accountable care prospective trend as a factor; null before 2024.</param>
/// <param name="Factor">The update factor; null where the update is a flat amount.</param>
/// <param name="PerCapita">The updated benchmark, dollars a person-year.</param>
/// <param name="TwoWay">The updated benchmark without the prospective trend; null before 2024.</param>
public sealed record UpdateOfType(Trend? Trend, Money? FlatAmount, Ratio? Prospective, Ratio? Factor, Money PerCapita, Money? TwoWay);

/// <summary>The updated benchmark of a performance year.</summary>
public sealed record UpdatedBenchmark
{
    /// <summary>Growth of risk.</summary>
    public required RiskAdjustment Risk { get; init; }

    /// <summary>The update of each type.</summary>
    public required ByType<UpdateOfType> Types { get; init; }

    /// <summary>The updated benchmark by the performance year's shares, dollars a person-year.</summary>
    public required Money PerCapita { get; init; }

    /// <summary>The same without the prospective trend; null before 2024.</summary>
    public required Money? TwoWay { get; init; }

    /// <summary>Expenditures of the performance year by its shares, dollars a person-year.</summary>
    public required Money Expenditures { get; init; }

    /// <summary>Person-years of the performance year.</summary>
    public required PersonYears PersonYears { get; init; }

    /// <summary>The updated benchmark times person-years, dollars.</summary>
    public required Money Total { get; init; }

    /// <summary>Updates the benchmark. 42 CFR 425.601(a)(10), (b), 425.602(b), 425.603(d), 425.652(a)(10), (b).</summary>
    /// <exception cref="LawGapException">The performance year is no year of the agreement period.</exception>
    /// <exception cref="MissingFactorException">A factor or a fact is missing.</exception>
    public static UpdatedBenchmark Determine(BenchmarkFacts facts, BenchmarkSection section, AdjustedBenchmark benchmark, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(law);
        var year = facts.Performance
            ?? throw new MissingFactorException("the performance year", "Add rows with year_role py to the history");
        var last = AgreementPeriod.LastYear(facts.AgreementStart, law);
        if (year.Year < facts.AgreementStart.Year || year.Year > last)
        {
            throw new LawGapException($"a performance year of the agreement period that started on {facts.AgreementStart:yyyy-MM-dd}",
                $"{year.Year}", $"{facts.AgreementStart.Year} to {last}");
        }

        // (a)(10): severity and case mix of the performance year.
        var risk = RiskAdjustment.Determine(facts, section, benchmark, law);
        var types = ByType.Of(type => section is BenchmarkSection.First or BenchmarkSection.Reset2016
            ? ByFlatAmount(facts, section, type, year, benchmark.PerCapita[type], risk.Ratios[type])
            : ByFactor(facts, section, type, year, benchmark.PerCapita[type], risk.Ratios[type], law));

        // The types together in the proportions of the performance year.
        var citation = Citation(section);
        var shares = HistoricalExpenditures.Shares(year, citation);
        var perCapita = HistoricalExpenditures.Combined(types.Select((_, update) => update.PerCapita), shares)
            .As("updated benchmark", citation);
        var years = HistoricalExpenditures.All(year).As("person-years of the performance year", citation);
        return new UpdatedBenchmark
        {
            Risk = risk,
            Types = types,
            PerCapita = perCapita,
            TwoWay = section == BenchmarkSection.Prospective
                ? HistoricalExpenditures.Combined(types.Select((_, update) => update.TwoWay!.Value), shares)
                    .As("recalculated updated benchmark", "42 CFR 425.652(b)(5)")
                : null,
            Expenditures = HistoricalExpenditures.Combined(year.Assigned.Select((_, population) => population.PerCapita), shares)
                .As("expenditures of the performance year", citation),
            PersonYears = years,
            Total = (perCapita * years).As("total updated benchmark", citation),
        };
    }

    private static string Citation(BenchmarkSection section) => Paragraphs.Of(section, "(b)", "(d)", "(b)", "425.652(b)");

    /// <summary>The flat dollar equivalent of national growth. 42 CFR 425.602(b).</summary>
    private static UpdateOfType ByFlatAmount(
        BenchmarkFacts facts, BenchmarkSection section, EnrollmentType type, YearFacts year, Money benchmark, Ratio risk)
    {
        var flat = (TrendFactors.NationalPerCapita(type, year) - TrendFactors.NationalPerCapita(type, facts.By3))
            .As($"national growth in dollars, {type.Words()}", Citation(section));
        var updated = ((benchmark + flat) * risk).Assume($"updated benchmark, {type.Words()}", "A-407");
        return new UpdateOfType(null, flat, null, null, updated, null);
    }

    private static UpdateOfType ByFactor(
        BenchmarkFacts facts, BenchmarkSection section, EnrollmentType type, YearFacts year, Money benchmark, Ratio risk, RuleYear law)
    {
        var isProspective = section == BenchmarkSection.Prospective;
        var riskCap = isProspective ? CapFactor(facts, type) : null;
        var trend = TrendFactors.Of(
            section, type, facts.By3, year, year, riskCap, isProspective ? "42 CFR 425.652(b)(2)" : Citation(section));
        var riskAdjusted = (benchmark * risk).As($"risk-adjusted benchmark, {type.Words()}",
            Paragraphs.Of(section, "(a)(9)", "(c)(10)", "(a)(10)", "425.652(a)(10)"));
        if (!isProspective)
        {
            return new UpdateOfType(trend, null, null, trend.Factor,
                (riskAdjusted * trend.Factor).As($"updated benchmark, {type.Words()}", Citation(section)), null);
        }
        var prospective = Prospective(facts, type, benchmark);

        // (b)(4): the prospective trend and the two-way blend by their weights of the year.
        var acpt = law[Keys.SharedSavings.Benchmark.UpdateParts, "acpt"];
        var rest = law[Keys.SharedSavings.Benchmark.UpdateParts, "two_way"];
        var weight = (acpt / (acpt + rest)).As("weight of the prospective trend", "42 CFR 425.652(b)(4)");
        var factor = ((prospective * weight) + (trend.Factor * (Ratio.One - weight)))
            .As($"three-way update factor, {type.Words()}", "42 CFR 425.652(b)(4)");
        return new UpdateOfType(trend, null, prospective, factor,
            (riskAdjusted * factor).As($"updated benchmark, {type.Words()}", "42 CFR 425.652(b)"),
            (riskAdjusted * trend.Factor).As($"recalculated updated benchmark, {type.Words()}", "42 CFR 425.652(b)(5)"));
    }

    private static Ratio? CapFactor(BenchmarkFacts facts, EnrollmentType type) => facts.RegionalRiskCapFactor is { } factors
        ? factors[type]

        // The section's text is not at hand: without CMS's factor none is assumed.
        : null;

    /// <summary>
    /// National BY3 dollars times projected growth, at the ACO's risk, over its historical benchmark. 42 CFR 425.660(b)(3)-(5).
    /// </summary>
    private static Ratio Prospective(BenchmarkFacts facts, EnrollmentType type, Money benchmark)
    {
        var growth = facts.ProspectiveGrowth?[type] ?? throw new MissingFactorException(
            $"the accountable care prospective trend of agreement periods from {facts.AgreementStart:yyyy-MM-dd} "
            + $"for {facts.Performance!.Year}",
            "Add its rows to acpt.csv of the factors folder");
        var flat = (TrendFactors.NationalPerCapita(type, facts.By3) * growth)
            .As($"flat dollar prospective trend, {type.Words()}", "42 CFR 425.660(b)(3)");
        var adjusted = (flat * RiskScores.AsRatio(RiskScores.Of(facts.By3, type)))
            .As($"risk-adjusted prospective trend, {type.Words()}", "42 CFR 425.660(b)(4)");
        return (Ratio.One + (adjusted / benchmark)).As($"prospective trend, {type.Words()}", "42 CFR 425.660(b)(5)");
    }
}
