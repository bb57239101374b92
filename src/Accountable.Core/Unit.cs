namespace Accountable;

/// <summary>What an amount counts. Kept beside each number of a derivation so that readers can format it.</summary>
public enum Unit
{
    /// <summary>A yes or no, held as 1 or 0.</summary>
    YesNo,

    /// <summary>US dollars.</summary>
    Dollars,

    /// <summary>A pure number; 0.5 reads as 50 percent.</summary>
    Ratio,

    /// <summary>Points of a score.</summary>
    Points,

    /// <summary>Beneficiary years: eligible months divided by 12.</summary>
    PersonYears,

    /// <summary>A count of people or things.</summary>
    Count,

    /// <summary>A risk score: 1 is the expected cost of the average person.</summary>
    RiskScore,
}
