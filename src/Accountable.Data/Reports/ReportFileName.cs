using System.Globalization;
using System.Text.RegularExpressions;

namespace Accountable.Data.Reports;

/// <summary>What the name of a CMS report says.</summary>
/// <param name="Stem">The name without the number of the table and the ending: what files of one delivery have in common.</param>
/// <param name="Aco">The ACO.</param>
/// <param name="Kind">AALR, QALR, HASSGN, QEXPU, AEXPU or BNEX.</param>
/// <param name="Year">The year of the period; null where the name has none.</param>
/// <param name="Quarter">The quarter of the period; 0 where it has none.</param>
/// <param name="PerformanceYear">The year after the D: the performance year it was made for.</param>
/// <param name="Made">The stamp after the T; of one period the latest governs.</param>
/// <param name="Table">The number of the table, 2 for 1-2; 0 where the name has none.</param>
public sealed partial record ReportFileName(string Stem, string Aco, string Kind, int? Year, int Quarter, int PerformanceYear, string Made,
    int Table)
{
    private const int Century = 2000;

    /// <summary>Whether it is an assignment list.</summary>
    public bool IsAssignment => Kind is "AALR" or "QALR" or "HASSGN";

    /// <summary>Whether it is an expenditure and utilization report.</summary>
    public bool IsExpenditure => Kind is "QEXPU" or "AEXPU";

    /// <summary>Its period in words: 2024Q1, Y2023, or nothing.</summary>
    public string Period => Quarter > 0 ? $"{Year}Q{Quarter}" : Year is null ? "" : $"Y{Year}";

    /// <summary>Reads a name; null when it is none of these reports.</summary>
    public static ReportFileName? Parse(string name)
    {
        var match = Pattern().Match(name);
        if (!match.Success)
            return null;
        int? year = match.Groups["year"].Success ? Number(match.Groups["year"]) : null;
        var quarter = match.Groups["quarter"].Success ? Number(match.Groups["quarter"]) : 0;
        return new ReportFileName(match.Groups["stem"].Value, match.Groups["aco"].Value, match.Groups["kind"].Value.ToUpperInvariant(),
            year,
            quarter, Century + Number(match.Groups["yy"]), match.Groups["t"].Value, match.Groups["table"].Success
                ? Number(match.Groups["table"]) : 0);
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<stem>[PT]\.(?<aco>[A-Z]+\d+)\.(?:ACO\.)?(?<kind>AALR|QALR|HASSGN|QEXPU|AEXPU|BNEX)"
        + @"(?:\.(?:Y?(?<year>\d{4})(?:\.?Q(?<quarter>[1-4]))?|Q(?<quarter>[1-4])))?\.D(?<yy>\d\d)\d{4}\.T(?<t>\d+))"
        + @"(?:_(?:1-(?<table>\d)|[^.]*))?(?:\.(?:csv|xml|xlsx|zip))?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pattern();
}

/// <summary>The twelve months that the enrollment flags of an assignment list stand for, and which list governs a month.</summary>
/// <param name="Report">annual, Q1 to Q4, or initial.</param>
/// <param name="Rank">1 governs over 2, and so on.</param>
/// <param name="PerformanceYear">The performance year that the list was made for.</param>
/// <param name="FirstMonth">The month of the first flag.</param>
public sealed record AssignmentPeriod(string Report, int Rank, int PerformanceYear, DateOnly FirstMonth)
{
    private const int Initial = 6;
    private const int October = 10;
    private const int MonthsAQuarter = 3;
    private const int LastQuarter = 4;

    /// <summary>Reads a name. A yearly list whose year is the performance year itself is the initial list, unless it names a death in
    /// that year: then it was made after it and is the annual list (A-050).</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="namesDeath">Whether a beneficiary in it died in a year.</param>
    /// <returns>The period; null when a quarterly list does not say its quarter.</returns>
    public static AssignmentPeriod? Of(ReportFileName name, Func<int, bool> namesDeath)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(namesDeath);
        if (name.Quarter > 0 && (name.Year ?? name.PerformanceYear) is var year)
            return new AssignmentPeriod($"Q{name.Quarter}", 1 + LastQuarter - name.Quarter + 1, year,
                new DateOnly(year, 1, 1).AddMonths(MonthsAQuarter * (name.Quarter - LastQuarter)));
        if (name.Kind == "QALR" && name.Year is null)
            return null;
        var isInitial = name.Year is not { } annual || (annual == name.PerformanceYear && !namesDeath(annual));
        var of = name.Year ?? name.PerformanceYear;
        return isInitial
            ? new AssignmentPeriod("initial", Initial, of, new DateOnly(of - 2, October, 1))
            : new AssignmentPeriod("annual", 1, name.PerformanceYear, new DateOnly(of, 1, 1));
    }
}
