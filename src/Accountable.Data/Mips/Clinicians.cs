using System.Globalization;
using Accountable.Data.Delimited;

namespace Accountable.Data.Mips;

/// <summary>Reads files of clinicians: category scores in percent, one row a score (docs/reference/mips-files.md).</summary>
public static class Clinicians
{
    private static readonly string[] Required = ["id", "performance_year", "reporting", "entity_type", "quality", "cost", "ia", "pi"];

    private static readonly string[] Optional =
    [
        "tin", "npi", "small_practice", "hcc_average", "dual_share", "part_b_allowed",
        "hcc_mean", "hcc_sd", "hcc_median", "dual_mean", "dual_sd", "dual_median",
    ];

    /// <summary>Reads a file of clinicians.</summary>
    /// <exception cref="FileRefusedException">The file is no readable CSV, or a column is missing.</exception>
    public static ClinicianFile Read(string path, bool withAllowedCharges = false)
    {
        var file = DelimitedFile.Read(path);
        var columns = Columns(file, withAllowedCharges);
        var findings = new List<Finding>(file.Findings);
        var rows = new List<ClinicianRow>(file.Rows.Count);
        var reader = new ClinicianReader(file, columns, withAllowedCharges, findings);
        foreach (var row in file.Rows)
        {
            if (reader.Read(row) is { } read)
                rows.Add(read);
        }
        return new ClinicianFile(file.Path, file.Sha256, file.Rows.Count + file.Findings.Count, rows,
            [.. findings.OrderBy(finding => finding.Line)]);
    }

    private static Dictionary<string, int> Columns(DelimitedFile file, bool withAllowedCharges)
    {
        var columns = new Dictionary<string, int>();
        var known = Required.Concat(Optional).ToDictionary(Cell.Canonical);
        for (var i = 0; i < file.Header.Length; i++)
        {
            if (known.TryGetValue(Cell.Canonical(file.Header[i]), out var name) && !columns.TryAdd(name, i))
                throw DelimitedFile.Refused(file.Path, 1, $"The column {name} stands twice", "Leave one of them out");
        }
        foreach (var name in withAllowedCharges ? Required.Append("part_b_allowed") : Required)
        {
            if (!columns.ContainsKey(name))
                throw DelimitedFile.Refused(file.Path, 1, $"The column {name} is missing",
                    $"The file needs the columns {string.Join(", ", Required)}{(withAllowedCharges ? ", part_b_allowed" : "")}");
        }
        return columns;
    }
}

/// <summary>Reads the rows of one file; what cannot be read becomes a finding and refuses the row.</summary>
internal sealed class ClinicianReader(DelimitedFile file, Dictionary<string, int> columns, bool withAllowedCharges, List<Finding> findings)
{
    private const decimal Percent = 100m;
    private const decimal GreatestRisk = 100m;

    /// <summary>The few words of a column are read once, not once a row.</summary>
    private readonly Dictionary<(string Column, string Text), string?> _words = [];
    private string[] _cells = [];
    private long _line;
    private bool _refused;

    public ClinicianRow? Read(DelimitedRow row)
    {
        (_cells, _line, _refused) = (row.Cells, row.Line, false);
        var read = new ClinicianRow
        {
            Line = row.Line,
            Id = Text("id"),
            Tin = Text("tin"),
            Npi = Text("npi"),
            Year = Year(),
            Reporting = Word("reporting", Reporting, "traditional, mvp or app"),
            EntityType = Word("entity_type", Entity, "individual, group, subgroup, virtual_group or apm_entity"),
            SmallPractice = Flag("small_practice"),
            Quality = Score("quality"),
            Cost = Score("cost"),
            ImprovementActivities = Score("ia"),
            PromotingInteroperability = Score("pi"),
            AverageRisk = Number("hcc_average", GreatestRisk),
            DualShare = Number("dual_share", 1),
            RiskInPopulation = Population("hcc_mean", "hcc_sd", "hcc_median"),
            DualShareInPopulation = Population("dual_mean", "dual_sd", "dual_median"),
            PartBAllowed = withAllowedCharges ? Charges() : null,
        };
        if (read.Id.Length == 0)
            Refuse("id", "The row has no id", "Give each row one");
        return _refused ? null : read;
    }

    private string Text(string column) => columns.TryGetValue(column, out var index) ? _cells[index].Trim() : "";

    private int Year()
    {
        if (int.TryParse(Text("performance_year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= 1900 and <= 2999)
            return year;
        Refuse("performance_year", $"'{Text("performance_year")}' is no year", "Write one such as 2024");
        return 0;
    }

    private string Word(string column, Func<string, string?> read, string known)
    {
        var text = Text(column);
        if (!_words.TryGetValue((column, text), out var word))
            _words.Add((column, text), word = read(Cell.Canonical(text)));
        if (word is not null)
            return word;
        Refuse(column, $"'{text}' is not known", $"Write {known}");
        return "";
    }

    private bool Flag(string column)
    {
        var text = Text(column);
        if (text.Length == 0)
            return false;
        if (Cell.Flag(text) is { } flag)
            return flag;
        Refuse(column, $"'{text}' is neither yes nor no", "Write 1 or 0");
        return false;
    }

    private decimal? Score(string column) => Number(column, Percent) / Percent;

    private decimal? Number(string column, decimal greatest)
    {
        var text = Text(column);
        if (text.Length == 0)
            return null;

        // Nearly every cell is plain digits and a point.
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var plain) && plain <= greatest)
            return plain;
        if (Cell.IsBlank(text))
            return null;
        if (Cell.Number(text) is { } number && number >= 0 && number <= greatest)
            return number;
        Refuse(column, $"'{text}' is no number from 0 to {greatest:0}",
            column == "dual_share" ? "Write the share as a fraction, 0.35 for 35 percent" : "Correct the cell or leave it empty");
        return null;
    }

    private decimal? Charges()
    {
        var text = Text("part_b_allowed");
        if (Cell.Number(text) is { } number && number >= 0)
            return number;
        Refuse("part_b_allowed", $"'{text}' is no amount of zero or more", "Write the dollars of allowed charges");
        return null;
    }

    private Population? Population(string mean, string deviation, string median)
    {
        if (Number(mean, GreatestRisk) is not { } m || Number(deviation, GreatestRisk) is not { } d
            || Number(median, GreatestRisk) is not { } of)
            return null;
        if (d > 0)
            return new Population(m, d, of);
        Refuse(deviation, "A standard deviation of zero divides nothing", "Correct the cell or leave it empty");
        return null;
    }

    private void Refuse(string column, string what, string then)
    {
        _refused = true;
        findings.Add(new Finding(Severity.RowRefused, file.Path, _line, column, what, then));
    }

    private static string? Reporting(string canonical) => canonical switch
    {
        "traditional" or "mips" or "traditionalmips" => "traditional",
        "mvp" => "mvp",
        "app" or "app1" or "appplus" => "app",
        _ => null,
    };

    private static string? Entity(string canonical) => canonical switch
    {
        "individual" => "individual",
        "group" => "group",
        "subgroup" => "subgroup",
        "virtualgroup" => "virtual_group",
        "apmentity" or "apm" => "apm_entity",
        _ => null,
    };
}
