using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Risk;
using Accountable.Risk.Model;
using Accountable.Risk.Payment;
using Accountable.Risk.Scoring;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Risk;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>Scores of everybody in an ACO's files for one year.</summary>
/// <param name="Year">The scored year, of which diagnoses are those of the year before.</param>
/// <param name="Models">The models with their shares, in words.</param>
/// <param name="General">Scores of people without end-stage renal disease.</param>
/// <param name="Renal">Scores of people with it.</param>
/// <param name="Everybody">Mean scores by type of everybody in the files, weighted by months; null where they are not asked for and for a
/// type with nobody.</param>
public sealed record YearScores(
    int Year, string Models, ScoredPeople General, ScoredPeople Renal, ByType<PersonScores?> Everybody)
{
    /// <summary>The scores that count in months of a type.</summary>
    public ScoredPeople Of(EnrollmentType type) => type == EnrollmentType.Esrd ? Renal : General;
}

/// <summary>Risk scores of the years of a benchmark, from the claims of the year before each.</summary>
/// <remarks>From 2024 every year is scored by the models of the performance year (42 CFR 425.659); before, by its own. Codes are mapped by
/// the map of the scored year, and where that is not at hand by that of the nearest year. Lists of procedures of years before
/// those at hand are taken as the oldest .</remarks>
internal sealed class RiskReader
{
    private const string Source = "store";
    private static readonly string[] RenalModels = ["ESRDV24", "ESRDV21"];

    private readonly IEngine _engine;
    private readonly AcoRequest _request;
    private readonly DateOnly _asOf;
    private readonly bool _byPerformanceYear;
    private readonly List<Finding> _findings;
    private readonly Dictionary<(string Model, int Year), (HccModel Model, BulkScore Bulk)> _models = [];
    private readonly Dictionary<int, YearCodes> _codes = [];
    private readonly HashSet<string> _unverified = new(StringComparer.Ordinal);

    /// <summary>A reader.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="asOf">The day of knowledge.</param>
    /// <param name="byPerformanceYear">Whether the models of the performance year score every year.</param>
    /// <param name="findings">Gets what a person should look at.</param>
    public RiskReader(IEngine engine, AcoRequest request, DateOnly asOf, bool byPerformanceYear, List<Finding> findings)
    {
        (_engine, _request, _asOf, _byPerformanceYear, _findings) = (engine, request, asOf, byPerformanceYear, findings);
    }

    /// <summary>Unverified parameters on which the scores rest.</summary>
    public IEnumerable<string> Unverified => _unverified;

    /// <summary>Reads the diagnoses of the years before, all with one pass over the claims.</summary>
    /// <param name="years">The years to be scored.</param>
    /// <exception cref="FileRefusedException">The store has no claims of the year before one of them.</exception>
    public void ReadDiagnoses(IReadOnlyList<int> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        if (years.Count == 0)
            return;
        foreach (var year in years)
        {
            if (StoreScores.Coverage(_engine, _request.Aco, new ScoreYears(new PaymentYear(year))) is { } coverage)
                Add(coverage);
            _codes.Add(year, new YearCodes());
        }
        LawRelations.ForDiagnoses(_engine, years.ToDictionary(year => year - 1, year => Filter(year - 1)));
        using var reader = _engine.Stream(FactModels.Sql("run_diagnoses"), ("aco", _request.Aco),
            ("first_day", new DateOnly(years.Min() - 1, 1, 1)), ("last_day", new DateOnly(years.Max(), 1, 1).AddDays(-1)),
            ("everybody", _request.EstimateMeans));
        while (reader.Read())
        {
            // A year between two scored ones may be none itself.
            if (_codes.TryGetValue(reader.GetInt32(0) + 1, out var codes))
                codes.Add(reader.GetInt64(1), reader.GetString(2));
        }
        foreach (var (year, codes) in _codes.Where(codes => years.Contains(codes.Key)))
        {
            if (codes.Unreadable > 0)
            {
                Add(new Finding(Severity.Warning, Source, 0, "",
                    $"{codes.Unreadable:N0} diagnoses of {year - 1} are no codes of ICD-10-CM and count for no score",
                    "Look at the diagnoses of the claims; 'accountable risk score --store' names the codes"));
            }
        }
    }

    /// <summary>Scores one year whose diagnoses were read, and lets go of them.</summary>
    /// <exception cref="LawGapException">The year has no models.</exception>
    public YearScores Of(int year)
    {
        var law = Law(year);
        var modelLaw = _byPerformanceYear ? Law(_request.Year.Value) : law;
        var blend = Blend.Of(modelLaw);
        var renal = RenalModels.FirstOrDefault(model => modelLaw.Has(Keys.Risk.CmsHcc.Coefficients, model))
            ?? throw new LawGapException(Keys.Risk.CmsHcc.Coefficients.Id, $"end-stage renal disease in {modelLaw.PaymentYear}");
        _codes.Remove(year, out var codes);
        var general = PeopleOf([.. blend.Select(part => (part.Model, part.Share))], law, modelLaw, codes!);
        var ofRenal = PeopleOf([(renal, Ratio.One)], law, modelLaw, codes!);
        foreach (var (key, isRenal, row) in StorePeople.Stream(_engine, _request.Aco, new ScoreYears(law.PaymentYear)))
            (isRenal ? ofRenal : general).Add(key, row);
        foreach (var parameter in law.Unverified.Concat(modelLaw.Unverified))
            _unverified.Add(parameter);
        var words = string.Join(" + ", blend.Select(part => blend.Count == 1 ? part.Model : $"{part.Share.Amount:P0} {part.Model}"));
        return Everybody(new YearScores(year, $"{words}; {renal}", general.End(), ofRenal.End(), ByType.Of(_ => (PersonScores?)null)),
            (int)law[Keys.Risk.CmsHcc.AgedFrom].Amount);
    }

