using System.Globalization;
using System.Text;
using Accountable.Data.Delimited;
using CsvHelper;
using CsvHelper.Configuration;

namespace Accountable.Data.Qpp;

/// <summary>One facts file, read row by row so that a million rows need no second copy. What is wrong becomes a finding with its
/// line.</summary>
internal sealed class FactsFile
{
    private const int GreatestLine = 1 << 20;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts;
    private readonly List<Finding> _findings;
    private string[] _cells = [];
    private bool _refused;

    private FactsFile(string path, string sha256, Dictionary<string, string> texts, List<Finding> findings)
    {
        Path = path;
        Sha256 = sha256;
        _texts = texts;
        _findings = findings;
    }

    public string Path { get; }

    public string Sha256 { get; }

    public int Rows { get; private set; }

    public int Line { get; private set; }

    /// <summary>Reads each row; a row that the function refuses is a finding and is left out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there.</param>
    /// <param name="texts">Texts seen before, so that each identifier is kept once.</param>
    /// <param name="findings">Where findings go.</param>
    /// <param name="read">Makes a row and hands it on when nothing in it was refused.</param>
    public static FactsFile Read(string path, string[] required, string[] optional, Dictionary<string, string> texts,
        List<Finding> findings, Action<FactsFile> read)
    {
        var file = new FactsFile(path, DelimitedFile.Check(path), texts, findings);
        try
        {
            using var text = new GuardedReader(new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: false)), GreatestLine);
            using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = ",", DetectDelimiter = false, BadDataFound = null, IgnoreBlankLines = true, MaxFieldSize = GreatestLine,
            });
            file.ReadHeader(csv, required, optional);
            file.Line = csv.RawRow + 1;
            while (csv.Read())
            {
                file.ReadRow(csv.Record!, read);
                file.Line = csv.RawRow + 1;
            }
            return file;
        }
        catch (UnreadableLineException e)
        {
            throw DelimitedFile.Refused(path, e.Line, e.Message,
                "Is this a comma-separated text file with one row a line?");
        }
        catch (CsvHelperException)
        {
            throw DelimitedFile.Refused(path, file.Line, "The quotes in this file do not match",
                "Save it again as CSV from the program that made it");
        }
    }

    /// <summary>About how many rows a file has, so that a million of them need no growing lists; 0 when it is not there.</summary>
    public static int Lines(string path)
    {
        if (!File.Exists(path))
            return 0;
        using var stream = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        var lines = 0;
        for (var read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        return lines;
    }

    /// <summary>Adds a finding at the row being read and refuses the row.</summary>
    public void Refuse(string column, string what, string then)
    {
        _refused = true;
        _findings.Add(new Finding(Severity.RowRefused, Path, Line, column, what, then));
    }

    /// <summary>Adds a warning at the row being read.</summary>
    public void Warn(string column, string what, string then) =>
        _findings.Add(new Finding(Severity.Warning, Path, Line, column, what, then));

    /// <summary>Whether the row being read is still good.</summary>
    public bool Good => !_refused;

    /// <summary>A text; empty when blank. Each distinct text is kept once.</summary>
    public string Text(string column, bool required = true)
    {
        if (!_columns.TryGetValue(column, out var index))
            return "";
        var trimmed = _cells[index].Trim();
        if (trimmed.Length == 0)
        {
            if (required)
                Refuse(column, "The cell is empty", "Fill it in");
            return "";
        }
        if (_texts.TryGetValue(trimmed, out var known))
            return known;
        _texts.Add(trimmed, trimmed);
        return trimmed;
    }

    /// <summary>One of some words, lower case.</summary>
    public string Word(string column, params string[] words)
    {
        var word = Text(column);
        var lower = word.ToLowerInvariant();
        if (word.Length == 0 || words.Contains(lower))
            return lower;
        Refuse(column, $"'{word}' is none of {string.Join(", ", words)}", "Use one of these words");
        return "";
    }

    /// <summary>An amount that cannot be negative; a blank is refused.</summary>
    public decimal Amount(string column)
    {
        var number = Number(column);
        if (number < 0)
            Refuse(column, $"The amount is negative: {number.ToString(CultureInfo.InvariantCulture)}",
                "Enter what was paid or counted, net of corrections, as 0 or more");
        return number;
    }

    /// <summary>A number; a blank is refused.</summary>
    public decimal Number(string column, bool required = true)
    {
        if (!_columns.TryGetValue(column, out var index) || (!required && string.IsNullOrWhiteSpace(_cells[index])))
            return 0;
        var cell = _cells[index];
        if (decimal.TryParse(cell, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out var plain) && plain < 1_000_000_000_000_000m)
            return plain;
        if (!Cell.IsPercent(cell) && Cell.Number(cell) is { } number)
            return number;
        Refuse(column, string.IsNullOrWhiteSpace(cell) ? "The cell is empty" : $"'{cell.Trim()}' is no number",
            "Enter a number such as 1250.75");
        return 0;
    }

    /// <summary>Yes or no; null when blank.</summary>
    public bool? Flag(string column, bool required = true)
    {
        if (!_columns.TryGetValue(column, out var index) || string.IsNullOrWhiteSpace(_cells[index]))
        {
            if (required)
                Refuse(column, "The cell is empty", "Enter 1 or 0");
            return null;
        }
        if (Cell.Flag(_cells[index]) is { } flag)
            return flag;
        Refuse(column, $"'{_cells[index].Trim()}' is neither yes nor no", "Enter 1 or 0");
        return null;
    }

    /// <summary>A day; null when blank.</summary>
    public DateOnly? Day(string column)
    {
        if (!_columns.TryGetValue(column, out var index) || string.IsNullOrWhiteSpace(_cells[index]))
            return null;
        if (Cell.Day(_cells[index]) is { } day)
            return day;
        Refuse(column, $"'{_cells[index].Trim()}' is no day", "Write 2026-01-31");
        return null;
    }

    /// <summary>A snapshot from 1 to 3.</summary>
    public byte Snapshot(string column = "snapshot")
    {
        switch (Text(column))
        {
            case "1":
                return 1;
            case "2":
                return 2;
            case "3":
                return 3;
            case "":
                return 0;
            case var other:
                Refuse(column, $"'{other}' is no snapshot", "Enter 1 (March 31), 2 (June 30) or 3 (August 31)");
                return 0;
        }
    }

    private void ReadHeader(CsvParser csv, string[] required, string[] optional)
    {
        if (!csv.Read())
            throw DelimitedFile.Refused(Path, 0, "The file is empty", $"It needs a header line: {string.Join(",", required)}");
        var header = csv.Record!.Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant()).ToArray();
        for (var i = 0; i < header.Length; i++)
        {
            if (!_columns.TryAdd(header[i], i))
                throw DelimitedFile.Refused(Path, 1, $"The column {header[i]} stands twice", "Drop one");
            if (!required.Contains(header[i]) && !optional.Contains(header[i]))
                _findings.Add(new Finding(Severity.Warning, Path, 1, header[i], "This column is not one that is read",
                    "Check its name, or drop it"));
        }
        if (required.Where(name => !_columns.ContainsKey(name)).ToList() is { Count: > 0 } missing)
            throw DelimitedFile.Refused(Path, 1, $"The columns {string.Join(", ", missing)} are missing",
                "docs/reference/qpp-facts.md says what each file holds");
        _width = header.Length;
    }

    private int _width;

    private void ReadRow(string[] cells, Action<FactsFile> read)
    {
        if (cells.All(string.IsNullOrWhiteSpace))
            return;
        Rows++;
        _refused = false;
        _cells = cells;
        if (cells.Length == _width)
            read(this);
        else
            Refuse("", $"The row has {cells.Length} cells, the header has {_width}", "Quote cells that contain commas");
    }
}
