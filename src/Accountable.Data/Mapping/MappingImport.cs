using System.IO.Enumeration;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Engines.DuckDb;
using Accountable.Data.Store;

namespace Accountable.Data.Mapping;

/// <summary>Brings delimited text and Parquet of any layout into a store through a mapping document. Mapped claims are final: nothing is
/// netted.</summary>
public static class MappingImport
{
    /// <summary>Reads a mapping document.</summary>
    /// <exception cref="FileRefusedException">It is none.</exception>
    public static MappingDocument Read(string path) => File.Exists(path)
        ? MappingReader.Read(File.ReadAllText(path), Path.GetFileName(path))
        : throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "", "there is no such file", "Check the path"),
            isUsage: true);

    /// <summary>Imports the files at a path that the mapping names, all in one transaction.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="path">A file, a zip or a folder.</param>
    /// <param name="store">The store, opened to write.</param>
    /// <param name="aco">The ACO, or whoever is accountable.</param>
    /// <param name="day">The day of the delivery; of one claim delivered twice the later counts.</param>
    /// <param name="said">Called for each file.</param>
    /// <exception cref="FileRefusedException">No file is one of the mapping's.</exception>
    public static ImportedDelivery Import(MappingDocument mapping, string path, ClaimStore store, string aco, DateOnly day,
        Action<ImportedFile>? said = null) =>
        Import(mapping, mapping?.Name ?? "", path, store, aco, day, said);

    internal static ImportedDelivery Import(MappingDocument mapping, string source, string path, ClaimStore store, string aco,
        DateOnly day, Action<ImportedFile>? said)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        ArgumentNullException.ThrowIfNull(store);
        var files = SourceEntry.At(path, _ => true)
            .Select(entry => (Entry: entry, Input: mapping.Inputs
                .FirstOrDefault(input => input.Files.Any(name => FileSystemName.MatchesSimpleExpression(name, entry.Name)))))
            .Where(file => file.Input is not null).ToList();
        if (files.Count == 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, path, 0, "",
                $"no file here is one that the mapping names ({string.Join(", ", mapping.Inputs.SelectMany(input => input.Files))})",
                    "Name the folder that holds them"));
        var imported = InputImport.Run(store, $"{aco} {mapping.Name}", import =>
        {
            ClaimSource.Check(store.Manifest, aco, source, path);
            var people = Known(store, mapping, aco);
            foreach (var (entry, input) in files.OrderBy(file => file.Input!.People ? 0 : 1)
                .ThenBy(file => mapping.Inputs.ToList().IndexOf(file.Input!)))
                Read(import, input!, entry, new SourceFile(entry.Name, $"{aco} {mapping.Name} {day:yyyy-MM-dd}", aco, day, source,
                    entry.Sha256(), entry.Bytes), people);
        });
        foreach (var file in imported.Files)
            said?.Invoke(file);
        return imported;
    }

    /// <summary>The people of earlier deliveries.</summary>
    private static Dictionary<string, string> Known(ClaimStore store, MappingDocument mapping, string aco)
    {
        var people = new Dictionary<string, string>();
        if (!mapping.Inputs.Any(input => input.People) || !store.Manifest.Files
            .Any(file => file.Aco == aco && file.Table == InputTable.Sources.Name))
            return people;
        var kinds = mapping.Inputs.Where(input => input.People).Select(input => input.Name).ToHashSet();
        using var engine = store.OpenInput();
        using var reader = engine.Query("""
            select s.kind, s.record_id, s.bene_mbi_id from input.source_rows s join input.files f on f.file_id = s.file_id
            where f.aco_id = $aco and s.record_id is not null order by f.delivery_day, s.file_id, s.line
            """, ("aco", aco));
        while (reader.Read())
        {
            if (kinds.Contains(reader.GetString(0)))
                people[reader.GetString(1)] = reader.GetString(2);
        }
        return people;
    }

    private static void Read(InputImport import, MappingInput input, SourceEntry entry, SourceFile source,
        Dictionary<string, string> people)
    {
        var file = import.Open(source, InputTable.Sources.Name);
        // A file that the store has already is read for its people all the same.
        if (file is null && !input.People)
            return;
        using var rows = Rows(input, entry);
        var mapped = file is null ? null : new MappedRow(input, file, rows.Header);
        var place = Place(rows.Header, input.Beneficiary);
        var person = Place(rows.Header, input.Person);
        var record = Place(rows.Header, input.Record);
        while (rows.Next())
        {
            file?.Count();
            var cells = rows.Cells;
            string At(int at) => at >= 0 && at < cells.Count ? cells[at].Trim() : "";
            var mbi = place >= 0 ? At(place) : people.GetValueOrDefault(At(person), "");
            if (input.People && mbi.Length > 0)
                people[At(person)] = mbi;
            if (file is null)
                continue;
            var problem = rows.Problem ?? (TextCell.IsBlank(mbi)
                ? (place >= 0 ? input.Beneficiary! : input.Person!, place >= 0 ? "is blank" : "names nobody whose identifier is known")
                : mapped!.Add(rows.Line, cells, mbi));
            if (problem is var (field, what))
                file.Refuse(rows.Line, field, what, rows.Text);
            else
                file.Main.Add(rows.Line, ("kind", input.Name), ("record_id", record >= 0 ? At(record) : null), ("bene_mbi_id", mbi),
                    ("bene_mbi_id_hash", BeneficiaryHash.Of(mbi)));
        }
        file?.Complete();
    }

    private static int Place(IReadOnlyList<string> header, string? column) => column is null ? -1
        : header.Select((name, at) => (name, at)).Where(pair => string.Equals(pair.name, column, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.at).FirstOrDefault(-1);

    private static ISourceRows Rows(MappingInput input, SourceEntry entry) =>
        entry.Name.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) ? new ParquetRows(entry)
            : new TextRows(entry, input.Delimiter);

    /// <summary>Rows of text cells with their lines.</summary>
    private interface ISourceRows : IDisposable
    {
        IReadOnlyList<string> Header { get; }

        IReadOnlyList<string> Cells { get; }

        long Line { get; }

        string Text { get; }

        (string Field, string What)? Problem { get; }

        bool Next();
    }

    private sealed class TextRows(SourceEntry entry, char delimiter) : ISourceRows
    {
        private readonly TextRecords _records = new(entry.Open(), entry.Name, delimiter);

        public IReadOnlyList<string> Header => _records.Header;

        public IReadOnlyList<string> Cells => _records.Cells;

        public long Line => _records.Line;

        public string Text => _records.Text;

        public (string Field, string What)? Problem => _records.IsOpen ? ("", "a quote is never closed")
            : _records.Cells.Count != Header.Count ? ("", $"the row has {_records.Cells.Count} cells, the header has {Header.Count}")
                : null;

        public bool Next() => _records.Next();

        public void Dispose() => _records.Dispose();
    }

    /// <summary>A Parquet file, read by the embedded engine; its lines are its rows from 1.</summary>
    private sealed class ParquetRows : ISourceRows
    {
        private readonly DuckDbEngine _engine;
        private readonly System.Data.Common.DbDataReader _reader;
        private readonly string? _unpacked;

        public ParquetRows(SourceEntry entry)
        {
            _engine = new DuckDbEngine(null, ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"));
            if (entry.Path is null)
            {
                _unpacked = Path.GetTempFileName();
                using var packed = entry.Open();
                using var copy = File.Create(_unpacked);
                packed.CopyTo(copy);
            }
            _reader = _engine.Query("select (file_row_number + 1)::bigint, columns(* exclude (file_row_number))::varchar "
                + "from read_parquet($path, file_row_number = true)", ("path", entry.Path ?? _unpacked!));
            Header = [.. Enumerable.Range(1, _reader.FieldCount - 1).Select(_reader.GetName)];
        }

        public IReadOnlyList<string> Header { get; }

        public IReadOnlyList<string> Cells { get; private set; } = [];

        public long Line { get; private set; }

        public string Text => string.Join(',', Cells);

        public (string Field, string What)? Problem => null;

        public bool Next()
        {
            if (!_reader.Read())
                return false;
            Line = _reader.GetInt64(0);
            Cells = [.. Enumerable.Range(1, _reader.FieldCount - 1).Select(at => _reader.IsDBNull(at) ? "" : _reader.GetString(at))];
            return true;
        }

        public void Dispose()
        {
            _reader.Dispose();
            _engine.Dispose();
            if (_unpacked is not null)
                File.Delete(_unpacked);
        }
    }
}
