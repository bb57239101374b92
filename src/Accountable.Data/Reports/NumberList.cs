using Accountable.Data.Delimited;

namespace Accountable.Data.Reports;

/// <summary>A file of two columns: a name and a number.</summary>
/// <param name="Rows">Each row with its line.</param>
/// <param name="Findings">Rows that were refused.</param>
public sealed record NumberList(IReadOnlyList<(long Line, string Name, decimal Number)> Rows, IReadOnlyList<Finding> Findings)
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Comma-separated with a header.</param>
    /// <param name="name">The header of the names.</param>
    /// <param name="number">The header of the numbers.</param>
    /// <exception cref="FileRefusedException">It lacks a column.</exception>
    public static NumberList Read(string path, string name, string number)
    {
        var file = DelimitedFile.Read(path);
        var (first, second) = (Column(name), Column(number));
        var rows = new List<(long, string, decimal)>();
        var findings = file.Findings.ToList();
        foreach (var row in file.Rows)
        {
            if (Cell.Number(row.Cells[second]) is { } value)
                rows.Add((row.Line, row.Cells[first].Trim(), value));
            else
                findings.Add(new Finding(Severity.RowRefused, path, row.Line, number, $"'{row.Cells[second]}' is no number", "Write a number"));
        }
        return new NumberList(rows, findings);

        int Column(string wanted)
        {
            var place = Array.IndexOf(file.Header, wanted);
            return place >= 0 ? place : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 1, wanted,
                "the column is missing", $"The header is {name},{number}"));
        }
    }
}
