namespace Accountable.SharedSavings.Settlement;

/// <summary>The tracks and levels of participation of the Shared Savings Program. 42 CFR 425.600(a), 425.605(d)(1).</summary>
public enum Track
{
    /// <summary>One-sided. 42 CFR 425.604.</summary>
    Track1,

    /// <summary>The two-sided Track 1+ Model.</summary>
    Track1Plus,

    /// <summary>Two-sided. 42 CFR 425.606.</summary>
    Track2,

    /// <summary>Two-sided, the ENHANCED track's name before 2019. 42 CFR 425.610.</summary>
    Track3,

    /// <summary>BASIC track, level A, one-sided. 42 CFR 425.605(d)(1)(i).</summary>
    BasicA,

    /// <summary>BASIC track, level B, one-sided. 42 CFR 425.605(d)(1)(ii).</summary>
    BasicB,

    /// <summary>BASIC track, level C, two-sided. 42 CFR 425.605(d)(1)(iii).</summary>
    BasicC,

    /// <summary>BASIC track, level D, two-sided. 42 CFR 425.605(d)(1)(iv).</summary>
    BasicD,

    /// <summary>BASIC track, level E, two-sided. 42 CFR 425.605(d)(1)(v).</summary>
    BasicE,

    /// <summary>Two-sided. 42 CFR 425.610.</summary>
    Enhanced,
}

/// <summary>Names and kinds of tracks.</summary>
public static class Tracks
{
    private static readonly string[] Names =
        ["track-1", "track-1-plus", "track-2", "track-3", "basic-a", "basic-b", "basic-c", "basic-d", "basic-e", "enhanced"];

    /// <summary>The name in files and in the rule book, such as <c>basic-e</c>.</summary>
    public static string Name(this Track track) => Names[(int)track];

    /// <summary>The track of a name in files and in the rule book, or null.</summary>
    public static Track? Of(string name)
    {
        var index = Array.IndexOf(Names, name);
        return index < 0 ? null : (Track)index;
    }

    /// <summary>Whether the ACO answers for losses. 42 CFR 425.600(a), 425.605(d)(1).</summary>
    public static bool IsTwoSided(this Track track) => track is not (Track.Track1 or Track.BasicA or Track.BasicB);

    /// <summary>Whether it is a level of the BASIC track. 42 CFR 425.605.</summary>
    public static bool IsBasic(this Track track) => track is >= Track.BasicA and <= Track.BasicE;
}
