using System.Text.Json;
using Accountable.Data.Delimited;

namespace Accountable.Data.Mips.Submissions;

/// <summary>A measure that CMS computes, as given: identifier, rate or cost, cases.</summary>
/// <param name="MeasureId">The measure.</param>
/// <param name="Value">Its rate or cost.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="Line">Its line.</param>
public sealed record GivenMeasure(string MeasureId, decimal Value, decimal Cases, long Line);

/// <summary>Medicare volume of a segment as given.</summary>
/// <param name="Charges">Allowed charges, dollars.</param>
/// <param name="Beneficiaries">Beneficiaries.</param>
/// <param name="Services">Covered professional services.</param>
public sealed record GivenVolume(decimal Charges, decimal Beneficiaries, decimal Services);

/// <summary>What is known of a clinician, group or entity beside its submission (docs/reference/mips-files.md).</summary>
public sealed class EligibilityFile
{
    private static readonly HashSet<string> Known =
    [
        "clinicianType", "newlyEnrolled", "qp", "partialQp", "partialQpElects", "optsIn", "firstSegment", "secondSegment",
        "clinicians", "patientFacingEncounters", "nonPatientFacingShare", "hospitalShare", "surgicalCenterShare", "facilityShare",
        "hasFacility", "ruralShare", "shortageAreaShare", "smallPractice", "rural", "shortageArea", "nonPatientFacing", "hospitalBased",
        "ascBased", "reweighted", "requiredQualityMeasures", "suppressedMeasures", "administrativeClaims", "survey", "cost",
        "costBetter", "costWorse", "costInBothYears", "priorQualityAchievement", "priorCost", "facilityBased", "medicalHomeShare", "inApm",
        "acoId", "affected", "affectedShare", "firstYear", "equityEligible", "equityTopThird", "equityMiddleThird", "deprivedShare",
        "dualOrSubsidyShare", "edition2015Alone", "averageRisk", "dualShare", "riskMean", "riskDeviation", "riskMedian", "dualMean",
            "dualDeviation", "dualMedian",
    ];

    private static readonly HashSet<string> Flags =
    [
        "newlyEnrolled", "qp", "partialQp", "partialQpElects", "optsIn", "hasFacility", "smallPractice", "rural", "shortageArea",
        "nonPatientFacing", "hospitalBased", "ascBased", "inApm", "affected", "firstYear", "equityEligible", "edition2015Alone",
    ];

    private static readonly HashSet<string> Shares = ["dualMean", "dualMedian"];

    private readonly string _path;
    private readonly PlacedJson _root;
    private readonly List<Finding> _findings;

    private EligibilityFile(string path, PlacedJson root, string sha256, List<Finding> findings)
    {
        (_path, _root, Sha256, _findings) = (path, root, sha256, findings);
    }

    /// <summary>SHA-256 of its bytes.</summary>
    public string Sha256 { get; }

    /// <summary>The path as given.</summary>
    public string Path => _path;

    /// <summary>What was refused or doubtful.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads a file; a name that is not known is a finding and refuses the file, because a mistyped status would be
    /// lost.</summary>
    /// <exception cref="FileRefusedException">It is no JSON object, or a name is not known.</exception>
    public static EligibilityFile Read(string path)
    {
        var findings = new List<Finding>();
        var (root, sha256) = PlacedJson.Read(path, findings);
        if (root.Kind != JsonTokenType.StartObject)
            throw DelimitedFile.Refused(path, root.Line, "The file is no JSON object", "Write { \"smallPractice\": true }");
        foreach (var (name, member) in root.Members.Where(pair => !Known.Contains(pair.Key)))
            throw DelimitedFile.Refused(path, member.Line, $"'{name}' is not known",
                $"Use {string.Join(", ", Known.Order(StringComparer.Ordinal))}");
        var file = new EligibilityFile(path, root, sha256, findings);
        file.Check();
        return file;
    }

