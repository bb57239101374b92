using System.Globalization;

namespace Accountable.Data.Store;

/// <summary>One file on its way into a store: its rows by table, and its refused rows.</summary>
public sealed class InputFile
{
    /// <summary>More refused rows than this and the file itself is refused: it is another file than it says.</summary>
    public const int GreatestRefused = 100_000;

    private readonly InputImport _import;
    private readonly SortedDictionary<string, InputRows> _tables = new(StringComparer.Ordinal);
    private readonly List<(long Line, string Field, string What, string Text)> _refused = [];

    internal InputFile(InputImport import, SourceFile source, string table)
    {
        _import = import;
        Source = source;
        Main = _tables[table] = new InputRows(import, InputTable.Named(table));
    }

    /// <summary>What is known of it.</summary>
    public SourceFile Source { get; }

    /// <summary>The table that holds one row for each row of the file.</summary>
    public InputRows Main { get; }

    /// <summary>The rows that were read, refused ones included.</summary>
    public long RowsRead { get; private set; }

    /// <summary>The rows that were refused.</summary>
    public long RowsRefused => _refused.Count;

    /// <summary>A table that is filled besides.</summary>
    public InputRows Rows(string table)
    {
        if (!_tables.TryGetValue(table, out var rows))
            _tables[table] = rows = new InputRows(_import, InputTable.Named(table));
        return rows;
    }

    /// <summary>Counts a row as read. Each is then added to <see cref="Main"/> or refused.</summary>
    public void Count() => RowsRead++;

    /// <summary>Keeps a row out of the tables and its text in the quarantine. The words never hold a value.</summary>
    /// <exception cref="FileRefusedException">Too many are refused.</exception>
    public void Refuse(long line, string field, string what, string text)
    {
        if (_refused.Count == GreatestRefused)
            throw new FileRefusedException(new Finding(Severity.FileRefused, Source.Name, line, field,
                $"more than {GreatestRefused:N0} rows are refused", "Is this the file that its name says?"));
        _refused.Add((line, field, what, text));
    }

    /// <summary>Writes the parts of the file and its lines of the ledger.</summary>
    public void Complete()
    {
        foreach (var (name, rows) in _tables.OrderBy(table => ReferenceEquals(table.Value, Main) ? 0 : 1))
        {
            var isMain = ReferenceEquals(rows, Main);
            var loaded = rows.Write();
            if (isMain && RowsRead != loaded + RowsRefused)
                throw new InvalidOperationException($"{RowsRead} rows were read, {loaded} loaded and {RowsRefused} refused.");
            if (loaded == 0 && !isMain)
            {
                _import.Change.TakeBack(name, rows.Id);
                continue;
            }
            var stem = $"{rows.Id:000000}-{Source.Sha256[..12]}.parquet";
            var isQuarantined = isMain && _refused.Count > 0;
            if (isQuarantined)
                Quarantine(rows.Id);
            _import.Add(new StoredFile
            {
                Id = rows.Id,
                Table = name,
                Name = Source.Name,
                Delivery = Source.Delivery,
                Aco = Source.Aco,
                Day = Source.Day,
                Source = Source.Source,
                IsDerived = !isMain,
                Sha256 = Source.Sha256,
                Bytes = isMain ? Source.Bytes : 0,
                RecordLength = 0,
                RowsExpected = null,
                RowsRead = isMain ? RowsRead : loaded,
                RowsLoaded = loaded,
                RowsRefused = isMain ? RowsRefused : 0,
                Part = loaded > 0 ? $"parts/{name}/{stem}" : null,
                Quarantine = isQuarantined ? $"quarantine/{stem}" : null,
            });
        }
        foreach (var (line, field, what, _) in _refused)
            _import.Find(new Finding(Severity.RowRefused, Source.Name, line, field, what, "See the quarantine"));
    }

    private void Quarantine(int id)
    {
        _import.Engine.Execute("drop table if exists import.refused");
        _import.Engine.Execute(InputTable.Quarantine.CreateStatement("import", "refused"));
        using (var appender = _import.Engine.Append("import", "refused"))
        {
            foreach (var (line, field, what, text) in _refused)
                appender.Add(id, line, field, what, text.Replace('\0', ' '));
            appender.Complete();
        }
        _import.Change.Add(InputTable.Quarantine.Name, id, "select * from import.refused order by line");
    }
}

/// <summary>Rows of one table that come from one file.</summary>
public sealed class InputRows
{
    // Enough rows that starting an appender costs nothing, few enough to stay small.
    private const int Batch = 4096;

    private readonly InputImport _import;
    private readonly InputTable _table;
    private readonly List<object?[]> _batch = [];
    private readonly Dictionary<string, int> _places;
    private readonly string _name;

    internal InputRows(InputImport import, InputTable table)
    {
        (_import, _table) = (import, table);
        Id = import.NextId();
        _name = $"t{Id.ToString(CultureInfo.InvariantCulture)}";
        _places = table.Columns.Select((column, place) => (column.Name, place)).ToDictionary(pair => pair.Name, pair => pair.place);
        import.Engine.Execute(table.CreateStatement("import", _name));
    }

    /// <summary>The file's number in this table.</summary>
    public int Id { get; }

    /// <summary>The query that the part is written from, over <c>$rows</c>; null for the rows as they are.</summary>
    public string? Query { get; set; }

    /// <summary>The place of a column in a row.</summary>
    public int Place(string column) => _places[column];

    /// <summary>Whether the table has a column.</summary>
    public bool Has(string column) => _places.ContainsKey(column);

    /// <summary>The name of a column by its place.</summary>
    public string Name(int place) => _table.Columns[place].Name;

    /// <summary>The SQL type of a column by its place.</summary>
    public string Type(int place) => _table.Columns[place].SqlType;

    /// <summary>An empty row with the file's number and the line in it.</summary>
    public object?[] New(long line)
    {
        var row = new object?[_table.Columns.Count];
        row[0] = Id;
        row[1] = line;
        return row;
    }

    /// <summary>Adds a row made by <see cref="New"/>.</summary>
    public void Add(object?[] row)
    {
        _batch.Add(row);
        if (_batch.Count == Batch)
            Flush();
    }

    /// <summary>Adds a row from cells by their columns' names.</summary>
    public void Add(long line, params ReadOnlySpan<(string Column, object? Value)> cells)
    {
        var row = New(line);
        foreach (var (column, value) in cells)
            row[_places[column]] = value;
        Add(row);
    }

    internal long Write()
    {
        Flush();
        var query = Query is null ? $"select * from import.{_name}" : Query.Replace("$rows", $"import.{_name}", StringComparison.Ordinal);
        var count = _import.Change.Add(_table.Name, Id, $"select * from ({query}) q order by line");
        _import.Engine.Execute($"drop table import.{_name}");
        return count;
    }

    private void Flush()
    {
        if (_batch.Count == 0)
            return;
        using (var appender = _import.Engine.Append("import", _name))
        {
            foreach (var row in _batch)
                appender.Add(row);
            appender.Complete();
        }
        _batch.Clear();
    }
}
