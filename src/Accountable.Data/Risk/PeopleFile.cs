using System.Globalization;
using System.Runtime.InteropServices;
using Accountable.Data.Delimited;

namespace Accountable.Data.Risk;

/// <summary>A person as a file says: what is blank there is null or empty here.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Id">The identifier.</param>
/// <param name="Age">Completed years on 1 February of the payment year.</param>
/// <param name="Birth">The day of birth.</param>
/// <param name="Female">Female or male.</param>
/// <param name="Reason">Original reason for entitlement, 0 to 3.</param>
/// <param name="Segment">The segment's name; empty when status decides.</param>
/// <param name="Medicaid">The Medicaid flag.</param>
/// <param name="DualStatus">The dual status code; null when the file has no such column.</param>
/// <param name="Esrd">End-stage renal disease.</param>
/// <param name="Institutional">Long-term institutional.</param>
/// <param name="NewEnrollee">Less than twelve months of Part B in the year of the diagnoses.</param>
/// <param name="GraftMonths">Months since a kidney transplant.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonRow(
    long Line, string Id, int? Age, DateOnly? Birth, bool Female, int Reason, string Segment, bool? Medicaid, string? DualStatus,
    bool? Esrd, bool? Institutional, bool? NewEnrollee, int? GraftMonths);

/// <summary>What no person can exceed.</summary>
public static class PersonLimits
{
    /// <summary>The oldest person on record was 122.</summary>
    public const int GreatestAge = 122;
}

/// <summary>People to be scored, one row a person.</summary>
public sealed class PeopleFile
{
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<PersonRow> _rows = [];
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly List<Finding> _findings = [];

    private PeopleFile(string path, string sha256)
    {
        Path = path;
        Sha256 = sha256;
    }

    /// <summary>The file as named.</summary>
    public string Path { get; }

    /// <summary>SHA-256 of its bytes; empty where the rows come from no file.</summary>
    public string Sha256 { get; }

    /// <summary>Data rows read: those in <see cref="Rows"/> and those in findings.</summary>
    public int RowCount { get; private set; }

    /// <summary>The people that can be read, each once.</summary>
    public IReadOnlyList<PersonRow> Rows => _rows;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>People whom the file names and whose row cannot be used.</summary>
    public IReadOnlySet<string> Refused => _refused;

    /// <summary>
    /// Reads <c>person_id,age,sex,orec,segment,medicaid</c>, or <c>birth_date</c> and status columns in the place of age and segment.
    /// </summary>
    /// <exception cref="FileRefusedException">The file is no table or lacks a column without which nobody can be scored.</exception>
    public static PeopleFile Read(string path)
    {
        using var records = new RecordReader(path);
        var columns = new PeopleColumns(path, records.Header);
        var file = new PeopleFile(path, records.Sha256);
        var row = new PersonReader(path, records, columns, PersonLimits.GreatestAge);
        while (records.Next())
        {
            file.RowCount++;
            if (row.Read(file._findings) is { } person)
                file.Add(person);
            else if (row.Id.Length > 0)
                file.Refuse(row.Id);
        }
        if (file.RowCount == 0)
            throw DelimitedFile.Refused(path, 1, "The file has a header and no rows", "It needs a line for each person");
        file._rows.RemoveAll(person => file._refused.Contains(person.Id));
        return file;
    }

    /// <summary>People from another source than a file, which gives each of them once.</summary>
    /// <param name="source">What findings name in the place of the file.</param>
    /// <param name="rows">The people who can be read, with distinct identifiers.</param>
    /// <param name="rowCount">The people that the source has: those in <paramref name="rows"/> and those in findings.</param>
    /// <param name="findings">What is wrong.</param>
    public static PeopleFile Of(string source, IReadOnlyList<PersonRow> rows, int rowCount, IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(rows);
        var file = new PeopleFile(source, "") { RowCount = rowCount };
        file._rows.AddRange(rows);
        file._findings.AddRange(findings);
        return file;
    }

    private void Add(PersonRow person)
    {
        if (_refused.Contains(person.Id))
        {
            Repeated(Severity.RowRefused, person.Line, "The person stands here a second time, and another row was refused");
            return;
        }
        if (_places.TryAdd(person.Id, _rows.Count))
        {
            _rows.Add(person);
            return;
        }
        var first = _rows[_places[person.Id]];
        if (first == person with { Line = first.Line })
        {
            Repeated(Severity.Warning, person.Line,
                $"The person stands here a second time with the same values as in line {first.Line}; counted once");
        }
        else
        {
            Repeated(Severity.RowRefused, first.Line, $"The person stands in line {person.Line} with other values; neither row is scored");
            Repeated(Severity.RowRefused, person.Line, $"The person stands in line {first.Line} with other values; neither row is scored");
            _refused.Add(person.Id);
        }
    }

    private void Refuse(string id)
    {
        if (_places.TryGetValue(id, out var place))
        {
            Repeated(Severity.RowRefused, _rows[place].Line,
                "The person stands in another row too, which was refused; neither is scored");
        }
        _refused.Add(id);
    }

    private void Repeated(Severity severity, long line, string what) =>
        _findings.Add(new Finding(severity, Path, line, "person_id", what, "Keep one row a person"));
}

/// <summary>Where the columns of a people file are.</summary>
internal sealed class PeopleColumns
{
    private static readonly string[] Required = ["personid", "sex", "orec"];

