using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>Which measures count and out of how many points, by how the data were sent.</summary>
internal static class QualityPlaces
{
    /// <summary>414.1335(a)(1): six measures of one's choice, or those that apply where fewer do, and each claims measure that
    /// can be scored.</summary>
    public static (IReadOnlyList<MeasureScore> Counted, Points Possible) OfTraditional(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, QualityCategoryFacts facts, RuleYear law)
    {
        var required = facts.Required is { } fewer
            ? Quantity.Least(fewer, law[Keys.Mips.Quality.RequiredMeasures])
            : law[Keys.Mips.Quality.RequiredMeasures];

        // (a)(1)(ii): where fewer than six apply each of them is reported, and none must be an outcome measure.
        var outcomeNeeded = required.MeetsOrExceeds(law[Keys.Mips.Quality.RequiredMeasures]).Holds;
        return Chosen(set, claims, required, outcomeNeeded, law);
    }

    /// <summary>414.1365(c)(1): four measures of the pathway, and of its population health measures the one with most points.</summary>
    public static (IReadOnlyList<MeasureScore> Counted, Points Possible) OfMvp(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, QualityCategoryFacts facts, RuleYear law)
    {
        var pathway = Pathway.Find(facts.Program, law);
        var own = set.Where(score => pathway.Quality.Contains(score.Id)).ToList();
        var population = claims.Where(score => pathway.PopulationHealth.Contains(score.Id)).MaxBy(score => score.Points.Amount);
        return Chosen(own, population is null ? [] : [population], law[Keys.Mips.Quality.RequiredMeasuresOfPathway],
            outcomeNeeded: true, law);
    }

    /// <summary>414.1335(a)(2): every measure of the Web Interface; one without a benchmark or with too few cases leaves both
    /// sides.</summary>
    public static (IReadOnlyList<MeasureScore> Counted, Points Possible) OfWebInterface(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, RuleYear law)
    {
        var reported = set.Where(score => score.Class != MeasureClass.Unbenchmarked && !score.Reported.Suppressed).ToList();
        var missing = WebInterfaceMeasures(law).Except(set.Select(score => score.Id)).Count();
        return ([.. reported, .. claims], Possible(reported.Count + missing + claims.Count, law));
    }

    /// <summary>414.1367(c)(1): every measure of the pathway for APMs; (c)(1)(i): one that cannot be compared leaves both sides.</summary>
    public static (IReadOnlyList<MeasureScore> Counted, Points Possible) OfPathway(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, QualityCategoryFacts facts, RuleYear law)
    {
        // 414.1367(c)(1)(i): of several ways of collecting one measure the best counts; a Medicare CQM is the same measure.
        var best = QualitySelection.BestOfEach(set.Where(score => !score.Reported.Suppressed), score => Plain(score.Id)).ToList();
        var own = best.Where(score => score.Class != MeasureClass.Unbenchmarked).ToList();
        var required = set.Any(score => score.Reported.Method == WebInterface)
            ? WebInterfaceOfPathway(law).Intersect(WebInterfaceMeasures(law))
            : QualityMeasure.OfProgram(facts.Program, law)
                .Where(measure => measure.Methods.Any(method => method is "electronicHealthRecord" or "registry"))
                .Select(measure => Plain(measure.Id)).Distinct();
        var missing = required.Except(set.Select(score => Plain(score.Id))).Count();
        var population = claims.Where(score => score.Reported.Measure.Programs.Contains(facts.Program)).ToList();
        return ([.. own, .. population], Possible(own.Count + missing + population.Count, law));
    }

    private static (IReadOnlyList<MeasureScore> Counted, Points Possible) Chosen(
        IReadOnlyList<MeasureScore> set, IReadOnlyList<MeasureScore> claims, Count required, bool outcomeNeeded, RuleYear law)
    {
        // (b)(1)(vii)(A): a measure that CMS suppressed is not scored, and its points are not possible.
        var suppressed = set.GroupBy(score => score.Id).Count(same => same.All(score => score.Reported.Suppressed));
        var places = (int)required.Amount - Math.Min(suppressed, (int)required.Amount);
        var counted = places > 0
            ? QualitySelection.Pick([.. set.Where(score => !score.Reported.Suppressed)], places, outcomeNeeded)
            : [];
        return ([.. counted, .. claims], Possible(places + claims.Count, law));
    }

    /// <summary>The measure behind a Medicare CQM, whose identifier ends in SSP.</summary>
    private static string Plain(string id) => id.EndsWith("SSP", StringComparison.Ordinal) ? id[..^"SSP".Length] : id;

    private static IEnumerable<string> WebInterfaceMeasures(RuleYear law)
    {
        var table = law[Keys.Mips.Benchmarks].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "method") == WebInterface)
                yield return table.Text(row, "measure");
        }
    }

    private static IEnumerable<string> WebInterfaceOfPathway(RuleYear law)
    {
        var table = law[Keys.Mips.App.WebInterfaceMeasures].Rows;
        for (var row = 0; row < table.RowCount; row++)
        {
            if (table.Text(row, "method") == WebInterface)
                yield return table.Text(row, "measure");
        }
    }

    private const string WebInterface = "cmsWebInterface";

    private static Points Possible(int measures, RuleYear law)
    {
        var points = law[Keys.Mips.Quality.DecilePoints];
        var whole = points.Cell<Points>(points.Rows.RowCount - 1, "points");
        var sum = Points.Zero;
        for (var measure = 0; measure < measures; measure++)
            sum += whole;
        return sum.As("points possible", "42 CFR 414.1380(b)(1)(vii)");
    }
}
