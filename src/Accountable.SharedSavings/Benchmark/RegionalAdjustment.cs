using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>The adjustment of the historical benchmark toward the ACO's region.</summary>
/// <remarks>42 CFR 425.601(a)(8), (f), 425.603(c)(9), 425.656.</remarks>
public sealed record RegionalAdjustment
{
    /// <summary>Regional expenditures at the ACO's risk less the historical benchmark, dollars a person-year.</summary>
    public required ByType<Money> Difference { get; init; }

    /// <summary>Whether the ACO spends less than its region.</summary>
    public required Test LowerSpending { get; init; }

    /// <summary>The share of the difference that is taken.</summary>
    public required Ratio Weight { get; init; }

    /// <summary>What is taken off negative adjustments, 0 to 1; null where none is negative or the section has none.</summary>
    public required Ratio? Offset { get; init; }

    /// <summary>The adjustment of each type after cap and offset, dollars a person-year.</summary>
    public required ByType<Money> Adjustment { get; init; }

    /// <summary>The adjustment as one number by BY3 shares, dollars a person-year.</summary>
    public required Money Single { get; init; }

    /// <summary>Computes it. Only for sections that have a regional adjustment.</summary>
    /// <exception cref="MissingFactorException">A factor or a fact is missing.</exception>
    public static RegionalAdjustment Determine(BenchmarkFacts facts, HistoricalExpenditures historical, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(historical);
        ArgumentNullException.ThrowIfNull(law);
        var section = historical.Section;
        var agreementLaw = law.ForAgreementStarting(facts.AgreementStart);

        // (a)(8)(i), (ii)(A): the region at the ACO's own risk, less the historical benchmark.
        var toDifference = Paragraphs.Of(section, "", "(c)(9)(i), (ii)(A)", "(a)(8)(i), (ii)(A)", "425.656(b), (c)(1)");
        var difference = historical.PerCapita.Select((type, benchmark) =>
            ((TrendFactors.Region(type, facts.By3).PerCapita * RiskScores.AsRatio(RiskScores.Of(facts.By3, type))) - benchmark)
                .As($"region less historical benchmark, {type.Words()}", toDifference));

        // (f)(5): the ACO spends less than its region when the sum over the types is positive.
        var toSign = Paragraphs.Of(section, "", "(c)(9)(ii)(B)(4)", "(f)(5)", "425.656(d)(5)");
        var net = HistoricalExpenditures.Combined(difference, historical.By3Shares).As("net difference to the region", toSign);
        var lower = net == Money.Zero
            ? net.MeetsOrExceeds(Money.Zero).Assume("lower spending than the region when the net difference is zero", "A-402")
            : net.MeetsOrExceeds(Money.Zero).As("lower spending than the region", toSign);
        var weight = WeightOf(facts, section, lower, agreementLaw);

        // (a)(8)(ii)(C): capped at a share of national expenditures; 425.603(c)(9) has no cap.
        var weighted = difference.Select((type, dollars) => (dollars * weight)
            .As($"weighted difference, {type.Words()}", Paragraphs.Of(section, "", "(c)(9)(ii)(B)", "(a)(8)(ii)(B)", "425.656(c)(2)")));
        var capped = section == BenchmarkSection.Rebased
            ? weighted
            : weighted.Select((type, dollars) => Capped(facts, section, type, dollars, agreementLaw));
        var hasOffset = section == BenchmarkSection.Prospective && capped.Values.Any(dollars => dollars < Money.Zero);
        Ratio? offset = hasOffset ? OffsetOf(facts) : null;
        var adjustment = offset is { } factor ? capped.Select((type, dollars) => Mitigated(type, dollars, factor)) : capped;
        return new RegionalAdjustment
        {
            Difference = difference,
            LowerSpending = lower,
            Weight = weight,
            Offset = offset,
            Adjustment = adjustment,
            Single = HistoricalExpenditures.Combined(adjustment, historical.By3Shares)
                .As("regional adjustment as one value", Paragraphs.Of(section, "", "(c)(9)", "(a)(8)", "425.652(a)(8)(iii)")),
        };
    }

