using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Accountable.Data.Mips.Qrda;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>What a report that is taken becomes.</summary>
public sealed class ConversionTests
{
    private const string Organization = "representedOrganization";

    [Theory]
    [InlineData("MIPS", "mips", "individual")]
    [InlineData("MIPS_INDIV", "mips", "individual")]
    [InlineData("mips_group", "mips", "group")]
    [InlineData("MIPS_SUBGROUP", "mips", "subgroup")]
    [InlineData("MIPS_VIRTUALGROUP", "mips", "virtualGroup")]
    [InlineData("MIPS_APMENTITY", "mips", "apm")]
    [InlineData("MIPS_APP1_INDIV", "app1", "individual")]
    [InlineData("MIPS_APP1_GROUP", "app1", "group")]
    [InlineData("MIPS_APP1_APMENTITY", "app1", "apm")]
    [InlineData("APP_PLUS_INDIV", "appPlus", "individual")]
    [InlineData("APP_PLUS_GROUP", "appPlus", "group")]
    [InlineData("APP_PLUS_APMENTITY", "appPlus", "apm")]
    public void The_programme_says_who_reports_what(string name, string program, string entity)
    {
        var report = new Report();
        report.Program.SetAttributeValue("extension", name);
        Identify(report, "2", "VG-1");
        Identify(report, "4", "APM-1");
        Identify(report, "5", "SG-1");
        var submission = report.Submission();
        Assert.Equal(entity, (string?)submission["entityType"]);
        Assert.All(submission["measurementSets"]!.AsArray(), set => Assert.Equal(program, (string?)set!["programName"]));
        Assert.Equal(entity == "individual" ? "9000000001" : null, (string?)submission["nationalProviderIdentifier"]);
        Assert.Equal(entity is "apm" or "subgroup" ? null : "000000001", (string?)submission["taxpayerIdentificationNumber"]);
        var id = entity switch { "virtualGroup" => "VG-1", "apm" => "APM-1", "subgroup" => "SG-1", _ => null };
        Assert.Equal(id, (string?)submission["entityId"]);
    }

    [Theory]
    [InlineData("MIPS_INDIV", "G0055")]
    [InlineData("MIPS_GROUP", "G0055")]
    [InlineData("MIPS_SUBGROUP", "G0055")]
    [InlineData("MIPS_APMENTITY", "G0055")]
    [InlineData("MIPS_APP1_GROUP", "app1")]
    public void An_MVP_takes_the_place_of_MIPS_but_not_of_the_APP(string name, string program)
    {
        var report = new Report();
        report.Program.SetAttributeValue("extension", name);
        report.Id("2.16.840.1.113883.3.2074.1").AddAfterSelf(Report.NewId("2.16.840.1.113883.3.249.5.6", "G0055"));
        Assert.All(report.Submission()["measurementSets"]!.AsArray(), set => Assert.Equal(program, (string?)set!["programName"]));
    }

    [Fact]
    public void An_empty_MVP_is_none()
    {
        var report = new Report();
        report.Id("2.16.840.1.113883.3.2074.1").AddAfterSelf(Report.NewId("2.16.840.1.113883.3.249.5.6", ""));
        Assert.Equal("mips", (string?)report.Submission()["measurementSets"]![0]!["programName"]);
    }

    [Fact]
    public void The_sample_becomes_this()
    {
        var text = new Report().Convert().ToJson();
        Assert.Equal(File.ReadAllText(Repository.PathOf("samples", "mips", "group-report-qpp.json")), text);
        Assert.Equal(text, new Report().Convert().ToJson());
    }

