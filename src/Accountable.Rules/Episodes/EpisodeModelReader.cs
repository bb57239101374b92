using Accountable.Rules.Settlement;
using Accountable.Rules.Yaml;
using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Episodes;

/// <summary>Reads an episode model strictly: an unknown key, a name that nothing defines, a year without a value, two windows that
/// overlap or a figure below zero is an error with its line and column.</summary>
internal static class EpisodeModelReader
{
    /// <summary>The model, or null with what is wrong in the list.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="file">Its name in errors.</param>
    /// <param name="citations">The rule book's grammar for its own documents; null for documents of others.</param>
    /// <param name="errors">Where errors go.</param>
    public static EpisodeModel? Read(string text, string file, CitationGrammar? citations, List<RuleError> errors)
    {
        var before = errors.Count;
        if (YamlMap.Document(text, file, errors) is not { } node)
            return null;
        var map = new YamlMap(node, file, errors);
        var id = map.Text("model");
        var reader = new TermsReader(map, citations);
        var (name, version) = (map.Text("name"), map.Text("version"));
        var citation = reader.Citation(map);
        var (unit, payment) = (map.Word<PopulationUnit>("unit"), map.Word<PaymentForm>("payment"));
        var note = map.Text("note", required: false);
        var (terms, inputs) = reader.Read(id ?? "");
        var steps = new StepReader(map, reader, terms, inputs);
        var (quality, price) = (steps.Read("quality"), steps.Read("price"));
        var (episode, settlement) = (steps.Read("episode"), steps.Read("settlement"));
        var definition = map.Node("episodes") is { } defined
            ? new DefinitionReader(map.Inner(defined), reader, terms).Read() : null;
        if (unit == PopulationUnit.Episode && definition is null && errors.Count == before)
            map.Error(null, "a model of episodes needs 'episodes': which claims begin one and what counts");
        var target = Result(map, "target", price.Concat(episode), required: false);
        var result = Result(map, "result", settlement.Concat(episode), required: true);
        var parties = PartyReader.Read(map, reader, terms, settlement.Concat(episode).LastOrDefault(step => step.As == result)?.Unit);
        var model = new EpisodeModel
        {
            Id = id ?? "", Name = name ?? "", Version = version ?? "", Hash = RuleHash.Of(text), Citation = citation ?? "",
            Unit = unit ?? default, Payment = payment ?? default, Note = note, Terms = terms, Inputs = inputs, Definition = definition,
            Quality = quality, Price = price, Episode = episode, Settlement = settlement, Target = target, Result = result ?? "",
            Parties = parties,
            Outcomes = [.. map.Items("outcomes", required: false).Select(item => Outcome(map.Inner(item)))],
            Economics = Statements(map, "economics"), Choices = Statements(map, "choices"), Sources = Statements(map, "sources"),
            Unknown = map.Texts("unknown", required: false),
        };
        map.Done();
        return errors.Count == before ? model : null;
    }

    private static string? Result(YamlMap map, string key, IEnumerable<SettlementStep> steps, bool required)
    {
        var name = map.Text(key, required);
        if (name is not null && steps.All(step => step.As != name))
            map.Error(map.Node(key), $"'{key}: {name}' is the result of no step");
        return name;
    }

    private static OutcomeMeasure Outcome(YamlMap map)
    {
        var outcome = new OutcomeMeasure(map.Text("id") ?? "", map.Text("what") ?? "", map.Text("instrument") ?? "",
            map.Text("when") ?? "", map.Text("patient_reported") == "yes");
        map.Done();
        return outcome;
    }

    private static List<Statement> Statements(YamlMap map, string key) =>
        [.. map.Items(key, required: false).Select(item =>
        {
            var inner = map.Inner(item);
            var statement = new Statement(inner.Text("what") ?? "", inner.Text("why") ?? "");
            inner.Done();
            return statement;
        })];
}

/// <summary>Reads how episodes are found in claims.</summary>
internal sealed class DefinitionReader(YamlMap map, TermsReader reader, Terms terms)
{
    private readonly List<string> _settings = [.. CareSettings.All];