    private static Ratio WeightOf(BenchmarkFacts facts, BenchmarkSection section, Test lower, RuleYear law)
    {
        var times = facts.TimesRegionallyAdjusted ?? (facts.AgreementPeriod > 1
            ? throw new MissingFactorException(
                "how often the benchmark was adjusted for regional expenditures",
                "Give --times-adjusted N, or times_adjusted of agreements.csv: 1 when this agreement period is the first with a regional "
                + "adjustment")
            : 1);
        var table = law[Keys.SharedSavings.Benchmark.RegionalAdjustment.Weight];
        var row = Math.Clamp(times, 1, table.Rows.RowCount) - 1;
        var whenLower = table.Cell<Ratio>(row, "lower");

        // A rule may hold the weight of a positive adjustment under that of the table for a track.
        if (section != BenchmarkSection.Rebased)
            whenLower = Quantity.Least(whenLower, GreatestOf(facts, law));
        return lower.Choose(whenLower, table.Cell<Ratio>(row, "higher"))
            .As("weight of the regional adjustment", Paragraphs.Of(section, "", "(c)(9)(ii)(B)", "(f)", "425.656(d)"));
    }

    private static Ratio GreatestOf(BenchmarkFacts facts, RuleYear law)
    {
        if (facts.Track is { } track)
            return law[Keys.SharedSavings.Benchmark.GreatestRegionalWeight, track];
        var (basic, enhanced) = (
            law[Keys.SharedSavings.Benchmark.GreatestRegionalWeight, "basic"],
            law[Keys.SharedSavings.Benchmark.GreatestRegionalWeight, "enhanced"]);
        return basic == enhanced
            ? basic
            : throw new MissingFactorException(
                "the track", "The greatest weight differs between tracks: give --track basic or --track enhanced");
    }

    private static Money Capped(BenchmarkFacts facts, BenchmarkSection section, EnrollmentType type, Money dollars, RuleYear law)
    {
        var national = TrendFactors.NationalPerCapita(type, facts.By3);
        var citation = Paragraphs.Of(section, "", "", "(a)(8)(ii)(C)", "425.656(c)(3)");
        var greatest = (national * law[Keys.SharedSavings.Benchmark.RegionalAdjustment.Cap, "positive"])
            .As($"cap of a positive adjustment, {type.Words()}", citation);
        var least = -(national * law[Keys.SharedSavings.Benchmark.RegionalAdjustment.Cap, "negative"])
            .As($"cap of a negative adjustment, {type.Words()}", citation);
        return dollars.Within(least, greatest).As($"capped regional adjustment, {type.Words()}", citation);
    }

    /// <summary>The dual share and the risk beyond that of the nation. 42 CFR 425.656(c)(4), (5).</summary>
    private static Ratio OffsetOf(BenchmarkFacts facts)
    {
        var dual = Sums.Of(facts.By3.Assigned.Values.Select(population => population.DualEligible
            ?? throw new MissingFactorException(
                $"person-years of dually eligible beneficiaries in {facts.By3.Year}", "Fill in dual_person_years of BY3 in the history")));
        var share = (dual / HistoricalExpenditures.All(facts.By3)).As("dually eligible share of BY3", "42 CFR 425.656(c)(4)(i)");

        // (c)(4)(ii): weights are dollars, per capita expenditures times person-years.
        var dollars = facts.By3.Assigned.Select((_, population) => population.PerCapita * population.PersonYears);
        var all = Sums.Of(dollars.Values);
        var risk = Sums.Of(EnrollmentTypes.All.Select(type => RiskScores.Of(facts.By3, type) * (dollars[type] / all)))
            .As("weighted average risk score of BY3", "42 CFR 425.656(c)(4)(ii)");
        return (share + (RiskScores.AsRatio(risk) - Ratio.One)).Within(Ratio.Zero, Ratio.One)
            .As("offset of negative adjustments", "42 CFR 425.656(c)(4), (5)");
    }

    private static Money Mitigated(EnrollmentType type, Money dollars, Ratio offset) =>
        dollars.IsBelow(Money.Zero).Choose(dollars * (Ratio.One - offset), dollars)
            .As($"regional adjustment after offset, {type.Words()}", "42 CFR 425.656(c)(4)");
}
