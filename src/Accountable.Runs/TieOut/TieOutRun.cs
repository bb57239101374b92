using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Runs.Accruals;
using Accountable.Runs.Assignment;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.TieOut;

/// <summary>A bridge from what a store holds to the figures in CMS's expenditure report. 42 CFR 425.601(a)(1) to (4),
/// 425.652(a)(1) to (4).</summary>
/// <remarks>Each step is added up from claims, lists or another store where they tell it; is estimated only where a method is stated; and is
/// otherwise named as not seen. What is left to the report's figure is a line of its own, so that the bridge always ends there.</remarks>
public sealed class TieOutRun
{
    private const int Ages = 24;
    private const string Citation = "42 CFR 425.601(a)(1) to (4), 425.652(a)(1) to (4)";
    private const string NoStore = "name a store with what CMS held back with --other-store to have it claim by claim";

    private static readonly (string Key, string Title)[] OfOtherStore =
    [
        ("opt_outs", "Claims of people who declined to share data"), ("run_out_missing", "Claims within the run-out that came after ours"),
        ("missing_claims", "Claims that were held back from us (substance use)"), ("claims_only_here", "Claims that only our store has"),
        ("changed_claims", "Claims paid otherwise than our store says"), ("add_ons_left_in", "Add-ons that our store does not tell"),
    ];

    private readonly IEngine _engine;
    private readonly AssignmentSession _session;
    private readonly TieOutRequest _request;
    private readonly List<Finding> _findings = [];
    private readonly Bridge _bridge = new();
    private readonly Dictionary<(long Key, int Type), PersonAmounts> _amounts = [];
    private readonly Dictionary<string, decimal[,]> _steps = new(StringComparer.Ordinal);

    /// <summary>What was paid in all that the store holds: of whom our assignment finds, of them whom no list has, of whom only a list
    /// has; by type, 0 for none.</summary>
    private readonly (decimal[] Ours, decimal[] OnlyOurs, decimal[] OnlyListed) _now = (new decimal[5], new decimal[5], new decimal[5]);

    private TieOutRun(AssignmentSession session, TieOutRequest request)
    {
        (_session, _engine, _request) = (session, session.Engine, request);
        var assigned = session.Run.Determine().Where(person => person.Determination.IsAssigned).Select(person => person.Key).ToHashSet();
        People = TieOutPeople.Of(_engine, request, assigned);
        if (People.Counted.Count == 0)
            throw new FileRefusedException(new Finding(Severity.FileRefused, "store", 0, "",
                $"nobody has a month with an enrollment type from {request.FirstDay:yyyy-MM} to {request.LastMonth:yyyy-MM}",
                "Import the assignment lists of those months"));
        Claims = TieOutClaims.Of(_engine, request, People);
    }

    /// <summary>The lines from what was paid to the report's figure.</summary>
    public IReadOnlyList<BridgeLine> Lines => _bridge.Lines;

    /// <summary>What stays unexplained, if CMS had read the rules otherwise.</summary>
    public IReadOnlyList<TieOutReading> Readings { get; private set; } = [];

    /// <summary>Dollars a person-year at which each type was truncated; null for a type without people.</summary>
    public ByType<Money?> Thresholds { get; private set; } = ByType.Of(_ => (Money?)null);

    /// <summary>Where the thresholds are from.</summary>
    public string ThresholdSource { get; private set; } = "";

    /// <summary>The completion factor.</summary>
    public Ratio Completion { get; private set; }

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>What was asked for.</summary>
    public TieOutRequest Request => _request;

    internal TieOutPeople People { get; }

    internal TieOutClaims Claims { get; }

    internal IReadOnlyDictionary<(long Key, int Type), PersonAmounts> Amounts => _amounts;

