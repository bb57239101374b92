using System.Globalization;
using System.Text.RegularExpressions;

namespace Accountable.Tests.Episodes;

/// <summary>Each worked example that the engine was built from is a case with its tag. A7 is no sum but the layout of a report, so that
/// it has none.</summary>
public sealed class WorkedExampleTests
{
    private const int Found = 6;
    private const int Constructed = 26;

    public static TheoryData<string> Tags()
    {
        var data = new TheoryData<string>();
        foreach (var number in Enumerable.Range(1, Found))
            data.Add(string.Create(CultureInfo.InvariantCulture, $"A{number}"));
        foreach (var number in Enumerable.Range(1, Constructed))
            data.Add(string.Create(CultureInfo.InvariantCulture, $"B{number}"));
        return data;
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Each_worked_example_is_a_case_with_its_tag(string tag)
    {
        var cases = Directory.GetFiles(Repository.PathOf("cases", "episodes"), "*.yaml").SelectMany(File.ReadLines);
        Assert.Contains(cases, line => Regex.IsMatch(line, $"^  - name: \"{tag} ", RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
