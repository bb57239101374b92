using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>What an ACO's benchmark gains from savings before the agreement period. 42 CFR 425.603(b)(2), 425.652(a)(8), 425.658.</summary>
/// <param name="Average">Average savings a person-year, years without reconciliation at zero; negative for losses.</param>
/// <param name="Proration">At most 1, less when the ACO grew; null when there is no adjustment.</param>
/// <param name="Amount">The adjustment, dollars a person-year; 0 when the average is not positive.</param>
public sealed record PriorSavingsAdjustment(Money Average, Ratio? Proration, Money Amount)
{
    /// <summary>Computes it; null for an ACO without years before the agreement period.</summary>
    /// <exception cref="MissingFactorException">The years before a later agreement period are unknown.</exception>
    public static PriorSavingsAdjustment? Determine(BenchmarkFacts facts, HistoricalExpenditures historical, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(historical);
        ArgumentNullException.ThrowIfNull(law);
        var agreementLaw = law.ForAgreementStarting(facts.AgreementStart);
        var inside = historical.Section == BenchmarkSection.Prospective;
        if (facts.PriorYears is not { } years)
        {
            return facts.AgreementPeriod > 1
                ? throw new MissingFactorException(
                    "savings of the performance years before the agreement period",
                    "Add a row with year_role prior for each of them to the history, with per_capita_savings blank for a year not "
                    + "reconciled; in a run from a store, rows of those years to agreements.csv")
                : null;
        }
        if (years.Count == 0)
            return null;

        // (b)(1), (2): the simple average, zero where a year was not reconciled or its savings were forfeited.
        var toAverage = inside ? "42 CFR 425.658(b)(1), (2)" : "42 CFR 425.603(b)(2)";
        var total = Sums.Of(years.Select(Counted));
        var average = (total / agreementLaw[Keys.SharedSavings.Benchmark.PriorSavingsYears]).As("average savings a person-year", toAverage);

        // (b)(3)(i): none unless the average is positive.
        if (!average.Exceeds(Money.Zero))
        {
            var none = (average * Ratio.Zero).As("prior savings adjustment", inside ? "42 CFR 425.658(b)(3)(i)" : "42 CFR 425.603(b)(2)");
            return new PriorSavingsAdjustment(average, null, none);
        }
        var proration = ProrationOf(facts, years, inside ? "42 CFR 425.658(b)(3)(ii)" : "42 CFR 425.603(b)(2)");
        var prorated = average * proration;
        return new PriorSavingsAdjustment(average, proration, inside
            ? Limited(facts, historical, prorated, agreementLaw)
            : prorated.Assume("prior savings adjustment", "A-409"));
    }

    private static Money Counted(PriorYear year)
    {
        if (year.PerCapitaSavings is not { } savings)
            return Money.Zero;

        // (b)(1)(ii): forfeited savings do not count; losses do.
        return year.Forfeited.Holds
            ? (year.Forfeited & savings.Exceeds(Money.Zero)).Choose(Money.Zero, savings)
                .As($"savings of {year.Year} that count", "42 CFR 425.658(b)(1)(ii)")
            : savings;
    }

    /// <summary>The size of the ACO when it was reconciled over its size in the same benchmark years, at most 1.</summary>
    private static Ratio ProrationOf(BenchmarkFacts facts, IReadOnlyList<PriorYear> years, string citation)
    {
        var reconciled = years.Where(year => year.PerCapitaSavings is not null).ToList();
        var before = Sums.Of(reconciled.Select(year => year.PersonYears ?? throw new MissingFactorException(
            $"person-years of {year.Year} in the agreement period before", "Fill in person_years of the prior rows of the history")));
        var now = Sums.Of(reconciled.Select(year => HistoricalExpenditures.All(BenchmarkYearOf(facts, year.Year))));
        return Quantity.Least(Ratio.One, (before / now).Assume("size before over size in the same benchmark years", "A-404"))
            .As("proration for growth", citation);
    }

    /// <summary>The benchmark year of a calendar year; BY3 for a year before them all, as after an extended agreement period.</summary>
    private static YearFacts BenchmarkYearOf(BenchmarkFacts facts, int year) =>
        new[] { facts.By1, facts.By2 }.FirstOrDefault(benchmark => benchmark.Year == year) ?? facts.By3;

    /// <summary>A share of the average, within the cap. 42 CFR 425.652(a)(8)(iii), (iv).</summary>
    private static Money Limited(BenchmarkFacts facts, HistoricalExpenditures historical, Money prorated, RuleYear law)
    {
        var share = (prorated * law[Keys.SharedSavings.Benchmark.PriorSavingsShare])
            .As("share of prior savings", "42 CFR 425.652(a)(8)(iii)");
        return Quantity.Least(share, FlatCap.Of(facts, historical, "prior_savings", "42 CFR 425.652(a)(8)(iv)", law))
            .As("prior savings adjustment", "42 CFR 425.652(a)(8)(iii)");
    }
}

/// <summary>The cap of the two adjustments that are one dollar amount for all types.</summary>
internal static class FlatCap
{
    /// <summary>A share of national BY3 expenditures in the ACO's proportions, dollars a person-year.</summary>
    public static Money Of(BenchmarkFacts facts, HistoricalExpenditures historical, string adjustment, string citation, RuleYear law)
    {
        var national = ByType.Of(type => TrendFactors.NationalPerCapita(type, facts.By3));
        var one = HistoricalExpenditures.Combined(national, historical.By3Shares)
            .As("national expenditures in the ACO's BY3 proportions", citation);
        return (one * law[Keys.SharedSavings.Benchmark.FlatAdjustmentCap, adjustment])
            .As($"cap of the {adjustment.Replace('_', ' ')} adjustment", citation);
    }
}
