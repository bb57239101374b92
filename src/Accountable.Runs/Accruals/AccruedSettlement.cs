using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Accruals;

/// <summary>What a year's settlement comes to when its claims are not all in: the facts of the settlement with the expenditures that the
/// accrual expects, and the ends of their range. 42 CFR 425.605, 425.610.</summary>
/// <remarks>The benchmark a person-year stays that of the settlement .</remarks>
public sealed record AccruedSettlement
{
    /// <summary>The accrual.</summary>
    public required AccrualRun Accrual { get; init; }

    /// <summary>Whether claims of every month of the year were seen to the end of its run-out.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>What is earned, or owed below zero; null without a settlement.</summary>
    public required AccrualRange? Earned { get; init; }

    /// <summary>The benchmark, dollars a person-year; null when there is none.</summary>
    public required decimal? Benchmark { get; init; }

    /// <summary>Accrues for the people whom our assignment finds.</summary>
    /// <param name="session">The opened store.</param>
    /// <param name="facts">The facts of the settlement, traced like the law; null when there is none.</param>
    /// <param name="benchmark">The benchmark, dollars a person-year; null when there is none.</param>
    /// <param name="seen">The last month in which claims may have been seen; null for the newest in the store.</param>
    /// <exception cref="Data.FileRefusedException">The store lacks lists or claims.</exception>
    /// <exception cref="LawGapException">The year, or a day of service, has no law.</exception>
    public static AccruedSettlement Of(AssignmentSession session, SettlementFacts? facts, decimal? benchmark, DateOnly? seen = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        var request = session.Request;
        var run = AccrualRun.OfAssigned(session, new AccrualRequest(request.Aco, request.Year, request.Law) { Seen = seen });
        var isComplete = run.ToDate.Count == 12 && run.ToDate.All(month => month.Age >= month.Target);
        return new AccruedSettlement
        {
            Accrual = run, IsComplete = isComplete, Benchmark = benchmark,
            Earned = isComplete || facts is null || benchmark is not { } each ? null : Settled(run, facts, each, request.Law),
        };
    }

    /// <summary>One row a month of the year: dollars as they count and as they will, each month and from the first on, beside the
    /// benchmark.</summary>
    public Table Months()
    {
        var table = new Table("month", "people", "counted", "complete", "completed", "per_person", "benchmark_per_person",
            "per_person_to_date", "state");
        var (months, spent) = (0, 0m);
        foreach (var month in Accrual.ToDate)
        {
            var completed = month.Counted * month.Factor;
            (months, spent) = (months + month.People, spent + completed);
            table.Add($"{month.Month:yyyy-MM}", month.People, new Dollars(month.Counted), month.Factor == 0 ? null : 1 / month.Factor,
                new Dollars(completed), Each(completed, month.People), Benchmark is { } each ? new Dollars(each / 12) : null,
                Each(spent, months), month.Age >= month.Target ? "complete" : "claims still to come");
        }
        return table;
    }

    private static Dollars? Each(decimal dollars, int months) => months == 0 ? null : new Dollars(dollars / months);

    private static AccrualRange Settled(AccrualRun run, SettlementFacts facts, decimal benchmark, RuleYear law)
    {
        var years = run.PersonYears.Values.Sum();
        var isTraced = facts.Benchmark.Derivation is not null;
        var own = law.Book.For(law.Year, law.AsOf, isTraced);
        Money Dollars(decimal amount, string name) => isTraced ? new Money(amount).From(name, "accrual") : new Money(amount);
        decimal Earned(decimal perCapita) => FinancialReconciliation.Determine(facts with
        {
            Benchmark = Dollars(benchmark * years, "benchmark of the expected person-years"),
            Expenditures = Dollars(perCapita * years, "expected expenditures"),
        }, own).Earned.Amount;
        return new AccrualRange(run.Expected.High is { } much ? Earned(much) : null, Earned(run.Expected.Expected),
            run.Expected.Low is { } little ? Earned(little) : null);
    }
}
