using System.Runtime.InteropServices;
using Accountable.Data.Delimited;

namespace Accountable.Data.Risk;

/// <summary>Where a code stands in a diagnoses file.</summary>
/// <param name="FirstLine">The line where it stands first.</param>
/// <param name="Rows">How many rows hold it.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CodeRows(long FirstLine, int Rows);

/// <summary>Diagnoses of people as columns: <c>person_id,icd10</c>, in any order.</summary>
public sealed class DiagnosesFile
{
    private readonly List<int> _people = [];
    private readonly List<ulong> _codes = [];
    private readonly Dictionary<ulong, CodeRows> _rowsOfCodes = [];
    private readonly Dictionary<string, CodeRows> _unknownPeople = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodeRows> _badCodes = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    private DiagnosesFile(string path, string sha256)
    {
        Path = path;
        Sha256 = sha256;
    }

    /// <summary>The file as named.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its bytes; empty where the rows come from no file.</summary>
    public string Sha256 { get; }

    /// <summary>Data rows read.</summary>
    public int RowCount { get; private set; }

    /// <summary>Rows that are not used because the person's own row was refused.</summary>
    public int RowsOfRefusedPeople { get; private set; }

    /// <summary>Rows that are not used for what the findings say.</summary>
    public int RowsRefused { get; private set; }

    /// <summary>The place of each diagnosis's person among the people.</summary>
    public IReadOnlyList<int> People => _people;

    /// <summary>The codes, as <see cref="Icd10Code.Packed"/>.</summary>
    public IReadOnlyList<ulong> Codes => _codes;

    /// <summary>Where each code stands.</summary>
    public IReadOnlyDictionary<ulong, CodeRows> RowsOfCodes => _rowsOfCodes;

    /// <summary>What is wrong; the same fault in many rows is one finding with its count.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Reads a file of diagnoses.</summary>
    /// <param name="path">The file.</param>
    /// <param name="people">The people whose diagnoses are wanted, with places in the order of <see cref="PeopleFile.Rows"/>.</param>
    /// <exception cref="FileRefusedException">The file is no table or lacks a column.</exception>
    public static DiagnosesFile Read(string path, PeopleFile people)
    {
        ArgumentNullException.ThrowIfNull(people);
        using var records = new RecordReader(path);
        var names = records.Header.Select(Cell.Canonical).ToList();
        int Find(params string[] known) => known.Select(name => names.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);
        var id = Find("personid", "beneid", "mbi", "id");
        var code = Find("icd10", "icd10cm", "icd10code", "dx", "diagnosis", "diagnosiscode");
        if (id < 0 || code < 0)
        {
            var missing = id < 0 ? "person_id" : "icd10";
            throw DelimitedFile.Refused(path, 1, $"The column {missing} is missing", "Diagnoses need person_id and icd10");
        }
        var places = new Dictionary<string, int>(people.Rows.Count, StringComparer.Ordinal);
        for (var place = 0; place < people.Rows.Count; place++)
            places.Add(people.Rows[place].Id, place);
        var file = new DiagnosesFile(path, records.Sha256);
        file.ReadRows(records, id, code, places.GetAlternateLookup<ReadOnlySpan<char>>(), people.Refused);
        file.AddFindings();
        return file;
    }

    /// <summary>Diagnoses from another source than a file.</summary>
    /// <param name="source">What findings name in the place of the file.</param>
    /// <param name="rows">Each code with the place of its person among the people; null for a person who is not among them.</param>
    /// <remarks>Rows of people who are not among them count as rows of refused people: whoever left them out says why.</remarks>
    public static DiagnosesFile Of(string source, IEnumerable<(int? Person, string Code)> rows)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rows);
        var file = new DiagnosesFile(source, "");
        foreach (var (person, code) in rows)
        {
            file.RowCount++;
            if (person is not { } place)
                file.RowsOfRefusedPeople++;
            else if (!Icd10Code.TryParse(code, out var read))
                Count(file._badCodes, code, 0);
            else
            {
                file._people.Add(place);
                file._codes.Add(read.Packed);
                Count(file._rowsOfCodes, read.Packed, 0);
            }
        }
        file.AddFindings();
        return file;
    }

    private void ReadRows(
        RecordReader records, int id, int code,
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> places, IReadOnlySet<string> refused)
    {
        while (records.Next())
        {
            RowCount++;
            if (records.Count != records.Header.Length)
            {
                RowsRefused++;
                var what = $"The row has {records.Count} cells, the header has {records.Header.Length}";
                _findings.Add(new Finding(Severity.RowRefused, Path, records.Line, "", what, "Quote cells that contain commas"));
            }
            else if (!places.TryGetValue(records[id], out var place))
            {
                var person = records[id].ToString();
                if (refused.Contains(person))
                    RowsOfRefusedPeople++;
                else
                    Count(_unknownPeople, person, records.Line);
            }
            else if (!Icd10Code.TryParse(records[code], out var read))
                Count(_badCodes, records[code].ToString(), records.Line);
            else
            {
                _people.Add(place);
                _codes.Add(read.Packed);
                Count(_rowsOfCodes, read.Packed, records.Line);
            }
        }
    }

    private static void Count<T>(Dictionary<T, CodeRows> counts, T key, long line)
        where T : notnull
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out var exists);
        known = exists ? known with { Rows = known.Rows + 1 } : new CodeRows(line, 1);
    }

    private void AddFindings()
    {
        // Identifiers stay out of messages; the line says whom it is about.
        foreach (var (person, rows) in _unknownPeople)
        {
            var what = person.Length == 0
                ? $"The cell is blank in {Times(rows)}"
                : $"This person is not among the people; {Times(rows)} not used";
            _findings.Add(new Finding(Severity.RowRefused, Path, rows.FirstLine, "person_id", what,
                "Add the person with age, sex and status: without demographics nobody is scored"));
        }
        foreach (var (code, rows) in _badCodes)
        {
            var shown = code.Length <= 12 ? code : code[..12] + "...";
            var what = code.Length == 0
                ? $"The cell is blank in {Times(rows)}"
                : $"'{shown}' has not the form of an ICD-10 code; {Times(rows)} not used";
            _findings.Add(new Finding(Severity.RowRefused, Path, rows.FirstLine, "icd10", what, "Write a code such as E11.9 or E119"));
        }
        RowsRefused += _unknownPeople.Values.Sum(rows => rows.Rows) + _badCodes.Values.Sum(rows => rows.Rows);
        _findings.Sort((left, right) => left.Line.CompareTo(right.Line));
    }

    private static string Times(CodeRows rows) => rows.Rows == 1 ? "1 row" : $"{rows.Rows:N0} rows";
}
