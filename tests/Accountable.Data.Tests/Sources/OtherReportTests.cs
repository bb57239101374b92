using System.IO.Compression;
using System.Text;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;

namespace Accountable.Data.Tests.Sources;

/// <summary>Expenditure reports as workbook and as CSV, and the exclusions in XML.</summary>
public sealed class OtherReportTests : IDisposable
{
    private const string Report = "P.A1234.ACO.QEXPU.2024Q1.D249999.T0100000";
    private const string Mbi = "1AA0AA0AA00";

    private static readonly string[][] Sheet =
    [
        ["Table 1. Expenditure and utilization"],
        ["", "ACO-Specific", "All MSSP ACOs"],
        ["Total assigned beneficiaries", "13,151", "10331234"],
        ["Person years by Medicare enrollment type"],
        ["ESRD", "65.5", "-"],
        ["Aged/Non-dual", "10,020.25", "8,839,000"],
        ["", "Stays", "Stays"],
        ["Facility", "Affiliated", "Other"],
        ["All", "12.5%", "($3.10)"],
    ];

    private static readonly string[] Expected =
    [
        "A1234|QEXPU|2024Q1||Total assigned beneficiaries|ACO-Specific|13151.00|13,151",
        "A1234|QEXPU|2024Q1||Total assigned beneficiaries|All MSSP ACOs|10331234.00|10331234",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|ESRD|ACO-Specific|65.50|65.5",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|ESRD|All MSSP ACOs||-",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|Aged/Non-dual|ACO-Specific|10020.25|10,020.25",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|Aged/Non-dual|All MSSP ACOs|8839000.00|8,839,000",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|All|Stays / Affiliated|12.50|12.5%",
        "A1234|QEXPU|2024Q1|Person years by Medicare enrollment type|All|Stays / Other|-3.10|($3.10)",
    ];

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_sheet_saved_as_CSV_is_read_cell_by_cell()
    {
        Reports.Write(_scratch, $"in/{Report}_Table 1.csv",
            string.Concat(Sheet.Select(row => string.Join(',', row.Select(cell => cell.Contains(',') ? $"\"{cell}\"" : cell)) + "\r\n")));
        Assert.Empty(Assert.Single(Reports.Import(_scratch, "in")).Findings);
        Assert.Equal(Expected.Select(row => row.Replace("|Person", "|Person", StringComparison.Ordinal)), Cells().Select(Untitled));
        Assert.Equal(["Table 1"], Query("select distinct sheet from input.expenditure_report"));
    }

    [Fact]
    public void A_workbook_gives_the_same_cells()
    {
        Directory.CreateDirectory(_scratch["in"]);
        Workbook(_scratch[$"in/{Report}.xlsx"], "Aggregate_EU_Report", Sheet);
        Assert.Empty(Assert.Single(Reports.Import(_scratch, "in")).Findings);
        Assert.Equal(Expected, Cells().Select(Untitled));
        Assert.Equal(["Aggregate_EU_Report"], Query("select distinct sheet from input.expenditure_report"));
        Assert.All(Assert.Single(Reports.Import(_scratch, "in")).Files, file => Assert.False(file.IsNew));
    }

    [Fact]
    public void Numbers_of_a_workbook_are_exact()
    {
        var cell = Assert.Single(ReportSheet.Cells([["", "ACO"], ["Total", "12345.67"]]));
        Assert.Equal((12345.67m, "ACO", "Total", 2), (cell.Value!.Value, cell.Column, cell.Label, cell.Row));
    }

