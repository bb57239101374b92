using System.IO.Compression;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Runs.Claims;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>Assignment lists and participant lists: what is read, what is refused, and which list governs a month.</summary>
public sealed class AssignmentListTests(ITestOutputHelper output) : IDisposable
{
    private const string A = "1AA0AA0AA00";
    private const string B = "1BB0BB0BB00";
    private const string C = "1CC0CC0CC00";
    private readonly Scratch _scratch = new();

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("P.A1234.ACO.QALR.2024Q1.D249999.T0100000_1-1.csv", "Q1", 5, "2023-04-01")]
    [InlineData("P.A1234.ACO.QALR.2024Q2.D249999.T0100000_1-1.csv", "Q2", 4, "2023-07-01")]
    [InlineData("P.A1234.ACO.QALR.2024Q3.D249999.T0100000_1-1.csv", "Q3", 3, "2023-10-01")]
    [InlineData("P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-1.csv", "Q4", 2, "2024-01-01")]
    [InlineData("P.A1234.ACO.AALR.Y2023.D259999.T0000000_1-1.csv", "annual", 1, "2023-01-01")]
    [InlineData("P.A1234.ACO.AALR.Y2025.D259999.T0000000_1-1.csv", "initial", 6, "2023-10-01")]
    [InlineData("P.A1234.ACO.AALR.D259999.T0000000_1-1.csv", "initial", 6, "2023-10-01")]
    [InlineData("P.A1234.ACO.HASSGN.D259999.T0000000_1-1.csv", "initial", 6, "2023-10-01")]
    public void The_name_of_a_list_gives_its_months(string name, string report, int rank, string first)
    {
        var parsed = ReportFileName.Parse(name)!;
        Assert.Equal(("A1234", 1), (parsed.Aco, parsed.Table));
        var period = AssignmentPeriod.Of(parsed, _ => false)!;
        Assert.Equal((report, rank, DateOnly.Parse(first)), (period.Report, period.Rank, period.FirstMonth));
    }

    [Fact]
    public void A_yearly_list_that_names_a_death_in_its_year_is_the_annual_one()
    {
        var name = ReportFileName.Parse("P.A1234.ACO.AALR.Y2021.D219999.T0100000_1-1.csv")!;
        Assert.Equal(("annual", new DateOnly(2021, 1, 1)),
            (AssignmentPeriod.Of(name, year => year == 2021)!.Report, AssignmentPeriod.Of(name, _ => true)!.FirstMonth));
        Assert.Null(AssignmentPeriod.Of(ReportFileName.Parse("P.A1234.ACO.QALR.D249999.T0100000_1-1.csv")!, _ => false));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_governing_list_alone_decides_a_month(string engine)
    {
        // Q1 2024 covers April 2023 to March 2024, Q2 covers July 2023 to June 2024, the annual list of 2023 January to December 2023.
        Reports.Write(_scratch, "in/P.A1234.ACO.QALR.2024Q1.D249999.T0100000_1-1.csv",
            Reports.List((A, "111111111111", ""), (B, Reports.Four, "")));
        Reports.Write(_scratch, "in/P.A1234.ACO.QALR.2024Q2.D249999.T0100000_1-1.csv",
            Reports.List((A, "222222222222", ""), (B, Reports.Four, "")));
        Reports.Write(_scratch, "in/P.A1234.ACO.QALR.2024Q2.D249999.T0200000_1-1.csv", Reports.List((A, "000000300003", "")));
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2023.D249999.T0000000_1-1.csv", Reports.List((C, "440000000000", "02/11/2023")));
        Assert.DoesNotContain(Reports.Import(_scratch, "in"), delivery => delivery.IsRefused);
        using var core = Reports.Core(_scratch, engine, output.WriteLine);
        if (core is null)
            return;
        var key = new[] { A, B, C }.ToDictionary(mbi => BeneficiaryHash.Of(mbi).ToString());
        // 2023 is the annual list's; from January 2024 the later Q2 list governs, in which B is missing; Q1 decides nothing that they
        // cover.
        Assert.Equal([$"{A}|2024-01-01|3|Q2", $"{A}|2024-06-01|3|Q2", $"{C}|2023-01-01|4|annual", $"{C}|2023-02-01|4|annual"],
            CoreModelTests.Rows(core, "select bene_key, month, enrollment_type, source from core.enrollment_months")
                .Select(row => $"{key[row.Split('|')[0]]}{row[row.IndexOf('|')..]}").Order(StringComparer.Ordinal));
        Assert.Equal(["2023-02-11"], CoreModelTests.Rows(core,
            "select distinct death_date from core.enrollment_months where death_date is not null"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_beneficiary_with_two_identifiers_has_each_month_once_and_is_written_under_the_newest(string engine)
    {
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2021.D229999.T0000000_1-1.csv",
            Reports.List((A, "444444000000", ""), (B, "000004444444", ""), (C, "3333333333300", "")));
        var delivery = new Delivery().With('1', 437, Rows.Header(1, "110001", "2020-12-30", "2021-01-02", A, "10.05", "0", "2021-02-01"),
                Rows.Header(2, "110001", "2021-03-01", "2021-03-02", B, "7.00", "0", "2021-04-01", type: "61"))
            .With('5', 388, Rows.Line(3, 1, "7", B, "3.00", "0", "2021-02-01"), Rows.Line(4, 1, "8", B, "1.00", "1", "2021-02-01"))
            .With('9', 55, Rows.Cross(B, A));
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
            Assert.DoesNotContain(CclfImport.Import(delivery.WriteTo(_scratch["in/cclf"]), store, acceptCounts: false),
                each => each.IsRefused);
        Reports.Import(_scratch, "in");
        using var core = Reports.Core(_scratch, engine, output.WriteLine);
        if (core is null)
            return;
        using var months = new StringWriter();
        Assert.Equal(2, ClaimExport.Write(core, "person_months", months));
        Assert.Equal($"aco_id,person_id,year,enrollment_type,months\nA1234,{B},2021,aged_non_dual,12\nA1234,{C},2021,aged_dual,11\n",
            months.ToString());
        using var dollars = new StringWriter();
        Assert.Equal(2, ClaimExport.Write(core, "dollars", dollars));
        // The stay ended in 2021; the orphan cancellation of a dollar stays; type 61 counts nowhere.
        Assert.Equal($"aco_id,person_id,year,service,paid\nA1234,{B},2012,professional,2.00\nA1234,{B},2021,inpatient,10.05\n",
            dollars.ToString());
    }

    [Fact]
    public void Every_row_is_loaded_or_refused_and_the_same_file_twice_changes_nothing()
    {
        var list = Reports.List((A, Reports.Four, ""), (B, "444444444445", ""), (A, Reports.Four, ""), (C, Reports.Four, "13/40/2021"),
            ("", Reports.Four, ""));
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2021.D229999.T0000000_1-1.csv", list + "cut,off");
        var delivery = Assert.Single(Reports.Import(_scratch, "in"));
        var file = Assert.Single(delivery.Files).File;
        Assert.Equal((6, 1, 5), (file.RowsRead, file.RowsLoaded, file.RowsRefused));
        Assert.Equal([(3, "ENROLLFLAG12"), (4, "BENE_MBI_ID"), (5, "BENE_DEATH_DT"), (6, "BENE_MBI_ID"), (7, "")],
            delivery.Findings.Where(finding => finding.Severity == Severity.RowRefused)
                .Select(finding => ((int)finding.Line, finding.Column)));
        Assert.Contains(delivery.Findings, finding => finding.What.Contains("cut off", StringComparison.Ordinal));
        Assert.DoesNotContain(delivery.Findings, finding =>
            new[] { A, B, C, "DOE" }.Any(value => finding.ToString().Contains(value, StringComparison.Ordinal)));
        var generation = Generation();
        Assert.False(Assert.Single(Assert.Single(Reports.Import(_scratch, "in")).Files).IsNew);
        Assert.Equal(generation, Generation());
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        using var engine = store.OpenInput();
        Assert.Equal(5, CoreModelTests.Rows(engine, "select line from input.quarantine").Count);
    }

    [Fact]
    public void A_wrong_header_refuses_the_whole_delivery()
    {
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2021.D229999.T0000000_1-1.csv", Reports.List((A, Reports.Four, "")));
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2021.D229999.T0000000_1-2.csv", "BENE_MBI_ID,WRONG\nX,1\n");
        var delivery = Assert.Single(Reports.Import(_scratch, "in"));
        Assert.True(delivery.IsRefused);
        Assert.Contains("lacks MASTER_ID", Assert.Single(delivery.Findings).What, StringComparison.Ordinal);
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        Assert.Empty(store.Manifest.Files);
    }

    [Fact]
    public void A_zip_with_several_tables_is_one_delivery_and_truth_is_left_alone()
    {
        Directory.CreateDirectory(_scratch["in/deep/A1234"]);
        using (var zip = ZipFile.Open(_scratch["in/deep/A1234/P.A1234.ACO.QALR.2024Q4.D249999.T0100000.zip"], ZipArchiveMode.Create))
        {
            Put(zip, "P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-1.csv", Reports.List((A, Reports.Four, "")));
            Put(zip, "P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-2.csv", "BENE_MBI_ID,MASTER_ID,B_EM_LINE_CNT_T\n" + $"{A},012345678,7\n");
            Put(zip, "P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-4.csv",
                "BENE_MBI_ID,MASTER_ID,NPI_USED,PCS_COUNT\n" + $"{A},012345678,1000000000,7\n");
            Put(zip, "P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-5.csv", "BENE_MBI_ID,PLUR_R05\n");
        }
        Reports.Write(_scratch, "in/truth/P.A9999.ACO.QALR.2024Q4.D249999.T0100000_1-1.csv", Reports.List((A, Reports.Four, "")));
        var delivery = Assert.Single(Reports.Import(_scratch, "in"));
        Assert.Equal([("assignment_list", 1L), ("assignment_tins", 1L), ("assignment_npis", 1L), ("assignment_turnover", 0L)],
            delivery.Files.Select(file => (file.File.Table, file.File.RowsLoaded)));
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        using var engine = store.OpenInput();
        Assert.Equal(["012345678|1000000000|7|Q4"], CoreModelTests.Rows(engine,
            "select tin, npi, pcs_count, report from input.assignment_npis"));
        Assert.Equal(["1.01234567891234"], CoreModelTests.Rows(engine, "select cast(agnd_score as varchar) from input.assignment_list"));
    }

    [Fact]
    public void A_zip_that_points_outside_is_refused()
    {
        Directory.CreateDirectory(_scratch["in"]);
        using (var zip = ZipFile.Open(_scratch["in/P.A1234.ACO.QALR.2024Q4.D249999.T0100000.zip"], ZipArchiveMode.Create))
            Put(zip, "../P.A1234.ACO.QALR.2024Q4.D249999.T0100000_1-1.csv", Reports.List((A, Reports.Four, "")));
        Assert.Contains("outside", Assert.Throws<FileRefusedException>(() => Reports.Import(_scratch, "in")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Participants_are_read_in_neutral_columns_and_in_those_of_the_reach_workbook()
    {
        Reports.Write(_scratch, "in/A1/participants.csv", """
            aco_id,tin,ccn,npi,role,specialty,start,end,primary_care_flag,cehrt_flag,pct_reduction
            A1234,12345678,,,participant,,01/01/2021,,1,Y,
            A1234,12-3456789,,1000000001,provider-supplier,08,2021-01-01,2021-12-31,0,N,50
            A1234,,,,participant,,,,,,
            """);
        Reports.Write(_scratch, "in/D1/participant_list.csv", """
            Entity_ID,Entity_TIN,Provider_Class,Individual_NPI,Base_Provider_TIN,Organization_NPI,CCN,Specialty,Effective_Start_Date,Uses_CEHRT,Advanced_Payment_Pct_Reduction
            D0001,111111111,Participant Provider,1000000002,222222222,,,11,1/1/2024,Yes,10%
            """);
        Reports.Write(_scratch, "in/mixed/participants.csv", "aco_id,tin\nA1234,123456789\nA9999,123456789\n");
        var imported = Reports.Import(_scratch, "in");
        Assert.Equal(3, imported.Count);
        Assert.Contains("2 ACOs are mixed", Assert.Single(imported, delivery => delivery.IsRefused).Findings[0].What,
            StringComparison.Ordinal);
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        using var engine = store.OpenInput();
        Assert.Equal(["A1234|012345678||participant|2021-01-01|True|True|",
            "A1234|123456789|1000000001|provider-supplier|2021-01-01|False|False|50.00",
            "D0001|222222222|1000000002|Participant Provider|2024-01-01||True|10.00"],
            CoreModelTests.Rows(engine,
                "select aco_id, tin, npi, role, start_date, primary_care_flag, cehrt_flag, pct_reduction from input.participants order "
                + "by 1, 2"));
    }

    private static void Put(ZipArchive zip, string name, string text)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }

    private int Generation()
    {
        using var store = ClaimStore.OpenToRead(_scratch["store"]);
        return store.Manifest.Generation;
    }
}
