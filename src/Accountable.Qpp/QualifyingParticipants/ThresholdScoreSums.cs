using System.Runtime.InteropServices;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>What one group or clinician furnished to one person from the start of a period to a snapshot.</summary>
/// <param name="Paid">Dollars paid for covered professional services.</param>
/// <param name="Professional">How many covered professional services.</param>
/// <param name="Visits">How many of them are evaluation and management services.</param>
/// <param name="Centers">Claims of rural health clinics and federally qualified health centers.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct FurnishedServices(decimal Paid, long Professional, long Visits, long Centers)
{
    /// <summary>Whether there were any.</summary>
    public bool Any => Professional > 0 || Centers > 0;

    /// <summary>Both together.</summary>
    public static FurnishedServices operator +(FurnishedServices left, FurnishedServices right) => new(
        left.Paid + right.Paid, left.Professional + right.Professional, left.Visits + right.Visits, left.Centers + right.Centers);

    /// <summary>Whether they make a person attribution-eligible. 42 CFR 414.1305, paragraph (6). A claim of a clinic or center counts as
    /// the claim that is asked for .</summary>
    public bool Meets(EligibilityBasis basis) => Centers > 0 || (basis == EligibilityBasis.Em ? Visits : Professional) > 0;
}

/// <summary>The numerators and denominators of one group or clinician at each snapshot. 42 CFR 414.1435(a)(1), (2), (b)(1) to
/// (3).</summary>
public sealed class ThresholdScoreSums
{
    private readonly ScoreFacts[] _sums = new ScoreFacts[QpPeriod.Snapshots * QpPeriod.Bases];

    /// <summary>Adds one person at one snapshot; each person once.</summary>
    /// <param name="snapshot">1 to 3.</param>
    /// <param name="services">What was furnished to the person by then.</param>
    /// <param name="isEligible">Whether the person meets paragraphs (1) to (5).</param>
    /// <param name="isAttributed">Whether the person is attributed.</param>
    public void Add(int snapshot, in FurnishedServices services, bool isEligible, bool isAttributed)
    {
        if (!isEligible || !services.Any)
            return;
        foreach (var basis in Enum.GetValues<EligibilityBasis>())
        {
            if (!services.Meets(basis))
                continue;
            _sums[At(snapshot, basis)] += new ScoreFacts(isAttributed ? services.Paid : 0, services.Paid, isAttributed ? 1 : 0, 1, 0);
        }
    }

    /// <summary>The sums at a snapshot on a basis.</summary>
    public ScoreFacts this[int snapshot, EligibilityBasis basis] => _sums[At(snapshot, basis)];

    private static int At(int snapshot, EligibilityBasis basis) => ((snapshot - 1) * QpPeriod.Bases) + (int)basis;
}
