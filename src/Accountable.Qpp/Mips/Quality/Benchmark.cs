using Accountable.Rules;

namespace Accountable.Qpp.Mips.Quality;

/// <summary>The benchmark of a measure for one way of collecting it. 42 CFR 414.1380(b)(1)(ii).</summary>
public sealed record Benchmark
{
    /// <summary>The deciles' columns in the rule book, from the first, and the best value.</summary>
    private static readonly string[] Columns = ["d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "best"];

    /// <summary>The measure's identifier.</summary>
    public required string Measure { get; init; }

    /// <summary>The collection type, such as registry or electronicHealthRecord.</summary>
    public required string Method { get; init; }

    /// <summary>A lower rate is better.</summary>
    public required bool Inverse { get; init; }

    /// <summary>The measure is topped out.</summary>
    public required bool ToppedOut { get; init; }

    /// <summary>The measure is topped out for the second year or longer, so that its points are capped.</summary>
    public required bool Capped { get; init; }

    /// <summary>The average rate; null when unknown.</summary>
    public required decimal? Average { get; init; }

    /// <summary>Where each decile begins, from the first to the tenth, and the best value; what is not published is null.</summary>
    public required IReadOnlyList<Count?> Edges { get; init; }

    /// <summary>Every benchmark of a measure in a year.</summary>
    /// <exception cref="LawGapException">The year has no benchmarks.</exception>
    public static IEnumerable<Benchmark> Of(string measure, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.Benchmarks];
        for (var row = 0; row < table.Rows.RowCount; row++)
        {
            if (table.Rows.Text(row, "measure") == measure)
                yield return Read(table, row);
        }
    }

    /// <summary>The benchmark of a measure for a collection type; null where it has none.</summary>
    public static Benchmark? Find(string measure, string method, RuleYear law) =>
        Of(measure, law).FirstOrDefault(benchmark => benchmark.Method == method);

    private static Benchmark Read(ResolvedTable table, int row) => new()
    {
        Measure = table.Rows.Text(row, "measure"),
        Method = table.Rows.Text(row, "method"),
        Inverse = table.Rows.Number(row, "inverse") > 0,
        ToppedOut = table.Rows.Number(row, "topped_out") > 0,
        Capped = table.Rows.Number(row, "capped") > 0,
        Average = table.Rows.Number(row, "average"),
        Edges = [.. Columns.Select(column => table.Rows.Number(row, column) is null ? (Count?)null : table.Cell<Count>(row, column))],
    };
}
