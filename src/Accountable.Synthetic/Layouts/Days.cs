using System.Text;

namespace Accountable.Synthetic.Layouts;

/// <summary>Days as numbers, and how files write them.</summary>
internal static class Days
{
    private const int FirstYear = 1900;
    private const int LastYear = 2040;
    private const int Length = 10;
    private static readonly int First = Of(FirstYear, 1, 1);
    private static readonly byte[] Written = Write();

    /// <summary>How files write a day that is not there.</summary>
    public static ReadOnlySpan<byte> None => "9999-12-31"u8;

    public static int Of(int year, int month, int day) => new DateOnly(year, month, day).DayNumber;

    public static DateOnly Date(int day) => DateOnly.FromDayNumber(day);

    public static int YearOf(int day) => Date(day).Year;

    /// <summary>YYYY-MM-DD.</summary>
    public static ReadOnlySpan<byte> Text(int day) => Written.AsSpan((day - First) * Length, Length);

    public static string Iso(int day) => Encoding.ASCII.GetString(Text(day));

    /// <summary>MM/DD/YYYY, as assignment lists write it.</summary>
    public static string American(int day) => Date(day).ToString("MM'/'dd'/'yyyy", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The next such weekday on or after a day.</summary>
    public static int OnOrAfter(int day, DayOfWeek weekday) => day + ((int)weekday - (int)Date(day).DayOfWeek + 7) % 7;

    private static byte[] Write()
    {
        var last = Of(LastYear, 12, 31);
        var text = new byte[(last - First + 1) * Length];
        for (var day = First; day <= last; day++)
            Encoding.ASCII.GetBytes(Date(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                text.AsSpan((day - First) * Length));
        return text;
    }
}
