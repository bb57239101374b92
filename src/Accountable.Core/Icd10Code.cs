namespace Accountable;

/// <summary>An ICD-10-CM code without its dot, in capitals: a letter, a digit and up to five letters or digits.</summary>
/// <remarks>The characters are packed into one number, so that millions of diagnoses are a column and not a heap of texts.
/// Whether CMS ever issued the code is another question; this type only knows its form.</remarks>
public readonly struct Icd10Code : IEquatable<Icd10Code>
{
    private const int LongestCode = 7;
    private const int ShortestCode = 3;
    private const int BitsEach = 8;
    private const ulong Spread = 0x9E3779B97F4A7C15; // 2^64 over the golden ratio: spreads codes that differ in few characters.

    private Icd10Code(ulong packed) => Packed = packed;

    /// <summary>The characters, the first in the highest of seven bytes; 0 for no code.</summary>
    public ulong Packed { get; }

    /// <summary>Whether there is no code.</summary>
    public bool IsNone => Packed == 0;

    /// <summary>Reads a code with or without its dot, in any case, with blanks around it.</summary>
    /// <returns>False when the text has not the form of a code.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Icd10Code code)
    {
        code = default;
        text = text.Trim();
        ulong packed = 0;
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && length == ShortestCode)
                continue;
            if (c is >= 'a' and <= 'z')
                c = (char)(c - 'a' + 'A');
            var fits = length switch
            {
                0 => c is >= 'A' and <= 'Z',
                1 => c is >= '0' and <= '9',
                < LongestCode => c is >= 'A' and <= 'Z' or >= '0' and <= '9',
                _ => false,
            };
            if (!fits)
                return false;
            packed = (packed << BitsEach) | c;
            length++;
        }
        if (length < ShortestCode)
            return false;
        code = new Icd10Code(packed << (BitsEach * (LongestCode - length)));
        return true;
    }

    /// <summary>Reads a code.</summary>
    /// <exception cref="FormatException">The text has not the form of a code.</exception>
    public static Icd10Code Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' has not the form of an ICD-10 code.");

    /// <summary>The code whose characters <see cref="Packed"/> holds.</summary>
    public static Icd10Code FromPacked(ulong packed) => new(packed);

    /// <summary>A slot for the code in a hash table of two to the power of <paramref name="bits"/> slots.</summary>
    public int Slot(int bits) => (int)((Packed * Spread) >> (64 - bits));

    /// <summary>Same code.</summary>
    public static bool operator ==(Icd10Code left, Icd10Code right) => left.Packed == right.Packed;

    /// <summary>Other code.</summary>
    public static bool operator !=(Icd10Code left, Icd10Code right) => left.Packed != right.Packed;

    /// <inheritdoc/>
    public bool Equals(Icd10Code other) => Packed == other.Packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Icd10Code other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Packed.GetHashCode();

    /// <summary>The code without its dot.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[LongestCode];
        var length = 0;
        for (var shift = BitsEach * (LongestCode - 1); shift >= 0; shift -= BitsEach)
        {
            var c = (char)((Packed >> shift) & byte.MaxValue);
            if (c != 0)
                text[length++] = c;
        }
        return text[..length].ToString();
    }
}
