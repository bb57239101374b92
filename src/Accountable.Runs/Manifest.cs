using System.Text;
using System.Text.Json;
using Accountable.Rules;

namespace Accountable.Runs;

/// <summary>An input of a run.</summary>
/// <param name="File">The file's name without its folder.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Rows">Its data rows.</param>
/// <param name="Decisions">What was decided for the whole file, such as the unit of each rate.</param>
public sealed record ManifestInput(string File, string Sha256, int Rows, IReadOnlyDictionary<string, string> Decisions);

/// <summary>Everything that a result depends on. The same manifest gives the same bytes.</summary>
public sealed record Manifest
{
    /// <summary>The pipeline, such as <c>mssp settle</c>.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The rule book with its overlays.</summary>
    public required RuleBook Book { get; init; }

    /// <summary>The day of knowledge.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The inputs, in the order given.</summary>
    public required IReadOnlyList<ManifestInput> Inputs { get; init; }

    /// <summary>The version of the software.</summary>
    public static string Version => typeof(Manifest).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>Writes it as an object: no clock, no path, no host.</summary>
    public void Write(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("pipeline", Pipeline);
        json.WriteString("version", Version);
        json.WriteString("rule_book", Book.Hash);
        json.WriteString("as_of", AsOf.ToString("yyyy-MM-dd"));
        json.WriteStartArray("overlays");
        foreach (var overlay in Book.Overlays)
        {
            json.WriteStartObject();
            json.WriteString("overlay", overlay.Id);
            json.WriteString("sha256", overlay.Hash);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("replaced");
        foreach (var replacement in Book.Replacements())
        {
            json.WriteStartObject();
            json.WriteString("parameter", replacement.ParameterId);
            json.WriteString("of", replacement.Of);
            json.WriteString("for", replacement.For);
            Number(json, "before", replacement.Before);
            Number(json, "after", replacement.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("inputs");
        foreach (var input in Inputs)
        {
            json.WriteStartObject();
            json.WriteString("file", input.File);
            json.WriteString("sha256", input.Sha256);
            json.WriteNumber("rows", input.Rows);
            json.WriteStartObject("decisions");
            foreach (var (what, decided) in input.Decisions)
                json.WriteString(what, decided);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The manifest as indented JSON.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            Write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
        else
            json.WriteNull(name);
    }
}
