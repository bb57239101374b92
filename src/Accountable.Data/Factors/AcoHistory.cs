namespace Accountable.Data.Factors;

/// <summary>
/// A row of an ACO's history: a benchmark year, the performance year or a year before the agreement, of one enrollment type.
/// </summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Role">by1, by2, by3, py or prior.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="Type">The enrollment type; all for prior years.</param>
/// <param name="PersonYears">Eligible months over 12; null for a prior year that was not reconciled.</param>
/// <param name="PerCapita">Dollars a person-year; null for prior years.</param>
/// <param name="RiskScore">Mean CMS-HCC risk score; null for prior years.</param>
/// <param name="DemographicScore">Mean demographic risk score.</param>
/// <param name="DualPersonYears">Person-years of the dually eligible.</param>
/// <param name="DualOrLowIncomePersonYears">Person-years of the dually eligible or low-income.</param>
/// <param name="NewlyAssignedShare">Share of person-years newly assigned.</param>
/// <param name="NewlyAssignedRiskRatio">Their risk over that of BY3.</param>
/// <param name="ContinuouslyAssignedRiskRatio">Risk of the others over that of BY3.</param>
/// <param name="ContinuouslyAssignedDemographicRatio">Demographic risk of the others over that of BY3.</param>
/// <param name="PerCapitaSavings">Dollars a person-year below the benchmark; null when not reconciled.</param>
/// <param name="Forfeited">Savings were not paid because of noncompliance.</param>
public sealed record HistoryRow(
    long Line, string Role, int Year, string Type, decimal? PersonYears, decimal? PerCapita, decimal? RiskScore, decimal? DemographicScore,
    decimal? DualPersonYears, decimal? DualOrLowIncomePersonYears, decimal? NewlyAssignedShare, decimal? NewlyAssignedRiskRatio,
    decimal? ContinuouslyAssignedRiskRatio, decimal? ContinuouslyAssignedDemographicRatio, decimal? PerCapitaSavings, bool Forfeited);

/// <summary>An ACO's historical years and performance year by enrollment type (docs/reference/benchmark-inputs.md).</summary>
/// <param name="Path">The file as named.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Its data rows.</param>
/// <param name="Rows">The rows that can be read.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record AcoHistory(string Path, string Sha256, int RowCount, IReadOnlyList<HistoryRow> Rows, IReadOnlyList<Finding> Findings)
{
    private static readonly string[] Required =
        ["year_role", "year", "enrollment_type", "person_years", "per_capita_expenditures", "risk_score"];

    private static readonly string[] Optional =
    [
        "demographic_score", "dual_person_years", "dual_or_lis_person_years", "newly_assigned_share", "newly_assigned_risk_ratio",
        "continuously_assigned_risk_ratio", "continuously_assigned_demographic_ratio", "per_capita_savings", "forfeited",
    ];

    /// <summary>Reads a history.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static AcoHistory Read(string path)
    {
        var rows = FactorRows.Open(path, Required, Optional);
        var read = rows.Once(rows.Read(Row), row => $"{row.Role} {row.Year} {row.Type}", row => row.Line);
        return new AcoHistory(rows.Path, rows.Sha256, rows.RowCount, read, rows.Findings);
    }

    private static HistoryRow Row(FactorCells cells)
    {
        var role = cells.Word("year_role", "by1", "by2", "by3", "py", "prior");
        var isPrior = role == "prior";
        decimal? Years(string column) => cells.NumberOrNull(column, 0, FactorLimits.GreatestPersonYears);
        decimal? Ratio(string column) => cells.NumberOrNull(column, 0, FactorLimits.GreatestRatio);
        return new HistoryRow(
            cells.Line, role, cells.Year("year"), isPrior ? cells.Type("enrollment_type", "all") : cells.Type("enrollment_type"),
            isPrior ? Years("person_years") : cells.Number("person_years", FactorLimits.LeastPersonYears, FactorLimits.GreatestPersonYears),
            isPrior ? null : cells.Number("per_capita_expenditures", FactorLimits.LeastDollars, FactorLimits.GreatestDollars),
            isPrior ? null : cells.Number("risk_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
            cells.NumberOrNull("demographic_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
            Years("dual_person_years"), Years("dual_or_lis_person_years"),
            cells.NumberOrNull("newly_assigned_share", 0, 1), Ratio("newly_assigned_risk_ratio"),
            Ratio("continuously_assigned_risk_ratio"), Ratio("continuously_assigned_demographic_ratio"),
            cells.NumberOrNull("per_capita_savings", -FactorLimits.GreatestDollars, FactorLimits.GreatestDollars), cells.Flag("forfeited"));
    }
}
