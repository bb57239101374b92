using System.Globalization;
using Accountable.Data.Delimited;

namespace Accountable.Data.Factors;

/// <summary>The rows of a file in one of the layouts of docs/reference/benchmark-inputs.md.</summary>
internal sealed class FactorRows
{
    private readonly DelimitedFile _file;
    private readonly Dictionary<string, int> _columns;

    private FactorRows(DelimitedFile file, Dictionary<string, int> columns)
    {
        _file = file;
        _columns = columns;
        Findings = [.. file.Findings];
    }

    public string Path => _file.Path;

    public string Sha256 => _file.Sha256;

    /// <summary>Data rows, those with findings included.</summary>
    public int RowCount => _file.Rows.Count + _file.Findings.Count;

    public List<Finding> Findings { get; }

    /// <exception cref="FileRefusedException">No readable CSV, or a required column is missing or doubled.</exception>
    public static FactorRows Open(string path, IReadOnlyList<string> required, IReadOnlyList<string> optional)
    {
        var file = DelimitedFile.Read(path);
        var known = required.Concat(optional).ToDictionary(Cell.Canonical);
        var columns = new Dictionary<string, int>(StringComparer.Ordinal);
        var findings = new List<Finding>();
        for (var i = 0; i < file.Header.Length; i++)
        {
            if (!known.TryGetValue(Cell.Canonical(file.Header[i]), out var name))
            {
                findings.Add(new Finding(Severity.Warning, path, 1, file.Header[i], "Nobody knows this column; it is not read",
                    $"Known are {string.Join(", ", known.Values)}"));
            }
            else if (!columns.TryAdd(name, i))
                throw DelimitedFile.Refused(path, 1, $"The column {name} stands twice", "Leave one of them out");
        }
        if (required.FirstOrDefault(name => !columns.ContainsKey(name)) is { } missing)
        {
            throw DelimitedFile.Refused(path, 1, $"The column {missing} is missing",
                $"The file needs {string.Join(", ", required)}; see docs/reference/benchmark-inputs.md");
        }
        var rows = new FactorRows(file, columns);
        rows.Findings.AddRange(findings);
        return rows;
    }

    /// <summary>Reads each row; a row with a finding that refuses it is left out.</summary>
    public List<T> Read<T>(Func<FactorCells, T> row)
        where T : class
    {
        var read = new List<T>(_file.Rows.Count);
        foreach (var cells in _file.Rows)
        {
            var reader = new FactorCells(Path, cells.Line, cells.Cells, _columns, Findings);
            var one = row(reader);
            if (!reader.Refused)
                read.Add(one);
        }
        Findings.Sort((a, b) => a.Line.CompareTo(b.Line));
        return read;
    }

    /// <summary>Refuses each further row of the same key.</summary>
    public List<T> Once<T>(List<T> rows, Func<T, string> key, Func<T, long> line)
    {
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var kept = new List<T>(rows.Count);
        foreach (var row in rows)
        {
            if (seen.TryAdd(key(row), line(row)))
            {
                kept.Add(row);
                continue;
            }
            Findings.Add(new Finding(Severity.RowRefused, Path, line(row), "",
                $"The row speaks of {key(row)} as line {seen[key(row)]} does", "Keep one of them"));
        }
        return kept;
    }
}

/// <summary>One row: what cannot be read becomes a finding and refuses the row.</summary>
internal sealed class FactorCells(
    string path, long line, string[] cells, IReadOnlyDictionary<string, int> columns, List<Finding> findings)
{
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];

    public long Line => line;

    public bool Refused { get; private set; }

    /// <summary>The text of a cell; empty when the column or the cell is not there.</summary>
    public string Text(string column) => columns.TryGetValue(column, out var index) ? cells[index].Trim() : "";

    public int Year(string column)
    {
        var text = Text(column);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1990 and <= 2999)
            return year;
        Refuse(column, text.Length == 0 ? "The year is missing" : $"'{Shortened(text)}' is no year", "Write one such as 2024");
        return 0;
    }

    public string Type(string column, params string[] more) => Word(column, [.. Types, .. more]);

    public string Word(string column, params string[] words)
    {
        var canonical = Cell.Canonical(Text(column));
        var word = words.FirstOrDefault(word => Cell.Canonical(word) == canonical);
        if (word is null)
            Refuse(column, $"'{Shortened(Text(column))}' is none of {string.Join(", ", words)}", "Write one of them");
        return word ?? "";
    }

    public decimal Number(string column, decimal least, decimal greatest)
    {
        var number = NumberOrNull(column, least, greatest);
        if (number is null && !Refused)
            Refuse(column, "The cell is blank", "Fill it in");
        return number ?? 0;
    }

    public decimal? NumberOrNull(string column, decimal least, decimal greatest)
    {
        var text = Text(column);
        if (Cell.IsBlank(text))
            return null;
        var number = Cell.IsPercent(text) ? Cell.Number(text) / 100 : Cell.Number(text);
        if (number is not { } value)
            Refuse(column, $"'{Shortened(text)}' is no number", "Write digits, a decimal point and no unit");
        else if (value < least || value > greatest)
            Refuse(column, $"{value} is out of range", $"It must be from {least} to {greatest}");
        return number;
    }

    public bool Flag(string column)
    {
        var text = Text(column);
        if (Cell.IsBlank(text))
            return false;
        var flag = Cell.Flag(text);
        if (flag is null)
            Refuse(column, $"'{Shortened(text)}' is neither yes nor no", "Write 1 or 0");
        return flag ?? false;
    }

    public void Refuse(string column, string what, string then)
    {
        Refused = true;
        findings.Add(new Finding(Severity.RowRefused, path, line, column, what, then));
    }

    private static string Shortened(string text) => text.Length <= 20 ? text : text[..20] + "...";
}

/// <summary>What figures of these files cannot go beyond.</summary>
internal static class FactorLimits
{
    /// <summary>A hundredth of a dollar a person-year: nobody's expenditures are zero.</summary>
    public const decimal LeastDollars = 0.01m;

    public const decimal GreatestDollars = 10_000_000m;

    public const decimal LeastScore = 0.001m;

    public const decimal GreatestScore = 100m;

    public const decimal LeastPersonYears = 0.000_001m;

    public const decimal GreatestPersonYears = 100_000_000m;

    public const decimal GreatestRatio = 10m;
}
