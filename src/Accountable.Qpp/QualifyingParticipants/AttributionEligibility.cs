using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>Which criterion of an attribution-eligible beneficiary a person fails. 42 CFR 414.1305.</summary>
public enum AttributionStanding
{
    /// <summary>None.</summary>
    Eligible,

    /// <summary>Paragraph (1): a month in Medicare Advantage or a cost plan.</summary>
    InHealthPlan,

    /// <summary>Paragraph (2): Medicare was secondary.</summary>
    MedicareSecondary,

    /// <summary>Paragraph (3): no month with both parts, or one with one part only.</summary>
    NotInBothParts,

    /// <summary>Paragraph (4): too young.</summary>
    TooYoung,

    /// <summary>Paragraph (5): not a resident of the United States.</summary>
    NotResident,

    /// <summary>Another APM Entity has the person in advance. 42 CFR 414.1435(c)(1)(i).</summary>
    AttributedElsewhere,
}

/// <summary>What is known of a person from January 1 to a snapshot. Null where no source says it; then the criterion is taken as met
/// .</summary>
/// <param name="HadBothParts">Whether there was a month with both parts.</param>
/// <param name="HadOnePartOnly">Whether there was a month with one part only.</param>
/// <param name="WasInHealthPlan">Whether there was a month in a health plan.</param>
/// <param name="HadOtherPrimaryPayer">Whether a claim names a primary payer other than Medicare.</param>
/// <param name="Born">The day of birth.</param>
/// <param name="LivedAbroad">Whether the person lived outside of the United States in the last month.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AttributionFacts(
    bool? HadBothParts, bool? HadOnePartOnly, bool? WasInHealthPlan, bool HadOtherPrimaryPayer, DateOnly? Born, bool? LivedAbroad);

/// <summary>Paragraphs (1) to (5) of an attribution-eligible beneficiary. 42 CFR 414.1305.</summary>
public sealed class AttributionEligibility(RuleYear law)
{
    private readonly int _leastAge = (int)law[Keys.Qpp.Qp.AttributionLeastAge].Amount;

    /// <summary>Whether a person attributed in advance to one entity leaves the count of others. 42 CFR 414.1435(c)(1)(i).</summary>
    public bool ProspectiveAttributionExcludes { get; } = law[Keys.Qpp.Qp.ProspectiveAttributionExcludes].Amount != 0;

    /// <summary>The first criterion that a person fails at a snapshot.</summary>
    public AttributionStanding Determine(in AttributionFacts person, DateOnly snapshot) => person switch
    {
        { WasInHealthPlan: true } => AttributionStanding.InHealthPlan,
        { HadOtherPrimaryPayer: true } => AttributionStanding.MedicareSecondary,
        { HadBothParts: false } or { HadOnePartOnly: true } => AttributionStanding.NotInBothParts,
        { Born: { } born } when born.AddYears(_leastAge) > snapshot => AttributionStanding.TooYoung,
        { LivedAbroad: true } => AttributionStanding.NotResident,
        _ => AttributionStanding.Eligible,
    };
}
