using System.Text.RegularExpressions;
using Accountable.Data;
using Accountable.Data.Reports;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>A figure of a report by enrollment type, with where it stands and how exactly it is printed.</summary>
/// <param name="Value">The figure; null where the report has a mark in its place.</param>
/// <param name="HalfDigit">Half a unit of its last printed digit.</param>
/// <param name="Source">File, sheet and row.</param>
public sealed record ReportFigure(decimal? Value, decimal HalfDigit, string Source);

/// <summary>What CMS's expenditure and utilization report says of an ACO, as far as a tie-out needs it.</summary>
/// <remarks>Rows are found by their sections and labels, never by place, because sheets change from year to year.</remarks>
public sealed partial record ReportFigures
{
    private const int MonthsAQuarter = 3;
    private const int LastQuarter = 4;

    /// <summary>The files without their folders.</summary>
    public required IReadOnlyList<ManifestInput> Files { get; init; }

    /// <summary>The first month of the twelve that the report is of.</summary>
    public required DateOnly FirstMonth { get; init; }

    /// <summary>Whether it is of a calendar year, and so of claims with the run-out of a settlement.</summary>
    public required bool IsAnnual { get; init; }

    /// <summary>Person-years by enrollment type.</summary>
    public required ByType<ReportFigure> PersonYears { get; init; }

    /// <summary>Dollars a person-year by enrollment type.</summary>
    public required ByType<ReportFigure> PerCapita { get; init; }

    /// <summary>Truncation thresholds, dollars a person-year; null where the report has none.</summary>
    public required ByType<ReportFigure?> Thresholds { get; init; }

    /// <summary>The completion factor; null where the report has none.</summary>
    public required ReportFigure? Completion { get; init; }

    /// <summary>Assigned beneficiaries; null where the report has no such row.</summary>
    public required decimal? Beneficiaries { get; init; }

    /// <summary>Assigned beneficiaries who declined to share their data; null where the report has no such row.</summary>
    public required decimal? Declined { get; init; }

    /// <summary>Assigned beneficiaries with payments outside of claims; null where the report has no such row.</summary>
    public required decimal? WithNonClaims { get; init; }

