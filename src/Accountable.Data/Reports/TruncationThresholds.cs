using Accountable.Data.Delimited;

namespace Accountable.Data.Reports;

/// <summary>Truncation thresholds of enrollment types as a file gives them: enrollment_type,threshold.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Values">Dollars a person-year by name, such as <c>aged_dual</c>.</param>
/// <param name="Findings">Rows that were refused.</param>
public sealed record TruncationThresholds(
    string Path, string Sha256, IReadOnlyDictionary<string, decimal> Values, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Types = ["esrd", "disabled", "aged_dual", "aged_non_dual"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileRefusedException">It lacks a column, or a type has no usable threshold.</exception>
    public static TruncationThresholds Read(string path)
    {
        var file = DelimitedFile.Read(path);
        var (type, amount) = (Column(file, "enrollment_type"), Column(file, "threshold"));
        var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var findings = file.Findings.ToList();
        foreach (var row in file.Rows)
        {
            var name = row.Cells[type].Trim();
            if (!Types.Contains(name, StringComparer.Ordinal))
                findings.Add(Refused(row, "enrollment_type", $"'{name}' is no enrollment type", $"Write {string.Join(", ", Types)}"));
            else if (Cell.Number(row.Cells[amount]) is not { } value || value <= 0)
                findings.Add(Refused(row, "threshold", $"'{row.Cells[amount]}' is no amount above 0", "Write dollars a person-year"));
            else if (!values.TryAdd(name, value))
                findings.Add(Refused(row, "enrollment_type", $"{name} has a threshold already", "Leave one of the two"));
        }
        if (Types.FirstOrDefault(name => !values.ContainsKey(name)) is { } missing)
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "enrollment_type",
                $"there is no usable threshold of {missing}", "Give one row a type, or leave the file out to have them estimated"));
        return new TruncationThresholds(path, file.Sha256, values, findings);

        Finding Refused(DelimitedRow row, string column, string what, string then) =>
            new(Severity.RowRefused, path, row.Line, column, what, then);
    }

    private static int Column(DelimitedFile file, string name)
    {
        var place = Array.IndexOf(file.Header, name);
        return place >= 0 ? place : throw new FileRefusedException(new Finding(Severity.FileRefused, file.Path, 1, name,
            "the column is missing", "The header is enrollment_type,threshold"));
    }
}
