namespace Accountable.SharedSavings.Benchmark;

/// <summary>A beneficiary's expenditures of one enrollment type as they enter a per capita amount.</summary>
/// <param name="Annualized">Dollars a person-year before truncation.</param>
/// <param name="Truncated">Dollars a person-year within the threshold, either way.</param>
/// <param name="Completed">Dollars a person-year after the completion factor: it may exceed the threshold.</param>
/// <param name="Weighted">Dollars: what the beneficiary adds to the numerator of the per capita amount.</param>
public sealed record BeneficiaryExpenditures(Money Annualized, Money Truncated, Money Completed, Money Weighted)
{
    private const string Citation = "42 CFR 425.601(a)(1), (4), 425.652(a)(1), (4)";

    /// <summary>Annualizes, truncates, completes and weights, in that order. 42 CFR 425.601(a)(1), (4), 425.652(a)(1), (4).</summary>
    /// <param name="paid">Parts A and B expenditures with a three-month run-out, dollars; negative after cancellations.</param>
    /// <param name="personYears">Eligible months over 12, more than 0.</param>
    /// <param name="threshold">The national 99th percentile of the type and year, dollars a person-year.</param>
    /// <param name="completion">The completion factor.</param>
    public static BeneficiaryExpenditures Determine(Money paid, PersonYears personYears, Money threshold, Ratio completion)
    {
        var annualized = (paid / personYears).As("annualized expenditures", Citation);
        var truncated = annualized.Within(-threshold, threshold).As("truncated expenditures", Citation);
        var completed = (truncated * completion).As("completed expenditures", Citation);
        return new BeneficiaryExpenditures(
            annualized, truncated, completed, (completed * personYears).As("expenditures of the person-years", Citation));
    }

    /// <summary>The same from whole months. Twelve times an amount over its months is exact where a share of a year is not, so that
    /// nothing is a hair below the half of a cent.</summary>
    /// <param name="paid">Parts A and B expenditures with a three-month run-out, dollars; negative after cancellations.</param>
    /// <param name="months">Eligible months, 1 to 12.</param>
    /// <param name="threshold">The national 99th percentile of the type and year, dollars a person-year.</param>
    /// <param name="completion">The completion factor.</param>
    public static BeneficiaryExpenditures Determine(Money paid, Count months, Money threshold, Ratio completion)
    {
        var annualized = Annualize(paid, months);
        var truncated = annualized.Within(-threshold, threshold).As("truncated expenditures", Citation);
        var completed = (truncated * completion).As("completed expenditures", Citation);
        return new BeneficiaryExpenditures(
            annualized, truncated, completed, (completed * months / Year(months)).As("expenditures of the person-years", Citation));
    }

    /// <summary>Dollars a person-year of an amount over some months of a year. 42 CFR 425.601(a)(1), 425.652(a)(1).</summary>
    /// <param name="paid">Dollars of the months.</param>
    /// <param name="months">1 to 12.</param>
    public static Money Annualize(Money paid, Count months) =>
        (paid * Year(months) / months).As("annualized expenditures", Citation);

    private static Count Year(Count months) =>
        months.Derivation is null ? new Count(12) : new Count(12).From("months of a year", Citation);
}
