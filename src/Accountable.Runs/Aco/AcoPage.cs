using System.Globalization;
using System.Text;
using Accountable.Runs.Claims;
using Accountable.Runs.SharedSavings;

namespace Accountable.Runs.Aco;

/// <summary>A run as one web page that needs no network and hides small counts.</summary>
public static class AcoPage
{
    private const int GreatestRows = 200;

    private const string More = """
        h2 { margin-top: 2.2rem; border-top: 1px solid var(--line); padding-top: 1rem; } nav a { margin-right: 1rem; }
        .warn { border-left: 4px solid var(--less); padding: .3rem 1rem; } .scroll { overflow-x: auto; }
        th { font-size: .9em; } caption { text-align: left; font-weight: 600; }
        """;

    /// <summary>The page.</summary>
    public static string Html(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (request, page) = (result.Request, new StringBuilder());
        var headline = Headline(result);
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        Line(page, $"<title>{Escaped(request.Aco)}, performance year {request.Year}</title>");
        Line(page, $"<style>\n{ExplanationPage.Style}\n{More}</style>\n</head>\n<body>");
        Line(page, $"<h1>{Escaped(headline)}</h1>");
        Line(page, $"<p class=\"sub\">Law as known on {result.Manifest.AsOf:yyyy-MM-dd}, rule book {result.Manifest.Book.Hash[..12]}. "
            + $"{SmallCells.Sentence}</p>");
        Missing(page, result);
        AcoCharts.Assignment(page, result);
        AcoCharts.Spending(page, result);
        Section(page, result, "risk", "Risk scores");
        Benchmark(page, result);
        Settlement(page, result);
        TieOut(page, result);
        Section(page, result, "quality", "Quality");
        Section(page, result, "qp-scores", "QP threshold scores");
        Section(page, result, "qp", "QP status");
        Warnings(page, result);
        Trees(page, result);
        page.Append("<h2>Manifest</h2>\n<details><summary>What this result depends on</summary><pre>")
            .Append(Escaped(result.Manifest.ToJson())).Append("</pre></details>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>What came out, in one sentence.</summary>
    public static string Headline(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var (aco, year) = (result.Request.Aco, result.Request.Year);
        return result switch
        {
            { Settlement.Result.Earned.Amount: > 0 and var earned } =>
                $"{aco} earns {Display.Of(Unit.Dollars, earned)} for performance year {year}",
            { Settlement.Result.Earned.Amount: < 0 and var owed } =>
                $"{aco} owes {Display.Of(Unit.Dollars, -owed)} for performance year {year}",
            { Settlement: not null } => $"{aco} neither earns nor owes for performance year {year}",
            { Benchmark.PerCapita: { } perCapita } =>
                $"Benchmark of {aco} for {year}: {Display.Of(Unit.Dollars, perCapita.Amount)} a person-year",
            _ => $"{aco}, performance year {year}, as far as the inputs reach",
        };
    }

    /// <summary>A table as rows of a page.</summary>
    internal static void Rows(StringBuilder page, Table table)
    {
        page.Append("<div class=\"scroll\"><table>\n<tr>");
        page.AppendJoin("", table.Columns.Select(column => $"<th>{Escaped(column.Replace('_', ' '))}</th>"));
        page.Append("</tr>\n");
        foreach (var row in table.Rows.Take(GreatestRows))
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Length; i++)
            {
                page.Append(row[i] is string or null ? "<td>" : "<td class=\"n\">")
                    .Append(Escaped(table.Columns[i].EndsWith("year", StringComparison.Ordinal) ? Table.Text(row[i]) : Shown(row[i])))
                    .Append("</td>");
            }
            page.Append("</tr>\n");
        }
        page.Append("</table></div>\n");
        if (table.Rows.Count > GreatestRows)
            Line(page, $"<p class=\"sub\">{table.Rows.Count - GreatestRows:N0} more rows are in the table's file.</p>");
    }

    internal static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');

    internal static string Escaped(string text) => ExplanationPage.Escaped(text);

    private static void Missing(StringBuilder page, AcoResult result)
    {
        if (result.Missing.Count == 0)
            return;
        page.Append("<h2>What cannot be computed</h2>\n<div class=\"warn\">\n");
        Rows(page, AcoTables.Missing(result.Missing));
        page.Append("</div>\n");
    }

