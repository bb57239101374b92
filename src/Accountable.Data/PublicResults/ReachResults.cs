using System.Security.Cryptography;
using System.Text.Json;
using Accountable.Data.Delimited;

namespace Accountable.Data.PublicResults;

/// <summary>One ACO and year of the public GPDC and ACO REACH results. Dollars; rates are fractions.</summary>
public sealed record ReachRow
{
    /// <summary>Record in the file, from 1.</summary>
    public required int Row { get; init; }

    /// <summary>Line in the file for CSV; the record's number for JSON.</summary>
    public required long Line { get; init; }

    /// <summary>The ACO's identifier.</summary>
    public required string AcoId { get; init; }

    /// <summary>The performance year.</summary>
    public required PerformanceYear Year { get; init; }

    /// <summary>True for Global, false for Professional.</summary>
    public required bool Global { get; init; }

    /// <summary>The final benchmark.</summary>
    public required decimal FinalBenchmark { get; init; }

    /// <summary>The benchmark before discount and withholds; null when not printed.</summary>
    public decimal? UnadjustedBenchmark { get; init; }

    /// <summary>Total cost of care net of stop-loss.</summary>
    public required decimal CostOfCare { get; init; }

    /// <summary>Upward health equity adjustment, not negative.</summary>
    public decimal? EquityUp { get; init; }

    /// <summary>Downward health equity adjustment, not negative.</summary>
    public decimal? EquityDown { get; init; }

    /// <summary>Months with an upward adjustment.</summary>
    public decimal? EquityUpMonths { get; init; }

    /// <summary>Months with a downward adjustment.</summary>
    public decimal? EquityDownMonths { get; init; }

    /// <summary>The retention withhold as a fraction.</summary>
    public decimal? RetentionWithhold { get; init; }

    /// <summary>The quality score as a fraction.</summary>
    public decimal? QualityScore { get; init; }

    /// <summary>Published gross savings; read only to compare.</summary>
    public decimal? PublishedGross { get; init; }

    /// <summary>Published shared savings; read only to compare.</summary>
    public decimal? PublishedShared { get; init; }

    /// <summary>Published payment after sequestration; read only to compare.</summary>
    public decimal? PublishedEarned { get; init; }
}

/// <summary>A file of GPDC or REACH results as read.</summary>
public sealed record ReachFile(
    string Path,
    string Sha256,
    int RowCount,
    IReadOnlyList<ReachRow> Rows,
    IReadOnlyList<Finding> Findings,
    IReadOnlyDictionary<string, string> Decisions);

