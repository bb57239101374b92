using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Accountable.Tests.Cases;

/// <summary>Runs every case under cases/ but the locked results, which have tests of their own.</summary>
public sealed class CaseTests
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var path in Directory.EnumerateFiles(Repository.PathOf("cases"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
            if (!file.StartsWith("cases/locked/", StringComparison.Ordinal))
                files.Add(file);
        }
        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_case_of_a_file_gives_what_it_expects(string file)
    {
        var failures = new List<string>();
        foreach (var one in CaseFile.Read(Repository.PathOf(file), file))
        {
            try
            {
                failures.AddRange(Check(one).Select(failure => $"{one}: {failure}"));
            }
            catch (Exception e)
            {
                failures.Add($"{one}: {e.GetType().Name} {e.Message}");
            }
        }
        Assert.True(failures.Count == 0, string.Join("\n", failures));
    }

    /// <summary>What a case got wrong; empty when it holds.</summary>
    internal static IReadOnlyList<string> Check(Case one)
    {
        var rule = CaseRules.All.FirstOrDefault(rule => rule.Name == one.Rule)
            ?? throw new CaseFormatException(one.File, one.Line, $"'{one.Rule}' is no rule; CaseRules.cs lists them");
        var input = new CaseInput(one);
        var results = rule.Run(input);
        input.Done();
        var failures = new List<string>();
        foreach (var (key, node) in one.Expect)
        {
            if (!results.TryGetValue(key, out var actual))
                throw new CaseFormatException(one.File, one.Line, $"the rule gives no '{key}'; it gives {string.Join(", ", results.Keys)}");
            var expected = ((YamlScalarNode)node).Value ?? "";
            if (!Same(expected, actual, one.Within ?? 0))
                failures.Add($"{key} is {Convert.ToString(actual, CultureInfo.InvariantCulture)}, expected {expected}");
        }
        return failures;
    }

    private static bool Same(string expected, object? actual, decimal within) => actual switch
    {
        null => expected is "" or "null" or "~",
        bool yes => expected == (yes ? "yes" : "no"),
        decimal number => decimal.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value - number) <= within,
        var text => string.Equals(expected, Convert.ToString(text, CultureInfo.InvariantCulture), StringComparison.Ordinal),
    };
}