    /// <summary>Builds the bridge.</summary>
    /// <param name="session">The opened store.</param>
    /// <param name="request">What is asked for; its assignment is the session's.</param>
    /// <exception cref="FileRefusedException">The store or the report lacks what a bridge needs.</exception>
    /// <exception cref="LawGapException">The year, or a day of service, has no law.</exception>
    public static TieOutRun Of(AssignmentSession session, TieOutRequest request)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        var run = new TieOutRun(session, request) { Completion = request.CompletionFactor };
        run._findings.AddRange(request.Report.Findings);
        run.AddUp();
        run.SetThresholds();
        run.FromPaidToClaims();
        run.FromClaimsToExpenditures();
        var estimates = run.FromExpendituresToTheReport();
        run.Readings = TieOutReading.All(run, estimates);
        run.LookAround();
        return run;
    }

    private void AddUp()
    {
        foreach (var (key, type, step, parts) in Claims.Sums())
        {
            var paid = parts[(int)ClaimPart.Paid];
            var (ours, counted) = (People.Assigned.Contains(key), People.Counted.Contains(key));
            if (step is TieOutClaims.Cut or TieOutClaims.RunOut)
            {
                // The cut is what is now there and the changes of the cut together.
                var now = step == TieOutClaims.Cut ? paid : -paid;
                _now.Ours[type] += ours ? now : 0;
                _now.OnlyOurs[type] += ours && !counted ? now : 0;
                _now.OnlyListed[type] += counted && !ours ? now : 0;
            }
            if (!counted || type == 0)
                continue;
            if (!_amounts.TryGetValue((key, type), out var amounts))
                _amounts.Add((key, type), amounts = new PersonAmounts());
            if (step == TieOutClaims.RunOut)
                amounts.AddLate(parts);
            else
                amounts.Add(parts);
            if (!_steps.TryGetValue(step, out var sums))
                _steps.Add(step, sums = new decimal[parts.Length, EnrollmentTypes.All.Count + 1]);
            for (var part = 0; part < parts.Length; part++)
                sums[part, type] += parts[part];
        }
        foreach (var ((key, type), amount) in People.NonClaims)
        {
            if (!_amounts.TryGetValue((key, type), out var amounts))
                _amounts.Add((key, type), amounts = new PersonAmounts());
            amounts.NonClaims += amount;
        }
        foreach (var month in People.Months.Keys.Where(month => People.Counted.Contains(month.Key)))
            _amounts.TryAdd(month, new PersonAmounts());
    }

    private void SetThresholds()
    {
        if (_request.Thresholds is { } given)
        {
            (Thresholds, ThresholdSource) = (ByType.Of(type => (Money?)new Money(given.Values[type.Name()])), Path.GetFileName(given.Path));
            _findings.AddRange(given.Findings);
        }
        else if (_request.Report.Thresholds.Values.All(threshold => threshold?.Value is > 0))
            (Thresholds, ThresholdSource) = (_request.Report.Thresholds.Select((_, threshold) => (Money?)new Money(threshold!.Value!.Value)),
                "the report");
        else if (!_request.Report.IsAnnual)
            throw new FileRefusedException(new Finding(Severity.FileRefused, "report", 0, "",
                "it prints no truncation thresholds, and those of a quarter are not estimated",
                "Give them with --truncation (enrollment_type,threshold)"), isUsage: true);
        else
        {
            var expenditures = ExpenditureRun.Of(_session, null, null);
            (Thresholds, ThresholdSource) = (expenditures.Thresholds, "estimated from the store");
            _findings.AddRange(expenditures.Findings.Where(finding => finding.What.Contains("A-506", StringComparison.Ordinal)));
        }
    }

    private decimal Step(string step, ClaimPart part, EnrollmentType type) =>
        _steps.TryGetValue(step, out var sums) ? sums[(int)part, (int)type + 1] : 0;

    private decimal Years(HashSet<long> people, EnrollmentType type, HashSet<long>? without = null) => People.Months
        .Where(month => month.Key.Type == (int)type + 1 && people.Contains(month.Key.Key) && without?.Contains(month.Key.Key) != true)
        .Sum(month => month.Value) / 12m;

    /// <summary>From what was paid for our people to the claims that count for those of CMS.</summary>
    private void FromPaidToClaims()
    {
        _bridge.Name("paid", "Paid for the people we assign, all that the store holds", BridgeBasis.Store,
            "claims netted; as paid, after sequestration, add-ons within", ByType.Of(type => Bridge.Figure("paid", "Paid", type,
                _now.Ours[(int)type + 1], Years(People.Assigned, type))), _now.Ours[0]);
        if (People.HasList)
        {
            var lists = $"CMS's list ({string.Join(", ", People.Lists)})";
            _bridge.Add("assigned_only_here", "People we assign who are not on CMS's list", BridgeBasis.Store, lists,
                type => -_now.OnlyOurs[(int)type + 1], type => -Years(People.Assigned, type, People.Counted), -_now.OnlyOurs[0]);
            _bridge.Add("listed_only", "People on CMS's list whom we do not assign", BridgeBasis.Store, lists,
                type => _now.OnlyListed[(int)type + 1], type => Years(People.Counted, type, People.Assigned), _now.OnlyListed[0]);
        }
        else
            _bridge.NotSeen("listed_only", "People whom CMS assigns otherwise",
                "the store has no list of CMS for these months: import it");
        _bridge.Add("outside_months", "Services in months without an enrollment type", BridgeBasis.Store, "they count nowhere", _ => 0,
            noType: -_bridge.NoType);
        _bridge.Add(TieOutClaims.RunOut, $"Claims seen after {_request.LastSeen:yyyy-MM-dd}", BridgeBasis.Store,
            "42 CFR 425.601(a)(1), 425.652(a)(1); cut before netting (A-730)", type => Step(TieOutClaims.RunOut, ClaimPart.Paid, type));
        foreach (var (key, title) in OfOtherStore.Where(_ => _request.OtherStore is not null).Where(step => step.Key != "add_ons_left_in"))
            _bridge.Add(key, title, BridgeBasis.OtherStore, "claim by claim (A-731)", type => Step(key, ClaimPart.Paid, type));
        if (_request.OtherStore is null)
            _bridge.NotSeen("missing_claims", "Claims that were held back from us (substance use)", NoStore);
        _bridge.Name("claims", "Paid, claims that count", BridgeBasis.Store, "");
    }

    private void FromClaimsToExpenditures()
    {
        decimal Part(ClaimPart part, EnrollmentType type) => _steps.Keys.Where(step => step is not TieOutClaims.RunOut and not "add_ons_left_in")
            .Sum(step => Step(step, part, type));
        _bridge.Add("ime", "Indirect medical education", BridgeBasis.Store, "out", type => -Part(ClaimPart.Ime, type));
        _bridge.Add("dsh", "Disproportionate share", BridgeBasis.Store, "out", type => -Part(ClaimPart.Dsh, type));
        _bridge.Add("uncompensated_care", "Uncompensated care", BridgeBasis.Store, "out", type => -Part(ClaimPart.UncompensatedCare, type));
        if (_request.OtherStore is not null)
            _bridge.Add("add_ons_left_in", "Add-ons that our store does not tell", BridgeBasis.OtherStore, "IME, DSH, uncompensated care",
                type => -Step("add_ons_left_in", ClaimPart.Ime, type) - Step("add_ons_left_in", ClaimPart.Dsh, type)
                    - Step("add_ons_left_in", ClaimPart.UncompensatedCare, type));
        _bridge.Add("population_based", "Reductions of population-based payments", BridgeBasis.Store, "added back",
            type => Part(ClaimPart.PopulationBased, type));
        _bridge.Add("sequestration", "Sequestration", BridgeBasis.Store, "added back; where no file reports it by the rate (A-504)",
            type => Part(ClaimPart.Sequestration, type));
        if (_request.NonClaims is { } payments)
            _bridge.Add("non_claims", "Payments outside of claims", BridgeBasis.File, Path.GetFileName(payments.Path),
                type => People.NonClaims.Where(paid => paid.Key.Type == (int)type + 1).Sum(paid => paid.Value));
        else
            _bridge.NotSeen("non_claims", "Payments outside of claims", (_request.Report.WithNonClaims is > 0
                ? $"the report counts {_request.Report.WithNonClaims:0} people with such payments; " : "") + "give them with --non-claims");
        var cut = ByType.Of(type => _amounts.Where(person => person.Key.Type == (int)type + 1).Sum(person => CutOff(person.Key, person.Value)));
        _bridge.Add("truncation", "Truncation", BridgeBasis.Store, $"annualized amounts above the thresholds; thresholds: {ThresholdSource}",
            type => -cut[type]);
        _bridge.Name("truncated", "Truncated expenditures", BridgeBasis.Store, "");
    }

    /// <summary>Dollars of the person-years that the threshold takes away.</summary>
    private decimal CutOff((long Key, int Type) person, PersonAmounts amounts)
    {
        var (months, threshold) = (People.Months[person], Thresholds[(EnrollmentType)(person.Type - 1)]!.Value);
        var of = BeneficiaryExpenditures.Determine(new Money(amounts.Counted), new Count(months), threshold, new Ratio(1));
        return of.Annualized == of.Truncated ? 0 : (of.Annualized - of.Truncated).Amount * months / 12;
    }

    /// <summary>Completes, prices what can only be estimated, and ends at the report's figure.</summary>
    /// <returns>Completed dollars that were estimated, by type.</returns>
    private ByType<decimal> FromExpendituresToTheReport()
    {
        var before = _bridge.Level;
        if (_request.OtherStore is null)
            EstimateRunOut();
        _bridge.Add("completion", "Completion factor", BridgeBasis.Store, $"times {Completion.Amount}", ByType.Of(type =>
            _bridge.Level[type].Dollars is { Amount: not 0 } level
                ? new BridgeFigure((level * Completion).As("completed expenditures", Citation) - level, PersonYears.Zero)
                : BridgeFigure.None));
        if (_request.OtherStore is null)
            EstimateOptOuts();
        var estimated = ByType.Of(type => _bridge.Level[type].Dollars.Amount - (before[type].Dollars.Amount * Completion.Amount));
        _bridge.Name("ours", "Our expenditures as CMS would print them", BridgeBasis.Store, "");
        var report = ByType.Of(type => new BridgeFigure(Reported(type), ReportedYears(type)));
        _bridge.Add("person_years", "Person-years that the report has and we have not", BridgeBasis.Report,
            "at our dollars a person-year (A-732)", ByType.Of(type =>
            {
                var (level, more) = (_bridge.Level[type], ReportedYears(type) - _bridge.Level[type].PersonYears);
                return new BridgeFigure(more.Amount != 0 && level.PerCapita is { } each ? each * more : Money.Zero, more);
            }));
        _bridge.Add("unexplained", "Unexplained", BridgeBasis.Report, Unexplained(report), ByType.Of(type =>
            new BridgeFigure(report[type].Dollars - _bridge.Level[type].Dollars, PersonYears.Zero)));
        _bridge.Name("report", "CMS's report", BridgeBasis.Report, "dollars are its per capita times its person-years");
        return estimated;
    }

    private string Unexplained(ByType<BridgeFigure> report)
    {
        var unseen = Lines.Where(line => line is { Basis: BridgeBasis.NotSeen }).Select(line => line.Key).ToList();
        return $"the report's rounding explains up to {EnrollmentTypes.All.Sum(type => Tolerance(type)):0.00}"
            + (unseen.Count > 0 ? $"; not seen: {string.Join(", ", unseen)}" : "");
    }

    /// <summary>How far the report's dollars of a type may be off because its figures are rounded.</summary>
    internal decimal Tolerance(EnrollmentType type) =>
        (_request.Report.PerCapita[type].HalfDigit * (_request.Report.PersonYears[type].Value ?? 0))
        + (_request.Report.PersonYears[type].HalfDigit * Math.Abs(_request.Report.PerCapita[type].Value ?? 0));

    internal PersonYears ReportedYears(EnrollmentType type) => _request.Report.PersonYears[type] is { Value: { } value and not 0 } figure
        ? new PersonYears(value).From($"person-years of the report, {type.Words()}", figure.Source) : PersonYears.Zero;

    internal Money Reported(EnrollmentType type) =>
        _request.Report.PerCapita[type] is { Value: { } value and not 0 } figure && ReportedYears(type) is { Amount: not 0 } years
            ? new Money(value).From($"expenditures per capita of the report, {type.Words()}", figure.Source) * years : Money.Zero;

    /// <summary>Where the store ends before the run-out does: what the months that are missing would add, by the store's own lag.</summary>
    private void EstimateRunOut()
    {
        var newest = new DateOnly(Claims.NewestByRunOut!.Value.Year, Claims.NewestByRunOut.Value.Month, 1);
        var missing = LagTriangle.MonthsBetween(newest, _request.LastSeen);
        if (missing <= 0)
            return;
        var (key, title) = ("run_out_missing", $"Claims within the run-out after {Claims.NewestByRunOut:yyyy-MM-dd}");
        var triangle = LagTriangle.Of(_engine, _request.Assignment.Aco, newest, Ages);
        var more = new decimal[EnrollmentTypes.All.Count + 1];
        var paid = new decimal[EnrollmentTypes.All.Count + 1];
        foreach (var (month, type, dollars) in Claims.PaidByMonth())
        {
            var age = LagTriangle.MonthsBetween(month, newest);
            if (triangle.Factor(age, age + missing) is not { } factor)
            {
                _bridge.NotSeen(key, title, "no month of service in the store was seen at both ages, so that it cannot be estimated");
                return;
            }
            paid[type] += dollars;
            more[type] += dollars * (factor - 1);
        }
        _bridge.Add(key, title, BridgeBasis.Estimated,
            $"{missing} month(s) of run-out are not in the store; by its own lag of claims, at the share that truncation left (A-733)",
            type => paid[(int)type + 1] == 0 ? 0
                : more[(int)type + 1] * _bridge.Level[type].Dollars.Amount / paid[(int)type + 1]);
    }

    private void EstimateOptOuts()
    {
        var people = People.Declined.Where(key => !EnrollmentTypes.All.Any(type =>
            _amounts.TryGetValue((key, (int)type + 1), out var amounts) && amounts.HasClaims)).ToHashSet();
        _bridge.Add("opt_outs", "Claims of people who declined to share data", people.Count == 0 ? BridgeBasis.Store : BridgeBasis.Estimated,
            $"{people.Count:N0} people of the list without a claim here, at the report's dollars a person-year (A-734)",
            ByType.Of(type =>
            {
                var years = Years(people, type);
                var figure = _request.Report.PerCapita[type];
                return years == 0 || figure.Value is not { } each || each == 0 ? BridgeFigure.None : new BridgeFigure(
                    new Money(each).From($"expenditures per capita of the report, {type.Words()}", figure.Source)
                    * new PersonYears(years).From($"person-years of people who declined, {type.Words()}", $"facts.tie_out#opt_outs {type.Name()}"),
                    PersonYears.Zero);
            }));
    }

    private void LookAround()
    {
        var report = _request.Report;
        if (report.Declined is { } declined && declined != People.Declined.Count)
            Warn($"the report counts {declined:0} people who declined to share data, the store {People.Declined.Count:N0}",
                "Import the exclusion files (BNEX) of the year");
        if (report.Beneficiaries is { } listed && listed != People.Counted.Count)
            Warn($"the report counts {listed:0} assigned beneficiaries, the store has {People.Counted.Count:N0} with a month",
                "Import the assignment list that belongs to the report");
        if (!report.IsAnnual && People.HasList && (People.Lists.Count > 1 || People.Lists[0] == "annual"))
            Warn($"the months are of the lists {string.Join(", ", People.Lists)}; the report is of a quarter",
                "Tie out in a store that ends with that quarter's list");
        if (People.NonClaimsOutside != 0)
            Warn($"{new Money(People.NonClaimsOutside)} outside of claims are of nobody who counts, or of months without a type",
                "Check the identifiers and months of the file");
        if (_amounts.Values.Sum(person => person.Ime + person.Dsh + person.UncompensatedCare) == 0 && _amounts.Values.Any(person => person.Paid > 0))
            Warn("no claim of the store tells IME, DSH or uncompensated care, so that they are left in",
                "Import CCLF, or name a store that has them with --other-store");
    }

    private void Warn(string what, string then) => _findings.Add(new Finding(Severity.Warning, "tie-out", 0, "", what, then));
}
