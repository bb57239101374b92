using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Accruals;

/// <summary>What a year's expenditures will be when CMS settles it, from the claims seen so far. 42 CFR 425.601(a)(1) to (4),
/// 425.652(a)(1) to (4).</summary>
/// <remarks>Each month of service grows by the lag of claims to the end of the run-out; the rest of the year goes on as its months so far
/// . The range holds what the growth of single months and the months themselves varied by .</remarks>
public sealed class AccrualRun
{
    private const int Ages = 24;
    private const int MonthsOfYear = 12;
    private const int FewestMonths = 3;
    private const int Youngest = 2;
    private const string Citation = "42 CFR 425.601(a)(1) to (4), 425.652(a)(1) to (4)";

    private readonly AccrualRequest _request;
    private readonly AccrualClaims _claims;
    private readonly List<Finding> _findings = [];

    private AccrualRun(AccrualRequest request, AccrualClaims claims, LagTriangle triangle)
    {
        (_request, _claims, Triangle) = (request, claims, triangle);
    }

    /// <summary>What was asked for.</summary>
    public AccrualRequest Request => _request;

    /// <summary>The months of the year and of the year before, oldest first.</summary>
    public IReadOnlyList<AccrualMonth> Months { get; private set; } = [];

    /// <summary>The months of the year that count.</summary>
    public IReadOnlyList<AccrualMonth> ToDate => [.. Months.Where(month => month.Month.Year == _request.Year.Value)];

    /// <summary>How dollars grow with the age of a month.</summary>
    public LagTriangle Triangle { get; }

    /// <summary>The share of each type's dollars that truncation leaves.</summary>
    public ByType<Ratio> Truncation { get; private set; } = ByType.Of(_ => new Ratio(1));

    /// <summary>The completion factor for claims at the end of the run-out.</summary>
    public Ratio Completion { get; private set; }

    /// <summary>Expected dollars a person-year of each type, with their derivations; null for a type without people.</summary>
    public ByType<Money?> PerCapita { get; private set; } = ByType.Of(_ => (Money?)null);

    /// <summary>Person-years of the whole year of each type: those so far, and the people of the last month for the rest of it.</summary>
    public ByType<decimal> PersonYears { get; private set; } = ByType.Of(_ => 0m);

    /// <summary>Expected dollars a person-year of all types together.</summary>
    public AccrualRange Expected { get; private set; } = new(null, 0, null);

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>How many people the year has so far.</summary>
    public int People { get; private set; }

    /// <summary>Accrues for the people on CMS's lists.</summary>
    /// <param name="location">A store: a folder or a database.</param>
    /// <param name="request">What is asked for.</param>
    /// <exception cref="FileRefusedException">The store lacks lists or claims.</exception>
    /// <exception cref="LawGapException">The year, or a day of service, has no law.</exception>
    public static (AccrualRun Run, Manifest Manifest) OfLists(string location, AccrualRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var store = ClaimStore.OpenToRead(location);
        using var engine = store.OpenCore(ClaimLaw.Of(request.Law.Book));
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            return (Of(engine, request, null), new Manifest
            {
                Pipeline = "mssp accrue", Book = request.Law.Book, AsOf = request.Law.AsOf,
                Inputs = [.. store.Manifest.Files.Where(file => file.Aco == request.Aco).Select(file => new ManifestInput(file.Name, file.Sha256,
                    (int)Math.Min(file.RowsLoaded, int.MaxValue), new Dictionary<string, string> { ["people"] = "listed" }))],
            });
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    /// <summary>Accrues for the people whom our assignment finds.</summary>
    /// <param name="session">The opened store.</param>
    /// <param name="request">What is asked for.</param>
    public static AccrualRun OfAssigned(AssignmentSession session, AccrualRequest request)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Of(session.Engine, request, session.Run.Determine().Where(person => person.Determination.IsAssigned)
            .Select(person => person.Key).ToHashSet());
    }

    private static AccrualRun Of(IEngine engine, AccrualRequest request, HashSet<long>? assigned)
    {
        var completion = request.Law[Keys.SharedSavings.Expenditures.CompletionFactor];
        var claims = AccrualClaims.Of(engine, request, assigned);
        var run = new AccrualRun(request, claims, request.LagFactors is { } given ? LagTriangle.Given(claims.Newest, given)
            : LagTriangle.Of(engine, request.Aco, claims.Newest, Ages))
        {
            Completion = new Ratio(completion.Amount).From("completion factor", Keys.SharedSavings.Expenditures.CompletionFactor.Id),
        };
        run.Months = [.. claims.Months().OrderBy(month => month.Key).Select(month => run.Month(month.Key, month.Value))];
        run.SetTruncation();
        run.Expect();
        return run;
    }

    private AccrualMonth Month(DateOnly month, ByType<AccrualFigure> figures)
    {
        var runOut = _claims.RunOut.AddYears(month.Year - _request.Year.Value);
        var (age, target) = (LagTriangle.MonthsBetween(month, Triangle.Newest), LagTriangle.MonthsBetween(month, runOut));
        return new AccrualMonth(month, age, target, Triangle.Factor(age, target) ?? throw new FileRefusedException(new Finding(
            Severity.FileRefused, "store", 0, "", $"no month of service in the store was seen at all ages from {age} to {target} months, so that "
            + $"{month:yyyy-MM} cannot be completed", "Import an older year's deliveries, or give the growth by age with --lag-factors")), figures);
    }

