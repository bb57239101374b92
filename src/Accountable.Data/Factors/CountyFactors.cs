namespace Accountable.Data.Factors;

/// <summary>Assignable beneficiaries of one enrollment type in a county.</summary>
/// <param name="PerCapita">Truncated dollars a person-year.</param>
/// <param name="RiskScore">Mean risk score, renormalized by CMS.</param>
/// <param name="PersonYears">Person-years.</param>
public sealed record CountyPopulationRow(decimal PerCapita, decimal RiskScore, decimal PersonYears);

/// <summary>A county in a year; a type that CMS suppressed or that nobody has is null.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="County">State and county code of five digits.</param>
/// <param name="Name">County and state.</param>
/// <param name="Types">ESRD, disabled, aged/dual, aged/non-dual.</param>
public sealed record CountyRow(long Line, int Year, string County, string Name, IReadOnlyList<CountyPopulationRow?> Types);

/// <summary>
/// A county file as CMS publishes it: "County-level FFS Data for Shared Savings Program Benchmark", three columns an enrollment type.
/// </summary>
/// <param name="Path">The file as named.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Its data rows.</param>
/// <param name="Rows">The counties that can be read.</param>
/// <param name="Suppressed">County and type pairs without figures.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record CountyFactors(
    string Path, string Sha256, int RowCount, IReadOnlyList<CountyRow> Rows, int Suppressed, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Types = ["ESRD", "DISABLED", "AGED/DUAL", "AGED/NON-DUAL"];
    private static readonly string[] Places = ["Year", "State Name", "County Name", "State ID", "County ID"];

    /// <summary>Reads a county file.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static CountyFactors Read(string path)
    {
        var rows = FactorRows.Open(path, [.. Places, .. Types.SelectMany(Columns)], []);
        var read = rows.Once(rows.Read(Row), row => $"{row.Year} {row.County}", row => row.Line);
        var suppressed = read.Sum(row => row.Types.Count(type => type is null));
        return new CountyFactors(rows.Path, rows.Sha256, rows.RowCount, read, suppressed, rows.Findings);
    }

    private static string[] Columns(string type) =>
        [$"Per capita {type} expenditures", $"Average {type} HCC risk score", $"{type} person-years"];

    private static CountyRow Row(FactorCells cells) => new(
        cells.Line, cells.Year("Year"), CountyCode.Of(cells, "State ID", "County ID"),
        $"{cells.Text("County Name")}, {cells.Text("State Name")}", [.. Types.Select(type => Population(cells, Columns(type)))]);

    private static CountyPopulationRow? Population(FactorCells cells, string[] columns)
    {
        var dollars = cells.NumberOrNull(columns[0], -FactorLimits.GreatestDollars, FactorLimits.GreatestDollars);
        var score = cells.NumberOrNull(columns[1], FactorLimits.LeastScore, FactorLimits.GreatestScore);
        var years = cells.NumberOrNull(columns[2], 0, FactorLimits.GreatestPersonYears);
        if (dollars is { } perCapita && score is { } risk && years is { } personYears && personYears > 0)
            return new CountyPopulationRow(perCapita, risk, personYears);
        if ((dollars, score) is not (null, null) && !cells.Refused)
            cells.Refuse(columns[0], "Only some of the three figures of the type are there", "Give all three or none");
        return null;
    }
}
