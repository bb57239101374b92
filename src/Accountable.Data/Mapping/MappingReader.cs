using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Accountable.Data.Store;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Accountable.Data.Mapping;

/// <summary>Reads a mapping document strictly: a key that is not known, a table or column that the store has not, is an error with its
/// line.</summary>
internal sealed class MappingReader
{
    private const int GreatestRepeat = 200;
    private readonly string _file;

    private MappingReader(string file) => _file = file;

    /// <summary>Reads the text of a document.</summary>
    /// <exception cref="FileRefusedException">It is no mapping.</exception>
    public static MappingDocument Read(string text, string file)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var reader = new MappingReader(file);
            if (stream.Documents.Count != 1)
                throw reader.Refused(null, "the file needs one document");
            var root = reader.Map(stream.Documents[0].RootNode, "mapping", "inputs");
            return new MappingDocument(reader.Text(root, "mapping")!,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
                [.. reader.List(root, "inputs").Select(reader.Input)]);
        }
        catch (YamlException e)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, file, e.Start.Line, "",
                $"this is no YAML: {(e.InnerException ?? e).Message}", "See docs/reference/mapping.md"));
        }
    }

    private MappingInput Input(YamlNode node)
    {
        var map = Map(node, "name", "files", "delimiter", "beneficiary", "person", "people", "record", "require", "rows");
        var (beneficiary, person) = (Text(map, "beneficiary", required: false), Text(map, "person", required: false));
        if (beneficiary is null == person is null)
            throw Refused(node, "an input needs either beneficiary or person");
        var isPeople = Text(map, "people", required: false);
        if (isPeople is not null && beneficiary is null)
            throw Refused(node, "an input with people needs beneficiary");
        var delimiter = Text(map, "delimiter", required: false) ?? ",";
        if (delimiter == "tab")
            delimiter = "\t";
        return delimiter.Length == 1
            ? new MappingInput(Text(map, "name")!, Texts(map, "files"), delimiter[0], beneficiary, isPeople ?? person, isPeople is not null,
                Text(map, "record", required: false), Conditions(map, "require"),
                map.ContainsKey("rows") ? [.. List(map, "rows").Select(Target)] : [])
            : throw Refused(map["delimiter"], "delimiter is one character, or tab");
    }

    private MappingTarget Target(YamlNode node)
    {
        var map = Map(node, "table", "when", "once_per", "sum", "repeat", "names", "spread", "year", "skip_blank", "columns");
        var name = Text(map, "table")!;
        if (!InputTable.Exists(name))
            throw Refused(map["table"], $"the store has no table {name}");
        var table = InputTable.Named(name);
        void Check(YamlNode? where, IEnumerable<string> columns)
        {
            if (columns.FirstOrDefault(column => !table.Columns.Any(each => each.Name == column)) is { } unknown)
                throw Refused(where ?? node, $"the table {name} has no column {unknown}");
        }
        var repeat = Text(map, "repeat", required: false) is { } times ? Whole(map["repeat"], times) : 1;
        var names = Texts(map, "names", required: false);
        if (names.Count > 0 && names.Count != repeat)
            throw Refused(map["names"], $"there are {names.Count} names for {repeat} repetitions");
        var spread = Texts(map, "spread", required: false);
        if (spread.Count is not (0 or 2))
            throw Refused(map["spread"], "spread needs the columns of the first and the last day");
        var columns = new Dictionary<string, MappingColumn>();
        if (map.GetValueOrDefault("columns") is not YamlMappingNode cells)
            throw Refused(node, "'columns' is missing");
        foreach (var (key, value) in cells.Children)
            columns[Scalar(key)] = Column(value);
        Check(cells, columns.Keys);
        var target = new MappingTarget(name, Conditions(map, "when"), Texts(map, "once_per", required: false),
            Texts(map, "sum", required: false), repeat,
            names, spread.Count == 2 ? (spread[0], spread[1]) : null, Text(map, "year", required: false),
                Texts(map, "skip_blank", required: false), columns);
        Check(map.GetValueOrDefault("once_per"), target.OncePer);
        Check(map.GetValueOrDefault("sum"), target.Sum);
        Check(map.GetValueOrDefault("skip_blank"), target.SkipBlank);
        return target.Sum.Count > 0 && target.OncePer.Count == 0 ? throw Refused(map["sum"], "sum needs once_per") : target;
    }

    private MappingColumn Column(YamlNode node)
    {
        if (node is YamlScalarNode scalar)
            return Plain([Scalar(scalar)], null, RepeatedValue.None);
        var map = Map(node, "from", "constant", "day", "values", "otherwise", "without", "digits", "optional", "number", "month");
        if (map.ContainsKey("number") || map.ContainsKey("month"))
            return Plain([], null, map.ContainsKey("number") ? RepeatedValue.Number : RepeatedValue.Month);
        var (from, constant) = (Texts(map, "from", required: false), Text(map, "constant", required: false));
        if (from.Count == 0 == constant is null)
            throw Refused(node, "a column needs one of from, constant, number and month");
        var values = map.GetValueOrDefault("values") switch
        {
            null => [],
            YamlMappingNode pairs => pairs.Children.Select(pair => (Scalar(pair.Key), Scalar(pair.Value, mayBeEmpty: true))).ToList(),
            var other => throw Refused(other, "values needs pairs"),
        };
        return new MappingColumn(from, constant, Text(map, "day", required: false), values, map.ContainsKey("otherwise")
            ? Scalar(map["otherwise"], mayBeEmpty: true) : null,
            Text(map, "without", required: false) ?? "", Text(map, "digits", required: false) is { } digits
                ? Whole(map["digits"], digits) : 0, Text(map, "optional", required: false) == "yes", RepeatedValue.None);
    }

    private static MappingColumn Plain(IReadOnlyList<string> from, string? constant, RepeatedValue source) =>
        new(from, constant, null, [], null, "", 0, false, source);

    private List<(string, IReadOnlyList<string>)> Conditions(Dictionary<string, YamlNode> map, string key) =>
        map.GetValueOrDefault(key) switch
    {
        null => [],
        YamlMappingNode pairs => [.. pairs.Children.Select(pair => (Scalar(pair.Key),
            (IReadOnlyList<string>)(pair.Value is YamlSequenceNode list
                ? [.. list.Children.Select(value => Scalar(value, mayBeEmpty: true))] : [Scalar(pair.Value, mayBeEmpty: true)])))],
        var other => throw Refused(other, $"{key} needs columns with values"),
    };

    private Dictionary<string, YamlNode> Map(YamlNode node, params string[] known)
    {
        if (node is not YamlMappingNode map)
            throw Refused(node, "a mapping (key: value) is needed here");
        var unknown = map.Children.Keys.FirstOrDefault(key => !known.Contains(Scalar(key)));
        return unknown is null ? map.Children.ToDictionary(pair => Scalar(pair.Key), pair => pair.Value)
            : throw Refused(unknown, $"'{Scalar(unknown)}' is not known here; known are {string.Join(", ", known)}");
    }

    private IEnumerable<YamlNode> List(Dictionary<string, YamlNode> map, string key) =>
        map.GetValueOrDefault(key) is YamlSequenceNode { Children.Count: > 0 } list
        ? list.Children : throw Refused(map.Values.FirstOrDefault(), $"'{key}' needs a list");

    private List<string> Texts(Dictionary<string, YamlNode> map, string key, bool required = true) => map.GetValueOrDefault(key) switch
    {
        null when !required => [],
        YamlSequenceNode list => [.. list.Children.Select(node => Scalar(node))],
        YamlScalarNode scalar => [Scalar(scalar)],
        var other => throw Refused(other ?? map.Values.FirstOrDefault(), $"'{key}' needs a text or a list of them"),
    };

    private string? Text(Dictionary<string, YamlNode> map, string key, bool required = true) => map.GetValueOrDefault(key) switch
    {
        null when !required => null,
        null => throw Refused(map.Values.FirstOrDefault(), $"'{key}' is missing"),
        var node => Scalar(node),
    };

    private string Scalar(YamlNode node, bool mayBeEmpty = false) => node is YamlScalarNode { Value: { } value }
        && (mayBeEmpty || value.Length > 0) ? value
        : throw Refused(node, "a text is needed here");

    private int Whole(YamlNode node, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= GreatestRepeat ? number
            : throw Refused(node, $"a whole number from 1 to {GreatestRepeat} is needed here");

    private FileRefusedException Refused(YamlNode? node, string what) =>
        new(new Finding(Severity.FileRefused, _file, node?.Start.Line ?? 0, "", what, "See docs/reference/mapping.md"));
}