    [Fact]
    public void On_each_edge_a_report_is_taken()
    {
        var report = new Report();
        Report.CountOf(report.Population("DENOM")).SetAttributeValue("value", "+0200");
        Report.CountOf(report.Population("DENEX")).SetAttributeValue("value", "0");
        Report.CountOf(report.One(Report.Numerator)).SetAttributeValue("value", "0");
        Report.Reference(report.One(Report.Measure)).SetAttributeValue("extension", "2C928083-8907-CE68-0189-2BBD31D6064E");
        Report.Reference(report.Population("NUMER")).SetAttributeValue("root", "73661f57-1a94-4982-8136-edce51a9aea8");
        Report.Value(report.One(Report.Performed)).SetAttributeValue("code", "n");
        var sets = report.Submission()["measurementSets"]!;
        var value = sets[0]!["measurements"]![0]!["value"]!;
        Assert.Equal((200, 80), ((int)value["eligiblePopulation"]!, (int)value["performanceNotMet"]!));
        Assert.Equal(0, (int)sets[1]!["measurements"]![0]!["value"]!["numerator"]!);
        Assert.False((bool)sets[1]!["measurements"]![1]!["value"]!);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("1.00000001")]
    [InlineData(" .5 ")]
    [InlineData("5e-1f")]
    public void Rates_from_zero_to_one_are_taken(string rate)
    {
        var report = new Report();
        Report.Value(report.One(Report.Rate)).SetAttributeValue("value", rate);
        Assert.True(report.Convert().IsTaken);
    }

    [Fact]
    public void A_rate_may_be_not_applicable()
    {
        var report = new Report();
        Report.Value(report.One(Report.Rate)).SetAttributeValue("value", null);
        Report.Value(report.One(Report.Rate)).SetAttributeValue("nullFlavor", "NA");
        Assert.True(report.Convert().IsTaken);
        Report.Value(report.One(Report.Rate)).SetAttributeValue("nullFlavor", "NI");
        Assert.Equal([72], Report.Codes(report.Convert()));
    }

    [Theory]
    [InlineData("2025-02-26", "2025-02-26")]
    [InlineData("2025/02/26T01:45:23", "2025-02-26")]
    [InlineData("20250226014523.123", "2025-02-26")]
    [InlineData("20250231", "2025-02-28")]
    [InlineData("20240230", "2024-02-29")]
    public void Days_may_be_written_in_several_ways(string written, string day)
    {
        var report = new Report();
        Report.Low(report.One(Report.Period)).SetAttributeValue("value", written);
        var submission = report.Submission();
        Assert.Equal(day, (string?)submission["measurementSets"]![0]!["performanceStart"]);
        Assert.Equal(int.Parse(day[..4]), (int)submission["performanceYear"]!);
    }

    [Fact]
    public void A_population_reported_twice_keeps_its_place_and_its_last_count_where_nothing_judges_it()
    {
        var report = new Report();
        report.Program.SetAttributeValue("extension", "MIPS_APP1_GROUP");
        report.One(Report.Measure).Add(Report.NewPopulation("NUMER", "A", 7));
        var value = Measurement(report)["value"]!.AsObject();
        Assert.Equal(
            ["isEndToEndReported", "performanceMet", "eligiblePopulationExclusion", "performanceNotMet", "eligiblePopulation"],
            value.Select(pair => pair.Key));
        Assert.Equal((7, 60), ((int)value["performanceMet"]!, (int)value["performanceNotMet"]!));
    }

    [Fact]
    public void A_measure_of_the_APP_that_cannot_be_written_leaves_no_sets_and_says_so()
    {
        var report = new Report();
        report.Program.SetAttributeValue("extension", "APP_PLUS_GROUP");
        Report.Reference(report.One(Report.Measure)).SetAttributeValue("extension", "00000000-0000-0000-0000-000000000000");
        Assert.True(report.Convert().SetsLeftOut);
        var written = report.Submission().AsObject().Select(pair => pair.Key);
        Assert.Equal(["performanceYear", "entityType", "taxpayerIdentificationNumber"], written);
        Assert.False(new Report().Convert().SetsLeftOut);
    }