    public PeopleColumns(string path, string[] header)
    {
        var names = header.Select(Cell.Canonical).ToList();
        int Find(params string[] known) => known.Select(name => names.IndexOf(name)).FirstOrDefault(index => index >= 0, -1);
        PersonId = Find("personid", "beneid", "mbi", "id");
        Age = Find("age");
        Birth = Find("birthdate", "dateofbirth", "dob");
        Sex = Find("sex", "gender");
        Reason = Find("orec");
        Segment = Find("segment", "population");
        Medicaid = Find("medicaid");
        Dual = Find("dualstatus", "dual");
        Esrd = Find("esrd");
        Institutional = Find("institutional", "lti");
        NewEnrollee = Find("newenrollee");
        GraftMonths = Find("graftmonths");
        foreach (var (name, index) in Required.Zip([PersonId, Sex, Reason]))
        {
            if (index < 0)
            {
                var missing = name == "personid" ? "person_id" : name;
                throw DelimitedFile.Refused(path, 1, $"The column {missing} is missing",
                    "People need person_id, sex, orec, age or birth_date, and segment or dual_status");
            }
        }
        if (Age < 0 && Birth < 0)
        {
            throw DelimitedFile.Refused(path, 1, "Neither age nor birth_date is there",
                "Give the age on 1 February of the payment year, or the day of birth");
        }
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw DelimitedFile.Refused(path, 1, $"The column {twice.Key} stands there twice", "Keep one of them");
    }

    public int PersonId { get; }

    public int Age { get; }

    public int Birth { get; }

    public int Sex { get; }

    public int Reason { get; }

    public int Segment { get; }

    public int Medicaid { get; }

    public int Dual { get; }

    public int Esrd { get; }

    public int Institutional { get; }

    public int NewEnrollee { get; }

    public int GraftMonths { get; }
}

/// <summary>Reads the rows of a people file one by one; what cannot be read becomes a finding and refuses the row.</summary>
internal sealed class PersonReader(string path, RecordReader records, PeopleColumns columns, int greatestAge)
{
    private List<Finding> _findings = [];
    private bool _refused;

    public string Id { get; private set; } = "";

    public PersonRow? Read(List<Finding> findings)
    {
        _findings = findings;
        _refused = false;
        Id = "";
        if (records.Count != records.Header.Length)
        {
            Refuse("", $"The row has {records.Count} cells, the header has {records.Header.Length}", "Quote cells that contain commas");
            return null;
        }
        Id = records[columns.PersonId].ToString();
        if (Id.Length == 0)
            Refuse("person_id", "The cell is blank", "Give each person an identifier");
        var person = new PersonRow(
            records.Line, Id, Age(), Birth(), Sex(), Reason(),
            Text(columns.Segment) ?? "", Flag("medicaid", columns.Medicaid), Text(columns.Dual),
            Flag("esrd", columns.Esrd), Flag("institutional", columns.Institutional), Flag("new_enrollee", columns.NewEnrollee),
            Whole("graft_months", columns.GraftMonths, 0, int.MaxValue));
        if (person is { Age: null, Birth: null } && !_refused)
            Refuse("age", "There is neither an age nor a birth date", "Nobody is scored without an age");
        return _refused ? null : person;
    }

    private int? Age() => Whole("age", columns.Age, 0, greatestAge);

    private DateOnly? Birth()
    {
        if (Text(columns.Birth) is not { Length: > 0 } text)
            return null;
        var day = Cell.Day(text) ?? Compact(text);
        if (day is null)
            Refuse("birth_date", "The cell holds no date", "Write 1950-01-31 or 1/31/1950");
        return day;
    }

    private static DateOnly? Compact(string text) =>
        DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private bool Sex()
    {
        switch (records[columns.Sex])
        {
            case "F" or "f" or "2" or "Female" or "female" or "FEMALE":
                return true;
            case "M" or "m" or "1" or "Male" or "male" or "MALE":
                return false;
            case var other:
                var what = other.IsEmpty ? "The cell is blank" : $"'{Shortened(other)}' is no sex that the models know";
                Refuse("sex", what, "Write F or M, or 2 or 1 as in Medicare files");
                return false;
        }
    }

    private int Reason() =>
        Whole("orec", columns.Reason, 0, 3) ?? (_refused ? 0 : RefuseBlank("orec", "Give the original reason for entitlement, 0 to 3"));

    private int RefuseBlank(string column, string then)
    {
        Refuse(column, "The cell is blank", then);
        return 0;
    }

    private int? Whole(string column, int index, int least, int greatest)
    {
        if (index < 0 || records[index].IsEmpty)
            return null;
        var text = records[index];
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            Refuse(column, $"'{Shortened(text)}' is no whole number", "Write digits");
        else if (number < least || number > greatest)
        {
            var range = greatest == int.MaxValue ? $"{least} or more" : $"from {least} to {greatest}";
            Refuse(column, $"{number} is impossible", $"It must be {range}");
        }
        return number;
    }

    private bool? Flag(string column, int index)
    {
        if (index < 0 || records[index].IsEmpty)
            return null;
        var flag = Cell.Flag(records[index].ToString());
        if (flag is null)
            Refuse(column, $"'{Shortened(records[index])}' is neither yes nor no", "Write 1 or 0");
        return flag;
    }

    private string? Text(int index) => index < 0 ? null : records[index].ToString();

    private static string Shortened(ReadOnlySpan<char> text) => text.Length <= 20 ? text.ToString() : string.Concat(text[..20], "...");

    private void Refuse(string column, string what, string then)
    {
        _refused = true;
        _findings.Add(new Finding(Severity.RowRefused, path, records.Line, column, what, then));
    }
}
