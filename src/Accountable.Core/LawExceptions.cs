namespace Accountable;

/// <summary>There is no law for what was asked: a year, a track or a date without a value. Never a zero, never a default.</summary>
public sealed class LawGapException(string what, string asked, string nearest = "")
    : Exception($"No law for {what} at {asked}.{(nearest.Length > 0 ? $" Known: {nearest}." : "")}")
{
    /// <summary>The parameter or rule asked for.</summary>
    public string What { get; } = what;

    /// <summary>The year, date or member asked for.</summary>
    public string Asked { get; } = asked;

    /// <summary>A rule without an arm for a performance year.</summary>
    public LawGapException(string what, PerformanceYear year)
        : this(what, $"performance year {year}")
    {
    }
}

/// <summary>Two values of the same rank and day claim the same year.</summary>
public sealed class LawConflictException(string what, string asked)
    : Exception($"Conflicting law for {what} at {asked}: two values of the same authority and day.")
{
    /// <summary>The parameter or rule asked for.</summary>
    public string What { get; } = what;
}
