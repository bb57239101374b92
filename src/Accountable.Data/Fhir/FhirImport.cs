using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Fhir;

/// <summary>Brings BCDA exports (Patient, Coverage, ExplanationOfBenefit as NDJSON, packed or not) into a store: a folder is one
/// delivery of one ACO.</summary>
public static partial class FhirImport
{
    private const string Kind = "fhir";
    private const int GreatestLine = 1 << 26;

    /// <summary>Imports what lies at a path.</summary>
    /// <param name="path">A file or a folder, at any depth.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="aco">The ACO; null to take it from the folder's name.</param>
    /// <param name="day">The day of the export; null to take the newest one that the resources name.</param>
    /// <param name="said">Called for each file.</param>
    /// <exception cref="FileRefusedException">Nothing is there, or nothing says whose it is.</exception>
    public static IReadOnlyList<ImportedDelivery> Import(string path, ClaimStore store, string? aco, DateOnly? day,
        Action<ImportedFile>? said = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var imported = new List<ImportedDelivery>();
        foreach (var delivery in SourceEntry.At(path, _ => false).Where(entry => Name().IsMatch(entry.Name)).GroupBy(entry => entry.Folder))
        {
            var owner = aco ?? (Owner().IsMatch(delivery.Key) ? delivery.Key
                : throw new FileRefusedException(new Finding(Severity.FileRefused,
                delivery.Key, 0, "", "nothing says whose claims these are", "Name the ACO with --aco, or the folder after it"),
                    isUsage: true));
            imported.Add(InputImport.Run(store, $"{owner} bcda", import => Read(import, store, owner, day, [.. delivery])));
            foreach (var file in imported[^1].Files)
                said?.Invoke(file);
        }
        return imported.Count > 0 ? imported : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "",
            "there is no NDJSON here", "Name the folder that holds the files of a BCDA export (.ndjson or .ndjson.gz)"));
    }

    private static void Read(InputImport import, ClaimStore store, string aco, DateOnly? day, List<SourceEntry> entries)
    {
        ClaimSource.Check(store.Manifest, aco, Kind, $"{aco} bcda");
        var kinds = entries.Select(entry => (Entry: entry, Start: Start(entry))).ToList();
        var made = day ?? kinds.Select(file => file.Start.Day).Append(SourceFile.NoDay).Max();
        // Patients first: the others name them only by their number.
        var patients = Known(store, aco);
        foreach (var (entry, _) in kinds.OrderBy(file => file.Start.Type is "Patient" ? 0 : 1)
            .ThenBy(file => file.Entry.Name, StringComparer.Ordinal))
        {
            var source = new SourceFile(entry.Name, $"{aco} bcda {made:yyyy-MM-dd}", aco, made, Kind, entry.Sha256(), entry.Bytes);
            if (import.Open(source, InputTable.Sources.Name) is not { } file)
                continue;
            foreach (var (line, text) in Lines(entry))
                Resource(file, line, text, patients);
            if (file.RowsRead == 0)
                import.Warn(entry.Name, "the file holds no resources", "Ask for the export again if it should");
            file.Complete();
        }
    }

    private static void Resource(InputFile file, long line, string text, Dictionary<string, FhirPatient> patients)
    {
        file.Count();
        try
        {
            using var document = JsonDocument.Parse(text);
            var resource = document.RootElement;
            var kind = resource.Text("resourceType");
            var id = resource.Text("id");
            var known = patients.GetValueOrDefault(resource.Reference(kind == "Coverage" ? "beneficiary" : "patient") ?? "");
            var mbi = kind switch
            {
                "Patient" => FhirPerson.Current(resource),
                "Coverage" => known?.Mbi ?? resource.Text("subscriberId"),
                _ => known?.Mbi,
            };
            if (kind == "Patient" && id is not null && mbi is not null)
                patients[id] = new FhirPatient(mbi, resource.Extension("rfrnc_yr"));
            var problem = kind switch
            {
                "Patient" => FhirPerson.AddPatient(resource, file, line),
                "Coverage" => mbi is null ? Unknown : FhirPerson.AddCoverage(resource, file, line, mbi, known?.Year),
                "ExplanationOfBenefit" => mbi is null ? Unknown : FhirClaim.Add(resource, file, line, mbi),
                _ => ("resourceType", "is none of Patient, Coverage and ExplanationOfBenefit"),
            };
            if (problem is var (field, what))
                file.Refuse(line, field, what, text);
            else
                file.Main.Add(line, ("kind", kind), ("record_id", id), ("bene_mbi_id", mbi),
                    ("bene_mbi_id_hash", BeneficiaryHash.Of(mbi!)));
        }
        catch (JsonException)
        {
            file.Refuse(line, "", "is no JSON, or was cut off", text);
        }
    }

    private static (string, string)? Unknown => ("patient", "is in no Patient file of this export or of one before");

    /// <summary>The patients of earlier exports.</summary>
    private static Dictionary<string, FhirPatient> Known(ClaimStore store, string aco)
    {
        var patients = new Dictionary<string, FhirPatient>();
        if (!store.Manifest.Files.Any(file => file.Aco == aco && file.Table == InputTable.Sources.Name))
            return patients;
        using var engine = store.OpenInput();
        using var reader = engine.Query("""
            select s.record_id, s.bene_mbi_id from input.source_rows s join input.files f on f.file_id = s.file_id
            where s.kind = 'Patient' and f.aco_id = $aco order by f.delivery_day, s.file_id, s.line
            """, ("aco", aco));
        while (reader.Read())
            patients[reader.GetString(0)] = new FhirPatient(reader.GetString(1), null);
        return patients;
    }

    /// <summary>The kind and the day of a file's first resource.</summary>
    private static (string? Type, DateOnly Day) Start(SourceEntry entry)
    {
        try
        {
            foreach (var (_, text) in Lines(entry))
            {
                using var document = JsonDocument.Parse(text);
                const int Length = 10;
                var updated = document.RootElement.First("meta.lastUpdated");
                _ = TextCell.Read(updated?.Length > Length ? updated[..Length] : "", "date", out var day);
                return (document.RootElement.Text("resourceType"), day as DateOnly? ?? SourceFile.NoDay);
            }
        }
        catch (JsonException)
        {
            // The line is refused when it is read.
        }
        return (null, SourceFile.NoDay);
    }

    private static IEnumerable<(long Line, string Text)> Lines(SourceEntry entry)
    {
        using var packed = entry.Open();
        using Stream stream = entry.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(packed, CompressionMode.Decompress) : packed;
        using var lines = new BoundedLines(stream, entry.Name, GreatestLine);
        while (lines.Next())
        {
            if (!string.IsNullOrWhiteSpace(lines.Text))
                yield return (lines.Line, lines.Text);
        }
    }

    [GeneratedRegex(@"\.ndjson(\.gz)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Z]+\d+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Owner();
}
