using System.Text;
using System.Text.Json.Nodes;
using Accountable.Data.Mips.Qrda;
using Xunit.Abstractions;

namespace Accountable.Tests.Mips.Qrda;

/// <summary>CMS's sample reports against what CMS's own conversion tool makes of them.</summary>
public sealed class PublishedPairsTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_sample_gives_the_same_submission_or_the_same_errors()
    {
        if (Folder() is not { } folder)
            return;
        var compared = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "in"), "*.xml").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            using var stream = File.OpenRead(file);
            var conversion = QrdaConversion.Of(Path.GetFileName(file), stream, Report.Measures);
            var taken = Path.Combine(folder, "expected", $"{name}-qpp.json");
            var refused = Path.Combine(folder, "expected", $"{name}-error.json");
            if (File.Exists(taken))
                AssertSame(name, JsonNode.Parse(File.ReadAllText(taken))!, conversion);
            else
                AssertSame(name, Details(File.ReadAllText(refused)), conversion);
            compared++;
        }
        Assert.True(compared > 0);
        output.WriteLine($"{compared} pairs");
    }

    [Fact]
    public void Every_mutation_gives_the_same_submission_or_the_same_errors()
    {
        if (Folder() is not { } folder)
            return;
        var compared = 0;
        foreach (var mutation in JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "mutations.json")))!["cases"]!.AsArray())
        {
            var name = (string)mutation!["id"]!;
            var text = File.ReadAllText(Path.Combine(folder, "in", (string)mutation["base"]!));
            foreach (var edit in mutation["edits"]!.AsArray().OrderByDescending(edit => (int)edit!["start"]!))
                text = text[..(int)edit!["start"]!] + (string)edit["text"]! + text[(int)edit["end"]!..];
            var conversion = Report.Convert(Encoding.UTF8.GetBytes(text));
            var expected = mutation["expected"]!;
            if (expected["qpp"] is { } submission)
            {
                AssertSame(name, submission, conversion);
            }
            else
            {
                var codes = expected["errors"]!.AsArray().Select(code => (int)code!).Order();
                Assert.True(codes.SequenceEqual(Report.Codes(conversion)), $"{name}: {Say(conversion)}");
                Assert.True((int)expected["error_count"]! == conversion.Errors.Count, $"{name}: {conversion.Errors.Count} errors");
            }
            compared++;
        }
        Assert.True(compared > 0);
        output.WriteLine($"{compared} mutations");
    }

    private static void AssertSame(string name, JsonNode submission, QrdaConversion conversion)
    {
        var same = conversion.IsTaken && JsonNode.DeepEquals(submission, JsonNode.Parse(conversion.ToJson()));
        Assert.True(same, $"{name}: {Say(conversion)}");
    }

    private static JsonArray Details(string text) => JsonNode.Parse(text)!["errors"]![0]!["details"]!.AsArray();

    /// <summary>The same codes at the same places; CMS's words are not ours.</summary>
    private static void AssertSame(string name, JsonArray details, QrdaConversion conversion)
    {
        var actual = Details(conversion.ToJson());
        Assert.True(details.Count == actual.Count, $"{name}: {Say(conversion)}");
        foreach (var (wanted, given) in details.Zip(actual))
        {
            Assert.Equal((int)wanted!["errorCode"]!, (int)given!["errorCode"]!);
            Assert.True(JsonNode.DeepEquals(wanted["location"], given["location"]), $"{name}: {given["location"]}");
        }
    }

    private static string Say(QrdaConversion conversion) =>
        conversion.IsTaken ? conversion.ToJson() : string.Join(' ', conversion.Errors.Select(error => error.Code));

    private string? Folder()
    {
        if (Repository.SharedData is { } data && Directory.Exists(Path.Combine(data, "qrda")))
            return Path.Combine(data, "qrda");
        output.WriteLine("skipped: no ../shared/data/qrda");
        return null;
    }
}
