namespace Accountable.SharedSavings.Benchmark;

/// <summary>The amount at which a person's annualized expenditures are cut off. 42 CFR 425.601(a)(4), 425.652(a)(4).</summary>
public static class TruncationThreshold
{
    /// <summary>The percentile of a population: the least amount that no less than that share of people do not exceed. Each person
    /// counts once, however many the months.</summary>
    /// <param name="annualized">Dollars a person-year of each person of one enrollment type, in any order; not completed.</param>
    /// <param name="percentile">More than 0 and no more than 1.</param>
    /// <exception cref="ArgumentException">There is nobody.</exception>
    public static Money Estimate(IEnumerable<Money> annualized, Ratio percentile)
    {
        var amounts = annualized.Select(amount => amount.Amount).ToArray();
        if (amounts.Length == 0)
            throw new ArgumentException("A percentile needs a population.", nameof(annualized));
        Array.Sort(amounts);
        var place = (int)Math.Ceiling(amounts.Length * percentile.Amount);
        return new Money(amounts[place - 1]);
    }

    /// <summary>Whether a person is cut off: compared in cents, so that a quotient's last digit decides nothing.</summary>
    /// <param name="annualized">Dollars a person-year.</param>
    /// <param name="threshold">Dollars a person-year.</param>
    public static bool Cuts(Money annualized, Money threshold) =>
        Cents(new Money(Math.Abs(annualized.Amount))) > Cents(new Money(threshold.Amount));

    private static Money Cents(Money amount) => amount.Rounded(To.Hundredths, "42 CFR 425.601(a)(4), 425.652(a)(4)");
}
