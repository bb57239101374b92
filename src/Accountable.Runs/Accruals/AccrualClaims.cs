using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Accruals;

/// <summary>The months and claims of an accrual, from January of the year before.</summary>
internal sealed class AccrualClaims
{
    private const string StatusSource = "status";

    private readonly IEngine _engine;
    private readonly AccrualRequest _request;

    private AccrualClaims(IEngine engine, AccrualRequest request)
    {
        (_engine, _request) = (engine, request);
    }

    /// <summary>January of the year before.</summary>
    public DateOnly First => new(_request.Year.Value - 1, 1, 1);

    /// <summary>The newest month in which claims were seen.</summary>
    public DateOnly Newest { get; private set; }

    /// <summary>The last month of service that counts.</summary>
    public DateOnly Through { get; private set; }

    /// <summary>The last month of the run-out, whose claims are the last that count.</summary>
    public DateOnly RunOut => new DateOnly(_request.Year.Value, 12, 1)
        .AddMonths((int)_request.Law[Keys.SharedSavings.Expenditures.RunOutMonths].Amount);

    private bool IsCut { get; set; }

    /// <summary>Makes the relations.</summary>
    /// <param name="engine">An engine with the relations of core.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="assigned">Whom to count where no list of CMS does; null where lists must.</param>
    /// <exception cref="FileRefusedException">The store lacks lists or claims of the months.</exception>
    public static AccrualClaims Of(IEngine engine, AccrualRequest request, IReadOnlySet<long>? assigned)
    {
        var claims = new AccrualClaims(engine, request);
        claims.SetNewest();
        claims.FillMonths(assigned);
        claims.FillClaims();
        return claims;
    }

    /// <summary>People and dollars by month and type.</summary>
    /// <exception cref="LawGapException">A day of service has no rate of sequestration.</exception>
    public IReadOnlyDictionary<DateOnly, ByType<AccrualFigure>> Months()
    {
        var found = new SortedDictionary<DateOnly, AccrualFigure[]>();
        using (var reader = _engine.Query("select month, enrollment_type, cast(count(*) as integer) from facts.accrual_months "
            + "group by month, enrollment_type"))
        {
            while (reader.Read())
                At(reader.GetFieldValue<DateOnly>(0))[reader.GetInt32(1) - 1] = new AccrualFigure(reader.GetInt32(2), 0, 0);
        }
        using (var reader = _engine.Query(FactModels.Sql("accruals/months")))
        {
            while (reader.Read())
            {
                var (figures, type, paid) = (At(reader.GetFieldValue<DateOnly>(0)), reader.GetInt32(1) - 1, reader.GetDecimal(4));
                figures[type] = figures[type] with
                {
                    Paid = figures[type].Paid + paid,
                    Counted = figures[type].Counted + Gross(reader.GetBoolean(2), reader.IsDBNull(3) ? null : reader.GetDecimal(3), paid)
                        + reader.GetDecimal(5),
                };
            }
        }
        return found.ToDictionary(month => month.Key, month => ByType.Of(type => month.Value[(int)type]));

        AccrualFigure[] At(DateOnly month)
        {
            if (!found.TryGetValue(month, out var figures))
                found.Add(month, figures = [.. EnrollmentTypes.All.Select(_ => new AccrualFigure(0, 0, 0))]);
            return figures;
        }
    }

    /// <summary>What counts of each person in a period, by type and months; dollars.</summary>
    public List<(long Key, EnrollmentType Type, int Months, decimal Counted)> People(DateOnly first, DateOnly last)
    {
        var people = new List<(long Key, EnrollmentType Type, int Months, decimal Counted)>();
        using var reader = _engine.Query(FactModels.Sql("accruals/people"), ("first_month", first), ("last_month", last));
        while (reader.Read())
        {
            var (key, type) = (reader.GetInt64(0), (EnrollmentType)(reader.GetInt32(1) - 1));
            var counted = Gross(reader.GetBoolean(3), reader.IsDBNull(4) ? null : reader.GetDecimal(4), reader.GetDecimal(5))
                + reader.GetDecimal(6);
            if (people.Count > 0 && people[^1].Key == key && people[^1].Type == type)
                people[^1] = people[^1] with { Counted = people[^1].Counted + counted };
            else
                people.Add((key, type, reader.GetInt32(2), counted));
        }
        return people;
    }

