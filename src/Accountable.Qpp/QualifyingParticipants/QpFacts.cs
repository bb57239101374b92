using System.Runtime.InteropServices;
using Accountable.Qpp.AdvancedApms;
using Accountable.Rules.Catalogue;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>Numerators and denominators of one score: dollars and people, with the line of the facts file they stand in.</summary>
/// <remarks>Plain decimals, so that a million clinicians fit in memory; they become traced quantities when a score is made.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScoreFacts(decimal AttributedPayments, decimal EligiblePayments, decimal AttributedPatients, decimal EligiblePatients, int Line)
{
    /// <summary>The sums of two.</summary>
    public static ScoreFacts operator +(ScoreFacts left, ScoreFacts right) => new(
        left.AttributedPayments + right.AttributedPayments, left.EligiblePayments + right.EligiblePayments,
        left.AttributedPatients + right.AttributedPatients, left.EligiblePatients + right.EligiblePatients, left.Line);
}

/// <summary>A score row of one clinician.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IndividualScore(byte Snapshot, EligibilityBasis Basis, ScoreFacts Facts);

/// <summary>An APM Entity in a model.</summary>
public sealed record EntityFacts
{
    /// <summary>The entity's identifier.</summary>
    public required string EntityId { get; init; }

    /// <summary>The model's key in the catalogue.</summary>
    public required string ModelId { get; init; }

    /// <summary>The first day of active testing; null to take the model's.</summary>
    public DateOnly? ActiveFrom { get; init; }

    /// <summary>The last day of active testing; null to take the model's.</summary>
    public DateOnly? ActiveTo { get; init; }

    /// <summary>The day on which the entity left or was terminated; null when it did not.</summary>
    public DateOnly? TerminatedOn { get; init; }

    /// <summary>Whether it bore the year's financial risk on that day. 42 CFR 414.1425(c)(5)(ii).</summary>
    public bool BearsRiskOnTermination { get; init; }

    /// <summary>The line of the facts file.</summary>
    public int Line { get; init; }

    /// <summary>Scores of the entity's group: by snapshot and then basis; null where there is none.</summary>
    public ScoreFacts?[] Scores { get; } = new ScoreFacts?[QpPeriod.Snapshots * QpPeriod.Bases];

    /// <summary>The score row at a snapshot from 1 to 3 on a basis; null where there is none.</summary>
    public ScoreFacts? ScoreAt(int snapshot, EligibilityBasis basis) => Scores[((snapshot - 1) * QpPeriod.Bases) + (int)basis];
}

/// <summary>A clinician's place on one entity's list.</summary>
/// <param name="Entity">The entity's index in <see cref="QpFacts.Entities"/>.</param>
/// <param name="Tin">The TIN through which the clinician takes part.</param>
/// <param name="List">Which list it is.</param>
/// <param name="Snapshots">One bit a snapshot: 1, 2 and 4 for the first to the third.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Membership(int Entity, string Tin, ClinicianList List, byte Snapshots)
{
    /// <summary>Whether the clinician is on the list at a snapshot from 1 to 3.</summary>
    public bool At(int snapshot) => (Snapshots & (1 << (snapshot - 1))) != 0;
}

/// <summary>A clinician with every list and every individual score.</summary>
public sealed record ClinicianFacts
{
    /// <summary>The NPI.</summary>
    public required string Npi { get; init; }

    /// <summary>The TINs of the participants file, in its order, each once.</summary>
    public required string[] Tins { get; init; }

    /// <summary>The places on lists of entities that are known.</summary>
    public required Membership[] Memberships { get; init; }

    /// <summary>The individual score rows.</summary>
    public IndividualScore[] Scores { get; init; } = [];

    /// <summary>The individual score at a snapshot on a basis; null where there is none.</summary>
    public ScoreFacts? ScoreAt(int snapshot, EligibilityBasis basis)
    {
        foreach (var score in Scores)
        {
            if (score.Snapshot == snapshot && score.Basis == basis)
                return score.Facts;
        }
        return null;
    }
}

/// <summary>What kind of payer it is. 42 CFR 414.1440(a).</summary>
public enum PayerType
{
    /// <summary>A commercial insurer or employer.</summary>
    Commercial,

    /// <summary>A Medicare Advantage plan.</summary>
    MedicareAdvantage,

    /// <summary>Medicaid, title XIX.</summary>
    Medicaid,

    /// <summary>A payer in a CMS Multi-Payer Model.</summary>
    MultiPayer,

    /// <summary>The Department of Defense.</summary>
    Dod,

    /// <summary>The Department of Veterans Affairs.</summary>
    Va,

    /// <summary>Any other.</summary>
    Other,
}

/// <summary>A payer other than Medicare Parts A and B.</summary>
/// <param name="PayerId">The payer's identifier.</param>
/// <param name="Type">What kind it is.</param>
/// <param name="MedicaidApmAvailable">For Medicaid: whether the state has a Medicaid APM or Medicaid Medical Home Model that qualifies.</param>
/// <param name="EligibleToJoin">For Medicaid: whether the entity or clinician could have joined it.</param>
public sealed record PayerFacts(string PayerId, PayerType Type, bool MedicaidApmAvailable, bool EligibleToJoin);

/// <summary>Payments and patients of one payer, under one arrangement or outside any, at one level and snapshot.</summary>
/// <param name="Snapshot">1 to 3.</param>
/// <param name="Payer">The payer.</param>
/// <param name="Arrangement">The arrangement; null for payment outside any APM.</param>
/// <param name="PaymentsUnderApm">Payments under the arrangement's terms, dollars.</param>
/// <param name="PaymentsTotal">All payments, dollars.</param>
/// <param name="PatientsUnderApm">Patients under the arrangement's terms.</param>
/// <param name="PatientsTotal">All patients.</param>
/// <param name="Line">The line of the facts file.</param>
public sealed record OtherPayerFacts(
    int Snapshot, PayerFacts Payer, Arrangement? Arrangement, decimal PaymentsUnderApm, decimal PaymentsTotal, decimal PatientsUnderApm, decimal PatientsTotal, int Line);

/// <summary>Everything that a QP determination rests on for one year.</summary>
public sealed record QpFacts
{
    /// <summary>The APM Entities.</summary>
    public required IReadOnlyList<EntityFacts> Entities { get; init; }

    /// <summary>The clinicians.</summary>
    public required IReadOnlyList<ClinicianFacts> Clinicians { get; init; }

    /// <summary>Other payers' rows by level and by entity, NPI or TIN.</summary>
    public IReadOnlyDictionary<(QpLevel Level, string Id), IReadOnlyList<OtherPayerFacts>> OtherPayers { get; init; } =
        new Dictionary<(QpLevel, string), IReadOnlyList<OtherPayerFacts>>();

    /// <summary>The clinicians who reassigned billing to a TIN, by TIN; the TIN level needs all of them in one entity.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Reassignments { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Elections of entities to take part in MIPS, by entity.</summary>
    public IReadOnlyDictionary<string, bool> EntityElections { get; init; } = new Dictionary<string, bool>();

    /// <summary>Elections of clinicians by NPI and TIN; an empty TIN is for all of the NPI's TINs.</summary>
    public IReadOnlyDictionary<(string Npi, string Tin), bool> ClinicianElections { get; init; } = new Dictionary<(string, string), bool>();

    /// <summary>The name of the scores file, for explanations.</summary>
    public string ScoresFile { get; init; } = "scores.csv";
}
