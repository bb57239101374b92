using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Yaml;

/// <summary>Reads one parameter with its values and checks that they hold together.</summary>
internal sealed class ParameterReader(string file, CitationGrammar citations, List<RuleError> errors)
{
    public Parameter? Read(string id, YamlNode keyNode, YamlNode node)
    {
        var before = errors.Count;
        var map = new YamlMap(node, file, errors);
        if (!id.Split('.').All(IsWord))
            map.Error(keyNode, $"'{id}' is no key; write lower_case.words.with_dots");
        var label = map.Text("label");
        var unit = map.Word<ParameterUnit>("unit");
        var axis = map.Word<Axis>("axis");
        var by = map.Text("by", required: false);
        var members = map.Texts("members", required: by is not null);
        if (by is null && members.Count > 0)
            map.Error(map.Node("members"), "'members' needs 'by', which says what they are");
        foreach (var twice in members.GroupBy(member => member).Where(same => same.Count() > 1))
            map.Error(map.Node("members"), $"'{twice.Key}' stands twice");
        var coversText = map.Text("covers");
        var note = map.Text("note", required: false);
        var gaps = axis is { } gapAxis ? DeclaredGaps(map, gapAxis) : [];
        var covers = axis is { } a && coversText is not null ? Span(map, "covers", coversText, a) : null;
        var values = axis is { } known && unit is { } counted
            ? map.Items("values").SelectMany(item => ReadValue(item, counted, known, by, members, overlay: null)).ToList()
            : [];
        map.Node("values");
        map.Done();
        if (errors.Count > before || unit is null || axis is null || covers is null)
            return null;
        var parameter = new Parameter
        {
            Id = id,
            Label = label!,
            Unit = unit.Value,
            Axis = axis.Value,
            By = by,
            Members = members,
            Covers = covers.Value,
            Gaps = gaps,
            Note = note,
            File = file,
            Values = [.. values.Select(pair => pair.Value)],
        };
        CheckConflicts(map, id, axis.Value, values);
        CheckCoverage(map, parameter, keyNode);
        return parameter;
    }

    /// <summary>One entry of <c>values</c>; one value for each member that <c>of</c> names.</summary>
    public IEnumerable<(LawValue Value, YamlNode Node)> ReadValue(
        YamlNode node, ParameterUnit unit, Axis axis, string? by, IReadOnlyList<string> members, string? overlay)
    {
        var before = errors.Count;
        var map = new YamlMap(node, file, errors);
        var span = map.Text("for") is { } text ? Span(map, "for", text, axis) : null;
        var of = map.Texts("of", required: by is not null);
        foreach (var member in of.Where(member => !members.Contains(member)))
        {
            map.Error(map.Node("of"), by is null
                ? "this parameter has no members; drop 'of'"
                : $"'{member}' is no {by}; known: {string.Join(", ", members)}");
        }
        var number = unit == ParameterUnit.Table ? null : map.Number("value");
        var table = unit == ParameterUnit.Table ? map.Text("value") : null;
        // An overlay speaks for itself: it needs no day of enactment and no rank.
        var enacted = overlay is null ? map.Day("enacted") : DateOnly.MinValue;
        var authority = overlay is null ? map.Word<Authority>("authority") : Authority.Guidance;
        var citation = map.Text("citation");
        if (citation is not null && overlay is null && !citations.Accepts(citation))
            map.Error(map.Node("citation"), $"'{citation}' is no citation; write it like '42 CFR 425.605(d)(1)(v)', "
                + "'SSA 1899(d)', 'Pub. L. 112-25', '83 FR 67816', or name a document of authorities.yaml");
        var verified = map.Word<Verified>("verified");
        var note = map.Text("note", required: false);
        map.Done();
        if (errors.Count > before)
            return [];
        IReadOnlyList<string?> owners = of.Count == 0 ? [null] : [.. of];
        return [.. owners.Select(member => (new LawValue
        {
            For = span!.Value, Of = member, Number = number, Table = table, Enacted = enacted!.Value, Authority = authority!.Value,
            Citation = citation!, Verified = verified!.Value, Note = note, Overlay = overlay,
        }, node))];
    }

