namespace Accountable.Qpp.Mips;

/// <summary>One of several final scores of the same TIN and NPI.</summary>
/// <param name="Entity">Whose data made it.</param>
/// <param name="Score">The final score.</param>
public readonly record struct CandidateScore(EntityType Entity, Points Score);

/// <summary>Which of several final scores decides a clinician's payment. 42 CFR 414.1380(c), 414.1405(a).</summary>
public static class ScoreChoice
{
    /// <summary>The place of the score that counts.</summary>
    /// <exception cref="ArgumentException">There is no score.</exception>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static int Choose(IReadOnlyList<CandidateScore> candidates, PerformanceYear year)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
            throw new ArgumentException("There is no score to choose from.", nameof(candidates));
        return year.Value switch
        {
            // 414.1370: through 2020 the score of an APM Entity stands before all others, then that of a virtual group.
            >= 2017 and <= 2020 => Best(candidates, EntityType.ApmEntity) ?? Best(candidates, EntityType.VirtualGroup)
                ?? Best(candidates, null)!.Value,

            // From 2021 the score of a virtual group stands; otherwise the highest of any framework.
            >= 2021 => Best(candidates, EntityType.VirtualGroup) ?? Best(candidates, null)!.Value,

            _ => throw new LawGapException("choice among final scores", year),
        };
    }

    private static int? Best(IReadOnlyList<CandidateScore> candidates, EntityType? entity)
    {
        int? best = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if ((entity is null || candidates[i].Entity == entity) && (best is null || candidates[i].Score > candidates[best.Value].Score))
                best = i;
        }
        return best;
    }
}
