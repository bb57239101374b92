using System.Runtime.InteropServices;

namespace Accountable.Data.Qpp;

/// <summary>A row of entities.csv.</summary>
public sealed record EntityRow(
    int Line, string EntityId, string ModelId, DateOnly? ActiveFrom, DateOnly? ActiveTo, DateOnly? TerminatedOn,
        bool BearsRiskOnTermination)
{
    /// <summary>The ACO whose claims and lists in a store are the entity's.</summary>
    public required string Aco { get; init; }
}

/// <summary>A row of participants.csv. Snapshots is one bit a snapshot.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ParticipantRow(int Line, string EntityId, string Npi, string Tin, bool Affiliated, byte Snapshots);

/// <summary>A row of scores.csv. Dollars and people.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScoreRow(
    int Line, bool Individual, string Id, byte Snapshot, bool Cps, decimal AttributedPayments, decimal EligiblePayments,
        decimal AttributedPatients, decimal EligiblePatients);

/// <summary>A row of other_payers.csv. Level is entity, individual or tin; Id is the entity, NPI or TIN.</summary>
public sealed record OtherPayerRow(
    int Line, string Level, string Id, int Snapshot, string PayerId, string ArrangementId, decimal PaymentsUnderApm,
        decimal PaymentsTotal, decimal PatientsUnderApm, decimal PatientsTotal);

/// <summary>A row of elections.csv. An entity's election has no NPI.</summary>
public sealed record ElectionRow(int Line, string Npi, string Tin, string EntityId, bool ElectsMips);

/// <summary>A row of payers.csv.</summary>
public sealed record PayerRow(int Line, string PayerId, string PayerType, string State, bool MedicaidApmAvailable, bool EligibleToJoin);

/// <summary>A row of reassignments.csv.</summary>
public sealed record ReassignmentRow(int Line, string Npi, string Tin);

/// <summary>A row of the base period: what Medicare paid through one TIN.</summary>
/// <param name="Line">The line of the file.</param>
/// <param name="Npi">The clinician.</param>
/// <param name="Tin">The TIN.</param>
/// <param name="Paid">Paid amounts for covered professional services, dollars.</param>
/// <param name="MipsAdjustmentIncluded">Dollars of MIPS adjustment within them; negative when they were cut.</param>
/// <param name="TinExistsAtPayment">Whether the TIN is solvent when CMS pays.</param>
/// <param name="TinInQpEntity">Whether the TIN was tied to the QP's entity in the base period.</param>
/// <param name="BaseYearTie">A looser tie in the base period: same_apm, advanced_apm, same_apm_any_track, other_apm; empty for
/// none.</param>
/// <param name="Rescinded">Whether the QP status was rescinded or payment denied. 42 CFR 414.1460.</param>
/// <param name="AlreadyPaid">What was already paid for the year, dollars.</param>
public sealed record BaseRow(
    int Line, string Npi, string Tin, decimal Paid, decimal MipsAdjustmentIncluded, bool TinExistsAtPayment, bool TinInQpEntity,
        string BaseYearTie, bool Rescinded, decimal AlreadyPaid);
