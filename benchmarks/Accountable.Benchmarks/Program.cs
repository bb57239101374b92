using Accountable.Benchmarks;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

// Usage: Accountable.Benchmarks risk | qpp | episodes | claims [LINES] | assignment [COPIES] | run [STORE FACTORS ...]
// | million [COPIES ...]
// | server URL ACO [USER PASSWORD [FILE ...]] | [--filter *Name*]. Reports of BenchmarkDotNet go to artifacts/benchmarks.
var results = Path.Combine("benchmarks", "results");
switch (args)
{
    case ["risk"]:
        RiskBenchmark.Run(results);
        return 0;
    case ["qpp"]:
        QpBenchmark.Run(results);
        return 0;
    case ["episodes"]:
        EpisodesBenchmark.Run(results);
        return 0;
    case ["claims", ..]:
        ClaimsBenchmark.Run(results, args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : null);
        return 0;
    case ["assignment", ..]:
        AssignmentBenchmark.Run(results, args.Length > 1
            ? [.. args[1..].Select(copies => int.Parse(copies, System.Globalization.CultureInfo.InvariantCulture))] : null);
        return 0;
    case ["run", ..]:
        RunBenchmark.Run(results, args[1..]);
        return 0;
    case ["million", ..]:
        MillionBenchmark.Run(results, args.Length > 1
            ? [.. args[1..].Select(copies => int.Parse(copies, System.Globalization.CultureInfo.InvariantCulture))] : null);
        return 0;
    case ["server", var url, var aco, .. var account]:
        return await ServerLoad.Run(results, url, aco, account, readers: 200, seconds: 60);
}
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.ShortRun.WithToolchain(InProcessNoEmitToolchain.Instance))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath(Path.Combine("artifacts", "benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length > 0 ? args : ["--filter", "*"], config);
return 0;
