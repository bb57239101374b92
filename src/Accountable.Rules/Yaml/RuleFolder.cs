using System.Text;
using Accountable.Rules.Episodes;

namespace Accountable.Rules.Yaml;

/// <summary>
/// Reads a folder of rule files: parameters, catalogues, tables with their meta files, the coverage register and the authorities.
/// </summary>
public static class RuleFolder
{
    private const string Authorities = "authorities.yaml";
    private const string CoverageFile = "coverage.yaml";
    private static readonly string[] Statuses = ["done", "partial", "assumed", "out"];

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="RulesInvalidException">Each error with its file, line and column.</exception>
    public static RuleBook Read(string folder)
    {
        var content = ReadContent(folder);
        return new RuleBook(content, path => File.Exists(Path.Combine(folder, path)) ? File.ReadAllText(Path.Combine(folder, path)) : null);
    }

    internal static RuleBookContent ReadContent(string folder)
    {
        var errors = new List<RuleError>();
        var authorities = Path.Combine(folder, Authorities);
        if (!File.Exists(authorities))
            throw new RulesInvalidException([new RuleError(authorities, 1, 1, "the file is missing; is this a folder of rules?")]);
        var (asOf, citations) = ReadAuthorities(folder, errors);
        var files = Files(folder, "*.yaml");
        var parameters = files
            .Where(file => file is not Authorities and not CoverageFile && !CatalogueReader.IsCatalogue(file)
                && !file.StartsWith(EpisodeDocuments.Folder, StringComparison.Ordinal)
                && !file.EndsWith(".meta.yaml", StringComparison.Ordinal) && !file.StartsWith("overlays/", StringComparison.Ordinal))
            .SelectMany(file => ReadParameters(folder, file, citations, errors)).ToList();
        foreach (var twice in parameters.GroupBy(pair => pair.Parameter.Id).Where(group => group.Count() > 1))
        {
            var holders = string.Join(" and ", twice.Select(pair => pair.Parameter.File));
            errors.Add(twice.Last().Place with { Message = $"'{twice.Key}' stands in {holders}" });
        }
        var coverage = ReadCoverage(folder, errors);
        var catalogues = new CatalogueReader(folder, citations, errors).Read();
        var episodes = files.Where(file => file.StartsWith(EpisodeDocuments.Folder, StringComparison.Ordinal));
        EpisodeDocuments.Check(folder, episodes, citations, errors);
        var tables = ReadTables(folder, errors);
        foreach (var (parameter, place) in parameters)
        {
            var named = parameter.Values.Where(value => value.Table is not null);
            foreach (var value in named.Where(value => tables.All(table => table.Path != value.Table)))
                errors.Add(place with { Message = $"'{parameter.Id}' names table {value.Table}, which has no file with a meta file" });
        }
        if (errors.Count > 0)
            throw new RulesInvalidException([.. errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line)]);
        var sorted = parameters.Select(pair => pair.Parameter).OrderBy(parameter => parameter.Id, StringComparer.Ordinal).ToList();
        return new RuleBookContent(sorted, asOf, HashOf(folder), coverage, tables) { Catalogues = catalogues };
    }

    private static IEnumerable<(Parameter Parameter, RuleError Place)> ReadParameters(
        string folder, string file, CitationGrammar citations, List<RuleError> errors)
    {
        var path = Path.Combine(folder, file);
        if (YamlMap.Document(File.ReadAllText(path), path, errors) is not { } document)
            return [];
        var reader = new ParameterReader(path, citations, errors);
        var map = new YamlMap(document, path, errors);
        return [.. from entry in map.Entries
                   let parameter = reader.Read(entry.Key, entry.KeyNode, entry.Value)
                   where parameter is not null
                   select (parameter with { File = file }, map.PlaceOf(entry.KeyNode))];
    }

    private static (DateOnly AsOf, CitationGrammar Citations) ReadAuthorities(string folder, List<RuleError> errors)
    {
        var path = Path.Combine(folder, Authorities);
        if (YamlMap.Document(File.ReadAllText(path), path, errors) is not { } document)
            return (DateOnly.MaxValue, new CitationGrammar([]));
        var map = new YamlMap(document, path, errors);
        var asOf = map.Day("as_of") ?? DateOnly.MaxValue;
        var documents = new List<string>();
        foreach (var item in map.Items("documents"))
        {
            var entry = new YamlMap(item, path, errors);
            documents.Add(entry.Text("cite_as") ?? "");
            entry.Text("title");
            entry.Text("publisher");
            entry.Text("note", required: false);
            entry.Done();
        }
        map.Done();
        return (asOf, new CitationGrammar(documents));
    }

    private static List<CoverageEntry> ReadCoverage(string folder, List<RuleError> errors)
    {
        var path = Path.Combine(folder, CoverageFile);
        var entries = new List<CoverageEntry>();
        if (!File.Exists(path))
            errors.Add(new RuleError(path, 1, 1, "the file is missing"));
        else if (YamlMap.Document(File.ReadAllText(path), path, errors) is { } document)
        {
            var map = new YamlMap(document, path, errors);
            foreach (var item in map.Items("coverage"))
            {
                var entry = new YamlMap(item, path, errors);
                var read = new CoverageEntry(
                    entry.Text("programme") ?? "", entry.Text("years") ?? "", entry.Text("section") ?? "",
                    entry.Text("what") ?? "", entry.Text("status") ?? "", entry.Text("note", required: false));
                if (!Statuses.Contains(read.Status))
                    entry.Error(entry.Node("status"), $"'status: {read.Status}' is none of {string.Join(", ", Statuses)}");
                entry.Done();
                entries.Add(read);
            }
            map.Done();
        }
        return entries;
    }

    private static List<TableMeta> ReadTables(string folder, List<RuleError> errors)
    {
        var tables = new List<TableMeta>();
        foreach (var file in Files(folder, "*.csv"))
        {
            var path = Path.Combine(folder, Path.ChangeExtension(file, ".meta.yaml"));
            if (!File.Exists(path))
            {
                errors.Add(new RuleError(Path.Combine(folder, file), 1, 1, $"the table has no meta file {Path.GetFileName(path)}"));
                continue;
            }
            if (YamlMap.Document(File.ReadAllText(path), path, errors) is not { } document)
                continue;
            var map = new YamlMap(document, path, errors);
            var bytes = File.ReadAllBytes(Path.Combine(folder, file));
            var meta = new TableMeta
            {
                Path = file, Title = map.Text("title") ?? "", Source = map.Text("source") ?? "", Licence = map.Text("licence") ?? "",
                Years = map.Text("years") ?? "", Sha256 = map.Text("sha256") ?? "",
            };
            map.Text("note", required: false);
            map.Done();
            if (meta.Sha256 != RuleHash.Of(bytes))
                map.Error(map.Node("sha256"), $"the table's SHA-256 is {RuleHash.Of(bytes)}; was the file changed without its meta file?");
            if (RuleTable.Parse(Path.Combine(folder, file), Encoding.UTF8.GetString(bytes), out var error) is null)
                errors.Add(error!);
            tables.Add(meta);
        }
        return tables;
    }

    /// <summary>One hash over all rule files but overlays, each with its name.</summary>
    private static string HashOf(string folder)
    {
        var text = new StringBuilder();
        foreach (var file in Files(folder, "*.*").Where(file => !file.StartsWith("overlays/", StringComparison.Ordinal)))
            text.Append(file).Append(' ').Append(RuleHash.Of(File.ReadAllBytes(Path.Combine(folder, file)))).Append('\n');
        return RuleHash.Of(text.ToString());
    }

    private static List<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
