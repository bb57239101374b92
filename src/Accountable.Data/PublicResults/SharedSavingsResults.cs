using Accountable.Data.Delimited;

namespace Accountable.Data.PublicResults;

/// <summary>
/// Reads CMS's "Performance Year Financial and Quality Results" of any year, and our own compact layout of the same facts.
/// </summary>
public static class SharedSavingsResults
{
    /// <summary>Years whose public files lack the track.</summary>
    private static readonly int[] YearsWithoutTrack = [2014, 2015];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="year">The performance year when the caller knows it; it wins over the file.</param>
    /// <param name="withPublished">Read the published outcome as well. Settlement never does.</param>
    /// <exception cref="FileRefusedException">The file cannot be read as a results file.</exception>
    public static ResultsFile Read(string path, int? year, bool withPublished)
    {
        var file = DelimitedFile.Read(path);
        var columns = new ColumnMap(file, withPublished);
        Require(file, columns);
        var fixedYear = YearOf(file, columns, year);
        RequireTrack(file, columns, fixedYear);
        var reader = new RowReader(file, columns, fixedYear, withPublished);
        var rows = new List<ResultsRow>(file.Rows.Count);
        for (var i = 0; i < file.Rows.Count; i++)
        {
            if (reader.Read(i) is { } row)
                rows.Add(row);
        }
        var yearBy = year is not null ? $"{year} as given"
            : columns.Has(Fields.PerformanceYear) ? $"column {columns.Name(Fields.PerformanceYear)}"
            : $"{fixedYear} by the columns of that release";
        var decisions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["performance_year"] = yearBy,
            ["unit of minimum_rate"] = reader.MinimumRateUnit,
            ["unit of quality_score"] = reader.QualityUnit,
        };
        return new ResultsFile
        {
            Path = path,
            Sha256 = file.Sha256,
            RowCount = file.Rows.Count + file.Findings.Count,
            Rows = rows,
            Findings = [.. file.Findings.Concat(reader.Findings).OrderBy(finding => finding.Line)],
            Decisions = decisions,
            Columns = columns.Names,
        };
    }

    /// <summary>One year for the file, or null when each row has its own.</summary>
    private static int? YearOf(DelimitedFile file, ColumnMap columns, int? given)
    {
        if (given is not null || columns.Has(Fields.PerformanceYear))
            return given;
        return ReleaseSignature.YearOf(columns.Canonical)
            ?? throw DelimitedFile.Refused(file.Path, 1,
                "The file has no performance_year column and its header is not a release that is known by its columns "
                + $"({ReleaseSignature.KnownYears})", "Give the year with --year", isUsage: true);
    }

    /// <summary>Columns that every year has: without them this is no results file, and asking for its year would mislead.</summary>
    private static void Require(DelimitedFile file, ColumnMap columns)
    {
        foreach (var field in new[] { Fields.AssignedBeneficiaries, Fields.Benchmark, Fields.Expenditures })
        {
            if (!columns.Has(field))
                throw Missing(file, field);
        }
        foreach (var (field, headers) in columns.Twice)
        {
            var names = string.Join(" and ", headers);
            throw DelimitedFile.Refused(file.Path, 1, $"The columns {names} both hold {field}", "Leave one of them out");
        }
    }

    private static void RequireTrack(DelimitedFile file, ColumnMap columns, int? year)
    {
        var mayLackTrack = year is null || YearsWithoutTrack.Contains(year.Value);
        if (!columns.Has(Fields.Track) && !columns.HasTrackFlags && !mayLackTrack)
            throw Missing(file, Fields.Track);
    }

    private static FileRefusedException Missing(DelimitedFile file, string field)
    {
        var names = string.Join(", ", Fields.Names[field].Prepend(field));
        return DelimitedFile.Refused(
            file.Path, 1, $"The column for {field} is missing (one of: {names}, in any case)",
            "Check that this is a results file of the Shared Savings Program");
    }

    /// <summary>Whether a year's files may lack the track, and are then settled as Track 1 under assumption A-001.</summary>
    internal static bool MayLackTrack(int year) => YearsWithoutTrack.Contains(year);
}

/// <summary>Which column holds which field. Where a file has several names of one field, the first that CMS used counts.</summary>
internal sealed class ColumnMap
{
    private readonly Dictionary<string, int> _index = [];

    public ColumnMap(DelimitedFile file, bool withPublished)
    {
        var places = new Dictionary<string, List<int>>();
        for (var i = 0; i < file.Header.Length; i++)
        {
            var canonical = Cell.Canonical(file.Header[i]);
            if (!places.TryGetValue(canonical, out var list))
                places.Add(canonical, list = []);
            list.Add(i);
        }
        Canonical = places.Keys.ToHashSet();
        var names = new Dictionary<string, string>();
        var twice = new List<(string, string[])>();
        foreach (var (field, known) in Fields.Names)
        {
            if (field == Fields.PublishedEarned && !withPublished)
                continue;
            var found = known.Append(Cell.Canonical(field)).FirstOrDefault(places.ContainsKey);
            if (found is null)
                continue;
            if (places[found].Count > 1)
                twice.Add((field, [.. places[found].Select(i => file.Header[i])]));
            _index.Add(field, places[found][0]);
            names.Add(field, file.Header[places[found][0]]);
        }
        Names = names;
        Twice = twice;
        TrackFlags = [.. from flag in Fields.TrackColumns
                         where places.ContainsKey(flag.Key)
                         let place = places[flag.Key][0]
                         select (place, flag.Value, file.Header[place])];
    }

    /// <summary>Every header without case and signs.</summary>
    public IReadOnlySet<string> Canonical { get; }

    /// <summary>The file's own header for each field that it has.</summary>
    public IReadOnlyDictionary<string, string> Names { get; }

    /// <summary>Fields whose column stands in the file more than once.</summary>
    public IReadOnlyList<(string Field, string[] Headers)> Twice { get; }

    /// <summary>Columns of 0 and 1, one a track.</summary>
    public IReadOnlyList<(int Index, string Track, string Header)> TrackFlags { get; }

    public bool HasTrackFlags => TrackFlags.Count > 0;

    public bool Has(string field) => _index.ContainsKey(field);

    public int Index(string field) => _index.TryGetValue(field, out var index) ? index : -1;

    public string Name(string field) => Names.GetValueOrDefault(field, field);
}
