using Accountable.Data.Claims;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Mapping;
using Accountable.Data.Rif;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Runs.Claims;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>Files of any layout through a mapping document; RIF is one that ships with the program.</summary>
public sealed class MappingTests(ITestOutputHelper output) : IDisposable
{
    private const string Mbi = "1AA0AA0AA00";
    private static readonly DateOnly Day = new(2024, 6, 30);
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void The_Tuva_input_layer_becomes_core_rows(string engine)
    {
        WriteTuva();
        var delivery = Import(Tuva());
        Assert.Empty(delivery.Findings);
        using var core = Reports.Core(_scratch, engine, output.WriteLine);
        if (core is null)
            return;
        // Two lines of one stay are one claim with the sum of what was paid.
        Assert.Equal(["60|2023-03-01|2023-03-04|1500.50|0|291", "40|2023-05-01|2023-05-01|20.00|0|"], CoreModelTests.Rows(core,
            "select clm_type_cd, clm_from_dt, clm_thru_dt, clm_pmt_amt, clm_adjsmt_type_cd, dgns_drg_cd from input.cclf1 order by "
                + "clm_from_dt"));
        Assert.Equal(["1|I5023", "2|E119"], CoreModelTests.Rows(core,
            "select clm_val_sqnc_num, clm_dgns_cd from input.cclf4 where clm_type_cd = '60' order by 1"));
        Assert.Equal(["2|2"], CoreModelTests.Rows(core, "select count(*), count(distinct cur_clm_uniq_id) from core.institutional_claims"));
        using var dollars = new StringWriter();
        ClaimExport.Write(core, "dollars", dollars);
        Assert.Equal($"aco_id,person_id,year,service,paid\nA1234,{Mbi},2023,inpatient,1500.50\nA1234,{Mbi},2023,outpatient,20.00\n"
            + $"A1234,{Mbi},2023,professional,80.25\n", dollars.ToString());
        using var months = new StringWriter();
        ClaimExport.Write(core, "person_months", months);
        Assert.Equal($"aco_id,person_id,year,enrollment_type,months\nA1234,{Mbi},2023,aged_dual,4\n", months.ToString());
    }

    [Fact]
    public void Parquet_gives_the_same_rows_as_CSV()
    {
        WriteTuva();
        using (var maker = new DuckDbEngine())
        {
            foreach (var name in new[] { "eligibility", "medical_claim" })
                maker.Execute($"copy (select * from read_csv('{_scratch[$"in/{name}.csv"]}', all_varchar = true)) to "
                    + $"'{_scratch[$"in/{name}.parquet"]}' (format parquet)");
        }
        File.Delete(_scratch["in/eligibility.csv"]);
        File.Delete(_scratch["in/medical_claim.csv"]);
        Assert.Empty(Import(Tuva()).Findings);
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        Assert.Equal(["inpatient|1500.50", "outpatient|20.00", "professional|80.25"], Dollars(core));
    }

    [Fact]
    public void Rows_that_the_mapping_cannot_take_are_refused_with_line_and_column()
    {
        WriteTuva("C9,1,professional,,,2023-05-01,2023-05-01,,11,,99213,10.00,,1000000001,J029",
            $"C9,x,professional,{Mbi},,2023-05-01,2023-05-01,,11,,99213,10.00,,1000000001,J029",
            $"C9,1,professional,{Mbi},,05-2023,2023-05-01,,11,,99213,10.00,,1000000001,J029",
            $"C9,1,professional,{Mbi},,2023-05-01,2023-05-01,,11,,99213,,,1000000001,J029",
            $"C9,1,professional,{Mbi},,2023-05-01");
        var delivery = Import(Tuva());
        Assert.Equal([(6, "member_id"), (7, "claim_line_number"), (8, "claim_start_date"), (9, "paid_amount"), (10, "")],
            delivery.Findings.Select(finding => ((int)finding.Line, finding.Column)));
        Assert.DoesNotContain(delivery.Findings, finding => finding.ToString().Contains(Mbi, StringComparison.Ordinal));
        var file = delivery.Files.Single(each => each.File.Name == "medical_claim.csv" && !each.File.IsDerived).File;
        Assert.Equal((9, 4, 5), (file.RowsRead, file.RowsLoaded, file.RowsRefused));
        Assert.All(Import(Tuva()).Files, each => Assert.False(each.IsNew));
    }

