using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Data.Tests.Synthetic;
using Accountable.Runs.Claims;
using Accountable.Synthetic;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>What the store writes out of generated files is the generator's truth, on both engines.</summary>
[Collection(GeneratedClaims.SecondCollection)]
public sealed class GeneratedExportTests(GeneratedClaims generated, ITestOutputHelper output) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("postgres")]
    public void Dollars_and_person_months_equal_the_truth(string kind)
    {
        if ((kind == "folder" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } place)
            return;
        // PostgreSQL nets a smaller population in a time that a test may take.
        var folder = kind == "folder" ? generated.Folder : _scratch["generated"];
        if (kind != "folder")
            Generator.Run(GeneratedClaims.Options(folder) with { People = 1_000, Acos = 1, FirstYear = 2023 });
        using (var store = ClaimStore.OpenToWrite(place))
        {
            Assert.DoesNotContain(CclfImport.Import(folder, store, acceptCounts: false), delivery => delivery.IsRefused);
            Assert.DoesNotContain(ReportImport.Import(folder, store), delivery => delivery.IsRefused
                || delivery.Findings.Any(finding => finding.Severity == Severity.RowRefused));
        }
        using var read = ClaimStore.OpenToRead(place);
        using var core = read.OpenCore(DatedLaw.None);
        foreach (var table in ClaimExport.Tables)
        {
            using var text = new StringWriter();
            ClaimExport.Write(core, table, text);
            var written = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var truth = File.ReadAllLines(Path.Combine(folder, "truth", $"{table}.csv"));
            Assert.Equal(truth[0], written[0]);
            Assert.True(truth.Length > 500, $"{truth.Length} rows of truth");
            Assert.Equal(truth[1..].Order(StringComparer.Ordinal), written[1..].Order(StringComparer.Ordinal));
        }
    }
}
