using System.Globalization;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>What one assigned person adds to the facts of a year and enrollment type.</summary>
/// <param name="Key">The person's key in the store.</param>
/// <param name="Type">The enrollment type; null for an assigned person without a month of any type, who adds nothing.</param>
/// <param name="Months">Months of the type in the year.</param>
/// <param name="DualMonths">Months dually eligible.</param>
/// <param name="LowIncomeYears">Person-years dually eligible or with the low-income subsidy.</param>
/// <param name="County">State and county, five digits; null when no list says.</param>
/// <param name="Lines">Claims and lines that count.</param>
/// <param name="Paid">Dollars before anything is annualized: add-ons out, sequestration added back.</param>
/// <param name="Expenditures">Annualized, truncated, completed and weighted.</param>
public sealed record FactPerson(long Key, EnrollmentType? Type, int Months, decimal DualMonths, decimal LowIncomeYears, string? County,
    int Lines, Money Paid, BeneficiaryExpenditures Expenditures);

/// <summary>Truncation thresholds and completion factors that a run used for one year.</summary>
/// <param name="Year">The year.</param>
/// <param name="Thresholds">Dollars a person-year, not rounded.</param>
/// <param name="Completion">The completion factors.</param>
public sealed record FactLaw(int Year, ByType<Money> Thresholds, ByType<Ratio> Completion);

/// <summary>The people behind the facts that one year of a run enters the benchmark and the settlement with, and their claims.
/// 42 CFR 425.601(a)(1) to (4), 425.652(a)(1) to (4).</summary>
/// <remarks>They are assigned and added up again when somebody asks, so that a run need not keep people of four years. Whoever shows them
/// compares their sums with those of the run: a store that was changed since says something else.</remarks>
public sealed class FactYear
{
    /// <summary>Risk scores; null when they were not asked for.</summary>
    private readonly YearScores? _scores;

    private FactYear(IReadOnlyList<FactPerson> people, IReadOnlyDictionary<long, string> ids, YearScores? scores) =>
        (People, Ids, _scores) = (people, ids, scores);

    /// <summary>The assigned people by key and then type.</summary>
    public IReadOnlyList<FactPerson> People { get; }

    /// <summary>The newest identifier of each person by key.</summary>
    public IReadOnlyDictionary<long, string> Ids { get; }

    /// <summary>Assigns the year as the run did and adds up its people.</summary>
    /// <param name="request">What the run was asked for.</param>
    /// <param name="law">What the run used for the year.</param>
    /// <param name="withScores">Whether to score them as well.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="FileRefusedException">The store lacks what the year needs.</exception>
    public static FactYear Of(AcoRequest request, FactLaw law, bool withScores, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(law);
        return In(request, cancel, engine =>
        {
            var (rules, findings) = (request.Book.For(request.Year, request.AsOf), new List<Finding>());
            var method = AssignedYears.MethodOf(engine, request, findings);
            var assigned = AssignedYears.Of(engine, request, law.Year, method, rules, findings, before: null);
            AssignedYears.Fill(engine, [assigned]);
            FillMonths(engine, request, rules, law.Year);
            var people = Read(engine, request, rules, law);
            return new FactYear(people, Identifiers(engine), withScores ? Scores(engine, request, law.Year, findings) : null);
        });
    }

    /// <summary>Claims and lines of one person in a year as they enter the expenditures of a type, and those that do not, with
    /// why.</summary>
    /// <param name="request">What the run was asked for.</param>
    /// <param name="year">The calendar year.</param>
    /// <param name="key">The person's key, assigned in that year.</param>
    /// <param name="type">The enrollment type; null for all of them.</param>
    /// <param name="cancel">Stops it.</param>
    public static IReadOnlyList<FactClaim> Claims(
        AcoRequest request, int year, long key, EnrollmentType? type, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return In(request, cancel, engine =>
        {
            var rules = request.Book.For(request.Year, request.AsOf);
            engine.Execute("create schema if not exists facts");
            AssignedYears.Create(engine, "run_assigned", "year integer, bene_key bigint");
            Append(engine, "run_assigned", [[year, key]]);
            AssignedYears.Create(engine, "run_months", "year integer, month date");
            Append(engine, "run_months", Enumerable.Range(1, 12).Select(month => new object?[] { year, new DateOnly(year, month, 1) }));
            FillMonths(engine, request, rules, year);
            var found = new List<FactClaim>();
            using var reader = engine.Query(FactModels.Sql("why/claims"), [("person", key), .. Days(request, rules, year)]);
            while (reader.Read())
                found.Add(FactClaim.Of(reader, type));
            return found;
        });
    }

    /// <summary>A person's score as it enters the mean of a type; null when nobody could score them or nobody asked.</summary>
    public PersonScores? ScoreOf(FactPerson person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.Type is { } type && _scores?.Of(type).TryGet(person.Key, out var score) == true ? score : null;
    }

