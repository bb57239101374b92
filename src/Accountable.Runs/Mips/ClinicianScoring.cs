using Accountable.Data;
using Accountable.Data.Mips;
using Accountable.Qpp.Mips;
using Accountable.Rules;

namespace Accountable.Runs.Mips;

/// <summary>A clinician with the final score and what it may pay.</summary>
/// <param name="Row">The row.</param>
/// <param name="Result">The final score.</param>
/// <param name="Range">The adjustment when the population is unknown.</param>
/// <param name="Reason">What a reader must know.</param>
public sealed record ScoredClinician(ClinicianRow Row, FinalScoreResult Result, AdjustmentRange Range, string Reason);

/// <summary>A file of clinicians with every score.</summary>
/// <param name="File">The file as read.</param>
/// <param name="Rows">The rows that could be scored, in file order.</param>
/// <param name="Findings">What was refused, by line.</param>
public sealed record ScoredFile(ClinicianFile File, IReadOnlyList<ScoredClinician> Rows, IReadOnlyList<Finding> Findings)
{
    /// <summary>Rows in the file that have no score.</summary>
    public int Refused => File.RowCount - Rows.Count;
}

/// <summary>Scores files of clinicians under one rule book.</summary>
public sealed class ClinicianScoring
{
    private readonly LawByYear _laws;

    /// <summary>A run under a rule book, as known on a day.</summary>
    public ClinicianScoring(RuleBook book, DateOnly? asOf = null, bool traced = false)
    {
        _laws = new LawByYear(book, asOf, traced);
    }

    /// <summary>The rule book.</summary>
    public RuleBook Book => _laws.Book;

    /// <summary>The day of knowledge.</summary>
    public DateOnly AsOf => _laws.AsOf;

    /// <summary>Whether results carry derivations.</summary>
    public bool Traced => _laws.Traced;

    /// <summary>Unverified parameters on which the results so far rest.</summary>
    public IReadOnlyList<string> Unverified => _laws.Unverified;

    /// <summary>The law of a year.</summary>
    public RuleYear Law(int year) => _laws.Of(new PerformanceYear(year));

    /// <summary>Scores every row; a row whose year or way of taking part has no law is refused.</summary>
    /// <exception cref="LawGapException">No row has law.</exception>
    public ScoredFile Score(ClinicianFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var scored = new List<ScoredClinician>(file.Rows.Count);
        var findings = new List<Finding>(file.Findings);
        LawGapException? gap = null;
        foreach (var row in file.Rows)
        {
            try
            {
                scored.Add(Score(file, row));
            }
            catch (LawGapException e)
            {
                gap = e;
                findings.Add(new Finding(Severity.RowRefused, file.Path, row.Line, "", e.Message.TrimEnd('.'),
                    "Check the year, the reporting and the entity type"));
            }
        }
        return gap is not null && scored.Count == 0 ? throw gap
            : new ScoredFile(file, scored, [.. findings.OrderBy(finding => finding.Line)]);
    }

    private ScoredClinician Score(ClinicianFile file, ClinicianRow row)
    {
        var law = Law(row.Year);
        var facts = Facts(file, row);
        var result = FinalScore.Determine(facts, law);
        return new ScoredClinician(row, result, PaymentAdjustment.Range(result.Score, law), Reasons.Of(row, facts, result, law));
    }

    private FinalScoreFacts Facts(ClinicianFile file, ClinicianRow row) => new()
    {
        Framework = FrameworkOf(row.Reporting),
        Entity = EntityOf(row.EntityType),
        SmallPractice = row.SmallPractice,
        Scores = new CategoryScores(
            Fact(row.Quality, "quality score", "quality", file, row),
            Fact(row.Cost, "cost score", "cost", file, row),
            Fact(row.ImprovementActivities, "improvement activities score", "ia", file, row),
            Fact(row.PromotingInteroperability, "promoting interoperability score", "pi", file, row)),
        Patients = row is { AverageRisk: { } risk, DualShare: { } dual }
            ? new ComplexPatientFacts
            {
                AverageRisk = Input(risk, "average HCC risk score", "hcc_average", file, row),
                DualShare = Input(dual, "dual eligible share", "dual_share", file, row),
                Medical = Indicator(risk, "HCC risk score", "hcc", row.RiskInPopulation, file, row),
                Social = Indicator(dual, "dual eligible share", "dual", row.DualShareInPopulation, file, row),
            }
            : null,
    };

    private RiskIndicator? Indicator(
        decimal value, string name, string column, Population? population, ClinicianFile file, ClinicianRow row) =>
        population is null ? null : new RiskIndicator(
        Input(value, name, $"{column}_average", file, row),
        Input(population.Mean, $"mean {name}", $"{column}_mean", file, row),
        Input(population.Deviation, $"standard deviation of the {name}", $"{column}_sd", file, row),
        Input(population.Median, $"median {name}", $"{column}_median", file, row));

    private Ratio? Fact(decimal? value, string name, string column, ClinicianFile file, ClinicianRow row) =>
        value is { } number ? Input(number, name, column, file, row) : null;

    private Ratio Input(decimal value, string name, string column, ClinicianFile file, ClinicianRow row) =>
        Traced ? new Ratio(value).From(name, $"{Path.GetFileName(file.Path)}:{row.Line}#{column}") : new Ratio(value);

    private static Framework FrameworkOf(string word) =>
        word switch { "mvp" => Framework.Mvp, "app" => Framework.App, _ => Framework.Traditional };

    internal static EntityType EntityOf(string word) => word switch
    {
        "group" => EntityType.Group,
        "subgroup" => EntityType.Subgroup,
        "virtual_group" => EntityType.VirtualGroup,
        "apm_entity" => EntityType.ApmEntity,
        _ => EntityType.Individual,
    };
}
