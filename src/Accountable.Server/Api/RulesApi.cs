using Accountable.Rules;
using Accountable.Runs;
using Accountable.Server.Access;

namespace Accountable.Server.Api;

/// <summary>A programme with what is built of it.</summary>
internal sealed record ProgrammeView(string Programme, IReadOnlyList<SectionView> Sections);

/// <summary>A section of a programme for a span of years: done, partial, assumed or out.</summary>
internal sealed record SectionView(string Years, string Section, string What, string Status, string? Note);

/// <summary>A parameter of law.</summary>
/// <param name="Id">The key.</param>
/// <param name="Label">The name in the regulation's words.</param>
/// <param name="Unit">ratio, dollars, points, count or table.</param>
/// <param name="Axis">performance_year, payment_year, agreement_start or date.</param>
/// <param name="By">What its members are, such as track; null for none.</param>
/// <param name="Members">Its members.</param>
/// <param name="Covers">The span in which each place has a value.</param>
/// <param name="Verified">The least verified of its values: primary, secondary or no.</param>
/// <param name="Note">What a reader should know.</param>
/// <param name="Values">Its values: every one ever, or those that are law for the place and day asked for.</param>
internal sealed record RuleView(string Id, string Label, string Unit, string Axis, string? By, IReadOnlyList<string> Members, string Covers,
    string Verified, string? Note, IReadOnlyList<RuleValueView> Values);

/// <summary>A value of a parameter, on both clocks.</summary>
/// <param name="For">When it applies.</param>
/// <param name="From">The first place of that span.</param>
/// <param name="To">The last place; null for an open end.</param>
/// <param name="Of">The member.</param>
/// <param name="Value">The number; null for a table.</param>
/// <param name="Table">The table's path.</param>
/// <param name="Enacted">The day it became law.</param>
/// <param name="Authority">guidance, agreement, regulation or statute.</param>
/// <param name="Citation">The paragraph.</param>
/// <param name="Verified">primary, secondary or no.</param>
/// <param name="Note">What a reader should know.</param>
internal sealed record RuleValueView(string For, string From, string? To, string? Of, decimal? Value, string? Table, DateOnly Enacted,
    string Authority, string Citation, string Verified, string? Note);

/// <summary>A page of parameters.</summary>
internal sealed record RulePage(IReadOnlyList<RuleView> Rules, int Total, int Offset, int Limit, string RuleBook, DateOnly AsOf);

/// <summary>The law for one place as known on one day.</summary>
/// <param name="Year">A year, or a day on axes of days.</param>
/// <param name="AsOf">The day of knowledge.</param>
internal sealed record LawAt(string Year, DateOnly AsOf);

/// <summary>A parameter whose value is not the same in both.</summary>
internal sealed record RuleDifference(string Id, string Label, string Unit, string? Of, RuleValueView? From, RuleValueView? To);

/// <summary>What differs between two years or two days of knowledge.</summary>
internal sealed record RuleDifferences(LawAt From, LawAt To, IReadOnlyList<RuleDifference> Differences);

