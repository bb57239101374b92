using System.Globalization;
using System.Net;
using System.Text;

namespace Accountable.Runs.Claims;

/// <summary>A first look at a store as one web page that needs no network.</summary>
public static class CheckPage
{
    private const string Style = """
        :root {
          color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #d6d7d9; --muted: #5a5a5a;
          --bar: #0b5394; --rest: #a9c5e2; --band: #d9e6d9; --mark: #b0561a;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #eee; --paper: #16191d; --line: #444a52; --muted: #b0b4ba;
            --bar: #6fa8dc; --rest: #31506d; --band: #31473a; --mark: #e69f5b;
          }
        }
        body {
          font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
          max-width: 75rem; margin: 2rem auto; padding: 0 1rem;
        }
        h1 { font-size: 1.6rem; } .sub { color: var(--muted); }
        figure { margin: 1rem 0; } figcaption { font-weight: 600; }
        svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 11px; } svg .axis { stroke: var(--line); }
        .bar { fill: var(--bar); } .rest { fill: var(--rest); } .band { fill: var(--band); } .mark { fill: var(--mark); }
        table { border-collapse: collapse; margin: 1rem 0; font-size: .9rem; }
        td, th { border-bottom: 1px solid var(--line); padding: .2rem .6rem; text-align: left; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; }
        """;

    /// <summary>The page.</summary>
    /// <param name="report">The look; its small cells are hidden already.</param>
    /// <param name="store">What the store is called.</param>
    /// <param name="generation">How often the store was changed.</param>
    public static string Write(CheckReport report, string store, int generation)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>A first look at the claims</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>\n{Style}</style>\n</head>\n<body>\n<h1>A first look at the claims</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"sub\">{Escaped(store)}, generation {generation}. ");
        page.Append(CultureInfo.InvariantCulture, $"{SmallCells.Sentence}</p>\n");
        foreach (var section in report.Sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Escaped(section.Title)}</h2>\n<p>{Escaped(section.Sentence)}</p>\n");
            foreach (var chart in section.Charts)
            {
                page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{Escaped(chart.Title)}</figcaption>\n");
                page.Append(CheckCharts.Svg(chart)).Append("</figure>\n");
            }
            if (section.Table.Rows.Count > 0)
                Rows(page, section);
        }
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void Rows(StringBuilder page, CheckSection section)
    {
        page.Append(section.Charts.Count > 0 ? "<details><summary>the figures</summary>\n<table>\n<tr>" : "<table>\n<tr>");
        foreach (var column in section.Table.Columns)
            page.Append(CultureInfo.InvariantCulture, $"<th>{Escaped(column.Replace('_', ' '))}</th>");
        page.Append("</tr>\n");
        foreach (var row in section.Table.Rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
                page.Append(cell is string or null ? "<td>" : "<td class=\"n\">").Append(Escaped(Shown(cell))).Append("</td>");
            page.Append("</tr>\n");
        }
        page.Append(section.Charts.Count > 0 ? "</table>\n</details>\n" : "</table>\n");
    }

    private static string Shown(object? cell) => cell switch
    {
        Dollars money => Display.Of(Unit.Dollars, money.Amount),
        Percent share => $"{share.Amount.ToString("0.0", CultureInfo.InvariantCulture)}%",
        decimal number => number.ToString("#,0.##", CultureInfo.InvariantCulture),
        _ => Table.Text(cell),
    };

    private static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
