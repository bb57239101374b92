namespace Accountable.SharedSavings.Benchmark;

/// <summary>Risk scores set against the national assignable population of the same enrollment type and year. 42 CFR 425.659.</summary>
public static class RiskScores
{
    /// <summary>The mean of the nation after renormalization.</summary>
    private static RiskScore NationalMean => new(1m);

    /// <summary>A score over the national mean; the score itself when it is renormalized already.</summary>
    public static RiskScore Renormalized(RiskScore score, RiskScore? nationalMean) => nationalMean is { } mean
        ? (score / AsRatio(mean)).As("renormalized risk score", "42 CFR 425.659")
        : score;

    /// <summary>The ACO's renormalized CMS-HCC score of a type in a year.</summary>
    public static RiskScore Of(YearFacts year, EnrollmentType type)
    {
        ArgumentNullException.ThrowIfNull(year);
        return Renormalized(year.Assigned[type].RiskScore, year.National?[type].MeanRiskScore);
    }

    /// <summary>The ACO's renormalized demographic score of a type in a year.</summary>
    /// <exception cref="MissingFactorException">The year has no demographic score.</exception>
    public static RiskScore DemographicOf(YearFacts year, EnrollmentType type)
    {
        ArgumentNullException.ThrowIfNull(year);
        var score = year.Assigned[type].DemographicScore ?? throw new MissingFactorException(
            $"the demographic risk score of {year.Year}, {type.Words()}",
            "Fill in demographic_score of the history for BY3 and the performance year");
        return Renormalized(score, year.National?[type].MeanDemographicScore);
    }

    /// <summary>A score over the national mean of 1, to multiply dollars with.</summary>
    internal static Ratio AsRatio(RiskScore score) => score / NationalMean;
}
