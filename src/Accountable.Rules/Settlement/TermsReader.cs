using System.Globalization;
using Accountable.Rules.Yaml;
using YamlDotNet.RepresentationModel;

namespace Accountable.Rules.Settlement;

/// <summary>Reads the terms of a document: periods, dimensions, figures, tables, inputs. What is wrong keeps its line and column.</summary>
internal sealed class TermsReader(YamlMap document, CitationGrammar? citations)
{
    private static readonly Unit[] Units = [Unit.Dollars, Unit.Ratio, Unit.Count, Unit.Points];
    private readonly List<Period> _periods = [];

    /// <summary>The terms and inputs of a document that is called so.</summary>
    public (Terms Terms, IReadOnlyList<StepInput> Inputs) Read(string id)
    {
        ReadPeriods();
        var dimensions = document.Items("dimensions", required: false).Select(ReadDimension).OfType<Dimension>()
            .DistinctBy(dimension => dimension.Id).ToList();
        var figures = new List<Figure>();
        if (document.Node("figures") is { } node)
        {
            foreach (var (key, keyNode, value) in document.Inner(node).Entries)
            {
                if (ReadFigure(key, keyNode, document.Inner(value), dimensions) is { } figure)
                    figures.Add(figure);
            }
        }
        var tables = document.Items("tables", required: false).Select(item => ReadTable(document.Inner(item), item))
            .OfType<StepTable>().ToList();
        var inputs = document.Items("inputs", required: false).Select(item => ReadInput(document.Inner(item)))
            .OfType<StepInput>().ToList();
        foreach (var twice in inputs.GroupBy(input => input.Name).Where(same => same.Count() > 1))
            document.Error(document.Node("inputs"), $"input '{twice.Key}' stands twice");
        return (new Terms(id, _periods, dimensions, figures, tables), inputs);
    }

    /// <summary>The places of the first and last period that a key names; all of them when it is absent.</summary>
    public (int From, int To)? Span(YamlMap map, string key, bool required)
    {
        if (map.Text(key, required) is not { } text)
            return required ? null : (0, _periods.Count - 1);
        if (text == "all")
            return (0, _periods.Count - 1);
        var cut = text.IndexOf("..", StringComparison.Ordinal);
        var from = PlaceOf(cut < 0 ? text : text[..cut]);
        var to = cut < 0 ? from : cut + 2 == text.Length ? _periods.Count - 1 : PlaceOf(text[(cut + 2)..]);
        if (from >= 0 && to >= from)
            return (from, to);
        var known = string.Join(", ", _periods.Select(period => period.Id));
        map.Error(map.Node(key), $"'{key}: {text}' is no span of periods; known: {known}");
        return null;
    }

    /// <summary>A citation, in the grammar of the rule book where the document is part of it.</summary>
    public string? Citation(YamlMap map, string key = "citation")
    {
        var citation = map.Text(key);
        if (citation is not null && citations is not null && !citations.Accepts(citation))
        {
            map.Error(map.Node(key),
                $"'{citation}' is no citation; write it like '42 CFR 512.540(c)' or name a document of authorities.yaml");
        }
        return citation;
    }

    /// <summary>One of the units that a document may use.</summary>
    public static Unit? UnitOf(YamlMap map, string key, bool required = true)
    {
        var unit = map.Word<Unit>(key, required);
        if (unit is not { } known || Units.Contains(known))
            return unit;
        map.Error(map.Node(key), $"'{key}' is none of dollars, ratio, count, points");
        return null;
    }

    private int PlaceOf(string id) => _periods.FindIndex(period => period.Id == id);

