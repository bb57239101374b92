namespace Accountable.SharedSavings.Settlement;

/// <summary>Where each step of a settlement stands: every track has its own section of part 425 with the same steps.</summary>
internal static class Paragraph
{
    private const string Track1Plus = "Track 1+ Model Participation Agreement";

    /// <summary>Benchmark against expenditures.</summary>
    public static string Gross(Track track) => Of(track, "(a)(7)", "(b)", "(b)", "(a)");

    /// <summary>The minimum savings and loss rate.</summary>
    public static string MinimumRate(Track track) => track.IsTwoSided()
        ? Of(track, "", "(b)(1)", "(b)(1)", "(b)(2)")
        : Of(track, "(b)", "", "", "(b)(1)");

    /// <summary>Savings that meet or exceed the minimum are shared.</summary>
    public static string SavingsTest(Track track) => Of(track, "(c)(2)", "(b)(2)", "(b)(2)", "(b)(3)");

    /// <summary>Losses that meet or exceed the minimum are shared.</summary>
    public static string LossesTest(Track track) => Of(track, "", "(b)(3)", "(b)(3)", "(b)(4)");

    /// <summary>The final sharing rate.</summary>
    public static string SharingRate(Track track) => Of(track, "(d)", "(d)", "(d)", $"(d)(1)({Level(track)})(A)");

    /// <summary>Shared savings from the first dollar.</summary>
    public static string FirstDollar(Track track) => Of(track, "(e)(1)", "(e)(1)", "(e)(1)", $"(d)(1)({Level(track)})(B)(1)");

    /// <summary>The performance payment limit.</summary>
    public static string PaymentLimit(Track track) => Of(track, "(e)(2)", "(e)(2)", "(e)(2)", $"(d)(1)({Level(track)})(B)(2)");

    /// <summary>The shared loss rate and what it is taken of.</summary>
    public static string SharedLosses(Track track) => Of(track, "", "(f)", "(f)", $"(d)(1)({Level(track)})(C)");

    /// <summary>The loss recoupment limit.</summary>
    public static string LossLimit(Track track) => Of(track, "", "(g)", "(g)", $"(d)(1)({Level(track)})(D)");

    /// <summary>Extreme and uncontrollable circumstances.</summary>
    public static string Disaster(Track track) => Of(track, "", "(i)", "(i)", "(f)");

    private static string Of(Track track, string track1, string track2, string enhanced, string basic) => track switch
    {
        Track.Track1 => $"42 CFR 425.604{track1}",
        Track.Track1Plus => Track1Plus,
        Track.Track2 => $"42 CFR 425.606{track2}",
        Track.Track3 or Track.Enhanced => $"42 CFR 425.610{enhanced}",
        _ => $"42 CFR 425.605{basic}",
    };

    private static string Level(Track track) => track switch
    {
        Track.BasicA => "i",
        Track.BasicB => "ii",
        Track.BasicC => "iii",
        Track.BasicD => "iv",
        _ => "v",
    };
}
