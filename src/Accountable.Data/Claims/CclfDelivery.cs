using Accountable.Data.Reports;
using Accountable.Data.Store;

namespace Accountable.Data.Claims;

/// <summary>A CCLF file that can be opened.</summary>
/// <param name="Name">What its name says.</param>
/// <param name="Bytes">Its bytes, unpacked, as its folder or zip says.</param>
/// <param name="GreatestBytes">More than this are not read.</param>
/// <param name="Open">Opens it; the taker closes it.</param>
public sealed record CclfEntry(CclfFileName Name, long Bytes, long GreatestBytes, Func<Stream> Open);

/// <summary>The files that were delivered together: one ACO, one day.</summary>
/// <param name="Name">ACO, day and window.</param>
/// <param name="Aco">The ACO.</param>
/// <param name="Day">The day.</param>
/// <param name="Entries">The files by their digit.</param>
public sealed record CclfDelivery(string Name, string Aco, DateOnly Day, IReadOnlyDictionary<char, CclfEntry> Entries)
{
    /// <summary>Finds the deliveries in a zip, or in a folder at any depth; oldest first. A folder named truth is left out.</summary>
    /// <exception cref="FileRefusedException">There is nothing, a zip is unsafe, or files of two ACOs are mixed.</exception>
    public static IReadOnlyList<CclfDelivery> Find(string path)
    {
        if (File.Exists(path))
            return InZip(path);
        if (!Directory.Exists(path))
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "there is no such file or folder",
                "Name a CCLF zip or the folder that holds one delivery or more"), isUsage: true);
        var deliveries = new List<CclfDelivery>();
        foreach (var folder in SourceEntry.Folders(path))
        {
            deliveries.AddRange(Grouped(folder, Directory.EnumerateFiles(folder).Select(OfFile)));
            // Zips of reports lie among the deliveries; another reader takes them.
            foreach (var zip in Directory.EnumerateFiles(folder).Where(IsZip).Order(StringComparer.Ordinal)
                .Where(zip => ReportFileName.Parse(Path.GetFileName(zip)) is null))
                deliveries.AddRange(InZip(zip));
        }
        return deliveries.Count > 0
            ? [.. deliveries.OrderBy(delivery => delivery.Day).ThenBy(delivery => delivery.Name, StringComparer.Ordinal)]
            : throw Refused(path, "no file here is named as CCLF files are (such as P.A1234.ACO.ZC1Y21.D210115.T1200000)",
                "Keep the names that CMS gave the files");
    }

    private static bool IsZip(string file) => file.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static CclfEntry? OfFile(string file)
    {
        var name = CclfFileName.Parse(Path.GetFileName(file));
        return name is null || name.File == ' ' || IsZip(file) ? null
            : new CclfEntry(name, new FileInfo(file).Length, long.MaxValue, () =>
            new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));
    }

    private static IReadOnlyList<CclfDelivery> InZip(string path)
    {
        var entries = new List<CclfEntry?>();
        foreach (var entry in SourceEntry.InZip(path))
        {
            if (CclfFileName.Parse(entry.Name) is { File: not ' ' } name)
                entries.Add(new CclfEntry(name, entry.Bytes, entry.Bytes, entry.Open));
        }
        return entries.Count > 0
            ? Grouped(path, entries)
            : throw Refused(path, "no file in the zip is named as CCLF files are (such as P.A1234.ACO.ZC1Y21.D210115.T1200000)",
                "Keep the names that CMS gave the files");
    }

    private static List<CclfDelivery> Grouped(string path, IEnumerable<CclfEntry?> entries)
    {
        var found = entries.OfType<CclfEntry>().ToList();
        var acos = found.Select(entry => entry.Name.Aco).Distinct().Order(StringComparer.Ordinal).ToList();
        if (acos.Count > 1)
            throw Refused(path, $"files of {acos.Count} ACOs are mixed here ({string.Join(", ", acos)})",
                "Put each ACO's files in a folder of its own");
        return [.. found.GroupBy(entry => entry.Name.Delivery).Select(group =>
        {
            var twice = group.GroupBy(entry => entry.Name.File).FirstOrDefault(same => same.Skip(1).Any());
            return twice is not null
                ? throw Refused(path,
                    $"the delivery has two files CCLF{twice.Key}: {string.Join(" and ", twice.Select(entry => entry.Name.Name))}",
                    "Keep the one that belongs to it")
                : new CclfDelivery(group.Key, group.First().Name.Aco, group.First().Name.Day, group.ToDictionary(entry => entry.Name.File));
        })];
    }

    private static FileRefusedException Refused(string path, string what, string todo) =>
        new(new Finding(Severity.FileRefused, Path.GetFileName(path.TrimEnd('/')), 0, "", what, todo));
}
