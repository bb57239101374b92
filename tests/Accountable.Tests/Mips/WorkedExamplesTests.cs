using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Accountable.Tests.Mips;

/// <summary>Every worked example of the reference that speaks of MIPS has its case.</summary>
public sealed partial class WorkedExamplesTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_example_has_a_case()
    {
        var reference = Tests.Repository.SharedData is { } data ? Path.GetFullPath(Path.Combine(data, "..", "reference", "qpp", "worked-examples.yaml")) : "";
        if (!File.Exists(reference))
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        var cases = string.Concat(Directory.EnumerateFiles(Tests.Repository.PathOf("cases", "mips"), "*.yaml").Select(File.ReadAllText));
        var examples = Example().Matches(File.ReadAllText(reference)).Select(match => match.Groups["id"].Value).ToList();
        Assert.True(examples.Count > 20);
        Assert.All(examples, id => Assert.Matches($@"name: ""[^""]*\b{id}\b", cases));
    }

    [Fact]
    public void A_published_case_names_where_it_was_published() =>
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Tests.Repository.PathOf("cases", "mips"), "*.yaml").SelectMany(File.ReadLines),
            line => line.Contains("source: published", StringComparison.Ordinal) && (!line.Contains("reference: \"", StringComparison.Ordinal) || line.Contains("as the case says", StringComparison.Ordinal)));

    /// <summary>Quality, improvement, interoperability, activities, cost, bonus, adjustment and final score; the others are not MIPS.</summary>
    [GeneratedRegex(@"^- id: (?<id>[QIPACBMF]\d+)\s*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Example();
}