    [Fact]
    public void Strata_are_written_one_by_one_with_their_names()
    {
        var report = new Report().Of("2c928084-8a90-2af8-018a-98ddac0b02c8",
            Report.NewPopulation("IPP", "FB7963B0-4087-4620-831A-011F11461F1D", 90),
            Report.NewPopulation("DENOM", "6377FF0F-DF03-46C5-9269-4047935DEF0D", 80),
            Report.NewPopulation("DENEX", "CEE186A0-C49C-48C1-B6A2-9D3DBDCAB754", 10),
            Report.NewPopulation("NUMER", "2F9BA0BC-A3A0-4F25-AF9E-FD3BB4DEA05A", 30),
            Report.NewPopulation("IPP", "6E7B2368-CCCA-4414-856A-4BC93DCF2067", 90),
            Report.NewPopulation("DENOM", "E05BAE38-1702-461A-8FF8-50E41D18483B", 70),
            Report.NewPopulation("DENEX", "CC153620-82CB-4D5B-9262-9958EC3DBAD2", 20),
            Report.NewPopulation("NUMER", "2D4DFEFA-9E20-46FC-BAFB-2685D0DADC70", 25));
        AssertJson("""
            {"isEndToEndReported":true,"strata":[
              {"performanceMet":30,"eligiblePopulationExclusion":10,"performanceNotMet":40,"eligiblePopulation":80,"stratum":"84Days"},
              {"performanceMet":25,"eligiblePopulationExclusion":20,"performanceNotMet":25,"eligiblePopulation":70,"stratum":"180Days"}]}
            """, Measurement(report)["value"]);
    }

    [Fact]
    public void Strata_of_a_measure_with_one_rate_are_added()
    {
        string[][] ids = [.. Report.Measures.Find("8a6d0454-8df0-2d9f-018e-678dedf63448")!.Strata.Select(stratum => new[]
        {
            stratum.InitialPopulation!, stratum.Denominator!, stratum.DenominatorExclusion!, stratum.DenominatorException!,
            stratum.Numerator!,
        })];
        var report = new Report().Of("8a6d0454-8df0-2d9f-018e-678dedf63448", [.. ids.SelectMany(of => new[]
        {
            Report.NewPopulation("IPOP", of[0], 100), Report.NewPopulation("DENOM", of[1], 50), Report.NewPopulation("DENEX", of[2], 4),
            Report.NewPopulation("DENEXCEP", of[3], 3), Report.NewPopulation("NUMER", of[4], 20),
        })]);
        Assert.Equal(4, ids.Length);
        AssertJson("""
            {"isEndToEndReported":true,"performanceMet":80,"performanceNotMet":92,"eligiblePopulation":200,
             "eligiblePopulationExclusion":16,"eligiblePopulationException":12}
            """, Measurement(report)["value"]);
    }

    [Fact]
    public void A_stratum_that_electronic_reports_cannot_hold_is_written_with_zeros()
    {
        var report = new Report().Of("8a6d0454-8df0-2d9f-018e-38c36cb320f0",
            Report.NewPopulation("IPOP", "B74991E6-6F3A-4A01-A60A-6FEEFC966414", 40),
            Report.NewPopulation("DENOM", "55D888FB-ADA0-4D51-858F-4E942F0F670E", 40),
            Report.NewPopulation("DENEX", "21908786-DDBF-4121-A704-D2E237A676BB", 4),
            Report.NewPopulation("NUMER", "BF66AA4C-0510-43F8-BF08-A95A71A1E50E", 9));
        AssertJson("""
            {"isEndToEndReported":true,"strata":[
              {"performanceMet":9,"eligiblePopulationExclusion":4,"performanceNotMet":27,"eligiblePopulation":40,"stratum":"adolescents"},
              {"performanceMet":0,"eligiblePopulationExclusion":0,"performanceNotMet":0,"eligiblePopulation":0,"stratum":"adults"}]}
            """, Measurement(report)["value"]);
    }

    [Fact]
    public void Every_measure_of_the_year_is_taken_with_its_own_populations()
    {
        var table = Accountable.Rules.RuleBook.Embedded.Table("tables/mips/electronic-measures-2025.csv");
        var uuids = Enumerable.Range(0, table.RowCount).Select(row => table.Text(row, "uuid")).Distinct().ToList();
        Assert.Equal(47, uuids.Count);
        foreach (var measure in uuids.Select(uuid => Report.Measures.Find(uuid)!))
        {
            var report = new Report().Of(measure.Uuid, [.. measure.Strata.Where(stratum => stratum.IsElectronic).SelectMany(Populations)]);
            Assert.Equal(measure.Measure, (string?)Measurement(report)["measureId"]);
        }
    }

