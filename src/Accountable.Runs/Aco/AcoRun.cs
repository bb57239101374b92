using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Factors;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.Runs.Qpp;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>From a store of claims to the settlement of one ACO and performance year. 42 CFR part 425 subparts E to G.</summary>
/// <remarks>It prints nothing and writes nothing. What cannot be computed for want of an input is in <see cref="AcoResult.Missing"/> with
/// what to supply; the rest is computed.</remarks>
public sealed class AcoRun
{
    private const int YearsOfBenchmark = 3;

    /// <summary>Steps that are no year's: expenditures, diagnoses, and benchmark with settlement.</summary>
    private const int Others = 3;

    private readonly RuleYear _law;
    private readonly IProgress<AcoProgress>? _progress;
    private readonly CancellationToken _cancel;
    private readonly List<Finding> _findings = [];
    private readonly List<NotComputed> _missing = [];
    private readonly List<NamedTable> _tables = [];
    private readonly List<string> _notes = [];
    private readonly SortedSet<string> _unverified = new(StringComparer.Ordinal);
    private AcoRequest _request;
    private int _done;
    private int _all;

    private AcoRun(AcoRequest request, IProgress<AcoProgress>? progress, CancellationToken cancel)
    {
        (_request, _progress, _cancel) = (request, progress, cancel);
        _law = request.Book.For(request.Year, request.AsOf, traced: true);
    }

