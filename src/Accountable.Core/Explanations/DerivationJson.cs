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

    private static string Word<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
