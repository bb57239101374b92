using System.Text;
using System.Text.Json;
using Accountable.Explanations;

namespace Accountable.Runs.SharedSavings;

/// <summary>What two benchmarks of the same year differ in: another participant list, other assignment rules, other law.</summary>
public static class BenchmarkComparison
{
    /// <summary>The changes, facts first; each fact with how far it alone moves the benchmark.</summary>
    /// <exception cref="ArgumentException">A benchmark was computed without tracing.</exception>
    public static Table Of(BenchmarkOutcome before, BenchmarkOutcome after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var table = new Table("kind", "what", "where", "before", "after", "moves_benchmark_alone");
        foreach (var change in Difference.Between(Root(before), Root(after)))
        {
            table.Add(
                change.Kind.ToString().ToLowerInvariant(), change.Name, change.Where,
                Shown(change.Unit, change.Before), Shown(change.Unit, change.After),
                change.Alone is { } alone ? Display.Of(Unit.Dollars, alone) : "");
        }
        return table;
    }

    /// <summary>The comparison as text, CSV or JSON.</summary>
    public static string Write(BenchmarkOutcome before, BenchmarkOutcome after, string format)
    {
        var table = Of(before, after);
        var (first, second) = (Root(before).Value, Root(after).Value);
        return format switch
        {
            "csv" => table.ToCsv(),
            "json" => Json(table, first, second),
            _ => $"benchmark a person-year: {Display.Of(Unit.Dollars, first)} -> {Display.Of(Unit.Dollars, second)}, "
                + $"moved {Display.Of(Unit.Dollars, second - first)}\n\n"
                + string.Concat(table.Rows.Select(row =>
                    $"{row[0],-10} {row[1]}: {row[3]} -> {row[4]}{(row[5] is "" ? "" : $"   alone moves it {row[5]}")}   {row[2]}\n")),
        };
    }

    private static string Json(Table table, decimal before, decimal after)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("before", before);
            json.WriteNumber("after", after);
            json.WriteNumber("moved", after - before);
            json.WritePropertyName("changes");
            table.Write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The updated benchmark of both, else the historical one.</summary>
    private static Derivation Root(BenchmarkOutcome outcome) =>
        outcome.PerCapita?.Derivation ?? outcome.Adjusted?.Total.Derivation ?? outcome.Historical?.Total.Derivation
            ?? throw new ArgumentException("Nothing could be computed, or it was computed without tracing.", nameof(outcome));

    private static string Shown(Unit unit, decimal? value) => value is { } known ? Display.Of(unit, known) : "(not used)";
}
