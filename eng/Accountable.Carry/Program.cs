using Accountable.Carry;

// Usage: Accountable.Carry DATA_FOLDER CASES_FOLDER [RULES_FOLDER]
// Carries the figures of CMS's public results over into cases/locked, in the project's own compact columns.
foreach (var (year, file) in SharedSavingsCarrier.Sources)
    SharedSavingsCarrier.Carry(Path.Combine(args[0], "mssp", file), year, Path.Combine(args[1], "locked", "shared-savings"));
foreach (var (year, file) in AcoQualityCarrier.Sources)
    AcoQualityCarrier.Carry(Path.Combine(args[0], "mssp", file), year, Path.Combine(args[1], "locked", "aco-quality"));
BenchmarkCarrier.CarryHistorical(Path.Combine(args[0], "mssp", "2018.csv"), Path.Combine(args[1], "locked", "benchmark"));
BenchmarkCarrier.CarryAdjustments(Path.Combine(args[0], "mssp", "2024_even_ids.csv"), Path.Combine(args[1], "locked", "benchmark"));
ReachCarrier.Carry(Path.Combine(args[0], "reach", "aco_reach_2021_2022.json"), Path.Combine(args[1], "locked", "reach"));

// With the folder of rules, the MIPS measures and benchmarks as tables of the rule book.
if (args.Length > 2)
    MipsCarrier.Carry(Path.Combine(args[0], "qpp"), Path.Combine(args[2], "tables", "mips"));
