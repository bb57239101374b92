namespace Accountable.Runs.TieOut;

/// <summary>What counts of a person in one enrollment type, in parts that can be left out or put back; dollars.</summary>
internal sealed class PersonAmounts
{
    /// <summary>What was paid.</summary>
    public decimal Paid { get; set; }

    /// <summary>IME within what was paid.</summary>
    public decimal Ime { get; set; }

    /// <summary>DSH within what was paid.</summary>
    public decimal Dsh { get; set; }

    /// <summary>Uncompensated care within what was paid.</summary>
    public decimal UncompensatedCare { get; set; }

    /// <summary>Reductions of population-based payments, not in what was paid.</summary>
    public decimal PopulationBased { get; set; }

    /// <summary>Sequestration, not in what was paid.</summary>
    public decimal Sequestration { get; set; }

    /// <summary>Payments outside of claims.</summary>
    public decimal NonClaims { get; set; }

    /// <summary>What claims seen after the run-out would add, all parts together.</summary>
    public decimal Late { get; set; }

    /// <summary>Whether a claim is behind it.</summary>
    public bool HasClaims { get; set; }

    /// <summary>What enters a per capita amount before it is annualized.</summary>
    public decimal Counted => Paid - Ime - Dsh - UncompensatedCare + PopulationBased + Sequestration + NonClaims;

    /// <summary>Adds the parts of claims that count.</summary>
    public void Add(IReadOnlyList<decimal> parts)
    {
        Paid += parts[(int)ClaimPart.Paid];
        Ime += parts[(int)ClaimPart.Ime];
        Dsh += parts[(int)ClaimPart.Dsh];
        UncompensatedCare += parts[(int)ClaimPart.UncompensatedCare];
        PopulationBased += parts[(int)ClaimPart.PopulationBased];
        Sequestration += parts[(int)ClaimPart.Sequestration];
        HasClaims = true;
    }

    /// <summary>Takes note of what a cut at the end of the run-out took away.</summary>
    public void AddLate(IReadOnlyList<decimal> cut) => Late -= cut[(int)ClaimPart.Paid] - cut[(int)ClaimPart.Ime]
        - cut[(int)ClaimPart.Dsh] - cut[(int)ClaimPart.UncompensatedCare] + cut[(int)ClaimPart.PopulationBased]
        + cut[(int)ClaimPart.Sequestration];
}
