using System.Globalization;
using System.Net;
using System.Text;
using Accountable.Explanations;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>A settlement as one web page that needs no network: the waterfall from benchmark to payment and the whole derivation.</summary>
public static class ExplanationPage
{
    internal const string Style = """
        :root {
          color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #d6d7d9; --muted: #5a5a5a;
          --total: #0b5394; --less: #b0561a; --more: #22703c;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #eee; --paper: #16191d; --line: #444a52; --muted: #b0b4ba;
            --total: #6fa8dc; --less: #e69f5b; --more: #7cc38f;
          }
        }
        body {
          font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
          max-width: 70rem; margin: 2rem auto; padding: 0 1rem;
        }
        h1 { font-size: 1.6rem; margin-bottom: 0; } .sub { color: var(--muted); margin-top: .25rem; }
        svg { width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 13px; } svg .axis { stroke: var(--line); }
        .total { fill: var(--total); } .less { fill: var(--less); } .more { fill: var(--more); }
        table { border-collapse: collapse; margin: 1rem 0; }
        td, th { border-bottom: 1px solid var(--line); padding: .3rem .8rem; text-align: left; }
        td.n { text-align: right; font-variant-numeric: tabular-nums; }
        details { margin-left: 1.2rem; } .leaf { margin-left: 2.3rem; } summary { cursor: pointer; }
        .law { color: var(--muted); font-size: .9em; } .value { font-variant-numeric: tabular-nums; font-weight: 600; }
        @media print { details { break-inside: avoid; } }
        """;

    /// <summary>The page of one settled, traced row.</summary>
    /// <exception cref="ArgumentException">The row was settled without tracing.</exception>
    public static string Write(SettledRow row, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(manifest);
        var root = row.Result.Earned.Derivation ?? throw new ArgumentException("The row was settled without tracing.", nameof(row));
        var name = row.Row.AcoId.Length > 0 ? row.Row.AcoId : $"row {row.Row.Row}";
        var earned = row.Result.Earned;
        var sentence = earned.Amount switch
        {
            > 0 => $"earns {Display.Of(Unit.Dollars, earned.Amount)}",
            < 0 => $"owes {Display.Of(Unit.Dollars, -earned.Amount)}",
            _ => "neither earns nor owes",
        };
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>{Escaped(name)}, performance year {row.Row.Year}</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>\n{Style}</style>\n</head>\n<body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>{Escaped(name)} {sentence} for performance year {row.Row.Year}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"sub\">Shared Savings Program, {row.Facts.Track.Name()}. ");
        page.Append(CultureInfo.InvariantCulture, $"Law as known on {manifest.AsOf:yyyy-MM-dd}, ");
        page.Append(CultureInfo.InvariantCulture, $"rule book {manifest.Book.Hash[..12]}.</p>\n");
        var steps = Waterfall.Of(row);
        page.Append(Waterfall.Svg(steps));
        page.Append("<p class=\"sub\">The first two bars are drawn on the scale of the benchmark, ");
        page.Append("the others on the scale of the savings or losses.</p>\n");
        page.Append("<table><caption>From benchmark to payment</caption>\n<tr><th>step</th><th>dollars</th></tr>\n");
        foreach (var step in steps)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Escaped(step.Label)}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Display.Of(Unit.Dollars, step.Amount)}</td></tr>\n");
        }
        page.Append("</table>\n");
        if (row.Notes.Count > 0)
            page.Append("<h2>Notes</h2>\n<ul>").AppendJoin("", row.Notes.Select(note => $"<li>{Escaped(note)}</li>")).Append("</ul>\n");
        page.Append("<h2>Why</h2>\n");
        Tree(page, root, new HashSet<Derivation>(ReferenceEqualityComparer.Instance), open: 3);
        page.Append("<h2>Manifest</h2>\n<details><summary>What this result depends on</summary><pre>")
            .Append(Escaped(manifest.ToJson())).Append("</pre></details>\n</body>\n</html>\n");
        return page.ToString();
    }

    internal static void Tree(StringBuilder page, Derivation node, HashSet<Derivation> shown, int open)
    {
        var parts = Outline.Parts(node);
        var first = shown.Add(node);
        if (parts.Count == 0 || !first)
        {
            page.Append("<div class=\"leaf\">").Append(Line(node))
                .Append(first ? "" : " <span class=\"law\">(shown above)</span>").Append("</div>\n");
            return;
        }
        page.Append(open > 0 ? "<details open>" : "<details>").Append("<summary>").Append(Line(node)).Append("</summary>\n");
        foreach (var part in parts)
            Tree(page, part, shown, open - 1);
        page.Append("</details>\n");
    }

    private static string Line(Derivation node)
    {
        var formula = Formula.Of(node);
        var where = node.Kind switch
        {
            DerivationKind.Assumption => $"assumption {node.Source}",
            DerivationKind.Input => node.Source,
            _ => node.Citation,
        };
        var mark = node.Verified switch { Verified.No => ", not verified", Verified.Secondary => ", secondary source", _ => "" };
        return $"{Escaped(node.Name ?? "result")} = <span class=\"value\">{Display.Of(node.Unit, node.Value)}</span>"
            + (formula.Length > 0 ? $" [{Escaped(formula)}]" : "") + $" <span class=\"law\">{Escaped(where ?? "")}{mark}</span>";
    }

    internal static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
