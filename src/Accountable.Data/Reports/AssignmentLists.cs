using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>Brings assignment list reports into a store: one delivery with all its tables, or none of it.</summary>
public static class AssignmentLists
{
    private const int GreatestType = 4;

    /// <summary>Groups the assignment lists among files by delivery: a stem of CMS's names.</summary>
    public static IEnumerable<IGrouping<string, (SourceEntry Entry, ReportFileName Name)>> In(IEnumerable<SourceEntry> entries) => entries
        .Select(entry => (Entry: entry, Name: NameOf(entry)))
        .Where(found => found.Name is { IsAssignment: true, Table: > 0 })
        .Select(found => (found.Entry, Name: found.Name!))
        .GroupBy(found => found.Name.Stem);

    /// <summary>Imports one delivery.</summary>
    public static ImportedDelivery Import(ClaimStore store, IReadOnlyList<(SourceEntry Entry, ReportFileName Name)> delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var name = delivery[0].Name;
        return InputImport.Run(store, name.Stem, import =>
        {
            if (delivery.GroupBy(file => file.Name.Table).FirstOrDefault(files => files.Select(file => file.Entry.Sha256()).Distinct()
                .Skip(1).Any()) is { } twice)
                throw new FileRefusedException(new Finding(Severity.FileRefused, name.Stem, 0, "",
                    $"table 1-{twice.Key} lies here twice with different bytes", "Keep the one that belongs to the delivery"));
            var period = Period(delivery, import) ?? throw new FileRefusedException(new Finding(Severity.FileRefused, name.Stem, 0, "",
                "the name of a quarterly assignment list says no quarter", "Keep the names that CMS gave the files"));
            foreach (var (entry, file) in delivery.DistinctBy(file => file.Name.Table).OrderBy(file => file.Name.Table))
                Read(import, entry, file, period);
        });
    }

    private static void Read(InputImport import, SourceEntry entry, ReportFileName name, AssignmentPeriod period)
    {
        if (!ReportLayout.Assignment.TryGetValue(name.Table, out var layout))
        {
            import.Warn(entry.Name, $"table 1-{name.Table} is not known and is left out", "Nothing to do: the other tables do not need it");
            return;
        }
        var source = new SourceFile(entry.Name, name.Stem, name.Aco, new DateOnly(name.PerformanceYear, 1, 1), "report", entry.Sha256(),
            entry.Bytes);
        if (import.Open(source, layout.Table) is not { } file)
            return;
        using (var records = new TextRecords(entry.Open(), entry.Name))
        {
            var rows = new ReportRows(import, file, layout, records);
            var seen = new HashSet<long>();
            var places = (Report: file.Main.Place("report"), Rank: file.Main.Place("report_rank"),
                Year: file.Main.Place("performance_year"),
                First: file.Main.Place("first_month"), Made: file.Main.Place("made"), Hash: file.Main.Place("bene_mbi_id_hash"));
            var flags = name.Table != 1 ? [] : Enumerable.Range(1, ReportLayout.Months)
                .Select(month => file.Main.Place($"enrollflag{month}")).ToArray();
            rows.Read(import, mayBeEmpty: name.Table != 1, take: row =>
            {
                (row[places.Report], row[places.Rank], row[places.Year]) = (period.Report, period.Rank, period.PerformanceYear);
                (row[places.First], row[places.Made]) = (period.FirstMonth, $"{name.PerformanceYear}.{name.Made}");
                for (var month = 0; month < flags.Length; month++)
                {
                    if (row[flags[month]] is not (>= 0L and <= GreatestType))
                        return ($"ENROLLFLAG{month + 1}", "is none of 0, 1, 2, 3 and 4");
                }
                return flags.Length > 0 && !seen.Add((long)row[places.Hash]!) ? ("BENE_MBI_ID", "stands in an earlier row already") : null;
            });
        }
        file.Complete();
    }

    private static AssignmentPeriod? Period(IReadOnlyList<(SourceEntry Entry, ReportFileName Name)> delivery, InputImport import)
    {
        var name = delivery[0].Name;
        var isOpen = name.Quarter == 0 && name.Year == name.PerformanceYear;
        var died = isOpen && delivery.FirstOrDefault(file => file.Name.Table == 1).Entry is { } list
            && NamesDeath(list, name.PerformanceYear);
        var period = AssignmentPeriod.Of(name, _ => died);
        if (isOpen && period is not null)
            import.Warn(name.Stem, died
                ? $"taken as the annual list of {name.Year}: it names deaths in that year (A-050)"
                : $"taken as the initial list for {name.Year}, with the months {period.FirstMonth:yyyy-MM} to "
                    + $"{period.FirstMonth.AddMonths(ReportLayout.Months - 1):yyyy-MM}: it names no death in {name.Year} (A-050)",
                "Name an annual list with the next year after the D when this is not so");
        return period;
    }

    /// <summary>Whether a beneficiary in a list died in a year.</summary>
    private static bool NamesDeath(SourceEntry entry, int year)
    {
        using var records = new TextRecords(entry.Open(), entry.Name);
        var place = Array.FindIndex(records.Header, name => string.Equals(name, "BENE_DEATH_DT", StringComparison.OrdinalIgnoreCase));
        while (place >= 0 && records.Next())
        {
            if (place < records.Cells.Count && TextCell.Read(records.Cells[place], "date", out var day) is null
                && day is DateOnly died && died.Year == year)
                return true;
        }
        return false;
    }

    /// <summary>A file's own name, or in a zip whose inner names are short, the zip's name with the number of the table.</summary>
    private static ReportFileName? NameOf(SourceEntry entry)
    {
        if (ReportFileName.Parse(entry.Name) is { } own)
            return own;
        return ReportFileName.Parse(entry.Folder) is { IsAssignment: true } zip
            && ReportFileName.Parse($"{zip.Stem}_{entry.Name}") is { Table: > 0 } inner
            ? inner : null;
    }
}
