using Accountable.Carry;

// Usage: Accountable.Carry DATA_FOLDER CASES_FOLDER
// Carries the figures of CMS's public results over into cases/locked, in the project's own compact columns.
foreach (var (year, file) in SharedSavingsCarrier.Sources)
    SharedSavingsCarrier.Carry(Path.Combine(args[0], "mssp", file), year, Path.Combine(args[1], "locked", "shared-savings"));
ReachCarrier.Carry(Path.Combine(args[0], "reach", "aco_reach_2021_2022.json"), Path.Combine(args[1], "locked", "reach"));
