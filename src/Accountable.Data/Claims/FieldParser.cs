namespace Accountable.Data.Claims;

/// <summary>Reads the bytes of one field. Each gives a problem in words, or null when all is well; the words never hold the
/// value.</summary>
internal static class FieldParser
{
    public const string NotANumber = "is no number";
    public const string NotADay = "is no day written YYYY-MM-DD";
    public const string TooLarge = "is a number too large for the store";
    public const string TooFine = "has more decimals than its picture";
    public const string NotAnAdjustment = "is none of 0 (original), 1 (cancellation) and 2 (adjustment)";

    private const int MissingEarly = 1000;
    private const int MissingLate = 9999;
    private const int YearDigits = 4;
    private const int DateLength = 10;
    private const int Ten = 10;

    /// <summary>The field without blanks around it.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> field)
    {
        var end = field.Length;
        while (end > 0 && field[end - 1] == (byte)' ')
            end--;
        var start = 0;
        while (start < end && field[start] == (byte)' ')
            start++;
        return field[start..end];
    }

    /// <summary>A decimal as a whole number of its smallest unit: sign, digits, perhaps a point and decimals.</summary>
    public static string? Decimal(ReadOnlySpan<byte> text, int scale, out long value)
    {
        // Eighteen digits are what the store's decimals hold.
        const long Greatest = 999_999_999_999_999_999;
        value = 0;
        var at = 0;
        var negative = text[0] == (byte)'-';
        if (negative || text[0] == (byte)'+')
            at++;
        while (at < text.Length && text[at] == (byte)' ')
            at++;
        var digits = 0;
        var decimals = -1;
        for (; at < text.Length; at++)
        {
            if (text[at] == (byte)'.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }
            var digit = text[at] - '0';
            if ((uint)digit >= Ten)
                return NotANumber;
            digits++;
            if (decimals >= scale)
            {
                if (digit != 0)
                    return TooFine;
                continue;
            }
            if (decimals >= 0)
                decimals++;
            if (value > (Greatest - digit) / Ten)
                return TooLarge;
            value = value * Ten + digit;
        }
        for (var i = Math.Max(decimals, 0); i < scale; i++)
        {
            if (value > Greatest / Ten)
                return TooLarge;
            value *= Ten;
        }
        if (negative)
            value = -value;
        return digits > 0 ? null : NotANumber;
    }

    /// <summary>A day as days since 1970-01-01; <paramref name="missing"/> for the days that stand for none.</summary>
    public static string? Day(ReadOnlySpan<byte> text, out int days, out bool missing)
    {
        days = 0;
        missing = false;
        if (text.Length != DateLength || text[4] != (byte)'-' || text[7] != (byte)'-'
            || !Digits(text[..YearDigits], out var year) || !Digits(text.Slice(5, 2), out var month)
                || !Digits(text.Slice(8, 2), out var day))
            return NotADay;
        missing = (year == MissingEarly && month == 1 && day == 1) || (year == MissingLate && month == 12 && day == 31);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return NotADay;
        days = DaysFromCivil(year, month, day);
        return null;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var character in text)
        {
            var digit = character - '0';
            if ((uint)digit >= Ten)
                return false;
            value = value * Ten + digit;
        }
        return true;
    }

    /// <summary>Days of the proleptic Gregorian calendar, counted in years that begin in March so that the leap day is the last.</summary>
    private static int DaysFromCivil(int year, int month, int day)
    {
        const int DaysToEpoch = 719468;
        var marchYear = month <= 2 ? year - 1 : year;
        var dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear - DaysToEpoch;
    }
}
