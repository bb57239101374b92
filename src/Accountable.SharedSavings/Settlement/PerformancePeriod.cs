using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>When a performance year began: in January, but in July 2019 for the agreements that began then.</summary>
/// <remarks>42 CFR 425.20, 425.609(c).</remarks>
internal static class PerformancePeriod
{
    /// <summary>The first day of the performance year of a track.</summary>
    public static DateOnly FirstDay(Track track, RuleYear law) =>
        new(law.Year.Value, (int)law[Keys.SharedSavings.Settlement.PerformancePeriod.FirstMonth, track.Name()].Amount, 1);
}
