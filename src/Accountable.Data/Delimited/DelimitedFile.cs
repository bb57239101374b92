using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Accountable.Data.Delimited;

/// <summary>One row of a delimited file with its number, from 1 and counting refused rows, and the line on which it starts.</summary>
internal readonly record struct DelimitedRow(int Number, long Line, string[] Cells);

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
        catch (UnreadableLineException e)
        {
            throw Refused(path, e.Line, e.Message, "Is this a comma-separated text file with one row a line?");
        }
        catch (CsvHelperException)
        {
            throw Unbalanced(path, 0);
        }
        catch (IOException e)
        {
            throw Refused(path, 0, $"The file cannot be read: {e.Message}", "Check the path and your permission");
        }
    }

    private static DelimitedFile Parse(string path, string sha256, TextReader text)
    {
        var findings = new List<Finding>();
        var strayQuote = false;
        using var csv = new CsvParser(text, new CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture)
        {
            Delimiter = ",",
            DetectDelimiter = false,
            BadDataFound = _ => strayQuote = true,
            IgnoreBlankLines = true,
            MaxFieldSize = GreatestLine,
        });
        if (!csv.Read())
            throw Refused(path, 0, "The file is empty", "It needs a header line and a line for each ACO");
        var header = csv.Record!.Select(name => name.Trim().TrimStart('\uFEFF')).ToArray();
        if (csv.Record!.Any(SpansLines))
            throw Unbalanced(path, 1);
        CheckHeader(path, header);
        strayQuote = false;
        var rows = new List<DelimitedRow>();
        var line = (long)csv.RawRow + 1;
        while (csv.Read())
        {
            var cells = csv.Record!;
            var spansLines = cells.Any(SpansLines);

            // A quote that is never closed, or closed by the next row's, swallows whole rows: they could not be counted.
            if (strayQuote && (spansLines || OpenAtTheEnd(csv.RawRecord)) || (spansLines && cells.Length != header.Length))
                throw Unbalanced(path, line);
            strayQuote = false;

            // Spreadsheets leave rows of nothing but commas behind: they are no rows.
            if (cells.All(string.IsNullOrWhiteSpace))
            {
                line = csv.RawRow + 1;
                continue;
            }
            var number = rows.Count + findings.Count + 1;
            if (cells.Length == header.Length)
                rows.Add(new DelimitedRow(number, line, cells));
            else
            {
                var what = $"The row has {cells.Length} cells, the header has {header.Length}";
                findings.Add(new Finding(Severity.RowRefused, path, line, "", what, "Quote cells that contain commas"));
            }
            line = csv.RawRow + 1;
        }
        if (rows.Count + findings.Count == 0)
            throw Refused(path, 1, "The file has a header and no rows", "It needs a line for each ACO");
        return new DelimitedFile(path, sha256, header, rows, findings);
    }

    private static bool SpansLines(string cell) => cell.AsSpan().IndexOfAny('\n', '\r') >= 0;

    /// <summary>Whether the last cell of a record opens a quote and leaves it open: the file ended inside it.</summary>
    private static bool OpenAtTheEnd(string record) =>
        record.Count(character => character == '"') % 2 == 1
        && (record.StartsWith('"') || record.Contains(",\"", StringComparison.Ordinal));

    private static FileRefusedException Unbalanced(string path, long line) =>
        Refused(path, line, "The quotes in this file do not match", "Save it again as CSV from the program that made it");

    internal static void CheckHeader(string path, string[] header)
    {
        if (header.Length > GreatestColumns)
        {
            var what = $"The header has {header.Length:N0} columns; a results file has under 200";
            throw Refused(path, 1, what, "Is the table turned on its side?");
        }
        if (header.Length == 1 && OtherDelimiters.FirstOrDefault(header[0].Contains) is var other && other != default)
        {
            var delimiter = other == '\t' ? "tab" : other.ToString();
            throw Refused(path, 1, $"The cells are set apart by '{delimiter}', not by commas", "Save the file with commas");
        }
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
            if (!stream.CanSeek)
                throw Refused(path, 0, "This is a pipe or a device, not a file", "Save the text in a file first", isUsage: true);
            Span<byte> start = stackalloc byte[512];
            var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            start = start[..read];
            if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] || start.Contains((byte)0))
            {
                var what = start.StartsWith("PK"u8) ? "This is a zip archive or workbook" : "The text is UTF-16 or binary";
                throw Refused(path, 0, what, "Save it as CSV in UTF-8");
            }
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