    /// <summary>Mean scores of the assigned people of each type, weighted by months. Who has no score is left out and counted.</summary>
    public static ByType<TypeRisk> Means(YearExpenditures year, YearScores scores, List<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(year);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(findings);
        var sums = new MonthlyMean[EnrollmentTypes.All.Count];
        foreach (var person in year.People)
        {
            if (scores.Of(person.Type).TryGet(person.Key, out var score))
                sums[(int)person.Type].Add(score, person.Months);
        }
        var means = ByType.Of(type => new TypeRisk(
            sums[(int)type].Mean?.Score, sums[(int)type].Mean?.Demographic, year.Months(type), (int)sums[(int)type].Months, false));
        foreach (var type in EnrollmentTypes.All.Where(type => means[type].ScoredMonths < means[type].Months))
        {
            findings.Add(new Finding(Severity.Warning, Source, 0, "",
                $"{Math.Round((means[type].Months - means[type].ScoredMonths) / 12m, 2)} of {Math.Round(means[type].Months / 12m, 2)} "
                + $"assigned person-years of {year.Year}, {type.Words()}, have no risk score and are left out of the mean (A-702)",
                $"'accountable risk score --store' for {year.Year} says why people are not scored"));
        }
        return means;
    }

    private RiskPeople PeopleOf(IReadOnlyList<(string Name, Ratio Share)> parts, RuleYear law, RuleYear modelLaw, YearCodes codes) =>
        new([.. parts.Select(part =>
        {
            var (model, bulk) = Model(part.Name, law.PaymentYear.Value);
            return new RiskPart(model, bulk, part.Share,
                segment => FactorOf(part.Name, segment, modelLaw, isBlend: parts.Count > 1));
        })], law, codes);

    /// <summary>Adds the means over the months of everybody in the files, where they are asked for.</summary>
    private YearScores Everybody(YearScores scores, int agedFrom)
    {
        if (!_request.EstimateMeans)
            return scores;
        var sums = new MonthlyMean[EnrollmentTypes.All.Count];
        using var reader = _engine.Stream(FactModels.Sql("run_everybody"), ("aco", _request.Aco),
            ("first_month", new DateOnly(scores.Year, 1, 1)), ("last_month", new DateOnly(scores.Year, 12, 1)), ("aged_from", agedFrom));
        while (reader.Read())
        {
            var type = (EnrollmentType)(reader.GetInt32(1) - 1);
            if (scores.Of(type).TryGet(reader.GetInt64(0), out var score))
                sums[(int)type].Add(score, reader.GetInt64(2));
        }
        return scores with { Everybody = ByType.Of(type => sums[(int)type].Mean) };
    }

    /// <summary>The normalization factor. Alone a model needs none: renormalization divides it out again; a blend needs those of its
    /// parts.</summary>
    private static decimal FactorOf(string model, Segment segment, RuleYear law, bool isBlend) =>
        isBlend || law.Has(Keys.Risk.Normalization.Factor, Normalization.Series(model, segment))
            ? Normalization.Factor(model, segment, law).Amount : 1;

    /// <summary>A model with the map of the year, or of the nearest year with one, the later of two.</summary>
    private (HccModel Model, BulkScore Bulk) Model(string name, int year)
    {
        if (_models.TryGetValue((name, year), out var known))
            return known;
        var parameter = _request.Book[Keys.Risk.CmsHcc.Icd10.Id];
        var nearest = Enumerable.Range(parameter.Covers.From, parameter.Covers.To - parameter.Covers.From + 1)
            .Where(at => Law(at).Has(Keys.Risk.CmsHcc.Icd10, name) && Law(at).Has(Keys.Risk.CmsHcc.Coefficients, name))
            .OrderBy(at => Math.Abs(at - year)).ThenByDescending(at => at).Cast<int?>().FirstOrDefault()
            ?? throw new LawGapException(parameter.Id, $"{name} in {year}");
        if (nearest != year)
        {
            Add(new Finding(Severity.Warning, Source, 0, "",
                $"diagnoses for the scores of {year} are mapped by the map of {name} of {nearest} (A-706)",
                "Nothing, if no code that changed between the years matters"));
            return _models[(name, year)] = Model(name, nearest);
        }
        var model = HccModel.For(name, Law(year));
        return _models[(name, year)] = (model, new BulkScore(model));
    }

    /// <summary>The filter of a year of service, or that of the oldest list at hand.</summary>
    private DiagnosisFilter Filter(int service)
    {
        var parameter = _request.Book[Keys.Risk.DiagnosisFilter.EligibleProcedures.Id];
        if (service < parameter.Covers.From)
        {
            Add(new Finding(Severity.Warning, Source, 0, "",
                $"diagnoses of {service} are filtered by the list of procedures of {parameter.Covers.From} (A-707)",
                "Nothing, if no procedure that came onto the list between the years matters"));
        }
        return new DiagnosisFilter(_request.Book.For(new PerformanceYear(Math.Max(service, parameter.Covers.From)), _asOf));
    }

    private RuleYear Law(int year) => _request.Book.For(new PaymentYear(year), _asOf);

    private void Add(Finding finding)
    {
        if (!_findings.Contains(finding))
            _findings.Add(finding);
    }
}
