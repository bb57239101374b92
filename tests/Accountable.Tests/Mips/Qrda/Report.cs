using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Accountable.Data.Mips.Qrda;
using Accountable.Rules;
using Accountable.Runs.Mips;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>The sample report with changes: parts are found by the end of their template's identifier.</summary>
internal sealed class Report
{
    public const string Document = "27.1.2";
    public const string Quality = "27.2.3";
    public const string Interoperability = "27.2.5";
    public const string Activities = "27.2.4";
    public const string Period = "17.3.8";
    public const string Measure = "27.3.17";
    public const string Data = "27.3.16";
    public const string Rate = "27.3.25";
    public const string Count = "27.3.3";
    public const string Ratio = "27.3.28";
    public const string Numerator = "27.3.31";
    public const string Attestation = "27.3.29";
    public const string Activity = "27.3.33";
    public const string Performed = "27.3.27";
    private const string Roots = "2.16.840.1.113883.10.20.";
    private static readonly XNamespace Space = "urn:hl7-org:v3";

    public static string SamplePath { get; } = Repository.PathOf("samples", "mips", "group-report.xml");

    public static ElectronicMeasures Measures { get; } = new QrdaConversions(RuleBook.Embedded).Measures;

    public XDocument Xml { get; } = XDocument.Load(SamplePath, LoadOptions.PreserveWhitespace);

    public XElement Root => Xml.Root!;

    /// <summary>The elements that bear a template, in document order.</summary>
    public List<XElement> All(string template) => [.. Root.DescendantsAndSelf()
        .Where(element => element.Elements(Space + "templateId").Any(id => (string?)id.Attribute("root") == Roots + template))];

    /// <summary>The first element that bears a template, or a later one.</summary>
    public XElement One(string template, int index = 0) => All(template)[index];

    /// <summary>The population of a kind.</summary>
    public XElement Population(string kind) => All(Data).First(data => (string?)data.Element(Space + "value")!.Attribute("code") == kind);

    /// <summary>The value element of the first count inside a part.</summary>
    public static XElement CountOf(XElement part) => part.Descendants(Space + "templateId")
        .First(id => (string?)id.Attribute("root") == Roots + Count).Parent!.Element(Space + "value")!;

    /// <summary>The identifier of a programme, provider or programme participant in the header.</summary>
    public XElement Id(string root) => Root.Descendants(Space + "id").First(id => (string?)id.Attribute("root") == root);

    public XElement Program => Id("2.16.840.1.113883.3.249.7");

    public static XElement Reference(XElement part) => part.Elements(Space + "reference").Elements().Elements(Space + "id").First();

    public static XElement Value(XElement part) => part.Element(Space + "value")!;

    public static XElement Low(XElement period) => period.Descendants(Space + "low").Single();

    public static XElement High(XElement period) => period.Descendants(Space + "high").Single();

    /// <summary>The entry, component or section around a part.</summary>
    public static XElement Around(XElement part) => part.Parent!;

    /// <summary>Writes an element a second time after itself.</summary>
    public static void Repeat(XElement element) => element.AddAfterSelf(new XElement(element));

    /// <summary>An element of the report's namespace.</summary>
    public static XElement New(string name, params object[] content) => new(Space + name, content);

    /// <summary>An element with an identifier.</summary>
    public static XElement NewId(string root, string? extension = null) =>
        New("id", new XAttribute("root", root), extension is null ? "" : new XAttribute("extension", extension));

    /// <summary>An observation with templates and a value.</summary>
    public static XElement Observation(string[] templates, string? code = null, string? value = null, params object[] content) => New(
        "observation",
        templates.Select(template => New("templateId", new XAttribute("root", Roots + template))),
        New("value", code is null ? "" : new XAttribute("code", code), value is null ? "" : new XAttribute("value", value)), content);

    /// <summary>A population with its count and identifier.</summary>
    public static XElement NewPopulation(string kind, string id, int count) => New("component", Observation([Data], kind, null,
        New("entryRelationship", Observation([Count], value: count.ToString())),
        New("reference", New("externalObservation", NewId(id)))));

    /// <summary>Reports another measure in place of the sample's.</summary>
    public Report Of(string uuid, params XElement[] populations)
    {
        var organizer = One(Measure);
        organizer.Elements(Space + "component").Remove();
        Reference(organizer).SetAttributeValue("extension", uuid);
        organizer.Add(populations);
        return this;
    }

    public QrdaConversion Convert() => Convert(Encoding.UTF8.GetBytes(Xml.ToString(SaveOptions.DisableFormatting)));

    public static QrdaConversion Convert(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return QrdaConversion.Of("report.xml", stream, Measures);
    }

    /// <summary>The submission of a report that is taken.</summary>
    public JsonNode Submission()
    {
        var conversion = Convert();
        Assert.True(conversion.IsTaken, string.Join("\n", conversion.Errors.Select(error => $"{error.Code} {error.Message}")));
        return JsonNode.Parse(conversion.ToJson())!;
    }

    /// <summary>The set of codes, in order.</summary>
    public static int[] Codes(QrdaConversion conversion) => [.. conversion.Errors.Select(error => error.Code).Distinct().Order()];
}
