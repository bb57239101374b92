using Accountable.Data;
using Accountable.Rules;
using Accountable.Runs.Accruals;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Server.Pipelines;

/// <summary>What a settlement gives to the steps that follow it.</summary>
/// <param name="Facts">Its facts; null when there is none.</param>
/// <param name="Benchmark">The benchmark, dollars a person-year; null when there is none.</param>
internal sealed record Settled(SettlementFacts? Facts, decimal? Benchmark);

/// <summary>Steps about a year that do not stop a run when the store lacks what they need: a line says what to supply.</summary>
internal static class YearSteps
{
    private const string Month = "MMMM yyyy";

    /// <summary>Spending by month, and what is earned or owed when the claims to come are counted in.</summary>
    public static (IReadOnlyList<RunTable> Tables, IReadOnlyList<RunFigure> Figures, IReadOnlyList<RunWarning> Warnings) Accrue(
        AssignmentSession session, Settled? settled) => Try("spending by month and the range of what is earned", () =>
    {
        var accrued = AccruedSettlement.Of(session, settled?.Facts, settled?.Benchmark);
        var run = accrued.Accrual;
        IReadOnlyList<RunTable> tables =
        [
            new RunTable("months", "Spending a person by month of service, beside the benchmark", accrued.Months()),
            new RunTable("accrual", "What the year comes to by quarter, with the claims still to come", AccrualTables.Quarters(run)),
        ];
        var upTo = $"Claims are seen to {run.Triangle.Newest.ToString(Month, System.Globalization.CultureInfo.InvariantCulture)}";
        return (tables, accrued.Earned is { } earned
            ?
            [
                new RunFigure("accrued", "Earned or owed, expected", "dollars", Cents(earned.Expected), Cents(earned.Low),
                    Cents(earned.High),
                    $"{upTo}. What is still to come is added by the store's own lag of claims; the range is meant to hold "
                    + $"{run.Request.Confidence * 100:0.#} percent of outcomes.", "months", null),
            ]
            : (IReadOnlyList<RunFigure>)[], [.. run.Findings.Select(RunWarning.Of)]);
    });

    /// <summary>The year before, assigned before the year itself so that only one of them is in memory.</summary>
    public static (YearTurnover? Before, IReadOnlyList<RunWarning> Warnings) Before(string store, RunRequest request)
    {
        YearTurnover? before = null;
        var (_, _, warnings) = Try($"turnover since {request.PerformanceYear - 1}", () =>
        {
            before = YearTurnover.Since(store, request.Aco, new PerformanceYear(request.PerformanceYear - 1), RuleBook.Embedded,
                request.AsOf, request.Seed);
            return ([], [], []);
        });
        return (before, warnings);
    }

    /// <summary>Who came and who left since the year before.</summary>
    public static IReadOnlyList<RunTable> Turnover(YearTurnover? before, RunRequest request, AssignmentSession session) =>
        before is null ? []
        : [
            new RunTable("turnover", $"Who came and who left since {request.PerformanceYear - 1}, by what decided",
                before.To(session.Run.Determine())),
        ];

    private static (IReadOnlyList<RunTable>, IReadOnlyList<RunFigure>, IReadOnlyList<RunWarning>) Try(
        string what, Func<(IReadOnlyList<RunTable>, IReadOnlyList<RunFigure>, IReadOnlyList<RunWarning>)> step)
    {
        try
        {
            return step();
        }
        catch (FileRefusedException e)
        {
            return ([], [], [new RunWarning("missing", $"{what}: {e.Finding.What}", e.Finding.Do)]);
        }
        catch (LawGapException e)
        {
            return ([], [], [new RunWarning("missing", $"{what}: {e.Message}", "The law of that year is not in the rule book")]);
        }
    }

    private static decimal? Cents(decimal? amount) => amount is { } dollars ? Math.Round(dollars, 2, MidpointRounding.AwayFromZero) : null;
}
