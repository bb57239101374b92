using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>Points beside achievement. 42 CFR 414.1380(b)(1)(v), (vii)(C).</summary>
internal static class QualityBonuses
{
    /// <summary>(b)(1)(v)(A): high priority measures beyond the required one, through 2021.</summary>
    public static Points HighPriority(IReadOnlyList<MeasureScore> scores, Points possible, RuleYear law)
    {
        if (!Exists(law))
            return Points.Zero;
        var eligible = QualitySelection.BestOfEach(scores).Where(score => score.Reported.Measure.HighPriority && score.MayHaveBonus)
            .ToList();

        // (A)(1)(i): the required measure has no bonus; CMS's engine takes it among those that could have one.
        var required = QualitySelection.RequiredOf(eligible);
        var sum = Points.Zero;
        foreach (var score in eligible)
        {
            // (A)(1)(ii): from 2019 measures of the Web Interface have none either.
            if (score.Id == required?.Id || (law.Year.Value >= 2019 && score.Reported.Method == "cmsWebInterface"))
                continue;
            sum += score.Reported.Measure.HasHigherBonus
                ? law[Keys.Mips.Quality.Bonus.Outcome]
                : law[Keys.Mips.Quality.Bonus.HighPriority];
        }
        return Quantity.Least(sum, possible * law[Keys.Mips.Quality.Bonus.HighPriorityCap])
            .As("high priority bonus", "42 CFR 414.1380(b)(1)(v)(A)");
    }

    /// <summary>(b)(1)(v)(B): measures reported end to end electronically, through 2021.</summary>
    public static Points EndToEnd(IReadOnlyList<MeasureScore> scores, Points possible, RuleYear law)
    {
        if (!Exists(law))
            return Points.Zero;
        var sum = Points.Zero;
        foreach (var _ in QualitySelection.BestOfEach(scores.Where(score => score.Reported.EndToEnd)))
            sum += law[Keys.Mips.Quality.Bonus.EndToEnd];
        return Quantity.Least(sum, possible * law[Keys.Mips.Quality.Bonus.EndToEndCap])
            .As("end-to-end electronic reporting bonus", "42 CFR 414.1380(b)(1)(v)(B)");
    }

    /// <summary>(b)(1)(v)(C): from 2019 a small practice that submits a measure; in 2018 the bonus was in the final score.</summary>
    public static Points SmallPractice(bool smallPractice, bool submitted, RuleYear law) => law.Year.Value switch
    {
        2017 or 2018 => Points.Zero,
        >= 2019 => smallPractice && submitted
            ? law[Keys.Mips.Quality.SmallPracticeBonus].As("small practice bonus", "42 CFR 414.1380(b)(1)(v)(C)")
            : Points.Zero,
        _ => throw new LawGapException("small practice bonus", law.Year),
    };

    /// <summary>(b)(1)(vii)(C): from 2025 an APM Entity or virtual group has a point for each eCQM with enough cases and complete
    /// data.</summary>
    public static Points ComplexOrganization(IReadOnlyList<MeasureScore> counted, EntityType entity, Points possible, RuleYear law)
    {
        if (law.Year.Value is < 2025 || entity is not (EntityType.ApmEntity or EntityType.VirtualGroup))
            return Points.Zero;
        var points = law[Keys.Mips.Quality.DecilePoints];
        var greatest = points.Cell<Points>(points.Rows.RowCount - 1, "points");
        var sum = Points.Zero;
        foreach (var score in counted.Where(one => one.Reported.Method == "electronicHealthRecord"))
        {
            // (C)(2): only with complete data and enough cases; (C)(3): the measure keeps to its greatest points.
            if (score.Class != MeasureClass.Incomplete && score.EnoughCases.Holds)
                sum += Quantity.Least(law[Keys.Mips.Quality.Bonus.ComplexOrganization], greatest - score.Points);
        }

        // (C)(4): together no more than a tenth of the points possible.
        return Quantity.Least(sum, possible * law[Keys.Mips.Quality.Bonus.ComplexOrganizationCap])
            .As("complex organization adjustment", "42 CFR 414.1380(b)(1)(vii)(C)");
    }

    private static bool Exists(RuleYear law) => law.Year.Value switch
    {
        >= 2017 and <= 2021 => true,
        >= 2022 => false,
        _ => throw new LawGapException("measure bonus points", law.Year),
    };
}
