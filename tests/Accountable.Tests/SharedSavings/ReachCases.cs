using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.Reach;
using Accountable.Tests.Cases;

namespace Accountable.Tests.SharedSavings;

/// <summary>Answers GPDC and REACH cases through the reader.</summary>
internal static class ReachCases
{
    public static IReadOnlyDictionary<string, object?> Answer(CaseInput one)
    {
        var given = one.All();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, string.Join(',', given.Keys.Append("perf_year")) + "\n" + string.Join(',', given.Values.Append(one.Year.ToString())) + "\n");
            var results = ReachResults.Read(file, withPublished: false);
            if (results.Rows.Count == 0)
                return new Dictionary<string, object?> { ["error"] = results.Findings[0].What };
            var traced = new ReachRun(RuleBook.Embedded, one.AsOf, traced: true).Settle(results, results.Rows[0]).Result;
            var result = new ReachRun(RuleBook.Embedded, one.AsOf).Settle(results, results.Rows[0]).Result;
            Assert.Equal(result.Earned.Amount, traced.Earned.Amount);
            Assert.Empty(Replay.Check(traced.Earned.Derivation!));
            return new Dictionary<string, object?>
            {
                ["heba"] = result.Equity.Amount, ["gross"] = result.Gross.Amount, ["shared"] = result.Shared.Amount,
                ["sequestration"] = result.Sequestration.Amount, ["earned"] = result.Earned.Amount, ["error"] = "",
            };
        }
        catch (LawGapException)
        {
            return new Dictionary<string, object?> { ["error"] = "law gap" };
        }
        finally
        {
            File.Delete(file);
        }
    }
}
