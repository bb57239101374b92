namespace Accountable.Data.Mips.Qrda;

/// <summary>The templates of a QRDA III report that carry something that is read or judged.</summary>
internal enum QrdaTemplate
{
    /// <summary>A template that this reader does not know.</summary>
    Unknown,

    /// <summary>The document: QRDA Category III Report, CMS.</summary>
    Document,

    /// <summary>The section of quality measures.</summary>
    QualitySection,

    /// <summary>The section of promoting interoperability.</summary>
    InteroperabilitySection,

    /// <summary>The section of improvement activities.</summary>
    ActivitySection,

    /// <summary>The general measure section of HL7, whose extension the CMS section must name.</summary>
    CategorySection,

    /// <summary>The act with the first and last day of performance.</summary>
    ReportingParameters,

    /// <summary>A quality measure with its results.</summary>
    QualityMeasure,

    /// <summary>One population of a quality measure.</summary>
    MeasureData,

    /// <summary>A count.</summary>
    AggregateCount,

    /// <summary>A performance rate.</summary>
    PerformanceRate,

    /// <summary>A reporting stratum.</summary>
    ReportingStratum,

    /// <summary>A value of a continuous variable measure, which no measure of MIPS reports.</summary>
    ContinuousValue,

    /// <summary>Sex of the persons counted.</summary>
    Sex,

    /// <summary>Ethnicity of the persons counted.</summary>
    Ethnicity,

    /// <summary>Race of the persons counted.</summary>
    Race,

    /// <summary>Payer of the persons counted.</summary>
    Payer,

    /// <summary>A measure of promoting interoperability with numerator and denominator.</summary>
    InteroperabilityRatio,

    /// <summary>A measure of promoting interoperability that was performed or not.</summary>
    InteroperabilityAttestation,

    /// <summary>The numerator of a measure of promoting interoperability.</summary>
    InteroperabilityNumerator,

    /// <summary>The denominator of a measure of promoting interoperability.</summary>
    InteroperabilityDenominator,

    /// <summary>An improvement activity.</summary>
    Activity,

    /// <summary>Whether an activity or measure was performed.</summary>
    Performed,
}

/// <summary>Templates by their object identifiers.</summary>
internal static class QrdaTemplates
{
    /// <summary>The extension of the document's template in the guide of 2025; no other template is refused for its extension.</summary>
    public const string DocumentExtension = "2024-12-01";

    /// <summary>The extension of HL7's measure section that the guide of 2025 asks for.</summary>
    public const string CategoryExtension = "2020-12-01";

    /// <summary>The identifier of HL7's measure section.</summary>
    public const string CategoryRoot = "2.16.840.1.113883.10.20.27.2.1";

    private const string DocumentRoot = "2.16.840.1.113883.10.20.27.1.2";

    private static readonly Dictionary<string, QrdaTemplate> ByRoot = new(StringComparer.Ordinal)
    {
        [CategoryRoot] = QrdaTemplate.CategorySection,
        ["2.16.840.1.113883.10.20.27.2.3"] = QrdaTemplate.QualitySection,
        ["2.16.840.1.113883.10.20.27.2.4"] = QrdaTemplate.ActivitySection,
        ["2.16.840.1.113883.10.20.27.2.5"] = QrdaTemplate.InteroperabilitySection,
        ["2.16.840.1.113883.10.20.17.3.8"] = QrdaTemplate.ReportingParameters,
        ["2.16.840.1.113883.10.20.27.3.2"] = QrdaTemplate.ContinuousValue,
        ["2.16.840.1.113883.10.20.27.3.3"] = QrdaTemplate.AggregateCount,
        ["2.16.840.1.113883.10.20.27.3.4"] = QrdaTemplate.ReportingStratum,
        ["2.16.840.1.113883.10.20.27.3.6"] = QrdaTemplate.Sex,
        ["2.16.840.1.113883.10.20.27.3.7"] = QrdaTemplate.Ethnicity,
        ["2.16.840.1.113883.10.20.27.3.8"] = QrdaTemplate.Race,
        ["2.16.840.1.113883.10.20.27.3.16"] = QrdaTemplate.MeasureData,
        ["2.16.840.1.113883.10.20.27.3.17"] = QrdaTemplate.QualityMeasure,
        ["2.16.840.1.113883.10.20.27.3.18"] = QrdaTemplate.Payer,
        ["2.16.840.1.113883.10.20.27.3.25"] = QrdaTemplate.PerformanceRate,
        ["2.16.840.1.113883.10.20.27.3.27"] = QrdaTemplate.Performed,
        ["2.16.840.1.113883.10.20.27.3.28"] = QrdaTemplate.InteroperabilityRatio,
        ["2.16.840.1.113883.10.20.27.3.29"] = QrdaTemplate.InteroperabilityAttestation,
        ["2.16.840.1.113883.10.20.27.3.31"] = QrdaTemplate.InteroperabilityNumerator,
        ["2.16.840.1.113883.10.20.27.3.32"] = QrdaTemplate.InteroperabilityDenominator,
        ["2.16.840.1.113883.10.20.27.3.33"] = QrdaTemplate.Activity,
    };

    /// <summary>The template that an element names; the document's is known only with the extension of the year.</summary>
    public static QrdaTemplate Of(QrdaElement templateId)
    {
        var root = templateId.Attribute("root") ?? "";
        if (root == DocumentRoot)
            return templateId.Attribute("extension") == DocumentExtension ? QrdaTemplate.Document : QrdaTemplate.Unknown;
        return ByRoot.GetValueOrDefault(root);
    }

    /// <summary>Whether the template makes a node of its own.</summary>
    public static bool IsRead(QrdaTemplate template) =>
        template is not (QrdaTemplate.Unknown or QrdaTemplate.CategorySection or QrdaTemplate.ContinuousValue);

    /// <summary>The name by which a person knows it; empty for those that stand inside another.</summary>
    public static string Title(QrdaTemplate template) => template switch
    {
        QrdaTemplate.Document => "Clinical Document",
        QrdaTemplate.QualitySection => "Measure Section",
        QrdaTemplate.InteroperabilitySection => "PI Section",
        QrdaTemplate.ActivitySection => "IA Section",
        QrdaTemplate.QualityMeasure => "Quality Measure",
        QrdaTemplate.InteroperabilityRatio or QrdaTemplate.InteroperabilityAttestation => "PI Measure",
        QrdaTemplate.Activity => "Improvement Activity",
        _ => "",
    };
}
