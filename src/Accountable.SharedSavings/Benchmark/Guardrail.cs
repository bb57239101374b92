namespace Accountable.SharedSavings.Benchmark;

/// <summary>What the guardrail does.</summary>
public enum GuardrailOutcome
{
    /// <summary>Expenditures are not above the updated benchmark by the minimum rate: it is not looked at.</summary>
    NotTriggered,

    /// <summary>The recalculated benchmark stands: losses are smaller against it.</summary>
    RecalculatedBenchmark,

    /// <summary>The ACO neither shares savings nor owes losses.</summary>
    NeitherSavingsNorLosses,

    /// <summary>The recalculated benchmark is no better for the ACO: the first stands.</summary>
    FirstBenchmarkStands,
}

/// <summary>The guardrail of the three-way update. 42 CFR 425.652(b)(5).</summary>
/// <param name="Outcome">What it does.</param>
/// <param name="Triggered">Whether expenditures are above the benchmark by at least the minimum rate.</param>
/// <param name="PerCapita">The benchmark that stands, dollars a person-year.</param>
public sealed record Guardrail(GuardrailOutcome Outcome, Test Triggered, Money PerCapita)
{
    private const string Citation = "42 CFR 425.652(b)(5)";

    /// <summary>Looks whether an ACO's losses come from the prospective trend.</summary>
    /// <param name="expenditures">Expenditures of the performance year, dollars a person-year.</param>
    /// <param name="updated">The updated benchmark by the three-way blend.</param>
    /// <param name="recalculated">The updated benchmark by the two-way blend.</param>
    /// <param name="minimumRate">The minimum loss rate, or the minimum savings rate of a one-sided ACO.</param>
    public static Guardrail Determine(Money expenditures, Money updated, Money recalculated, Ratio minimumRate)
    {
        // (b)(5): above the updated benchmark by at least the minimum loss rate or the negative of the minimum savings rate.
        var over = (expenditures - updated).As("expenditures above the updated benchmark", Citation);
        var triggered = (over.Exceeds(Money.Zero) & over.MeetsOrExceeds(updated * minimumRate)).As("guardrail is triggered", Citation);
        if (!triggered)
        {
            return new Guardrail(GuardrailOutcome.NotTriggered, triggered,
                triggered.Choose(recalculated, updated).As("benchmark that stands", Citation));
        }

        // (ii): below the recalculated benchmark the ACO neither shares nor owes.
        var below = expenditures.IsBelow(recalculated).As("expenditures below the recalculated benchmark", $"{Citation}(ii)");
        if (below)
        {
            return new Guardrail(GuardrailOutcome.NeitherSavingsNorLosses, triggered,
                below.Choose(recalculated, updated).As("benchmark that stands", $"{Citation}(ii)"));
        }

        // (i): above it by less, the recalculated benchmark decides.
        var smaller = (expenditures - recalculated).IsBelow(over).As("smaller losses against the recalculated benchmark", $"{Citation}(i)");
        return new Guardrail(
            smaller ? GuardrailOutcome.RecalculatedBenchmark : GuardrailOutcome.FirstBenchmarkStands, triggered,
            smaller.Choose(recalculated, updated).As("benchmark that stands", $"{Citation}(i)"));
    }
}
