namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>Who is out of MIPS by QP status. 42 CFR 414.1310(b)(1).</summary>
public static class MipsExclusion
{
    /// <summary>Whether a clinician is excluded from MIPS in a TIN.</summary>
    public static bool Determine(QpDetermination determination, QpFacts facts, string npi, string tin)
    {
        ArgumentNullException.ThrowIfNull(facts);
        return determination.Status switch
        {
            // (b)(1)(i): a QP is excluded.
            QpStatus.Qp => true,

            // (b)(1)(ii): a Partial QP is excluded unless it elects to take part.
            QpStatus.PartialQp => !Elects(determination.Decided!, facts, npi, tin),

            _ => false,
        };
    }

    /// <summary>The entity elects for those who are Partial QPs through it; others elect for themselves. No election means out of MIPS.</summary>
    private static bool Elects(Attempt decided, QpFacts facts, string npi, string tin) => decided.Level == QpLevel.Entity
        ? facts.EntityElections.GetValueOrDefault(decided.Of)
        : facts.ClinicianElections.TryGetValue((npi, tin), out var own) ? own : facts.ClinicianElections.GetValueOrDefault((npi, ""));
}