    /// <summary>What a person should look at.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Reads a report.</summary>
    /// <param name="paths">The workbook, or sheets of it saved as CSV.</param>
    /// <param name="aco">The ACO that it must be of.</param>
    /// <param name="year">The year that it must be of.</param>
    /// <exception cref="FileRefusedException">It is of another ACO or year, or lacks a row.</exception>
    public static ReportFigures Read(IReadOnlyList<string> paths, string aco, int year)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var (files, cells, findings) = (new List<ManifestInput>(), new List<Placed>(), new List<Finding>());
        ReportFileName? period = null;
        foreach (var path in paths)
        {
            var file = Path.GetFileName(path);
            var name = ReportFileName.Parse(file);
            if (name is { IsExpenditure: false })
                throw Refused(path, "this is no expenditure and utilization report", "Name a QEXPU or AEXPU");
            if (name is not null && name.Aco != aco)
                throw Refused(path, $"the report is of {name.Aco}, and no row of it of {aco}", $"Name the report of {aco}");
            var of = name?.Year ?? name?.PerformanceYear;
            if (of is { } other && other != year)
                throw Refused(path, $"the report is of {other}, not of {year}", $"Name the report of {year}, or give --year {other}");
            if (name is null)
                findings.Add(Warning(path, $"the name does not say whose report it is; it is taken for that of {aco} and calendar year {year}",
                    "Keep CMS's name, such as P.A0001.ACO.AEXPU.Y2024.D259999.T0100000.xlsx"));
            period ??= name;
            var (sha256, read) = ExpenditureReports.Read(path);
            files.Add(new ManifestInput(file, sha256, read.Count, new Dictionary<string, string>()));
            cells.AddRange(read.Select(cell => new Placed(file, cell.Sheet, cell.Cell)));
        }
        var first = period is { Quarter: > 0 }
            ? new DateOnly(year, 1, 1).AddMonths(MonthsAQuarter * (period.Quarter - LastQuarter)) : new DateOnly(year, 1, 1);
        return Of(cells, paths[0], aco, findings) with { Files = files, FirstMonth = first, IsAnnual = period is not { Quarter: > 0 } };
    }

    private static ReportFigures Of(List<Placed> cells, string path, string aco, List<Finding> findings)
    {
        var own = cells.Where(cell => IsOwn(cell.Cell.Column, aco)).ToList();
        if (own.Count == 0 && cells.Select(cell => cell.Cell.Column).Distinct().Count() == 1)
            own = cells;
        if (own.Count == 0)
            throw Refused(path, "no column of it is headed ACO-Specific",
                $"Its columns are {string.Join(", ", cells.Select(cell => $"'{cell.Cell.Column}'").Distinct().Take(6))}; head the ACO's own so");
        return new ReportFigures
        {
            Files = [], FirstMonth = default, IsAnnual = true,
            PersonYears = Required(Section(own, "personyears", null), path, "person years by Medicare enrollment type", findings),
            PerCapita = Required(Section(own, "expenditures", "enrollmenttype"), path, "total expenditures by enrollment type", findings),
            Thresholds = ByType.Of(type => Section(cells, "truncationthreshold", null).GetValueOrDefault(type)?[0].Figure()),
            Completion = cells.FirstOrDefault(cell => Canonical(cell.Cell.Label).Contains("completionfactor", StringComparison.Ordinal)
                && cell.Cell.Value is > 0)?.Figure(),
            Beneficiaries = Row(own, label => label.StartsWith("totalassignedbeneficiaries", StringComparison.Ordinal)),
            Declined = Row(own, label => label.Contains("declined", StringComparison.Ordinal)),
            WithNonClaims = Row(own, label => label.Contains("nonclaims", StringComparison.Ordinal)),
            Findings = findings,
        };
    }

    private static ByType<ReportFigure> Required(
        Dictionary<EnrollmentType, List<Placed>> rows, string path, string what, List<Finding> findings)
    {
        var missing = EnrollmentTypes.All.Where(type => !rows.ContainsKey(type)).Select(type => type.Words()).ToList();
        if (missing.Count > 0)
            throw Refused(path, $"it has no row of {what} for {string.Join(", ", missing)}",
                "Name the workbook or the sheet with table 1 (Aggregate expenditure and utilization)");
        if (rows.Values.FirstOrDefault(row => row.Count > 1) is { } several)
            findings.Add(Warning(path, $"{several.Count} rows give {what}; {several[0].Place} is taken", "Leave the other sheets out"));
        return ByType.Of(type => rows[type][0].Figure());
    }

    /// <summary>The rows of each type under headings that hold a word, in the order of the file.</summary>
    private static Dictionary<EnrollmentType, List<Placed>> Section(List<Placed> cells, string word, string? also) => cells
        .Where(cell => Canonical(cell.Cell.Section) is var section && section.Contains(word, StringComparison.Ordinal)
            && (also is null || section.Contains(also, StringComparison.Ordinal)) && !section.Contains("component", StringComparison.Ordinal)
            && section.Contains("truncat", StringComparison.Ordinal) == word.Contains("truncat", StringComparison.Ordinal)
            && !section.Contains("per1000", StringComparison.Ordinal))
        .Select(cell => (Type: TypeOf(cell.Cell.Label), Cell: cell)).Where(row => row.Type is not null)
        .GroupBy(row => row.Type!.Value, row => row.Cell).ToDictionary(group => group.Key, group => group.ToList());

    private static decimal? Row(List<Placed> cells, Func<string, bool> is_) =>
        cells.FirstOrDefault(cell => is_(Canonical(cell.Cell.Label)))?.Cell.Value;

    private static EnrollmentType? TypeOf(string label) => Canonical(label) switch
    {
        var text when text.StartsWith("esrd", StringComparison.Ordinal) || text.StartsWith("endstage", StringComparison.Ordinal)
            => EnrollmentType.Esrd,
        var text when text.StartsWith("disabled", StringComparison.Ordinal) => EnrollmentType.Disabled,
        var text when text.StartsWith("agednondual", StringComparison.Ordinal) => EnrollmentType.AgedNonDual,
        var text when text.StartsWith("ageddual", StringComparison.Ordinal) => EnrollmentType.AgedDual,
        _ => null,
    };

    private static bool IsOwn(string column, string aco) => Canonical(column) is var text
        && (text.Contains("acospecific", StringComparison.Ordinal) || text == Canonical(aco) || text is "aco" or "youraco");

    private static string Canonical(string text) => NoWord().Replace(text, "").ToLowerInvariant();

    private static Finding Warning(string path, string what, string then) =>
        new(Severity.Warning, Path.GetFileName(path), 0, "", what, then);

    private static FileRefusedException Refused(string path, string what, string then) =>
        new(new Finding(Severity.FileRefused, Path.GetFileName(path), 0, "", what, then));

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.None, 1000)]
    private static partial Regex NoWord();

    private sealed record Placed(string File, string Sheet, ReportCell Cell)
    {
        public string Place => $"{File}{(Sheet.Length > 0 ? $" {Sheet}" : "")} row {Cell.Row}";

        public ReportFigure Figure()
        {
            var text = Cell.Text.Trim().TrimEnd('%', ')');
            var point = text.LastIndexOf('.');
            var half = 0.5m;
            for (var digit = point < 0 ? text.Length : point + 1; digit < text.Length; digit++)
                half /= 10;
            return new ReportFigure(Cell.Value, half, $"{Place}, {Cell.Label}");
        }
    }
}
