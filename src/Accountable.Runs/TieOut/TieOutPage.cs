using System.Globalization;
using System.Text.Json;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>A tie-out as one document: manifest, bridge, readings and the derivation of each level's dollars.</summary>
public static class TieOutPage
{
    /// <summary>What the result depends on: what the assignment does, the report, and the files beside it.</summary>
    public static Manifest Manifest(Manifest assignment, TieOutRun run)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        ArgumentNullException.ThrowIfNull(run);
        var request = run.Request;
        var decisions = new Dictionary<string, string>
        {
            ["run_out"] = request.LastSeen.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["completion"] = run.Completion.Amount.ToString(CultureInfo.InvariantCulture), ["truncation"] = run.ThresholdSource,
            ["other_store"] = request.OtherStore is null ? "none" : "given",
        };
        var beside = new List<ManifestInput>(request.Report.Files.Select(file => file with { Decisions = decisions }));
        if (request.Thresholds is { } thresholds)
            beside.Add(new ManifestInput(Path.GetFileName(thresholds.Path), thresholds.Sha256, thresholds.Values.Count,
                new Dictionary<string, string>()));
        if (request.NonClaims is { } payments)
            beside.Add(new ManifestInput(Path.GetFileName(payments.Path), payments.Sha256, payments.Payments.Count,
                new Dictionary<string, string>()));
        return assignment with { Inputs = [.. assignment.Inputs, .. beside] };
    }

    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, TieOutRun run, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(manifest);
        json.WriteStartObject();
        json.WritePropertyName("manifest");
        manifest.Write(json);
        json.WritePropertyName("bridge");
        TieOutTables.Bridge(run).Write(json);
        json.WritePropertyName("by_enrollment_type");
        TieOutTables.ByEnrollmentType(run).Write(json);
        json.WritePropertyName("readings");
        TieOutTables.Readings(run).Write(json);
        json.WriteStartObject("derivations");
        foreach (var line in run.Lines.Where(line => line.Key is "ours" or "unexplained"))
        {
            json.WriteStartObject(line.Key);
            foreach (var type in EnrollmentTypes.All)
            {
                if ((line.IsLevel ? line.After : line.Change!)[type].Dollars.Derivation is not { } derivation)
                    continue;
                json.WritePropertyName(type.Name());
                Explanations.DerivationJson.Write(json, derivation);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
