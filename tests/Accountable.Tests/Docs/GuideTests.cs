using System.Diagnostics;

namespace Accountable.Tests.Docs;

/// <summary>Every command in a console block of the guide runs as it stands.</summary>
public sealed class GuideTests
{
    public static TheoryData<string, string> CommandsOfTheGuide()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in Directory.EnumerateFiles(Repository.PathOf("docs", "guide"), "*.md").Order(StringComparer.Ordinal))
        {
            var blocks = File.ReadAllText(page).Split("```console\n").Skip(1).Select(block => block.Split("```")[0]);
            foreach (var line in blocks.SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
                data.Add(Path.GetFileName(page), line);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(CommandsOfTheGuide))]
    public async Task Runs(string page, string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(words[0] == "accountable", $"{page}: {line}");
        var program = Path.Combine(AppContext.BaseDirectory, "accountable.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. words.Skip(1)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{page}: {line}\n{text}{await errors}");
        Assert.True(text.Length > 0 || line.Contains("--out", StringComparison.Ordinal), $"{page}: {line} printed nothing");
    }
}
