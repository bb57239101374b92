namespace Accountable;

/// <summary>A draw between candidates for one person: the same for a seed on every machine and in every order.</summary>
public static class Draw
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>A number without order; the candidate with the least wins.</summary>
    public static ulong Of(long seed, long person, string candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        var hash = Offset;
        foreach (var part in (ReadOnlySpan<long>)[seed, person])
        {
            for (var shift = 0; shift < 64; shift += 8)
                hash = (hash ^ (byte)(part >> shift)) * Prime;
        }
        foreach (var letter in candidate)
            hash = (hash ^ letter) * Prime;

        // The last steps of the hash spread little over its high bits.
        hash = (hash ^ (hash >> 32)) * Prime;
        return hash ^ (hash >> 29);
    }
}
