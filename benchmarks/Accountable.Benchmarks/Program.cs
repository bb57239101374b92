using Accountable.Benchmarks;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// Usage: Accountable.Benchmarks risk | claims [LINES] | [--filter *Name*]. Reports of BenchmarkDotNet go to artifacts/benchmarks.
if (args is ["risk"])
{
    RiskBenchmark.Run(Path.Combine("benchmarks", "results"));
    return;
}
if (args is ["claims", ..])
{
    ClaimsBenchmark.Run(Path.Combine("benchmarks", "results"), args.Length > 1
        ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : null);
    return;
}
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
