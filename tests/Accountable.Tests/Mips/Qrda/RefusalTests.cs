using System.Xml.Linq;
using Accountable.Data.Mips.Qrda;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>Every code that a report can earn, one change to the sample at a time.</summary>
public sealed class RefusalTests
{
    private static readonly Dictionary<string, (Action<Report> Change, int[] Codes)> Changes = new()
    {
        ["a count of the initial population that is no number"] = (r => Count(r.Population("IPOP"), "x"), [3]),
        ["a denominator without any count"] =
            (r => r.Population("DENOM").Elements().First(e => e.Name.LocalName == "entryRelationship").Remove(), [3]),
        ["another year's document"] = (r => Template(r.Root, Report.Document).SetAttributeValue("extension", "2023-05-01"), [5]),
        ["a document without extension"] = (r => Template(r.Root, Report.Document).SetAttributeValue("extension", null), [5]),
        ["another root"] = (r => r.Root.Name = r.Root.Name.Namespace + "Report", [5]),
        ["a document that is first something else"] =
            (r => r.Root.AddFirst(Report.New("templateId", new XAttribute("root", "2.16.840.1.113883.10.20.27.3.16"))), [5]),
        ["an unknown measure"] =
            (r => Report.Reference(r.One(Report.Measure)).SetAttributeValue("extension", "2c928083-0000-0000-0000-000000000000"), [6]),
        ["a measure by its number"] = (r => Report.Reference(r.One(Report.Measure)).SetAttributeValue("extension", "236"), [6]),
        ["a measure without populations"] = (r => r.All(Report.Data).ForEach(data => Report.Around(data).Remove()), [7, 14, 59]),
        ["a count written twice"] = (r => Report.Repeat(Report.CountOf(r.Population("NUMER"))), [8]),
        ["a count without value"] = (r => Report.CountOf(r.Population("NUMER")).SetAttributeValue("value", null), [8]),
        ["a count among activities"] =
            (r => r.One(Report.Activities).Add(Report.New("entry", Report.Observation([Report.Count]))), [8, 45]),
        ["a count with decimals"] = (r => Count(r.Population("NUMER"), "120.0"), [9]),
        ["a count past 32 bits"] = (r => Count(r.Population("NUMER"), "2147483648"), [9]),
        ["a count of women that is no number"] = (r => Count(r.One("27.3.6"), "half"), [9]),
        ["a denominator that is no number"] = (r => Count(r.Population("DENOM"), ""), [9]),
        ["an attestation without answer"] = (r => Report.Around(r.One(Report.Performed)).Remove(), [11]),
        ["an attestation with two answers"] = (r => Report.Repeat(Report.Around(r.One(Report.Performed))), [11]),
        ["an attestation without measure"] = (r => Report.Reference(r.One(Report.Attestation)).Remove(), [12]),
        ["an attestation of two measures"] = (r => Report.Repeat(Report.Reference(r.One(Report.Attestation))), [12]),
        ["a denominator one above the initial population"] = (r => Count(r.Population("DENOM"), "201"), [13]),
        ["a population too few"] = (r => Report.Around(r.Population("DENEX")).Remove(), [14, 59]),
        ["a population too many"] = (r => Report.Repeat(Report.Around(r.Population("DENEX"))), [14]),
        ["a population of an unknown kind"] = (r => Report.Value(r.Population("DENEX")).SetAttributeValue("code", "XX"), [14, 59]),
        ["a population that the measure does not have"] = (r => r.One(Report.Measure).Add(Report.NewPopulation("DENEXCEP", "A", 1)), [14]),
        ["exclusions from the numerator"] = (r => r.One(Report.Measure).Add(Report.NewPopulation("NUMEX", "A", 1)), [14]),
        ["a ratio among activities"] = (r => Move(r.One(Report.Ratio), r.One(Report.Activities)), [15, 45]),
        ["a ratio without measure"] = (r => Report.Reference(r.One(Report.Ratio)).Remove(), [16]),
        ["a ratio of two measures"] = (r => Report.Repeat(Report.Reference(r.One(Report.Ratio))), [16]),
        ["a ratio of nothing"] = (r => r.One(Report.Ratio).Elements().Where(e => e.Name.LocalName == "component").Remove(), [17]),
        ["a ratio without numerator"] = (r => Report.Around(r.One(Report.Numerator)).Remove(), [18]),
        ["a ratio with two denominators"] = (r => Report.Repeat(Report.Around(r.One("27.3.32"))), [18]),
        ["interoperability without days"] = (r => Report.Around(r.One(Report.Period, 1)).Remove(), [22]),
        ["interoperability with two periods"] = (r => Report.Repeat(Report.Around(r.One(Report.Period, 1))), [22]),
        ["no section"] = (r => Sections(r).ForEach(section => Report.Around(section).Remove()), [23]),
        ["no programme"] = (r => r.Program.Remove(), [24]),
        ["two programmes"] = (r => Report.Repeat(r.Program), [24]),
        ["a programme that is not taken"] = (r => r.Program.SetAttributeValue("extension", "PCF"), [25]),
        ["an empty programme"] = (r => r.Program.SetAttributeValue("extension", ""), [25]),
        ["two sections of interoperability"] = (r => Report.Repeat(Report.Around(r.One(Report.Interoperability))), [26]),
        ["two sections of activities"] = (r => Report.Repeat(Report.Around(r.One(Report.Activities))), [27]),
        ["two sections of quality"] = (r => Report.Repeat(Report.Around(r.One(Report.Quality))), [27]),
        ["no first day"] = (r => Report.Low(r.One(Report.Period)).Remove(), [29]),
        ["two first days"] = (r => Report.Repeat(Report.Low(r.One(Report.Period))), [29]),
        ["no last day"] = (r => Report.High(r.One(Report.Period, 2)).Remove(), [30]),
        ["two last days"] = (r => Report.Repeat(Report.High(r.One(Report.Period, 2))), [30]),
        ["a first day too short for a year"] = (r => Report.Low(r.One(Report.Period)).SetAttributeValue("value", "202"), [31]),
        ["quality without days"] = (r => Report.Around(r.One(Report.Period)).Remove(), [32]),
        ["a rate above one"] = (r => Rate(r, "1.000001"), [33]),
        ["a rate below zero"] = (r => Rate(r, "-0.000001"), [33]),
        ["a rate of minus zero"] = (r => Rate(r, "-0"), [33]),
        ["a rate that is no number"] = (r => Rate(r, "NaN"), [33]),
        ["a numerator without count"] = (r => r.One(Report.Numerator).Elements().Last().Remove(), [39]),
        ["a numerator with two counts"] = (r => Report.Repeat(r.One(Report.Numerator).Elements().Last()), [39]),
        ["a numerator with decimals"] = (r => Count(r.One(Report.Numerator), "7.5"), [41]),
        ["a numerator below zero"] = (r => Count(r.One(Report.Numerator), "-1"), [42]),
        ["a numerator without number"] = (r => Report.CountOf(r.One(Report.Numerator)).SetAttributeValue("value", null), [42]),
        ["a numerator with two numbers"] = (r => Report.Repeat(Report.CountOf(r.One(Report.Numerator))), [42]),
        ["no activity"] = (r => Report.Around(r.One(Report.Activity)).Remove(), [43]),
        ["activities without days"] = (r => Report.Around(r.One(Report.Period, 2)).Remove(), [44]),
        ["activities with two periods"] = (r => Report.Repeat(Report.Around(r.One(Report.Period, 2))), [44]),
        ["an attestation among activities"] = (r => Move(r.One(Report.Attestation), r.One(Report.Activities)), [45]),
        ["an activity without answer"] = (r => Report.Around(r.One(Report.Performed, 1)).Remove(), [50]),
        ["an activity with two answers"] = (r => Report.Repeat(Report.Around(r.One(Report.Performed, 1))), [50]),
        ["an answer that is neither yes nor no"] = (r => Report.Value(r.One(Report.Performed)).SetAttributeValue("code", "YES"), [51]),
        ["an answer without code"] = (r => Report.Value(r.One(Report.Performed)).SetAttributeValue("code", null), [51]),
        ["an answer written twice"] = (r => Report.Repeat(Report.Value(r.One(Report.Performed, 1))), [51]),
        ["a population without count"] = (r => Report.Around(Report.Around(Report.CountOf(r.Population("NUMER")))).Remove(), [52]),
        ["a population with two counts"] = (r => Report.Repeat(Report.Around(Report.Around(Report.CountOf(r.Population("NUMER"))))), [52]),
        ["a count below zero"] = (r => Count(r.Population("NUMER"), "-1"), [53]),
        ["a population without identifier"] = (r => Report.Reference(r.Population("NUMER")).Remove(), [57, 59]),
        ["a population with two identifiers"] = (r => Report.Repeat(Report.Reference(r.Population("NUMER"))), [57]),
        ["a population of two kinds"] = (r => Report.Repeat(Report.Value(r.Population("NUMER"))), [58]),
        ["a population with another identifier"] = (r => Report.Reference(r.Population("DENOM")).SetAttributeValue("root", "A"), [59]),
        ["a rate of another numerator"] = (r => Report.Reference(r.One(Report.Rate)).SetAttributeValue("root", "A"), [59]),
        ["a rate of no numerator"] = (r => Report.Reference(r.One(Report.Rate)).Remove(), [61]),
        ["a first day that is none"] = (r => Report.Low(r.One(Report.Period)).SetAttributeValue("value", "20251301"), [69]),
        ["a last day that is none"] = (r => Report.High(r.One(Report.Period, 1)).SetAttributeValue("value", "20251232"), [69]),
        ["a year alone"] = (r => Report.High(r.One(Report.Period)).SetAttributeValue("value", "2025"), [69]),
        ["words for days"] = (r => Report.Low(r.One(Report.Period)).SetAttributeValue("value", "January"), [69]),
        ["a measure without identifier"] = (r => Report.Reference(r.One(Report.Measure)).Remove(), [70]),
        ["a measure with two identifiers"] = (r => Report.Repeat(Report.Reference(r.One(Report.Measure))), [70]),
        ["a measure twice"] = (r => Report.Repeat(Report.Around(r.One(Report.Measure))), [71]),
        ["a rate without value"] = (r => Rate(r, null), [72]),
        ["a rate with an empty value"] = (r => Rate(r, ""), [72]),
        ["a virtual group without identifier"] = (r => r.Program.SetAttributeValue("extension", "MIPS_VIRTUALGROUP"), [78]),
        ["quality without measure"] = (r => Report.Around(r.One(Report.Measure)).Remove(), [81]),
        ["quality of another category section"] = (r => Category(r).SetAttributeValue("extension", "2017-06-01"), [95]),
        ["quality without category section"] = (r => Category(r).Remove(), [95]),
        ["both ways of exchange"] =
            (r => { Rename(r.One(Report.Ratio), "PI_HIE_1"); Rename(r.One(Report.Attestation), "PI_HIE_5"); }, [102]),
    };

