using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Accountable.Tests.Cases;

/// <summary>One case: facts in, results out, and where the expectation comes from.</summary>
public sealed record Case(string File, string Rule, string Name, string Source, int Year, DateOnly? AsOf,
    IReadOnlyDictionary<string, string> Given, IReadOnlyDictionary<string, string> Expect, decimal Within)
{
    public override string ToString() => $"{File}: {Name}";
}

/// <summary>Reads case files strictly: an unknown key, a case without an expectation, a tolerance without a reason fails.</summary>
public static class CaseFile
{
    private static readonly string[] Sources = ["published", "regulation example", "hand computation", "second implementation", "regression"];

    public static IReadOnlyList<Case> Read(string path)
    {
        var stream = new YamlStream();
        using (var reader = new StreamReader(path))
            stream.Load(reader);
        var root = (YamlMappingNode)stream.Documents.Single().RootNode;
        Known(root, path, "rule", "cites", "given", "cases");
        var shared = Texts(root, "given");
        var cases = new List<Case>();
        foreach (var node in ((YamlSequenceNode)root["cases"]).Children.Cast<YamlMappingNode>())
        {
            Known(node, path, "name", "source", "performance_year", "as_of", "given", "expect", "within", "because");
            var source = Text(node, "source") ?? "";
            if (!Sources.Contains(source))
                throw new InvalidDataException($"{path}:{node.Start.Line}: source '{source}' is none of {string.Join(", ", Sources)}");
            if (Text(node, "within") is not null && Text(node, "because") is null)
                throw new InvalidDataException($"{path}:{node.Start.Line}: 'within' needs 'because'");
            var expect = Texts(node, "expect");
            if (expect.Count == 0)
                throw new InvalidDataException($"{path}:{node.Start.Line}: a case without an expectation proves nothing");
            var given = new Dictionary<string, string>(shared);
            foreach (var (key, value) in Texts(node, "given"))
                given[key] = value;
            cases.Add(new Case(
                Path.GetFileName(path), Text(root, "rule")!, Text(node, "name")!, source, int.Parse(Text(node, "performance_year")!, CultureInfo.InvariantCulture),
                Text(node, "as_of") is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
                given, expect, decimal.Parse(Text(node, "within") ?? "0", CultureInfo.InvariantCulture)));
        }
        return cases;
    }

    private static void Known(YamlMappingNode node, string path, params string[] keys)
    {
        foreach (var key in node.Children.Keys.Cast<YamlScalarNode>().Where(key => !keys.Contains(key.Value)))
            throw new InvalidDataException($"{path}:{key.Start.Line}: unknown key '{key.Value}'");
    }

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? ((YamlScalarNode)value).Value : null;

    private static Dictionary<string, string> Texts(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var map)
            ? ((YamlMappingNode)map).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value ?? "")
            : [];
}