    private void ReadPeriods()
    {
        foreach (var item in document.Items("periods"))
        {
            var map = document.Inner(item);
            var (id, from, to) = (map.Text("id"), map.Day("from"), map.Day("to"));
            var year = map.Text("year", required: false);
            var baseline = map.Texts("baseline", required: false);
            var (citation, verified) = (Citation(map), map.Word<Verified>("verified"));
            map.Done();
            var days = baseline.Select(text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var day) ? day : (DateOnly?)null).ToList();
            if (days.Count is not 0 and not 2 || days.Contains(null) || (days.Count == 2 && days[1] < days[0]))
                map.Error(map.Node("baseline"), "'baseline' needs its first and its last day, such as [2022-01-01, 2024-12-31]");
            var number = int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : (int?)null;
            if (year is not null && number is null)
                map.Error(map.Node("year"), $"'year: {year}' is no year");
            if (id is null || from is null || to is null || citation is null || verified is null)
                continue;
            if (to < from)
                map.Error(map.Node("to"), $"period {id} ends before it begins");
            if (_periods.FirstOrDefault(other => other.Id == id || (number is not null && other.Year == number)) is { } twice)
                map.Error(item, $"period {id} has the name or year of period {twice.Id}");
            if (_periods.FirstOrDefault(other => from <= other.To && other.From <= to) is { } other)
                map.Error(item, $"period {id} ({from:yyyy-MM-dd} to {to:yyyy-MM-dd}) overlaps period {other.Id} "
                    + $"({other.From:yyyy-MM-dd} to {other.To:yyyy-MM-dd})");
            _periods.Add(new Period(id, number, from.Value, to.Value, days.ElementAtOrDefault(0), days.ElementAtOrDefault(1), citation,
                verified.Value));
        }
        if (_periods.Count == 0)
            document.Error(document.Node("periods"), "'periods' needs one or more");
    }

    private Dimension? ReadDimension(YamlNode item)
    {
        var map = document.Inner(item);
        var (id, members, otherwise) = (map.Text("id"), map.Texts("members"), map.Text("otherwise", required: false));
        map.Done();
        if (otherwise is not null && !members.Contains(otherwise))
            map.Error(map.Node("otherwise"), $"'{otherwise}' is none of the members {string.Join(", ", members)}");
        return id is null ? null : new Dimension(id, members, otherwise);
    }

    private Figure? ReadFigure(string id, YamlNode keyNode, YamlMap map, List<Dimension> dimensions)
    {
        var (label, unit, by) = (map.Text("label"), UnitOf(map, "unit"), map.Text("by", required: false));
        var dimension = dimensions.FirstOrDefault(each => each.Id == by);
        if (by is not null && dimension is null)
            map.Error(map.Node("by"), $"'{by}' is no dimension; known: {string.Join(", ", dimensions.Select(each => each.Id))}");
        var covers = Span(map, "covers", required: false);
        var gaps = map.Texts("gaps", required: false);
        var negative = map.Text("may_be_negative", required: false) == "yes";
        var values = new List<(FigureValue Value, YamlNode Node)>();
        foreach (var item in map.Items("values"))
        {
            if (ReadValue(document.Inner(item), dimension, negative) is { } value)
                values.Add((value, item));
        }
        map.Done();
        CheckOverlaps(map, id, values);
        foreach (var unknown in gaps.Where(gap => PlaceOf(gap) < 0))
            map.Error(map.Node("gaps"), $"'{unknown}' is no period");
        if (covers is { } span)
        {
            for (var place = span.From; place <= span.To; place++)
            {
                var period = _periods[place].Id;
                if (!gaps.Contains(period) && !values.Any(pair => pair.Value.From <= place && place <= pair.Value.To))
                    map.Error(keyNode, $"'{id}' has no value for {period}; give one, or name it in 'covers' or 'gaps'");
            }
        }
        return label is null || unit is null ? null
            : new Figure { Id = id, Label = label, Unit = unit.Value, By = by, Values = [.. values.Select(pair => pair.Value)] };
    }

    private FigureValue? ReadValue(YamlMap map, Dimension? dimension, bool mayBeNegative)
    {
        var span = Span(map, "for", required: true);
        var of = map.Texts("of", required: false);
        foreach (var member in of.Where(member => dimension?.Members.Contains(member) != true))
        {
            map.Error(map.Node("of"), dimension is null ? "this figure has no 'by'; drop 'of'"
                : $"'{member}' is no {dimension.Id}; known: {string.Join(", ", dimension.Members)}");
        }
        var number = map.Number("value");
        if (number < 0 && !mayBeNegative)
            map.Error(map.Node("value"), $"the value is below zero: {number.Value.ToString(CultureInfo.InvariantCulture)}");
        var (citation, verified, note) = (Citation(map), map.Word<Verified>("verified"), map.Text("note", required: false));
        map.Done();
        return span is { } s && number is { } n && citation is not null && verified is { } v
            ? new FigureValue(s.From, s.To, of, n, citation, v, note) : null;
    }

    private void CheckOverlaps(YamlMap map, string id, List<(FigureValue Value, YamlNode Node)> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (late, early) = (values[i].Value, values[j].Value);
                var shareMembers = late.Of.Count == 0 || early.Of.Count == 0 || late.Of.Intersect(early.Of).Any();
                if (shareMembers && late.From <= early.To && early.From <= late.To)
                    map.Error(values[i].Node, $"'{id}': {_periods[late.From].Id}..{_periods[late.To].Id} overlaps "
                        + $"{_periods[early.From].Id}..{_periods[early.To].Id} (line {values[j].Node.Start.Line})");
            }
        }
    }

    private StepTable? ReadTable(YamlMap map, YamlNode item)
    {
        var (id, label, score) = (map.Text("id"), map.Text("label"), UnitOf(map, "score"));
        var unit = UnitOf(map, "unit", required: false);
        var span = Span(map, "for", required: false);
        var rows = new List<TableRow>();
        foreach (var rowNode in map.Items("rows"))
        {
            var row = map.Inner(rowNode);
            decimal? May(string key) => row.Node(key) is null ? null : row.Number(key);
            var read = new TableRow(May("at_least"), May("above"), May("below"), May("value"), row.Text("member", required: false));
            if (read.Value is null == read.Member is null || read.Value is null != unit is null)
                row.Error(rowNode, "a row gives a 'value' in the table's 'unit', or a 'member' when the table has no unit");
            if (read.Below <= (read.AtLeast ?? read.Above))
                row.Error(rowNode, "the row ends before it begins");
            row.Done();
            rows.Add(read);
        }
        var (citation, verified) = (Citation(map), map.Word<Verified>("verified"));
        map.Text("note", required: false);
        map.Done();
        if (rows.Count == 0)
            map.Error(item, "the table has no rows");
        return id is not null && score is { } of && span is { } s && citation is not null && verified is { } v
            ? new StepTable(id, label ?? id, of, unit ?? of, s.From, s.To, rows, citation, v) : null;
    }

    private StepInput? ReadInput(YamlMap map)
    {
        var (name, label, unit) = (map.Text("name"), map.Text("label"), UnitOf(map, "unit"));
        var level = map.Word<InputLevel>("at");
        var optional = map.Text("optional", required: false) == "yes";
        FigureValue? otherwise = null;
        if (map.Node("otherwise") is { } node)
        {
            var inner = map.Inner(node);
            var (number, citation, verified, note) = (inner.Number("value"), Citation(inner), inner.Word<Verified>("verified"),
                inner.Text("note", required: false));
            inner.Done();
            if (number is { } n && citation is not null && verified is { } v)
                otherwise = new FigureValue(0, _periods.Count - 1, [], n, citation, v, note);
        }
        map.Done();
        return name is not null && label is not null && unit is { } u && level is { } at
            ? new StepInput(name, label, u, at, optional, otherwise) : null;
    }
}
