using System.Globalization;
using Accountable.Rules;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.SharedSavings;

/// <summary>A settlement of the same facts under one track and choice of the minimum rate.</summary>
/// <param name="Track">The track or level.</param>
/// <param name="Choice">The fixed minimum rate that it takes; null for the rate of the ACO's size.</param>
/// <param name="IsActual">Whether it is the ACO's own.</param>
/// <param name="Result">The settlement; null when the rule needs a fact that is not there.</param>
/// <param name="Note">What a reader should know.</param>
public sealed record OtherTrack(Track Track, decimal? Choice, bool IsActual, SettlementResult? Result, string Note);

/// <summary>What the ACO would earn or owe under each track that the law of its performance year knows. 42 CFR 425.600(a), 425.605,
/// 425.610.</summary>
/// <remarks>Only the settlement changes: the people, their expenditures and the benchmark stay those of the ACO's own track.
/// Whether an ACO may choose a track is not decided here.</remarks>
public static class OtherTracks
{
    /// <summary>Settles the facts under every track and every choice of the minimum rate.</summary>
    /// <param name="facts">The facts as settled, traced like the law.</param>
    /// <param name="law">The law of the performance year.</param>
    public static IReadOnlyList<OtherTrack> Of(SettlementFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var found = new List<OtherTrack>();
        foreach (var track in Enum.GetValues<Track>())
        {
            foreach (var choice in Choices(track, law))
            {
                if (Settle(facts, track, choice, law) is { } settled)
                    found.Add(settled);
            }
        }
        return found;
    }

    /// <summary>One row a track and choice. Dollars; rates are fractions.</summary>
    public static Table Table(IReadOnlyList<OtherTrack> tracks, SettlementResult actual)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        ArgumentNullException.ThrowIfNull(actual);
        var table = new Table("track", "minimum_rate_choice", "actual", "minimum_rate", "sharing_rate", "loss_rate", "limit", "earned",
            "difference", "note");
        foreach (var one in tracks)
        {
            var result = one.Result;
            table.Add(one.Track.Name(), Word(one), one.IsActual ? "yes" : "no", result?.MinimumRate.Amount, result?.SharingRate.Amount,
                result?.LossRate?.Amount, result is null ? null : new Dollars(result.Limit.Amount),
                result is null ? null : new Dollars(result.Earned.Amount),
                result is null ? null : new Dollars(result.Earned.Amount - actual.Earned.Amount), one.Note);
        }
        return table;
    }

    private static string Word(OtherTrack one) => one.Choice is { } rate
        ? rate.ToString("0.###%", CultureInfo.InvariantCulture) : "by size";

    /// <summary>A one-sided ACO has the rate of its size; a two-sided one chooses that or one of the fixed rates. 42 CFR 425.605(b)(2),
    /// 425.610(b)(1).</summary>
    private static IEnumerable<decimal?> Choices(Track track, RuleYear law)
    {
        yield return null;
        if (!track.IsTwoSided() || !law.Has(Keys.SharedSavings.Settlement.MinimumRate.Choices))
            yield break;
        var choices = law[Keys.SharedSavings.Settlement.MinimumRate.Choices];
        for (var row = 0; row < choices.Rows.RowCount; row++)
            yield return choices.Rows.Number(row, "rate");
    }

    private static OtherTrack? Settle(SettlementFacts facts, Track track, decimal? choice, RuleYear law)
    {
        var isActual = track == facts.Track && (!track.IsTwoSided() || choice == facts.FixedMinimumRate?.Amount);
        Ratio? rate = choice is not { } fixedRate ? null
            : law.Traced ? new Ratio(fixedRate).From("fixed minimum rate", Keys.SharedSavings.Settlement.MinimumRate.Choices.Id)
            : new Ratio(fixedRate);
        try
        {
            var result = FinancialReconciliation.Determine(facts with { Track = track, FixedMinimumRate = rate }, law);
            return new OtherTrack(track, choice, isActual, result, string.Join("; ", Notes(facts, track, choice, result)));
        }
        catch (MissingFactException e)
        {
            return new OtherTrack(track, choice, isActual, null, $"not computed: the rule needs {e.Fact}, which agreements.csv lacks");
        }
        catch (LawGapException)
        {
            // The law of the year does not know the track.
            return null;
        }
    }

    private static IEnumerable<string> Notes(SettlementFacts facts, Track track, decimal? choice, SettlementResult result)
    {
        if (choice is { } rate && result.MinimumRate.Amount != rate)
            yield return "too few assigned beneficiaries for a fixed rate: that of the size holds (42 CFR 425.110(b)(3))";
        if (result.RevenueUnknown)
            yield return "participants' revenue is unknown: only the benchmark limits these losses";
        if (track.IsBasic() && track != Track.BasicE && track != facts.Track)
            yield return "a step of the glide path (42 CFR 425.600(a)(4)(i))";
    }
}
