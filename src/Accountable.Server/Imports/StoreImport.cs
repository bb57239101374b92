using System.Text.Json;
using Accountable.Data;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Runs.Claims;
using Accountable.Server.Api;
using Accountable.Server.Jobs;

namespace Accountable.Server.Imports;

/// <summary>What an import did.</summary>
/// <param name="Files">One row a file, and the sum: rows read, loaded and refused, and the control total.</param>
/// <param name="Findings">What was wrong or doubtful.</param>
/// <param name="Refused">Whether anything was refused.</param>
internal sealed record ImportReport(TablePage Files, IReadOnlyList<FindingView> Findings, bool Refused);

/// <summary>Something wrong or doubtful in an input: where, what, and what to do.</summary>
internal sealed record FindingView(string Severity, string File, long Line, string Column, string What, string Do)
{
    public static FindingView Of(Finding finding) => new(finding.Severity switch
    {
        Data.Severity.FileRefused => "file_refused",
        Data.Severity.RowRefused => "row_refused",
        _ => "warning",
    }, Path.GetFileName(finding.File), finding.Line, finding.Column, finding.What, finding.Do);
}

/// <summary>Brings an upload into the store, each delivery whole or not at all, as <c>claims import</c> does.</summary>
internal static class StoreImport
{
    private const int MostFindings = 1000;

    /// <summary>Reads the upload and deletes it. When it is stopped, deliveries that were whole stay and nothing else does.</summary>
    /// <param name="upload">The files.</param>
    /// <param name="said">What the one who uploads said of them.</param>
    /// <param name="store">The store's location.</param>
    /// <param name="maySee">Whether the one who uploads was granted an ACO.</param>
    /// <param name="seesEverything">Whether every ACO was granted.</param>
    /// <param name="acceptCounts">Take deliveries that differ from what their CCLF0 says.</param>
    /// <param name="context">The job.</param>
    public static JobResult Run(UploadFolder upload, ImportSource said, string store, Func<string, bool> maySee, bool seesEverything,
        bool acceptCounts, JobContext context)
    {
        try
        {
            context.Say(new JobProgress("looks at the files", 0, 0));
            upload.Unfold();
            var others = OtherSources.In(upload, said);
            IReadOnlyList<string> acos = [.. Acos(upload.Location).Union(others.Acos).Order(StringComparer.Ordinal)];
            if (acos.FirstOrDefault(aco => !maySee(aco)) is { } foreign)
                throw new ApiProblem(StatusCodes.Status403Forbidden, "forbidden",
                    $"the files are about {foreign}, which was not granted to you");
            if (!seesEverything && SharedLists(upload.Location).FirstOrDefault() is { } shared)
                throw new ApiProblem(StatusCodes.Status403Forbidden, "forbidden",
                    $"{shared} speaks of every ACO, and not every one was granted to you");
            return Import(upload.Location, others, store, acos, acceptCounts, context);
        }
        finally
        {
            upload.Delete();
        }
    }

    private static JobResult Import(string folder, OtherSources others, string store, IReadOnlyList<string> acos, bool acceptCounts,
        JobContext context)
    {
        var read = 0L;
        var imported = new List<ImportedDelivery>();
        using (var claims = ClaimStore.OpenToWrite(store))
        {
            if (Files(folder).Any(file => CclfFileName.Parse(Path.GetFileName(file)) is not null))
                imported.AddRange(CclfImport.Import(folder, claims, acceptCounts, Said, progress =>
                    context.Say(new JobProgress($"reads {progress.File}", progress.BytesRead, progress.Bytes))));
            imported.AddRange(others.Import(claims, Said));
            if (imported.Count == 0 || Files(folder).Any())
                imported.AddRange(ReportImport.Import(folder, claims, Said, isRequired: imported.Count == 0));
            context.Say(new JobProgress("nets the claims", read, 0));
            if (KeptRelations.Keep(claims) is { } warning)
                imported.Add(new ImportedDelivery("store", [], [warning]));
        }
        var findings = imported.SelectMany(delivery => delivery.Findings).OrderByDescending(finding => finding.Severity).ToList();
        var table = ClaimTables.Import(imported);
        var report = new ImportReport(TablePages.Whole(table), [.. findings.Take(MostFindings).Select(FindingView.Of)],
            findings.Exists(finding => finding.Severity != Severity.Warning));
        return new JobResult(JsonSerializer.Serialize(report, Json.Options), Entities: acos);

        // After each file: what is stopped here leaves its delivery as it was.
        void Said(ImportedFile file)
        {
            context.Stop.ThrowIfCancellationRequested();
            read += file.File.RowsRead;
            context.Say(new JobProgress($"has read {file.File.Name}", read, 0));
        }
    }

    /// <summary>The ACOs that the names of files and folders speak of.</summary>
    private static IReadOnlyList<string> Acos(string folder) => [.. Files(folder).Select(file =>
        CclfFileName.Parse(Path.GetFileName(file))?.Aco
            ?? ReportFileName.Parse(Path.GetFileName(file))?.Aco).OfType<string>()
        .Concat(Zips(folder).SelectMany(zip => SourceEntry.At(zip, _ => true)).Select(entry => CclfFileName.Parse(entry.Name)?.Aco)
            .OfType<string>()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Lists that count for every ACO, whichever their rows name.</summary>
    private static IEnumerable<string> SharedLists(string folder) => Files(folder)
        .Where(file => CclfFileName.Parse(Path.GetFileName(file)) is null && ReportFileName.Parse(Path.GetFileName(file)) is null)
        .Select(file => Path.GetFileName(file)).Where(name => ParticipantLists.IsName(name) || OwnLists.IsName(name));

    private static IEnumerable<string> Zips(string folder) =>
        Files(folder).Where(file => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
            .Contains(SourceEntry.Truth, StringComparer.OrdinalIgnoreCase));
}
