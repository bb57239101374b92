using Accountable.Rules.Catalogue;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>The fewest changes of a list that lift an entity over a threshold.</summary>
/// <param name="Changes">The changes; empty when the threshold is met already.</param>
/// <param name="Reached">Whether the threshold can be reached at all by the candidates.</param>
/// <param name="Method">The method that reaches it.</param>
/// <param name="Basis">The basis that reaches it.</param>
/// <param name="Score">The score after the changes, a share; of the best that can be had when it is not reached.</param>
public sealed record SmallestChange(IReadOnlyList<ListChange> Changes, bool Reached, QpMethod Method, EligibilityBasis Basis, Ratio? Score)
{
    /// <summary>Finds the fewest drops from and additions to an entity's list.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="entity">The entity's index.</param>
    /// <param name="additions">Indices of clinicians who could join; those on the list are candidates to drop.</param>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="bases">The year's bases.</param>
    /// <param name="threshold">The threshold of a method.</param>
    /// <remarks>Exact for any number of candidates. A score of N over D meets a threshold t when N - tD is not negative. Each change moves
    /// that margin by an amount of its own, whatever else changes, so no set of k changes moves it further than the k largest
    /// moves. A list that empties has no score: its margin is zero, so that no other set of as many changes does better but one of the
    /// same moves, and among those additions come first. The bound on the fewest changes is therefore itself; for patients under
    /// A-109.</remarks>
    public static SmallestChange Find(
        QpFacts facts, int entity, IReadOnlyList<int> additions, int snapshot, IReadOnlyList<EligibilityBasis> bases, Func<QpMethod,
            Ratio> threshold)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(additions);
        ArgumentNullException.ThrowIfNull(bases);
        ArgumentNullException.ThrowIfNull(threshold);
        SmallestChange? best = null;
        foreach (var basis in bases)
        {
            if (facts.Entities[entity].ScoreAt(snapshot, basis) is not { } group)
                continue;
            foreach (var method in new[] { QpMethod.Payment, QpMethod.Patient })
            {
                var found = Find(facts, entity, additions, snapshot, basis, method, group, threshold(method).Amount);
                if (best is null || Better(found, best))
                    best = found;
            }
        }
        return best ?? new SmallestChange([], false, QpMethod.Payment, bases[0], null);
    }

    private static bool Better(SmallestChange left, SmallestChange right) => left.Reached != right.Reached ? left.Reached
        : left.Reached ? left.Changes.Count < right.Changes.Count
        : (left.Score?.Amount ?? 0) > (right.Score?.Amount ?? 0);

    private static SmallestChange Find(
        QpFacts facts, int entity, IReadOnlyList<int> additions, int snapshot, EligibilityBasis basis, QpMethod method, ScoreFacts group,
            decimal threshold)
    {
        var (numerator, denominator) = Part(group, method);
        var moves = new List<(ListChange Change, decimal Numerator, decimal Denominator, decimal Gain)>();
        var id = facts.Entities[entity].EntityId;
        for (var i = 0; i < facts.Clinicians.Count; i++)
        {
            var clinician = facts.Clinicians[i];
            if (!clinician.Memberships.Any(membership => membership.Entity == entity && membership.List == ClinicianList.Participation
                && membership.At(snapshot)) || clinician.ScoreAt(snapshot, basis) is not { } own)
                continue;
            var (n, d) = Part(own, method);
            moves.Add((new ListChange(clinician.Npi, id, null), -n, -d, (threshold * d) - n));
        }
        foreach (var i in additions)
        {
            if (facts.Clinicians[i].ScoreAt(snapshot, basis) is not { } own)
                continue;
            var (n, d) = Part(own, method);
            moves.Add((new ListChange(facts.Clinicians[i].Npi, null, id), n, d, n - (threshold * d)));
        }
        var changes = new List<ListChange>();
        var (bestScore, bestChanges) = (denominator > 0 ? numerator / denominator : (decimal?)null, new List<ListChange>());
        foreach (var move in moves.Where(move => move.Gain > 0).OrderByDescending(move => move.Gain)
            .ThenByDescending(move => move.Denominator > 0).ThenBy(move => move.Change.Npi, StringComparer.Ordinal).Prepend(default))
        {
            if (move.Change is not null)
            {
                changes.Add(move.Change);
                numerator += move.Numerator;
                denominator += move.Denominator;
            }
            if (denominator > 0 && numerator / denominator >= threshold)
                return new SmallestChange([.. changes], true, method, basis, new Ratio(numerator / denominator));
            if (denominator > 0 && (bestScore is null || numerator / denominator > bestScore))
                (bestScore, bestChanges) = (numerator / denominator, [.. changes]);
        }
        return new SmallestChange(bestChanges, false, method, basis, bestScore is { } score ? new Ratio(score) : null);
    }

    private static (decimal Numerator, decimal Denominator) Part(ScoreFacts facts, QpMethod method) => method == QpMethod.Payment
        ? (facts.AttributedPayments, facts.EligiblePayments)
        : (facts.AttributedPatients, facts.EligiblePatients);
}
