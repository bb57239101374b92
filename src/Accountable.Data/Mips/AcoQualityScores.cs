using Accountable.Data.Delimited;

namespace Accountable.Data.Mips;

/// <summary>An ACO's quality as <c>mssp quality score</c> writes it.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Score">The quality score as a fraction.</param>
/// <param name="MetStandard">The standard is met.</param>
/// <param name="MetAlternative">The alternative standard is met.</param>
/// <param name="MetPercentile">Met by the score.</param>
/// <param name="MetIncentive">Met by the reporting incentive.</param>
/// <param name="MetFirstYear">Met by reporting in the first year.</param>
public sealed record AcoQualityScore(
    long Line, decimal Score, bool MetStandard, bool MetAlternative, bool MetPercentile, bool MetIncentive, bool MetFirstYear);

/// <summary>Quality scores by ACO and year, to settle by.</summary>
/// <param name="Path">The path as given.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Data rows in the file.</param>
/// <param name="Scores">Scores by ACO and year.</param>
/// <param name="Findings">What was refused, by line.</param>
public sealed record AcoQualityScores(
    string Path, string Sha256, int RowCount, IReadOnlyDictionary<(string AcoId, int Year), AcoQualityScore> Scores,
    IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Names =
    [
        "aco_id", "performance_year", "quality_score", "met_standard", "met_alternative", "met_percentile", "met_incentive",
        "met_first_year",
    ];

    /// <summary>Reads the file; a row that cannot be read, or that stands twice, is refused.</summary>
    /// <exception cref="FileRefusedException">The file is no readable CSV, or a column is missing.</exception>
    public static AcoQualityScores Read(string path)
    {
        var file = DelimitedFile.Read(path);
        var columns = Names
            .Select(name => Array.FindIndex(file.Header, header => Cell.Canonical(header) == Cell.Canonical(name))).ToArray();
        if (Array.IndexOf(columns, -1) is >= 0 and var missing)
            throw DelimitedFile.Refused(path, 1, $"The column {Names[missing]} is missing", "Give a file of 'mssp quality score --out'");
        var scores = new Dictionary<(string, int), AcoQualityScore>();
        var findings = new List<Finding>(file.Findings);
        foreach (var row in file.Rows)
        {
            var cells = columns.Select(column => row.Cells[column].Trim()).ToArray();
            var flags = cells[3..].Select(Cell.Flag).ToArray();
            if (cells[0].Length == 0 || Cell.Number(cells[1]) is not { } year || Cell.Number(cells[2]) is not (>= 0 and <= 1)
                || flags.Contains(null))
            {
                findings.Add(new Finding(Severity.RowRefused, path, row.Line, "",
                    "The row has no ACO, year, score from 0 to 1 or flags of 0 and 1", "Correct it"));
                continue;
            }
            var score = new AcoQualityScore(row.Line, Cell.Number(cells[2])!.Value,
                flags[0] == true, flags[1] == true, flags[2] == true, flags[3] == true, flags[4] == true);
            if (!scores.TryAdd((cells[0], (int)year), score))
                findings.Add(new Finding(Severity.RowRefused, path, row.Line, "aco_id", "The ACO and year stand twice", "Leave one out"));
        }
        return new AcoQualityScores(path, file.Sha256, file.Rows.Count + file.Findings.Count, scores, findings);
    }
}
