using Accountable.Data.Delimited;

namespace Accountable.Data.Factors;

/// <summary>A folder of CMS's factors: what an ACO cannot compute itself (docs/reference/benchmark-inputs.md).</summary>
public sealed class FactorFolder
{
    private FactorFolder(string path) => Path = path;

    /// <summary>The folder as named.</summary>
    public string Path { get; }

    /// <summary><c>national.csv</c>; null when it is not there.</summary>
    public FactorFile<NationalRow>? National { get; private init; }

    /// <summary><c>regional.csv</c>; null when it is not there.</summary>
    public FactorFile<RegionalRow>? Regional { get; private init; }

    /// <summary><c>acpt.csv</c>; null when it is not there.</summary>
    public FactorFile<ProspectiveTrendRow>? ProspectiveTrend { get; private init; }

    /// <summary><c>regional-risk-cap.csv</c>; null when it is not there.</summary>
    public FactorFile<RegionalRiskCapRow>? RegionalRiskCap { get; private init; }

    /// <summary><c>risk.csv</c>; null when it is not there.</summary>
    public FactorFile<AcoRiskRow>? AcoRisk { get; private init; }

    /// <summary>County files, in the order of their names.</summary>
    public IReadOnlyList<CountyFactors> Counties { get; private init; } = [];

    /// <summary>What was refused or doubtful in any of the files, and files that nobody reads.</summary>
    public IReadOnlyList<Finding> Findings { get; private init; } = [];

    /// <summary>Reads every file of a folder that has a known name; those whose name holds "county" are county files.</summary>
    /// <exception cref="FileRefusedException">There is no such folder, or a file of it is no readable CSV.</exception>
    public static FactorFolder Read(string path)
    {
        if (!Directory.Exists(path))
        {
            throw DelimitedFile.Refused(path, 0, "There is no such folder", "Name a folder with national.csv and the other factors",
                isUsage: true);
        }
        var files = Directory.EnumerateFiles(path, "*.csv").Order(StringComparer.OrdinalIgnoreCase).ToList();
        string? Named(string name) => files.FirstOrDefault(file => IsNamed(file, name));
        var counties = files.Where(IsCounty).Select(CountyFactors.Read).ToList();
        var national = Named("national.csv") is { } first ? FactorFiles.National(first) : null;
        var regional = Named("regional.csv") is { } second ? FactorFiles.Regional(second) : null;
        var trend = Named("acpt.csv") is { } third ? FactorFiles.ProspectiveTrend(third) : null;
        var cap = Named("regional-risk-cap.csv") is { } fourth ? FactorFiles.RegionalRiskCap(fourth) : null;
        var risk = Named("risk.csv") is { } fifth ? FactorFiles.AcoRisk(fifth) : null;
        string?[] read = [national?.Path, regional?.Path, trend?.Path, cap?.Path, risk?.Path];
        var unread = files.Where(file => !IsCounty(file) && !read.Contains(file)).Select(file => new Finding(
            Severity.Warning, file, 0, "", "Nobody reads a file of this name",
            "Known are national.csv, regional.csv, acpt.csv, regional-risk-cap.csv, risk.csv and county files, whose name holds 'county'"));
        return new FactorFolder(path)
        {
            National = national,
            Regional = regional,
            ProspectiveTrend = trend,
            RegionalRiskCap = cap,
            AcoRisk = risk,
            Counties = counties,
            Findings =
            [
                .. unread, .. national?.Findings ?? [], .. regional?.Findings ?? [], .. trend?.Findings ?? [], .. cap?.Findings ?? [],
                .. risk?.Findings ?? [],
                .. counties.SelectMany(county => county.Findings), .. Twice(counties),
            ],
        };
    }

    /// <summary>The same folder with other figures of the nation.</summary>
    public FactorFolder With(FactorFile<NationalRow> national) => new(Path)
    {
        National = national, Regional = Regional, ProspectiveTrend = ProspectiveTrend, RegionalRiskCap = RegionalRiskCap, AcoRisk = AcoRisk,
        Counties = Counties, Findings = Findings,
    };

    private static bool IsNamed(string file, string name) =>
        System.IO.Path.GetFileName(file).Equals(name, StringComparison.OrdinalIgnoreCase);

    private static bool IsCounty(string file) =>
        System.IO.Path.GetFileName(file).Contains("county", StringComparison.OrdinalIgnoreCase);

    /// <summary>A county and year in two files: the first file's row is taken.</summary>
    private static IEnumerable<Finding> Twice(List<CountyFactors> counties)
    {
        var seen = new Dictionary<(int, string), string>();
        foreach (var file in counties)
        {
            foreach (var row in file.Rows.Where(row => !seen.TryAdd((row.Year, row.County), file.Path)))
            {
                yield return new Finding(Severity.RowRefused, file.Path, row.Line, "",
                    $"The county stands in {System.IO.Path.GetFileName(seen[(row.Year, row.County)])} for the same year",
                    "Keep one of the files");
            }
        }
    }
}
