using System.Text.RegularExpressions;
using Accountable.Docs;

namespace Accountable.Tests.Docs;

/// <summary>The documents say what is so: generated ones are fresh, links resolve, assumptions and packages are listed.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages() => [.. Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
        .Where(path => !path.StartsWith("artifacts/", StringComparison.Ordinal) && !path.Contains("node_modules", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Generated_documents_are_fresh()
    {
        foreach (var (path, text) in Generated.Documents(Repository.Root))
        {
            Assert.True(File.Exists(Repository.PathOf(path)), $"{path} is missing: run make gen");
            Assert.True(File.ReadAllText(Repository.PathOf(path)) == text, $"{path} is stale: run make gen");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_resolve(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        foreach (var target in Link().Matches(File.ReadAllText(Repository.PathOf(page))).Select(match => match.Groups["target"].Value))
        {
            if (target.StartsWith("http", StringComparison.Ordinal) || target.StartsWith('#'))
                continue;
            var path = Path.Combine(folder, target.Split('#')[0]);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{page}: {target} leads nowhere");
        }
    }

    [Fact]
    public void Every_assumption_in_the_code_has_its_entry_and_every_entry_is_used()
    {
        var entries = AssumptionEntry().Matches(File.ReadAllText(Repository.PathOf("docs", "assumptions.md"))).Select(match => match.Groups["id"].Value).ToHashSet();
        var used = Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("rules"), "*.yaml", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.PathOf("sql"), "*.sql", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.PathOf("samples"), "*.yaml", SearchOption.AllDirectories))
            .SelectMany(file => AssumptionUse().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet();
        Assert.Empty(used.Except(entries));
        Assert.Empty(entries.Except(used));
    }

    [Fact]
    public void The_readme_opens_with_exactly_two_commands()
    {
        var block = File.ReadAllText(Repository.PathOf("README.md")).Split("```")[1].Trim().Split('\n');
        Assert.Equal(["make demo", "make test"], block);
    }

    [Fact]
    public void Each_project_folder_that_computes_has_a_readme()
    {
        foreach (var name in new[] { "Accountable.Rules", "Accountable.SharedSavings" })
            Assert.True(File.Exists(Repository.PathOf("src", name, "README.md")), $"src/{name}/README.md is missing");
    }

    [Fact]
    public void No_document_or_source_names_a_path_of_one_machine()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".md" or ".cs" or ".yaml" or ".sh" or ".props" or ".csproj")
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                && !file.Contains("node_modules", StringComparison.Ordinal) && !file.EndsWith("DocsTests.cs", StringComparison.Ordinal)))
            Assert.DoesNotMatch(@"(^|[\s""'`(=])/(root|home|work)/", File.ReadAllText(file));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^## (?<id>A-\d{3})", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex AssumptionEntry();

    [GeneratedRegex(@"(?<!SH)A-\d{3}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AssumptionUse();
}
