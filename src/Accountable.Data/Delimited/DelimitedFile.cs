using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Accountable.Data.Delimited;

/// <summary>One row of a delimited file with the line on which it starts.</summary>
internal readonly record struct DelimitedRow(long Line, string[] Cells);

/// <summary>A comma-separated file read whole: header and rows, with every guard against files that are no such thing.</summary>
internal sealed class DelimitedFile
{
    private const int GreatestLine = 1 << 20;
    private const int GreatestColumns = 2000;
    private static readonly char[] OtherDelimiters = [';', '\t', '|'];

    private DelimitedFile(string path, string sha256, string[] header, IReadOnlyList<DelimitedRow> rows, IReadOnlyList<Finding> findings)
    {
        Path = path;
        Sha256 = sha256;
        Header = header;
        Rows = rows;
        Findings = findings;
    }

    public string Path { get; }

    public string Sha256 { get; }

    public string[] Header { get; }

    public IReadOnlyList<DelimitedRow> Rows { get; }

    /// <summary>Rows whose number of cells is not the header's: they are not in <see cref="Rows"/>.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <exception cref="FileRefusedException">The file is no readable comma-separated file.</exception>
    public static DelimitedFile Read(string path)
    {
        var sha256 = Check(path);
        try
        {
            using var text = new GuardedReader(new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: false)), GreatestLine);
            return Parse(path, sha256, text);
        }
        catch (LineTooLongException e)
        {
            throw Refused(path, e.Line, $"The line has more than {GreatestLine:N0} characters", "Is this a comma-separated text file with one row a line?");
        }
        catch (Exception e) when (e is BadDataException or CsvHelperException)
        {
            throw Refused(path, 0, "The quotes in this file do not match", "Save it again as CSV from the program that made it");
        }
        catch (IOException e)
        {
            throw Refused(path, 0, $"The file cannot be read: {e.Message}", "Check the path and your permission");
        }
    }

    private static DelimitedFile Parse(string path, string sha256, TextReader text)
    {
        var findings = new List<Finding>();
        using var csv = new CsvParser(text, new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture)
        {
            Delimiter = ",", DetectDelimiter = false, BadDataFound = null, IgnoreBlankLines = true, MaxFieldSize = GreatestLine,
        });
        if (!csv.Read())
            throw Refused(path, 0, "The file is empty", "It needs a header line and a line for each ACO");
        var header = csv.Record!.Select(name => name.Trim().TrimStart('\uFEFF')).ToArray();
        CheckHeader(path, header);
        var rows = new List<DelimitedRow>();
        var line = (long)csv.RawRow + 1;
        while (csv.Read())
        {
            var cells = csv.Record!;
            if (cells.Length == header.Length)
                rows.Add(new DelimitedRow(line, cells));
            else if (!cells.All(string.IsNullOrWhiteSpace))
                findings.Add(new Finding(Severity.RowRefused, path, line, "", $"The row has {cells.Length} cells, the header has {header.Length}", "Quote cells that contain commas"));
            line = csv.RawRow + 1;
        }
        if (rows.Count + findings.Count == 0)
            throw Refused(path, 1, "The file has a header and no rows", "It needs a line for each ACO");
        return new DelimitedFile(path, sha256, header, rows, findings);
    }

    private static void CheckHeader(string path, string[] header)
    {
        if (header.Length > GreatestColumns)
            throw Refused(path, 1, $"The header has {header.Length:N0} columns; a results file has under 200", "Is the table turned on its side?");
        if (header.Length == 1 && OtherDelimiters.FirstOrDefault(header[0].Contains) is var other && other != default)
            throw Refused(path, 1, $"The cells are set apart by '{(other == '\t' ? "tab" : other.ToString())}', not by commas", "Save the file with commas");
    }

    /// <summary>What can be seen before parsing: a folder, no file, another encoding. Returns the hash of the bytes.</summary>
    internal static string Check(string path)
    {
        if (Directory.Exists(path))
            throw Refused(path, 0, "This is a folder", "Name the files in it, for example with a * at the end", isUsage: true);
        if (!File.Exists(path))
            throw Refused(path, 0, "There is no such file", "Check the path", isUsage: true);
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> start = stackalloc byte[512];
            var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            start = start[..read];
            if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || start.Contains((byte)0))
                throw Refused(path, 0, start.StartsWith("PK"u8) ? "This is a zip archive or workbook" : "The text is UTF-16 or binary", "Save it as CSV in UTF-8");
            stream.Position = 0;
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (UnauthorizedAccessException)
        {
            throw Refused(path, 0, "You may not read this file", "Check its permissions");
        }
    }

    internal static FileRefusedException Refused(string path, long line, string what, string then, bool isUsage = false) =>
        new(new Finding(Severity.FileRefused, path, line, "", what, then), isUsage);
}
