namespace Accountable.Data.Factors;

/// <summary>Assignable beneficiaries of the nation, one enrollment type in one year.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="PerCapita">Truncated dollars a person-year.</param>
/// <param name="MeanRiskScore">Mean CMS-HCC risk score; null when the ACO's scores are renormalized already.</param>
/// <param name="MeanDemographicScore">Mean demographic score; null when the ACO's are renormalized already.</param>
/// <param name="TruncationThreshold">The 99th percentile at which expenditures are truncated, dollars a person-year.</param>
/// <param name="CompletionFactor">The completion factor of the three-month run-out.</param>
public sealed record NationalRow(
    long Line, int Year, string Type, decimal PerCapita, decimal? MeanRiskScore, decimal? MeanDemographicScore,
    decimal? TruncationThreshold, decimal? CompletionFactor);

/// <summary>The ACO's regional service area as CMS computed it.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="PerCapita">Risk-adjusted dollars a person-year.</param>
/// <param name="AssignedShare">Share of the area's assignable beneficiaries assigned to the ACO.</param>
public sealed record RegionalRow(long Line, int Year, string Type, decimal PerCapita, decimal AssignedShare);

/// <summary>Growth of the accountable care prospective trend.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="StartYear">The year in which the agreement period starts.</param>
/// <param name="PerformanceYear">The performance year.</param>
/// <param name="Population">esrd or aged_disabled.</param>
/// <param name="GrowthFromBy3">Projected growth from BY3 to the performance year, as a fraction.</param>
public sealed record ProspectiveTrendRow(long Line, int StartYear, int PerformanceYear, string Population, decimal GrowthFromBy3);

/// <summary>The factor of capped regional risk growth.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="PerformanceYear">The performance year.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="Factor">1 or more.</param>
public sealed record RegionalRiskCapRow(long Line, int PerformanceYear, string Type, decimal Factor);

/// <summary>An ACO's risk as CMS's reports give it, in place of scores from claims.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Year">The calendar year.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="RiskScore">Mean CMS-HCC score, on the scale of the means of <c>national.csv</c>.</param>
/// <param name="DemographicScore">Mean demographic score.</param>
/// <param name="NewlyAssignedShare">Share of person-years newly assigned.</param>
/// <param name="NewlyAssignedRiskRatio">Their risk over that of BY3.</param>
/// <param name="ContinuouslyAssignedRiskRatio">Risk of the others over that of BY3.</param>
/// <param name="ContinuouslyAssignedDemographicRatio">Demographic risk of the others over that of BY3.</param>
public sealed record AcoRiskRow(
    long Line, int Year, string Type, decimal RiskScore, decimal? DemographicScore, decimal? NewlyAssignedShare,
    decimal? NewlyAssignedRiskRatio, decimal? ContinuouslyAssignedRiskRatio, decimal? ContinuouslyAssignedDemographicRatio);

/// <summary>A file of factors.</summary>
/// <param name="Path">The file as named.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="RowCount">Its data rows.</param>
/// <param name="Rows">The rows that can be read.</param>
/// <param name="Findings">What was refused or doubtful.</param>
public sealed record FactorFile<T>(string Path, string Sha256, int RowCount, IReadOnlyList<T> Rows, IReadOnlyList<Finding> Findings);

