using System.Diagnostics;

namespace Accountable.Data.Tests.Claims;

/// <summary>Runs the program as a person does, in a process of its own that can be killed.</summary>
internal static class CommandLine
{
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static string Assembly => Path.Combine(AppContext.BaseDirectory, "accountable.dll");

    public static Process Start(params string[] arguments) => Process.Start(Redirected(Dotnet, [Assembly, .. arguments]))!;

    public static ProcessStartInfo Redirected(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        // A limit on file sizes would bind the runtime's own memory files as well.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    public static (int ExitCode, string Text) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        return Finish(process);
    }

    public static (int ExitCode, string Text) Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + error.GetAwaiter().GetResult());
    }
}