    public EpisodeDefinition Read()
    {
        var triggers = map.Items("triggers").Select(item => (Node: item, Trigger: Trigger(map.Inner(item)))).ToList();
        CheckOverlaps(triggers);
        var definition = new EpisodeDefinition
        {
            Triggers = [.. triggers.Select(pair => pair.Trigger).OfType<EpisodeTrigger>()],
            Days = FigureOf(map, "days") ?? "",
            CountedFrom = map.Word<WindowStart>("counted_from") ?? default,
            PullBack = FigureOf(map, "pull_back", required: false),
            Lead = FigureOf(map, "lead", required: false),
            LeadSettings = SettingsOf(map, "lead_settings", required: false),
            After = FigureOf(map, "after", required: false),
            WindowCitation = reader.Citation(map, "window_citation") ?? "",
            Eligibility = [.. map.Items("eligibility").Select(item => EligibilityOf(map.Inner(item))).OfType<Eligibility>()],
            Overlap = map.Word<OverlapPolicy>("overlap") ?? default,
            OverlapWithinCategory = map.Text("overlap_scope", required: false) switch
            {
                "category" => true,
                "model" or null => false,
                var other => Unknown("overlap_scope", other, "category, model"),
            },
            TransfersAreOneAnchor = map.Text("transfers") switch
            {
                "one_anchor" => true,
                "separate" or null => false,
                var other => Unknown("transfers", other, "one_anchor, separate"),
            },
            Attribution = AttributionOf(),
            Settings = SettingsOf(map, "settings", required: true),
            Exclusions = [.. map.Items("exclusions", required: false).Select(item => ExclusionOf(map.Inner(item))).OfType<Exclusion>()],
            Proration = [.. map.Items("proration", required: false).Select(item => ProrationOf(map.Inner(item))).OfType<Proration>()],
            FirstDayWeight = FigureOf(map, "first_day_weight", required: false),
            Caps = [.. map.Items("caps", required: false).Select(item => CapOf(map.Inner(item))).OfType<Cap>()],
        };
        if (definition.Proration.Any(rule => rule.Method == ProrationMethod.GeometricMeanStay) && definition.FirstDayWeight is null)
            map.Error(map.Node("proration"), "'geometric_mean_stay' needs 'first_day_weight'");
        map.Done();
        return definition;
    }

    private bool Unknown(string key, string text, string known)
    {
        map.Error(map.Node(key), $"'{key}: {text}' is none of {known}");
        return false;
    }

    private List<Attribution> AttributionOf()
    {
        var parties = new List<Attribution>();
        foreach (var text in map.Texts("attribution"))
        {
            var found = Enum.GetValues<Attribution>().Where(party => Words.Of(party) == text).ToList();
            if (found.Count == 0)
                map.Error(map.Node("attribution"), $"'{text}' answers for no episode; known: "
                    + string.Join(", ", Enum.GetValues<Attribution>().Select(party => Words.Of(party))));
            parties.AddRange(found);
        }
        return parties;
    }

    private EpisodeTrigger? Trigger(YamlMap item)
    {
        var (id, category, type) = (item.Text("id"), item.Text("category"), item.Word<CodeType>("code_type"));
        var settings = SettingsOf(item, "settings", required: true);
        if (category is not null && terms.Dimension("category")?.Members.Contains(category) == false)
            item.Error(item.Node("category"), $"'{category}' is no category");
        var codes = Codes(item, "codes", type, item.Text("stratum", required: false));
        var (from, to) = Days(item);
        var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
        item.Done();
        return id is null || category is null || type is null || citation is null || verified is null ? null : new EpisodeTrigger
        {
            Id = id, Category = category, Settings = settings, CodeType = type.Value, Codes = codes, From = from, To = to,
            Citation = citation, Verified = verified.Value,
        };
    }

