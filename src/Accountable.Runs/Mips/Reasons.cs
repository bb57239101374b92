using Accountable.Data.Mips;
using Accountable.Qpp.Mips;
using Accountable.Rules;

namespace Accountable.Runs.Mips;

/// <summary>What a reader of a scored row must know, in a few words.</summary>
internal static class Reasons
{
    public static string Of(ClinicianRow row, FinalScoreFacts facts, FinalScoreResult result, RuleYear law)
    {
        // Most rows have nothing to say; nothing is allocated for them.
        List<string>? reasons = null;
        if (result.Neutral.Holds)
            (reasons ??= []).Add("fewer than two categories: the performance threshold");
        else if (Reweighted(row, facts, law) is { Length: > 0 } moved)
            (reasons ??= []).Add($"reweighted: {moved}");
        if (row.Cost is not null && result.Weights is { } weights && weights.Cost == Ratio.Zero
            && row.Year >= law.Book[Keys.Mips.ComplexPatientBonus.Maximum.Id].Covers.From)
            (reasons ??= []).Add("the cost score does not count");
        if (result.ComplexPatientBonus is null)
            (reasons ??= []).Add(
                "A-201: the complex patient bonus needs hcc_mean, hcc_sd, hcc_median, dual_mean, dual_sd, dual_median; none added");
        if ((row.AverageRisk is null) != (row.DualShare is null))
            (reasons ??= []).Add("no complex patient bonus: hcc_average and dual_share go together");
        if (result.SmallPracticeBonus > Points.Zero)
            (reasons ??= []).Add("with the small practice bonus");
        return reasons is null ? "" : string.Join("; ", reasons);
    }

    /// <summary>The categories without a score that would weigh something in the year.</summary>
    private static string Reweighted(ClinicianRow row, FinalScoreFacts facts, RuleYear law)
    {
        var standard = Participation.StandardFor(facts.Framework, facts.Entity, law.Year);
        var costCounts = standard == Standard.Mips && law[Keys.Mips.Categories.CostIsScored].Amount > 0;
        var costMissing = standard == Standard.Mips
            && (costCounts ? row.Cost is null : law[Keys.Mips.CategoryWeight.Cost, "none"] > Ratio.Zero);
        if (!costMissing && row is { Quality: not null, ImprovementActivities: not null, PromotingInteroperability: not null })
            return "";
        return string.Join(", ", new[]
        {
            row.Quality is null ? "quality" : "",
            costMissing ? "cost" : "",
            row.ImprovementActivities is null ? "ia" : "",
            row.PromotingInteroperability is null ? "pi" : "",
        }.Where(name => name.Length > 0));
    }
}
