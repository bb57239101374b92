using Accountable.Rules.Catalogue;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>A change of an entity's Participation List at one snapshot and after.</summary>
/// <param name="Npi">The clinician.</param>
/// <param name="From">The entity that the clinician leaves; null when only added.</param>
/// <param name="To">The entity that the clinician joins; null when only dropped.</param>
public sealed record ListChange(string Npi, string? From, string? To);

/// <summary>What a change of lists does to entities' scores. 42 CFR 414.1425(b), 414.1435.</summary>
/// <remarks>A clinician's own payments and patients come from the individual score row at the snapshot. Dollars add up exactly,
/// because a claim is one clinician's; patients add up only when no two clinicians of the entity share one (A-109).</remarks>
public static class ListChanges
{
    /// <summary>The facts after changes at a snapshot. Lists and scores of earlier snapshots are history and stay.</summary>
    /// <exception cref="ImpossibleChangeException">A change names somebody unknown, or somebody without an individual score at the
    /// snapshot.</exception>
    public static QpFacts Apply(QpFacts facts, IReadOnlyList<ListChange> changes, int snapshot, IReadOnlyList<EligibilityBasis> bases)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(bases);
        var entities = facts.Entities.Select(Copy).ToList();
        var clinicians = facts.Clinicians.ToList();
        foreach (var change in changes)
        {
            var index = clinicians.FindIndex(clinician => clinician.Npi == change.Npi);
            if (index < 0)
                throw new ImpossibleChangeException($"NPI {change.Npi} is not in participants.csv");
            if (change.From is { } from)
                Move(clinicians, entities, index, Entity(entities, from), snapshot, bases, joins: false);
            if (change.To is { } to)
                Move(clinicians, entities, index, Entity(entities, to), snapshot, bases, joins: true);
        }
        return facts with { Entities = entities, Clinicians = clinicians };
    }

    private static void Move(List<ClinicianFacts> clinicians, List<EntityFacts> entities, int index, int entity, int snapshot,
        IReadOnlyList<EligibilityBasis> bases, bool joins)
    {
        var clinician = clinicians[index];
        var listed = clinician.Memberships.Any(membership => membership.Entity == entity && membership.List == ClinicianList.Participation
            && membership.At(snapshot));
        if (listed == joins)
        {
            throw new ImpossibleChangeException($"NPI {clinician.Npi} is {(joins ? "already" : "not")} on the list "
                + $"of entity {entities[entity].EntityId} at snapshot {snapshot}");
        }
        foreach (var basis in bases)
        {
            if (entities[entity].ScoreAt(snapshot, basis) is not { } group)
                continue;
            var own = clinician.ScoreAt(snapshot, basis)
                ?? throw new ImpossibleChangeException($"NPI {clinician.Npi} has no individual score at snapshot {snapshot} "
                    + $"on basis {basis.Word()}; add one to scores.csv");
            entities[entity].Scores[((snapshot - 1) * QpPeriod.Bases) + (int)basis] = joins ? group + own
                : Without(group, own, clinician.Npi, entities[entity].EntityId);
        }
        clinicians[index] = clinician with { Memberships = joins ? Joined(clinician, entity, snapshot)
            : Left(clinician, entity, snapshot) };
    }

    /// <summary>A group's numbers without one clinician's.</summary>
    /// <exception cref="ImpossibleChangeException">The clinician has more than the group.</exception>
    internal static ScoreFacts Without(ScoreFacts group, ScoreFacts own, string npi, string entity)
    {
        var rest = new ScoreFacts(group.AttributedPayments - own.AttributedPayments, group.EligiblePayments - own.EligiblePayments,
            group.AttributedPatients - own.AttributedPatients, group.EligiblePatients - own.EligiblePatients, group.Line);
        return rest is { AttributedPayments: >= 0, AttributedPatients: >= 0 } && rest.EligiblePayments >= rest.AttributedPayments
            && rest.EligiblePatients >= rest.AttributedPatients
            ? rest
            : throw new ImpossibleChangeException($"NPI {npi} has more in an individual score row than entity {entity} could lose; "
                + "the two rows do not fit together");
    }

    private static Membership[] Joined(ClinicianFacts clinician, int entity, int snapshot)
    {
        var bits = (byte)FromOn(snapshot);
        var place = Array.FindIndex(clinician.Memberships, membership => membership.Entity == entity
            && membership.List == ClinicianList.Participation);
        if (place < 0)
            return [.. clinician.Memberships, new Membership(entity, clinician.Tins[0], ClinicianList.Participation, bits)];
        var memberships = clinician.Memberships.ToArray();
        memberships[place] = memberships[place] with { Snapshots = (byte)(memberships[place].Snapshots | bits) };
        return memberships;
    }

    private static Membership[] Left(ClinicianFacts clinician, int entity, int snapshot) =>
        [.. clinician.Memberships.Select(membership => membership.Entity == entity && membership.List == ClinicianList.Participation
            ? membership with { Snapshots = (byte)(membership.Snapshots & ~FromOn(snapshot)) } : membership)];

    /// <summary>The bits of a snapshot and those after it.</summary>
    private static int FromOn(int snapshot) => ((1 << QpPeriod.Snapshots) - 1) & ~((1 << (snapshot - 1)) - 1);

    private static int Entity(List<EntityFacts> entities, string id)
    {
        var index = entities.FindIndex(entity => entity.EntityId == id);
        return index >= 0 ? index : throw new ImpossibleChangeException($"entity {id} is not in entities.csv");
    }

    private static EntityFacts Copy(EntityFacts entity)
    {
        var copy = new EntityFacts
        {
            EntityId = entity.EntityId, ModelId = entity.ModelId, ActiveFrom = entity.ActiveFrom, ActiveTo = entity.ActiveTo,
            TerminatedOn = entity.TerminatedOn, BearsRiskOnTermination = entity.BearsRiskOnTermination, Line = entity.Line,
        };
        entity.Scores.CopyTo(copy.Scores, 0);
        return copy;
    }
}

/// <summary>A list cannot be changed so: somebody is unknown, is on the list already, or has no score of one's own.</summary>
public sealed class ImpossibleChangeException(string message) : Exception(message)
{
}
