using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.SharedSavings.Quality;

/// <summary>A measure of the pathway as it was scored.</summary>
/// <param name="Measure">Its identifier; a Medicare CQM under the plain one.</param>
/// <param name="Decile">The decile that its rate reaches, with what it reaches of it; null where it could not be scored.</param>
public readonly record struct MeasureStanding(string Measure, Count? Decile);

/// <summary>What an ACO's quality performance is determined from.</summary>
public sealed record AcoQualityFacts
{
    /// <summary>The MIPS quality performance category score.</summary>
    public required Ratio MipsScore { get; init; }

    /// <summary>Every measure of the pathway that could be scored or not.</summary>
    public required IReadOnlyList<MeasureStanding> Measures { get; init; }

    /// <summary>Complete eCQMs and MIPS CQMs; Medicare CQMs and the Web Interface do not count for the incentive.</summary>
    public Count CompleteElectronic { get; init; }

    /// <summary>All required measures were reported with complete data.</summary>
    public Test ReportedAll { get; init; } = Test.Yes;

    /// <summary>A measure or the survey was reported.</summary>
    public Test ReportedAny { get; init; } = Test.Yes;

    /// <summary>A required measure has no benchmark or was suppressed.</summary>
    public Test HasUnscored { get; init; }

    /// <summary>Extreme and uncontrollable circumstances affected the ACO. 42 CFR 425.512(c)(1).</summary>
    public Test Affected { get; init; }

    /// <summary>The first performance year of the ACO's first agreement period.</summary>
    public Test FirstYear { get; init; }

    /// <summary>What the health equity adjustment needs; null where it is not known.</summary>
    public HealthEquityFacts? Equity { get; init; }
}

/// <summary>An ACO's quality performance.</summary>
/// <param name="Score">The score as it counts in settlement.</param>
/// <param name="MetPercentile">The score reaches the percentile of MIPS scores.</param>
/// <param name="MetIncentive">The standard is met by the reporting incentive.</param>
/// <param name="MetFirstYear">The standard is met by reporting in the first year.</param>
/// <param name="MetAlternative">The alternative standard is met.</param>
/// <param name="EquityBonus">The health equity adjustment.</param>
public sealed record AcoQualityFinding(
    Ratio Score, Test MetPercentile, Test MetIncentive, Test MetFirstYear, Test MetAlternative, Ratio EquityBonus)
{
    /// <summary>The standard is met in one way or another.</summary>
    public Test Met => (MetPercentile | MetIncentive | MetFirstYear).As("quality performance standard met", "42 CFR 425.512(a)");

    /// <summary>The facts that settlement takes.</summary>
    public QualityFacts ForSettlement => new()
    {
        Score = Score,
        MetStandard = Met,
        MetAlternative = MetAlternative,
        MetPercentile = MetPercentile.Holds,
        MetIncentive = MetIncentive.Holds,
        MetFirstYear = MetFirstYear.Holds,
    };
}

/// <summary>The quality performance standard of an ACO from its measures. 42 CFR 425.512.</summary>
public static class AcoQuality
{
    /// <summary>Determines the score and how the standard is met.</summary>
    /// <exception cref="LawGapException">The year has no law: it begins with 2021.</exception>
    public static AcoQualityFinding Determine(AcoQualityFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var standard = law[Keys.SharedSavings.Settlement.QualityStandard.Score];

        // (b): the health equity adjustment of 2023 to 2025, never above the whole.
        var bonus = facts.Equity is { } equity ? HealthEquity.Determine(equity, law) : Ratio.Zero;
        var score = Quantity.Least(facts.MipsScore + bonus, Ratio.One).As("health equity adjusted quality score", "42 CFR 425.512(b)");

        // (a)(7): from 2024 a measure that cannot be scored does not pull the ACO below the standard.
        var unscored = facts.HasUnscored & facts.ReportedAll & new Test(law[Keys.SharedSavings.Quality.UnscoredFloor].Amount > 0);
        score = unscored.Choose(Quantity.Greatest(score, standard), score)
            .As("quality score with unscored measures", "42 CFR 425.512(a)(7)");

        // (c): the floor of extreme and uncontrollable circumstances, also for an ACO that could not report.
        score = ExtremeCircumstances.Determine(score, facts.Affected, law);
        var percentile = score.MeetsOrExceeds(standard).As("score reaches the percentile", "42 CFR 425.512(a)");

        // (a)(2): an ACO in its first year meets the standard by reporting.
        var first = (facts.FirstYear & facts.ReportedAll).As("first year", "42 CFR 425.512(a)(2)");
        var incentive = Incentive(facts, law);
        return new AcoQualityFinding(score, percentile, incentive, first, Alternative(facts, law), bonus);
    }

    private static Test Incentive(AcoQualityFacts facts, RuleYear law)
    {
        if (law.Year.Value == 2021)
            return Test.No;

        // (a)(4)(i)(B), (a)(5)(i)(B): every eCQM or MIPS CQM complete, one outcome measure and one other measure high enough.
        var reported = facts.CompleteElectronic.MeetsOrExceeds(law[Keys.SharedSavings.Quality.Incentive.Measures]);
        // The outcome measure that just reaches its bar leaves the better ones for the other.
        var least = law[Keys.SharedSavings.Quality.Incentive.OutcomeDecile];
        var outcome = Outcomes(facts, law).Where(one => one.Decile >= least).Select(one => (MeasureStanding?)one).LastOrDefault();
        var other = Ordered(facts.Measures).Where(one => one.Measure != outcome?.Measure).Select(one => (MeasureStanding?)one)
            .FirstOrDefault();
        var reaches = Reaches(outcome?.Decile, least) & Reaches(other?.Decile, law[Keys.SharedSavings.Quality.Incentive.OtherDecile]);
        return (reported & reaches).As("reporting incentive", "42 CFR 425.512(a)(5)(i)(B)");
    }

    private static Test Alternative(AcoQualityFacts facts, RuleYear law) => law.Year.Value switch
    {
        // There was none in 2021 and 2022.
        2021 or 2022 => Test.No,

        // (a)(4)(ii), (a)(5)(ii): one outcome measure at the tenth percentile; (a)(5)(iii)(B): not for who reports nothing.
        >= 2023 => (Reaches(Outcomes(facts, law).Select(one => one.Decile).FirstOrDefault(),
            law[Keys.SharedSavings.Quality.Incentive.OutcomeDecile])
            & facts.ReportedAny).As("alternative standard", "42 CFR 425.512(a)(5)(ii)"),

        _ => throw new LawGapException("alternative quality performance standard", law.Year),
    };

    private static Test Reaches(Count? decile, Count least) => decile is { } known ? known.MeetsOrExceeds(least) : Test.No;

    /// <summary>The outcome measures that were scored, the highest decile first.</summary>
    private static List<MeasureStanding> Outcomes(AcoQualityFacts facts, RuleYear law)
    {
        var table = law[Keys.SharedSavings.Quality.OutcomeMeasures].Rows;
        var outcomes = Enumerable.Range(0, table.RowCount).Select(row => table.Text(row, "measure")).ToHashSet();
        return [.. Ordered(facts.Measures).Where(one => outcomes.Contains(one.Measure))];
    }

    private static IEnumerable<MeasureStanding> Ordered(IEnumerable<MeasureStanding> measures) => measures
        .Where(one => one.Decile is not null)
        .OrderByDescending(one => one.Decile!.Value.Amount).ThenBy(one => one.Measure, StringComparer.Ordinal);
}