    [Theory]
    [InlineData("mapping: x\ninputs: []\n", "needs a list")]
    [InlineData("mapping: x\nelse: 1\ninputs:\n  - name: a\n", "'else' is not known")]
    [InlineData("mapping: x\ninputs:\n  - { name: a, files: a.csv, beneficiary: b, rows: [{ table: nowhere, columns: {} }] }\n",
        "no table nowhere")]
    [InlineData("mapping: x\ninputs:\n  - { name: a, files: a.csv, beneficiary: b, rows: [{ table: cclf8, columns: { wrong: c } }] }\n",
        "no column wrong")]
    [InlineData("mapping: x\ninputs:\n  - { name: a, files: a.csv, rows: [{ table: cclf8, columns: { } }] }\n", "beneficiary or person")]
    [InlineData("mapping: x\ninputs:\n  - { name: a, files: a.csv, beneficiary: b, rows: [{ table: cclf8, columns: { bene_dob: { days: "
        + "x } } }] }\n", "'days' is not known")]
    [InlineData("mapping: [", "no YAML")]
    public void A_wrong_mapping_is_refused_with_its_line(string text, string what)
    {
        Reports.Write(_scratch, "map.yaml", text);
        var refused = Assert.Throws<FileRefusedException>(() => MappingImport.Read(_scratch["map.yaml"])).Finding;
        Assert.Contains(what, refused.What, StringComparison.Ordinal);
        Assert.True(refused.Line > 0);
    }

    [Fact]
    public void A_file_without_a_column_that_the_mapping_names_is_refused()
    {
        Reports.Write(_scratch, "in/medical_claim.csv", "claim_id,member_id\nC1,x\n");
        Assert.Contains("claim_type", Assert.Single(Import(Tuva()).Findings).What, StringComparison.Ordinal);
        Assert.Throws<FileRefusedException>(() => Import(Tuva(), "nowhere"));
    }

