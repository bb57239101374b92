using System.Globalization;
using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Expenditures;

/// <summary>What was spent on a person in one enrollment type.</summary>
/// <param name="Key">The person's key in the store.</param>
/// <param name="Type">The enrollment type.</param>
/// <param name="Months">Months of the type in the year, 1 to 12.</param>
/// <param name="Paid">Dollars, not annualized: add-ons out, sequestration added back.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PersonSpending(long Key, EnrollmentType Type, int Months, Money Paid);

/// <summary>A person's expenditures as they enter the per capita amount of a type.</summary>
/// <param name="Spending">What was spent.</param>
/// <param name="Expenditures">Annualized, truncated, completed and weighted.</param>
/// <param name="IsTruncated">Whether the threshold cut them off.</param>
public sealed record PersonExpenditures(PersonSpending Spending, BeneficiaryExpenditures Expenditures, bool IsTruncated);

/// <summary>Expenditures of the people assigned to an ACO. 42 CFR 425.601(a)(1) to (4), 425.652(a)(1) to (4).</summary>
/// <remarks>Claims are added up in SQL by person, enrollment type and rate of sequestration; everything else is done here.</remarks>
public sealed class ExpenditureRun
{
    private readonly IEngine _engine;
    private readonly AssignmentRequest _request;
    private readonly List<Finding> _findings = [];

    private ExpenditureRun(IEngine engine, AssignmentRequest request, Ratio completion)
    {
        (_engine, _request, Completion) = (engine, request, completion);
    }

    /// <summary>The completion factor.</summary>
    public Ratio Completion { get; }

    /// <summary>Dollars a person-year at which each type is truncated; null for a type with nobody in the store.</summary>
    public ByType<Money?> Thresholds { get; private set; } = ByType.Of(_ => (Money?)null);

    /// <summary>The assigned people, by key and then type.</summary>
    public IReadOnlyList<PersonExpenditures> People { get; private set; } = [];

    /// <summary>What a person should look at.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Runs an assignment and adds up what its people cost.</summary>
    /// <param name="session">The opened store.</param>
    /// <param name="given">Thresholds of a file; null to estimate them from everybody in the store.</param>
    /// <param name="completion">A factor in place of the rule book's; null for that.</param>
    /// <exception cref="LawGapException">The year, or a day of service, has no law.</exception>
    public static ExpenditureRun Of(AssignmentSession session, TruncationThresholds? given, decimal? completion)
    {
        ArgumentNullException.ThrowIfNull(session);
        var law = session.Request.Law;
        var factor = completion is { } other ? new Ratio(other) : law[Keys.SharedSavings.Expenditures.CompletionFactor];
        var run = new ExpenditureRun(session.Engine, session.Request, factor);
        var assigned = session.Run.Determine().Where(person => person.Determination.IsAssigned).Select(person => person.Key).ToHashSet();
        run.Thresholds = given is null ? run.Estimated() : ByType.Of(type => (Money?)new Money(given.Values[type.Name()]));
        run._findings.AddRange(given?.Findings ?? []);
        run.People = run.Expenditures(assigned);
        run.LookAtRunOut();
        return run;
    }

    /// <summary>Thresholds estimated from everybody in the store, and the warning that says so.</summary>
    /// <param name="engine">An engine with the schemas <c>input</c> and <c>core</c>.</param>
    /// <param name="request">The ACO, the year and the law.</param>
    internal static (ByType<Money?> Thresholds, IReadOnlyList<Finding> Findings) Estimate(IEngine engine, AssignmentRequest request)
    {
        var run = new ExpenditureRun(engine, request, Ratio.One);
        return (run.Estimated(), run.Findings);
    }

    private List<PersonExpenditures> Expenditures(HashSet<long> assigned)
    {
        var found = new List<PersonExpenditures>();
        var outside = new List<Money>();
        var enrolled = new HashSet<long>();
        foreach (var (key, type, months, paid) in Spending(_request.Aco))
        {
            if (!assigned.Contains(key))
                continue;
            if (type is null)
            {
                outside.Add(paid);
                continue;
            }
            enrolled.Add(key);
            var person = new PersonSpending(key, type.Value, months, paid);
            var threshold = Thresholds[type.Value]!.Value;
            var expenditures = BeneficiaryExpenditures.Determine(paid, new Count(months), threshold, Completion);
            found.Add(new PersonExpenditures(person, expenditures, TruncationThreshold.Cuts(expenditures.Annualized, threshold)));
        }
        if (assigned.Count > enrolled.Count)
            Warn($"{assigned.Count - enrolled.Count:N0} of {assigned.Count:N0} assigned people have no month with an enrollment type and "
                + "add neither expenditures nor person-years (A-505)", "Import assignment lists or monthly statuses that name them");
        if (outside.Count > 0)
            Warn($"{new Money(outside.Sum(paid => paid.Amount))} of {outside.Count:N0} assigned people lie in months without an "
                + "enrollment type and count nowhere", "Look for a list that lacks months; services after a death are among these");
        return found;
    }

