using Accountable.Data;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Settlement;
using Accountable.Tests.Cases;

namespace Accountable.Tests.SharedSavings;

/// <summary>Answers settlement cases through the reader of the compact layout, so that a case tests the whole way.</summary>
internal static class SettlementCases
{
    public static IReadOnlyDictionary<string, object?> Answer(CaseInput one)
    {
        var given = one.All();
        var columns = given.Keys.Append("performance_year").ToList();
        var cells = given.Values.Append(one.Year.ToString()).ToList();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, string.Join(',', columns) + "\n" + string.Join(',', cells) + "\n");
            var results = SharedSavingsResults.Read(file, null, withPublished: false);
            var unknown = columns.Except(results.Columns.Keys).Where(column => column != "aco_id").ToList();
            Assert.True(unknown.Count == 0, $"unknown facts {string.Join(", ", unknown)}");
            return Settle(results, one.AsOf);
        }
        catch (FileRefusedException e)
        {
            return Error(e.Finding.What);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IReadOnlyDictionary<string, object?> Settle(ResultsFile results, DateOnly? asOf)
    {
        if (results.Rows.Count == 0)
            return Error(results.Findings[0].What);
        SettledRow traced, untraced;
        try
        {
            traced = new SettlementRun(RuleBook.Embedded, asOf, traced: true).Settle(results, results.Rows[0]);
            untraced = new SettlementRun(RuleBook.Embedded, asOf).Settle(results, results.Rows[0]);
        }
        catch (LawGapException)
        {
            return Error("law gap");
        }
        catch (MissingFactException e)
        {
            return Error($"missing {e.Fact}");
        }

        // Tracing never changes a number, and every number replays.
        Assert.Equal(untraced.Result.Earned.Amount, traced.Result.Earned.Amount);
        Assert.Equal(untraced.Result.Recoupment.Amount, traced.Result.Recoupment.Amount);
        Assert.Empty(Replay.Check(traced.Result.Earned.Derivation!));
        var result = untraced.Result;
        return new Dictionary<string, object?>
        {
            ["gross"] = result.Gross.Amount,
            ["minimum_rate"] = result.MinimumRate.Amount,
            ["generated"] = result.Generated.Amount,
            ["quality_standard"] = result.Quality.Word(),
            ["sharing_rate"] = result.SharingRate.Amount,
            ["loss_rate"] = result.LossRate?.Amount,
            ["limit"] = result.Limit.Amount,
            ["relief"] = result.Relief.Amount,
            ["recoupment"] = result.Recoupment.Amount,
            ["earned"] = result.Earned.Amount,
            ["notes"] = string.Join("; ", untraced.Notes),
            ["assumptions"] = string.Join(",", untraced.Notes.Where(note => note.StartsWith("A-", StringComparison.Ordinal)).Select(note => note[..5])),
            ["error"] = "",
        };
    }

    private static Dictionary<string, object?> Error(string what) => new() { ["error"] = what };
}
