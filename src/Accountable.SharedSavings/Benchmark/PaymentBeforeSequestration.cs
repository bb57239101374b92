namespace Accountable.SharedSavings.Benchmark;

/// <summary>What would have been paid without sequestration. Settlement methodology of CMS, section 3.1; 42 CFR 425.601(a)(1),
/// 425.652(a)(1).</summary>
public static class PaymentBeforeSequestration
{
    /// <summary>The payment of which the rate was taken: paid / (1 - rate). Not rounded.</summary>
    /// <param name="paid">Dollars as paid; negative for a cancellation.</param>
    /// <param name="rate">The rate on the day of service, below 1.</param>
    public static Money Impute(Money paid, Ratio rate) =>
        rate.Amount == 0 ? paid : new Money(paid.Amount / (1 - rate.Amount));
}
