using System.Diagnostics;
using Xunit.Abstractions;

namespace Accountable.Tests.Packages;

/// <summary>The packages work for somebody else: a fresh console project consumes them from a folder and runs README's example.</summary>
public sealed class PackageTests(ITestOutputHelper output)
{
    private static readonly string[] Packages = ["Accountable.Core", "Accountable.Rules", "Accountable.SharedSavings", "Accountable.Data", "Accountable.Runs"];

    [Fact]
    public void A_fresh_project_settles_one_ACO()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-package-").FullName;
        try
        {
            var feed = Path.Combine(folder, "feed");
            foreach (var package in Packages)
                Run(Repository.Root, "pack", Path.Combine("src", package), "--configuration", "Release", "--no-build", "--output", feed, "--verbosity", "quiet");
            Assert.Equal(Packages.Length, Directory.GetFiles(feed, "*.nupkg").Length);
            var project = Path.Combine(folder, "consumer");
            Directory.CreateDirectory(project);
            File.Copy(Repository.PathOf("samples", "library", "Program.cs"), Path.Combine(project, "Program.cs"));
            File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
                <configuration>
                  <config><add key="globalPackagesFolder" value="{Path.Combine(folder, "packages")}" /></config>
                  <packageSources><add key="accountable" value="{feed}" /></packageSources>
                </configuration>
                """);
            File.WriteAllText(Path.Combine(project, "consumer.csproj"), """
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
                  <ItemGroup><PackageReference Include="Accountable.SharedSavings" Version="0.1.0" /></ItemGroup>
                </Project>
                """);
            var printed = Run(project, "run");
            Assert.Equal("saved $22,741,822.00, minimum 1.5%, earned $11,143,492.78", printed.Trim());
            Assert.Contains(printed.Trim(), File.ReadAllText(Repository.PathOf("README.md")), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_example_has_at_most_ten_lines() => Assert.InRange(File.ReadAllLines(Repository.PathOf("samples", "library", "Program.cs")).Length, 1, 13);

    private string Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        // The consumer is somebody else's project: nothing of this build reaches it.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "CI").ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        output.WriteLine($"dotnet {string.Join(' ', arguments)}\n{text}{errors.Result}");
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} failed:\n{text}\n{errors.Result}");
        return text;
    }
}
