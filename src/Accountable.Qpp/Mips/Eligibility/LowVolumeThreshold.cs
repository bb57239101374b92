using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.Qpp.Mips.Eligibility;

/// <summary>How a clinician, group or APM Entity stands to the low-volume threshold.</summary>
public enum LowVolumeStatus
{
    /// <summary>Above every criterion: MIPS applies.</summary>
    Exceeds,

    /// <summary>Above some but not all criteria, from 2019: excluded, but may opt in. 42 CFR 414.1310(b)(1)(iii).</summary>
    MayOptIn,

    /// <summary>Excluded.</summary>
    Excluded,
}

/// <summary>Medicare volume in one segment of the determination period.</summary>
/// <param name="Charges">Allowed charges for covered professional services, dollars.</param>
/// <param name="Beneficiaries">Beneficiaries who had them.</param>
/// <param name="Services">Covered professional services; not looked at before 2019.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Volume(Money Charges, Count Beneficiaries, Count Services);

/// <summary>The low-volume threshold. 42 CFR 414.1305, 414.1310(b)(1)(iii).</summary>
public static class LowVolumeThreshold
{
    /// <summary>The status from the volume of one segment.</summary>
    /// <exception cref="LawGapException">The year has no threshold.</exception>
    public static LowVolumeStatus Determine(Volume volume, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // 414.1305: a criterion is exceeded only above its value; exactly on it is low volume.
        var charges = volume.Charges.Exceeds(law[Keys.Mips.Eligibility.LowVolume.Charges]).Holds;
        var beneficiaries = volume.Beneficiaries.Exceeds(law[Keys.Mips.Eligibility.LowVolume.Beneficiaries]).Holds;
        return law.Year.Value switch
        {
            // In 2017 and 2018 two criteria, both to be exceeded, and no opting in.
            2017 or 2018 => charges && beneficiaries ? LowVolumeStatus.Exceeds : LowVolumeStatus.Excluded,

            // From 2019 three; who exceeds at least one may opt in.
            >= 2019 => (charges, beneficiaries, volume.Services.Exceeds(law[Keys.Mips.Eligibility.LowVolume.Services]).Holds) switch
            {
                (true, true, true) => LowVolumeStatus.Exceeds,
                (false, false, false) => LowVolumeStatus.Excluded,
                _ => LowVolumeStatus.MayOptIn,
            },

            _ => throw new LawGapException("low-volume threshold", law.Year),
        };
    }

    /// <summary>The status over both segments: the lower of the two; a clinician who first bills in the second segment has only
    /// that one.</summary>
    public static LowVolumeStatus Determine(Volume? first, Volume second, RuleYear law)
    {
        var later = Determine(second, law);
        return first is { } volume && Determine(volume, law) is var earlier && earlier > later ? earlier : later;
    }
}
