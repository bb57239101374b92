using System.Runtime.InteropServices;
using Accountable.Rules;

namespace Accountable.Qpp.Mips.Eligibility;

/// <summary>A segment of the determination period.</summary>
/// <param name="First">Its first day.</param>
/// <param name="Last">Its last day.</param>
/// <param name="RunOut">Days of claims run-out; null where the law names none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Segment(DateOnly First, DateOnly Last, Count? RunOut);

/// <summary>The MIPS determination period. 42 CFR 414.1305.</summary>
public static class DeterminationPeriod
{
    /// <summary>The two segments of a year: twelve months each, the first beginning two years before the performance year.</summary>
    /// <exception cref="LawGapException">The year has no law.</exception>
    public static (Segment First, Segment Second) Of(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var month = (int)law[Keys.Mips.Eligibility.SegmentMonth].Amount;
        var second = new DateOnly(law.Year.Value - 1, month, 1);
        var first = second.AddYears(-1);
        var runOut = law.Has(Keys.Mips.Eligibility.SecondSegmentRunOut)
            ? law[Keys.Mips.Eligibility.SecondSegmentRunOut]
            : (Count?)null;
        return (
            new Segment(first, second.AddDays(-1), law[Keys.Mips.Eligibility.FirstSegmentRunOut]),
            new Segment(second, second.AddYears(1).AddDays(-1), runOut));
    }
}
