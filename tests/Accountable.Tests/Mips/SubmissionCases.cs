using System.Globalization;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Cost;
using Accountable.Qpp.Mips.Eligibility;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;
using Accountable.Tests.Cases;

namespace Accountable.Tests.Mips;

/// <summary>Answers cases of single measures, cost, interoperability, activities, statuses and eligibility.</summary>
internal static class SubmissionCases
{
    public static IReadOnlyDictionary<string, object?> Measure(FlatCase one) => Answered(one, law =>
    {
        var measure = QualityMeasure.Find(one.Given["measure"], law) ?? throw new LawGapException(one.Given["measure"], law.Year);
        var score = MeasurePoints.Determine(new ReportedMeasure
        {
            Measure = measure,
            Method = one.Given["method"],
            Rate = Fact<Count>(Number(one, "rate"), law),
            Cases = Fact<Count>(Number(one, "cases"), law),
            Completeness = Fact<Ratio>(Number(one, "complete") / 100, law),
            Clinicians = one.Given.ContainsKey("clinicians") ? Fact<Count>(Number(one, "clinicians"), law) : null,
        }, Number(one, "small") > 0, law);
        return (new() { ["class"] = score.Class.ToString(), ["points"] = score.Points.Amount }, score.Points.Derivation);
    });

    public static IReadOnlyDictionary<string, object?> Cost(FlatCase one) => Answered(one, law =>
    {
        var measures = one.Given["measures"].Split(' ', StringSplitOptions.RemoveEmptyEntries).Chunk(3)
            .Select(row => new CostMeasure(row[0], Fact<Count>(Number(row[1]), law), Fact<Count>(Number(row[2]), law)));
        var result = CostCategory.Determine([.. measures], null, new CostImprovement
        {
            Prior = one.Given.ContainsKey("prior") ? Fact<Ratio>(Number(one, "prior") / 100, law) : null,
            Better = Fact<Count>(Number(one, "better"), law),
            Worse = Fact<Count>(Number(one, "worse"), law),
            InBothYears = Fact<Count>(Number(one, "both"), law),
        }, law);
        return (new()
        {
            ["score"] = result.Score is { } score ? score.Amount * 100 : "",
            ["improvement"] = result.Improvement.Amount * 100,
            ["reasons"] = string.Join("; ", result.Measures.Select(measure => measure.Reason)),
        }, result.Score?.Derivation);
    });

    public static IReadOnlyDictionary<string, object?> Interoperability(FlatCase one) => Answered(one, law =>
    {
        var yes = Words(one, "yes").ToDictionary(id => id, _ => true);
        foreach (var id in Words(one, "no"))
            yes.Add(id, false);
        var result = InteroperabilityCategory.Determine(new InteroperabilityFacts
        {
            Answers = yes,
            Rates = Words(one, "rates").Chunk(3).ToDictionary(row => row[0],
                row => new MeasureRate(Fact<Count>(Number(row[1]), law), Fact<Count>(Number(row[2]), law))),
            Days = one.Given.ContainsKey("days") ? Fact<Count>(Number(one, "days"), law) : null,
            Edition2015Alone = Number(one, "edition_2015") > 0,
        }, law);
        return (new()
        {
            ["score"] = result.Score.Amount * 100,
            ["points"] = string.Join(' ', result.Measures.Select(measure => $"{measure.Measure} {measure.Points.Amount:0.##}")),
            ["missing"] = string.Join(' ', result.Missing),
        }, result.Score.Derivation);
    });

    public static IReadOnlyDictionary<string, object?> Activities(FlatCase one) => Answered(one, law =>
    {
        var score = ImprovementActivities.Determine(new ActivityFacts
        {
            Medium = Fact<Count>(Number(one, "medium"), law),
            High = Fact<Count>(Number(one, "high"), law),
            Framework = Enum.Parse<Framework>(one.Given.GetValueOrDefault("framework", "Traditional")),
            SpecialStatus = Number(one, "special") > 0,
            MedicalHomeShare = one.Given.ContainsKey("home") ? Fact<Ratio>(Number(one, "home"), law) : null,
            InApm = Number(one, "apm") > 0,
        }, law);
        return (new() { ["score"] = score.Amount * 100 }, score.Derivation);
    });

