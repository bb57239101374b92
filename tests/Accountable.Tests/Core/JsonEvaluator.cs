using System.Text.Json;

namespace Accountable.Tests.Core;

/// <summary>Does every sum of a derivation again from its JSON alone. Written without the library, as a reader in another language would.</summary>
internal static class JsonEvaluator
{
    /// <summary>The value of the root as recomputed from the leaves. Throws where a recorded value is not what its operands give.</summary>
    public static decimal Evaluate(string json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = document.RootElement.GetProperty("nodes").EnumerateArray().ToList();
        var values = new decimal[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var node = nodes[i];
            if (node.GetProperty("id").GetInt32() != i)
                throw new FormatException($"node {i} has another id");
            var recorded = node.GetProperty("value").GetDecimal();
            // Operands come before the nodes that use them, so one pass is enough.
            var x = node.TryGetProperty("operands", out var operands) ? operands.EnumerateArray().Select(o => values[o.GetInt32()]).ToArray() : [];
            values[i] = Value(node, x, recorded);
            if (values[i] != recorded)
                throw new FormatException($"node {i} records {recorded} where its operands give {values[i]}");
        }
        return values[document.RootElement.GetProperty("root").GetInt32()];
    }

    private static decimal Value(JsonElement node, decimal[] x, decimal recorded)
    {
        var kind = node.GetProperty("kind").GetString();
        if (kind is "input" or "parameter" or "constant")
            return x.Length == 0 ? recorded : throw new FormatException($"a {kind} has operands");
        if (kind is "step" or "assumption")
            return x.Length == 1 ? x[0] : throw new FormatException($"a {kind} has {x.Length} operands");
        return node.GetProperty("operation").GetString() switch
        {
            "add" => x[0] + x[1],
            "subtract" => x[0] - x[1],
            "multiply" => x[0] * x[1],
            "divide" => x[0] / x[1],
            "negate" => 0 - x[0],
            "least" => x[0] < x[1] ? x[0] : x[1],
            "greatest" => x[0] > x[1] ? x[0] : x[1],
            "round" => HalfAway(x[0], (int)x[1]),
            "interpolate" => x[0] == x[1] ? x[0] : (x[0] * (x[4] - x[2]) + x[1] * (x[2] - x[3])) / (x[4] - x[3]),
            "meets_or_exceeds" => x[0] < x[1] ? 0 : 1,
            "exceeds" => x[0] <= x[1] ? 0 : 1,
            "and" => x[0] * x[1],
            "or" => x[0] + x[1] > 0 ? 1 : 0,
            "not" => 1 - x[0],
            "choose" => x[0] == 1 ? x[1] : x[2],
            var other => throw new FormatException($"unknown operation {other}"),
        };
    }

    /// <summary>Half away from zero without the library's rounding.</summary>
    private static decimal HalfAway(decimal value, int decimals)
    {
        var scale = 1m;
        for (var i = 0; i < decimals; i++)
            scale *= 10;
        var whole = decimal.Truncate(value);
        var part = (value - whole) * scale;
        var kept = decimal.Truncate(part);
        if (Math.Abs(part - kept) >= 0.5m)
            kept += value < 0 ? -1 : 1;
        return whole + (kept / scale);
    }
}
