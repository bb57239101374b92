using Accountable.Risk;
using Accountable.Risk.Scoring;

namespace Accountable.Tests.Risk;

/// <summary>The cases of this repository, so that a plain clone is tested.</summary>
public sealed class OwnCasesTests
{
    [Fact]
    public void Every_case_of_the_repository_is_exact()
    {
        var lines = File.ReadAllLines(Path.Combine(RiskModels.Root().FullName, "cases", "risk", "cms-hcc.csv"));
        var columns = lines[0].Split(',');
        var wrong = new List<string>();
        foreach (var line in lines.Skip(1))
        {
            // No cell but the last holds a comma.
            var cells = line.Split(',', columns.Length);
            string Of(string column) => cells[Array.IndexOf(columns, column)];
            var dual = Of("dual_status") switch { "02" => DualStatus.Full, "01" => DualStatus.Partial, _ => DualStatus.None };
            var person = new Enrollee(
                int.Parse(Of("age")), Of("sex") == "F" ? Sex.Female : Sex.Male, (EntitlementReason)int.Parse(Of("orec")), Segments.Parse(Of("segment"))!.Value,
                Of("medicaid") is "1" || dual != DualStatus.None, dual, Of("institutional") == "1", Of("graft_months") is { Length: > 0 } months ? int.Parse(months) : 0);
            var codes = Of("icd10").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Icd10Code.Parse);
            var score = HccScore.Determine(person, codes, RiskModels.Of(Of("model"), int.Parse(Of("payment_year"))));
            if (score.Raw.Amount != decimal.Parse(Of("raw")) || (Of("hccs") != "-" && Of("hccs") != string.Join(' ', score.Hccs)))
                wrong.Add($"{line}: {score.Raw.Amount}, {string.Join(' ', score.Hccs)}");
        }
        Assert.True(lines.Length > 200);
        Assert.Empty(wrong);
    }
}