    /// <summary>Lower-case letters, digits and underscores, a letter first.</summary>
    private static bool IsWord(string part) => part.Length > 0 && char.IsAsciiLetterLower(part[0])
        && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');

    private static AxisSpan? Span(YamlMap map, string key, string text, Axis axis)
    {
        var span = AxisSpan.Parse(text, axis);
        if (span is null)
        {
            var forms = axis is Axis.PerformanceYear or Axis.PaymentYear
                ? "2026, 2014..2020 or 2027.."
                : "2024-01-01.. or 2019-07-01..2023-12-31";
            map.Error(map.Node(key), $"'{key}: {text}' is no span; write {forms}");
        }
        return span;
    }

    /// <summary>
    /// Spans whose law is known to be missing from the rule book. A look-up there is a gap like any other; the check for holes passes.
    /// </summary>
    private static List<AxisSpan> DeclaredGaps(YamlMap map, Axis axis) =>
        [.. map.Texts("gaps", required: false).Select(text => Span(map, "gaps", text, axis)).OfType<AxisSpan>()];

    /// <summary>Two values of one member, rank and day must not claim the same place.</summary>
    private static void CheckConflicts(YamlMap map, string id, Axis axis, List<(LawValue Value, YamlNode Node)> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (late, early) = (values[i].Value, values[j].Value);
                var sameRank = late.Of == early.Of && late.Authority == early.Authority && late.Enacted == early.Enacted;
                if (!sameRank || !late.For.Overlaps(early.For))
                    continue;
                var line = values[j].Node.Start.Line;
                map.Error(values[i].Node,
                    $"'{id}': {late.For.Text(axis)} overlaps {early.For.Text(axis)} (line {line}) with the same authority and day");
            }
        }
    }

    /// <summary>Each place that the parameter claims to cover has a value, for each member that has any value there.</summary>
    private static void CheckCoverage(YamlMap map, Parameter parameter, YamlNode keyNode)
    {
        IEnumerable<AxisSpan> Holes(AxisSpan within, IReadOnlyList<LawValue> values) =>
            parameter.Gaps.Aggregate(Gaps(within, values), (holes, declared) => holes.SelectMany(hole => hole.Without(declared)));
        var covers = $"'{parameter.Id}' covers {parameter.Covers.Text(parameter.Axis)}";
        if (parameter.By is null)
        {
            foreach (var gap in Holes(parameter.Covers, parameter.Values))
                map.Error(keyNode, $"{covers} but has no value for {gap.Text(parameter.Axis)}");
            return;
        }
        // Members come and go, but a year in which no member has a value is not covered.
        foreach (var gap in parameter.Values.Count == 0 ? [] : Holes(parameter.Covers, parameter.Values))
            map.Error(keyNode, $"{covers} but has no value of any {parameter.By} for {gap.Text(parameter.Axis)}");
        foreach (var member in parameter.Members)
        {
            var own = parameter.Values.Where(value => value.Of == member).ToList();
            if (own.Count == 0)
            {
                map.Error(keyNode, $"'{parameter.Id}' has no value for {parameter.By} {member}");
                continue;
            }
            // A member may begin late or end early, as tracks do, but has no hole between.
            var claimed = new AxisSpan(
                Math.Max(parameter.Covers.From, own.Min(value => value.For.From)),
                Math.Min(parameter.Covers.To, own.Max(value => value.For.To)));
            foreach (var gap in Holes(claimed, own))
                map.Error(keyNode, $"'{parameter.Id}' has no value for {parameter.By} {member} at {gap.Text(parameter.Axis)}");
        }
    }

    private static IEnumerable<AxisSpan> Gaps(AxisSpan covers, IReadOnlyList<LawValue> values)
    {
        var next = covers.From;
        foreach (var span in values.Select(value => value.For).OrderBy(span => span.From))
        {
            if (span.From > next && next <= covers.To)
                yield return new AxisSpan(next, Math.Min(covers.To, span.From - 1));
            if (span.To == AxisSpan.Open)
                yield break;
            next = Math.Max(next, span.To + 1);
        }
        if (next <= covers.To)
            yield return new AxisSpan(next, covers.To);
    }
}
