namespace Accountable.Data.Claims;

/// <summary>The integer that stands for a beneficiary's identifier in joins and that spreads rows over nodes: 63 bits of its
/// letters.</summary>
/// <remarks>FNV-1a over the bytes, then the finish of MurmurHash3 so that near identifiers lie far apart. The same on every engine
/// and machine,
/// because it is stored, never computed in SQL. Two of a million people share a value with a chance of one in ten million.</remarks>
public static class BeneficiaryHash
{
    /// <summary>The hash of an identifier in ASCII without blanks; never negative.</summary>
    public static long Of(ReadOnlySpan<byte> mbi)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in mbi)
            hash = (hash ^ character) * 1099511628211UL;
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdUL;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53UL;
        return (long)((hash ^ (hash >> 33)) & long.MaxValue);
    }

    /// <summary>The hash of an identifier in ASCII.</summary>
    public static long Of(string mbi) => Of(System.Text.Encoding.ASCII.GetBytes(mbi));
}
