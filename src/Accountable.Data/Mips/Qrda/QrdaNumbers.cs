using System.Globalization;

namespace Accountable.Data.Mips.Qrda;

/// <summary>Whole numbers as CMS's tool takes them: a sign, digits, and nothing else, within 32 bits.</summary>
internal static class WholeNumber
{
    public static int? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var digits = text[0] is '+' or '-' ? text.AsSpan(1) : text;
        return digits.Length > 0 && digits.IndexOfAnyExceptInRange('0', '9') < 0
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }
}

/// <summary>Shares from 0 to 1.</summary>
internal static class Share
{
    /// <summary>
    /// Whether a text is a share. CMS's tool reads it with the precision of 32 bits, so that 1.00000001 is 1; it takes an f or d
    /// after the digits, and no zero below zero.
    /// </summary>
    public static bool IsShare(string? text)
    {
        var plain = (text ?? "").Trim();
        if (plain.Length > 1 && plain[^1] is 'f' or 'F' or 'd' or 'D' && (char.IsAsciiDigit(plain[^2]) || plain[^2] == '.'))
            plain = plain[..^1];
        return float.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            && share is >= 0 and <= 1 && !float.IsNegative(share);
    }
}

/// <summary>Days of performance: eight digits, hyphens and slashes between them allowed, a time after them passed over.</summary>
internal static class PerformanceDay
{
    private const int Digits = 8;
    private const int LastMonth = 12;
    private const int LastDay = 31;

    /// <summary>The day; null when it is none. A day past the end of its month is the month's last, as CMS's tool takes it.</summary>
    public static DateOnly? Read(string? text)
    {
        var plain = (text ?? "").Trim().Replace("-", "", StringComparison.Ordinal).Replace("/", "", StringComparison.Ordinal);
        plain = plain[..Math.Min(plain.Length, Digits)].Trim();
        if (plain.Length != Digits || plain.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        var (year, month, day) = (Number(plain[..4]), Number(plain[4..6]), Number(plain[6..]));
        return year == 0 || month is 0 or > LastMonth || day is 0 or > LastDay
            ? null
            : new DateOnly(year, month, Math.Min(day, DateTime.DaysInMonth(year, month)));
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
