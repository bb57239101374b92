using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>Brings lists in our own columns into a store: enrollment, designations, specialties, assignment methods, agreements. They
/// are known by the names of their files, whatever the ACO.</summary>
public static class OwnLists
{
    private const string Everyone = "all";

    /// <summary>Whether a file is such a list.</summary>
    public static bool IsName(string name) => ReportLayout.Own.ContainsKey(name);

    /// <summary>Imports one list.</summary>
    public static ImportedDelivery Import(ClaimStore store, SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var layout = ReportLayout.Own[entry.Name];
        return InputImport.Run(store, entry.Name, import =>
        {
            var source = new SourceFile(entry.Name, layout.Title, Everyone, SourceFile.NoDay, "list", entry.Sha256(), entry.Bytes);
            if (import.Open(source, layout.Table) is not { } file)
                return;
            using (var records = new TextRecords(entry.Open(), entry.Name))
                new ReportRows(import, file, layout, records).Read(import, mayBeEmpty: true, take: _ => null);
            file.Complete();
        });
    }
}
