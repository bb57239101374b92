using Accountable.Benchmarks;

// Usage: Accountable.Benchmarks [RESULTS_FOLDER]
RiskBenchmark.Run(args.Length > 0 ? args[0] : "benchmarks/results");
