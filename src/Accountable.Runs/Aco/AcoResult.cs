using Accountable.Data;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>A table of a result with its name, which is that of its file.</summary>
/// <param name="Name">The name, such as <c>benchmark</c>.</param>
/// <param name="Title">What it is, for a page.</param>
/// <param name="Table">The rows.</param>
public sealed record NamedTable(string Name, string Title, Table Table);

/// <summary>What a run over a store found: tables, derivations, warnings, and what they depend on.</summary>
public sealed record AcoResult
{
    /// <summary>What was asked for.</summary>
    public required AcoRequest Request { get; init; }

    /// <summary>Everything that the result depends on.</summary>
    public required Manifest Manifest { get; init; }

    /// <summary>The assignment of each year, BY1 first, the performance year last.</summary>
    public required IReadOnlyList<AssignedYear> Years { get; init; }

    /// <summary>The benchmark as far as the factors reach; null where it could not be begun, and <see cref="Missing"/> says why.</summary>
    public required BenchmarkOutcome? Benchmark { get; init; }

    /// <summary>The settlement; null where it is not asked for or cannot be computed, and <see cref="Missing"/> says why.</summary>
    public required SettledAco? Settlement { get; init; }

    /// <summary>Quality as it was taken; null when it is not known.</summary>
    public required QualityFacts? Quality { get; init; }

    /// <summary>The tables in the order in which they came about.</summary>
    public required IReadOnlyList<NamedTable> Tables { get; init; }

    /// <summary>The derivations of the benchmark and the settlement, by name.</summary>
    public required IReadOnlyList<(string Name, Derivation Root)> Derivations { get; init; }

    /// <summary>What cannot be computed, and what to supply.</summary>
    public required IReadOnlyList<NotComputed> Missing { get; init; }

    /// <summary>What a person should look at.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What was taken for granted.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Unverified parameters on which the result rests.</summary>
    public required IReadOnlyList<string> Unverified { get; init; }

    /// <summary>The table of a name; null when the run has none.</summary>
    public Table? this[string name] => Tables.FirstOrDefault(table => table.Name == name)?.Table;
}
