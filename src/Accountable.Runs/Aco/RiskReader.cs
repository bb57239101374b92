using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Risk;
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

/// <summary>A person's scores of one year.</summary>
/// <param name="Score">The CMS-HCC score, normalized where the law has a factor, without coding adjustment.</param>
/// <param name="Demographic">The part of age, sex and status.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonScores(decimal Score, decimal Demographic);

/// <summary>Scores of everybody in an ACO's files for one year.</summary>
/// <param name="Year">The scored year, of which diagnoses are those of the year before.</param>
/// <param name="Models">The models with their shares, in words.</param>
/// <param name="General">Scores of people without end-stage renal disease by key.</param>
/// <param name="Renal">Scores of people with it by key.</param>
/// <param name="Everybody">Mean scores by type of everybody in the files, weighted by months; null where they are not asked for and for a
/// type with nobody.</param>
public sealed record YearScores(
    int Year, string Models, IReadOnlyDictionary<long, PersonScores> General, IReadOnlyDictionary<long, PersonScores> Renal,
    ByType<PersonScores?> Everybody);

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

    /// <summary>Scores one year.</summary>
    /// <exception cref="FileRefusedException">The store has no claims of the year before.</exception>
    /// <exception cref="LawGapException">The year has no models.</exception>
    public YearScores Of(int year)
    {
        var law = Law(year);
        var modelLaw = _byPerformanceYear ? Law(_request.Year.Value) : law;
        var blend = Blend.Of(modelLaw);
        var filter = Filter(year - 1);
        var years = new ScoreYears(law.PaymentYear);
        var coverage = StoreScores.Coverage(_engine, _request.Aco, years);
        if (coverage is not null)
            Add(coverage);
        LawRelations.ForDiagnoses(_engine, filter);
        var codes = StoreScores.Diagnoses(_engine, _request.Aco, years).ToList();
        var general = Scores([.. blend.Select(part => (part.Model, part.Share))], isRenal: false, law, modelLaw, codes);
        var renal = RenalModels.FirstOrDefault(model => modelLaw.Has(Keys.Risk.CmsHcc.Coefficients, model))
            ?? throw new LawGapException(Keys.Risk.CmsHcc.Coefficients.Id, $"end-stage renal disease in {modelLaw.PaymentYear}");
        var ofRenal = Scores([(renal, Ratio.One)], isRenal: true, law, modelLaw, codes);
        foreach (var parameter in law.Unverified.Concat(modelLaw.Unverified))
            _unverified.Add(parameter);
        var words = string.Join(" + ", blend.Select(part => blend.Count == 1 ? part.Model : $"{part.Share.Amount:P0} {part.Model}"));
        return new YearScores(year, $"{words}; {renal}", general, ofRenal,
            Everybody(year, general, ofRenal, (int)law[Keys.Risk.CmsHcc.AgedFrom].Amount));
    }

    /// <summary>Mean scores of the assigned people of each type, weighted by months. Who has no score is left out and counted.</summary>
    public static ByType<TypeRisk> Means(YearExpenditures year, YearScores scores, List<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(year);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(findings);
        var means = ByType.Of(type =>
        {
            var of = type == EnrollmentType.Esrd ? scores.Renal : scores.General;
            var (score, demographic, months, scored) = (0m, 0m, 0, 0);
            foreach (var person in year.People.Where(person => person.Spending.Type == type))
            {
                months += person.Spending.Months;
                if (!of.TryGetValue(person.Spending.Key, out var one))
                    continue;
                scored += person.Spending.Months;
                score += one.Score * person.Spending.Months;
                demographic += one.Demographic * person.Spending.Months;
            }
            return scored == 0 ? new TypeRisk(null, null, months, 0, false)
                : new TypeRisk(score / scored, demographic / scored, months, scored, false);
        });
        foreach (var type in EnrollmentTypes.All.Where(type => means[type].ScoredMonths < means[type].Months))
        {
            findings.Add(new Finding(Severity.Warning, Source, 0, "",
                $"{Math.Round((means[type].Months - means[type].ScoredMonths) / 12m, 2)} of {Math.Round(means[type].Months / 12m, 2)} "
                + $"assigned person-years of {year.Year}, {type.Words()}, have no risk score and are left out of the mean (A-702)",
                $"'accountable risk score --store' for {year.Year} says why people are not scored"));
        }
        return means;
    }

    private Dictionary<long, PersonScores> Scores(
        IReadOnlyList<(string Name, Ratio Share)> parts, bool isRenal, RuleYear law, RuleYear modelLaw,
        List<(long Person, string Code)> codes)
    {
        var models = parts.Select(part => Model(part.Name, law.PaymentYear.Value)).ToList();
        var people = StorePeople.Read(_engine, _request.Aco, new ScoreYears(law.PaymentYear), isRenal);
        var file = people.ToFile(0, null);
        var diagnoses = DiagnosesFile.Of(Source, codes.Where(row => people.Places.ContainsKey(row.Person))
            .Select(row => ((int?)people.Places[row.Person], row.Code)));
        var enrolled = Enrollment.Of(file, [.. models.Select(model => model.Model)], law);
        var columns = ScoreRun.Columns(enrolled, diagnoses);
        var scores = models.Select(model =>
        {
            var into = new ScoreColumns(columns.Count);
            ScoreRun.ScoreAll(model.Bulk, columns, into);
            return into;
        }).ToList();
        var found = new Dictionary<long, PersonScores>(people.Places.Count);
        foreach (var (key, place) in people.Places)
        {
            if (!enrolled.Usable[place] || scores.Exists(score => !score.Scored[place]))
                continue;
            var (score, demographic) = (0m, 0m);
            for (var i = 0; i < parts.Count; i++)
            {
                var factor = FactorOf(parts[i].Name, columns[place].Segment, modelLaw, isBlend: parts.Count > 1);
                score += scores[i].Raw[place] / factor * parts[i].Share.Amount;
                demographic += scores[i].Demographic[place] / factor * parts[i].Share.Amount;
            }
            found.Add(key, new PersonScores(score, demographic));
        }
        return found;
    }

    /// <summary>Means over the months of everybody in the files; null where they are not asked for and for a type with nobody.</summary>
    private ByType<PersonScores?> Everybody(
        int year, IReadOnlyDictionary<long, PersonScores> general, IReadOnlyDictionary<long, PersonScores> renal, int agedFrom)
    {
        var sums = new Dictionary<EnrollmentType, (decimal Score, decimal Demographic, decimal Months)>();
        if (!_request.EstimateMeans)
            return ByType.Of(_ => (PersonScores?)null);
        using var reader = _engine.Query(FactModels.Sql("run_everybody"), ("aco", _request.Aco),
            ("first_month", new DateOnly(year, 1, 1)), ("last_month", new DateOnly(year, 12, 1)), ("aged_from", agedFrom));
        while (reader.Read())
        {
            var (type, months) = ((EnrollmentType)(reader.GetInt32(1) - 1), reader.GetInt64(2));
            if (!(type == EnrollmentType.Esrd ? renal : general).TryGetValue(reader.GetInt64(0), out var score))
                continue;
            var sum = sums.GetValueOrDefault(type);
            sums[type] = (sum.Score + (score.Score * months), sum.Demographic + (score.Demographic * months), sum.Months + months);
        }
        return ByType.Of(type => sums.TryGetValue(type, out var sum)
            ? new PersonScores(sum.Score / sum.Months, sum.Demographic / sum.Months) : (PersonScores?)null);
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