    public static IReadOnlyDictionary<string, object?> Status(FlatCase one) => Answered(one, law =>
    {
        Ratio? Share(string name) => one.Given.ContainsKey(name) ? Fact<Ratio>(Number(one, name), law) : null;
        Count? Many(string name) => one.Given.ContainsKey(name) ? Fact<Count>(Number(one, name), law) : null;
        var status = SpecialStatus.Determine(new SpecialStatusFacts
        {
            Entity = Enum.Parse<EntityType>(one.Given.GetValueOrDefault("entity", "Individual")),
            Clinicians = Many("clinicians"),
            PatientFacingEncounters = Many("encounters"),
            NonPatientFacing = Share("non_patient_facing"),
            Hospital = Share("hospital"),
            SurgicalCenter = Share("asc"),
            Facility = Share("facility"),
            HasFacility = Number(one, "has_facility") > 0,
            Rural = Share("rural"),
            ShortageArea = Share("hpsa"),
        }, law);
        string[] names =
        [
            status.SmallPractice.Holds ? "small" : "", status.NonPatientFacing.Holds ? "non-patient-facing" : "",
            status.HospitalBased.Holds ? "hospital" : "", status.SurgicalCenterBased.Holds ? "asc" : "",
            status.FacilityBased.Holds ? "facility" : "", status.Rural.Holds ? "rural" : "", status.ShortageArea.Holds ? "hpsa" : "",
        ];
        return (new()
        {
            ["status"] = string.Join(' ', names.Where(name => name.Length > 0)),
            ["doubles"] = status.DoublesActivities,
            ["pi"] = status.InteroperabilityReweighted(one.Given.GetValueOrDefault("type", "physician"), law) ?? "",
        }, null);
    });

    public static IReadOnlyDictionary<string, object?> Eligibility(FlatCase one) => Answered(one, law =>
    {
        var result = MipsEligibility.Determine(new EligibilityFacts
        {
            Entity = Enum.Parse<EntityType>(one.Given.GetValueOrDefault("entity", "Individual")),
            ClinicianType = one.Given.GetValueOrDefault("type", "physician"),
            Second = new Volume(Fact<Money>(Number(one, "charges"), law), Fact<Count>(Number(one, "beneficiaries"), law),
                Fact<Count>(Number(one, "services"), law)),
            NewlyEnrolled = Number(one, "new") > 0,
            IsQp = Number(one, "qp") > 0,
            IsPartialQp = Number(one, "partial_qp") > 0,
            PartialQpElects = Number(one, "elects") > 0,
            OptsIn = Number(one, "opts_in") > 0,
        }, law);
        var (first, second) = DeterminationPeriod.Of(law);
        return (new()
        {
            ["status"] = result.Status.ToString(),
            ["adjusted"] = result.IsAdjusted,
            ["first"] = $"{first.First:yyyy-MM-dd} {first.Last:yyyy-MM-dd}",
            ["second"] = $"{second.First:yyyy-MM-dd} {second.Last:yyyy-MM-dd}",
        }, null);
    });

    /// <summary>Answers untraced and traced: the same answer, and a derivation that replays.</summary>
    private static Dictionary<string, object?> Answered(
        FlatCase one, Func<RuleYear, (Dictionary<string, object?> Answer, Derivation? Derivation)> answer)
    {
        try
        {
            var plain = answer(RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf)).Answer;
            var traced = answer(RuleBook.Embedded.For(new PerformanceYear(one.Year), one.AsOf, traced: true));
            Assert.Equal(plain, traced.Answer);
            if (traced.Derivation is { } derivation)
                Assert.Empty(Replay.Check(derivation));
            return plain;
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
    }

    private static T Fact<T>(decimal amount, RuleYear law)
        where T : struct, IQuantity<T> => law.Traced ? T.Create(amount, null).From("fact", "case") : T.Create(amount, null);

    private static string[] Words(FlatCase one, string key) =>
        one.Given.GetValueOrDefault(key, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static decimal Number(FlatCase one, string key) => one.Given.TryGetValue(key, out var text) && text.Length > 0 ? Number(text) : 0;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
