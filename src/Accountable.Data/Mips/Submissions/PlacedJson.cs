using System.Security.Cryptography;
using System.Text.Json;
using Accountable.Data.Delimited;

namespace Accountable.Data.Mips.Submissions;

/// <summary>A value of a JSON file that knows its line, so that a finding can name it.</summary>
public sealed class PlacedJson
{
    private const int GreatestDepth = 32;
    private const long GreatestLength = 64L * 1024 * 1024;

    private PlacedJson(JsonTokenType kind, long line, string path)
    {
        Kind = kind;
        Line = line;
        Path = path;
    }

    /// <summary>The kind of value: StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>Its line, from 1.</summary>
    public long Line { get; }

    /// <summary>Where it stands, such as <c>measurementSets[0].category</c>.</summary>
    public string Path { get; }

    /// <summary>The text of a string.</summary>
    public string? Text { get; private set; }

    /// <summary>The number; null for other kinds and for numbers too great.</summary>
    public decimal? Number { get; private set; }

    /// <summary>True or false; null for other kinds.</summary>
    public bool? Answer => Kind switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => null };

    /// <summary>The members of an object in file order; the first of a name stands.</summary>
    public IReadOnlyDictionary<string, PlacedJson> Members { get; private set; } = new Dictionary<string, PlacedJson>();

    /// <summary>The items of an array.</summary>
    public IReadOnlyList<PlacedJson> Items { get; private set; } = [];

    /// <summary>A member that is there and not null.</summary>
    public PlacedJson? this[string name] =>
        Members.TryGetValue(name, out var member) && member.Kind != JsonTokenType.Null ? member : null;

    /// <summary>Reads a file of one JSON value.</summary>
    /// <exception cref="FileRefusedException">It is not there, too large, too deep, or no JSON.</exception>
    public static (PlacedJson Root, string Sha256) Read(string path, List<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        if (!File.Exists(path))
            throw DelimitedFile.Refused(path, 0, "There is no such file", "Check the path", isUsage: true);
        if (new FileInfo(path).Length > GreatestLength)
            throw DelimitedFile.Refused(path, 0, "The file has more than 64 MB", "Give one submission a file");
        var bytes = File.ReadAllBytes(path);
        var reader = new Utf8JsonReader(
            bytes.AsSpan(bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0), new JsonReaderOptions { MaxDepth = GreatestDepth });
        var place = new Place(bytes);
        try
        {
            reader.Read();
            var root = Value(ref reader, "", place, path, findings);
            return reader.Read()
                ? throw DelimitedFile.Refused(path, place.Line(reader.TokenStartIndex), "More than one value", "Give one value a file")
                : (root, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var line = e is JsonException { LineNumber: { } number } ? number + 1 : place.Line(reader.TokenStartIndex);
            throw DelimitedFile.Refused(path, line, "The file is no JSON that can be read", "Check the brackets and quotes at this line");
        }
    }

    private static PlacedJson Value(ref Utf8JsonReader reader, string at, Place place, string path, List<Finding> findings)
    {
        var value = new PlacedJson(reader.TokenType, place.Line(reader.TokenStartIndex), at);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                value.Members = ReadMembers(ref reader, at, place, path, findings);
                break;
            case JsonTokenType.StartArray:
                var items = new List<PlacedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Value(ref reader, $"{at}[{items.Count}]", place, path, findings));
                value.Items = items;
                break;
            case JsonTokenType.String:
                value.Text = reader.GetString();
                break;
            case JsonTokenType.Number:
                value.Number = reader.TryGetDecimal(out var number) ? number : null;
                break;
        }
        return value;
    }

    private static Dictionary<string, PlacedJson> ReadMembers(
        ref Utf8JsonReader reader, string at, Place place, string path, List<Finding> findings)
    {
        var members = new Dictionary<string, PlacedJson>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var line = place.Line(reader.TokenStartIndex);
            reader.Read();
            var member = Value(ref reader, at.Length == 0 ? name : $"{at}.{name}", place, path, findings);
            if (!members.TryAdd(name, member))
                findings.Add(new Finding(Severity.Warning, path, line, member.Path, "The name stands twice; the first counts",
                    "Leave one out"));
        }
        return members;
    }

    /// <summary>Counts lines as the reader goes forward.</summary>
    private sealed class Place(byte[] bytes)
    {
        private long _at;
        private long _line = 1;

        public long Line(long index)
        {
            for (; _at < index && _at < bytes.Length; _at++)
            {
                if (bytes[_at] == (byte)'\n')
                    _line++;
            }
            return _line;
        }
    }
}
