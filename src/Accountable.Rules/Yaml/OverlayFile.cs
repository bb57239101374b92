using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Yaml;

/// <summary>Reads an overlay: <c>overlay</c>, <c>title</c>, <c>source</c>, <c>note</c>, <c>values</c>, <c>not_carried</c>.</summary>
public static class OverlayFile
{
    /// <summary>Reads an overlay for a book.</summary>
    /// <exception cref="RulesInvalidException">Each error with its file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Overlay Read(string path, RuleBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var text = File.ReadAllText(path);
        var errors = new List<RuleError>();
        if (YamlMap.Document(text, path, errors) is not { } document)
            throw new RulesInvalidException(errors);
        var map = new YamlMap(document, path, errors);
        var id = map.Text("overlay") ?? "";
        var title = map.Text("title") ?? "";
        var source = map.Text("source") ?? "";
        var note = map.Text("note", required: false);
        var values = new Dictionary<string, IReadOnlyList<LawValue>>();
        var places = new Dictionary<string, RuleError>();
        var reader = new ParameterReader(path, new CitationGrammar([]), errors);
        if (map.Node("values") is { } valuesNode)
        {
            foreach (var (key, keyNode, value) in new YamlMap(valuesNode, path, errors).Entries)
            {
                places[key] = map.PlaceOf(keyNode);
                if (book.Parameters.FirstOrDefault(parameter => parameter.Id == key) is not { } parameter)
                {
                    map.Error(keyNode, $"'{key}' matches no parameter of the rule book; 'rules list' shows them all");
                    continue;
                }
                var items = value is YamlSequenceNode list ? [.. list.Children] : Array.Empty<YamlNode>();
                if (items.Length == 0)
                    map.Error(value, $"'{key}' needs a list of values");
                values[key] = [.. items
                    .SelectMany(item => reader.ReadValue(item, parameter.Unit, parameter.Axis, parameter.By, parameter.Members, id))
                    .Select(pair => pair.Value)];
            }
        }
        else
            map.Error(null, "'values' is missing");
        var notCarried = map.Items("not_carried", required: false).Select(item =>
        {
            var entry = new YamlMap(item, path, errors);
            var read = new NotCarried(entry.Text("what") ?? "", entry.Text("why") ?? "");
            entry.Done();
            return read;
        }).ToList();
        if (values.Count == 0 && errors.Count == 0)
            map.Error(map.Node("values"), "'values' is empty; an overlay must change something");
        map.Done();
        var tables = ReadTables(path, values, map, errors);
        if (errors.Count > 0)
            throw new RulesInvalidException(errors);
        var tableTexts = tables.OrderBy(table => table.Key, StringComparer.Ordinal).Select(table => table.Key + table.Value);
        var overlay = new Overlay
        {
            Id = id,
            Title = title,
            Source = source,
            Note = note,
            Values = values,
            NotCarried = notCarried,
            Tables = tables,
            Places = places,
            Hash = RuleHash.Of(text + string.Concat(tableTexts)),
        };
        overlay.CheckAgainst(book);
        return overlay;
    }

    /// <summary>A table that an overlay names lies beside it.</summary>
    private static Dictionary<string, string> ReadTables(
        string path, Dictionary<string, IReadOnlyList<LawValue>> values, YamlMap map, List<RuleError> errors)
    {
        var tables = new Dictionary<string, string>();
        foreach (var table in values.Values.SelectMany(list => list).Select(value => value.Table).OfType<string>().Distinct())
        {
            var file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, table);
            if (!File.Exists(file))
            {
                map.Error(null, $"table {table} is not beside the overlay");
                continue;
            }
            tables[table] = File.ReadAllText(file);
            if (RuleTable.Parse(file, tables[table], out var error) is null)
                errors.Add(error!);
        }
        return tables;
    }
}