    private static List<FactPerson> Read(IEngine engine, AcoRequest request, RuleYear rules, FactLaw law)
    {
        var rows = new List<Row>();
        using (var reader = engine.Query(FactModels.Sql("why/people"), Days(request, rules, law.Year)))
        {
            while (reader.Read())
            {
                var type = reader.GetInt32(1);
                var paid = new Money(reader.GetDecimal(10));
                if (reader.GetBoolean(7))
                    paid = FactClaim.BeforeSequestration(paid, reader.IsDBNull(8) ? null : reader.GetDecimal(8), law.Year);
                rows.Add(new Row(reader.GetInt64(0), type == 0 ? null : (EnrollmentType)(type - 1), reader.GetInt32(2), reader.GetInt32(3),
                    reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetDecimal(5),
                    reader.IsDBNull(6) ? null : reader.GetString(6).Trim(),
                    reader.IsDBNull(12) ? null : reader.GetDecimal(12), reader.GetInt32(9), paid.Amount + reader.GetDecimal(11)));
            }
        }
        var months = rows.DistinctBy(row => (row.Key, row.Type)).GroupBy(row => row.Key).ToDictionary(group => group.Key,
            group => Math.Max(1, group.Sum(row => row.Months)));
        return [.. rows.GroupBy(row => (row.Key, row.Type)).Select(group => Person([.. group], months[group.Key.Key], law))];
    }

    private static FactPerson Person(IReadOnlyList<Row> rows, int allMonths, FactLaw law)
    {
        var first = rows[0];
        // Dual months as spans tell; without them as the annual list does, in the share of the type's months.
        var dual = first.UnknownMonths > 0 && first.DualYears is { } years
            ? first.DualMonths + Math.Min(first.UnknownMonths, years * 12 * first.UnknownMonths / allMonths) : first.DualMonths;
        var paid = new Money(rows.Sum(row => row.Counted));
        var expenditures = first.Type is { } type
            ? BeneficiaryExpenditures.Determine(paid, new Count(first.Months), law.Thresholds[type], law.Completion[type])
            : new BeneficiaryExpenditures(Money.Zero, Money.Zero, Money.Zero, Money.Zero);
        return new FactPerson(first.Key, first.Type, first.Months, dual,
            first.LowIncomeYears is { } low ? low * first.Months / allMonths : dual / 12, first.County, rows.Sum(row => row.Lines), paid,
            expenditures);
    }

    private static YearScores Scores(IEngine engine, AcoRequest request, int year, List<Finding> findings)
    {
        var traced = request.Book.For(request.Year, request.AsOf);
        var agreement = AcoAgreement.Of(request, request.Agreements ?? Data.Reports.Agreements.OfStore(engine));
        var section = AgreementPeriod.Section(agreement.Start!.Value, agreement.Period ?? 1, traced);
        var reader = new RiskReader(engine, request with { EstimateMeans = false }, traced.AsOf, section == BenchmarkSection.Prospective,
            findings);
        reader.ReadDiagnoses([year]);
        return reader.Of(year);
    }

    private static void FillMonths(IEngine engine, AcoRequest request, RuleYear rules, int year)
    {
        AssignedYears.Create(engine, "run_person_months", "year integer, bene_key bigint, month date, enrollment_type integer, "
            + "is_dual boolean, dual_is_known boolean, dual_years decimal(18,14)");
        var agedFrom = rules.Book.For(new PaymentYear(request.Year.Value), rules.AsOf)[Keys.Risk.CmsHcc.AgedFrom];
        engine.Execute($"insert into facts.run_person_months\n{FactModels.Sql("run_person_months")}", ("aco", request.Aco),
            ("first_month", new DateOnly(year, 1, 1)), ("last_month", new DateOnly(year, 12, 1)), ("aged_from", (int)agedFrom.Amount));
    }

    private static (string Name, object? Value)[] Days(AcoRequest request, RuleYear rules, int year) =>
    [
        ("aco", request.Aco), ("first_day", new DateOnly(year, 1, 1)), ("last_day", new DateOnly(year + 1, 1, 1).AddDays(-1)),
        ("state", rules[Keys.SharedSavings.Expenditures.StateWithoutAddOns].Amount.ToString("00", CultureInfo.InvariantCulture)),
    ];

    private static Dictionary<long, string> Identifiers(IEngine engine)
    {
        var ids = new Dictionary<long, string>();
        using var reader = engine.Query("select i.bene_key, i.person_id from core.person_identifiers i "
            + "join facts.run_assigned a on a.bene_key = i.bene_key where i.person_id is not null");
        while (reader.Read())
            ids[reader.GetInt64(0)] = reader.GetString(1);
        return ids;
    }

    private static void Append(IEngine engine, string table, IEnumerable<object?[]> rows)
    {
        using var appender = engine.Append("facts", table);
        foreach (var row in rows)
            appender.Add(row);
        appender.Complete();
    }

    /// <summary>Opens the store as a run does. Relations of a question are its own: in a shared database nobody else sees them.</summary>
    private static T In<T>(AcoRequest request, CancellationToken cancel, Func<IEngine, T> ask)
    {
        using var store = ClaimStore.OpenToRead(request.Store);
        using var engine = store.OpenCore(ClaimLaw.Of(request.Book));
        using var stop = cancel.Register(engine.Interrupt);
        if (engine.IsShared)
            engine.Execute("begin");
        try
        {
            return ask(engine);
        }
        finally
        {
            if (engine.IsShared)
                engine.Execute("rollback");
        }
    }

    private sealed record Row(long Key, EnrollmentType? Type, int Months, int DualMonths, int UnknownMonths, decimal? DualYears,
        string? County, decimal? LowIncomeYears, int Lines, decimal Counted);
}
