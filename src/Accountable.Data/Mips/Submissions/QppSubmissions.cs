using System.Globalization;
using System.Text.Json;
using Accountable.Data.Delimited;

namespace Accountable.Data.Mips.Submissions;

/// <summary>Reads submissions in the JSON of the Quality Payment Program, bare or inside <c>data.submission</c>.</summary>
public sealed class QppSubmissions
{
    private readonly string _path;
    private readonly List<Finding> _findings = [];
    private int _measurements;

    private QppSubmissions(string path) => _path = path;

    /// <summary>Reads a submission.</summary>
    /// <exception cref="FileRefusedException">It is no submission: no year, no known entity type, no measurement sets.</exception>
    public static QppSubmission Read(string path) => new QppSubmissions(path).Read();

    private QppSubmission Read()
    {
        var (root, sha256) = PlacedJson.Read(_path, _findings);
        var submission = root["data"]?["submission"] ?? root["submission"] ?? root;
        if (submission["measurementSets"] is not { Kind: JsonTokenType.StartArray } sets)
            throw DelimitedFile.Refused(_path, submission.Line, "There are no measurementSets", "Give a submission in QPP JSON");
        if (submission["performanceYear"]?.Number is not { } year || year != decimal.Truncate(year) || year is < 1900 or > 2999)
            throw DelimitedFile.Refused(_path, submission.Line, "The submission has no performanceYear", "Add it, such as 2024");
        var given = submission["entityType"];
        if (Entity(given?.Text ?? "") is not { } entity)
        {
            throw DelimitedFile.Refused(_path, given?.Line ?? submission.Line, $"'{given?.Text}' is no entityType",
                "Write individual, group, subgroup, virtualGroup or apm");
        }
        var read = sets.Items.Select(Set).OfType<MeasurementSet>().ToList();
        return new QppSubmission
        {
            Path = _path,
            Sha256 = sha256,
            Year = (int)year,
            EntityType = entity,
            Sets = read,
            MeasurementCount = _measurements,
            Findings = [.. _findings.OrderBy(finding => finding.Line)],
        };
    }

    private static string? Entity(string word) => word switch
    {
        "individual" or "group" or "subgroup" => word,
        "virtualGroup" => "virtual_group",
        "apm" => "apm_entity",
        _ => null,
    };

    private MeasurementSet? Set(PlacedJson set)
    {
        var category = set["category"]?.Text;
        var measurements = set["measurements"]?.Items ?? [];
        _measurements += measurements.Count;
        if (category is not ("quality" or "ia" or "pi" or "aci"))
        {
            // Every measurement of the set is in this finding.
            Refuse(set["category"] ?? set, $"A set of category '{category}' with {measurements.Count} measurements is not scored",
                "Write quality, ia, pi or aci");
            return null;
        }
        return new MeasurementSet(
            category == "aci" ? "pi" : category, set["submissionMethod"]?.Text ?? "", set["programName"]?.Text ?? "mips",
            Day(set, "performanceStart"), Day(set, "performanceEnd"), [.. measurements.Select(Read).OfType<Measurement>()]);
    }

    private DateOnly? Day(PlacedJson set, string name)
    {
        if (set[name] is not { } member)
            return null;
        if (DateOnly.TryParseExact(member.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Warn(member, $"'{member.Text}' is no day", "Write 2024-01-01");
        return null;
    }

    private Measurement? Read(PlacedJson measurement)
    {
        var id = measurement["measureId"]?.Text;
        var value = measurement["value"];
        if (string.IsNullOrWhiteSpace(id))
            return Refuse(measurement, "A measurement has no measureId", "Add it");
        if (value is null)
            return Refuse(measurement, $"Measure {id} has no value", "Add it");
        if (value.Answer is { } answer)
            return new Measurement(id, measurement.Line, answer, false, []);
        if (value.Kind == JsonTokenType.Number)
            return new Measurement(id, measurement.Line, null, false, [new MeasurementCounts { PerformanceRate = value.Number }]);
        if (value.Kind != JsonTokenType.StartObject)
            return Refuse(value, $"Measure {id} has a value that is neither an answer nor counts", "Correct it");
        var strata = value["strata"]?.Items ?? [];
        var counts = (strata.Count > 0 ? strata : [value]).Select(one => Counts(one, id)).ToList();
        return counts.Contains(null)
            ? null
            : new Measurement(id, measurement.Line, null, value["isEndToEndReported"]?.Answer ?? false,
                [.. counts.OfType<MeasurementCounts>()]);
    }

    private MeasurementCounts? Counts(PlacedJson value, string id)
    {
        string[] names =
        [
            "performanceMet", "performanceNotMet", "eligiblePopulation", "eligiblePopulationExclusion", "eligiblePopulationException",
            "performanceRate", "reportingRate", "numerator", "denominator",
        ];
        var bad = names.Select(name => value[name]).FirstOrDefault(member => member is not null && member.Number is not >= 0);
        if (bad is not null)
            return RefuseCounts(bad, $"Measure {id} has a {bad.Path.Split('.')[^1]} that is no number from 0", "Correct it");
        var counts = new MeasurementCounts
        {
            Stratum = value["stratum"]?.Text ?? "",
            PerformanceMet = value["performanceMet"]?.Number,
            PerformanceNotMet = value["performanceNotMet"]?.Number,
            EligiblePopulation = value["eligiblePopulation"]?.Number,
            Exclusions = value["eligiblePopulationExclusion"]?.Number,
            Exceptions = value["eligiblePopulationException"]?.Number,
            PerformanceRate = value["performanceRate"]?.Number,
            ReportingRate = value["reportingRate"]?.Number,
            Numerator = value["numerator"]?.Number ?? value["numeratorValue"]?.Number,
            Denominator = value["denominator"]?.Number ?? value["denominatorValue"]?.Number,
        };
        var reported = (counts.PerformanceMet ?? 0) + (counts.PerformanceNotMet ?? 0) + (counts.Exclusions ?? 0) + (counts.Exceptions ?? 0);
        if (counts.EligiblePopulation is { } eligible && reported > eligible)
            return RefuseCounts(value, $"Measure {id} reports {reported:0.##} instances of {eligible:0.##} eligible", "Correct the counts");
        return counts.Numerator > counts.Denominator
            ? RefuseCounts(value, $"Measure {id} has a numerator above its denominator", "Correct the counts")
            : counts;
    }

    private Measurement? Refuse(PlacedJson at, string what, string then)
    {
        _findings.Add(new Finding(Severity.RowRefused, _path, at.Line, at.Path, what, then));
        return null;
    }

    private MeasurementCounts? RefuseCounts(PlacedJson at, string what, string then)
    {
        Refuse(at, what, then);
        return null;
    }

    private void Warn(PlacedJson at, string what, string then) =>
        _findings.Add(new Finding(Severity.Warning, _path, at.Line, at.Path, what, then));
}
