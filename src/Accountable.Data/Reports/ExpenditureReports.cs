using System.Globalization;
using System.IO.Compression;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using CsvHelper;
using CsvHelper.Configuration;
using ExcelDataReader;

namespace Accountable.Data.Reports;

/// <summary>Brings expenditure and utilization reports (QEXPU, AEXPU) into a store cell by cell: the workbook, or its sheets as
/// CSV.</summary>
public static class ExpenditureReports
{
    private const int GreatestPacking = 500;
    private const long GreatestUnpacked = 1L << 28;
    private const double Greatest = 1e15;

    // The library asks for the encoding of old workbooks even where it reads new ones.
    static ExpenditureReports() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file is such a report.</summary>
    public static bool IsName(string name) => ReportFileName.Parse(name) is { IsExpenditure: true }
        && (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase));

    /// <summary>Imports one file.</summary>
    public static ImportedDelivery Import(ClaimStore store, SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var name = ReportFileName.Parse(entry.Name)!;
        return InputImport.Run(store, name.Stem, import =>
        {
            var source = new SourceFile(entry.Name, name.Stem, name.Aco, new DateOnly(name.PerformanceYear, 1, 1), "report",
                entry.Sha256(), entry.Bytes);
            if (import.Open(source, ReportLayout.Expenditure.Table) is not { } file)
                return;
            foreach (var (sheet, rows) in entry.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) ? Workbook(entry)
                : [Sheet(entry)])
            {
                foreach (var cell in ReportSheet.Cells(rows))
                {
                    file.Count();
                    file.Main.Add(cell.Row, ("aco_id", name.Aco), ("report", name.Kind), ("period", name.Period), ("sheet", sheet),
                        ("section", cell.Section),
                        ("row_label", cell.Label), ("column_label", cell.Column), ("value", cell.Value), ("value_text", cell.Text));
                }
            }
            if (file.RowsRead == 0)
                throw new FileRefusedException(new Finding(Severity.FileRefused, entry.Name, 0, "",
                    "no sheet of it holds a row with a value",
                    "Is this the report that its name says?"));
            file.Complete();
        });
    }

    /// <summary>The cells of one file outside of a store, by sheet.</summary>
    /// <param name="path">A workbook, or a sheet saved as CSV; of any name.</param>
    /// <returns>SHA-256 of its bytes, and the cells.</returns>
    /// <exception cref="FileRefusedException">It is no workbook and no comma-separated text, or holds no value.</exception>
    public static (string Sha256, IReadOnlyList<(string Sheet, ReportCell Cell)> Cells) Read(string path)
    {
        if (Directory.Exists(path) || SourceEntry.At(path, _ => false) is not [var entry])
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "this is no single file",
                "Name the workbook, or one sheet saved as CSV"), isUsage: true);
        var isWorkbook = entry.Name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase);
        var cells = (isWorkbook ? Workbook(entry) : [Sheet(entry)])
            .SelectMany(sheet => ReportSheet.Cells(sheet.Rows).Select(cell => (sheet.Sheet, cell))).ToList();
        return cells.Count > 0 ? (entry.Sha256(), cells) : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "",
            "no sheet of it holds a row with a value", "Is this an expenditure and utilization report?"));
    }

    /// <summary>One sheet saved as CSV; its name stands behind the report's.</summary>
    private static (string Sheet, IEnumerable<IReadOnlyList<string>> Rows) Sheet(SourceEntry entry)
    {
        var stem = ReportFileName.Parse(entry.Name)?.Stem ?? "";
        var rows = new List<IReadOnlyList<string>>();
        using var text = new StreamReader(entry.Open(), new UTF8Encoding(false));
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ",", BadDataFound = null,
            IgnoreBlankLines = false, MaxFieldSize = 1 << 20 });
        try
        {
            while (csv.Read())
                rows.Add(csv.Record!);
        }
        catch (CsvHelperException)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, entry.Name, csv.RawRow, "",
                "this is no comma-separated text", "Save the sheet as CSV again"));
        }
        return (Path.GetFileNameWithoutExtension(entry.Name)[stem.Length..].TrimStart('_', '.').Trim(), rows);
    }

    private static List<(string Sheet, IEnumerable<IReadOnlyList<string>> Rows)> Workbook(SourceEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var stream = entry.Open())
            stream.CopyTo(bytes);
        Check(entry, bytes);
        var sheets = new List<(string, IEnumerable<IReadOnlyList<string>>)>();
        try
        {
            using var workbook = ExcelReaderFactory.CreateOpenXmlReader(bytes);
            do
            {
                var rows = new List<IReadOnlyList<string>>();
                while (workbook.Read())
                    rows.Add([.. Enumerable.Range(0, workbook.FieldCount).Select(at => Text(workbook.GetValue(at)))]);
                sheets.Add((workbook.Name, rows));
            }
            while (workbook.NextResult());
        }
        catch (Exception e) when (e is ExcelDataReader.Exceptions.ExcelReaderException or System.Xml.XmlException
            or InvalidDataException or FormatException)
        {
            throw Refused(entry, "this is no workbook, or a damaged one");
        }
        return sheets;
    }

    /// <summary>A workbook is a zip: it must not unpack to more than a report can hold.</summary>
    private static void Check(SourceEntry entry, MemoryStream bytes)
    {
        try
        {
            bytes.Position = 0;
            using var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Sum(part => part.Length) > Math.Min(GreatestUnpacked, entry.Bytes * GreatestPacking))
                throw Refused(entry, "the workbook would unpack to far more than its packed size allows");
        }
        catch (InvalidDataException)
        {
            throw Refused(entry, "this is no workbook, or a damaged one");
        }
        bytes.Position = 0;
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        // Fifteen digits are what a workbook means by a number.
        double number when Math.Abs(number) < Greatest => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static FileRefusedException Refused(SourceEntry entry, string what) =>
        new(new Finding(Severity.FileRefused, entry.Name, 0, "", what, "Ask for the report again, or save its sheets as CSV"));
}