    private decimal Gross(bool isImputed, decimal? rate, decimal paid) => !isImputed || paid == 0 ? paid
        : PaymentBeforeSequestration.Impute(new Money(paid), new Ratio(rate ?? throw new LawGapException(
            "the rate of sequestration on a day of service", $"a day of {_request.Year.Value - 1} or {_request.Year.Value}"))).Amount;

    private void SetNewest()
    {
        // Claims seen after the run-out count nowhere, so that a year that is over gives what its settlement counts.
        var seen = _request.Seen is { } earlier && earlier < RunOut ? earlier : RunOut;
        using var reader = _engine.Query(FactModels.Sql("tie-out/newest"), ("aco", _request.Aco),
            ("run_out", seen.AddMonths(1).AddDays(-1)));
        if (!reader.Read() || reader.IsDBNull(0))
            throw Refused($"the store has seen no claim of {_request.Aco}"
                + (_request.Seen is { } asked ? $" up to {asked:yyyy-MM}" : ""), "Import its CCLF deliveries");
        var newest = reader.GetFieldValue<DateOnly>(0);
        Newest = new DateOnly(newest.Year, newest.Month, 1);
        IsCut = reader.GetFieldValue<DateOnly>(1) >= Newest.AddMonths(1);
        if (Newest < new DateOnly(_request.Year.Value, 1, 1))
            throw Refused($"the newest claim of {_request.Aco} was seen in {Newest:yyyy-MM}, before {_request.Year}",
                $"Import the deliveries of {_request.Year}, or give an earlier year");
    }

    private void FillMonths(IReadOnlySet<long>? assigned)
    {
        _engine.Execute("create schema if not exists facts");
        _engine.Execute("drop table if exists facts.accrual_months");
        _engine.Execute("create table facts.accrual_months (bene_key bigint, month date, enrollment_type integer, source varchar)");
        _engine.Execute("insert into facts.accrual_months\n" + FactModels.Sql("tie-out/months"), ("aco", _request.Aco),
            ("first_month", First), ("last_month", new DateOnly(_request.Year.Value, 12, 1)));
        if (assigned is null)
            _engine.Execute($"delete from facts.accrual_months where source = '{StatusSource}'");
        DateOnly? last = null;
        using (var reader = _engine.Query("select max(month) from facts.accrual_months"))
        {
            if (reader.Read() && !reader.IsDBNull(0))
                last = reader.GetFieldValue<DateOnly>(0);
        }
        if (last is null || last < new DateOnly(_request.Year.Value, 1, 1))
            throw Refused($"no assignment list of {_request.Aco} in the store covers a month of {_request.Year}",
                "Import the quarterly or annual list, or count whom our assignment finds with --people assigned");
        Through = _request.Through ?? (last < Newest ? last.Value : Newest);
        if (Through.Year != _request.Year.Value || Through > Newest || Through > last)
            throw Refused($"--through {Through:yyyy-MM} lies outside of the data: claims were seen up to {Newest:yyyy-MM} and lists "
                + $"cover the months up to {last:yyyy-MM}", $"Give a month of {_request.Year} up to those");
        _engine.Execute("delete from facts.accrual_months where month > $through", ("through", Through));
        _engine.Execute("drop table if exists facts.accrual_people");
        _engine.Execute("create table facts.accrual_people (bene_key bigint)");
        using (var appender = _engine.Append("facts", "accrual_people"))
        {
            foreach (var key in PeopleKeys().Where(key => assigned?.Contains(key) != false))
                appender.Add(key);
            appender.Complete();
        }
        if (assigned is not null)
            _engine.Execute("delete from facts.accrual_months where bene_key not in (select bene_key from facts.accrual_people)");
    }

    private List<long> PeopleKeys()
    {
        var keys = new List<long>();
        using var reader = _engine.Query("select distinct bene_key from facts.accrual_months");
        while (reader.Read())
            keys.Add(reader.GetInt64(0));
        return keys;
    }

    private void FillClaims()
    {
        var last = Through.AddMonths(1).AddDays(-1);
        if (IsCut)
            ClaimsSeenBy.Create(_engine, _request.Aco, First, last, Newest.AddMonths(1).AddDays(-1));
        ClaimAmounts.Fill(_engine, "accrual_claims", "accrual_people", IsCut,
            ClaimAmounts.Parameters(_request.Law, _request.Aco, First, last));
    }

    private static FileRefusedException Refused(string what, string then) =>
        new(new Finding(Severity.FileRefused, "store", 0, "", what, then));
}
