using System.Globalization;
using System.Text.RegularExpressions;

namespace Accountable.Tests.Architecture;

/// <summary>Numbers in C# source that the law should hold instead.</summary>
internal static partial class NumericLiterals
{
    /// <summary>Each number other than 0, 1 and 12 that is no year in a pattern or comparison, with its line.</summary>
    public static IEnumerable<(int Line, string Literal)> NotOfCode(string source)
    {
        var code = CodeOnly.Of(source);
        foreach (var match in Number().Matches(code).Where(match => !IsAllowed(code, match)))
            yield return (code.AsSpan(0, match.Index).Count('\n') + 1, match.Value);
    }

    private static bool IsAllowed(string code, Match match)
    {
        var digits = match.Groups["digits"].Value.Replace("_", "", StringComparison.Ordinal);
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return false;
        return value is 0 or 1 or 12 || (value is >= 2000 and <= 2099 && match.Value.Length == 4 && IsYearOfPattern(code[..match.Index], code[(match.Index + 4)..]));
    }

    private static bool IsYearOfPattern(string before, string after) => AfterComparison().IsMatch(before) || BeforeArm().IsMatch(after);

    // A digit that begins a number: not inside a name, not the fraction of another number.
    [GeneratedRegex(@"(?<![\w.]|\d\.)(?<digits>0[xXbB][\dA-Fa-f_]+|\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?|(?!))[mMdDfFlLuU]{0,2}(?!\w)|(?<![\w.])(?<digits>\.\d+)[mMdDfF]?(?!\w)|(?<=\.\.)(?<digits>\d[\d_]*)(?!\w)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Number();

    [GeneratedRegex(@"(\b(is|and|or|not|case)|[<>]=?|[=!]=)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AfterComparison();

    [GeneratedRegex(@"^\s*(=>|(or|and)\b)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BeforeArm();
}
