namespace Accountable.Tests.Data;

/// <summary>A small results file, column by column: an ENHANCED ACO of 2022 that saves 5 percent, in our compact layout or in CMS's
/// names.</summary>
internal sealed class ResultsText
{
    /// <summary>What the ACO as made earns: 10 million saved, 75 percent of it, less 2 percent sequestration.</summary>
    public const decimal Earned = 7_350_000m;

    private readonly List<(string Header, string[] Cells)> _columns = [];

    /// <summary>The compact layout with so many ACOs, A1001 onward.</summary>
    public static ResultsText Compact(int rows = 1) => new ResultsText()
        .With("aco_id", [.. Enumerable.Range(1001, rows).Select(id => $"A{id}")])
        .With("performance_year", Same(rows, "2022"))
        .With("track", Same(rows, "enhanced"))
        .With("assigned_beneficiaries", Same(rows, "20000"))
        .With("benchmark", Same(rows, "200000000"))
        .With("expenditures", Same(rows, "190000000"))
        .With("minimum_rate", Same(rows, "0.02"))
        .With("quality_score", Same(rows, "0.9"))
        .With("met_standard", Same(rows, "1"));

    /// <summary>The same facts under CMS's names. No year: the header says it or --year does.</summary>
    public static ResultsText Cms() =>
        Compact().Without("performance_year").Renamed("aco_id", "ACO_ID").Renamed("track", "Current_Track").With("Current_Track", "EN")
        .Renamed("assigned_beneficiaries", "N_AB").Renamed("benchmark", "ABtotBnchmk").Renamed("expenditures", "ABtotExp")
        .Renamed("minimum_rate", "MinSavPerc").Renamed("quality_score", "QualScore").Renamed("met_standard", "Met_QPS");

    public IEnumerable<string> Headers => _columns.Select(column => column.Header);

    /// <summary>Sets a column, which is added at the end when there is none of that header.</summary>
    public ResultsText With(string header, params string[] cells)
    {
        var at = _columns.FindIndex(column => column.Header == header);
        if (at < 0)
            _columns.Add((header, cells));
        else
            _columns[at] = (header, cells);
        return this;
    }

    /// <summary>Adds a column even when there is one of that header.</summary>
    public ResultsText Again(string header, params string[] cells)
    {
        _columns.Add((header, cells));
        return this;
    }

    public ResultsText Without(string header)
    {
        _columns.RemoveAll(column => column.Header == header);
        return this;
    }

    public ResultsText Renamed(string header, string to)
    {
        var at = _columns.FindIndex(column => column.Header == header);
        _columns[at] = (to, _columns[at].Cells);
        return this;
    }

    public ResultsText RenamedAll(Func<string, string> rename)
    {
        for (var i = 0; i < _columns.Count; i++)
            _columns[i] = (rename(_columns[i].Header), _columns[i].Cells);
        return this;
    }

    public ResultsText Reversed()
    {
        _columns.Reverse();
        return this;
    }

    /// <summary>One cell of one row, rows from 1.</summary>
    public ResultsText Cell(int row, string header, string text)
    {
        _columns.Find(column => column.Header == header).Cells[row - 1] = text;
        return this;
    }

    /// <summary>The lines, header first.</summary>
    public IReadOnlyList<string> Lines(char delimiter = ',')
    {
        var rows = _columns.Max(column => column.Cells.Length);
        var lines = new List<string> { string.Join(delimiter, Headers.Select(Quoted)) };
        for (var i = 0; i < rows; i++)
            lines.Add(string.Join(delimiter, _columns.Select(column => Quoted(column.Cells[i]))));
        return lines;
    }

    public override string ToString() => string.Concat(Lines().Select(line => line + "\n"));

    private static string Quoted(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\n\r") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string[] Same(int rows, string cell) => [.. Enumerable.Repeat(cell, rows)];
}