    [Fact]
    public void Rif_lines_become_claims_with_the_header_once()
    {
        Reports.Write(_scratch, "in/beneficiary_2021.csv",
            "DML_IND|BENE_ID|BENE_BIRTH_DT|BENE_SEX_IDENT_CD|MBI_NUM|RFRNC_YR|"
            + string.Join('|', Months("MDCR_ENTLMT_BUYIN_{0}_IND")) + "|" + string.Join('|', Months("HMO_{0}_IND")) + "|"
                + string.Join('|', Names("MDCR_STUS_{0}_CD"))
            + "|" + string.Join('|', Months("DUAL_STUS_CD_{0:00}")) + "\n"
            + $"INSERT|-1|29-Feb-1944|2|{Mbi}|2021|" + string.Join('|', Enumerable.Repeat("3", 12)) + "|0|0|0|0|1|1|0|0|0|0|0|4|"
            + string.Join('|', Enumerable.Repeat("11", 6).Concat(Enumerable.Repeat("10", 6))) + "|"
                + string.Join('|', Enumerable.Repeat("NA", 8).Concat(Enumerable.Repeat("2", 4))) + "\n");
        const string Carrier = "DML_IND|BENE_ID|CLM_ID|FINAL_ACTION|NCH_CLM_TYPE_CD|CLM_FROM_DT|CLM_THRU_DT|NCH_WKLY_PROC_DT|CLM_DISP_CD|CARR_NUM|CARR_CLM_PMT_DNL_CD"
            + "|CARR_CLM_CNTL_NUM|LINE_NUM|PRF_PHYSN_NPI|CARR_LINE_PRVDR_TYPE_CD|TAX_NUM|PRVDR_STATE_CD|PRVDR_SPCLTY|LINE_SRVC_CNT|LINE_CMS_TYPE_SRVC_CD|LINE_PLACE_OF_SRVC_CD"
            + "|LINE_1ST_EXPNS_DT|LINE_LAST_EXPNS_DT|HCPCS_CD|HCPCS_1ST_MDFR_CD|HCPCS_2ND_MDFR_CD|BETOS_CD|LINE_NCH_PMT_AMT|LINE_BENE_PRMRY_PYR_CD|LINE_ALOWD_CHRG_AMT|LINE_PRCSG_IND_CD"
            + "|LINE_ICD_DGNS_CD|ICD_DGNS_VRSN_CD1|ICD_DGNS_CD1|ICD_DGNS_CD2|ICD_DGNS_CD3|ICD_DGNS_CD4|ICD_DGNS_CD5|ICD_DGNS_CD6|ICD_DGNS_CD7|ICD_DGNS_CD8|ICD_DGNS_CD9|ICD_DGNS_CD10|ICD_DGNS_CD11|ICD_DGNS_CD12\n";
        string Line(string person, int line, string paid, string final = "F") =>
            $"INSERT|{person}|-77|{final}|71|30-Nov-2021|01-Dec-2021|10-Dec-2021|1|31143|1|C7|{line}|1000000001|0|12345678|22|8|1|1|11|01-Dec-2021"
            + $"|01-Dec-2021|99213|||M1A|{paid}||20.00|A|J029|0|J029|||||||||||\n";
        Reports.Write(_scratch, "in/carrier.csv", Carrier + Line("-1", 1, "10.10") + Line("-1", 2, "5.05") + Line("-2", 3, "1.00")
            + Line("-1", 4, "1.00", "N"));
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            var delivery = RifImport.Import(_scratch["in"], store, "A1234", Day);
            Assert.Equal([(4, "BENE_ID"), (5, "FINAL_ACTION")], delivery.Findings.Select(finding => ((int)finding.Line, finding.Column)));
        }
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        Assert.Equal(["professional|15.15"], Dollars(core));
        Assert.Equal(["08|012345678"], CoreModelTests.Rows(core,
            "select distinct clm_prvdr_spclty_cd, clm_rndrg_prvdr_tax_num from input.cclf5"));
        // ESRD to June, without the two months in a health plan; then aged, dual from September.
        Assert.Equal(["1|4", "3|4", "4|2"], CoreModelTests.Rows(core,
            "select enrollment_type, count(*) from core.enrollment_months group by 1 order by 1"));
    }

    [Fact]
    public void The_published_RIF_samples_keep_every_dollar()
    {
        var folder = Path.Combine(Repository(), "..", "shared", "data", "rif");
        if (!Directory.Exists(folder))
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
            Assert.DoesNotContain(RifImport.Import(folder, store, "A1234", Day).Findings, finding => finding.Severity != Severity.Warning);
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        // Summed over the files by other means: the header's payment once a claim, and each line's.
        Assert.Equal(["home_health|7289.59", "hospice|5314.33", "inpatient|36386.46", "outpatient|132056.09",
            "professional|112165.91", "snf|32052.84"],
            Dollars(core));
    }

    private static IEnumerable<string> Months(string format) => Enumerable.Range(1, 12).Select(month => string.Format(format, month));

    private static IEnumerable<string> Names(string format) =>
        "JAN FEB MAR APR MAY JUN JUL AUG SEPT OCT NOV DEC".Split(' ').Select(month => string.Format(format, month));

    private static List<string> Dollars(Accountable.Data.Engines.IEngine core)
    {
        using var text = new StringWriter();
        ClaimExport.Write(core, "dollars", text);
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(','))
            .GroupBy(row => row[3]).OrderBy(rows => rows.Key, StringComparer.Ordinal)
            .Select(rows => $"{rows.Key}|{rows.Sum(row => decimal.Parse(row[4])):0.00}")];
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static MappingDocument Tuva() => MappingImport.Read(Path.Combine(Repository(), "samples", "mappings", "tuva.yaml"));

    private ImportedDelivery Import(MappingDocument mapping, string folder = "in")
    {
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        return MappingImport.Import(mapping, _scratch[folder], store, "A1234", Day);
    }

    private void WriteTuva(params string[] more)
    {
        Reports.Write(_scratch, "in/eligibility.csv",
            "person_id,member_id,gender,birth_date,enrollment_start_date,enrollment_end_date,dual_status_code,medicare_status_code\n"
            + $"P1,{Mbi},female,1944-02-29,2023-09-15,2023-12-31,2,10\n");
        Reports.Write(_scratch, "in/medical_claim.csv",
            "claim_id,claim_line_number,claim_type,member_id,bill_type_code,claim_start_date,claim_end_date,drg_code,place_of_service_code,revenue_center_code,"
            + "hcpcs_code,paid_amount,facility_npi,rendering_npi,diagnosis_code_1,diagnosis_code_2,billing_npi\n"
            + string.Concat(new[]
            {
                $"C1,1,institutional,{Mbi},111,2023-03-01,2023-03-04,291,,120,,1000.00,1000000009,,I50.23,E11.9,",
                $"C1,2,institutional,{Mbi},111,2023-03-01,2023-03-04,291,,250,,500.50,1000000009,,I50.23,E11.9,",
                $"C2,1,institutional,{Mbi},0131,2023-05-01,2023-05-01,,,450,99283,20.00,1000000009,,J02.9,,",
                $"C3,1,professional,{Mbi},,2023-05-01,2023-05-01,,11,,99213,80.25,,1000000001,J02.9,,",
            }.Concat(more.Select(row => row + ",,")).Select(row => row + "\n")));
    }
}
