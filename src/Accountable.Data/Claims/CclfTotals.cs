using System.Globalization;
using System.Text;

namespace Accountable.Data.Claims;

/// <summary>A line of CCLF0: the rows and the record length that one file must have.</summary>
/// <param name="File">The file's digit.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="RecordLength">Its bytes a row.</param>
public sealed record CclfTotal(char File, long Rows, int RecordLength);

/// <summary>Reads CCLF0, the control totals of a delivery: text between bars under one header line.</summary>
public static class CclfTotals
{
    private const int GreatestBytes = 1 << 20;
    private const int Parts = 4;

    /// <summary>The totals by the file's digit.</summary>
    /// <exception cref="FileRefusedException">It is not CCLF0, or lists a file twice.</exception>
    public static IReadOnlyDictionary<char, CclfTotal> Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var bytes = new byte[GreatestBytes];
        var size = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (size == bytes.Length)
            throw Refused(name, 0, "the file has more than a megabyte, so it is not CCLF0");
        var totals = new Dictionary<char, CclfTotal>();
        var lines = Encoding.Latin1.GetString(bytes, 0, size).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r', ' ', '\0');
            if (line.Length == 0 || (i == 0 && line.StartsWith("File", StringComparison.OrdinalIgnoreCase)))
                continue;
            var total = Detail(line) ?? throw Refused(name, i + 1, "the line is no 'file | description | rows | record length'");
            if (total.File != '0' && !totals.TryAdd(total.File, total))
                throw Refused(name, i + 1, $"CCLF{total.File} is listed twice");
        }
        return totals.Count > 0 ? totals : throw Refused(name, 0, "it lists no file");
    }

    private static CclfTotal? Detail(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        return parts.Length >= Parts && parts[0].Length == "CCLF1".Length && parts[0].StartsWith("CCLF", StringComparison.Ordinal)
            && long.TryParse(parts[2], NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var rows)
            && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new CclfTotal(parts[0][^1], rows, length)
            : null;
    }

    private static FileRefusedException Refused(string name, int line, string what) =>
        new(new Finding(Severity.FileRefused, name, line, "", what,
            "Ask for the delivery again, or import with --accept-counts when you know why"));
}
