using Accountable.Rules.Settlement;

namespace Accountable.Episodes.Settlement;

/// <summary>What is known of one episode: its inputs, its members, and results that a file gives in place of steps.</summary>
public sealed record EpisodeFacts
{
    /// <summary>What it is called.</summary>
    public required string Id { get; init; }

    /// <summary>Values by name, those of its stratum among them.</summary>
    public required IReadOnlyDictionary<string, StepValue> Values { get; init; }

    /// <summary>Members by dimension, such as its category.</summary>
    public required IReadOnlyDictionary<string, string> Members { get; init; }
}

/// <summary>What is known of one entity that is settled.</summary>
public sealed record EntityFacts
{
    /// <summary>What it is called.</summary>
    public required string Id { get; init; }

    /// <summary>Values by name, such as quality scores.</summary>
    public required IReadOnlyDictionary<string, StepValue> Values { get; init; }

    /// <summary>Members by dimension, such as its track.</summary>
    public required IReadOnlyDictionary<string, string> Members { get; init; }
}

/// <summary>One episode after its steps.</summary>
/// <param name="Facts">What was known of it.</param>
/// <param name="Records">Its steps in order.</param>
/// <param name="Values">Each result by its name.</param>
public sealed record SettledEpisode(
    EpisodeFacts Facts, IReadOnlyList<StepRecord> Records, IReadOnlyDictionary<string, StepValue> Values);

/// <summary>One entity after its steps.</summary>
/// <param name="Facts">What was known of it.</param>
/// <param name="Records">The steps of quality and settlement in order.</param>
/// <param name="Episodes">Its episodes.</param>
/// <param name="Result">What is paid when positive, owed when negative; null for a model whose steps gave none.</param>
/// <param name="Members">Its members, the band of its score among them.</param>
/// <param name="Unverified">Figures and steps that nobody has verified and on which the result rests.</param>
public sealed record SettledEntity(
    EntityFacts Facts,
    IReadOnlyList<StepRecord> Records,
    IReadOnlyList<SettledEpisode> Episodes,
    StepValue? Result,
    IReadOnlyDictionary<string, string> Members,
    IReadOnlyCollection<string> Unverified)
{
    /// <summary>What each party of the document has of the result, the entity last; empty where there are no parties.</summary>
    public IReadOnlyList<PartyAmount> Parties { get; init; } = [];

    /// <summary>The result of a step by its name, or null when no step gave it.</summary>
    public StepValue? this[string name] => Records.LastOrDefault(record => record.Step.As == name)?.Value;
}
