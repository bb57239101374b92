using Accountable.Data;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.Settings;
using Accountable.Server.State;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Server.Pipelines;

/// <summary>The people behind the facts of a run, one year at a time. The last few that somebody asked for are kept in memory, and none
/// on disk.</summary>
internal sealed class FactYears(ServerSettings settings, RunSettings given, StoreView store, ResultStore results)
{
    private const string Expenditures = "expenditures";
    private const int Kept = 4;
    private const decimal HalfACent = 0.005m;
    private const decimal PersonYearDigits = 0.000001m;
    private readonly Lock _turn = new();
    private readonly List<(string Job, int Year, bool WithScores, int Generation, FactYear Facts)> _known = [];

    /// <summary>The people behind a year of a run, whose sums are those of the run.</summary>
    /// <exception cref="ApiProblem">The run has no such year, or the store is not what it was.</exception>
    public FactYear Of(Job run, int year, bool withScores, CancellationToken stop)
    {
        // One question at a time: each takes the memory of a small run.
        lock (_turn)
        {
            var generation = store.Generation;
            _known.RemoveAll(known => known.Generation != generation);
            var at = _known.FindIndex(known => known.Job == run.Id && known.Year == year && (known.WithScores || !withScores));
            if (at >= 0)
                return _known[at].Facts;
            FactYear facts;
            try
            {
                facts = FactYear.Of(RequestOf(run), LawOf(run.Id, year), withScores, stop);
            }
            catch (FileRefusedException e)
            {
                throw ApiProblem.Conflict($"{e.Finding.What}. {e.Finding.Do}");
            }
            Check(run.Id, year, facts);
            if (_known.Count >= Kept)
                _known.RemoveAt(0);
            _known.Add((run.Id, year, withScores, generation, facts));
            return facts;
        }
    }

    /// <summary>The claims of one person behind a year of a run.</summary>
    public IReadOnlyList<FactClaim> Claims(Job run, int year, long person, EnrollmentType? type, CancellationToken stop) =>
        FactYear.Claims(RequestOf(run), year, person, type, stop);

    /// <summary>What the run truncated and completed a year by.</summary>
    public FactLaw LawOf(string job, int year)
    {
        var table = Said(job);
        var columns = table.Columns.ToList();
        var (threshold, completion) = (columns.IndexOf("threshold"), columns.IndexOf("completion"));
        var rows = OfYear(table, year).ToDictionary(row => (string)row[columns.IndexOf("enrollment_type")]!);
        if (EnrollmentTypes.All.Any(type => !rows.ContainsKey(type.Name())))
            throw ApiProblem.NotThere();
        // A type without a threshold has nobody.
        return new FactLaw(year, ByType.Of(type => new Money((rows[type.Name()][threshold] as Dollars)?.Amount ?? 0)),
            ByType.Of(type => new Ratio((decimal)rows[type.Name()][completion]!)));
    }

    /// <summary>The expenditures of every year as the run left them. Runs of other pipelines have none by year.</summary>
    private Table Said(string job) => results.Table(job, Expenditures) is { } table && table.Columns.Contains("year") ? table
        : throw ApiProblem.NotThere();

    private static IEnumerable<object?[]> OfYear(Table table, int year)
    {
        var at = table.Columns.ToList().IndexOf("year");
        return table.Rows.Where(row => (decimal)row[at]! == year);
    }

    /// <summary>What the run was asked for, with the settings that held when it began.</summary>
    private AcoRequest RequestOf(Job run)
    {
        var request = RunsApi.RequestOf(run) with { SettingsAt = run.Started };
        return AcoPipeline.RequestOf(given.For(request), settings.Store, request);
    }

    /// <summary>Compares people, person-years and dollars of each type with those of the run.</summary>
    private void Check(string job, int year, FactYear facts)
    {
        var (said, now) = (Said(job), FactTables.Summary(facts));
        var columns = said.Columns.ToList();
        foreach (var row in OfYear(said, year))
        {
            var type = (string)row[columns.IndexOf("enrollment_type")]!;
            var same = now.Rows.First(other => (string)other[0]! == type);
            // The run counts in all only those with a month of a type.
            var people = type == "all" ? facts.People.Where(person => person.Type is not null).DistinctBy(person => person.Key).Count()
                : (int)same[1]!;
            if (people != (decimal)row[columns.IndexOf("people")]!
                || Math.Abs((decimal)same[3]! - (decimal)row[columns.IndexOf("person_years")]!) > PersonYearDigits
                || Math.Abs(((Dollars)same[6]!).Amount - ((Dollars)row[columns.IndexOf("expenditures")]!).Amount) > HalfACent)
            {
                throw ApiProblem.Conflict($"the store is not what it was when this run added up {year}: run again, and ask the new run");
            }
        }
    }
}
