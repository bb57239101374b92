using System.Text.Json.Nodes;
using Accountable.Data.Mips.Qrda;
using FsCheck;
using FsCheck.Fluent;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>What holds for every report.</summary>
public sealed class ReportPropertyTests
{
    private static readonly string[] Texts =
    [
        "", "x", "-1", "0", "99999999999", "20250101", "IPOP", "NUMER", "Y", "PI_HIE_5", "APP_PLUS_GROUP", "MIPS_VIRTUALGROUP",
        "2c928084-8a90-2af8-018a-98ddac0b02c8", "2.16.840.1.113883.10.20.27.3.3", "2.16.840.1.113883.10.20.27.3.16",
        "2.16.840.1.113883.10.20.27.2.3", "2.16.840.1.113883.10.20.17.3.8",
    ];

    [Fact]
    public void However_a_report_is_changed_the_answer_is_a_submission_or_errors() => Prop.ForAll(
        Gen.Choose(1, 8).SelectMany(count => Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), count * 3)).ToArbitrary(),
        choices =>
        {
            var report = new Report();
            foreach (var change in choices.Chunk(3))
                Change(report, change[0], change[1], change[2]);
            var conversion = report.Convert();
            var json = JsonNode.Parse(conversion.ToJson())!;
            return conversion.IsTaken
                ? json["errors"] is null
                : json["errors"]![0]!["details"]!.AsArray().Count == conversion.Errors.Count
                    && conversion.Errors.All(error => QrdaErrorText.All.ContainsKey(error.Code));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Met_not_met_excluded_and_excepted_make_the_denominator() => Prop.ForAll(
        Gen.Choose(0, 1000).Four().ToArbitrary(),
        counts =>
        {
            var (initial, denominator, excluded, met) = counts;
            var report = new Report();
            Set("IPOP", initial);
            Set("DENOM", denominator);
            Set("DENEX", excluded);
            Set("NUMER", met);
            var conversion = report.Convert();
            if (denominator > initial)
                return Report.Codes(conversion) is [13];
            var value = JsonNode.Parse(conversion.ToJson())!["measurementSets"]![0]!["measurements"]![0]!["value"]!;
            return (int)value["performanceMet"]! + (int)value["performanceNotMet"]! + (int)value["eligiblePopulationExclusion"]!
                == (int)value["eligiblePopulation"]!;

            void Set(string kind, int count) => Report.CountOf(report.Population(kind)).SetAttributeValue("value", count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    /// <summary>Takes an element away, writes it twice, moves it, or gives one of its attributes another text.</summary>
    private static void Change(Report report, int which, int how, int what)
    {
        var elements = report.Root.Descendants().ToList();
        if (elements.Count == 0)
            return;
        var element = elements[which % elements.Count];
        var attributes = element.Attributes().ToList();
        switch (how % 5)
        {
            case 0:
                element.Remove();
                break;
            case 1:
                Report.Repeat(element);
                break;
            case 2:
                element.Remove();
                (report.Root.Descendants().Any() ? elements.Find(other => other.Document is not null)! : report.Root).Add(element);
                break;
            case 3 when attributes.Count > 0:
                attributes[what % attributes.Count].Value = Texts[what % Texts.Length];
                break;
            default:
                element.SetAttributeValue("value", Texts[what % Texts.Length]);
                break;
        }
    }
}
