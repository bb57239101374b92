using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;

namespace Accountable.Tests.Mips;

/// <summary>ACOs that report by eCQM, MIPS CQM or Medicare CQM: what their rates earn, and what no file holds.</summary>
public sealed class ElectronicReporterTests : IDisposable
{
    private const string Header =
        "ACO_ID,performance_year,Report_WI,Recvd40p,QualScore,Measure_479,QualityID_236_eCQM,QualityID_236_MIPSCQM,QualityID_236_MedicareCQM,QualityID_001_WI\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("electronic").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_measure_in_several_ways_counts_once_at_its_best()
    {
        // 2024: 479 reaches its tenth decile at 0.1343; 236 as a MIPS CQM has flat deciles, 80 percent begins the ninth.
        var one = Judge("A1,2024,0,0,50,0.1343,,90,,-")[0];
        Assert.Equal(100m, one.Achievement);
        var both = Judge("A1,2024,0,0,50,0.1343,40,90,0,-")[0];
        Assert.Equal(one.Achievement, both.Achievement);
        Assert.Equal(95m, Judge("A1,2024,0,0,50,0.1343,,80,,-")[0].Achievement);
    }

    [Theory]
    [InlineData("95", Verdict.Exact)]
    [InlineData("95.02", Verdict.Exact)]
    [InlineData("98", Verdict.NotProvable)]
    [InlineData("94.97", Verdict.Mismatch)]
    [InlineData("60", Verdict.Mismatch)]
    public void What_comes_to_achievement_only_adds(string published, Verdict verdict)
    {
        var row = Judge($"A1,2024,0,0,{published},0.1343,,80,,-")[0];
        Assert.Equal(verdict, row.Verdict);
        Assert.Equal(verdict == Verdict.Exact, row.Reason.Length == 0);
    }

    [Fact]
    public void More_than_improvement_and_equity_can_bring_is_a_mismatch()
    {
        // 2024 has both, ten points each; these rates earn a quarter.
        Assert.Equal(Verdict.NotProvable, Judge("A1,2024,0,0,45,0.9,,30,,-")[0].Verdict);
        Assert.Equal(Verdict.Mismatch, Judge("A1,2024,0,0,48,0.9,,30,,-")[0].Verdict);
        Assert.Equal(Verdict.Exact, Judge("A1,2024,0,1,77.05,0.9,,30,,-")[0].Verdict);
    }

    private IReadOnlyList<ProvenQuality> Judge(string row)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, Header + row + "\n");
        return new AcoQualityProof(RuleBook.Embedded).Compare([AcoQualityResults.Read(path, null)]);
    }
}
