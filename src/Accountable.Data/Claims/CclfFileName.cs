using System.Globalization;
using System.Text.RegularExpressions;

namespace Accountable.Data.Claims;

/// <summary>What the name of a CCLF file or of its zip says.</summary>
/// <param name="Name">The name without folders.</param>
/// <param name="Aco">The ACO, such as A1234.</param>
/// <param name="File">The file's digit: 0 to 9, A or B; a blank for the zip.</param>
/// <param name="Window">M monthly, R run-out, W weekly.</param>
/// <param name="Year">The performance year; null where the name has none.</param>
/// <param name="Day">The day it was made.</param>
/// <param name="IsTest">Whether it says that it holds test data.</param>
public sealed partial record CclfFileName(string Name, string Aco, char File, char Window, int? Year, DateOnly Day, bool IsTest)
{
    private const int Century = 2000;

    /// <summary>What files of one delivery have in common. Their times of day may differ.</summary>
    public string Delivery => $"{Aco} {Day:yyyy-MM-dd} {Window}{Year}";

    /// <summary>Reads a name; null when it is none of CCLF.</summary>
    public static CclfFileName? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success || !DateOnly.TryParseExact($"20{match.Groups["d"].Value}", "yyyyMMdd", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var day))
            return null;
        var file = match.Groups["k"].Value is { Length: 1 } digit ? digit[0] : ' ';
        var window = match.Groups["w"].Success ? 'W' : match.Groups["kind"].Value == "R" ? 'R' : 'M';
        int? year = match.Groups["yy"].Success ? Century + int.Parse(match.Groups["yy"].Value, CultureInfo.InvariantCulture) : null;
        return new CclfFileName(name, match.Groups["aco"].Value, file, window, year, day, match.Groups["env"].Value == "T");
    }

    [GeneratedRegex(
        @"^(?<env>[PT])\.(?:BCD\.)?(?<aco>[A-Z]+\d+)\.(?:(?:ACO|PRT)\.)?"
        + @"ZC(?<k>[0-9AB])?(?<w>W)?(?<kind>[YR])?(?<yy>\d\d)?(?:\.S\d{6}\.E\d{6})?\.D(?<d>\d{6})\.T\d{7}(?:\.(?:zip|txt))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Pattern();
}
