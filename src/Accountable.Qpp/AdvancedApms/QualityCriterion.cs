namespace Accountable.Qpp.AdvancedApms;

/// <summary>The quality tests, the same for Advanced APMs and other payers. 42 CFR 414.1415(b), 414.1420(c).</summary>
internal static class QualityCriterion
{
    public static IEnumerable<Criterion> Determine(Arrangement arrangement, string section, PerformanceYear year)
    {
        var from2020 = year.Value switch
        {
            >= 2017 and <= 2019 => false,
            >= 2020 => true,
            _ => throw new LawGapException("quality measures of an Advanced APM", year),
        };

        // (b)(1): quality results are a factor in payment.
        yield return Criterion.YesNo("quality is a factor in payment", arrangement.QualityMovesPayment, $"{section}(1)", "make part of the payment depend on the quality measures");

        // (b)(2): at least one measure is evidence-based, reliable and valid.
        var sound = arrangement.Measures.Count(measure => Counts(measure, from2020));
        yield return new Criterion("a measure that is evidence-based, reliable and valid", new Test(sound > 0), $"{sound} of {arrangement.Measures.Count}", "1", $"{section}(2)",
            sound > 0 ? "" : "pay by one measure of the MIPS list or endorsed by a consensus-based entity");

        // (b)(3): at least one outcome measure, from 2020 one that meets (b)(2), unless none was available.
        var outcomes = arrangement.Measures.Count(measure => measure.Outcome && (!from2020 || Counts(measure, from2020)));
        yield return new Criterion("an outcome measure", new Test(outcomes > 0 || arrangement.NoOutcomeMeasureAvailable), arrangement.NoOutcomeMeasureAvailable ? "none was available" : $"{outcomes}", "1",
            $"{section}(3)", outcomes > 0 || arrangement.NoOutcomeMeasureAvailable ? "" : "pay by one outcome measure of the MIPS list; one measure may serve both tests");
    }

    private static bool Counts(QualityMeasure measure, bool from2020) => measure.Evidence switch
    {
        MeasureEvidence.MipsList or MeasureEvidence.ConsensusEndorsed or MeasureEvidence.CmsDetermined => true,
        MeasureEvidence.Section1848s or MeasureEvidence.CallForMeasures => !from2020,
        _ => false,
    };
}
