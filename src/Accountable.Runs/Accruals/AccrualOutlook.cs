using Accountable.Data;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Accruals;

/// <summary>What a year comes to against its benchmark, with the range of the expenditures behind it. Dollars of the whole year.</summary>
/// <param name="Benchmark">Dollars a person-year at the expected mix of types.</param>
/// <param name="Gross">Savings, or losses below zero.</param>
/// <param name="MinimumRate">The minimum savings and loss rate; null without a track.</param>
/// <param name="Earned">What is earned, or owed below zero; null without a track.</param>
public sealed record AccrualOutlook(decimal Benchmark, AccrualRange Gross, decimal? MinimumRate, AccrualRange? Earned)
{
    /// <summary>Sets a run beside its benchmark; null where none was given.</summary>
    /// <exception cref="FileRefusedException">The track needs a fact that was not given.</exception>
    public static AccrualOutlook? Of(AccrualRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Request.Benchmark is not { } benchmark)
            return null;
        var years = run.PersonYears.Values.Sum();
        var each = EnrollmentTypes.All.Sum(type => benchmark[type].Amount * run.PersonYears[type]) / years;
        var (low, expected, high) = (run.Expected.Low, run.Expected.Expected, run.Expected.High);
        var gross = new AccrualRange((each - high) * years, (each - expected) * years, (each - low) * years);
        if (run.Request.Track is not { } track)
            return new AccrualOutlook(each, gross, null, null);
        try
        {
            var settled = Settle(run, track, each * years, expected * years);
            return new AccrualOutlook(each, gross, settled.MinimumRate.Amount, new AccrualRange(
                high is { } much ? Settle(run, track, each * years, much * years).Earned.Amount : null, settled.Earned.Amount,
                low is { } little ? Settle(run, track, each * years, little * years).Earned.Amount : null));
        }
        catch (MissingFactException e)
        {
            throw new FileRefusedException(new Finding(Severity.FileRefused, "--track", 0, "", $"{track.Name()} needs {e.Fact}",
                "Give --quality as a fraction, or leave --track out"), isUsage: true);
        }
    }

    private static SettlementResult Settle(AccrualRun run, Track track, decimal benchmark, decimal expenditures) =>
        FinancialReconciliation.Determine(new SettlementFacts
        {
            Track = track, AssignedBeneficiaries = new Count(run.People), Benchmark = new Money(benchmark),
            Expenditures = new Money(expenditures),
            FixedMinimumRate = run.Request.MinimumRate is { } rate ? new Ratio(rate) : null,
            Quality = new QualityFacts
            {
                Score = run.Request.QualityScore is { } score ? new Ratio(score) : null,
                MetStandard = run.Request.QualityScore is null ? Test.Yes : null,
            },
        }, run.Request.Law);
}
