namespace Accountable.Risk.Scoring;

/// <summary>What became of one diagnosis.</summary>
/// <param name="Code">The code.</param>
/// <param name="Standing">Whether the model knows it in this year.</param>
/// <param name="Edited">Whether an edit by age or sex replaced its mapping.</param>
/// <param name="Categories">The condition categories it gives.</param>
public sealed record MappedDiagnosis(Icd10Code Code, Model.CodeStanding Standing, bool Edited, IReadOnlyList<int> Categories);

/// <summary>A category that did not become a payment HCC.</summary>
/// <param name="Hcc">The category.</param>
/// <param name="By">The HCC that removed it in the hierarchy; null when the model never scores it or lacks what it must come with.</param>
public sealed record RemovedHcc(int Hcc, int? By);

/// <summary>Where a term of a score comes from.</summary>
public enum TermKind
{
    /// <summary>Age, sex, status, months of a graft.</summary>
    Demographic,

    /// <summary>A payment HCC.</summary>
    Hcc,

    /// <summary>An interaction.</summary>
    Interaction,

    /// <summary>The number of payment HCCs.</summary>
    Count,
}

/// <summary>One coefficient in a person's sum.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Variable">The variable in the software's words.</param>
/// <param name="Value">The coefficient.</param>
public sealed record ScoreTerm(TermKind Kind, string Variable, RiskScore Value);

/// <summary>A person's score with everything that led to it.</summary>
public sealed record PersonScore
{
    /// <summary>The person.</summary>
    public required Enrollee Person { get; init; }

    /// <summary>Each diagnosis once, in the order given.</summary>
    public required IReadOnlyList<MappedDiagnosis> Diagnoses { get; init; }

    /// <summary>What hierarchies and the model's own rules removed.</summary>
    public required IReadOnlyList<RemovedHcc> Removed { get; init; }

    /// <summary>The payment HCCs, ascending. New enrollees have them too, though they do not score.</summary>
    public required IReadOnlyList<int> Hccs { get; init; }

    /// <summary>The coefficients, in the order in which they are added.</summary>
    public required IReadOnlyList<ScoreTerm> Terms { get; init; }

    /// <summary>The part of age, sex and status alone.</summary>
    public required RiskScore Demographic { get; init; }

    /// <summary>The raw score: the exact sum, not normalized.</summary>
    public required RiskScore Raw { get; init; }
}

/// <summary>A person whom the segment's coefficients do not cover. Such a person is never scored zero.</summary>
public sealed class NotScorableException(string why) : Exception(why);
