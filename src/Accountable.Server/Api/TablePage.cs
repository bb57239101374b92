using System.Globalization;
using Accountable.Runs;

namespace Accountable.Server.Api;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, as in the command line's files.</param>
/// <param name="Unit">dollars, percent, number or text.</param>
internal sealed record TableColumn(string Name, string Unit);

/// <summary>A page of a table: the rows as the command line's JSON has them.</summary>
/// <param name="Columns">The columns in order.</param>
/// <param name="Rows">The rows of this page, cells by the name of their column.</param>
/// <param name="Total">How many rows fit the filters.</param>
/// <param name="Offset">The first row of this page, from 0.</param>
/// <param name="Limit">The greatest number of rows of a page.</param>
internal sealed record TablePage(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyDictionary<string, object?>> Rows, int Total,
    int Offset, int Limit);

/// <summary>What is asked of a table.</summary>
/// <param name="Offset">The first row, from 0.</param>
/// <param name="Limit">The greatest number of rows.</param>
/// <param name="Sort">Columns to sort by, such as <c>-paid,step</c>.</param>
/// <param name="Filter">Filters <c>column:operator:value</c> that hold together.</param>
/// <param name="Format">json or csv.</param>
internal sealed record TableQuery(int Offset = 0, int Limit = TablePages.Usual, string? Sort = null, IReadOnlyList<string>? Filter = null,
    string? Format = null)
{
    public static TableQuery Of(IQueryCollection query) => new(TablePages.Number(query, "offset", 0, int.MaxValue),
        TablePages.Number(query, "limit", TablePages.Usual, TablePages.MostRows), query["sort"],
        [.. query["filter"].OfType<string>()], query["format"]);
}

/// <summary>Sorting, filtering and paging of a table, as every list of this server takes it in the query.</summary>
internal static class TablePages
{
    public const int MostRows = 5000;
    public const int Usual = 100;

    /// <summary>A page as the query asks for it: <c>sort=-paid,step</c>, <c>filter=paid:ge:100</c> (several hold together), <c>offset</c>,
    /// <c>limit</c>. Operators: eq, ne, lt, le, gt, ge, contains.</summary>
    public static TablePage Page(this Table table, TableQuery query)
    {
        if (query.Offset < 0 || query.Limit is < 0 or > MostRows)
            throw ApiProblem.BadRequest($"offset is not negative, limit is from 0 to {MostRows}");
        return Of(table, Chosen(table, query), query.Offset, query.Limit);
    }

    /// <summary>The whole of a table that is never long.</summary>
    public static TablePage Whole(Table table) => Of(table, table.Rows, 0, Math.Max(1, table.Rows.Count));

    /// <summary>The chosen rows as a table of their own.</summary>
    public static Table Filtered(this Table table, TableQuery query)
    {
        var chosen = new Table([.. table.Columns]);
        foreach (var row in Chosen(table, query))
            chosen.Add(row);
        return chosen;
    }

    /// <summary>A page, or with <c>format=csv</c> every chosen row as CSV, as the command line writes it.</summary>
    public static IResult Answer(this Table table, HttpContext http, string name) => table.Answer(TableQuery.Of(http.Request.Query), name);

    /// <summary>The same for a query that came in the body, because it may name people.</summary>
    public static IResult Answer(this Table table, TableQuery query, string name) => query.Format switch
    {
        null or "json" => TypedResults.Ok(table.Page(query)),
        "csv" => TypedResults.File(System.Text.Encoding.UTF8.GetBytes(table.Filtered(query).ToCsv()), "text/csv; charset=utf-8",
            $"{name}.csv"),
        _ => throw ApiProblem.BadRequest("format is json or csv"),
    };

    /// <summary>The columns with the unit of their cells.</summary>
    public static IReadOnlyList<TableColumn> Columns(Table table) =>
        [.. table.Columns.Select((name, at) => new TableColumn(name, Unit(table.Rows.Select(row => row[at]))))];

