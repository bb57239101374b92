using System.Text.Json.Nodes;

namespace Accountable.Data.Mips.Qrda;

/// <summary>Writes a report that was taken as QPP submission JSON.</summary>
/// <remarks>
/// The order of properties is fixed: performanceYear, entityType, nationalProviderIdentifier, taxpayerIdentificationNumber, entityId,
/// measurementSets; in a set category, submissionMethod, cehrtId, measurements, programName, performanceStart, performanceEnd, source.
/// Sets and measurements stand in the order of the report. What the report does not give is left out.
/// </remarks>
internal static class QppSubmission
{
    /// <summary>The submission, and whether its measurement sets had to be left out because a quality measure is not known.</summary>
    public static (JsonObject Submission, bool SetsLeftOut) Write(QrdaNode document, ElectronicMeasures measures)
    {
        var submission = new JsonObject();
        if (WholeNumber.Read(document.Nearest(QrdaTemplate.ReportingParameters)?[QrdaValue.Year]) is { } year)
            submission["performanceYear"] = year;
        Header(submission, document);

        // A template stands for its first occurrence; the rules allow no second section of a kind.
        var sections = document.Children.DistinctBy(child => child.Template).ToList();
        if (!CanWrite(sections, measures))
            return (submission, SetsLeftOut: true);
        var sets = new JsonArray();
        foreach (var section in sections)
        {
            if (Set(section, document, measures) is { } set)
                sets.Add(set);
        }
        if (sets.Count > 0)
            submission["measurementSets"] = sets;
        return (submission, SetsLeftOut: false);
    }

    private static void Header(JsonObject submission, QrdaNode document)
    {
        var entity = document[QrdaValue.Entity];
        Put(submission, "entityType", entity);
        if (entity is not (QrdaHeader.Apm or QrdaHeader.Subgroup))
        {
            Put(submission, "nationalProviderIdentifier", document[QrdaValue.Npi]);
            Put(submission, "taxpayerIdentificationNumber", document[QrdaValue.Tin]);
        }
        if (entity is QrdaHeader.VirtualGroup or QrdaHeader.Apm)
            Put(submission, "entityId", document[QrdaValue.EntityId]);
        if (entity is QrdaHeader.Subgroup)
            Put(submission, "entityId", document[QrdaValue.Subgroup]);
    }

    /// <summary>
    /// Reports of the APP are not judged measure by measure; CMS's tool writes no set at all when it cannot write one of their measures.
    /// </summary>
    private static bool CanWrite(List<QrdaNode> sections, ElectronicMeasures measures) => sections
        .SelectMany(section => section.Template == QrdaTemplate.QualityMeasure ? [section] : section.Of(QrdaTemplate.QualityMeasure))
        .All(node => measures.Find(node[QrdaValue.MeasureId]) is { } measure && QualityMeasurement.CanWrite(node, measure));

    private static JsonObject? Set(QrdaNode section, QrdaNode document, ElectronicMeasures measures)
    {
        var set = new JsonObject();
        if (section.Template == QrdaTemplate.ReportingParameters)
        {
            Period(set, section);
            return Source(set);
        }

        // A measure outside any section is written in place of a set, as CMS's tool writes it; the submission will be refused for it.
        if (section[QrdaValue.Category] is not { } category)
            return Measurement(section, measures) is { } alone ? Source(alone) : null;
        set["category"] = category;
        set["submissionMethod"] = "electronicHealthRecord";
        if (section.Template != QrdaTemplate.ActivitySection)
            Put(set, "cehrtId", document[QrdaValue.Cehrt]);
        var measurements = new JsonArray();
        foreach (var node in section.Children)
        {
            if (Measurement(node, measures) is { } measurement)
                measurements.Add(measurement);
        }
        if (measurements.Count > 0)
            set["measurements"] = measurements;

        // An MVP takes the place of the programme.
        Put(set, "programName", document[QrdaValue.Mvp] is { Length: > 0 } mvp ? mvp : document[QrdaValue.Program]);
        if (section.Nearest(QrdaTemplate.ReportingParameters) is { } period)
            Period(set, period);
        return Source(set);
    }

    private static JsonObject? Measurement(QrdaNode node, ElectronicMeasures measures) => node.Template switch
    {
        QrdaTemplate.QualityMeasure => QualityMeasurement.Write(node, measures.Find(node[QrdaValue.MeasureId])!),
        QrdaTemplate.InteroperabilityRatio => Ratio(node),
        QrdaTemplate.InteroperabilityAttestation or QrdaTemplate.Activity => Attestation(node),
        _ => null,
    };

    private static JsonObject Ratio(QrdaNode node)
    {
        var value = new JsonObject();
        foreach (var part in node.Children)
        {
            var name = part.Template switch
            {
                QrdaTemplate.InteroperabilityNumerator => "numerator",
                QrdaTemplate.InteroperabilityDenominator => "denominator",
                _ => null,
            };
            if (name is not null && WholeNumber.Read(part.Nearest(QrdaTemplate.AggregateCount)?[QrdaValue.Count]) is { } count)
                value[name] = count;
        }
        var measurement = new JsonObject();
        Put(measurement, "measureId", node[QrdaValue.MeasureId]);
        measurement["value"] = value;
        return measurement;
    }

    private static JsonObject Attestation(QrdaNode node)
    {
        var measurement = new JsonObject();
        Put(measurement, "measureId", node[QrdaValue.MeasureId]);
        if (node.Nearest(QrdaTemplate.Performed)?[QrdaValue.Performed] is { } performed)
            measurement["value"] = performed.Equals("Y", StringComparison.OrdinalIgnoreCase);
        return measurement;
    }

    private static void Period(JsonObject set, QrdaNode period)
    {
        Put(set, "performanceStart", PerformanceDay.Read(period[QrdaValue.Start])?.ToString("yyyy-MM-dd"));
        Put(set, "performanceEnd", PerformanceDay.Read(period[QrdaValue.End])?.ToString("yyyy-MM-dd"));
    }

    private static JsonObject Source(JsonObject set)
    {
        set["source"] = "qrda3";
        return set;
    }

    private static void Put(JsonObject target, string name, string? value)
    {
        if (value is not null)
            target[name] = value;
    }
}