/// <summary>Readers of the small files of a factors folder (docs/reference/benchmark-inputs.md).</summary>
public static class FactorFiles
{
    /// <summary>Reads <c>national.csv</c>.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static FactorFile<NationalRow> National(string path)
    {
        var rows = FactorRows.Open(path, ["year", "enrollment_type", "per_capita_expenditures"],
            ["mean_risk_score", "mean_demographic_score", "truncation_threshold", "completion_factor"]);
        return Of(rows, cells => new NationalRow(
            cells.Line, cells.Year("year"), cells.Type("enrollment_type"),
            cells.Number("per_capita_expenditures", FactorLimits.LeastDollars, FactorLimits.GreatestDollars),
            cells.NumberOrNull("mean_risk_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
            cells.NumberOrNull("mean_demographic_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
            cells.NumberOrNull("truncation_threshold", FactorLimits.LeastDollars, FactorLimits.GreatestDollars),
            cells.NumberOrNull("completion_factor", FactorLimits.LeastScore, FactorLimits.GreatestRatio)),
            row => $"{row.Year} {row.Type}", row => row.Line);
    }

    /// <summary>Reads <c>regional.csv</c>.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static FactorFile<RegionalRow> Regional(string path)
    {
        var rows = FactorRows.Open(path, ["year", "enrollment_type", "regional_expenditures", "assigned_share"], []);
        return Of(rows, cells => new RegionalRow(
            cells.Line, cells.Year("year"), cells.Type("enrollment_type"),
            cells.Number("regional_expenditures", FactorLimits.LeastDollars, FactorLimits.GreatestDollars),
            cells.Number("assigned_share", 0, 1)),
            row => $"{row.Year} {row.Type}", row => row.Line);
    }

    /// <summary>Reads <c>acpt.csv</c>.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static FactorFile<ProspectiveTrendRow> ProspectiveTrend(string path)
    {
        var rows = FactorRows.Open(path, ["agreement_start_year", "performance_year", "population", "growth_from_by3"], []);
        return Of(rows, cells => new ProspectiveTrendRow(
            cells.Line, cells.Year("agreement_start_year"), cells.Year("performance_year"),
            cells.Word("population", "esrd", "aged_disabled"),
            cells.Number("growth_from_by3", -1, FactorLimits.GreatestRatio)),
            row => $"{row.StartYear} {row.PerformanceYear} {row.Population}", row => row.Line);
    }

    /// <summary>Reads <c>regional-risk-cap.csv</c>.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static FactorFile<RegionalRiskCapRow> RegionalRiskCap(string path)
    {
        var rows = FactorRows.Open(path, ["performance_year", "enrollment_type", "factor"], []);
        return Of(rows, cells => new RegionalRiskCapRow(
            cells.Line, cells.Year("performance_year"), cells.Type("enrollment_type"),
            cells.Number("factor", 1, FactorLimits.GreatestRatio)),
            row => $"{row.PerformanceYear} {row.Type}", row => row.Line);
    }

    /// <summary>Reads <c>risk.csv</c>.</summary>
    /// <exception cref="FileRefusedException">No readable CSV, or a column is missing.</exception>
    public static FactorFile<AcoRiskRow> AcoRisk(string path)
    {
        var rows = FactorRows.Open(path, ["year", "enrollment_type", "risk_score"],
            ["demographic_score", "newly_assigned_share", "newly_assigned_risk_ratio", "continuously_assigned_risk_ratio",
                "continuously_assigned_demographic_ratio"]);
        return Of(rows, cells =>
        {
            decimal? Ratio(string column) => cells.NumberOrNull(column, 0, FactorLimits.GreatestRatio);
            return new AcoRiskRow(cells.Line, cells.Year("year"), cells.Type("enrollment_type"),
                cells.Number("risk_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
                cells.NumberOrNull("demographic_score", FactorLimits.LeastScore, FactorLimits.GreatestScore),
                cells.NumberOrNull("newly_assigned_share", 0, 1), Ratio("newly_assigned_risk_ratio"),
                Ratio("continuously_assigned_risk_ratio"), Ratio("continuously_assigned_demographic_ratio"));
        }, row => $"{row.Year} {row.Type}", row => row.Line);
    }

    private static FactorFile<T> Of<T>(FactorRows rows, Func<FactorCells, T> row, Func<T, string> key, Func<T, long> line)
        where T : class
    {
        var read = rows.Once(rows.Read(row), key, line);
        return new FactorFile<T>(rows.Path, rows.Sha256, rows.RowCount, read, rows.Findings);
    }
}
