namespace Accountable.SharedSavings.Benchmark;

/// <summary>A county of the ACO's regional service area, one enrollment type in one year.</summary>
public sealed record CountyPopulation
{
    /// <summary>The county's name or code, for explanations.</summary>
    public required string County { get; init; }

    /// <summary>Person-years of the ACO's assigned beneficiaries who live there.</summary>
    public required PersonYears Assigned { get; init; }

    /// <summary>Person-years of all assignable beneficiaries who live there.</summary>
    public required PersonYears Assignable { get; init; }

    /// <summary>Truncated dollars a person-year of assignable beneficiaries.</summary>
    public required Money PerCapita { get; init; }

    /// <summary>Their mean risk score, renormalized.</summary>
    public required RiskScore RiskScore { get; init; }
}

/// <summary>From counties to the ACO's regional service area. 42 CFR 425.601(a)(5)(v), (c), (d), 425.654.</summary>
public static class RegionalExpenditures
{
    private const string Expenditures = "42 CFR 425.601(c), (d), 425.654";
    private const string Share = "42 CFR 425.601(a)(5)(v), 425.652(a)(5)(v), (b)(2)(iv)";

    /// <summary>Regional expenditures at a risk of 1, and the share of the area that is assigned to the ACO.</summary>
    /// <exception cref="MissingFactorException">There is no county.</exception>
    public static RegionalPopulation Determine(IReadOnlyList<CountyPopulation> counties)
    {
        ArgumentNullException.ThrowIfNull(counties);
        if (counties.Count == 0)
            throw new MissingFactorException("every county of the regional service area", "Supply assigned person-years by county");
        var all = Sums.Of(counties.Select(county => county.Assigned));
        var (dollars, shares) = (new List<Money>(counties.Count), new List<Ratio>(counties.Count));
        foreach (var county in counties)
        {
            // (c)(4): severity and case mix of the county; (d)(1): weighted by where the ACO's assigned beneficiaries live.
            var weight = (county.Assigned / all).As($"share of assigned beneficiaries in {county.County}", Expenditures);
            var adjusted = (county.PerCapita * (Ratio.One / RiskScores.AsRatio(county.RiskScore)))
                .As($"risk-adjusted expenditures of {county.County}", Expenditures);
            dollars.Add(adjusted * weight);

            // (a)(5)(v): the county-level share of assignable beneficiaries that are assigned, with the same weights.
            shares.Add(county.Assigned / county.Assignable * weight);
        }
        return new RegionalPopulation
        {
            PerCapita = Sums.Of(dollars).As("regional expenditures", Expenditures),
            AssignedShare = Sums.Of(shares).As("share of assignable beneficiaries assigned to the ACO", Share)
                .Assume("share of the enrollment type assigned to the ACO", "A-401"),
        };
    }
}
