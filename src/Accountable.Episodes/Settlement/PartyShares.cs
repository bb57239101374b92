using Accountable.Rules.Episodes;
using Accountable.Rules.Settlement;

namespace Accountable.Episodes.Settlement;

/// <summary>What one party is paid or owes of an entity's result.</summary>
/// <param name="Party">The party; the entity itself stands last.</param>
/// <param name="Share">Its share; null for the entity, which has what is left.</param>
/// <param name="Amount">Paid when positive, owed when negative.</param>
public sealed record PartyAmount(string Party, StepValue? Share, StepValue Amount);

/// <summary>Divides what an entity is paid or owes between the parties of the document.</summary>
public static class PartyShares
{
    /// <summary>Each party's part and what the entity keeps; empty where the document has no parties. The parts add up to the
    /// result.</summary>
    /// <param name="model">The document.</param>
    /// <param name="context">The figures of the period and the entity's members.</param>
    /// <param name="entity">The entity.</param>
    /// <param name="result">What it is paid or owes; null when no step gave it.</param>
    /// <exception cref="LawGapException">A share has no value in the period.</exception>
    public static IReadOnlyList<PartyAmount> Divide(EpisodeModel model, StepContext context, string entity, StepValue? result)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(context);
        if (model.Parties.Count == 0 || result is not { } whole)
            return [];
        var amounts = new List<PartyAmount>();
        var left = whole;
        foreach (var party in model.Parties)
        {
            if ((whole.Amount >= 0 ? party.Gain : party.Loss) is not { } figure)
                continue;
            if (party.Verified == Verified.No)
                context.Unverified.Add($"{model.Id}: party {party.Id}");
            var share = context[figure];
            var amount = whole.Times(share).As($"part of {party.Id}", party.Citation);
            amounts.Add(new PartyAmount(party.Id, share, amount));
            left = left.Minus(amount);
        }
        amounts.Add(new PartyAmount(entity, null, left.As($"what {entity} keeps", model.Citation)));
        return amounts;
    }
}
