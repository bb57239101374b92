using System.Globalization;
using System.Text.RegularExpressions;

namespace Accountable.Data.Delimited;

/// <summary>What is written in one cell, read the way that public files write: signs, separators, percent, blanks.</summary>
internal static partial class Cell
{
    /// <summary>More than any amount in health care; a larger number is a slip.</summary>
    private const decimal Greatest = 1_000_000_000_000_000m;

    /// <summary>Binary arithmetic leaves its noise behind the fifteenth digit; no file prints as many decimals as this.</summary>
    private const int GreatestDecimals = 12;

    public static bool IsBlank(string text) =>
        text.Trim() is "" or "-" or "--" or "." or "*" or "NA" or "N/A" or "n/a" or "NULL" or "null" or "NaN";

    public static bool IsPercent(string text) => text.AsSpan().TrimEnd().EndsWith("%");

    /// <summary>A number, or null when the text is none or beyond reason. A percent sign is dropped, not applied.</summary>
    public static decimal? Number(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var negative = trimmed.StartsWith("(") && trimmed.EndsWith(")");
        if (negative)
            trimmed = trimmed[1..^1];
        if (trimmed.EndsWith("%"))
            trimmed = trimmed[..^1].TrimEnd();
        var signed = TakeSign(ref trimmed, ref negative);
        if (trimmed.StartsWith("$"))
        {
            trimmed = trimmed[1..].TrimStart();
            if (!signed)
                TakeSign(ref trimmed, ref negative);
        }
        var digits = trimmed.ToString();
        if (digits.Contains(',') && !Grouped().IsMatch(digits))
            return null;

        // No sign is left to read: what had two is no number.
        const NumberStyles styles = NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(digits, styles, CultureInfo.InvariantCulture, out var number) || number > Greatest)
            return null;
        number = Math.Round(number, GreatestDecimals);
        return negative ? -number : number;
    }

    /// <summary>Takes one sign off; parentheses are a sign already.</summary>
    private static bool TakeSign(ref ReadOnlySpan<char> text, ref bool negative)
    {
        if (negative || !(text.StartsWith("-") || text.StartsWith("+")))
            return negative;
        negative = text[0] == '-';
        text = text[1..].TrimStart();
        return true;
    }

    public static bool? Flag(string text) => text.Trim().ToUpperInvariant() switch
    {
        "1" or "1.0" or "Y" or "YES" or "TRUE" or "T" => true,
        "0" or "0.0" or "N" or "NO" or "FALSE" or "F" => false,
        _ => null,
    };

    public static DateOnly? Day(string text)
    {
        var date = text.Trim().Split(' ', 'T')[0];
        string[] forms = ["yyyy-MM-dd", "M/d/yyyy", "MM/dd/yyyy", "M/d/yy"];
        return DateOnly.TryParseExact(date, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>
    /// A name without case, spaces and signs: <c>EarnSaveLoss</c>, <c>earn_save_loss</c> and <c>Earn Save Loss</c> are one.
    /// </summary>
    public static string Canonical(string name) => string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();

    [GeneratedRegex(@"^\d{1,3}(,\d{3})+(\.\d*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouped();
}
