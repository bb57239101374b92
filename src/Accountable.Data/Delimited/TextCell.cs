using System.Globalization;

namespace Accountable.Data.Delimited;

/// <summary>Reads the text of one cell into a column's type. Each gives a problem in words, or null; the words never hold the
/// value.</summary>
internal static class TextCell
{
    private const int MissingEarly = 1000;
    private const int MissingLate = 9999;
    private static readonly string[] Days =
        ["MM/dd/yyyy", "M/d/yyyy", "yyyy-MM-dd", "MM-dd-yyyy", "yyyyMMdd", "dd-MMM-yyyy", "d-MMM-yyyy", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>Whether the cell says that there is nothing.</summary>
    public static bool IsBlank(string text) => text.Length == 0 || text is "~" or "NULL" or "null";

    /// <summary>A cell as a value of a column's SQL type.</summary>
    public static string? Read(string text, string sqlType, out object? value, string? dayFormat = null)
    {
        value = null;
        if (IsBlank(text))
            return null;
        switch (sqlType)
        {
            case "varchar":
                value = text;
                return null;
            case "date":
                return Day(text, dayFormat, out value);
            case "integer" or "bigint":
                if (Whole(text) is not { } whole || (sqlType == "integer" && whole is < int.MinValue or > int.MaxValue))
                    return "is no whole number";
                value = whole;
                return null;
            case "boolean":
                value = text.ToUpperInvariant() switch { "1" or "Y" or "YES" or "TRUE" or "T" => true,
                    "0" or "N" or "NO" or "FALSE" or "F" => false, _ => (bool?)null };
                return value is null ? "is neither yes nor no" : null;
            default:
                return Number(text, sqlType, out value);
        }
    }

    private static string? Day(string text, string? format, out object? value)
    {
        value = null;
        var formats = format is null ? Days : [format];
        if (!DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var moment))
            return format is null ? "is no day written MM/DD/YYYY" : $"is no day written {format}";
        var day = DateOnly.FromDateTime(moment);
        if (day.Year is not (MissingEarly or MissingLate))
            value = day;
        return null;
    }

    /// <summary>A whole number; decimals that are zeros do no harm.</summary>
    private static long? Whole(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue ? (long)number : null;

    /// <summary>A number into <c>decimal(precision,scale)</c>, exactly.</summary>
    private static string? Number(string text, string sqlType, out object? value)
    {
        value = null;
        var sizes = sqlType[(sqlType.IndexOf('(') + 1)..^1].Split(',');
        var (precision, scale) = (int.Parse(sizes[0], CultureInfo.InvariantCulture), int.Parse(sizes[1], CultureInfo.InvariantCulture));
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands
            | NumberStyles.AllowCurrencySymbol | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number))
            return "is no number";
        if (Math.Round(number, scale) != number)
            return $"has more than {scale} decimals";
        if (Math.Abs(number) >= Power(precision - scale))
            return "is a number too large for the store";
        value = number;
        return null;
    }

    private static decimal Power(int digits)
    {
        const decimal Ten = 10m;
        var power = 1m;
        for (var i = 0; i < digits; i++)
            power *= Ten;
        return power;
    }
}