    private static TablePage Of(Table table, IReadOnlyList<object?[]> rows, int offset, int limit) => new(Columns(table),
        [.. rows.Skip(offset).Take(limit).Select(row => (IReadOnlyDictionary<string, object?>)table.Columns
            .Select((column, at) => (column, cell: Cell(row[at]))).ToDictionary(pair => pair.column, pair => pair.cell))],
        rows.Count, offset, limit);

    private static string Unit(IEnumerable<object?> cells)
    {
        var unit = "text";
        foreach (var cell in cells)
        {
            switch (cell)
            {
                case Dollars:
                    return "dollars";
                case Percent:
                    return "percent";
                case int or decimal:
                    unit = "number";
                    break;
            }
        }
        return unit;
    }

    private static object? Cell(object? cell) => cell switch
    {
        Dollars money => Math.Round(money.Amount, 2, MidpointRounding.AwayFromZero),
        Percent share => share.Amount,
        null or int or decimal or string => cell,
        _ => cell.ToString(),
    };

    private static List<object?[]> Chosen(Table table, TableQuery query)
    {
        IEnumerable<object?[]> rows = table.Rows;
        foreach (var filter in query.Filter ?? [])
            rows = rows.Where(Filter(table, filter));
        if (query.Sort is { Length: > 0 } sort)
            rows = Sorted(table, rows, sort.Split(','));
        return [.. rows];
    }

    private static Func<object?[], bool> Filter(Table table, string text)
    {
        var parts = text.Split(':', 3);
        if (parts is not [var column, var operation, var value])
            throw ApiProblem.BadRequest("a filter is column:operator:value, such as paid:ge:100");
        var at = At(table, column);
        if (operation == "contains")
            return row => Table.Text(row[at]).Contains(value, StringComparison.OrdinalIgnoreCase);
        decimal? number = decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var known) ? known : null;
        Func<int, bool> fits = operation switch
        {
            "eq" => order => order == 0,
            "ne" => order => order != 0,
            "lt" => order => order < 0,
            "le" => order => order <= 0,
            "gt" => order => order > 0,
            "ge" => order => order >= 0,
            _ => throw ApiProblem.BadRequest("an operator is one of eq, ne, lt, le, gt, ge, contains"),
        };
        return row => Amount(row[at]) is { } amount && number is { } bound ? fits(amount.CompareTo(bound))
            : fits(string.Compare(Table.Text(row[at]), value, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<object?[]> Sorted(Table table, IEnumerable<object?[]> rows, string[] columns)
    {
        IOrderedEnumerable<object?[]>? sorted = null;
        foreach (var column in columns)
        {
            var falling = column.StartsWith('-');
            var at = At(table, falling ? column[1..] : column);
            var order = Comparer<object?>.Create(falling ? (left, right) => Compare(right, left) : Compare);
            sorted = sorted is null ? rows.OrderBy(row => row[at], order) : sorted.ThenBy(row => row[at], order);
        }
        return sorted ?? rows;
    }

    /// <summary>Numbers among themselves, then texts; what is blank comes first.</summary>
    private static int Compare(object? left, object? right) => (Amount(left), Amount(right)) switch
    {
        ({ } one, { } other) => one.CompareTo(other),
        ({ }, null) => right is null ? 1 : -1,
        (null, { }) => left is null ? -1 : 1,
        _ => string.CompareOrdinal(Table.Text(left), Table.Text(right)),
    };

    private static decimal? Amount(object? cell) => cell switch
    {
        int number => number,
        decimal number => number,
        Dollars money => money.Amount,
        Percent share => share.Amount,
        _ => null,
    };

    private static int At(Table table, string column)
    {
        for (var at = 0; at < table.Columns.Count; at++)
        {
            if (table.Columns[at] == column)
                return at;
        }
        throw ApiProblem.BadRequest($"the table has the columns {string.Join(", ", table.Columns)}");
    }

    public static int Number(IQueryCollection query, string name, int usual, int most)
    {
        if (query[name] is not [{ } text])
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number
            : throw ApiProblem.BadRequest($"{name} is a number from 0 to {most}");
    }
}