    /// <summary>One code on one day begins one episode: two windows of the same code must not overlap.</summary>
    private void CheckOverlaps(List<(YamlNode Node, EpisodeTrigger? Trigger)> triggers)
    {
        for (var i = 0; i < triggers.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (triggers[i].Trigger is not { } late || triggers[j].Trigger is not { } early || late.CodeType != early.CodeType
                    || late.From > early.To || early.From > late.To || !late.Settings.Intersect(early.Settings).Any())
                    continue;
                if (late.Codes.Select(code => code.Code).Intersect(early.Codes.Select(code => code.Code)).FirstOrDefault() is { } code)
                    map.Error(triggers[i].Node, $"code {code} begins an episode under '{late.Id}' and under '{early.Id}' on the same days");
            }
        }
    }

    /// <summary>Codes as a list, ranges such as 231-236 written out, or as a mapping from a code to its stratum.</summary>
    private static List<(string Code, string Stratum)> Codes(YamlMap item, string key, CodeType? type, string? stratum)
    {
        var codes = new List<(string Code, string Stratum)>();
        if (item.Node(key) is YamlMappingNode node)
        {
            foreach (var (code, _, value) in item.Inner(node).Entries)
                codes.Add((code, value is YamlScalarNode { Value.Length: > 0 } one ? one.Value : code));
        }
        else
        {
            foreach (var text in item.Texts(key))
                codes.AddRange(Range(item, key, text, type).Select(code => (code, stratum ?? code)));
        }
        if (codes.GroupBy(pair => pair.Code).FirstOrDefault(same => same.Count() > 1) is { } twice)
            item.Error(item.Node(key), $"code {twice.Key} stands twice");
        return codes;
    }

    private static IEnumerable<string> Range(YamlMap item, string key, string text, CodeType? type)
    {
        var parts = text.Split('-');
        if (parts.Length == 1 || type != CodeType.Drg)
            return [text];
        if (parts.Length == 2 && int.TryParse(parts[0], out var from) && int.TryParse(parts[1], out var to) && from <= to && to <= 999)
            return Enumerable.Range(from, to - from + 1).Select(code => $"{code:000}");
        item.Error(item.Node(key), $"'{text}' is no range of MS-DRGs; write 231-236");
        return [];
    }

    private Eligibility? EligibilityOf(YamlMap item)
    {
        var (rule, at, otherwise) = (item.Word<EligibilityRule>("rule"), item.Word<EligibilityTime>("at"),
            item.Word<EligibilityFailure>("else"));
        var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
        item.Done();
        return rule is { } r && at is { } a && otherwise is { } e && citation is not null && verified is { } v
            ? new Eligibility(r, a, e, citation, v) : null;
    }

    private Exclusion? ExclusionOf(YamlMap item)
    {
        var (id, type) = (item.Text("id"), item.Word<CodeType>("code_type"));
        var settings = SettingsOf(item, "settings", required: false);
        var codes = Codes(item, "codes", type, null);
        var (from, to) = Days(item);
        var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
        item.Done();
        return id is not null && type is { } t && citation is not null && verified is { } v
            ? new Exclusion(id, t, settings, [.. codes.Select(code => code.Code)], from, to, citation, v) : null;
    }

    private Proration? ProrationOf(YamlMap item)
    {
        var (settings, method) = (SettingsOf(item, "settings", required: true), item.Word<ProrationMethod>("method"));
        var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
        item.Done();
        return method is { } m && citation is not null && verified is { } v ? new Proration(settings, m, citation, v) : null;
    }

    private Cap? CapOf(YamlMap item)
    {
        var span = reader.Span(item, "for", required: false);
        var (method, figure, over) = (item.Word<CapMethod>("method"), FigureOf(item, "figure"), item.Texts("over", required: false));
        var (citation, verified) = (reader.Citation(item), item.Word<Verified>("verified"));
        item.Done();
        return span is { } s && method is { } m && figure is not null && citation is not null && verified is { } v
            ? new Cap(s.From, s.To, m, figure, over, citation, v) : null;
    }

    private static (DateOnly From, DateOnly To) Days(YamlMap item)
    {
        var from = item.Node("from") is null ? DateOnly.MinValue : item.Day("from") ?? DateOnly.MinValue;
        var to = item.Node("to") is null ? DateOnly.MaxValue : item.Day("to") ?? DateOnly.MaxValue;
        if (to < from)
            item.Error(item.Node("to"), "it ends before it begins");
        return (from, to);
    }

    private string? FigureOf(YamlMap item, string key, bool required = true)
    {
        var name = item.Text(key, required);
        if (name is not null && terms.Figure(name) is null)
            item.Error(item.Node(key), $"'{name}' is no figure; every number stands under 'figures' with its paragraph");
        return name;
    }

    private IReadOnlyList<string> SettingsOf(YamlMap item, string key, bool required)
    {
        var settings = item.Texts(key, required);
        foreach (var unknown in settings.Where(setting => !_settings.Contains(setting)))
            item.Error(item.Node(key), $"'{unknown}' is no setting; known: {string.Join(", ", _settings)}");
        return settings;
    }
}

/// <summary>The settings of care that documents and the relations in <c>sql/facts/episodes</c> know.</summary>
public static class CareSettings
{
    /// <summary>Every setting.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "acute", "critical_access", "long_term", "rehabilitation", "psychiatric", "other_inpatient",
        "snf", "home_health", "hospice", "outpatient", "professional", "equipment",
    ];

    /// <summary>Care after the anchor that prepares for home: the share of it is what most bundles change.</summary>
    public static IReadOnlyList<string> PostAcute { get; } = ["long_term", "rehabilitation", "snf", "home_health"];
}
