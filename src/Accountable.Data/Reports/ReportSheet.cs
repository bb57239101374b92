using System.Globalization;

namespace Accountable.Data.Reports;

/// <summary>One cell of a sheet that holds a value or a mark for one.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Section">The heading above it.</param>
/// <param name="Label">The text at the beginning of its row.</param>
/// <param name="Column">The heading of its column; two-row headings are joined with a slash.</param>
/// <param name="Value">Its number as printed: a percentage is not divided by a hundred. Null for a mark such as a hyphen.</param>
/// <param name="Text">What is printed.</param>
public sealed record ReportCell(int Row, string Section, string Label, string Column, decimal? Value, string Text);

/// <summary>Reads the grid of a sectioned sheet: headings of columns, headings of sections, and rows with a label and values.</summary>
/// <remarks>Sheets of CMS's expenditure reports differ from year to year, so nothing is found by its place: a row with texts alone is a
/// heading of columns, a row with one text alone is a heading of a section.</remarks>
public static class ReportSheet
{
    private static readonly string[] Marks = ["-", "--", "N/A", "NA", "*", ".", "n/a"];

    /// <summary>The cells of a grid.</summary>
    /// <param name="rows">Each row's cells as text.</param>
    public static IEnumerable<ReportCell> Cells(IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var section = "";
        var heading = new Dictionary<int, string>();
        var wasHeading = false;
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            var filled = row.Select((text, at) => (Text: text.Trim(), At: at)).Where(cell => cell.Text.Length > 0).ToList();
            if (filled.Count == 0)
            {
                wasHeading = false;
                continue;
            }
            var label = filled[0];
            var rest = filled[1..];
            if (rest.Count == 0 && label.At == 0 && !IsValue(label.Text))
            {
                section = label.Text;
                wasHeading = false;
            }
            else if (!filled.Exists(cell => IsValue(cell.Text)))
            {
                heading = Heading(wasHeading ? heading : [], label.At == 0 ? rest : filled);
                wasHeading = true;
            }
            else
            {
                wasHeading = false;
                foreach (var cell in IsValue(label.Text) ? filled : rest)
                    yield return new ReportCell(number, section, IsValue(label.Text) ? "" : label.Text,
                        heading.GetValueOrDefault(cell.At, $"column {cell.At + 1}"), Number(cell.Text), cell.Text);
            }
        }
    }

    /// <summary>A second row of headings belongs under the first: an upper heading stands over what follows it.</summary>
    private static Dictionary<int, string> Heading(Dictionary<int, string> upper, List<(string Text, int At)> cells) => cells
        .ToDictionary(cell => cell.At, cell =>
    {
        var over = upper.Keys.Where(at => at <= cell.At).DefaultIfEmpty(-1).Max();
        return over < 0 ? cell.Text : $"{upper[over]} / {cell.Text}";
    });

    private static bool IsValue(string text) => Marks.Contains(text) || Number(text) is not null;

    private static decimal? Number(string text)
    {
        var trimmed = text.TrimEnd('%').Trim();
        var negative = trimmed.StartsWith('(') && trimmed.EndsWith(')');
        if (negative)
            trimmed = trimmed[1..^1];
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands
            | NumberStyles.AllowExponent;
        const int Decimals = 8;
        if (!decimal.TryParse(trimmed.Replace("$", "", StringComparison.Ordinal), styles, CultureInfo.InvariantCulture, out var number)
            || Math.Abs(number) >= 1_000_000_000_000_000m)
            return null;
        return Math.Round(negative ? -number : number, Decimals);
    }
}
