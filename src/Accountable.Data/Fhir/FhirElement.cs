using System.Globalization;
using System.Text.Json;

namespace Accountable.Data.Fhir;

/// <summary>Steps through a FHIR resource: names are compared by the last part of their address.</summary>
internal static class FhirElement
{
    /// <summary>The last part of an address or a code, without case, with - and _ alike.</summary>
    public static bool Is(string? address, string name)
    {
        if (address is null || address.Length < name.Length)
            return false;
        var from = address.Length - name.Length;
        if (from > 0 && address[from - 1] is not ('/' or '#' or ':'))
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            var (a, b) = (address[from + i], name[i]);
            if (a != b && char.ToLowerInvariant(a == '-' ? '_' : a) != char.ToLowerInvariant(b == '-' ? '_' : b))
                return false;
        }
        return true;
    }

    /// <summary>The text of an element by name; numbers as they are written; null when it is not there.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? Text(value) : null;

    /// <summary>The text of a value.</summary>
    public static string? Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The elements of a name: those of a list, or the one that there is.</summary>
    public static IEnumerable<JsonElement> All(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out var value))
            return [];
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
    }

    /// <summary>The elements at a path of names.</summary>
    public static IEnumerable<JsonElement> At(this JsonElement element, string path) =>
        path.Split('.').Aggregate((IEnumerable<JsonElement>)[element], (found, name) => found.SelectMany(each => each.All(name)));

    /// <summary>The first text at a path.</summary>
    public static string? First(this JsonElement element, string path) =>
        element.At(path).Select(Text).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>The value of an extension of a name.</summary>
    public static string? Extension(this JsonElement element, string name) => element.All("extension")
        .Where(extension => Is(extension.Text("url"), name)).Select(Value).FirstOrDefault(text => text is not null);

    /// <summary>The value[x] of an element, whatever its type.</summary>
    public static string? Value(this JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!property.Name.StartsWith("value", StringComparison.Ordinal))
                continue;
            var value = property.Value;
            return value.ValueKind == JsonValueKind.Object
                ? value.Text("code") ?? value.Text("value") ?? value.First("coding.code") : value.Text();
        }
        return null;
    }

    /// <summary>The code of a concept in a system; <c>*</c> is any system.</summary>
    public static string? Code(this JsonElement concept, string system) => concept.All("coding")
        .Where(coding => system == "*" || Is(coding.Text("system"), system)).Select(coding => coding.Text("code"))
        .FirstOrDefault(code => !string.IsNullOrEmpty(code));

    /// <summary>Whether a concept has a code of a name, or a code in a system of that name.</summary>
    public static bool Has(this JsonElement concept, string name) =>
        concept.All("coding").Any(coding => Is(coding.Text("code"), name) || Is(coding.Text("system"), name));

    /// <summary>Whether a list of concepts, or one, has a code.</summary>
    public static bool Has(this JsonElement element, string child, string name) => element.All(child).Any(concept => concept.Has(name));

    /// <summary>What a reference points to, without the type of resource before it.</summary>
    public static string? Reference(this JsonElement element, string name) =>
        element.First($"{name}.reference") is { } reference ? reference[(reference.LastIndexOf('/') + 1)..] : null;
}
