using System.Globalization;
using System.Text;
using System.Text.Json;
using Accountable.Explanations;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.SharedSavings;

/// <summary>A benchmark as text, JSON and one web page that needs no network.</summary>
public static class BenchmarkPage
{
    /// <summary>What the explanation starts from: the last stage that could be computed, then the historical benchmark.</summary>
    public static IReadOnlyList<Derivation> Roots(BenchmarkOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        Derivation?[] roots =
        [
            outcome.PerCapita?.Derivation, outcome.Total?.Derivation,
            outcome.Adjusted?.Total.Derivation ?? outcome.Historical?.Total.Derivation,
        ];
        return [.. roots.OfType<Derivation>()];
    }

    /// <summary>The derivations as an outline.</summary>
    public static string Outline(BenchmarkOutcome outcome) => Explanations.Outline.Of([.. Roots(outcome)]);

    /// <summary>Writes the result as an object: manifest, steps, waterfall, what is missing, notes and, when traced, derivations.</summary>
    public static void Write(Utf8JsonWriter json, BenchmarkOutcome outcome, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(manifest);
        json.WriteStartObject();
        json.WritePropertyName("manifest");
        manifest.Write(json);
        json.WriteString("section", Title(outcome.Section));
        json.WritePropertyName("steps");
        BenchmarkTables.Of(outcome).Write(json);
        json.WriteStartArray("waterfall");
        foreach (var step in BenchmarkWaterfall.Of(outcome, manifest.Book))
        {
            json.WriteStartObject();
            json.WriteString("step", step.Label);
            json.WriteNumber("dollars", Math.Round(step.Amount, 2, MidpointRounding.AwayFromZero));
            json.WriteBoolean("level", step.IsTotal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("missing");
        BenchmarkTables.Missing(outcome).Write(json);
        json.WriteStartArray("notes");
        foreach (var note in outcome.Notes)
            json.WriteStringValue(note);
        json.WriteEndArray();
        json.WriteStartArray("derivations");
        foreach (var root in Roots(outcome))
            DerivationJson.Write(json, root);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>The page of a traced benchmark.</summary>
    public static string Html(BenchmarkOutcome outcome, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(manifest);
        var request = outcome.Request;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.Append("<meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<title>Benchmark of performance year {request.Year}</title>\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>\n{ExplanationPage.Style}</style>\n</head>\n<body>\n");
        var headline = outcome.PerCapita is { } perCapita
            ? $"Updated benchmark of performance year {request.Year}: {Display.Of(Unit.Dollars, perCapita.Amount)} a person-year"
            : $"Benchmark of performance year {request.Year}, as far as the factors reach";
        page.Append(CultureInfo.InvariantCulture, $"<h1>{headline}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"sub\">Agreement period {request.AgreementPeriod} from ");
        page.Append(CultureInfo.InvariantCulture, $"{request.AgreementStart:yyyy-MM-dd}, {Title(outcome.Section)}. ");
        page.Append(CultureInfo.InvariantCulture, $"Law as known on {manifest.AsOf:yyyy-MM-dd}, ");
        page.Append(CultureInfo.InvariantCulture, $"rule book {manifest.Book.Hash[..12]}.</p>\n");
        var steps = BenchmarkWaterfall.Of(outcome, manifest.Book);
        if (steps.Count > 0)
        {
            page.Append(BenchmarkWaterfall.Svg(steps));
            page.Append("<p class=\"sub\">Bars of levels are cut at the left.</p>\n");
            page.Append("<table><caption>Dollars a person-year</caption>\n<tr><th>step</th><th>dollars</th></tr>\n");
            foreach (var step in steps)
            {
                page.Append(CultureInfo.InvariantCulture, $"<tr><td>{ExplanationPage.Escaped(step.Label)}</td>");
                page.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{Display.Of(Unit.Dollars, step.Amount)}</td></tr>\n");
            }
            page.Append("</table>\n");
        }
        Rows(page, "Steps by enrollment type", BenchmarkTables.Of(outcome));
        if (outcome.Missing.Count > 0)
            Rows(page, "What cannot be computed", BenchmarkTables.Missing(outcome));
        page.Append("<h2>Notes</h2>\n<ul>")
            .AppendJoin("", outcome.Notes.Select(note => $"<li>{ExplanationPage.Escaped(note)}</li>")).Append("</ul>\n<h2>Why</h2>\n");
        var shown = new HashSet<Derivation>(ReferenceEqualityComparer.Instance);
        foreach (var root in Roots(outcome))
            ExplanationPage.Tree(page, root, shown, open: 2);
        page.Append("<h2>Manifest</h2>\n<details><summary>What this result depends on</summary><pre>")
            .Append(ExplanationPage.Escaped(manifest.ToJson())).Append("</pre></details>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>The section in words.</summary>
    public static string Title(BenchmarkSection section) => section switch
    {
        BenchmarkSection.First => "42 CFR 425.602",
        BenchmarkSection.Reset2016 => "42 CFR 425.603(b)",
        BenchmarkSection.Rebased => "42 CFR 425.603(c)",
        BenchmarkSection.Blended => "42 CFR 425.601",
        _ => "42 CFR 425.652 to 425.662",
    };

    private static void Rows(StringBuilder page, string title, Table table)
    {
        if (table.Rows.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"<h2>{title}</h2>\n<table>\n<tr>");
        page.AppendJoin("", table.Columns.Select(column => $"<th>{ExplanationPage.Escaped(column.Replace('_', ' '))}</th>"));
        page.Append("</tr>\n");
        foreach (var row in table.Rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
            {
                var text = cell switch
                {
                    Dollars money => Display.Of(Unit.Dollars, money.Amount),
                    decimal number => number.ToString("#,##0.######", CultureInfo.InvariantCulture),
                    _ => Table.Text(cell),
                };
                page.Append(cell is string ? "<td>" : "<td class=\"n\">").Append(ExplanationPage.Escaped(text)).Append("</td>");
            }
            page.Append("</tr>\n");
        }
        page.Append("</table>\n");
    }
}
