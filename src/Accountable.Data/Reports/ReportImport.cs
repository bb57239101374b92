using Accountable.Data.Claims;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>Brings in the CMS reports and the participant lists that lie at a path, each delivery in a transaction of its own.</summary>
public static class ReportImport
{
    private const int Shown = 3;

    /// <summary>Imports what is found at any depth of a path.</summary>
    /// <param name="path">A file, a zip or a folder.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="said">Called for each file when it has been read.</param>
    /// <param name="isRequired">Whether it is an error that nothing is found.</param>
    /// <exception cref="FileRefusedException">Nothing is there.</exception>
    public static IReadOnlyList<ImportedDelivery> Import(string path, ClaimStore store, Action<ImportedFile>? said = null,
        bool isRequired = true)
    {
        ArgumentNullException.ThrowIfNull(store);
        var entries = SourceEntry.At(path, zip => ReportFileName.Parse(zip) is not null);
        var imported = new List<ImportedDelivery>();
        foreach (var delivery in AssignmentLists.In(entries).OrderBy(delivery => delivery.Key, StringComparer.Ordinal))
            Add(AssignmentLists.Import(store, [.. delivery]));
        foreach (var list in entries.Where(entry => ParticipantLists.IsName(entry.Name)))
            Add(ParticipantLists.Import(store, list));
        foreach (var list in entries.Where(entry => OwnLists.IsName(entry.Name)))
            Add(OwnLists.Import(store, list));
        foreach (var report in entries.Where(entry => ExpenditureReports.IsName(entry.Name)))
            Add(ExpenditureReports.Import(store, report));
        foreach (var list in entries.Where(entry => Exclusions.IsName(entry.Name)))
            Add(Exclusions.Import(store, list));
        var others = entries.Where(entry => CclfFileName.Parse(entry.Name) is null && !IsTaken(entry)).Select(entry => entry.Name).ToList();
        if (others.Count > 0 && Directory.Exists(path))
            imported.Add(new ImportedDelivery(path, [], [new Finding(Severity.Warning, path, 0, "",
                $"{others.Count:N0} other files lie here and were left alone, such as {string.Join(", ", others.Distinct().Take(Shown))}",
                "Other options of claims import take FHIR, RIF and mapped files")]));
        if (imported.All(delivery => delivery.Files.Count == 0 && !delivery.IsRefused) && isRequired)
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "",
                "no file here is named as CMS's reports or participant lists are",
                "Keep the names that CMS gave the files (such as P.A1234.ACO.QALR.2024Q1.D249999.T0100000_1-1.csv)"));
        return imported;

        void Add(ImportedDelivery delivery)
        {
            imported.Add(delivery);
            foreach (var file in delivery.Files)
                said?.Invoke(file);
        }
    }

    private static bool IsTaken(SourceEntry entry) => ParticipantLists.IsName(entry.Name) || OwnLists.IsName(entry.Name)
        || ExpenditureReports.IsName(entry.Name) || Exclusions.IsName(entry.Name) || AssignmentLists.In([entry]).Any();

    /// <summary>Imports participant lists by path, whatever their names.</summary>
    public static IReadOnlyList<ImportedDelivery> Participants(string path, ClaimStore store, Action<ImportedFile>? said = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        var imported = SourceEntry.At(path, _ => true).Where(entry => entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            .Select(entry => ParticipantLists.Import(store, entry)).ToList();
        foreach (var file in imported.SelectMany(delivery => delivery.Files))
            said?.Invoke(file);
        return imported.Count > 0 ? imported : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "",
            "there is no CSV here", "Name a participant list as CSV"));
    }
}
