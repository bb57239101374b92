using Accountable.Data.Claims;
using Accountable.Data.Fhir;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Runs.Claims;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>Other sources than CCLF go into both kinds of store, come out the same, and can be forgotten.</summary>
public sealed class StoreKindTests(ITestOutputHelper output) : IDisposable
{
    private const string List = "P.A1234.ACO.AALR.Y2023.D249999.T0000000_1-1.csv";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("postgres")]
    public void Reports_and_FHIR_come_in_and_out_and_are_forgotten(string kind)
    {
        if ((kind == "folder" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } place)
            return;
        Reports.Write(_scratch, $"in/{List}", Reports.List((FhirSamples.Old, Reports.Four, ""), ("", Reports.Four, "")));
        Reports.Write(_scratch, "in/participants.csv", "aco_id,tin,primary_care_flag,start\nA1234,123456789,1,2023-01-01\n");
        Reports.Write(_scratch, "bcda/A1234/p.ndjson", FhirSamples.Patient2().ReplaceLineEndings("") + "\n");
        Reports.Write(_scratch, "bcda/A1234/e.ndjson", FhirSamples.Carrier2("1", "12.34").ReplaceLineEndings("") + "\n");
        using (var store = ClaimStore.OpenToWrite(place))
        {
            Assert.DoesNotContain(ReportImport.Import(_scratch["in"], store), delivery => delivery.IsRefused);
            Assert.DoesNotContain(FhirImport.Import(_scratch["bcda"], store, null, null), delivery => delivery.IsRefused);
            Assert.All(FhirImport.Import(_scratch["bcda"], store, null, null).SelectMany(delivery => delivery.Files),
                file => Assert.False(file.IsNew));
        }
        Assert.Equal([$"A1234,{FhirSamples.Mbi},2017,professional,12.34"], Export(place, "dollars"));
        // The list names the old identifier; the patient resource says which one is new.
        Assert.Equal([$"A1234,{FhirSamples.Mbi},2023,aged_non_dual,12"], Export(place, "person_months"));
        using (var store = ClaimStore.OpenToWrite(place))
        {
            Assert.Equal(1, CclfImport.Forget(List, store)!.Value.File.RowsRefused);
            CclfImport.Forget("e.ndjson", store);
            Assert.DoesNotContain(store.Manifest.Files, file => file.Name is List or "e.ndjson");
        }
        Assert.Empty(Export(place, "dollars"));
        Assert.Empty(Export(place, "person_months"));
        using var left = ClaimStore.OpenToRead(place);
        using var engine = left.OpenInput();
        Assert.Equal(["A1234|123456789|True|2023-01-01"],
            CoreModelTests.Rows(engine, "select aco_id, tin, primary_care_flag, start_date from input.participants"));
        Assert.Empty(CoreModelTests.Rows(engine, "select line from input.quarantine"));
    }

    private static List<string> Export(string place, string table)
    {
        using var store = ClaimStore.OpenToRead(place);
        using var core = store.OpenCore(DatedLaw.None);
        using var text = new StringWriter();
        ClaimExport.Write(core, table, text);
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
    }
}
