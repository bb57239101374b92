using Accountable.Synthetic.Layouts;

namespace Accountable.Synthetic.Processing;

/// <summary>The share of payments that is withheld, by day of service. Recalled figures: a knob, and no source for anything else.</summary>
internal static class Sequestration
{
    private static readonly int Paused = Days.Of(2020, 5, 1);
    private static readonly int Half = Days.Of(2022, 4, 1);
    private static readonly int Whole = Days.Of(2022, 7, 1);

    /// <summary>Hundredths.</summary>
    public static int Percent(int day) => day >= Whole ? 2 : day >= Half ? 1 : day >= Paused ? 0 : 2;

    /// <summary>What was withheld before this amount was left.</summary>
    public static long Behind(long paid, int day) => paid * Percent(day) / (100 - Percent(day));
}
