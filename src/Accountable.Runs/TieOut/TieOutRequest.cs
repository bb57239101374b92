using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.Rules;
using Accountable.Runs.Assignment;

namespace Accountable.Runs.TieOut;

/// <summary>What a tie-out is asked for.</summary>
/// <param name="Assignment">The ACO, the year, its method and the law.</param>
/// <param name="Report">What CMS's report says.</param>
public sealed record TieOutRequest(AssignmentRequest Assignment, ReportFigures Report)
{
    private const int Months = 12;

    /// <summary>Truncation thresholds; null to take the report's, or to estimate them from the store.</summary>
    public TruncationThresholds? Thresholds { get; init; }

    /// <summary>A completion factor; null to take the report's, or that of law.</summary>
    public decimal? Completion { get; init; }

    /// <summary>The last day of processing whose claims the report holds; null for the run-out of law.</summary>
    public DateOnly? RunOut { get; init; }

    /// <summary>Another store of the same ACO; null when there is none.</summary>
    public string? OtherStore { get; init; }

    /// <summary>Payments outside of claims; null when there are none.</summary>
    public NonClaimsPayments? NonClaims { get; init; }

    /// <summary>The first day of the twelve months.</summary>
    public DateOnly FirstDay => Report.FirstMonth;

    /// <summary>The last month of the twelve.</summary>
    public DateOnly LastMonth => Report.FirstMonth.AddMonths(Months - 1);

    /// <summary>The last day of the twelve months.</summary>
    public DateOnly LastDay => Report.FirstMonth.AddMonths(Months).AddDays(-1);

    /// <summary>The last day of processing that counts: 42 CFR 425.601(a)(1), 425.652(a)(1) for a year.</summary>
    /// <exception cref="FileRefusedException">A quarter's report says no such day, and none was given.</exception>
    public DateOnly LastSeen => RunOut ?? (Report.IsAnnual
        ? LastDay.AddDays(1).AddMonths((int)Assignment.Law[Keys.SharedSavings.Expenditures.RunOutMonths].Amount).AddDays(-1)
        : throw Needs("a quarterly report holds claims processed up to a day that it does not say",
            "Give that day with --run-out YYYY-MM-DD (CMS's cover note has it)"));

    /// <summary>The completion factor with where it comes from.</summary>
    /// <exception cref="FileRefusedException">The law's factor is of another run-out, and no other was given.</exception>
    public Ratio CompletionFactor
    {
        get
        {
            if (Completion is { } given)
                return new Ratio(given).From("completion factor", "given");
            if (Report.Completion is { Value: { } printed } figure)
                return new Ratio(printed).From("completion factor", figure.Source);
            if (!Report.IsAnnual || RunOut is not null)
                throw Needs("the completion factor of law is for a year's claims with the run-out of law, and the report prints none",
                    "Give the report's factor with --completion");
            return new Ratio(Assignment.Law[Keys.SharedSavings.Expenditures.CompletionFactor].Amount)
                .From("completion factor", Keys.SharedSavings.Expenditures.CompletionFactor.Id);
        }
    }

    private static FileRefusedException Needs(string what, string then) =>
        new(new Finding(Severity.FileRefused, "report", 0, "", what, then), isUsage: true);
}
