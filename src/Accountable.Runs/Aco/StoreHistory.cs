using System.Security.Cryptography;
using System.Text;
using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>Risk of an enrollment type in one year, as it enters the benchmark.</summary>
/// <param name="Score">Mean CMS-HCC score, weighted by person-years; null when nobody was scored.</param>
/// <param name="Demographic">Mean demographic score.</param>
/// <param name="Months">Months of all people of the type.</param>
/// <param name="ScoredMonths">Months of those who were scored.</param>
/// <param name="IsGiven">Whether it comes from risk.csv and not from claims.</param>
public sealed record TypeRisk(decimal? Score, decimal? Demographic, int Months, int ScoredMonths, bool IsGiven);

/// <summary>The ACO's history and counties as files, made from a store in the layouts of docs/reference/benchmark-inputs.md.</summary>
/// <remarks>The rows are those of <c>history.csv</c> and <c>assigned-counties.csv</c> that the run writes: a benchmark made from these
/// files is the same to the last digit.</remarks>
internal sealed class StoreHistory
{
    /// <summary>The name of the history's file.</summary>
    public const string HistoryName = "history.csv";

    /// <summary>The name of the counties' file.</summary>
    public const string CountiesName = "assigned-counties.csv";

    /// <summary>Digits behind the point that the files carry.</summary>
    private const int Digits = 10;

    /// <summary>The digits of the state in a county's code.</summary>
    private const int StateDigits = 2;

    private readonly List<HistoryRow> _rows = [];
    private readonly List<AssignedCountyRow> _counties = [];

    /// <summary>The history as a table in its layout.</summary>
    public Table HistoryTable { get; } = new("year_role", "year", "enrollment_type", "person_years", "per_capita_expenditures",
        "risk_score", "demographic_score", "dual_person_years", "dual_or_lis_person_years", "newly_assigned_share",
        "newly_assigned_risk_ratio", "continuously_assigned_risk_ratio", "continuously_assigned_demographic_ratio",
        "per_capita_savings", "forfeited");

    /// <summary>The counties as a table in their layout.</summary>
    public Table CountyTable { get; } = new("year", "state_id", "county_id", "enrollment_type", "person_years");

    /// <summary>The history as the benchmark reads it.</summary>
    public AcoHistory History => new(HistoryName, Hash(HistoryTable), _rows.Count, _rows, []);

    /// <summary>The counties as the benchmark reads them; null when no list names one.</summary>
    public AssignedCounties? Counties => _counties.Count == 0 ? null
        : new AssignedCounties(CountiesName, Hash(CountyTable), _counties.Count, _counties, []);

    /// <summary>Adds a year of one role.</summary>
    /// <exception cref="FileRefusedException">A type has nobody, or nobody with a risk score.</exception>
    public void Add(string role, YearExpenditures year, ByType<TypeRisk> risk, FactorFile<AcoRiskRow>? given)
    {
        ArgumentNullException.ThrowIfNull(year);
        ArgumentNullException.ThrowIfNull(risk);
        foreach (var type in EnrollmentTypes.All)
        {
            var months = year.Months(type);
            if (months == 0)
                throw Refused(
                    $"nobody of the type {type.Words()} is assigned for {year.Year}, and each year needs the four enrollment types",
                    "A benchmark of fewer types cannot be computed: look at the participant list and at the assignment");
            if (risk[type].Score is not { } score)
                throw Refused($"nobody of the type {type.Words()} assigned for {year.Year} has a risk score",
                    "Import the claims of the year before, or add risk.csv to the factors folder");
            var perCapita = year.Total(type).Amount * 12 / months;
            var continuity = given?.Rows.FirstOrDefault(row => row.Year == year.Year && row.Type == type.Name());
            Add(new HistoryRow(_rows.Count + 2, role, year.Year, type.Name(), Rounded(months / 12m), Rounded(perCapita), Rounded(score),
                risk[type].Demographic is { } demographic ? Rounded(demographic) : null, Rounded(year.DualMonths[type] / 12),
                year.DualOrLowIncome is { } low ? Rounded(low[type]) : null, continuity?.NewlyAssignedShare,
                continuity?.NewlyAssignedRiskRatio, continuity?.ContinuouslyAssignedRiskRatio,
                continuity?.ContinuouslyAssignedDemographicRatio, null, false));
        }
        foreach (var ((county, type), months) in year.Counties.OrderBy(pair => pair.Key.County, StringComparer.Ordinal)
            .ThenBy(pair => pair.Key.Type))
        {
            _counties.Add(new AssignedCountyRow(_counties.Count + 2, year.Year, county, type.Name(), Rounded(months / 12m)));
            CountyTable.Add(year.Year, county[..StateDigits], county[StateDigits..], type.Name(), Rounded(months / 12m));
        }
    }

    /// <summary>Adds a performance year before the agreement period.</summary>
    public void Add(AgreementYear prior)
    {
        ArgumentNullException.ThrowIfNull(prior);
        Add(new HistoryRow(_rows.Count + 2, "prior", prior.Year, "all", prior.PersonYears, null, null, null, null, null, null,
            null, null, null, prior.PerCapitaSavings, prior.Forfeited ?? false));
    }

    private void Add(HistoryRow row)
    {
        _rows.Add(row);
        HistoryTable.Add(row.Role, row.Year, row.Type, row.PersonYears, row.PerCapita, row.RiskScore, row.DemographicScore,
            row.DualPersonYears, row.DualOrLowIncomePersonYears, row.NewlyAssignedShare, row.NewlyAssignedRiskRatio,
            row.ContinuouslyAssignedRiskRatio, row.ContinuouslyAssignedDemographicRatio, row.PerCapitaSavings, row.Forfeited ? 1 : null);
    }

    private static decimal Rounded(decimal number) => Math.Round(number, Digits, MidpointRounding.AwayFromZero);

    private static string Hash(Table table) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(table.ToCsv())));

    private static FileRefusedException Refused(string what, string then) =>
        new(new Finding(Severity.FileRefused, "store", 0, "enrollment_type", what, then));
}
