namespace Accountable.SharedSavings.Benchmark;

/// <summary>Growth of expenditures of one enrollment type between two years.</summary>
/// <param name="National">Growth of national expenditures; null where the section does not use it.</param>
/// <param name="Regional">Growth of regional expenditures; null where the section does not use it.</param>
/// <param name="NationalWeight">The weight of the national growth; null where there is no blend.</param>
/// <param name="Factor">The growth that is used.</param>
public sealed record Trend(Ratio? National, Ratio? Regional, Ratio? NationalWeight, Ratio Factor);

/// <summary>National, regional and blended growth.</summary>
/// <remarks>42 CFR 425.601(a)(5), (b), 425.602(a)(5), 425.603(c)(5), (d), 425.652(a)(5), (b)(2).</remarks>
internal static class TrendFactors
{
    /// <summary>The growth of a type from one year to another under a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="type">The enrollment type.</param>
    /// <param name="from">The earlier year.</param>
    /// <param name="to">The later year.</param>
    /// <param name="weights">The year whose assigned share is the weight: BY3 in the trend, the performance year in the update.</param>
    /// <param name="regionalRiskCap">The factor of 42 CFR 425.655 on the later year's regional expenditures.</param>
    /// <param name="citation">The paragraph.</param>
    public static Trend Of(
        BenchmarkSection section, EnrollmentType type, YearFacts from, YearFacts to, YearFacts weights, Ratio? regionalRiskCap,
        string citation)
    {
        switch (section)
        {
            case BenchmarkSection.First or BenchmarkSection.Reset2016:
                var national = National(type, from, to, citation);
                return new Trend(national, null, null, national);
            case BenchmarkSection.Rebased:
                var regional = Regional(type, from, to, null, citation);
                return new Trend(null, regional, null, regional);
            default:
                // The weight of the nation is the ACO's share of its region; that of the region is what is left.
                var (ofNation, ofRegion) = (National(type, from, to, citation), Regional(type, from, to, regionalRiskCap, citation));
                var weight = Region(type, weights).AssignedShare;
                var blend = ((ofNation * weight) + (ofRegion * (Ratio.One - weight)))
                    .As($"blended growth {from.Year} to {to.Year}, {type.Words()}", citation);
                return new Trend(ofNation, ofRegion, weight, blend);
        }
    }

    /// <summary>National expenditures of a type in a year.</summary>
    /// <exception cref="MissingFactorException">The factor is missing.</exception>
    public static Money NationalPerCapita(EnrollmentType type, YearFacts year) => year.National?[type].PerCapita
        ?? throw new MissingFactorException(
            $"national expenditures of assignable beneficiaries in {year.Year}",
            $"Add rows of {year.Year} to national.csv of the factors folder");

    /// <summary>The ACO's region of a type in a year.</summary>
    /// <exception cref="MissingFactorException">The factor is missing.</exception>
    public static RegionalPopulation Region(EnrollmentType type, YearFacts year) => year.Region?[type]
        ?? throw new MissingFactorException(
            $"regional expenditures of {year.Year}",
            $"Add the county file of {year.Year} to the factors folder and name the ACO's person-years by county with "
            + $"--assigned-counties, or add rows of {year.Year} to regional.csv");

    private static Ratio National(EnrollmentType type, YearFacts from, YearFacts to, string citation) =>
        (NationalPerCapita(type, to) / NationalPerCapita(type, from))
            .As($"national growth {from.Year} to {to.Year}, {type.Words()}", citation);

    private static Ratio Regional(EnrollmentType type, YearFacts from, YearFacts to, Ratio? riskCap, string citation)
    {
        var later = Region(type, to).PerCapita;
        if (riskCap is { } factor)
            later = (later * factor).As($"regional expenditures with capped risk growth, {type.Words()}", "42 CFR 425.655");
        return (later / Region(type, from).PerCapita).As($"regional growth {from.Year} to {to.Year}, {type.Words()}", citation);
    }
}
