using Accountable.Data.PublicResults;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>How a computed amount stands to the published one.</summary>
public enum Verdict
{
    /// <summary>Within two dollars.</summary>
    Exact,

    /// <summary>Within what the printed digits of the inputs allow.</summary>
    Rounding,

    /// <summary>A named input that the file lacks explains it.</summary>
    NotProvable,

    /// <summary>Nothing explains it.</summary>
    Mismatch,
}

/// <summary>A settled row beside what CMS published.</summary>
/// <param name="Settled">The settlement.</param>
/// <param name="Published">What CMS published as earned or owed, dollars.</param>
/// <param name="Verdict">How they compare.</param>
/// <param name="Reason">Why, for all but exact rows.</param>
public sealed record ProvenRow(SettledRow Settled, decimal Published, Verdict Verdict, string Reason)
{
    /// <summary>Computed less published, dollars.</summary>
    public decimal Difference => Settled.Result.Earned.Amount - Published;
}

/// <summary>Compares settlements with published results. The settlement never sees the published amount.</summary>
/// <remarks>
/// The bound on a rounded row is computed: the row is settled again with each printed input at both ends of its rounding.
/// </remarks>
public sealed class SettlementProof(SettlementRun run)
{
    private const decimal Tolerance = 2m;

    /// <summary>What CMS rounds its published whole dollars by, and a cent of ours.</summary>
    private const decimal PublishedRounding = 0.51m;

    /// <summary>Judges each settled row that has a published amount; the others are returned as missing.</summary>
    public (IReadOnlyList<ProvenRow> Rows, IReadOnlyList<SettledRow> WithoutPublished) Compare(SettledFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return ([.. file.Rows.Where(row => row.Row.PublishedEarned is not null).Select(row => Judge(file.File, row))],
            [.. file.Rows.Where(row => row.Row.PublishedEarned is null)]);
    }

    private ProvenRow Judge(ResultsFile file, SettledRow settled)
    {
        var published = settled.Row.PublishedEarned!.Value;
        if (Math.Abs(settled.Result.Earned.Amount - published) <= Tolerance)
            return new ProvenRow(settled, published, Verdict.Exact, "");
        var (low, high) = Bounds(file, settled.Row);
        if (Within(published, low, high))
            return new ProvenRow(settled, published, Verdict.Rounding, $"printed digits of the inputs allow {low:0.00} to {high:0.00}");
        return MissingInput(file, settled, published) is { } reason
            ? new ProvenRow(settled, published, Verdict.NotProvable, reason)
            : new ProvenRow(settled, published, Verdict.Mismatch, $"printed digits allow only {low:0.00} to {high:0.00}");
    }

    private static bool Within(decimal published, decimal low, decimal high) =>
        published >= low - PublishedRounding && published <= high + PublishedRounding;

    /// <summary>The least and greatest settlement over every corner of the inputs' rounding.</summary>
    private (decimal Low, decimal High) Bounds(ResultsFile file, ResultsRow row)
    {
        var low = decimal.MaxValue;
        var high = decimal.MinValue;
        foreach (var corner in Corners(row))
        {
            if (Earned(file, corner) is not { } earned)
                continue;
            low = Math.Min(low, earned);
            high = Math.Max(high, earned);
        }
        return low > high ? (0, 0) : (low, high);
    }

    private static IEnumerable<ResultsRow> Corners(ResultsRow row)
    {
        foreach (var benchmark in Ends(row.Benchmark, decimal.MaxValue))
        {
            foreach (var expenditures in Ends(row.Expenditures, decimal.MaxValue))
            {
                foreach (var score in row.QualityScore is { } printed ? Ends(printed, 1m).Select(end => (Printed?)end) : [null])
                    yield return row with { Benchmark = benchmark, Expenditures = expenditures, QualityScore = score };
            }
        }
    }

    private static IEnumerable<Printed> Ends(Printed printed, decimal greatest) =>
    [
        printed with { Value = Math.Max(0, printed.Value - printed.HalfUnit) },
        printed with { Value = Math.Min(greatest, printed.Value + printed.HalfUnit) },
    ];

    private decimal? Earned(ResultsFile file, ResultsRow row)
    {
        try
        {
            return run.Settle(file, row).Result.Earned.Amount;
        }
        catch (Exception e) when (e is LawGapException or MissingFactException)
        {
            return null;
        }
    }

    /// <summary>Names the input that the file lacks and that explains the published amount, or null.</summary>
    private string? MissingInput(ResultsFile file, SettledRow settled, decimal published)
    {
        if (settled.Result.RevenueUnknown && RevenueThatExplains(settled, published) is { } revenue)
            return $"participant_revenue: a revenue-based limit of {revenue:0} would explain it";
        var endedAtUnknownMonth = settled.Facts.TerminatedMidYear.Holds && settled.Row.MonthsOfParticipation is null;
        if (endedAtUnknownMonth && settled.Result.Generated < Money.Zero
            && MonthsThatExplain(file, settled.Row, published) is { } months)
            return $"months_of_participation: {months} months would explain it";
        var missing = Candidates(file, settled.Row).FirstOrDefault(candidate => Explains(file, candidate.Row, published));
        return missing.Name is null ? null : $"{missing.Name}: {missing.Value} would explain it";
    }

    /// <summary>Whether a row as it might have been settles to what was published.</summary>
    private bool Explains(ResultsFile file, ResultsRow row, decimal published)
    {
        var (low, high) = Bounds(file, row);
        return Within(published, low, high) || Near(published, low, high);
    }

    private static bool Near(decimal published, decimal low, decimal high) => published >= low - Tolerance && published <= high + Tolerance;

    /// <summary>A limit on losses below ours, from which the printed relief leaves the published amount.</summary>
    private static decimal? RevenueThatExplains(SettledRow settled, decimal published)
    {
        var limit = (settled.Row.DisasterAdjustment ?? 0) * settled.Row.MonthsCovered / 12 - published;
        var withoutRevenue = -settled.Result.Earned.Amount + settled.Result.Relief.Amount;
        return published <= 0 && limit > 0 && limit < withoutRevenue ? limit : null;
    }

    private int? MonthsThatExplain(ResultsFile file, ResultsRow row, decimal published) =>
        Enumerable.Range(1, 12).Select(months => (int?)months).FirstOrDefault(months =>
            Bounds(file, row with { MonthsOfParticipation = months, TerminatedByCms = true }) is var (low, high)
            && Near(published, low, high));

    /// <summary>The values that missing columns could have had.</summary>
    private static IEnumerable<(string Name, string Value, ResultsRow Row)> Candidates(ResultsFile file, ResultsRow row)
    {
        var lacksStandard = row.MetStandard is null;
        if (lacksStandard)
            yield return ("met_standard", "a standard not met", row with { MetStandard = false });
        if (row.Track is not null)
            yield break;
        yield return ("track", "Track 2", row with { Track = "track-2" });
        if (lacksStandard)
            yield return ("track and met_standard", "Track 2 with a standard not met", row with { Track = "track-2", MetStandard = false });
    }
}
