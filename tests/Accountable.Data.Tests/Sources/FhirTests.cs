using System.IO.Compression;
using System.Text;
using Accountable.Data.Claims;
using Accountable.Data.Fhir;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Runs.Claims;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>BCDA exports of both generations become the rows that CCLF fills, and their dollars are never netted.</summary>
public sealed class FhirTests(ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void Version_2_becomes_core_rows(string engine)
    {
        Write("bcda/A1234/a.ndjson", FhirSamples.Carrier2("-100", "77.50"), FhirSamples.Inpatient2("-200", "33248.67"));
        Write("bcda/A1234/p.ndjson", FhirSamples.Patient2());
        Write("bcda/A1234/c.ndjson", FhirSamples.Coverage2("part-a-1", "C", "01"));
        var delivery = Assert.Single(Import());
        Assert.Empty(delivery.Findings);
        using var core = Reports.Core(_scratch, engine, output.WriteLine);
        if (core is null)
            return;
        Assert.Equal(["-200|60|2017-03-20|2017-03-24|33248.67|220135|12.00|3.00|375|0"], CoreModelTests.Rows(core, """
            select cur_clm_uniq_id, clm_type_cd, clm_from_dt, clm_thru_dt, clm_pmt_amt, clm_blg_prvdr_oscar_num, clm_oprtnl_ime_amt,
                   clm_mdcr_ip_pps_cptl_ime_amt, dgns_drg_cd, clm_adjsmt_type_cd from input.cclf1
            """));
        Assert.Equal(["1|C188|Y", "2|I4891|N"], CoreModelTests.Rows(core,
            "select clm_val_sqnc_num, clm_dgns_cd, clm_poa_ind from input.cclf4 order by 1"));
        Assert.Equal(["0DTN0ZZ|2017-03-21"], CoreModelTests.Rows(core, "select clm_prcdr_cd, clm_prcdr_prfrm_dt from input.cclf3"));
        Assert.Equal(["-100|71|1|2017-05-01|77.50|100.00|99213|25|11|08|123456789|1234567890|A|1|J029|J029"], CoreModelTests.Rows(core, """
            select cur_clm_uniq_id, clm_type_cd, clm_line_num, clm_line_thru_dt, clm_line_cvrd_pd_amt, clm_line_alowd_chrg_amt, clm_line_hcpcs_cd,
                   hcpcs_1_mdfr_cd, clm_pos_cd, clm_prvdr_spclty_cd, clm_rndrg_prvdr_tax_num, clm_rndrg_prvdr_npi_num, clm_prcsg_ind_cd,
                   clm_carr_pmt_dnl_cd, clm_line_dgns_cd, clm_dgns_1_cd from input.cclf5
            """));
        using var dollars = new StringWriter();
        ClaimExport.Write(core, "dollars", dollars);
        Assert.Equal($"aco_id,person_id,year,service,paid\nA1234,{FhirSamples.Mbi},2017,inpatient,33248.67\nA1234,{FhirSamples.Mbi},2017,professional,77.50\n", dollars.ToString());
        using var months = new StringWriter();
        ClaimExport.Write(core, "person_months", months);
        Assert.Equal($"aco_id,person_id,year,enrollment_type,months\nA1234,{FhirSamples.Mbi},2017,aged_dual,12\n", months.ToString());
    }

    [Fact]
    public void Version_3_becomes_core_rows_and_what_is_not_final_is_refused()
    {
        Write("bcda/A1234/Patient.ndjson", FhirSamples.Patient3());
        Write("bcda/A1234/Coverage.ndjson",
            FhirSamples.Coverage3("part-A-1", "2024-03-01", "20"), FhirSamples.Coverage3("part-B-1", "2024-04-01", "20"));
        Write("bcda/A1234/EOB.ndjson", FhirSamples.Carrier3("501", "NationalClaimsHistory", "M48.062"),
            FhirSamples.Carrier3("502", "SharedSystem", "M48062"));
        var delivery = Assert.Single(Import());
        var refused = Assert.Single(delivery.Findings);
        Assert.Equal((2, "meta.tag"), ((int)refused.Line, refused.Column));
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        Assert.Equal(["501|71|CTL1|50.25|60.00|99214|08|123456789|1234567890|M48062"], CoreModelTests.Rows(core, """
            select cur_clm_uniq_id, clm_type_cd, clm_cntl_num, clm_line_cvrd_pd_amt, clm_line_alowd_chrg_amt, clm_line_hcpcs_cd, clm_prvdr_spclty_cd,
                   clm_rndrg_prvdr_tax_num, clm_rndrg_prvdr_npi_num, clm_dgns_1_cd from input.cclf5
            """));
        Assert.Equal(["4|2", "5|2", "6|2", "7|2"], CoreModelTests.Rows(core,
            "select extract(month from month), enrollment_type from core.enrollment_months order by 1"));
        Assert.Equal([$"{BeneficiaryHash.Of(FhirSamples.Old)}|{BeneficiaryHash.Of(FhirSamples.Mbi)}"],
            CoreModelTests.Rows(core, "select mbi_hash, bene_key from core.mbi_history"));
    }

    [Fact]
    public void Cut_off_lines_unknown_patients_and_claims_without_a_payment_are_refused_with_their_line()
    {
        Write("bcda/A1234/p.ndjson", FhirSamples.Patient2());
        Write("bcda/A1234/e.ndjson", FhirSamples.Carrier2("1", "1.00"),
            FhirSamples.Carrier2("2", "1.00").Replace("Patient/7", "Patient/8", StringComparison.Ordinal),
            FhirSamples.Carrier2("3", "1.00").Replace("line_nch_pmt_amt", "else", StringComparison.Ordinal),
                """{"resourceType":"Group","id":"4"}""",
            FhirSamples.Carrier2("5", "1.00")[..^200]);
        var delivery = Assert.Single(Import());
        Assert.Equal([(2, "patient"), (3, "clm_line_cvrd_pd_amt"), (4, "resourceType"), (5, "")],
            delivery.Findings.Select(finding => ((int)finding.Line, finding.Column)));
        Assert.DoesNotContain(delivery.Findings, finding => finding.ToString().Contains(FhirSamples.Mbi, StringComparison.Ordinal));
        var main = delivery.Files.Single(file => file.File.Name == "e.ndjson" && file.File.Table == "source_rows").File;
        Assert.Equal((5, 1, 4), (main.RowsRead, main.RowsLoaded, main.RowsRefused));
    }

    [Fact]
    public void Monthly_codes_take_the_year_of_the_patient_where_the_coverage_has_none()
    {
        var year = "{\"url\":\"https://bluebutton.cms.gov/resources/variables/rfrnc_yr\",\"valueDate\":\"2017\"}";
        var undated = FhirSamples.Coverage2("part-a-1", "3", "00").Replace("," + year, "", StringComparison.Ordinal);
        Assert.DoesNotContain("rfrnc_yr", undated, StringComparison.Ordinal);
        Write("bcda/A1234/p.ndjson", FhirSamples.Patient2().Replace("\"gender\"", $"\"extension\":[{year}],\"gender\"", StringComparison.Ordinal));
        Write("bcda/A1234/c.ndjson", undated);
        Write("bcda/A9999/p.ndjson", FhirSamples.Patient2());
        Write("bcda/A9999/c.ndjson", undated);
        Assert.Equal(["rfrnc_yr"], Import().SelectMany(delivery => delivery.Findings).Select(finding => finding.Column));
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        Assert.Equal(["A1234|12|2017-01-01|2017-12-01"],
            CoreModelTests.Rows(core, "select aco_id, count(*), min(month), max(month) from core.enrollment_months group by 1"));
    }

    [Fact]
    public void A_claim_delivered_again_replaces_itself_and_packed_files_are_read()
    {
        Write("one/A1234/p.ndjson", FhirSamples.Patient2());
        Write("one/A1234/e.ndjson", FhirSamples.Carrier2("1", "1.00"));
        Directory.CreateDirectory(_scratch["two/A1234"]);
        using (var gzip = new GZipStream(File.Create(_scratch["two/A1234/e.ndjson.gz"]), CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(FhirSamples.Carrier2("1", "2.00").ReplaceLineEndings("") + "\n"));
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
        {
            FhirImport.Import(_scratch["one"], store, null, new DateOnly(2024, 1, 1));
            // The second export has no Patient file: those of the first are known.
            Assert.Empty(FhirImport.Import(_scratch["two"], store, null, new DateOnly(2024, 2, 1))
                .SelectMany(delivery => delivery.Findings));
            var generation = store.Manifest.Generation;
            Assert.All(FhirImport.Import(_scratch["two"], store, null, new DateOnly(2024, 2, 1)).SelectMany(delivery => delivery.Files),
                file => Assert.False(file.IsNew));
            Assert.Equal(generation, store.Manifest.Generation);
        }
        using var core = Reports.Core(_scratch, "duckdb", output.WriteLine)!;
        Assert.Equal(["2.00"], CoreModelTests.Rows(core, "select signed_paid from core.professional_lines"));
    }

    [Fact]
    public void Claims_of_one_ACO_from_two_kinds_of_source_are_refused()
    {
        Write("bcda/A1234/p.ndjson", FhirSamples.Patient2());
        Write("bcda/A1234/e.ndjson", FhirSamples.Carrier2("1", "1.00"));
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        CclfImport.Import(ImportTests.Plain().WriteTo(_scratch["cclf"]), store, acceptCounts: false);
        var refused = Assert.Single(FhirImport.Import(_scratch["bcda"], store, null, null));
        Assert.Contains("would count twice", Assert.Single(refused.Findings).What, StringComparison.Ordinal);
        // Another ACO's are taken, and then refuse its CCLF.
        Assert.DoesNotContain(FhirImport.Import(_scratch["bcda"], store, "A9999", null), delivery => delivery.IsRefused);
        Assert.True(Assert.Single(CclfImport.Import(new Delivery(aco: "A9999").With('1', 437).With('8', 549).With('9',
            55).WriteTo(_scratch["other"]), store, acceptCounts: false)).IsRefused);
    }

    private IReadOnlyList<ImportedDelivery> Import()
    {
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        return FhirImport.Import(_scratch["bcda"], store, null, null);
    }

    private void Write(string name, params string[] resources) =>
        Reports.Write(_scratch, name, string.Concat(resources.Select(resource => resource.ReplaceLineEndings("") + "\n")));
}