    private static void Section(StringBuilder page, AcoResult result, string name, string title)
    {
        if (result[name] is not { Rows.Count: > 0 } table)
            return;
        Line(page, $"<h2>{Escaped(title)}</h2>");
        Rows(page, name switch
        {
            "risk" => AcoCharts.Suppressed(table, result),
            "qp-scores" => AcoCharts.SuppressedScores(table),
            _ => table,
        });
    }

    private static void Benchmark(StringBuilder page, AcoResult result)
    {
        if (result.Benchmark is not { } benchmark)
            return;
        Line(page, $"<h2>Benchmark</h2>\n<p class=\"sub\">{BenchmarkPage.Title(benchmark.Section)}, agreement period "
            + $"{benchmark.Request.AgreementPeriod} from {benchmark.Request.AgreementStart:yyyy-MM-dd}.</p>");
        var steps = BenchmarkWaterfall.Of(benchmark, result.Manifest.Book);
        if (steps.Count > 0)
        {
            page.Append(BenchmarkWaterfall.Svg(steps));
            page.Append("<p class=\"sub\">Dollars a person-year; bars of levels are cut at the left.</p>\n");
        }
        Rows(page, BenchmarkTables.Of(benchmark));
    }

    /// <summary>The levels of the bridge alone: a step may rest on few people, and the page is made to be shared.</summary>
    private static void TieOut(StringBuilder page, AcoResult result)
    {
        if (result[AcoTieOut.Name] is not { } bridge)
            return;
        var columns = bridge.Columns.ToList();
        var shown = new Table("", "dollars", "person_years", "per_capita");
        foreach (var row in bridge.Rows.Where(row => row[columns.IndexOf("kind")] is "level" || row[0] is "unexplained"))
        {
            shown.Add(row[columns.IndexOf("title")], row[columns.IndexOf("dollars")], row[columns.IndexOf("person_years")],
                row[columns.IndexOf("per_capita")]);
        }
        Line(page, $"<h2>Tie-out to CMS's expenditure report</h2>\n<p class=\"sub\">The steps between are in {AcoTieOut.Name}.csv.</p>");
        Rows(page, shown);
    }

    private static void Settlement(StringBuilder page, AcoResult result)
    {
        if (result.Settlement is not { } settled)
            return;
        page.Append("<h2>Settlement</h2>\n");
        var steps = Waterfall.Of(settled.Facts, settled.Result);
        page.Append(Waterfall.Svg(steps));
        page.Append("<p class=\"sub\">The first two bars are drawn on the scale of the benchmark, ");
        page.Append("the others on the scale of the savings or losses.</p>\n");
        Rows(page, AcoTables.Steps(steps));
        Rows(page, result["settlement"]!);
    }

    private static void Warnings(StringBuilder page, AcoResult result)
    {
        page.Append("<h2>Warnings</h2>\n");
        List(page, "What a person should look at", result.Findings.Select(finding => $"{finding.What}. {finding.Do}."));
        List(page, "What was taken for granted (docs/assumptions.md)", result.Notes);
        List(page, "Parameters that nobody has verified at their source", result.Unverified);
    }

    private static void List(StringBuilder page, string title, IEnumerable<string> items)
    {
        var all = items.ToList();
        if (all.Count == 0)
            return;
        Line(page, $"<details{(all.Count <= 12 ? " open" : "")}><summary>{Escaped(title)} ({all.Count})</summary>\n<ul>");
        foreach (var item in all)
            Line(page, $"<li>{Escaped(item)}</li>");
        page.Append("</ul></details>\n");
    }

    private static void Trees(StringBuilder page, AcoResult result)
    {
        if (result.Derivations.Count == 0)
            return;
        page.Append("<h2>Why</h2>\n");
        var shown = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var (_, root) in result.Derivations)
            ExplanationPage.Tree(page, root, shown, open: 1);
    }

    private static string Shown(object? cell) => cell switch
    {
        Dollars money => Display.Of(Unit.Dollars, money.Amount),
        decimal number => number.ToString("#,##0.######", CultureInfo.InvariantCulture),
        int number => number.ToString("#,##0", CultureInfo.InvariantCulture),
        _ => Table.Text(cell),
    };
}
