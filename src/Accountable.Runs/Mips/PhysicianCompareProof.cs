using Accountable.Data.Mips;
using Accountable.Qpp.Mips;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;

namespace Accountable.Runs.Mips;

/// <summary>A group beside what was published.</summary>
/// <param name="Group">The group.</param>
/// <param name="Computed">The computed final score.</param>
/// <param name="Verdict">How they compare.</param>
/// <param name="Reason">Why, for all but plainly exact rows.</param>
public sealed record ProvenGroup(PhysicianCompareGroup Group, decimal Computed, Verdict Verdict, string Reason)
{
    /// <summary>Computed less published, points.</summary>
    public decimal Difference => Computed - Group.Published;
}

/// <summary>Computes the final scores of Physician Compare 2017 groups from their category scores and compares.</summary>
/// <remarks>The file prints 0 both for a score of zero and for a category that was not scored, and does not say who was scored under the
/// APM scoring standard. Each reading that the law of 2017 allows is computed; the reading that gives the published score is
/// named.</remarks>
public sealed class PhysicianCompareProof(RuleYear law)
{
    /// <summary>What the printed digits of four scores allow, points.</summary>
    private const decimal Tolerance = 0.06m;

    /// <summary>Judges each group.</summary>
    public IReadOnlyList<ProvenGroup> Compare(PhysicianCompareFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return [.. file.Rows.Select(Judge)];
    }

    /// <summary>The comparison, a row a group.</summary>
    public static Table Of(IReadOnlyList<ProvenGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var table = new Table("row", "published", "computed", "difference", "verdict", "reason");
        foreach (var group in groups)
            table.Add(group.Group.Row, group.Group.Published, group.Computed, group.Difference, SettlementTables.Word(group.Verdict),
                group.Reason);
        return table;
    }

    /// <summary>How many groups came out how.</summary>
    public static Table Summary(IReadOnlyList<ProvenGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var table = new Table("verdict", "reason", "groups", "share_percent");
        var classes = groups
            .GroupBy(group => (group.Verdict, Reason: group.Verdict == Verdict.Rounding ? "printed digits of quality" : group.Reason))
            .OrderBy(group => group.Key.Verdict).ThenByDescending(group => group.Count());
        foreach (var group in classes)
        {
            var share = decimal.Round(100m * group.Count() / groups.Count, 2);
            table.Add(SettlementTables.Word(group.Key.Verdict), group.Key.Reason, group.Count(), share);
        }
        var within = groups.Count(group => group.Verdict == Verdict.Exact);
        table.Add("all", $"{within:N0} within {Tolerance} points", groups.Count, decimal.Round(100m * within / groups.Count, 2));
        return table;
    }

    private ProvenGroup Judge(PhysicianCompareGroup group)
    {
        var readings = Readings(group)
            .Select(reading => (reading.Reason, reading.Standard, reading.Scores, Score: Score(reading.Scores, reading.Standard))).ToList();
        foreach (var reading in readings)
        {
            if (Math.Abs(reading.Score - group.Published) <= Tolerance)
                return new ProvenGroup(group, reading.Score, Verdict.Exact, reading.Reason);
        }
        foreach (var reading in readings.Where(reading => reading.Scores.Quality is not null && group.QualityUnit > 0))
        {
            var high = Score(reading.Scores with { Quality = Percent(group.Quality + group.QualityUnit) }, reading.Standard);
            if (group.Published >= reading.Score - Tolerance && group.Published <= high + Tolerance)
                return new ProvenGroup(group, reading.Score, Verdict.Rounding,
                    Joined(reading.Reason, $"quality printed as {group.Quality} allows {reading.Score:0.00} to {high:0.00}"));
        }
        var nearest = readings.MinBy(reading => Math.Abs(reading.Score - group.Published));
        return new ProvenGroup(group, nearest.Score, Verdict.Mismatch,
            Joined(nearest.Reason, "no reading of the law of 2017 gives the published score"));
    }

    private IEnumerable<(string Reason, CategoryScores Scores, Standard Standard)> Readings(PhysicianCompareGroup group)
    {
        var whole = law[Keys.Mips.ImprovementActivities.Maximum].Amount;
        var scores = new CategoryScores(
            Percent(group.Quality), null, group.ImprovementActivities is { } points ? new Ratio(points / whole) : null,
            Percent(group.AdvancingCareInformation));
        yield return ("", scores, Standard.Mips);
        if (group.AdvancingCareInformation == 0)
            yield return ("a printed 0 of advancing care information is no score: reweighted",
                scores with { PromotingInteroperability = null }, Standard.Mips);
        if (group.Quality == 0)
            yield return ("a printed 0 of quality is no score: reweighted", scores with { Quality = null }, Standard.Mips);
        yield return ("weights of the APM scoring standard", scores, Standard.Apm);
    }

    private decimal Score(CategoryScores scores, Standard standard) => FinalScore.Determine(
        new FinalScoreFacts
        {
            Scores = scores,
            Framework = Framework.Traditional,
            Entity = standard == Standard.Apm ? EntityType.ApmEntity : EntityType.Group,
        },
        law).Score.Amount;

    private static Ratio? Percent(decimal? percent) => percent is { } number ? new Ratio(Math.Min(number, 100) / 100) : null;

    private static string Joined(string first, string second) => first.Length > 0 ? $"{first}; {second}" : second;
}
