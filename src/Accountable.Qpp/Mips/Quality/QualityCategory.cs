using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>What the quality category is computed from.</summary>
public sealed record QualityCategoryFacts
{
    /// <summary>The measures that were submitted, in every way of collecting them.</summary>
    public required IReadOnlyList<ReportedMeasure> Submitted { get; init; }

    /// <summary>Measures that CMS computes from claims.</summary>
    public IReadOnlyList<ReportedMeasure> FromClaims { get; init; } = [];

    /// <summary>The summary measures of the survey of patients' experience, which together are one measure.</summary>
    public IReadOnlyList<ReportedMeasure> Survey { get; init; } = [];

    /// <summary>The reporting framework.</summary>
    public required Framework Framework { get; init; }

    /// <summary>The programme in which the data were sent: mips, app1, appPlus or an MVP.</summary>
    public required string Program { get; init; }

    /// <summary>Whose data they are.</summary>
    public required EntityType Entity { get; init; }

    /// <summary>A small practice: 42 CFR 414.1305.</summary>
    public bool SmallPractice { get; init; }

    /// <summary>How many measures are required where fewer than usual apply; null for the usual number. 42 CFR
    /// 414.1335(a)(1)(ii).</summary>
    public Count? Required { get; init; }

    /// <summary>The achievement of the year before as a share, without bonuses; null where there is none to compare with.</summary>
    public Ratio? PriorAchievement { get; init; }
}

/// <summary>The quality category with its parts.</summary>
public sealed record QualityCategoryResult
{
    /// <summary>The category's score.</summary>
    public required Ratio Score { get; init; }

    /// <summary>The measures that count.</summary>
    public required IReadOnlyList<MeasureScore> Counted { get; init; }

    /// <summary>Every measure scored, counted or not.</summary>
    public required IReadOnlyList<MeasureScore> Scored { get; init; }

    /// <summary>Achievement points of the measures that count.</summary>
    public required Points Achievement { get; init; }

    /// <summary>Points possible.</summary>
    public required Points Possible { get; init; }

    /// <summary>Bonus points of every kind.</summary>
    public required Points Bonus { get; init; }

    /// <summary>The improvement score.</summary>
    public required Ratio Improvement { get; init; }
}

/// <summary>The quality category. 42 CFR 414.1330 to 414.1340, 414.1380(b)(1).</summary>
public static class QualityCategory
{
    /// <summary>The category from measures as reported; null where nothing is left that could be scored.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static QualityCategoryResult? Determine(QualityCategoryFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var scored = facts.Submitted.Select(one => MeasurePoints.Determine(one, facts.SmallPractice, law)).ToList();
        var claims = FromClaims(facts, law);
        if (SurveyScore.Determine(facts.Survey, law) is { } survey)
            scored.Add(survey);

        // 414.1325(d): of several mechanisms the best set counts where they cannot be joined.
        return QualitySelection.Sets(scored, facts.Framework, law.Year).Select(set => OfSet(set, claims, facts, law))
            .Where(result => result is not null).MaxBy(result => result!.Score.Amount);
    }

    private static QualityCategoryResult? OfSet(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, QualityCategoryFacts facts, RuleYear law)
    {
        var (counted, possible) = facts.Framework switch
        {
            Framework.App => QualityPlaces.OfPathway(set, claims, facts, law),
            Framework.Mvp => QualityPlaces.OfMvp(set, claims, facts, law),
            _ when set.Any(score => score.Reported.Method == "cmsWebInterface") => QualityPlaces.OfWebInterface(set, claims, law),
            _ => QualityPlaces.OfTraditional(set, claims, facts, law),
        };
        if (possible <= Points.Zero)
            return null;
        var achievement = Sum(counted);

        // (b)(1)(v), (b)(1)(vii)(C): bonus points; the pathway for APMs has only those of complex organizations.
        var pathway = facts.Framework == Framework.App;
        var bonus = (pathway ? Points.Zero : QualityBonuses.HighPriority(set, possible, law))
            + (pathway ? Points.Zero : QualityBonuses.EndToEnd(set, possible, law))
            + QualityBonuses.SmallPractice(facts.SmallPractice, set.Count > 0, law)
            + QualityBonuses.ComplexOrganization(counted, facts.Entity, possible, law);

        // (b)(1)(vi): improvement on the year before, for who took part in full in this year.
        var share = (achievement / possible).As("quality achievement", "42 CFR 414.1380(b)(1)(vii)");
        var improvement = Improvement(share, counted, possible, facts, law);
        return new QualityCategoryResult
        {
            Score = Determine(achievement + bonus, possible, improvement),
            Counted = counted,
            Scored = [.. set, .. claims],
            Achievement = achievement,
            Possible = possible,
            Bonus = bonus,
            Improvement = improvement,
        };
    }

    /// <summary>The category from the points of its measures with the small practice bonus of the year.</summary>
    /// <param name="achievement">Achievement points of all measures.</param>
    /// <param name="possible">Points possible; more than zero.</param>
    /// <param name="improvement">The improvement score.</param>
    /// <param name="smallPractice">A small practice that submitted a measure.</param>
    /// <param name="law">The law of the year.</param>
    public static Ratio Determine(Points achievement, Points possible, Ratio improvement, bool smallPractice, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return Determine(achievement + QualityBonuses.SmallPractice(smallPractice, submitted: true, law), possible, improvement);
    }

    /// <summary>(b)(1)(vii): points over points possible and the improvement score, no more than the whole.</summary>
    private static Ratio Determine(Points points, Points possible, Ratio improvement) =>
        Quantity.Least((points / possible) + improvement, Ratio.One)
            .As("quality performance category score", "42 CFR 414.1380(b)(1)(vii)");

    /// <summary>Measures of claims count only with a benchmark and enough cases. 42 CFR 414.1380(b)(1)(i).</summary>
    private static List<MeasureScore> FromClaims(QualityCategoryFacts facts, RuleYear law) =>
        [.. facts.FromClaims.Select(one => MeasurePoints.Determine(one, facts.SmallPractice, law))
            .Where(score => score.Class == MeasureClass.Benchmarked)];

    private static Ratio Improvement(
        Ratio now, IReadOnlyList<MeasureScore> counted, Points possible, QualityCategoryFacts facts, RuleYear law)
    {
        if (facts.PriorAchievement is not { } before || law.Year.Value <= 2017)
            return Ratio.Zero;

        // (b)(1)(vi)(F): every required measure with complete data.
        var whole = law[Keys.Mips.Quality.DecilePoints] is var points ? points.Cell<Points>(points.Rows.RowCount - 1, "points") : default;
        var complete = counted.Count(score => score.Class != MeasureClass.Incomplete);
        return whole.Amount * complete >= possible.Amount ? QualityImprovement.Determine(now, before, law) : Ratio.Zero;
    }

    private static Points Sum(IReadOnlyList<MeasureScore> counted)
    {
        var sum = Points.Zero;
        foreach (var score in counted)
            sum += score.Points.As($"measure {score.Id}", "42 CFR 414.1380(b)(1)");
        return sum.As("achievement points", "42 CFR 414.1380(b)(1)(i)");
    }
}