    /// <summary>Reads every value once, so that a wrong one is refused whether or not this year's rule needs it.</summary>
    private void Check()
    {
        foreach (var name in _root.Members.Keys)
        {
            _ = name switch
            {
                "clinicianType" or "acoId" => Word(name) is not null,
                "reweighted" or "suppressedMeasures" => Words(name).Count > 0,
                "administrativeClaims" or "survey" or "cost" => Measures(name).Count > 0,
                "firstSegment" or "secondSegment" => Volume(name) is not null,
                "facilityBased" => FacilityBased is not null,
                "priorQualityAchievement" or "priorCost" => Percent(name) is not null,
                _ when Flags.Contains(name) => Flag(name),
                _ when name.EndsWith("Share", StringComparison.Ordinal) || Shares.Contains(name) => Share(name) is not null,
                _ => Number(name) is not null,
            };
        }
    }

    /// <summary>A number; null when not given.</summary>
    /// <exception cref="FileRefusedException">It is no number from 0.</exception>
    public decimal? Number(string name) => _root[name] is not { } member ? null
        : member.Number is >= 0 and var number ? number : throw Bad(member, "a number from 0");

    /// <summary>A share from 0 to 1; null when not given.</summary>
    /// <exception cref="FileRefusedException">It is none.</exception>
    public decimal? Share(string name) => Number(name) is not { } share ? null
        : share <= 1 ? share : throw Bad(_root[name]!, "a share from 0 to 1");

    /// <summary>A percentage from 0 to 100 as a fraction; null when not given.</summary>
    /// <exception cref="FileRefusedException">It is none.</exception>
    public decimal? Percent(string name) => Number(name) is not { } percent ? null
        : percent <= 100 ? percent / 100 : throw Bad(_root[name]!, "a percentage from 0 to 100");

    /// <summary>Yes or no; no when not given.</summary>
    /// <exception cref="FileRefusedException">It is neither.</exception>
    public bool Flag(string name) => _root[name] is { } member && (member.Answer ?? throw Bad(member, "true or false"));

    /// <summary>A word; null when not given.</summary>
    /// <exception cref="FileRefusedException">It is no text.</exception>
    public string? Word(string name) => _root[name] is not { } member ? null : member.Text ?? throw Bad(member, "text");

    /// <summary>A list of words; empty when not given.</summary>
    /// <exception cref="FileRefusedException">An item is no text.</exception>
    public IReadOnlyList<string> Words(string name) => _root[name] is { } list
        ? [.. list.Items.Select(item => item.Text ?? throw Bad(item, "text"))]
        : [];

    /// <summary>The line of a name, for the source of a fact; 0 when not given.</summary>
    public long Line(string name) => _root[name]?.Line ?? 0;

    /// <summary>Measures that CMS computes: cost, administrative claims or survey.</summary>
    /// <exception cref="FileRefusedException">An item lacks its measureId, value or cases.</exception>
    public IReadOnlyList<GivenMeasure> Measures(string name) => _root[name] is { } list
        ? [.. list.Items.Select(item => item["measureId"]?.Text is { Length: > 0 } id && item["value"]?.Number is >= 0 and var value
            && item["cases"]?.Number is >= 0 and var cases
                ? new GivenMeasure(id, value, cases, item.Line)
                : throw Bad(item, "a measureId, a value and cases"))]
        : [];

    /// <summary>The volume of a segment; null when not given.</summary>
    /// <exception cref="FileRefusedException">It lacks charges, beneficiaries or services.</exception>
    public GivenVolume? Volume(string name) => _root[name] is not { } segment ? null
        : segment["charges"]?.Number is >= 0 and var charges && segment["beneficiaries"]?.Number is >= 0 and var beneficiaries
            && segment["services"]?.Number is >= 0 and var services
            ? new GivenVolume(charges, beneficiaries, services)
            : throw Bad(segment, "charges, beneficiaries and services");

    /// <summary>Quality and cost of a facility-based clinician as fractions; null when not given.</summary>
    /// <exception cref="FileRefusedException">A score is missing or no percentage.</exception>
    public (decimal Quality, decimal Cost)? FacilityBased => _root["facilityBased"] is not { } scores ? null
        : scores["quality"]?.Number is >= 0 and <= 100 and var quality && scores["cost"]?.Number is >= 0 and <= 100 and var cost
            ? (quality / 100, cost / 100)
            : throw Bad(scores, "quality and cost in percent");

    private FileRefusedException Bad(PlacedJson at, string needed) =>
        DelimitedFile.Refused(_path, at.Line, $"{at.Path} is not {needed}", "Correct it");
}
