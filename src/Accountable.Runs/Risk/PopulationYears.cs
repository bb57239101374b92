using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Risk;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.Runs.SharedSavings;

namespace Accountable.Runs.Risk;

/// <summary>How scores and HCCs of an ACO's people differ from the year before, from the claims of a store.</summary>
public sealed class PopulationYears
{
    private const string Decomposition = "what changed the mean risk score";
    private const string Comparison = "HCCs of two years";
    private readonly IEngine _engine;
    private readonly string _aco;
    private readonly RuleBook _book;
    private readonly DateOnly? _asOf;
    private readonly IReadOnlySet<string> _people;
    private readonly List<Finding> _findings = [];
    private readonly List<NotComputed> _missing = [];
    private readonly SortedSet<string> _unverified = new(StringComparer.Ordinal);
    private readonly Dictionary<int, StoreFacts> _facts = [];

    private PopulationYears(IEngine engine, string aco, RuleBook book, DateOnly? asOf, IReadOnlySet<string> people)
    {
        (_engine, _aco, _book, _asOf, _people) = (engine, aco, book, asOf, people);
    }

    /// <summary>The change of the mean score in parts that add up; null where <see cref="Missing"/> says why.</summary>
    public Table? Change { get; private set; }

    /// <summary>How many people have each HCC this year and had it last year, by the models of one year.</summary>
    public Table? Prevalence { get; private set; }

    /// <summary>HCCs of last year that were not coded again, with how many people had them.</summary>
    public Table? Gaps { get; private set; }

    /// <summary>The same person by person.</summary>
    public Table? GapsByPerson { get; private set; }

    /// <summary>What cannot be computed, and what to supply.</summary>
    public IReadOnlyList<NotComputed> Missing => _missing;

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Parameters that nobody verified.</summary>
    public IReadOnlyCollection<string> Unverified => _unverified;

    /// <summary>Compares the scores of a year with those of the year before, and the diagnoses of the year with those of the year before
    /// it.</summary>
    /// <param name="location">A folder or a database.</param>
    /// <param name="aco">The ACO.</param>
    /// <param name="year">The performance year.</param>
    /// <param name="book">The rule book.</param>
    /// <param name="asOf">The day of knowledge.</param>
    /// <param name="people">The identifiers of those who count, such as the assigned.</param>
    /// <exception cref="FileRefusedException">The store cannot be read.</exception>
    public static PopulationYears Of(
        string location, string aco, int year, RuleBook book, DateOnly? asOf, IReadOnlySet<string> people)
    {
        ArgumentNullException.ThrowIfNull(book);
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenCore(ClaimLaw.Of(book));
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            var years = new PopulationYears(engine, aco, book, asOf, people);
            years.Try(Decomposition, () => years.Decompose(year));
            years.Try(Comparison, () => years.Compare(year));
            return years;
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    private void Try(string what, Action step)
    {
        try
        {
            step();
        }
        catch (FileRefusedException e)
        {
            _missing.Add(new NotComputed(what, e.Finding.What, e.Finding.Do));
        }
        catch (LawGapException e)
        {
            _missing.Add(new NotComputed(what, e.Message.TrimEnd('.'), "Nothing: no result is shown where the law has a gap"));
        }
    }

    /// <summary>Scores of the year and of the year before: each step holds what the others change.</summary>
    private void Decompose(int year)
    {
        var (run, before) = (Run(year), Run(year - 1));

        // A year of service with months that never came would pass for people with other status and fewer conditions.
        if ((Lacking(before) ?? Lacking(run)) is { } lacking)
            throw new FileRefusedException(lacking);
        var previous = before.Score(Facts(before).People, Facts(before).Diagnoses);
        var scores = Only(run.Score(Facts(run).People, Facts(run).Diagnoses));
        Note(scores);
        Note(previous);
        var change = PopulationReport.Change(scores, previous, before);
        if (change.People == 0)
        {
            _missing.Add(new NotComputed(Decomposition, $"nobody was scored in both {year - 1} and {year}",
                "'accountable risk score --store' says why people are not scored"));
            return;
        }
        var table = PopulationReport.ToTable(change);
        Change = new Table("part", "year", "mean_score", "people", "models");
        var rest = 0m;
        foreach (var row in table.Rows)
        {
            var (part, score) = ((string)row[0]!, (decimal)row[1]!);

            // What rounding leaves goes to the last part, so that the rounded parts add up too.
            score = part == "blend" ? (decimal)table.Rows[^1][1]! - rest : score;
            rest += score;
            Change.Add(part, part == "before" ? year - 1 : year, score, change.People, Models(part == "before" ? before : run));
        }
    }

    /// <summary>Diagnoses of the year and of the year before under one set of models: those of the year after where they are law, else
    /// those of the year, whose diagnoses are a year older.</summary>
    private void Compare(int year)
    {
        ScoreRun run;
        try
        {
            run = Run(year + 1);
        }
        catch (LawGapException)
        {
            run = Run(year);
        }
        var now = Only(run.Score(Facts(run).People, Facts(run).Diagnoses));
        var last = Run(run.Law.PaymentYear.Value - 1);
        var earlier = Facts(last);
        _findings.AddRange(new[] { Lacking(last), Lacking(run) }.OfType<Finding>());
        var before = Only(run.Score(earlier.People, earlier.Diagnoses));
        Note(now);
        var service = run.Law.PaymentYear.Value - 1;
        (Prevalence, Gaps, GapsByPerson) = (new Table("model", "hcc", "people", "before_people", "diagnoses_of", "scored"),
            new Table("model", "hcc", "people", "before_people", "diagnoses_of"), new Table("person_id", "model", "hcc", "diagnoses_of"));
        var (current, past) = (Counts(now), Counts(before));
        foreach (var hcc in current.Keys.Union(past.Keys).OrderByDescending(hcc => current.GetValueOrDefault(hcc))
            .ThenByDescending(hcc => past.GetValueOrDefault(hcc)).ThenBy(hcc => hcc.Model, StringComparer.Ordinal).ThenBy(hcc => hcc.Hcc))
        {
            Prevalence.Add(hcc.Model, $"{hcc.Hcc}", current.GetValueOrDefault(hcc), past.GetValueOrDefault(hcc), service,
                now.Counts.Scored);
        }
        var gaps = PopulationReport.Gaps(now, before);
        foreach (var row in gaps.Rows)
            GapsByPerson.Add(row[0], row[1], $"{row[2]}", service);
        foreach (var group in gaps.Rows.GroupBy(row => (Model: (string)row[1]!, Hcc: (int)row[2]!))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Model, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Hcc))
            Gaps.Add(group.Key.Model, $"{group.Key.Hcc}", group.Count(), past.GetValueOrDefault(group.Key), service);
    }

