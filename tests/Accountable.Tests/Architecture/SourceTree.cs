namespace Accountable.Tests.Architecture;

/// <summary>The projects and source files under src.</summary>
internal static class SourceTree
{
    private static readonly string[] NotProgrammes = ["Accountable.Core", "Accountable.Rules", "Accountable.Data", "Accountable.Runs", "Accountable.Cli", "Accountable.Server", "Accountable.Synthetic"];

    /// <summary>Project names, which are also their folders' names.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        [.. Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <summary>The projects that hold the programmes' rules.</summary>
    public static IReadOnlyList<string> Programmes { get; } = [.. Projects.Except(NotProgrammes)];

    public static string ProjectFile(string project) => Repository.PathOf($"src/{project}/{project}.csproj");

    /// <summary>The C# files of some projects: path from the root and text.</summary>
    public static IEnumerable<(string Path, string Text)> Files(IEnumerable<string> projects) =>
        from project in projects
        from path in Directory.GetFiles(Repository.PathOf($"src/{project}"), "*.cs", SearchOption.AllDirectories).Order()
        let relative = Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')
        where !relative.Contains("/obj/", StringComparison.Ordinal) && !relative.Contains("/bin/", StringComparison.Ordinal)
        select (relative, File.ReadAllText(path));
}
