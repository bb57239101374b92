namespace Accountable.Data.Factors;

/// <summary>Where the ACO's assigned beneficiaries of one enrollment type live in one year.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="County">State and county code of five digits, as in CMS's county file.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="PersonYears">Person-years assigned to the ACO.</param>
public sealed record AssignedCountyRow(long Line, int Year, string County, string Type, decimal PersonYears);

/// <summary>The ACO's assigned person-years by county (docs/reference/benchmark-inputs.md).</summary>
/// <param name="Path">The file as named.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Its data rows.</param>
/// <param name="Rows">The rows that can be read.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record AssignedCounties(
    string Path, string Sha256, int RowCount, IReadOnlyList<AssignedCountyRow> Rows, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Required = ["year", "state_id", "county_id", "enrollment_type", "person_years"];

    /// <summary>Reads assigned person-years by county.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static AssignedCounties Read(string path)
    {
        var rows = FactorRows.Open(path, Required, []);
        var read = rows.Once(
            rows.Read(cells => new AssignedCountyRow(
                cells.Line, cells.Year("year"), CountyCode.Of(cells, "state_id", "county_id"), cells.Type("enrollment_type"),
                cells.Number("person_years", FactorLimits.LeastPersonYears, FactorLimits.GreatestPersonYears))),
            row => $"{row.Year} {row.County} {row.Type}", row => row.Line);
        return new AssignedCounties(rows.Path, rows.Sha256, rows.RowCount, read, rows.Findings);
    }
}

/// <summary>State and county codes as in CMS's county file.</summary>
internal static class CountyCode
{
    private const int GreatestState = 99;
    private const int GreatestCounty = 999;

    /// <summary>Two digits of the state and three of the county.</summary>
    public static string Of(FactorCells cells, string state, string county) =>
        $"{cells.Number(state, 0, GreatestState):00}{cells.Number(county, 0, GreatestCounty):000}";
}