/// <summary>
/// Reads the public GPDC and ACO REACH results, as JSON (<c>{"records": [...]}</c> or a list) or as CSV with the same names.
/// </summary>
public static class ReachResults
{
    private const decimal Percent = 0.01m;
    private const long GreatestJson = 64L << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileRefusedException">The file cannot be read as such results.</exception>
    public static ReachFile Read(string path, bool withPublished)
    {
        var (sha256, records, findings) = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Json(path) : Csv(path);
        var count = records.Count + findings.Count;
        var percent = IsPercent(records, "retention_withhold") || IsPercent(records, "qual_scr");
        var rows = new List<ReachRow>();
        for (var i = 0; i < records.Count; i++)
        {
            var reader = new RecordReader(path, records[i].Line, records[i].Cells, findings, percent ? Percent : 1m);
            if (reader.Read(records[i].Number, withPublished) is { } row)
                rows.Add(row);
        }
        var decisions = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["unit of rates"] = percent ? "percent" : "fraction",
        };
        return new ReachFile(path, sha256, count, rows, [.. findings.OrderBy(finding => finding.Line)], decisions);
    }

    /// <summary>Rates are percent when one of them is over 1.</summary>
    private static bool IsPercent(IReadOnlyList<Record> records, string field) =>
        records.Any(record => record.Cells.TryGetValue(Cell.Canonical(field), out var text)
            && (Cell.IsPercent(text) || Cell.Number(text) > 1));

    private static (string Sha256, List<Record> Records, List<Finding> Findings) Csv(string path)
    {
        var file = DelimitedFile.Read(path);
        var names = file.Header.Select(Cell.Canonical).ToArray();
        Require(path, names);
        var records = file.Rows.Select(row =>
        {
            // Of two columns with one name the first counts.
            var cells = names.Zip(row.Cells).GroupBy(pair => pair.First).ToDictionary(group => group.Key, group => group.First().Second);
            return new Record(row.Number, row.Line, cells);
        });
        return (file.Sha256, [.. records], [.. file.Findings]);
    }

    private static (string Sha256, List<Record> Records, List<Finding> Findings) Json(string path)
    {
        if (Directory.Exists(path))
            throw DelimitedFile.Refused(path, 0, "This is a folder", "Name the files in it", isUsage: true);
        if (!File.Exists(path))
            throw DelimitedFile.Refused(path, 0, "There is no such file", "Check the path", isUsage: true);
        if (new FileInfo(path).Length > GreatestJson)
            throw DelimitedFile.Refused(path, 0, "The file is over 64 MB", "These results are under 1 MB a year; is this the right file?");
        var bytes = File.ReadAllBytes(path);
        try
        {
            using var document = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length : 0));
            var root = document.RootElement;
            var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("records", out var inner) ? inner : root;
            if (list.ValueKind != JsonValueKind.Array)
                throw DelimitedFile.Refused(path, 1, "There is no list of records", "The file needs {\"records\": [...]} or a list");
            var records = new List<Record>();
            foreach (var record in list.EnumerateArray())
            {
                if (record.ValueKind != JsonValueKind.Object)
                    throw DelimitedFile.Refused(path, 0, $"Record {records.Count + 1} is no object", "Each record needs names and values");
                var cells = record.EnumerateObject().GroupBy(property => Cell.Canonical(property.Name))
                    .ToDictionary(group => group.Key, group => TextOf(group.First().Value));
                records.Add(new Record(records.Count + 1, records.Count + 1, cells));
            }
            if (records.Count == 0)
                throw DelimitedFile.Refused(path, 0, "The list has no records", "It needs one for each ACO");
            Require(path, records[0].Cells.Keys);
            return (Convert.ToHexStringLower(SHA256.HashData(bytes)), records, []);
        }
        catch (JsonException e)
        {
            throw DelimitedFile.Refused(path, (e.LineNumber ?? 0) + 1, "The file is no JSON", "Check where it comes from");
        }
    }

    private static void Require(string path, IEnumerable<string> names)
    {
        var have = names.ToHashSet();
        foreach (var field in new[] { "perf_year", "risk_arrangement", "final_benchmark", "tot_cost_care_net" })
        {
            if (!have.Contains(Cell.Canonical(field)))
            {
                throw DelimitedFile.Refused(
                    path, 1, $"The column {field} is missing", "Check that this is a GPDC or ACO REACH results file");
            }
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "" : value.ToString();

    private readonly record struct Record(int Number, long Line, Dictionary<string, string> Cells);

    private sealed class RecordReader(string path, long line, Dictionary<string, string> cells, List<Finding> findings, decimal rate)
    {
        private bool _refused;

        public ReachRow? Read(int number, bool withPublished)
        {
            var year = Needed("perf_year");
            if (!_refused && (year is < 1900 or > 2999 || year != Math.Floor(year)))
                Refuse("perf_year", $"'{Text("perf_year")}' is no year", "Write a year such as 2023");
            var arrangement = Cell.Canonical(Text("risk_arrangement"));
            if (arrangement is not ("global" or "professional"))
                Refuse("risk_arrangement", $"'{Text("risk_arrangement")}' is no risk arrangement", "Write Global or Professional");
            var row = new ReachRow
            {
                Row = number, Line = line, AcoId = Text("aco_id"),
                Year = new PerformanceYear(_refused ? 1900 : (int)year), Global = arrangement == "global",
                FinalBenchmark = Needed("final_benchmark", least: 0), CostOfCare = Needed("tot_cost_care_net"),
                UnadjustedBenchmark = Number("unadj_benchmark", least: 0),
                EquityUp = Number("heba_up_amt", least: 0), EquityDown = Number("heba_down_amt") is { } down ? Math.Abs(down) : null,
                EquityUpMonths = Number("heba_up_mnths", least: 0), EquityDownMonths = Number("heba_dn_mnths", least: 0),
                RetentionWithhold = Share("retention_withhold"), QualityScore = Share("qual_scr"),
                PublishedGross = withPublished ? Number("gross_savings") : null,
                PublishedShared = withPublished ? Number("shared_savings") : null,
                PublishedEarned = withPublished ? Number("shared_savings_seq") : null,
            };
            return _refused ? null : row;
        }

        private string Text(string field) => cells.GetValueOrDefault(Cell.Canonical(field), "").Trim();

        private decimal Needed(string field, decimal? least = null)
        {
            if (Cell.IsBlank(Text(field)))
                Refuse(field, "The value is blank", "Fill it in");
            return Number(field, least) ?? 0;
        }

        private decimal? Number(string field, decimal? least = null)
        {
            var text = Text(field);
            if (Cell.IsBlank(text))
                return null;
            var number = Cell.Number(text);
            if (number is null)
            {
                var shown = text.Length <= 40 ? text : text[..40] + "...";
                Refuse(field, $"'{shown}' is no number", "Write digits, with a point for decimals");
            }
            else if (number < least)
                Refuse(field, $"{number} is under {least}", "Check the number");
            return number;
        }

        private decimal? Share(string field)
        {
            var share = Number(field, least: 0) * rate;
            if (share > 1)
                Refuse(field, $"'{Text(field)}' is over 100 percent", "Check the number");
            return share;
        }

        private void Refuse(string field, string what, string then)
        {
            _refused = true;
            findings.Add(new Finding(Severity.RowRefused, path, line, field, what, then));
        }
    }
}