    /// <summary>The share that truncation leaves: in the year itself once all its months are there, else in the year before
    /// .</summary>
    private void SetTruncation()
    {
        var (own, before) = (ToDate, Months.Where(month => month.Month.Year < _request.Year.Value).ToList());
        var months = own.Count == MonthsOfYear ? own : before;
        if (months.Count < MonthsOfYear)
        {
            Warn($"the store's lists cover {before.Count} of 12 months of {_request.Year.Value - 1}, so that nothing is truncated (A-743)",
                "Import the annual list of the year before");
            return;
        }
        var people = _claims.People(months[0].Month, months[^1].Month);
        var percentile = _request.Law[Keys.SharedSavings.Expenditures.TruncationPercentile];
        var year = months[0].Month.Year;
        Truncation = ByType.Of(type =>
        {
            var seen = months.Sum(month => month.Figures[type].Counted);
            var growth = seen == 0 ? 1 : months.Sum(month => month.Figures[type].Counted * month.Factor) / seen;
            var of = people.Where(person => person.Type == type)
                .Select(person => (person.Months, Paid: new Money(person.Counted * growth))).ToList();
            if (of.Count == 0 || of.Sum(person => person.Paid.Amount) <= 0)
                return new Ratio(1);
            var threshold = _request.Thresholds is { } given ? new Money(given.Values[type.Name()])
                : TruncationThreshold.Estimate(of.Select(person => BeneficiaryExpenditures.Annualize(person.Paid, new Count(person.Months))),
                    percentile);
            var left = of.Sum(person =>
                BeneficiaryExpenditures.Determine(person.Paid, new Count(person.Months), threshold, new Ratio(1)).Weighted.Amount);
            return new Ratio(left / of.Sum(person => person.Paid.Amount))
                .From($"share left by truncation in {year}, {type.Words()}", $"facts.accrual_months#{type.Name()}");
        });
        if (_request.Thresholds is null)
            Warn($"the truncation thresholds are estimated from the people of this ACO in {year} (A-743)",
                "Give CMS's with --truncation (enrollment_type,threshold)");
    }

    private void Expect()
    {
        var toDate = ToDate;
        var left = MonthsOfYear - toDate[^1].Month.Month;
        People = _claims.People(toDate[0].Month, toDate[^1].Month).Select(person => person.Key).Distinct().Count();
        PersonYears = ByType.Of(type => (toDate.Sum(month => (decimal)month.Figures[type].People)
            + (left * toDate[^1].Figures[type].People)) / MonthsOfYear);
        PerCapita = ByType.Of(type =>
        {
            var months = toDate.Sum(month => month.Figures[type].People);
            if (months == 0)
                return (Money?)null;
            var source = $"facts.accrual_months#{type.Name()}";
            var completed = new Money(toDate.Sum(month => month.Figures[type].Counted * month.Factor))
                .From($"expenditures to {toDate[^1].Month:yyyy-MM} grown to the end of the run-out, {type.Words()}", source);
            return (Share(completed, type) * Completion / new PersonYears(months / (decimal)MonthsOfYear)
                .From($"person-years to {toDate[^1].Month:yyyy-MM}, {type.Words()}", source)).As("expected expenditures per capita", Citation);
        });
        var years = PersonYears.Values.Sum();
        var expected = EnrollmentTypes.All.Sum(type => (PerCapita[type]?.Amount ?? 0) * PersonYears[type]) / years;
        Expected = Range(toDate, expected, left);
        if (toDate.Count < toDate[^1].Month.Month)
            Warn($"lists cover {toDate.Count} of the {toDate[^1].Month.Month} months to {toDate[^1].Month:yyyy-MM}",
                "Import the lists of the other months");
    }

    private Money Share(Money completed, EnrollmentType type) =>
        Truncation[type].Derivation is null ? completed : completed * Truncation[type];

    /// <summary>The expected amount with its range over some months, the rest of the year after them.</summary>
    /// <param name="months">The months that were seen.</param>
    /// <param name="expected">Dollars a person-year.</param>
    /// <param name="left">Months of the year that come after.</param>
    public AccrualRange Range(IReadOnlyList<AccrualMonth> months, decimal expected, int left)
    {
        ArgumentNullException.ThrowIfNull(months);
        var reference = Months.Where(month => month.Age >= Youngest && month.People > 0).TakeLast(MonthsOfYear).ToList();
        var known = months.Sum(month => (double)month.People);
        if (reference.Count < FewestMonths || known == 0)
        {
            if (left > 0 && !_findings.Exists(finding => finding.What.StartsWith("no range", StringComparison.Ordinal)))
                Warn($"no range is said: {reference.Count} months are at least {Youngest} months old, and {FewestMonths} are needed",
                    "Import more lists and deliveries");
            return new AccrualRange(null, expected, null);
        }
        var last = (double)months[^1].People;
        var future = left * last;
        var byMonth = reference.Select(month => (double)(Truncated(month) * month.Factor) / month.People).ToList();
        var mean = byMonth.Average();
        var deviation = byMonth.Sum(each => Math.Pow(each - mean, 2)) / (byMonth.Count - 1);

        // What the claims still to come of the months so far vary by carries into the months to come, which go on as these.
        var carried = (known + future) / known;
        var growth = Triangle.Variance([.. months.Select(month => (Truncated(month), month.Age, month.Target))]) * carried * carried;
        var toCome = deviation * last * last * (left + (left * (double)left / months.Count));
        var width = StudentT.Quantile(0.5 + ((double)_request.Confidence / 2), byMonth.Count - 1)
            * Math.Sqrt(growth + toCome) * MonthsOfYear / (known + future);
        return new AccrualRange(expected - (decimal)width, expected, expected + (decimal)width);
    }

    /// <summary>A month's dollars as they count, truncated and completed, before they grow.</summary>
    private decimal Truncated(AccrualMonth month) =>
        EnrollmentTypes.All.Sum(type => month.Figures[type].Counted * Truncation[type].Amount) * Completion.Amount;

    private void Warn(string what, string then) => _findings.Add(new Finding(Severity.Warning, "accrual", 0, "", what, then));
}