    private static Dictionary<(string Model, int Hcc), int> Counts(PopulationScores scores) => PopulationReport.Prevalence(scores).Rows
        .ToDictionary(row => ((string)row[0]!, (int)row[1]!), row => (int)row[2]!);

    /// <summary>What the claims of a year of service lack; null when they fill it.</summary>
    private Finding? Lacking(ScoreRun run) => StoreScores.Coverage(_engine, _aco, new ScoreYears(run.Law.PaymentYear));

    private ScoreRun Run(int year) => new(_book, ScoreRun.BlendName, new PaymentYear(year), _asOf);

    private StoreFacts Facts(ScoreRun run)
    {
        var year = run.Law.PaymentYear.Value;
        if (_facts.TryGetValue(year, out var known))
            return known;

        // procedures of years of service before the oldest list are those of that list.
        var oldest = _book[Keys.Risk.DiagnosisFilter.EligibleProcedures.Id].Covers.From;
        if (year - 1 < oldest)
        {
            _findings.Add(new Finding(Severity.Warning, "store", 0, "",
                $"diagnoses of {year - 1} are filtered by the list of procedures of {oldest} (A-707)",
                "Nothing, if no procedure that came onto the list between the years matters"));
        }
        var filter = new DiagnosisFilter(_book.For(new PerformanceYear(Math.Max(year - 1, oldest)), _asOf));
        return _facts[year] = StoreScores.Read(_engine, _aco, run, filter);
    }

    /// <summary>The scores of those who count.</summary>
    private PopulationScores Only(PopulationScores scores)
    {
        var scored = Enumerable.Range(0, scores.People.Count)
            .Select(person => scores.Scored[person] && _people.Contains(scores.File.Rows[person].Id)).ToList();
        return scores with { Scored = scored, Counts = scores.Counts with { Scored = scored.Count(each => each) } };
    }

    private void Note(PopulationScores scores) => _unverified.UnionWith(scores.Law.Unverified);

    private static string Models(ScoreRun run) => string.Join(" + ", run.Models.Select(model => model.Name));
}
