using Accountable.Rules;

namespace Accountable.SharedSavings.Benchmark;

/// <summary>
/// The population adjustment, before 2026 the health equity benchmark adjustment, of agreement periods from 2025. 42 CFR 425.662.
/// </summary>
/// <param name="Share">Share of BY3 person-years dually eligible or with the low-income subsidy.</param>
/// <param name="Amount">The adjustment, dollars a person-year; 0 below the least share.</param>
public sealed record PopulationAdjustment(Ratio Share, Money Amount)
{
    private const string Citation = "42 CFR 425.662";

    /// <summary>Computes it; null for agreement periods that started before there was one.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="historical">The benchmark before adjustments.</param>
    /// <param name="other">The greater of the regional and the prior savings adjustment, dollars a person-year.</param>
    /// <param name="law">The law.</param>
    /// <exception cref="MissingFactorException">The share is unknown.</exception>
    public static PopulationAdjustment? Determine(BenchmarkFacts facts, HistoricalExpenditures historical, Money other, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(historical);
        ArgumentNullException.ThrowIfNull(law);
        var agreementLaw = law.ForAgreementStarting(facts.AgreementStart);
        if (!agreementLaw.Has(Keys.SharedSavings.Benchmark.PopulationMinimumShare))
            return null;
        var eligible = Sums.Of(facts.By3.Assigned.Values.Select(population => population.DualOrLowIncome
            ?? throw new MissingFactorException(
                $"person-years dually eligible or with the low-income subsidy in {facts.By3.Year}",
                "Fill in dual_or_lis_person_years of BY3 in the history; in a run from a store, import table 1-9 of the assignment list")));
        var share = (eligible / HistoricalExpenditures.All(facts.By3)).Assume("dually eligible or low-income share of BY3", "A-405");

        // The scaler is the cap less the larger positive of the other adjustments.
        var scaler = (FlatCap.Of(facts, historical, "population", Citation, agreementLaw) - Quantity.Greatest(other, Money.Zero))
            .As("scaler of the population adjustment", Citation);
        var enough = share.MeetsOrExceeds(agreementLaw[Keys.SharedSavings.Benchmark.PopulationMinimumShare])
            .Assume("share is enough for a population adjustment", "A-403");
        return new PopulationAdjustment(share, enough.Choose(scaler * share, Money.Zero).As("population adjustment", Citation));
    }
}