    [Theory]
    [InlineData("nothing but words\n")]
    [InlineData("")]
    public void A_report_without_values_is_refused(string text)
    {
        Reports.Write(_scratch, $"in/{Report}_Table 1.csv", text);
        Assert.Contains("no sheet of it holds", Assert.Single(Assert.Single(Reports.Import(_scratch, "in")).Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_workbook_is_refused()
    {
        Reports.Write(_scratch, $"in/{Report}.xlsx", "PK no zip");
        Assert.Contains("no workbook", Assert.Single(Assert.Single(Reports.Import(_scratch, "in")).Findings).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Exclusions_are_read_with_their_reasons_and_without_names()
    {
        Reports.Write(_scratch, "in/P.A1234.ACO.BNEX.Y2024.D240315.T1000000.xml", Exclusion($"""
            <Beneficiary><MBI>{Mbi}</MBI><HICN/><FirstName>JANE</FirstName><LastName>DOE</LastName><DOB>19440229</DOB><Gender>F</Gender>
              <BeneExcReasons><BeneExcReason>PC</BeneExcReason><BeneExcReason>BD</BeneExcReason></BeneExcReasons></Beneficiary>
            <Beneficiary><MBI></MBI><DOB>19440229</DOB><BeneExcReasons><BeneExcReason>OT</BeneExcReason></BeneExcReasons></Beneficiary>
            <Beneficiary><MBI>1BB0BB0BB00</MBI><DOB>1944</DOB><BeneExcReasons><BeneExcReason>OT</BeneExcReason></BeneExcReasons></Beneficiary>
            """));
        var delivery = Assert.Single(Reports.Import(_scratch, "in"));
        Assert.Equal(["MBI", "DOB"], delivery.Findings.Select(finding => finding.Column));
        Assert.Equal([$"2024|03|{Mbi}|1944-02-29|F|PC,BD"],
            Query("select performance_year, report_month, bene_mbi_id, bene_brth_dt, bene_sex_cd, reasons from input.exclusions"));
    }

    [Theory]
    [InlineData("""<!DOCTYPE x [<!ENTITY a "b">]><Beneficiaries><PerformanceYear>&a;</PerformanceYear></Beneficiaries>""")]
    [InlineData("<Beneficiaries><Beneficiary><MBI>1AA0AA0AA00</MBI>")]
    public void A_document_type_or_a_cut_off_file_is_refused(string text)
    {
        Reports.Write(_scratch, "in/P.A1234.ACO.BNEX.Y2024.D240315.T1000000.xml", text);
        var finding = Assert.Single(Assert.Single(Reports.Import(_scratch, "in")).Findings);
        Assert.Equal(Severity.FileRefused, finding.Severity);
        Assert.DoesNotContain(Mbi, finding.ToString(), StringComparison.Ordinal);
    }

    private static string Exclusion(string beneficiaries) =>
        $"<BeneficiaryExclusions><Header><HeaderCode>H</HeaderCode><FileCreationDate>20240315</FileCreationDate><PerformanceYear>2024</PerformanceYear>"
        + $"<ReportMonth>03</ReportMonth></Header>{beneficiaries}</BeneficiaryExclusions>";

    /// <summary>The sheet's title is a heading like any other until the first one comes.</summary>
    private static string Untitled(string row) => row.Replace("|Table 1. Expenditure and utilization|", "||", StringComparison.Ordinal);

    private List<string> Cells() =>
        Query("select aco_id, report, period, section, row_label, column_label, value, value_text from input.expenditure_report order "
            + "by line, column_label");

    private List<string> Query(string sql)
    {
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        using var engine = store.OpenInput();
        return CoreModelTests.Rows(engine, sql);
    }

    /// <summary>The least workbook that is one: texts in the cells.</summary>
    private static void Workbook(string path, string sheet, string[][] rows)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        Put(zip, "[Content_Types].xml", """
            <?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
            <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
            """);
        Put(zip, "_rels/.rels", """
            <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Put(zip, "xl/workbook.xml", $"""
            <?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>
            """);
        Put(zip, "xl/_rels/workbook.xml.rels", """
            <?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
            <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
            """);
        var text = new StringBuilder("""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        for (var row = 0; row < rows.Length; row++)
        {
            text.Append($"<row r=\"{row + 1}\">");
            for (var cell = 0; cell < rows[row].Length; cell++)
            {
                if (rows[row][cell].Length > 0)
                    text.Append($"<c r=\"{(char)('A' + cell)}{row + 1}\" t=\"inlineStr\"><is><t>{rows[row][cell]}</t></is></c>");
            }
            text.Append("</row>");
        }
        Put(zip, "xl/worksheets/sheet1.xml", text.Append("</sheetData></worksheet>").ToString());
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text.Trim()));
    }
}
