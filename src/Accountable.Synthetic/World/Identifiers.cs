using System.Globalization;

namespace Accountable.Synthetic.World;

/// <summary>Identifiers that have the right shape and cannot belong to anybody.</summary>
internal static class Identifiers
{
    private const string Letters = "ACDEFGHJKMNPQRTUVWXY";
    private const string Digits = "0123456789";
    private const string Both = Letters + Digits;

    /// <summary>The greatest number of identifiers a person has, one after the other.</summary>
    public const int MbisAPerson = 4;

    /// <summary>A Medicare beneficiary identifier. Its second place is an S, which CMS gives to no living person.</summary>
    public static string Mbi(int person, int generation)
    {
        // Each number has one text and each text one number, because the step shares no factor with the radices.
        const ulong Step = 96_889_010_407;
        string[] radices = ["123456789", Both, Digits, Letters, Both, Digits, Letters, Letters, Digits, Digits];
        var all = radices.Aggregate(1UL, (product, radix) => product * (ulong)radix.Length);
        var number = (ulong)((UInt128)(ulong)(person * MbisAPerson + generation) * Step % all);
        Span<char> text = stackalloc char[11];
        var at = 0;
        foreach (var radix in radices)
        {
            if (at == 1)
                text[at++] = 'S';
            text[at++] = radix[(int)(number % (ulong)radix.Length)];
            number /= (ulong)radix.Length;
        }
        return new string(text);
    }

    /// <summary>A national provider identifier whose check digit is wrong by one, so that no clinician has it.</summary>
    public static string Npi(int index)
    {
        // The check digit is Luhn's over 80840 and the first nine digits; the constant stands for the prefix.
        const int OfPrefix = 24;
        var body = "1" + index.ToString("D8", CultureInfo.InvariantCulture);
        var sum = OfPrefix;
        for (var i = 0; i < body.Length; i++)
        {
            var digit = body[i] - '0';
            var doubled = (body.Length - i) % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        var check = (10 - sum % 10) % 10;
        return body + ((check + 1) % 10).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A taxpayer number that begins with 000, which is given to no one.</summary>
    public static string Tin(int index) => (1000 + index * 7).ToString("D9", CultureInfo.InvariantCulture);

    /// <summary>A CMS certification number of a state code that is given to no state.</summary>
    public static string Ccn(int kind, int index) => "97" + (kind + index).ToString("D4", CultureInfo.InvariantCulture);

    /// <summary>The last name of a person: plainly made, and different for each.</summary>
    public static string LastName(int person)
    {
        Span<char> letters = stackalloc char[5];
        for (var i = letters.Length - 1; i >= 0; i--)
        {
            letters[i] = (char)('A' + person % 26);
            person /= 26;
        }
        return "GENERATED" + new string(letters);
    }
}
