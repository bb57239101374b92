using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Accountable.Tests.Cases;

/// <summary>A case that breaks the form of case files: the test fails with its file and line.</summary>
public sealed class CaseFormatException(string file, long line, string what) : Exception($"{file}:{line}: {what}");

/// <summary>One case: what is given, what is expected, and where the expectation comes from.</summary>
public sealed record Case
{
    public required string File { get; init; }

    public required long Line { get; init; }

    public required string Rule { get; init; }

    public required string Name { get; init; }

    public required string Source { get; init; }

    public int? PerformanceYear { get; init; }

    public int? PaymentYear { get; init; }

    public DateOnly? AsOf { get; init; }

    public required IReadOnlyDictionary<string, YamlNode> Given { get; init; }

    public required IReadOnlyDictionary<string, YamlNode> Expect { get; init; }

    public decimal? Within { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line} {Name}";
}

/// <summary>Reads a file of cases strictly: unknown keys, a case without source or expectation, and a tolerance without a reason fail.</summary>
public static class CaseFile
{
    private static readonly string[] Sources = ["published", "regulation example", "hand computation", "second implementation", "regression"];

    public static IReadOnlyList<Case> Read(string path, string shownAs)
    {
        var stream = new YamlStream();
        using (var text = new StreamReader(path))
            stream.Load(text);
        var top = Map(stream.Documents[0].RootNode, shownAs, "rule", "cites", "given", "cases");
        var rule = Text(top, "rule", shownAs);
        Text(top, "cites", shownAs);
        if (top.GetValueOrDefault("cases") is not YamlSequenceNode { Children.Count: > 0 } cases)
            throw new CaseFormatException(shownAs, 1, "'cases' needs a list with at least one case");
        // What all cases of a file share is given once; a case may give it anew.
        var shared = top.TryGetValue("given", out var given) ? Children(given) : [];
        return [.. cases.Select(node => ReadCase(node, rule, shownAs, shared))];
    }

    private static Case ReadCase(YamlNode node, string rule, string file, IReadOnlyDictionary<string, YamlNode> shared)
    {
        var map = Map(node, file, "name", "source", "reference", "performance_year", "payment_year", "as_of", "given", "expect", "within", "because");
        var line = node.Start.Line;
        var source = Text(map, "source", file, line);
        if (!Sources.Contains(source))
            throw new CaseFormatException(file, line, $"'source: {source}' is none of {string.Join(", ", Sources)}");
        if (source == "published" && !map.ContainsKey("reference"))
            throw new CaseFormatException(file, line, "a published case names its 'reference'");
        if (map.ContainsKey("within") != map.ContainsKey("because"))
            throw new CaseFormatException(file, line, "'within' needs 'because', and the other way round");
        if (map.GetValueOrDefault("expect") is not YamlMappingNode { Children.Count: > 0 } expect)
            throw new CaseFormatException(file, line, "the case expects nothing");
        return new Case
        {
            File = file,
            Line = line,
            Rule = rule,
            Name = Text(map, "name", file, line),
            Source = source,
            PerformanceYear = Whole(map, "performance_year"),
            PaymentYear = Whole(map, "payment_year"),
            AsOf = map.TryGetValue("as_of", out var day) ? DateOnly.ParseExact(((YamlScalarNode)day).Value!, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
            Given = (map.TryGetValue("given", out var given) ? Children(given) : []).Concat(shared)
                .GroupBy(pair => pair.Key).ToDictionary(pairs => pairs.Key, pairs => pairs.First().Value),
            Expect = Children(expect),
            Within = map.TryGetValue("within", out var within) ? decimal.Parse(((YamlScalarNode)within).Value!, CultureInfo.InvariantCulture) : null,
        };
    }

    private static int? Whole(Dictionary<string, YamlNode> map, string key) =>
        map.TryGetValue(key, out var node) ? int.Parse(((YamlScalarNode)node).Value!, CultureInfo.InvariantCulture) : null;

    private static string Text(Dictionary<string, YamlNode> map, string key, string file, long line = 1) =>
        map.GetValueOrDefault(key) is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : throw new CaseFormatException(file, line, $"'{key}' is missing");

    private static Dictionary<string, YamlNode> Children(YamlNode node) =>
        ((YamlMappingNode)node).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => pair.Value);

    private static Dictionary<string, YamlNode> Map(YamlNode node, string file, params string[] known)
    {
        if (node is not YamlMappingNode)
            throw new CaseFormatException(file, node.Start.Line, "a mapping is needed here");
        var map = Children(node);
        return map.Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown
            ? throw new CaseFormatException(file, node.Start.Line, $"unknown key '{unknown}'; known here: {string.Join(", ", known)}")
            : map;
    }
}
