using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Yaml;

/// <summary>A YAML mapping read strictly: each key is asked for once, and what nobody asked for is an error with its line.</summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode _node;
    private readonly string _file;
    private readonly List<RuleError> _errors;
    private readonly HashSet<string> _asked = [];

    public YamlMap(YamlNode node, string file, List<RuleError> errors)
    {
        _file = file;
        _errors = errors;
        _node = node as YamlMappingNode ?? new YamlMappingNode();
        if (node is not YamlMappingNode)
            Error(node, "a mapping (key: value) is needed here");
    }

    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries =>
        _node.Children.Select(pair => (((YamlScalarNode)pair.Key).Value ?? "", pair.Key, pair.Value));

    /// <summary>Reads the first document of a file; errors of the YAML itself, duplicate keys among them, keep their place.</summary>
    public static YamlNode? Document(string text, string file, List<RuleError> errors)
    {
        try
        {
            if (YamlShape.Error(text) is var (mark, message))
            {
                errors.Add(new RuleError(file, mark.Line, mark.Column, message));
                return null;
            }
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count == 1)
                return stream.Documents[0].RootNode;
            errors.Add(new RuleError(file, 1, 1, stream.Documents.Count == 0 ? "the file is empty" : "one document a file"));
        }
        catch (YamlException e)
        {
            errors.Add(new RuleError(file, e.Start.Line, e.Start.Column, e.InnerException?.Message ?? e.Message));
        }
        return null;
    }

    /// <summary>A mapping within this document; its errors go to the same list.</summary>
    public YamlMap Inner(YamlNode node) => new(node, _file, _errors);

    public RuleError PlaceOf(YamlNode node) => new(_file, node.Start.Line, node.Start.Column, "");

    public void Error(YamlNode? node, string message) =>
        _errors.Add(new RuleError(_file, (node ?? _node).Start.Line, (node ?? _node).Start.Column, message));

    public YamlNode? Node(string key)
    {
        _asked.Add(key);
        return _node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    public string? Text(string key, bool required = true)
    {
        switch (Node(key))
        {
            case YamlScalarNode { Value.Length: > 0 } scalar:
                return scalar.Value;
            case null when !required:
                return null;
            case null:
                Error(_node, $"'{key}' is missing");
                return null;
            case var other:
                Error(other, $"'{key}' needs a text");
                return null;
        }
    }

    public T? Word<T>(string key, bool required = true)
        where T : struct, Enum
    {
        if (Text(key, required) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Words.Of(value) == text)
                return value;
        }
        Error(Node(key), $"'{key}: {text}' is none of {string.Join(", ", Enum.GetValues<T>().Select(Words.Of))}");
        return null;
    }

    public DateOnly? Day(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        Error(Node(key), $"'{key}: {text}' is no day; write 2024-03-09");
        return null;
    }

    public decimal? Number(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return number;
        Error(Node(key), $"'{key}: {text}' is no number; rates are fractions such as 0.5");
        return null;
    }

    public IReadOnlyList<YamlNode> Items(string key, bool required = true)
    {
        switch (Node(key))
        {
            case YamlSequenceNode sequence:
                return [.. sequence.Children];
            case null when !required:
                return [];
            case null:
                Error(_node, $"'{key}' is missing");
                return [];
            case var other:
                Error(other, $"'{key}' needs a list");
                return [];
        }
    }

    /// <summary>One text or a list of texts; what is written must not be empty.</summary>
    public IReadOnlyList<string> Texts(string key, bool required = true)
    {
        if (Node(key) is YamlScalarNode { Value.Length: > 0 } one)
            return [one.Value];
        var items = Items(key, required);
        if (items.Count == 0 && Node(key) is YamlSequenceNode empty)
            Error(empty, $"'{key}' needs a list of one or more");
        foreach (var other in items.Where(item => item is not YamlScalarNode { Value.Length: > 0 }))
            Error(other, $"'{key}' needs texts");
        return [.. items.OfType<YamlScalarNode>().Select(item => item.Value ?? "")];
    }

    /// <summary>Call last: a key that nobody asked for is unknown.</summary>
    public void Done()
    {
        foreach (var (key, node, _) in Entries.Where(entry => !_asked.Contains(entry.Key)))
            Error(node, $"unknown key '{key}'; known here: {string.Join(", ", _asked)}");
    }
}

/// <summary>Enumeration values as rule files write them: lower case with underscores.</summary>
internal static class Words
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
