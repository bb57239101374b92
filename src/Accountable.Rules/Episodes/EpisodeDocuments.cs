using System.Reflection;
using Accountable.Rules.Catalogue;
using Accountable.Rules.Yaml;

namespace Accountable.Rules.Episodes;

/// <summary>The episode models of the rule book, and those that people write themselves.</summary>
public static class EpisodeDocuments
{
    /// <summary>The folder of the rule book that holds them; what lies there is a document and no parameter.</summary>
    internal const string Folder = "episodes/";

    private static readonly Lazy<IReadOnlyList<EpisodeModel>> Known = new(ReadEmbedded);

    /// <summary>The models that the build checked and put into this assembly, by key.</summary>
    public static IReadOnlyList<EpisodeModel> Embedded => Known.Value;

    /// <summary>The model of the rule book with a key, whatever its case and hyphens; null when there is none.</summary>
    public static EpisodeModel? Find(string id)
    {
        var asked = Catalogues.Canonical(id);
        return Embedded.FirstOrDefault(model => Catalogues.Canonical(model.Id) == asked);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="RulesInvalidException">Each error with its file, line and column.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EpisodeModel Read(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>Reads a document from its text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">Its name in errors.</param>
    /// <exception cref="RulesInvalidException">Each error with its file, line and column.</exception>
    public static EpisodeModel Parse(string text, string file)
    {
        var errors = new List<RuleError>();
        return EpisodeModelReader.Read(text, file, null, errors) ?? throw new RulesInvalidException(errors);
    }

    /// <summary>Checks the documents of a folder of rules.</summary>
    internal static void Check(string folder, IEnumerable<string> files, CitationGrammar citations, List<RuleError> errors)
    {
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file);
            if (EpisodeModelReader.Read(File.ReadAllText(path), path, citations, errors) is { } model && !models.TryAdd(model.Id, file))
                errors.Add(new RuleError(path, 1, 1, $"model '{model.Id}' stands in {models[model.Id]} too"));
        }
    }

    private static List<EpisodeModel> ReadEmbedded()
    {
        var assembly = typeof(EpisodeDocuments).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name => Parse(Text(assembly, name), name))];
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
