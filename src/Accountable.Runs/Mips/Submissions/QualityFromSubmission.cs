using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips.Quality;
using Accountable.Rules;

namespace Accountable.Runs.Mips.Submissions;

/// <summary>Makes reported measures of quality measurements: rate, cases and completeness from counts.</summary>
internal sealed class QualityFromSubmission(
    SubmittedFacts facts, RuleYear law, IReadOnlyCollection<string> suppressed, List<Finding> findings)
{
    /// <summary>The measures of the sets of one programme. What cannot be read becomes a finding.</summary>
    public IReadOnlyList<ReportedMeasure> Read(IEnumerable<MeasurementSet> sets) =>
        [.. sets.SelectMany(set => set.Measurements.Select(measurement => Read(set, measurement))).OfType<ReportedMeasure>()];

    /// <summary>Measures that CMS computes: administrative claims, or summary measures of the survey.</summary>
    public IReadOnlyList<ReportedMeasure> Given(IEnumerable<GivenMeasure> measures, string method, decimal? clinicians, string path)
    {
        var given = facts with { Path = path };
        var read = new List<ReportedMeasure>();
        foreach (var measure in measures)
        {
            if (QualityMeasure.Find(measure.MeasureId, law) is not { } definition)
            {
                findings.Add(new Finding(Severity.RowRefused, path, measure.Line, measure.MeasureId,
                    $"{law.Year} has no quality measure {measure.MeasureId}", "Check the year and the identifier"));
                continue;
            }
            read.Add(new ReportedMeasure
            {
                Measure = definition,
                Method = method,
                Rate = given.Of<Count>(measure.Value, $"rate of {measure.MeasureId}", measure.Line),
                Cases = given.Of<Count>(measure.Cases, $"cases of {measure.MeasureId}", measure.Line),
                Completeness = Ratio.One,
                Suppressed = suppressed.Contains(measure.MeasureId),
                Clinicians = clinicians is { } number ? given.Of<Count>(number, "clinicians of the group", 0) : null,
            });
        }
        return read;
    }

    private ReportedMeasure? Read(MeasurementSet set, Measurement measurement)
    {
        var id = measurement.MeasureId;
        if (QualityMeasure.Find(id, law) is not { } definition)
            return Refuse(measurement, $"{law.Year} has no quality measure {id}", "Check the year and the identifier");
        if (measurement.Counts.Count == 0)
            return Refuse(measurement, $"Measure {id} has an answer where counts are needed", "Send counts");
        var rates = new MeasurementRates(measurement, facts, law);
        if (rates.Cases is not { } cases)
            return Refuse(measurement, $"Measure {id} does not say how many cases it has", "Send eligiblePopulation");
        if (rates.Completeness(set.Method) is not { } completeness)
            return Refuse(measurement, $"Measure {id} does not say which share was reported", "Send reportingRate");
        return new ReportedMeasure
        {
            Measure = definition,
            Method = set.Method,
            Rate = rates.Rate,
            Cases = cases,
            Completeness = completeness,
            EndToEnd = measurement.EndToEnd,
            Suppressed = suppressed.Contains(id),
        };
    }

    private ReportedMeasure? Refuse(Measurement measurement, string what, string then)
    {
        findings.Add(new Finding(Severity.RowRefused, facts.Path, measurement.Line, measurement.MeasureId, what, then));
        return null;
    }
}
