using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>How an ACO stands to the quality performance standard.</summary>
public enum QualityOutcome
{
    /// <summary>Neither the standard nor the alternative.</summary>
    NotMet,

    /// <summary>The alternative standard, from 2023. 42 CFR 425.512(a)(4)(ii), (a)(5)(ii).</summary>
    Alternative,

    /// <summary>The standard, by the score.</summary>
    Met,

    /// <summary>The standard, by the eCQM reporting incentive.</summary>
    Incentive,

    /// <summary>The standard, by reporting in the first performance year.</summary>
    FirstYear,

    /// <summary>All measures were pay for reporting, through 2020. 42 CFR 425.502(a)(1).</summary>
    PayForReporting,
}

/// <summary>The outcome with the tests behind it.</summary>
/// <param name="Outcome">How the standard was met, or not.</param>
/// <param name="Met">The standard was met.</param>
/// <param name="MetAlternative">The alternative standard was met.</param>
/// <param name="Score">The score as a fraction; null when none is known.</param>
public sealed record QualityFinding(QualityOutcome Outcome, Test Met, Test MetAlternative, Ratio? Score);

/// <summary>The quality performance standard. 42 CFR 425.502 through 2020, 425.512 from 2021.</summary>
public static class QualityStandard
{
    private static readonly string[] Words = ["not-met", "alternative", "met", "incentive", "first-year", "pay-for-reporting"];

    /// <summary>The word for an outcome in result files.</summary>
    public static string Word(this QualityOutcome outcome) => Words[(int)outcome];

    /// <summary>Finds how the standard was met.</summary>
    /// <exception cref="MissingFactException">Neither a finding of CMS nor a score is known.</exception>
    public static QualityFinding Determine(QualityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        return law.Year.Value switch
        {
            // 425.502(a)(1), (d)(2): a score of points over possible points; no score where all measures are pay for reporting.
            >= 2014 and <= 2020 => ByScore(facts),

            // 425.512(a)(3), (a)(4): the 30th percentile of MIPS scores; from 2022 also the incentive; all or nothing.
            2021 or 2022 => ByPercentile(facts, law, alternativeExists: false),

            // 425.512(a)(4)(ii), (a)(5)(ii): from 2023 an alternative standard shares by the score.
            >= 2023 => ByPercentile(facts, law, alternativeExists: true),

            _ => throw new LawGapException("quality performance standard", law.Year),
        };
    }

    private static QualityFinding ByScore(QualityFacts facts)
    {
        var met = facts.MetStandard ?? Test.Yes;
        var outcome = !met.Holds ? QualityOutcome.NotMet : facts.Score is null ? QualityOutcome.PayForReporting : QualityOutcome.Met;
        return new QualityFinding(outcome, met.As("quality performance standard met", "42 CFR 425.502(d)(2)"), Test.No, facts.Score);
    }

    private static QualityFinding ByPercentile(QualityFacts facts, RuleYear law, bool alternativeExists)
    {
        var citation = law.Year.Value switch
        {
            2021 => "42 CFR 425.512(a)(3)",
            2022 or 2023 => "42 CFR 425.512(a)(4)(i)",
            _ => "42 CFR 425.512(a)(5)(i)",
        };
        // CMS's finding stands where it is known; it also covers the incentive and the first year, which no score shows.
        var met = (facts.MetStandard
            ?? facts.Score?.MeetsOrExceeds(law[Keys.SharedSavings.Settlement.QualityStandard.Score])
            ?? throw new MissingFactException("quality_score")).As("quality performance standard met", citation);
        var alternativeCitation = law.Year.Value == 2023 ? "42 CFR 425.512(a)(4)(ii)" : "42 CFR 425.512(a)(5)(ii)";
        var alternative = alternativeExists
            ? (!met & facts.MetAlternative).As("alternative quality performance standard met", alternativeCitation)
            : Test.No;
        var outcome = (met.Holds, alternative.Holds) switch
        {
            (true, _) when facts.MetPercentile is null or true => QualityOutcome.Met,
            (true, _) when facts.MetIncentive => QualityOutcome.Incentive,
            (true, _) when facts.MetFirstYear => QualityOutcome.FirstYear,
            (true, _) => QualityOutcome.Met,
            (_, true) => QualityOutcome.Alternative,
            _ => QualityOutcome.NotMet,
        };
        return new QualityFinding(outcome, met, alternative, facts.Score);
    }
}
