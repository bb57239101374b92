using System.Diagnostics;
using System.Text;

namespace Accountable.Tests.Cli;

/// <summary>What a command line left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Out">Everything on stdout.</param>
/// <param name="Error">Everything on stderr.</param>
/// <param name="PeakBytes">The most memory that was resident, as last seen while it ran.</param>
internal sealed record Outcome(int ExitCode, string Out, string Error, long PeakBytes)
{
    /// <summary>The lines of stdout without the last line end.</summary>
    public string[] Lines => Out.TrimEnd('\n').Split('\n');

    /// <summary>The exit code is as expected, and nothing of the machinery shows.</summary>
    public Outcome Exits(int code)
    {
        Assert.True(ExitCode == code, $"exit {ExitCode}, not {code}\n{Error}\n{Out}");
        foreach (var text in new[] { Out, Error })
        {
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
            Assert.DoesNotContain("internal error", text, StringComparison.Ordinal);
        }
        return this;
    }

    /// <summary>Each of these is said on stderr.</summary>
    public Outcome Says(params string[] words)
    {
        foreach (var word in words)
            Assert.Contains(word, Error, StringComparison.Ordinal);
        return this;
    }
}

/// <summary>Runs the built command line as a process of its own, as a person would.</summary>
internal static class CommandLine
{
    private const int GreatestMinutes = 3;
    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "accountable.dll");

    public static Outcome Run(params string[] arguments) => Start(arguments, input: null);

    /// <summary>The same with text piped into stdin.</summary>
    public static Outcome RunWithInput(string input, params string[] arguments) => Start(arguments, input);

    /// <summary>The folder that holds Accountable.slnx.</summary>
    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository is not above the tests.");
    }

    private static Outcome Start(string[] arguments, string? input)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Assembly, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = Repository(),
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var peak = 0L;
        var clock = Stopwatch.StartNew();
        while (!process.WaitForExit(5))
        {
            peak = Math.Max(peak, Peak(process));
            if (clock.Elapsed.TotalMinutes < GreatestMinutes)
                continue;
            process.Kill();
            Assert.Fail($"accountable {string.Join(' ', arguments)} did not end.");
        }
        return new Outcome(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult(), peak);
    }

    private static long Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It ended between the two questions.
            return 0;
        }
    }
}
