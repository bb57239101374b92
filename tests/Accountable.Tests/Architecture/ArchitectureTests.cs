using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Accountable.Tests.Architecture;

/// <summary>What may stand where: references, numbers, clocks, lengths, documentation.</summary>
public sealed partial class ArchitectureTests
{
    public static TheoryData<string> Projects => [.. SourceTree.Projects];

    [Fact]
    public void There_are_programmes_and_the_libraries_that_they_stand_on()
    {
        Assert.Contains("Accountable.SharedSavings", SourceTree.Programmes);
        Assert.Contains("Accountable.Core", SourceTree.Projects);
        Assert.Contains("Accountable.Rules", SourceTree.Projects);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Arrows_between_projects_point_one_way(string project)
    {
        string[] programmeMay = ["Accountable.Core", "Accountable.Rules"];
        var may = project switch
        {
            "Accountable.Core" or "Accountable.Synthetic" => [],
            "Accountable.Rules" or "Accountable.Data" => ["Accountable.Core"],
            "Accountable.Runs" => SourceTree.Projects.Except(["Accountable.Runs", "Accountable.Cli", "Accountable.Server"]),
            "Accountable.Server" => SourceTree.Projects.Except(["Accountable.Cli", "Accountable.Server"]),
            // The verb 'serve' starts the server; nothing else of it is used there.
            "Accountable.Cli" => SourceTree.Projects.Except(["Accountable.Cli"]),
            _ => programmeMay,
        };
        Assert.Empty(References(project).Except(may));
    }

    [Fact]
    public void Programmes_bring_no_packages_but_statistics() =>
        Assert.Empty(SourceTree.Programmes.Append("Accountable.Core").SelectMany(project => Elements(project, "PackageReference"))
            .Select(element => element.Attribute("Include")!.Value).Except(["MathNet.Numerics"]));

    [Fact]
    public void Programmes_hold_no_number_of_law() =>
        None(SourceTree.Files(SourceTree.Programmes)
            .SelectMany(file => NumericLiterals.NotOfCode(file.Text)
                .Select(found => $"{file.Path}:{found.Line}: {found.Literal}   {file.Text.Split('\n')[found.Line - 1].Trim()}")));

    [Fact]
    public void Programmes_read_no_clock_no_file_and_wait_for_nothing() =>
        None(from file in SourceTree.Files(SourceTree.Programmes)
             from match in Impure().Matches(CodeOnly.Of(file.Text))
             select $"{file.Path}: {match.Value}");

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("var now = DateTimeOffset.Now;", true)]
    [InlineData("Console.WriteLine();", true)]
    [InlineData("File.ReadAllText(path)", true)]
    [InlineData("public async Task Run()", true)]
    [InlineData("var r = new Random();", true)]
    [InlineData("facts.Profile.Name + settings.File", false)]
    [InlineData("DateTime.MinValue", false)]
    [InlineData("// Console and File.", false)]
    public void The_scan_knows_a_clock_and_a_file_when_it_sees_one(string source, bool found) => Assert.Equal(found, Impure().IsMatch(CodeOnly.Of(source)));

    [Fact]
    public void Programmes_keep_no_state_between_calls() =>
        None(from project in SourceTree.Programmes
             where File.Exists(Path.Combine(AppContext.BaseDirectory, $"{project}.dll"))
             from type in Assembly.Load(project).GetTypes()
             where type.GetCustomAttribute<CompilerGeneratedAttribute>() is null
             from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
             where !field.IsInitOnly && !field.IsLiteral && field.GetCustomAttribute<CompilerGeneratedAttribute>() is null
             select $"{type.FullName}.{field.Name}");

    [Fact]
    public void Files_have_at_most_400_lines_of_at_most_140_characters() =>
        None(SourceTree.Files(SourceTree.Projects).SelectMany(file =>
        {
            var lines = file.Text.Split('\n');
            return lines.Select((line, index) => (line, index))
                .Where(pair => pair.line.Length > 140)
                .Select(pair => $"{file.Path}:{pair.index + 1}: {pair.line.Length} characters")
                .Concat(lines.Length > 401 ? [$"{file.Path}: {lines.Length - 1} lines"] : []);
        }));

    [Fact]
    public void Folders_are_named_for_the_field_and_not_for_their_shape() =>
        None(SourceTree.Files(SourceTree.Projects).SelectMany(file => file.Path.Split('/')[..^1])
            .Where(folder => folder is "Models" or "Helpers" or "Services" or "Common" or "Utils").Distinct());

    [Fact]
    public void Nothing_is_left_to_do() =>
        None(SourceTree.Files(SourceTree.Projects).Where(file => Unfinished().IsMatch(file.Text)).Select(file => file.Path));

    [Fact]
    public void A_public_member_without_summary_is_an_error_of_the_compiler()
    {
        var properties = XDocument.Load(Repository.PathOf("Directory.Build.props"));
        Assert.Equal("true", Assert.Single(properties.Descendants("GenerateDocumentationFile")).Value);
        Assert.Equal("true", Assert.Single(properties.Descendants("TreatWarningsAsErrors")).Value);
        Assert.Empty(properties.Descendants("NoWarn"));
        foreach (var project in SourceTree.Projects)
        {
            Assert.DoesNotContain(Elements(project, "NoWarn").Concat(Elements(project, "WarningsNotAsErrors")), element => element.Value.Contains("1591", StringComparison.Ordinal));
            Assert.DoesNotContain(Elements(project, "GenerateDocumentationFile").Concat(Elements(project, "TreatWarningsAsErrors")), element => element.Value != "true");
        }
        Assert.DoesNotContain("CS1591", File.ReadAllText(Repository.PathOf(".editorconfig")), StringComparison.Ordinal);
        Assert.DoesNotContain(SourceTree.Files(SourceTree.Projects), file => file.Text.Contains("CS1591", StringComparison.Ordinal));
    }

    /// <summary>Fails with every finding, one a line.</summary>
    private static void None(IEnumerable<string> findings)
    {
        var all = findings.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static IEnumerable<XElement> Elements(string project, string name) => XDocument.Load(SourceTree.ProjectFile(project)).Descendants(name);

    /// <summary>The projects whose assembly a project uses; a tool that only runs in the build is none of them.</summary>
    private static IEnumerable<string> References(string project) =>
        Elements(project, "ProjectReference").Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b|\bDateOnly\.FromDateTime\b|\b(TimeProvider|Stopwatch|Console|Environment|HttpClient|Random)\b|(?<!\.)\b(File|Directory|Path)\.|\b(async|await|lock)\b|\bThread\b|\bTask\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Impure();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bHACK\b|NotImplementedException", RegexOptions.None, 5000)]
    private static partial Regex Unfinished();
}
