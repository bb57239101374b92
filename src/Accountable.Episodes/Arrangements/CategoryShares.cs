namespace Accountable.Episodes.Arrangements;

/// <summary>What measured shares of HCP-LAN categories say of each other.</summary>
public static class CategoryShares
{
    /// <summary>The share that can gain and not lose: what lies in categories 3 and 4 and not in 3B and 4.</summary>
    /// <param name="threeAndFour">Share of payments in categories 3 and 4.</param>
    /// <param name="threeBAndFour">Share of payments in categories 3B and 4.</param>
    public static Ratio UpsideOnly(Ratio threeAndFour, Ratio threeBAndFour) => threeAndFour - threeBAndFour;
}
