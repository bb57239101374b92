using Accountable.Risk.Model;

namespace Accountable.Risk.Scoring;

/// <summary>What age, sex and status say of a person, in the software's variables (macro AGESEXV2 and the models' own steps).</summary>
internal static class Status
{
    /// <summary>
    /// The age that decides the cell. Entitled by age at 64, a person is scored as 65 in segments of the aged and of new enrollees.
    /// </summary>
    public static int ScoredAge(Enrollee person, int agedFrom) =>
        person.Age == agedFrom - 1 && person.Reason == EntitlementReason.Age
            && (person.Segment.IsNewEnrollee() || person.Segment.IsAgedCommunity())
            ? agedFrom
            : person.Age;

    /// <summary>Under 65 and entitled by other than age.</summary>
    public static bool IsDisabled(Enrollee person, int agedFrom) =>
        ScoredAge(person, agedFrom) < agedFrom && person.Reason != EntitlementReason.Age;

    /// <summary>Entitled by disability once, aged now. ESRD, alone or with disability, never makes a person originally disabled.</summary>
    public static bool IsOriginallyDisabled(Enrollee person, int agedFrom) =>
        person.Reason == EntitlementReason.Disability && !IsDisabled(person, agedFrom);

    /// <summary>The cell of a person, or null when the segment has none for the age, sex and status.</summary>
    public static AgeCell? Cell(Enrollee person, HccModel model) =>
        model.CoefficientsOf(person).CellOf(
            person.Segment.IsNewEnrollee() ? NewEnrolleeStem(person, model) : "", person.Sex, ScoredAge(person, model.AgedFrom));

    /// <summary>The status variables that hold for a person. A segment uses those for which it has a coefficient.</summary>
    public static IEnumerable<string> Variables(Enrollee person, int agedFrom)
    {
        if (person.Segment.IsDemographicOnly())
            yield break;
        var sex = person.Sex.ToString();
        var aged = ScoredAge(person, agedFrom) >= agedFrom;
        var ageWord = aged ? "Aged" : "NonAged";
        if (IsOriginallyDisabled(person, agedFrom))
        {
            yield return $"OriginallyDisabled_{sex}";
            yield return "ORIGDS";
        }
        if (aged && person.Reason is EntitlementReason.Esrd or EntitlementReason.DisabilityAndEsrd)
            yield return $"Originally_ESRD_{sex}";
        if (person.Medicaid)
        {
            yield return "LTIMCAID";
            yield return "MCAID";

            // ESRD V21 asks for disability here, not for age.
            yield return $"MCAID_{sex}_{(IsDisabled(person, agedFrom) ? "NonAged" : "Aged")}";
        }
        if (person.Dual == DualStatus.Full)
            yield return $"FBDual_{sex}_{ageWord}";
        if (person.Dual == DualStatus.Partial)
            yield return $"PBDual_{sex}_{ageWord}";
        if (person.Institutional)
            yield return $"LTI_{ageWord}";
    }

    /// <summary>What a new enrollee's cell begins with: Medicaid or dual status, then whether originally disabled.</summary>
    private static string NewEnrolleeStem(Enrollee person, HccModel model)
    {
        // ESRD V24 tells full-benefit duals from all others; the other models have a Medicaid flag.
        var fullDual = model.CoefficientsOf(person).Values.Keys
            .Any(variable => variable.StartsWith("FBD_", StringComparison.OrdinalIgnoreCase));
        var medicaid = fullDual
            ? person.Dual == DualStatus.Full ? "FBD" : "ND_PBD"
            : person.Medicaid ? "MCAID" : "NMCAID";

        // On dialysis the reason for entitlement counts at any age; elsewhere only for the aged.
        var disabled = person.Reason == EntitlementReason.Disability
            && (person.Segment == Segment.NeDial || ScoredAge(person, model.AgedFrom) >= model.AgedFrom);
        return $"{medicaid}_{(disabled ? "ORIGDIS" : "NORIGDIS")}_{(person.Segment == Segment.NeGraft ? "G_" : "")}NE";
    }
}
