using Accountable.Synthetic.Care;

namespace Accountable.Synthetic.Truth;

/// <summary>What stands of each claim once all deliveries are in: versions that no delivered cancellation took away, and cancellations of
/// something that was never delivered.</summary>
internal static class Standing
{
    /// <summary>The versions that stand.</summary>
    public static IEnumerable<ClaimVersion> Of(Claim claim, int lastLoad)
    {
        foreach (var version in claim.Versions)
        {
            if (version.IsCancellation || version.Load > lastLoad)
                continue;
            if (!claim.Versions.Exists(other => other.Cancels == version && other.Load <= lastLoad))
                yield return version;
        }
    }

    /// <summary>The cancellations that stand alone; their amounts count below zero.</summary>
    public static IEnumerable<ClaimVersion> Orphans(Claim claim, int lastLoad) =>
        claim.Versions.Where(version => version.IsCancellation && version.Cancels is null && version.Load <= lastLoad);

    /// <summary>What counts of a version: nothing of a denied claim or line.</summary>
    public static long Paid(ClaimVersion version)
    {
        var claim = version.Claim;
        if (claim.Denial is not null || claim.IsOfDeniedFacility)
            return 0;
        return claim.IsInstitutional ? version.Paid : version.Lines.Where(line => !line.IsDenied).Sum(line => line.Paid);
    }
}
