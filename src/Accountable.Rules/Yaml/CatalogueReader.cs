using Accountable.Rules.Catalogue;
using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Yaml;

/// <summary>Reads the catalogue documents among the rule files. Each has a schema of its own; an unknown key is an error.</summary>
internal sealed class CatalogueReader(string folder, CitationGrammar citations, List<RuleError> errors)
{
    /// <summary>The models of the Quality Payment Program.</summary>
    public const string ModelsFile = "qpp/models.yaml";

    /// <summary>The terms that the rules define.</summary>
    public const string GlossaryFile = "qpp/glossary.yaml";

    /// <summary>Whether a rule file is a catalogue and so holds no parameters.</summary>
    public static bool IsCatalogue(string file) => file is ModelsFile or GlossaryFile;

    /// <summary>Reads the catalogues that the folder has; a folder of rules needs none.</summary>
    public Catalogues Read() => new(ReadList(ModelsFile, "models", ReadModel), ReadList(GlossaryFile, "terms", ReadTerm));

    private List<T> ReadList<T>(string file, string key, Func<YamlMap, T?> read)
        where T : class
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path) || YamlMap.Document(File.ReadAllText(path), path, errors) is not { } document)
            return [];
        var map = new YamlMap(document, path, errors);
        var list = new List<T>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in map.Items(key))
        {
            var before = errors.Count;
            var entry = new YamlMap(item, path, errors);
            if (read(entry) is { } one && errors.Count == before)
                list.Add(one);
            foreach (var name in entry.Texts("aliases", required: false).Append(entry.Text("id", required: false)
                ?? entry.Text("term", required: false) ?? ""))
            {
                if (name.Length > 0 && !names.Add(Catalogues.Canonical(name)))
                    entry.Error(item, $"'{name}' stands twice in this catalogue");
            }
        }
        map.Done();
        return list;
    }

    private CatalogueModel? ReadModel(YamlMap map)
    {
        var id = map.Text("id");
        var aliases = map.Texts("aliases", required: false);
        var name = map.Text("name");
        var kind = map.Word<ModelKind>("kind");
        var payer = map.Word<ModelPayer>("payer");
        var sponsor = map.Text("sponsor");
        var law = Citation(map, "law");
        var list = map.Word<ClinicianList>("list");
        var home = YesNo(map, "medical_home_model");
        var from = map.Day("from");
        var to = map.Text("to", required: false) is null ? null : map.Day("to");
        if (to < from)
            map.Error(map.Node("to"), "the model ends before it begins");
        var (risk, pays, cehrt, quality) = (map.Text("risk"), map.Text("pays"), map.Text("cehrt"), map.Text("quality"));
        var learnMore = Citation(map, "learn_more");
        var statuses = map.Items("status").Select(item => ReadStatus(map, item)).OfType<ModelStatus>().ToList();
        for (var i = 1; i < statuses.Count; i++)
        {
            if (statuses[i].Years.From <= statuses[i - 1].Years.To)
                map.Error(map.Node("status"), $"'{id}': the spans of its status overlap or stand out of order");
        }
        map.Done();
        if (id is null || kind is null || payer is null || list is null || home is null || from is null || statuses.Count == 0)
            return null;
        return new CatalogueModel
        {
            Id = id, Aliases = aliases, Name = name ?? "", Kind = kind.Value, Payer = payer.Value, Sponsor = sponsor ?? "", Law = law
                ?? "", List = list.Value,
            MedicalHomeModel = home.Value, From = from.Value, To = to, Risk = risk ?? "", Pays = pays ?? "", Cehrt = cehrt ?? "",
                Quality = quality ?? "",
            LearnMore = learnMore ?? "", Statuses = statuses,
        };
    }

    private ModelStatus? ReadStatus(YamlMap owner, YamlNode item)
    {
        var map = owner.Inner(item);
        var years = map.Text("years") is { } text ? AxisSpan.Parse(text, Axis.PerformanceYear) : null;
        if (years is null || years.Value.To == AxisSpan.Open)
            map.Error(map.Node("years"), "'years' needs a year or a closed span such as 2019..2026: no list promises later years");
        var (advanced, mips) = (YesNo(map, "advanced_apm"), YesNo(map, "mips_apm"));
        var citation = Citation(map, "citation");
        var verified = map.Word<Verified>("verified");
        var note = map.Text("note", required: false);
        map.Done();
        return years is { } span && advanced is { } a && mips is { } m && citation is not null && verified is { } v
            ? new ModelStatus(span, a, m, citation, v, note) : null;
    }

    private GlossaryTerm? ReadTerm(YamlMap map)
    {
        var term = map.Text("term");
        var aliases = map.Texts("aliases", required: false);
        var sentence = map.Text("sentence");
        var citation = Citation(map, "citation");
        var see = map.Texts("see", required: false);
        map.Done();
        return term is null || sentence is null || citation is null ? null : new GlossaryTerm(term, aliases, sentence, citation, see);
    }

    private string? Citation(YamlMap map, string key)
    {
        var citation = map.Text(key);
        if (citation is not null && !citations.Accepts(citation))
        {
            map.Error(map.Node(key),
                $"'{citation}' is no citation; write it like '42 CFR 414.1415', 'SSA 1899', or name a document of authorities.yaml");
        }
        return citation;
    }

    private static bool? YesNo(YamlMap map, string key)
    {
        switch (map.Text(key))
        {
            case "yes":
                return true;
            case "no":
                return false;
            case null:
                return null;
            case var other:
                map.Error(map.Node(key), $"'{key}: {other}' is neither yes nor no");
                return null;
        }
    }
}
