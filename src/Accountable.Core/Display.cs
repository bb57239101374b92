namespace Accountable;

/// <summary>How amounts read: dollars with cents, rates as percent, counts with separators. Invariant culture.</summary>
public static class Display
{
    /// <summary>The text of an amount in its unit, such as <c>-$1,234.50</c>, <c>3.8%</c>, <c>12,345</c>, <c>yes</c>.</summary>
    public static string Of(Unit unit, decimal amount) => unit switch
    {
        // Less than half a cent below zero reads as zero, without a sign.
        Unit.Dollars => amount <= -0.005m ? $"-${-amount:#,##0.00}" : $"${Math.Abs(amount):#,##0.00}",
        Unit.Ratio => $"{amount * 100:#,##0.######}%",
        Unit.RiskScore => $"{amount:0.000###}",
        Unit.YesNo => amount != 0 ? "yes" : "no",
        _ => $"{amount:#,##0.######}",
    };
}
