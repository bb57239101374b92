using System.Text;
using System.Text.Json;
using Accountable.Explanations;

namespace Accountable.Runs.Aco;

/// <summary>The files of a run: each table as CSV and JSON, the derivations, the manifest and the report.</summary>
public static class AcoFiles
{
    /// <summary>The name of the report.</summary>
    public const string Report = "report.html";

    /// <summary>Every file by its name, in the order in which they are written.</summary>
    /// <remarks>Tables hold all counts and are the ACO's own; the report is made to be shared and hides small ones.</remarks>
    public static IEnumerable<(string Name, string Text)> Of(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        foreach (var table in result.Tables)
        {
            yield return ($"{table.Name}.csv", table.Table.ToCsv());
            yield return ($"{table.Name}.json", Json(table.Table.Write));
        }
        yield return ("warnings.csv", Warnings(result).ToCsv());
        yield return ("derivations.json", Json(json =>
        {
            json.WriteStartArray();
            foreach (var (name, root) in result.Derivations)
            {
                json.WriteStartObject();
                json.WriteString("of", name);
                json.WritePropertyName("derivation");
                DerivationJson.Write(json, root);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
        yield return ("manifest.json", result.Manifest.ToJson());
        yield return (Report, AcoPage.Html(result));
    }

    /// <summary>Everything a person should look at: refused rows, warnings, assumptions, unverified parameters.</summary>
    public static Table Warnings(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var table = new Table("kind", "where", "line", "column", "what", "do");
        foreach (var finding in result.Findings)
        {
            table.Add(finding.Severity == Data.Severity.Warning ? "warning" : "refused", Path.GetFileName(finding.File),
                (decimal)finding.Line, finding.Column, finding.What, finding.Do);
        }
        foreach (var note in result.Notes)
            table.Add("note", "", null, "", note, "");
        foreach (var parameter in result.Unverified)
            table.Add("unverified", "", null, "", parameter, "'accountable rules show ID' tells more");
        return table;
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            write(json);
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
