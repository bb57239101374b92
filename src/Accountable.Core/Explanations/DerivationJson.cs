using System.Text.Json;

namespace Accountable.Explanations;

/// <summary>
/// A derivation as JSON: a list of nodes, operands by index, so that shared nodes stand once and the sums can be replayed.
/// </summary>
public static class DerivationJson
{
    /// <summary>Writes <c>{"root": n, "nodes": [{kind, unit, value, operation, operands, name, citation, source, verified}]}</c>.</summary>
    public static void Write(Utf8JsonWriter json, Derivation root)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(root);
        var index = new Dictionary<Derivation, int>(ReferenceEqualityComparer.Instance);
        json.WriteStartObject();
        json.WriteStartArray("nodes");
        foreach (var node in root.Nodes())
        {
            json.WriteStartObject();
            json.WriteNumber("id", index.Count);
            json.WriteString("kind", Word(node.Kind));
            json.WriteString("unit", Word(node.Unit));
            json.WriteNumber("value", node.Value);
            if (node.Operation is { } operation)
                json.WriteString("operation", Word(operation));
            Text(json, "name", node.Name);
            Text(json, "citation", node.Citation);
            Text(json, "source", node.Source);
            if (node.Verified is { } verified)
                json.WriteString("verified", Word(verified));
            if (node.Operands.Count > 0)
            {
                json.WriteStartArray("operands");
                foreach (var operand in node.Operands)
                    json.WriteNumberValue(index[operand]);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            index.Add(node, index.Count);
        }
        json.WriteEndArray();
        json.WriteNumber("root", index[root]);
        json.WriteEndObject();
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <exception cref="FormatException">It is no derivation.</exception>
    public static Derivation Read(JsonElement json)
    {
        var nodes = new List<Derivation>();
        foreach (var node in json.GetProperty("nodes").EnumerateArray())
            nodes.Add(Node(node, nodes));
        return nodes[json.GetProperty("root").GetInt32()];
    }

    private static Derivation Node(JsonElement json, List<Derivation> known)
    {
        var (unit, value) = (Parse<Unit>(json, "unit"), json.GetProperty("value").GetDecimal());
        var operands = json.TryGetProperty("operands", out var indexes)
            ? indexes.EnumerateArray().Select(index => known[index.GetInt32()]).ToArray() : [];
        return Parse<DerivationKind>(json, "kind") switch
        {
            DerivationKind.Input => Derivation.Input(unit, value, Said("name"), Said("source")),
            DerivationKind.Parameter => Derivation.Parameter(unit, value, Said("name"), Said("source"), Said("citation"),
                Parse<Verified>(json, "verified")),
            DerivationKind.Assumption => operands is [var of] ? Derivation.Assumption(of, Said("name"), Said("source"))
                : Derivation.Assumption(unit, value, Said("name"), Said("source")),
            DerivationKind.Step => Derivation.Step(operands[0], Said("name"), Said("citation")),
            DerivationKind.Operation => Derivation.Of(Parse<Operation>(json, "operation"), unit, value, operands),
            _ => Derivation.Constant(unit, value),
        };

        string Said(string name) => json.GetProperty(name).GetString()!;
    }

    private static T Parse<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        var word = json.GetProperty(name).GetString();
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
                return value;
        }
        throw new FormatException($"A derivation has no {name} '{word}'.");
    }

    private static string Word<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
