using Accountable.Data.Delimited;

namespace Accountable.Data.Mips;

/// <summary>A group of Physician Compare: category scores as printed.</summary>
/// <param name="Row">Data row in the file, from 1.</param>
/// <param name="Quality">Quality in percent; null when blank.</param>
/// <param name="QualityUnit">One unit of the last printed decimal of quality; 0 for a whole number.</param>
/// <param name="AdvancingCareInformation">Advancing care information in percent; null when blank.</param>
/// <param name="ImprovementActivities">Improvement activities in points of 40; null when blank.</param>
/// <param name="Published">The published final score.</param>
public sealed record PhysicianCompareGroup(
    int Row, decimal? Quality, decimal QualityUnit, decimal? AdvancingCareInformation, decimal? ImprovementActivities, decimal Published);

/// <summary>A file of Physician Compare as read.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Data rows in the file; equals rows read plus rows refused.</param>
/// <param name="Rows">The rows that could be read.</param>
/// <param name="Findings">What was refused, by line.</param>
public sealed record PhysicianCompareFile(
    string Path, string Sha256, int RowCount, IReadOnlyList<PhysicianCompareGroup> Rows, IReadOnlyList<Finding> Findings);

/// <summary>Reads the group scores of Physician Compare 2017.</summary>
public static class PhysicianCompareScores
{
    private const decimal Greatest = 100m;

    private static readonly string[] Names = ["quality_category_score", "ACI_category_score", "IA_category_score", "final_MIPS_score"];

    /// <summary>Reads a file of group scores.</summary>
    /// <exception cref="FileRefusedException">The file is no readable CSV, or a column is missing.</exception>
    public static PhysicianCompareFile Read(string path)
    {
        var file = DelimitedFile.Read(path);
        var columns = Names.Select(name => Array.FindIndex(file.Header, header => Cell.Canonical(header) == Cell.Canonical(name)))
            .ToArray();
        if (Array.IndexOf(columns, -1) is >= 0 and var missing)
            throw DelimitedFile.Refused(file.Path, 1, $"The column {Names[missing]} is missing",
                "Check that this is the file of group scores of Physician Compare 2017");
        var rows = new List<PhysicianCompareGroup>(file.Rows.Count);
        var findings = new List<Finding>(file.Findings);
        foreach (var row in file.Rows)
        {
            var cells = columns.Select(column => row.Cells[column].Trim()).ToArray();
            var bad = Array.FindIndex(cells,
                cell => cell.Length > 0 && !Cell.IsBlank(cell) && !(Cell.Number(cell) is >= 0 and <= Greatest));
            if (bad < 0 && Cell.IsBlank(cells[^1]))
                bad = cells.Length - 1;
            if (bad >= 0)
                findings.Add(new Finding(Severity.RowRefused, path, row.Line, Names[bad],
                    $"'{cells[bad]}' is no score from 0 to {Greatest:0}", "Correct the cell"));
            else
                rows.Add(new PhysicianCompareGroup(
                    row.Number, Number(cells[0]), LastDigit(cells[0]), Number(cells[1]), Number(cells[2]), Number(cells[^1])!.Value));
        }
        return new PhysicianCompareFile(
            file.Path, file.Sha256, file.Rows.Count + file.Findings.Count, rows, [.. findings.OrderBy(finding => finding.Line)]);
    }

    private static decimal? Number(string cell) => Cell.IsBlank(cell) ? null : Cell.Number(cell);

    private static decimal LastDigit(string cell)
    {
        var point = cell.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || point == cell.Length - 1 ? 0 : new decimal(1, 0, 0, false, (byte)(cell.Length - point - 1));
    }
}
