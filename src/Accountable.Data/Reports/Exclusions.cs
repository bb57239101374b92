using System.Globalization;
using System.Xml;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>Brings the monthly list of beneficiaries whose data CMS leaves out (BNEX, XML) into a store. Names are not kept.</summary>
public static class Exclusions
{
    private const string DayFormat = "yyyyMMdd";

    /// <summary>Whether a file is such a list.</summary>
    public static bool IsName(string name) =>
        name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && ReportFileName.Parse(name) is { Kind: "BNEX" };

    /// <summary>Imports one list.</summary>
    public static ImportedDelivery Import(ClaimStore store, SourceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var name = ReportFileName.Parse(entry.Name)!;
        return InputImport.Run(store, name.Stem, import =>
        {
            var source = new SourceFile(entry.Name, name.Stem, name.Aco, new DateOnly(name.PerformanceYear, 1, 1), "report",
                entry.Sha256(), entry.Bytes);
            if (import.Open(source, ReportLayout.Exclusions.Table) is not { } file)
                return;
            try
            {
                // No document types and nothing from outside the file.
                using var stream = entry.Open();
                using var xml = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null, IgnoreWhitespace = true, IgnoreComments = true });
                Read(xml, file);
            }
            catch (XmlException e)
            {
                throw new FileRefusedException(new Finding(Severity.FileRefused, entry.Name, e.LineNumber, "",
                    "this is no XML as CMS sends it: it is cut off, damaged, or names a document type", "Ask for the file again"));
            }
            if (file.RowsRead == 0)
                import.Warn(entry.Name, "the file names nobody", "Ask for it again if it should");
            file.Complete();
        });
    }

    private static void Read(XmlReader xml, InputFile file)
    {
        var header = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            var line = xml is IXmlLineInfo info ? info.LineNumber : 0;
            if (xml.LocalName == "Beneficiary")
                Add(file, line, header, Cells(xml.ReadSubtree()));
            else if (xml.LocalName is "PerformanceYear" or "ReportMonth" or "FileCreationDate")
            {
                var name = xml.LocalName;
                header[name] = xml.Read() && xml.NodeType == XmlNodeType.Text ? xml.Value.Trim() : "";
            }
        }
    }

    private static List<(string Name, string Text)> Cells(XmlReader xml)
    {
        using (xml)
        {
            var cells = new List<(string, string)>();
            var name = "";
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.Element)
                    name = xml.LocalName;
                else if (xml.NodeType == XmlNodeType.Text)
                    cells.Add((name, xml.Value.Trim()));
            }
            return cells;
        }
    }

    private static void Add(InputFile file, long line, Dictionary<string, string> header, List<(string Name, string Text)> cells)
    {
        file.Count();
        var text = string.Join(';', cells.Select(cell => $"{cell.Name}={cell.Text}"));
        var mbi = cells.Find(cell => cell.Name == "MBI").Text;
        var reasons = string.Join(',', cells.Where(cell => cell.Name == "BeneExcReason").Select(cell => cell.Text));
        if (string.IsNullOrEmpty(mbi))
            file.Refuse(line, "MBI", "is blank and the row cannot be used without it", text);
        else if (reasons.Length == 0)
            file.Refuse(line, "BeneExcReason", "is blank and the row cannot be used without it", text);
        else if (TextCell.Read(cells.Find(cell => cell.Name == "DOB").Text ?? "", "date", out var born, DayFormat) is { } what)
            file.Refuse(line, "DOB", what, text);
        else
        {
            long? year = long.TryParse(header.GetValueOrDefault("PerformanceYear"), NumberStyles.None, CultureInfo.InvariantCulture,
                out var of) ? of : null;
            file.Main.Add(line, ("performance_year", year), ("report_month", header.GetValueOrDefault("ReportMonth")),
                ("file_created", header.GetValueOrDefault("FileCreationDate")), ("bene_mbi_id", mbi),
                    ("bene_mbi_id_hash", BeneficiaryHash.Of(mbi)),
                ("bene_brth_dt", born), ("bene_sex_cd", cells.Find(cell => cell.Name == "Gender").Text), ("reasons", reasons));
        }
    }
}
