namespace Accountable.Rules.Episodes;

/// <summary>Who answers for an episode: the first of a document's list that the claims name.</summary>
public enum Attribution
{
    /// <summary>The facility of the anchor, by its certification number.</summary>
    Facility,

    /// <summary>The group that the anchor's own line names.</summary>
    AnchorGroup,

    /// <summary>The group under which the attending clinician was paid most during the anchor.</summary>
    AttendingGroup,

    /// <summary>The group under which the operating clinician was paid most during the anchor.</summary>
    OperatingGroup,
}

/// <summary>A party that takes a share of what the entity is paid, and bears one of what it owes; the entity keeps the rest.</summary>
/// <param name="Id">What it is called.</param>
/// <param name="Gain">The figure with its share of a payment; null for none.</param>
/// <param name="Loss">The figure with its share of a repayment; null for none.</param>
/// <param name="Citation">The paragraph or agreement.</param>
/// <param name="Verified">Who has verified it.</param>
public sealed record Party(string Id, string? Gain, string? Loss, string Citation, Verified Verified);
