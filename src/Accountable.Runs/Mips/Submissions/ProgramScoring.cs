using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Cost;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>Scores a submission in one programme. Sets of traditional MIPS stand in where a programme has none of a category.</summary>
internal sealed class ProgramScoring(
    string program, QppSubmission submission, ClinicianStatus status, SubmittedFacts facts, RuleYear law, List<Finding> findings,
    Func<ReportedMeasure, ReportedMeasure>? change = null)
{
    private const string Claims = "administrativeClaims";
    private const string Survey = "certifiedSurveyVendor";
    private readonly List<string> _notes = [];

    private Framework Framework =>
        program switch { "mips" => Framework.Traditional, "app1" or "appPlus" => Framework.App, _ => Framework.Mvp };

    public ScoredProgram Score()
    {
        // The way of taking part is checked before anything is scored.
        var standard = Participation.StandardFor(Framework, status.Entity, law.Year);
        var quality = Quality();
        var cost = Cost();
        var (activities, activityScore) = Activities(standard);
        var interoperability = Interoperability();
        var scores = new CategoryScores(
            quality?.Score ?? (status.Reweighted.Contains("quality") ? null : Ratio.Zero),
            status.Reweighted.Contains("cost") ? null : cost.Score,
            activityScore,
            interoperability?.Score ?? InteroperabilityWithoutData());
        var final = Final(scores);
        if (ByFacility(scores, quality) is { } facility && FacilityBased.Stands(facility.Final, quality is null ? null : final, law))
        {
            _notes.Add("quality and cost are those of the facility: 42 CFR 414.1380(e)");
            (scores, final) = facility;
        }
        if (final.ComplexPatientBonus is null)
            _notes.Add("A-201: the complex patient bonus needs means, deviations and medians of the population; none added");
        return new ScoredProgram
        {
            Program = program,
            Quality = quality,
            Cost = cost,
            Activities = activities,
            Interoperability = interoperability,
            Scores = scores,
            Final = final,
            Adjustment = PaymentAdjustment.Range(final.Score, law),
            Notes = _notes,
        };
    }

    private FinalScoreResult Final(CategoryScores scores) => FinalScore.Determine(new FinalScoreFacts
    {
        Scores = scores,
        Framework = Framework,
        Entity = status.Entity,
        SmallPractice = status.SmallPractice,
        Patients = status.Patients,
    }, law);

    private List<MeasurementSet> Sets(string category)
    {
        var own = submission.Sets.Where(set => set.Category == category && set.Program == program).ToList();
        return own.Count > 0 || category == "quality" ? own
            : [.. submission.Sets.Where(set => set.Category == category && set.Program == "mips")];
    }

    private QualityCategoryResult? Quality()
    {
        var reader = new QualityFromSubmission(facts, law, status.Known?.Words("suppressedMeasures") ?? [], findings);
        var read = reader.Read(Sets("quality"));
        var submitted = read.Where(one => one.Method is not (Survey or Claims)).ToList();
        var path = status.Known?.Path ?? "";
        var clinicians = status.Known?.Number("clinicians");
        IReadOnlyList<ReportedMeasure> claims =
        [
            .. read.Where(one => one.Method == Claims),
            .. reader.Given(status.Known?.Measures("administrativeClaims") ?? [], Claims, clinicians, path),
        ];
        IReadOnlyList<ReportedMeasure> survey =
        [
            .. read.Where(one => one.Method == Survey),
            .. reader.Given(status.Known?.Measures("survey") ?? [], Survey, null, path),
        ];
        if (change is not null)
            (submitted, claims, survey) = ([.. submitted.Select(change)], [.. claims.Select(change)], [.. survey.Select(change)]);
        if (submitted.Count + claims.Count + survey.Count == 0)
        {
            _notes.Add(status.Reweighted.Contains("quality") ? "quality is reweighted" : "no quality measure was submitted: zero");
            return null;
        }
        if (Framework == Framework.App && (claims.Count == 0 || survey.Count == 0))
            _notes.Add("A-207: measures of claims or the survey are not given and leave both sides of the quality score");
        return QualityCategory.Determine(new QualityCategoryFacts
        {
            Submitted = submitted,
            FromClaims = claims,
            Survey = survey,
            Framework = Framework,
            Program = program,
            Entity = status.Entity,
            SmallPractice = status.SmallPractice,
            Required = status.Fact<Count>("requiredQualityMeasures"),
            PriorAchievement = status.Percent("priorQualityAchievement"),
        }, law);
    }

    private CostCategoryResult Cost()
    {
        var given = status.Known?.Measures("cost") ?? [];
        if (given.Count == 0)
            _notes.Add("cost measures are not given: the category is reweighted as if none could be scored");
        var own = facts with { Path = status.Known?.Path ?? "" };
        var measures = given.Select(one => new CostMeasure(one.MeasureId,
            own.Of<Count>(one.Value, $"cost of {one.MeasureId}", one.Line),
            own.Of<Count>(one.Cases, $"cases of {one.MeasureId}", one.Line)));
        var allowed = Framework == Framework.Mvp ? Pathway.Find(program, law).Cost : null;
        return CostCategory.Determine([.. measures], allowed, new CostImprovement
        {
            Prior = status.Percent("priorCost"),
            Better = status.Fact<Count>("costBetter") ?? Count.Zero,
            Worse = status.Fact<Count>("costWorse") ?? Count.Zero,
            InBothYears = status.Fact<Count>("costInBothYears") ?? Count.Zero,
        }, law);
    }

    private (IReadOnlyList<string> Activities, Ratio? Score) Activities(Standard standard)
    {
        var reader = new ActivitiesFromSubmission(facts, law, findings, _notes);
        var done = reader.Read(Sets("ia"), Framework == Framework.Mvp ? Pathway.Find(program, law).Activities : null);
        if (done.Count == 0 && Sets("ia").Count == 0 && status.Reweighted.Contains("ia"))
        {
            _notes.Add("improvement activities are reweighted");
            return ([], null);
        }
        if (standard == Standard.Apm && Framework != Framework.App)
        {
            _notes.Add("A-210: the APM scoring standard gives the whole of improvement activities");
            return (done, Ratio.One);
        }
        return (done, ImprovementActivities.Determine(new ActivityFacts
        {
            Medium = reader.Medium,
            High = reader.High,
            Framework = Framework,
            SpecialStatus = status.DoublesActivities,
            MedicalHomeShare = status.Share("medicalHomeShare") ?? (reader.MedicalHome ? Ratio.One : null),
            InApm = status.Flag("inApm"),
        }, law));
    }

    private InteroperabilityResult? Interoperability()
    {
        var sets = Sets("pi");
        if (sets.Sum(set => set.Measurements.Count) == 0)
            return null;
        var rates = new Dictionary<string, MeasureRate>();
        var answers = new Dictionary<string, bool>();
        foreach (var measurement in sets.SelectMany(set => set.Measurements))
        {
            if (measurement.Answer is { } answer)
                answers.TryAdd(measurement.MeasureId, answer);
            else if (measurement.Counts is [{ Numerator: { } numerator, Denominator: > 0 and { } denominator }])
                rates.TryAdd(measurement.MeasureId, Rate(measurement, numerator, denominator));
            else
                findings.Add(new Finding(Severity.RowRefused, submission.Path, measurement.Line, measurement.MeasureId,
                    $"Measure {measurement.MeasureId} has no numerator over a denominator", "Send both, or the exclusion"));
        }
        var result = InteroperabilityCategory.Determine(new InteroperabilityFacts
        {
            Rates = rates,
            Answers = answers,
            Days = sets.Select(set => set.Days).FirstOrDefault(days => days is not null) is { } days
                ? facts.Of<Count>(days, "days of the performance period", 0)
                : null,
            Edition2015Alone = status.Flag("edition2015Alone"),
        }, law);
        if (result.Missing.Count > 0)
            _notes.Add($"promoting interoperability is zero without {string.Join(", ", result.Missing)}");
        return result;
    }

    private MeasureRate Rate(Measurement measurement, decimal numerator, decimal denominator) => new(
        facts.Of<Count>(numerator, $"numerator of {measurement.MeasureId}", measurement.Line),
        facts.Of<Count>(denominator, $"denominator of {measurement.MeasureId}", measurement.Line));

    private Ratio? InteroperabilityWithoutData()
    {
        if (status.Reweighted.Contains("pi"))
        {
            _notes.Add("promoting interoperability is reweighted");
            return null;
        }
        if (status.InteroperabilityReweighted is { } reason)
        {
            _notes.Add($"promoting interoperability is reweighted: {reason}");
            return null;
        }
        _notes.Add("nothing of promoting interoperability was submitted: zero");
        return Ratio.Zero;
    }

    private (CategoryScores Scores, FinalScoreResult Final)? ByFacility(CategoryScores scores, QualityCategoryResult? quality)
    {
        if (status.Known?.FacilityBased is not { } given)
            return null;
        if (!FacilityBased.Exists(law))
        {
            _notes.Add($"{law.Year} has no scoring by facility");
            return null;
        }

        // 414.1380(e)(4): a group is scored by facility only where it submits activities or interoperability.
        if (status.Entity != EntityType.Individual && Sets("ia").Count + Sets("pi").Count == 0)
        {
            _notes.Add("a group without activities or interoperability is not scored by facility");
            return null;
        }
        var own = facts with { Path = status.Known.Path };
        var line = status.Known.Line("facilityBased");
        var by = scores with
        {
            Quality = own.Of<Ratio>(given.Quality, "quality at the facility's percentile", line),
            Cost = own.Of<Ratio>(given.Cost, "cost at the facility's percentile", line),
        };
        if (quality is null)
            _notes.Remove("no quality measure was submitted: zero");
        return (by, Final(by));
    }
}
