using Accountable.Rules.Yaml;
using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Settlement;

/// <summary>Reads the steps of a document in order and checks each name and unit, so that a step which cannot be done is an error
/// when the document is read and not when somebody is paid.</summary>
internal sealed class StepReader(YamlMap document, TermsReader reader, Terms terms, IReadOnlyList<StepInput> inputs)
{
    private readonly Dictionary<string, Unit> _made = new(StringComparer.Ordinal);

    /// <summary>The steps under a key; none when it is absent.</summary>
    public IReadOnlyList<SettlementStep> Read(string key) =>
        [.. document.Items(key, required: false).Select(ReadStep).OfType<SettlementStep>()];

    private SettlementStep? ReadStep(YamlNode node)
    {
        var map = document.Inner(node);
        var kind = map.Word<StepKind>("step");
        var (name, label) = (map.Text("as"), map.Text("label"));
        var span = reader.Span(map, "for", required: false);
        var (citation, verified) = (reader.Citation(map), map.Word<Verified>("verified"));
        var note = map.Text("note", required: false);
        var when = ReadWhen(map);
        if (kind is not { } known)
            return null;
        var operands = ReadOperands(map, known);
        var mode = known == StepKind.Threshold ? map.Word<ThresholdMode>("mode") : null;
        var (table, sets) = ReadTable(map, known);
        map.Done();
        if (name is null || label is null || operands is null || span is not { } s || citation is null || verified is null)
            return null;
        var step = new SettlementStep
        {
            Kind = known, As = name, Label = label, Operands = operands, Mode = mode ?? default, Table = table, Sets = sets,
            From = s.From, To = s.To, When = when, Citation = citation, Verified = verified.Value, Note = note,
        };
        if (UnitOf(step) is not { } unit)
        {
            map.Error(node, $"'{known}' has no meaning for {string.Join(", ", operands.SelectMany(pair => pair.Value)
                .Select(operand => $"{operand} ({Words.Of(Unit(operand) ?? default)})"))}");
            return null;
        }
        if (_made.TryGetValue(name, out var before) && before != unit)
            map.Error(node, $"'{name}' was {Words.Of(before)} in an earlier step and would be {Words.Of(unit)} here");
        if (inputs.Any(input => input.Name == name) || terms.Figure(name) is not null)
            map.Error(map.Node("as"), $"'{name}' is an input or a figure; call the result something else");
        _made[name] = unit;
        return step with { Unit = unit };
    }

    private Dictionary<string, IReadOnlyList<string>> ReadWhen(YamlMap map)
    {
        var when = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (map.Node("when") is not { } node)
            return when;
        var inner = map.Inner(node);
        foreach (var (key, keyNode, _) in inner.Entries)
        {
            var members = inner.Texts(key);
            if (terms.Dimension(key) is not { } dimension)
            {
                var known = string.Join(", ", terms.Dimensions.Select(each => each.Id));
                inner.Error(keyNode, $"'{key}' is no dimension; known: {known}");
            }
            else if (members.FirstOrDefault(member => !dimension.Members.Contains(member)) is { } unknown)
                inner.Error(keyNode, $"'{unknown}' is no {key}; known: {string.Join(", ", dimension.Members)}");
            when[key] = members;
        }
        return when;
    }

    /// <summary>The operands by key, or null when a name in them is not known here.</summary>
    private Dictionary<string, IReadOnlyList<string>>? ReadOperands(YamlMap map, StepKind kind)
    {
        var (required, may, lists) = StepVocabulary.Shape(kind);
        var operands = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        var whole = true;
        foreach (var key in required.Concat(may))
        {
            var names = lists.Contains(key) ? map.Texts(key, required.Contains(key))
                : map.Text(key, required.Contains(key)) is { } one ? [one] : [];
            if (names.FirstOrDefault(name => Unit(name) is null) is { } unknown)
            {
                map.Error(map.Node(key), $"'{unknown}' is neither an input, a figure nor the result of an earlier step");
                whole = false;
            }
            else if (names.Count > 0)
                operands[key] = names;
            else
                whole &= !required.Contains(key);
        }
        if (may.Length > 0 && whole && !may.Any(operands.ContainsKey))
            map.Error(map.Node("step"), $"'{Words.Of(kind)}' needs {string.Join(" or ", may)}");
        if (operands.TryGetValue("weights", out var weights) && operands.TryGetValue("of", out var of) && weights.Count != of.Count)
            map.Error(map.Node("weights"), $"{of.Count} values need {of.Count} weights, not {weights.Count}");
        return whole ? operands : null;
    }

    private (string? Table, string? Sets) ReadTable(YamlMap map, StepKind kind)
    {
        if (!StepVocabulary.TakesTable(kind))
            return (null, null);
        var table = map.Text("table");
        var sets = kind == StepKind.Band ? map.Text("sets") : null;
        var versions = terms.Tables.Where(each => each.Id == table).ToList();
        if (table is not null && versions.Count == 0)
        {
            var known = string.Join(", ", terms.Tables.Select(each => each.Id).Distinct());
            map.Error(map.Node("table"), $"'{table}' is no table; known: {known}");
        }
        if (versions.SelectMany(each => each.Rows).Any(row => row.Member is null == (kind == StepKind.Band)))
            map.Error(map.Node("table"), $"'{Words.Of(kind)}' needs a table of {(kind == StepKind.Band ? "members" : "values")}");
        if (sets is not null)
        {
            var members = terms.Dimension(sets)?.Members;
            if (members is null)
                map.Error(map.Node("sets"), $"'{sets}' is no dimension");
            else if (versions.SelectMany(each => each.Rows).Select(row => row.Member).OfType<string>().Except(members)
                .FirstOrDefault() is { } stranger)
                map.Error(map.Node("table"), $"'{stranger}' is no {sets}");
        }
        return (table, sets);
    }

    private Unit? Unit(string name) => _made.TryGetValue(name, out var made) ? made
        : inputs.FirstOrDefault(input => input.Name == name)?.Unit ?? terms.Figure(name)?.Unit;

    /// <summary>The unit of a step's result, or null when its operands do not go together.</summary>
    private Unit? UnitOf(SettlementStep step)
    {
        Unit Of(string operand) => Unit(step.One(operand))!.Value;
        bool Ratio(string operand) => !step.Has(operand) || Of(operand) == Accountable.Unit.Ratio;
        Unit? Same(params string[] keys) => keys.SelectMany(key => step.Operands[key]).Select(name => Unit(name)!.Value).Distinct()
            .ToList() is [var one] ? one : null;
        Unit? Products(string of, string by) => step.Operands[of].Zip(step.Operands[by])
            .Select(pair => StepUnits.Product(Unit(pair.First)!.Value, Unit(pair.Second)!.Value)).Distinct().ToList() is [var one]
                ? one : null;
        return step.Kind switch
        {
            StepKind.Sum or StepKind.Least or StepKind.Greatest or StepKind.Total or StepKind.FloorZero or StepKind.CeilingZero =>
                Same("of"),
            StepKind.Subtract or StepKind.SubtractOutsideLimit or StepKind.NetPrior or StepKind.OffsetPayment => Same("from", "amount"),
            StepKind.Multiply => step.Operands["by"].Aggregate((Unit?)Of("of"),
                (unit, name) => unit is { } left ? StepUnits.Product(left, Unit(name)!.Value) : null),
            StepKind.Divide => StepUnits.Quotient(Of("of"), Of("by")),
            StepKind.Blend => Products("of", "weights"),
            StepKind.WeightedMean => Products("of", "weights") is { } product
                ? StepUnits.Quotient(product, Unit(step.Operands["weights"][0])!.Value) : null,
            StepKind.LimitAround => Ratio("within") ? Same("of", "around") : null,
            StepKind.Discount or StepKind.Sequester => Ratio("rate") ? Of("of") : null,
            StepKind.LookUp => terms.Tables.FirstOrDefault(table => table.Id == step.Table) is { } table && table.Score == Of("of")
                ? table.Unit : null,
            StepKind.Band => terms.Tables.Any(each => each.Id == step.Table && each.Score == Of("of")) ? Of("of") : null,
            StepKind.QualityAdjust => Ratio("gain_at_most") && Ratio("loss_at_most") && Same("score", "scale") is not null
                ? Of("of") : null,
            StepKind.Threshold or StepKind.Share => Ratio("gain_rate") && Ratio("loss_rate") ? Of("of") : null,
            StepKind.Corridor => Same("of", "whole"),
            StepKind.Clip => Ratio("gain_limit") && Ratio("loss_limit") ? Same("of", "whole") : null,
            StepKind.Gate => Same("score", "at_least") is not null ? Of("of") : null,
            _ => null,
        };
    }
}
