using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Qpp.Mips.Cost;

/// <summary>A cost measure as CMS computed it from claims.</summary>
/// <param name="Measure">The measure's identifier, such as TPCC_1.</param>
/// <param name="Cost">Its average, dollars or a ratio, in the benchmark's unit.</param>
/// <param name="Cases">Its cases.</param>
public readonly record struct CostMeasure(string Measure, Count Cost, Count Cases);

/// <summary>What a year changed in cost.</summary>
public sealed record CostImprovement
{
    /// <summary>The category's score of the year before without improvement; from 2023.</summary>
    public Ratio? Prior { get; init; }

    /// <summary>Measures scored in both years that became significantly better, through 2022.</summary>
    public Count Better { get; init; }

    /// <summary>Measures scored in both years that became significantly worse, through 2022.</summary>
    public Count Worse { get; init; }

    /// <summary>Measures scored in both years, through 2022.</summary>
    public Count InBothYears { get; init; }
}

/// <summary>A cost measure with its points; null points where it cannot be scored.</summary>
/// <param name="Measure">The measure.</param>
/// <param name="Points">Its points.</param>
/// <param name="Reason">Why it has none.</param>
public sealed record CostScore(CostMeasure Measure, Points? Points, string Reason);

/// <summary>The cost category with its parts.</summary>
/// <param name="Score">The category's score; null where no measure can be scored.</param>
/// <param name="Measures">Every measure.</param>
/// <param name="Improvement">The improvement score.</param>
public sealed record CostCategoryResult(Ratio? Score, IReadOnlyList<CostScore> Measures, Ratio Improvement);

/// <summary>The cost category. 42 CFR 414.1350, 414.1380(b)(2).</summary>
public static class CostCategory
{
    private const string Method = "administrativeClaims";

    /// <summary>The category from its measures.</summary>
    /// <param name="measures">The measures that CMS computed.</param>
    /// <param name="allowed">The measures that may count, such as those of an MVP; null for all.</param>
    /// <param name="improvement">What the years before say.</param>
    /// <param name="law">The law of the year.</param>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static CostCategoryResult Determine(
        IReadOnlyList<CostMeasure> measures, IReadOnlySet<string>? allowed, CostImprovement improvement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(measures);
        ArgumentNullException.ThrowIfNull(improvement);
        ArgumentNullException.ThrowIfNull(law);
        var scores = measures.Select(measure => Score(measure, allowed, law)).ToList();
        var (earned, possible) = (Points.Zero, Points.Zero);
        foreach (var score in scores.Where(score => score.Points is not null))
        {
            (earned, possible) = (
                earned + score.Points!.Value.As($"measure {score.Measure.Measure}", "42 CFR 414.1380(b)(2)(i)"),
                possible + law[Keys.Mips.Cost.MeasurePoints]);
        }

        // 414.1380(c)(2)(i)(A)(2): with no measure that can be scored the category is reweighted.
        if (possible == Points.Zero)
            return new CostCategoryResult(null, scores, Ratio.Zero);
        var share = (earned / possible).As("cost achievement", "42 CFR 414.1380(b)(2)(iii)");
        var gained = Improvement(share, improvement, law);

        // (b)(2)(iii): points over points possible and the improvement score, no more than the whole.
        var whole = Quantity.Least(share + gained, Ratio.One).As("cost performance category score", "42 CFR 414.1380(b)(2)(iii)");
        return new CostCategoryResult(whole, scores, gained);
    }

    private static CostScore Score(CostMeasure measure, IReadOnlySet<string>? allowed, RuleYear law)
    {
        if (allowed is not null && !allowed.Contains(measure.Measure))
            return new CostScore(measure, null, "not a measure of the pathway");
        var kind = Kind(measure.Measure, law);
        if (kind is null)
            return new CostScore(measure, null, "not a cost measure of the year");

        // 414.1350(c): a least number of cases by the kind of measure.
        if (!measure.Cases.MeetsOrExceeds(law[Keys.Mips.Cost.CaseMinimum, kind]).Holds)
            return new CostScore(measure, null, "too few cases");

        // (b)(2)(i): without a benchmark of the performance period a measure is not scored.
        if (Benchmark.Find(measure.Measure, Method, law) is not { } benchmark)
            return new CostScore(measure, null, "no benchmark");

        // (b)(2)(i): points by decile through 2023, from 2024 by standard deviations from the median, both as cut points.
        return new CostScore(measure, AchievementPoints.Benchmarked(measure.Cost, benchmark, law), "");
    }

    private static string? Kind(string measure, RuleYear law)
    {
        var table = law[Keys.Mips.Cost.MeasureKinds].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "measure") == measure)
                return table.Text(row, "kind");
        }
        return null;
    }

    private static Ratio Improvement(Ratio now, CostImprovement facts, RuleYear law)
    {
        var improvement = law.Year.Value switch
        {
            2017 => Ratio.Zero,

            // (b)(2)(iv)(C), (D): measures significantly better less those significantly worse, over those of both years.
            >= 2018 and <= 2022 => facts.InBothYears > Count.Zero
                ? law[Keys.Mips.Cost.ImprovementMaximum] * ((facts.Better - facts.Worse) / facts.InBothYears)
                : Ratio.Zero,

            // From 2023 the change of the category's score over that of the year before.
            >= 2023 => facts.Prior is { } before && before > Ratio.Zero
                ? law[Keys.Mips.Cost.ImprovementMultiplier] * ((now - before) / before)
                : Ratio.Zero,

            _ => throw new LawGapException("cost improvement", law.Year),
        };
        return law.Year.Value == 2017 ? improvement : improvement
            .Within(Ratio.Zero, law[Keys.Mips.Cost.ImprovementMaximum]).As("cost improvement score", "42 CFR 414.1380(b)(2)(iv)");
    }
}
