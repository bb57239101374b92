namespace Accountable.Qpp.Mips.Quality;

/// <summary>Which of the reported measures count in the quality category. 42 CFR 414.1335, 414.1365(c)(1), 414.1380(b)(1).</summary>
internal static class QualitySelection
{
    /// <summary>The measures that fill the places of a submission: the required one first, then those with most points.</summary>
    /// <remarks>Where no outcome or high priority measure was reported its place stays empty and counts as zero.</remarks>
    public static IReadOnlyList<MeasureScore> Pick(IReadOnlyList<MeasureScore> scores, int places, bool outcomeNeeded)
    {
        var ordered = BestOfEach(scores).OrderByDescending(score => score.Points.Amount).ThenBy(score => score.Id, StringComparer.Ordinal)
            .ToList();

        if (!outcomeNeeded)
            return [.. ordered.Take(places)];

        // 414.1335(a)(1)(i): one outcome measure or, where there is none, another high priority measure.
        var required = RequiredOf(ordered);
        var others = ordered.Where(score => !ReferenceEquals(score, required)).Take(places - 1);
        return required is null ? [.. others] : [required, .. others];
    }

    /// <summary>The measure that meets the outcome requirement: the outcome measure, or else the high priority measure, with most
    /// points.</summary>
    public static MeasureScore? RequiredOf(IEnumerable<MeasureScore> scores)
    {
        var ordered = scores.OrderByDescending(score => score.Points.Amount).ThenBy(score => score.Id, StringComparer.Ordinal).ToList();
        return ordered.FirstOrDefault(score => score.Reported.Measure.IsOutcome)
            ?? ordered.FirstOrDefault(score => score.Reported.Measure.HighPriority);
    }

    /// <summary>A measure that was collected in several ways counts once, with most points. 42 CFR 414.1325(d).</summary>
    public static IEnumerable<MeasureScore> BestOfEach(IEnumerable<MeasureScore> scores) =>
        BestOfEach(scores, score => score.Id);

    /// <summary>The same where measures are the same that have one name under a rule of naming.</summary>
    public static IEnumerable<MeasureScore> BestOfEach(IEnumerable<MeasureScore> scores, Func<MeasureScore, string> name) =>
        scores.GroupBy(name).Select(same => same.MaxBy(score => score.Points.Amount)!);

    /// <summary>The sets among which the best is taken: through 2018 one collection mechanism each, from 2019 all together.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static IEnumerable<IReadOnlyList<MeasureScore>> Sets(
        IReadOnlyList<MeasureScore> scores, Framework framework, PerformanceYear year) =>
        year.Value switch
        {
            // 425.512(a): an ACO that reports by the Web Interface and in other ways has the higher of the two.
            >= 2021 when framework == Framework.App => scores.Where(score => !IsOfAnySet(score.Reported.Method))
                .Select(score => score.Reported.Method == WebInterface).Distinct().DefaultIfEmpty(false)
                .Select(web => (IReadOnlyList<MeasureScore>)[.. scores.Where(score =>
                    IsOfAnySet(score.Reported.Method) || (score.Reported.Method == WebInterface) == web)]),

            // 414.1325(d): one submission mechanism for a category; a survey or claims measure goes with any.
            2017 or 2018 => scores.Select(score => score.Reported.Method).Where(method => !IsOfAnySet(method)).Distinct().Order()
                .DefaultIfEmpty("").Select(method => (IReadOnlyList<MeasureScore>)
                    [.. scores.Where(score => score.Reported.Method == method || IsOfAnySet(score.Reported.Method))]),

            >= 2019 => [scores],

            _ => throw new LawGapException("quality submissions", year),
        };

    private const string WebInterface = "cmsWebInterface";

    private static bool IsOfAnySet(string method) => method is "certifiedSurveyVendor";
}