    public static TheoryData<string> Names => new(Changes.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_is_refused_with_the_code_for_what_is_wrong(string change)
    {
        var report = new Report();
        Changes[change].Change(report);
        var conversion = report.Convert();
        Assert.Equal(Changes[change].Codes, Report.Codes(conversion));
        Assert.All(conversion.Errors, error => Assert.StartsWith(QrdaErrorText.All[error.Code], error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_code_but_that_of_unreadable_files_and_of_too_many_errors_has_a_change() =>
        Assert.Equal(
            QrdaErrorText.All.Keys.Except([QrdaErrorText.NotXml, QrdaErrorText.TooMany]).Order(),
            Changes.Values.SelectMany(change => change.Codes).Distinct().Order());

    [Fact]
    public void The_reference_names_every_code()
    {
        var reference = File.ReadAllText(Repository.PathOf("docs", "reference", "qrda.md"));
        Assert.All(QrdaErrorText.All.Keys, code => Assert.Contains($"| {code} |", reference, StringComparison.Ordinal));
    }

    [Fact]
    public void Of_many_errors_a_hundred_are_listed_and_their_number_is_said()
    {
        var report = new Report();
        for (var i = 0; i < 100; i++)
            report.One(Report.Quality).Add(Report.New("entry", Report.Observation([Report.Count])));
        Assert.Equal(100, report.Convert().Errors.Count);
        report.One(Report.Quality).Add(Report.New("entry", Report.Observation([Report.Count])));
        var errors = report.Convert().Errors;
        Assert.Equal((101, QrdaErrorText.TooMany), (errors.Count, errors[^1].Code));
        Assert.Contains("100 of 101", errors[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_says_which_value_is_wrong_and_where()
    {
        var report = new Report();
        Count(report.One(Report.Numerator), "-1");
        var error = Assert.Single(report.Convert().Errors);
        Assert.Equal(("-1", "PI Measure PI_EP_1"), (error.Value, error.Location));
        const string Step = "/*[local-name() = 'ClinicalDocument' and namespace-uri() = 'urn:hl7-org:v3']/";
        Assert.StartsWith(Step, error.Path, StringComparison.Ordinal);

        // The second of three sections, and the second of its three entries.
        Assert.Contains("'component' and namespace-uri() = 'urn:hl7-org:v3'][2]", error.Path, StringComparison.Ordinal);
        Assert.Contains("'entry' and namespace-uri() = 'urn:hl7-org:v3'][2]", error.Path, StringComparison.Ordinal);
        var line = report.Xml.ToString(SaveOptions.DisableFormatting).Split('\n')[error.Line - 1];
        Assert.Contains("<templateId root=\"2.16.840.1.113883.10.20.27.3.3\" />", line, StringComparison.Ordinal);
        Assert.Equal(line.Length + 1, error.Column);
    }

    private static List<XElement> Sections(Report report) =>
        [report.One(Report.Quality), report.One(Report.Interoperability), report.One(Report.Activities)];

    private static XElement Template(XElement part, string template) =>
        part.Elements().Where(element => element.Name.LocalName == "templateId")
            .First(element => ((string?)element.Attribute("root"))!.EndsWith(template, StringComparison.Ordinal));

    private static XElement Category(Report report) => Template(report.One(Report.Quality), "27.2.1");

    private static void Count(XElement part, string count) => Report.CountOf(part).SetAttributeValue("value", count);

    private static void Rate(Report report, string? rate) => Report.Value(report.One(Report.Rate)).SetAttributeValue("value", rate);

    private static void Rename(XElement measure, string id) => Report.Reference(measure).SetAttributeValue("extension", id);

    private static void Move(XElement part, XElement section)
    {
        var entry = Report.Around(part);
        entry.Remove();
        section.Add(entry);
    }
}