    /// <summary>The first of two passes: everybody in the store with months. Who is in the files of two ACOs counts once.</summary>
    private ByType<Money?> Estimated()
    {
        var percentile = _request.Law[Keys.SharedSavings.Expenditures.TruncationPercentile];
        var annualized = ByType.Of(_ => new Dictionary<long, Money>());
        foreach (var aco in Acos())
        {
            foreach (var (key, type, months, paid) in Spending(aco))
            {
                if (type is { } known)
                    annualized[known].TryAdd(key, BeneficiaryExpenditures.Annualize(paid, new Count(months)));
            }
        }
        var people = annualized.Values.Sum(type => type.Count);
        Warn($"the truncation thresholds are estimated from the {people:N0} people and enrollment types in this store, "
            + "not from the nation (A-506)", "Give CMS's with --truncation (enrollment_type,threshold)");
        return annualized.Select((_, type) => type.Count == 0 ? (Money?)null : TruncationThreshold.Estimate(type.Values, percentile));
    }

    /// <summary>The ACO that is asked for comes first, then the others by name.</summary>
    private List<string> Acos()
    {
        var acos = new List<string> { _request.Aco };
        using var reader = _engine.Query("select distinct aco_id from core.enrollment_months where aco_id <> $aco order by aco_id",
            ("aco", _request.Aco));
        while (reader.Read())
            acos.Add(reader.GetString(0));
        return acos;
    }

    /// <summary>What was spent on everybody of an ACO's files, by key and then type; no type for months without one.</summary>
    private IEnumerable<(long Key, EnrollmentType? Type, int Months, Money Paid)> Spending(string aco)
    {
        var year = _request.Year.Value;
        var state = _request.Law[Keys.SharedSavings.Expenditures.StateWithoutAddOns].Amount.ToString("00", CultureInfo.InvariantCulture);
        using var reader = _engine.Query(FactModels.Sql("expenditures_by_enrollment_type"), ("aco", aco), ("state", state),
            ("first_month", new DateOnly(year, 1, 1)), ("last_month", new DateOnly(year, 12, 1)), ("last_day", new DateOnly(year, 12, 31)));
        var more = reader.Read();
        while (more)
        {
            var (key, type, months) = (reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2));
            var sum = 0m;
            for (; more && reader.GetInt64(0) == key && reader.GetInt32(1) == type; more = reader.Read())
            {
                var paid = new Money(reader.GetDecimal(5));
                if (reader.GetBoolean(3))
                    paid = PaymentBeforeSequestration.Impute(paid, reader.IsDBNull(4) ? throw Gap(year) : new Ratio(reader.GetDecimal(4)));
                sum += paid.Amount + reader.GetDecimal(6);
            }
            yield return (key, type == 0 ? null : (EnrollmentType)(type - 1), months, new Money(sum));
        }
    }

    private void LookAtRunOut()
    {
        var months = (int)_request.Law[Keys.SharedSavings.Expenditures.RunOutMonths].Amount;
        var needed = new DateOnly(_request.Year.Value + 1, 1, 1).AddMonths(months - 1);
        using var reader = _engine.Query(FactModels.Sql("newest_claims"));
        while (reader.Read())
        {
            if (reader.GetString(0) != _request.Aco || reader.IsDBNull(1))
                continue;
            var newest = reader.GetValue(1) is DateTime day ? DateOnly.FromDateTime(day) : (DateOnly)reader.GetValue(1);
            if (newest < needed)
                Warn($"the newest claim of {_request.Aco} was seen in {newest:yyyy-MM}; the completion factor is for a run-out "
                    + $"to {needed:yyyy-MM}", "Import the later deliveries, or give the factor of a shorter run-out with --completion");
        }
    }

    private static LawGapException Gap(int year) => new("the rate of sequestration on a day of service", $"a day of {year}");

    private void Warn(string what, string then) => _findings.Add(new Finding(Severity.Warning, "store", 0, "", what, then));
}