    /// <summary>Runs to the end of the scope.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="progress">Is told of each step; null for nobody.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <exception cref="FileRefusedException">The store, a list, an agreement or claims of a year are missing.</exception>
    /// <exception cref="LawGapException">The agreement period, the track or a year lies outside of the law.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AcoResult Run(AcoRequest request, IProgress<AcoProgress>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var store = ClaimStore.OpenToRead(request.Store);
        using var engine = store.OpenCore(ClaimLaw.Of(request.Book));
        return Run(request, store, engine, progress, cancel);
    }

    /// <summary>Runs over an engine that is open.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="store">The store, which names the files for the manifest.</param>
    /// <param name="engine">An engine with the store's schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="progress">Is told of each step; null for nobody.</param>
    /// <param name="cancel">Stops the run.</param>
    /// <exception cref="FileRefusedException">A list, an agreement or claims of a year are missing.</exception>
    /// <exception cref="LawGapException">The agreement period, the track or a year lies outside of the law.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static AcoResult Run(AcoRequest request, ClaimStore store, IEngine engine, IProgress<AcoProgress>? progress = null,
        CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(engine);
        var run = new AcoRun(request, progress, cancel);
        using var stop = cancel.Register(engine.Interrupt);

        // Relations of a run are its own: in a shared database nobody else sees them.
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            return run.Run(store, engine);
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    private AcoResult Run(ClaimStore store, IEngine engine)
    {
        _findings.AddRange(_request.Factors?.Findings ?? []);
        var agreements = _request.Agreements ?? Agreements.OfStore(engine);
        _findings.AddRange(agreements.Findings);
        var agreement = AcoAgreement.Of(_request, agreements);
        var start = agreement.Start!.Value;

        // The law is asked first: an agreement period outside of it is no question of claims.
        var section = AgreementPeriod.Section(start, agreement.Period ?? 1, _law);
        BenchmarkRun.CheckYear(start, _request.Year, _law);
        if (_request.Scope != AcoScope.Benchmark)
            _ = AcoSettlement.TrackOf(agreement);
        var roles = Enumerable.Range(1, YearsOfBenchmark).Select(by => (Role: $"by{by}", Year: start.Year - YearsOfBenchmark - 1 + by))
            .Append((Role: "py", Year: _request.Year.Value)).ToList();
        _all = (roles.Count * 2) + (_request.Scope == AcoScope.All ? 1 : 0) + Others;
        var years = Assign(engine, [.. roles.Select(role => role.Year)]);
        var expenditures = Spend(engine, years);
        var risk = Score(engine, section, years, expenditures);
        var history = History(roles, expenditures, risk, agreement, agreements);
        Step("benchmark and settlement");
        var benchmark = Benchmark(agreement, section, history, years[^1]);
        var quality = _request.Scope == AcoScope.Benchmark ? null : AcoSettlement.QualityOf(_request, traced: true);
        var settled = _request.Scope == AcoScope.Benchmark ? null : Settle(agreement, benchmark, quality, years[^1]);
        if (quality is not null)
            Add("quality", "Quality", AcoTables.Quality(_request.Aco, _request.Year.Value, quality, settled?.Result.Quality));
        if (_request.Scope == AcoScope.All)
            Determine(engine, agreement, years[^1]);
        Add("missing", "What cannot be computed", AcoTables.Missing(_missing));
        _unverified.UnionWith(_law.Unverified);
        return new AcoResult
        {
            Request = _request, Manifest = ManifestOf(store, history), Years = years, Expenditures = expenditures,
            Benchmark = benchmark, Settlement = settled,
            Quality = quality, Tables = _tables, Derivations = Derivations(benchmark, settled), Missing = _missing,
            Findings = _findings, Notes = [.. _notes.Distinct()], Unverified = [.. _unverified],
        };
    }

    private List<AssignedYear> Assign(IEngine engine, IReadOnlyList<int> years)
    {
        var method = AssignedYears.MethodOf(engine, _request, _findings);
        var untraced = _request.Book.For(_request.Year, _request.AsOf);
        var assigned = new List<AssignedYear>();
        foreach (var year in years)
        {
            Step($"assignment {year}");
            assigned.Add(AssignedYears.Of(engine, _request, year, method, untraced, _findings, assigned.LastOrDefault()));
        }
        _unverified.UnionWith(untraced.Unverified);
        Add("assignment", "Assignment", AcoTables.Assignment(assigned));
        AssignedYears.Fill(engine, assigned);
        return assigned;
    }

    private List<YearExpenditures> Spend(IEngine engine, IReadOnlyList<AssignedYear> years)
    {
        Step("expenditures");
        var law = _request.Book.For(_request.Year, _request.AsOf);
        var reader = new ExpendituresReader(engine, _request, law, _findings);
        reader.Read([.. AssignedYears.Batches(years, _request.PeopleAtOnce)]);
        var expenditures = years.Select(reader.Of).ToList();
        _unverified.UnionWith(law.Unverified);
        Add("expenditures", "Expenditures by enrollment type", AcoTables.Expenditures(expenditures));
        Add("services", "Spending by service", AcoTables.Services(expenditures));
        return expenditures;
    }

    private List<ByType<TypeRisk>> Score(
        IEngine engine, BenchmarkSection section, IReadOnlyList<AssignedYear> assigned, IReadOnlyList<YearExpenditures> years)
    {
        var given = _request.Factors?.AcoRisk;
        var reader = new RiskReader(engine, _request, _law.AsOf, section == BenchmarkSection.Prospective, _findings);
        var found = new List<(YearExpenditures Year, ByType<TypeRisk> Risk, string Models)>();
        var batches = AssignedYears.Batches(assigned, _request.PeopleAtOnce).ToDictionary(batch => batch[0]);
        foreach (var year in years)
        {
            if (batches.TryGetValue(year.Year, out var batch))
            {
                // The diagnoses of all batches are one step.
                if (year == years[0])
                    Step("diagnoses");
                reader.ReadDiagnoses([.. batch.Where(one => !IsGiven(given, one))]);
            }
            Step($"risk scores {year.Year}");
            if (IsGiven(given, year.Year))
            {
                var rows = given!.Rows.Where(row => row.Year == year.Year).ToDictionary(row => row.Type);
                found.Add((year, ByType.Of(type => new TypeRisk(
                    rows[type.Name()].RiskScore, rows[type.Name()].DemographicScore, year.Months(type), year.Months(type), true)),
                    Path.GetFileName(given.Path)));
                continue;
            }
            var scores = reader.Of(year.Year);
            found.Add((year, RiskReader.Means(year, scores, _findings), scores.Models));
            if (_request.EstimateMeans)
                TakeMeans(scores);
        }
        _unverified.UnionWith(reader.Unverified);
        Add("risk", "Risk scores", AcoTables.Risk(found, _request));
        return [.. found.Select(one => one.Risk)];
    }

    private static bool IsGiven(FactorFile<AcoRiskRow>? given, int year) =>
        given is not null && EnrollmentTypes.All.All(type => given.Rows.Any(row => row.Year == year && row.Type == type.Name()));

    /// <summary>Fills mean scores of the nation that no file gives with those of everybody in the ACO's files.</summary>
    private void TakeMeans(YearScores scores)
    {
        if (_request.Factors is not { National: { } national } factors
            || EnrollmentTypes.All.All(type => Mean(scores.Year, type) is not null))
            return;
        _request = _request with
        {
            Factors = factors.With(national with
            {
                Rows = [.. national.Rows.Select(row => row.Year == scores.Year && row.MeanDemographicScore is null
                    && scores.Everybody[EnrollmentTypes.Of(row.Type)!.Value] is { } mean
                    ? row with { MeanRiskScore = Six(mean.Score), MeanDemographicScore = Six(mean.Demographic) } : row)],
            }),
        };
        _notes.Add($"A-708: the nation's mean risk scores of {scores.Year} are those of everybody in the files of {_request.Aco}");
    }

    private static decimal Six(decimal score) => Math.Round(score, 6, MidpointRounding.AwayFromZero);

    private StoreHistory History(
        List<(string Role, int Year)> roles, List<YearExpenditures> years, List<ByType<TypeRisk>> risk, AgreementYear agreement,
        Agreements agreements)
    {
        var history = new StoreHistory();
        for (var i = 0; i < roles.Count; i++)
            history.Add(roles[i].Role, years[i], risk[i], _request.Factors?.AcoRisk);
        var first = agreement.Start!.Value.Year;
        foreach (var prior in agreements.Years
            .Where(row => row.Aco == _request.Aco && row.Year >= first - YearsOfBenchmark && row.Year < first)
            .GroupBy(row => row.Year).OrderBy(rows => rows.Key).Select(rows => rows.Last()))
            history.Add(prior);
        foreach (var year in years)
        {
            if (year.MonthsWithoutCounty.Values.Sum() is > 0 and var months)
            {
                _findings.Add(new Finding(Severity.Warning, "store", 0, "STATE_COUNTY_CD",
                    $"{Math.Round(months / 12m, 2)} assigned person-years of {year.Year} have no county on any assignment list; the region "
                    + "is made of the others (A-704)", "Import the assignment lists that name them"));
            }
        }
        Add("history", "The ACO's history", history.HistoryTable);
        Add("assigned-counties", "Person-years by county", history.CountyTable);

        // Scores from claims are on the scale of the models: without the nation's means they would pass for renormalized ones.
        var scored = roles.Where((_, i) => risk[i].Values.Any(type => !type.IsGiven)).Select(role => role.Year).ToList();
        var without = scored.Where(year => EnrollmentTypes.All.Any(type => Mean(year, type) is null)).ToList();
        if (without.Count > 0)
        {
            _missing.Add(new NotComputed("renormalized risk scores, the benchmark and the settlement",
                $"the national mean risk scores of {string.Join(", ", without)} are missing",
                "Add mean_risk_score and mean_demographic_score to national.csv of the factors folder, or the ACO's own scores as "
                + "risk.csv"));
        }
        return history;
    }

    private decimal? Mean(int year, EnrollmentType type)
    {
        var row = _request.Factors?.National?.Rows.FirstOrDefault(row => row.Year == year && row.Type == type.Name());
        return row?.MeanDemographicScore is null ? null : row.MeanRiskScore;
    }

    private BenchmarkOutcome? Benchmark(AgreementYear agreement, BenchmarkSection section, StoreHistory history, AssignedYear performance)
    {
        if (_missing.Count > 0)
            return null;
        var rate = AcoSettlement.MinimumRateOf(agreement, performance.Assigned.Count, _law);
        Track? track = agreement.Track is null ? null : AcoSettlement.TrackOf(agreement);
        var request = new BenchmarkRequest(agreement.Start!.Value, _request.Year, agreement.Period ?? 1, agreement.TimesAdjusted,
            track is Track.Enhanced ? "enhanced" : track?.IsBasic() == true ? "basic" : null, rate);
        var run = new BenchmarkRun(_request.Book, _law.AsOf, traced: true);
        var outcome = run.Compute(request, new BenchmarkInputs(history.History, history.Counties, _request.Factors));
        _unverified.UnionWith(run.Unverified);
        _missing.AddRange(outcome.Missing);
        _notes.AddRange(outcome.Notes);
        if (agreement.Period is null)
            _notes.Add("agreement_period is blank: taken as the ACO's first");
        Add("benchmark", "Benchmark", BenchmarkTables.Of(outcome));
        Add("benchmark-waterfall", "From spending to the updated benchmark, dollars a person-year",
            AcoTables.Steps(BenchmarkWaterfall.Of(outcome, _request.Book)));
        return outcome;
    }

    private SettledAco? Settle(AgreementYear agreement, BenchmarkOutcome? benchmark, QualityFacts? quality, AssignedYear performance)
    {
        if (benchmark?.Total is null)
        {
            _missing.Add(new NotComputed("the settlement", "it rests on the updated benchmark", "Supply what the lines above name"));
            return null;
        }
        if (quality is null)
        {
            _missing.Add(new NotComputed("the settlement", $"the quality score of {_request.Aco} for {_request.Year} is missing",
                "Give --quality 0.85, or --quality with a file of 'mssp quality score --out'"));
            return null;
        }
        try
        {
            var settled = AcoSettlement.Settle(agreement, benchmark, performance.Assigned.Count, quality, _law);
            _notes.AddRange(settled.Notes);
            Add("settlement", "Settlement",
                SettlementTables.Of(_request.Aco, _request.Year.Value, settled.Facts, settled.Result, settled.Notes));
            Add("settlement-waterfall", "From benchmark to payment, dollars", AcoTables.Steps(Waterfall.Of(settled.Facts, settled.Result)));
            return settled;
        }
        catch (MissingFactException e)
        {
            _missing.Add(new NotComputed("the settlement", $"the rule needs {e.Fact}, which is missing",
                $"Fill in {e.Fact} of agreements.csv, or give a file with --quality"));
            return null;
        }
    }

    /// <summary>QP status by the facts that were given, else by those of the same claims: the ACO is the APM Entity, its track the
    /// model.</summary>
    private void Determine(IEngine engine, AgreementYear agreement, AssignedYear performance)
    {
        Step("QP status");
        QpRun run;
        if (_request.QpFacts is { } folder)
            run = QpRun.Read(folder, _request.Book, _request.Year, asOf: _request.AsOf);
        else
        {
            var law = _request.Book.For(_request.Year, _request.AsOf);
            var held = AssignedYears.HeldElsewhere(engine, _request, performance);
            try
            {
                var facts = StoreFacts.Of(engine, _request.Aco, $"mssp-{AcoSettlement.TrackOf(agreement).Name()}", law,
                    performance.Assigned.ToHashSet(), held);
                _findings.AddRange(facts.Findings);
                _notes.Add("A-526: QP scores rest on the people whose claims are in the store, so they are higher than CMS's");
                Add("qp-scores", "QP threshold scores", StoreFactsTables.Summary(facts));
                run = QpRun.Over(facts.ToQpFacts(), _request.Book, _request.Year, asOf: _request.AsOf);
                _unverified.UnionWith(law.Unverified);
            }
            catch (FileRefusedException e)
            {
                _missing.Add(new NotComputed("QP status", e.Finding.What, e.Finding.Do));
                return;
            }
        }
        var table = new Table([.. QpRun.Columns]);
        foreach (var row in run.Rows())
            table.Add(row);
        _findings.AddRange(run.Findings);
        _unverified.UnionWith(run.Unverified);
        Add("qp", "QP status", table);
    }

    private static List<(string Name, Derivation Root)> Derivations(BenchmarkOutcome? benchmark, SettledAco? settled)
    {
        var roots = new List<(string, Derivation)>();
        if (settled?.Result.Earned.Derivation is { } earned)
            roots.Add(("settlement", earned));
        foreach (var root in benchmark is null ? [] : BenchmarkPage.Roots(benchmark))
            roots.Add(("benchmark", root));
        return roots;
    }

    private Manifest ManifestOf(ClaimStore store, StoreHistory history) => new()
    {
        Pipeline = _request.Scope switch
        {
            AcoScope.Benchmark => "mssp benchmark",
            AcoScope.Settlement => "mssp settle",
            _ => "mssp run",
        },
        Book = _request.Book, AsOf = _law.AsOf,
        Inputs =
        [
            .. store.Manifest.Files.Where(file => file.Aco == _request.Aco || file.Aco == "all").Select(file => new ManifestInput(file.Name,
                file.Sha256, (int)Math.Min(file.RowsLoaded, int.MaxValue), new Dictionary<string, string>
                {
                    ["aco"] = _request.Aco, ["year"] = _request.Year.ToString(), ["seed"] = $"{_request.Seed}",
                })),
            .. new BenchmarkInputs(history.History, history.Counties, _request.Factors).Files,
        ],
    };

    private void Add(string name, string title, Table table) => _tables.Add(new NamedTable(name, title, table));

    private void Step(string what)
    {
        _cancel.ThrowIfCancellationRequested();
        _progress?.Report(new AcoProgress(what, _done++, _all));
    }
}