/// <summary>The rule book.</summary>
internal static class RulesApi
{
    private static RuleBook Book => RuleBook.Embedded;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/programmes", Programmes).WithName("programmes").WithTags("rules").For(Role.Viewer);
        var group = api.MapGroup("/rules").WithTags("rules");
        group.MapGet("/", List).WithName("rules").For(Role.Viewer);
        group.MapGet("/coverage", Coverage).WithName("rule_coverage").Produces<TablePage>().For(Role.Viewer);
        group.MapGet("/differences", Differences).WithName("rule_differences").For(Role.Viewer);
        group.MapGet("/{id}", Show).WithName("rule").For(Role.Viewer);
    }

    private static IReadOnlyList<ProgrammeView> Programmes() => [.. Book.Coverage.GroupBy(entry => entry.Programme)
        .Select(group => new ProgrammeView(group.Key, [.. group.Select(entry =>
            new SectionView(entry.Years, entry.Section, entry.What, entry.Status, entry.Note))]))];

    /// <summary>Parameters whose key or label contains a text, with the values that are law for a year as known on a day.</summary>
    private static RulePage List(HttpContext http, string? text, string? verified, string? year, DateOnly? as_of)
    {
        var (offset, limit) = (TablePages.Number(http.Request.Query, "offset", 0, int.MaxValue),
            TablePages.Number(http.Request.Query, "limit", 100, TablePages.MostRows));
        var found = Book.Parameters.Where(parameter => text is null || parameter.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || parameter.Label.Contains(text, StringComparison.OrdinalIgnoreCase))
            .Where(parameter => verified is null || Lower(parameter.Values.Min(value => value.Verified)) == verified).ToList();
        return new RulePage([.. found.Skip(offset).Take(limit).Select(parameter => View(parameter, year, as_of))], found.Count, offset,
            limit, Book.Hash, Book.AsOf);
    }

    /// <summary>One parameter: its whole history on both clocks, or what is law for a place as known on a day.</summary>
    private static RuleView Show(string id, string? year, DateOnly? as_of) =>
        View(Book.Parameters.FirstOrDefault(parameter => parameter.Id == id)
            ?? throw ApiProblem.NotFound("there is no such parameter; GET /api/v1/rules lists them"), year, as_of);

    private static RuleDifferences Differences(string from, string? to, DateOnly? as_of, DateOnly? to_as_of)
    {
        var before = new LawAt(from, as_of ?? Book.AsOf);
        var after = new LawAt(to ?? from, to_as_of ?? before.AsOf);
        if (AxisSpan.Place(before.Year, Axis.PerformanceYear) is null || AxisSpan.Place(after.Year, Axis.PerformanceYear) is null)
            throw ApiProblem.BadRequest("from and to are years, such as 2025");
        var differences = from parameter in Book.Parameters
                          from member in parameter.By is null ? [null] : parameter.Members.Cast<string?>()
                          let old = Find(parameter, member, before)
                          let current = Find(parameter, member, after)
                          where old?.Number != current?.Number || old?.Table != current?.Table
                          select new RuleDifference(parameter.Id, parameter.Label, Lower(parameter.Unit), member,
                              old is null ? null : View(parameter, old), current is null ? null : View(parameter, current));
        return new RuleDifferences(before, after, [.. differences]);
    }

    private static IResult Coverage(HttpContext http)
    {
        var table = new Table("programme", "years", "section", "what", "status", "note");
        foreach (var entry in Book.Coverage)
            table.Add(entry.Programme, entry.Years, entry.Section, entry.What, entry.Status, entry.Note ?? "");
        return table.Answer(http, "coverage");
    }

    private static LawValue? Find(Parameter parameter, string? member, LawAt at) =>
        parameter.Find(member, AxisSpan.Place(at.Year, parameter.Axis)!.Value, at.AsOf);

    private static RuleView View(Parameter parameter, string? year, DateOnly? asOf)
    {
        var day = asOf ?? Book.AsOf;
        IEnumerable<LawValue> values = parameter.Values.Where(value => value.Enacted <= day);
        if (year is not null)
        {
            var place = AxisSpan.Place(year, parameter.Axis) ?? AxisSpan.Place(year[..Math.Min(4, year.Length)], parameter.Axis)
                ?? throw ApiProblem.BadRequest($"'{year}' is no year and no day");
            values = (parameter.By is null ? [null] : parameter.Members.Cast<string?>())
                .Select(member => parameter.Find(member, place, day)).OfType<LawValue>();
        }
        return new RuleView(parameter.Id, parameter.Label, Lower(parameter.Unit), Name(parameter.Axis), parameter.By, parameter.Members,
            parameter.Covers.Text(parameter.Axis), Lower(parameter.Values.Min(value => value.Verified)), parameter.Note,
            [.. values.Select(value => View(parameter, value))]);
    }

    private static RuleValueView View(Parameter parameter, LawValue value) => new(value.For.Text(parameter.Axis),
        AxisSpan.Text(value.For.From, parameter.Axis), value.For.To == AxisSpan.Open ? null : AxisSpan.Text(value.For.To, parameter.Axis),
        value.Of, value.Number, value.Table, value.Enacted, Lower(value.Authority), value.Citation, Lower(value.Verified), value.Note);

    private static string Name(Axis axis) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(axis.ToString());

    private static string Lower<T>(T word)
        where T : struct, Enum => word.ToString().ToLowerInvariant();
}
