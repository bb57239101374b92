using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Reports;

/// <summary>Reads the rows of one delimited report into its table: columns by name, refused rows counted.</summary>
internal sealed class ReportRows
{
    private readonly ReportLayout _layout;
    private readonly InputFile _file;
    private readonly TextRecords _records;
    private readonly (ReportColumn Column, int Cell, int Place)[] _columns;

    /// <exception cref="FileRefusedException">A required column is missing.</exception>
    public ReportRows(InputImport import, InputFile file, ReportLayout layout, TextRecords records)
    {
        (_layout, _file, _records) = (layout, file, records);
        var header = records.Header.Select(Canonical).ToList();
        if (header.GroupBy(name => name).FirstOrDefault(names => names.Key.Length > 0 && names.Skip(1).Any()) is { } twice)
            throw Refused($"the header has column {twice.Key} twice", "Ask for the file again");
        int Cell(ReportColumn column) => column.OtherHeaders.Prepend(column.Header)
            .Select(name => header.IndexOf(Canonical(name))).Append(-1).FirstOrDefault(at => at >= 0, -1);
        _columns = [.. layout.Columns.Select(column => (column, Cell(column), file.Main.Place(column.Column)))];
        var missing = _columns.Where(column => column.Cell < 0).Select(column => column.Column).ToList();
        if (missing.Where(column => column.Required).Select(column => column.Header).ToList() is { Count: > 0 } required)
            throw Refused($"the header lacks {string.Join(", ", required)}", $"Is this {layout.Title}, with its header line?");
        if (missing.Count > 0)
            import.Warn(file.Source.Name, $"the header lacks {Some([.. missing.Select(column => column.Header)])}, left blank",
                "An older layout may not have them");
        var unknown = records.Header.Where((_, at) => !_columns.Any(column => column.Cell == at)).ToList();
        if (unknown.Count > 0)
            import.Warn(file.Source.Name, $"the columns {Some(unknown)} are not known and are left out",
                "A newer layout may have brought them");
    }

    /// <summary>Reads all rows.</summary>
    /// <param name="import">The transaction.</param>
    /// <param name="mayBeEmpty">Whether a header alone is a list of nobody.</param>
    /// <param name="take">Fills the fixed columns and says what is wrong with the row beyond its cells: a field and a problem, or
    /// null.</param>
    /// <exception cref="FileRefusedException">There are no rows.</exception>
    public void Read(InputImport import, bool mayBeEmpty, Func<object?[], (string Field, string What)?> take)
    {
        while (_records.Next())
        {
            _file.Count();
            var row = _file.Main.New(_records.Line);
            if ((Fill(row) ?? take(row)) is var (field, what))
                _file.Refuse(_records.Line, field, what, _records.Text);
            else
                _file.Main.Add(row);
        }
        if (_file.RowsRead == 0 && !mayBeEmpty)
            throw Refused("the file has a header and no rows", "Ask for the file again");
        if (_records.EndsInside)
            import.Warn(_file.Source.Name, "the last line has no end: the file may have been cut off",
                "Compare it with the one that was sent");
    }

    private (string Field, string What)? Fill(object?[] row)
    {
        var cells = _records.Cells;
        if (_records.IsOpen)
            return ("", "a quote is never closed");
        if (cells.Count != _records.Header.Length)
            return ("", $"the row has {cells.Count} cells, the header has {_records.Header.Length}");
        foreach (var (column, cell, place) in _columns)
        {
            var text = cell < 0 ? "" : cells[cell];
            var isMbi = column.SqlType == "mbi";
            var problem = column.SqlType == "month" ? TextCell.Read($"{text}-01", "date", out row[place])
                : TextCell.Read(text, isMbi ? "varchar" : column.SqlType, out row[place]);
            if (problem is { } what)
                return (column.Header, what);
            if (row[place] is null && column.Required)
                return (column.Header, "is blank and the row cannot be used without it");
            if (isMbi)
                row[place + 1] = BeneficiaryHash.Of((string)row[place]!);
        }
        return null;
    }

    /// <summary>Names without case and without blanks.</summary>
    private static string Canonical(string name) => name.Replace(" ", "_", StringComparison.Ordinal).Trim('_').ToUpperInvariant();

    private static string Some(List<string> names)
    {
        const int Shown = 5;
        return string.Join(", ", names.Take(Shown)) + (names.Count > Shown ? $" and {names.Count - Shown} more" : "");
    }

    private FileRefusedException Refused(string what, string todo) =>
        new(new Finding(Severity.FileRefused, _file.Source.Name, 1, "", what, todo));
}