    [Fact]
    public void What_no_known_template_covers_is_passed_over()
    {
        var report = new Report();
        report.One(Report.Measure).Elements().First(element => element.Name.LocalName == "templateId").SetAttributeValue("root", "1.2.3");
        var inside = Report.New("entryRelationship", Report.Observation([Report.Count], value: "x"));
        report.One(Report.Quality).Add(Report.New("entry", Report.Observation(["9.9.9"], content: inside)));
        Assert.Equal(new Report().Convert().ToJson(), report.Convert().ToJson());
    }

    [Fact]
    public void Another_extension_of_a_template_inside_the_document_changes_nothing()
    {
        var report = new Report();
        foreach (var id in report.Root.Elements().Descendants().Where(element => element.Name.LocalName == "templateId"))
        {
            if (!((string?)id.Attribute("root"))!.EndsWith("27.2.1", StringComparison.Ordinal))
                id.SetAttributeValue("extension", "2001-01-01");
        }
        Assert.Equal(new Report().Convert().ToJson(), report.Convert().ToJson());
    }

    [Fact]
    public void What_stands_outside_its_section_is_written_on_its_own()
    {
        var report = new Report();
        report.One(Report.Quality).Elements()
            .First(id => ((string?)id.Attribute("root"))!.EndsWith(Report.Quality, StringComparison.Ordinal)).Remove();
        var sets = report.Submission()["measurementSets"]!.AsArray();
        AssertJson("""{"performanceStart":"2025-01-01","performanceEnd":"2025-12-31","source":"qrda3"}""", sets[0]);
        Assert.Equal(["measureId", "value", "source"], sets[1]!.AsObject().Select(pair => pair.Key));
        Assert.Equal(["pi", "ia"], sets.Skip(2).Select(set => (string)set!["category"]!));
    }

    [Fact]
    public void A_section_without_measures_is_written_without_them()
    {
        var report = new Report();
        Report.Around(report.One(Report.Ratio)).Remove();
        Report.Around(report.One(Report.Attestation)).Remove();
        var set = report.Submission()["measurementSets"]![1]!.AsObject();
        Assert.Equal(
            ["category", "submissionMethod", "cehrtId", "programName", "performanceStart", "performanceEnd", "source"],
            set.Select(pair => pair.Key));
    }

    [Fact]
    public void A_report_in_another_namespace_or_with_a_prefix_is_read_by_names()
    {
        var text = File.ReadAllText(Report.SamplePath);
        var bare = text.Replace(" xmlns=\"urn:hl7-org:v3\"", "", StringComparison.Ordinal);
        Assert.Equal(new Report().Convert().ToJson(), Report.Convert(Encoding.UTF8.GetBytes(bare)).ToJson());
        var report = new Report();
        report.Root.SetAttributeValue(XNamespace.Xmlns + "hl7", "urn:hl7-org:v3");
        report.Root.Attribute("xmlns")!.Remove();
        Assert.Contains("<hl7:ClinicalDocument", report.Xml.ToString(), StringComparison.Ordinal);
        Assert.Equal(new Report().Convert().ToJson(), report.Convert().ToJson());
    }

    private static IEnumerable<XElement> Populations(MeasureStratum stratum)
    {
        (string Kind, string? Id, int Count)[] populations =
        [
            ("IPOP", stratum.InitialPopulation, 9), ("DENOM", stratum.Denominator, 9), ("DENEX", stratum.DenominatorExclusion, 2),
            ("DENEXCEP", stratum.DenominatorException, 1), ("NUMER", stratum.Numerator, 5),
        ];
        return populations.Where(population => population.Id is not null)
            .Select(population => Report.NewPopulation(population.Kind, population.Id!, population.Count));
    }

    private static void Identify(Report report, string kind, string id) =>
        report.Root.Descendants().First(element => element.Name.LocalName == Organization)
            .Add(Report.NewId($"2.16.840.1.113883.3.249.5.{kind}", id));

    private static JsonNode Measurement(Report report) => report.Submission()["measurementSets"]![0]!["measurements"]![0]!;

    private static void AssertJson(string expected, JsonNode? actual) =>
        Assert.Equal(JsonNode.Parse(expected)!.ToJsonString(), actual!.ToJsonString());
}
