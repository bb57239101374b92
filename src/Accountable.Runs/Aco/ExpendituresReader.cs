using System.Globalization;
using System.Runtime.InteropServices;
using Accountable.Data;
using Accountable.Data.Engines;
using Accountable.Data.Factors;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>Reads the expenditures of all years of a run: one pass over the claims of the assigned people.</summary>
/// <remarks>The relations of <see cref="AssignedYears.Fill"/> say who and when. People and dollars come in the same order, so that each
/// dollar meets its person without a search, and no more than a row a person and type is kept.</remarks>
internal sealed class ExpendituresReader(IEngine engine, AcoRequest request, RuleYear law, List<Finding> findings)
{
    private const string PersonMonths = "run_person_months";

    private readonly Dictionary<(int Year, string Service, EnrollmentType Type), (int People, decimal Paid)> _services = [];
    private readonly Dictionary<int, (HashSet<long> People, decimal Paid)> _outside = [];
    private readonly Dictionary<int, List<PersonRow>> _people = [];

    /// <summary>Reads people, months and dollars of the years.</summary>
    /// <param name="batches">The years, in ascending order, in lists of those that are read at once.</param>
    /// <exception cref="LawGapException">A day of service has no rate of sequestration.</exception>
    public void Read(IReadOnlyList<IReadOnlyList<int>> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        AssignedYears.Create(engine, PersonMonths, "year integer, bene_key bigint, month date, enrollment_type integer, is_dual boolean, "
            + "dual_is_known boolean, dual_years decimal(18,14)");
        var agedFrom = law.Book.For(new PaymentYear(request.Year.Value), law.AsOf)[Keys.Risk.CmsHcc.AgedFrom];
        foreach (var years in batches)
        {
            engine.Execute($"insert into facts.{PersonMonths}\n{FactModels.Sql("run_person_months")}", ("aco", request.Aco),
                ("first_month", new DateOnly(years[0], 1, 1)), ("last_month", new DateOnly(years[^1], 12, 1)),
                ("aged_from", (int)agedFrom.Amount));
        }
        foreach (var year in batches.SelectMany(years => years))
        {
            _people.Add(year, []);
            _outside.Add(year, ([], 0));
        }
        ReadPeople();
        foreach (var years in batches)
            ReadSpending(new DateOnly(years[0], 1, 1), new DateOnly(years[^1] + 1, 1, 1).AddDays(-1));
    }

    /// <summary>The expenditures of one year.</summary>
    /// <param name="assigned">The year's assignment.</param>
    public YearExpenditures Of(AssignedYear assigned)
    {
        ArgumentNullException.ThrowIfNull(assigned);
        var year = assigned.Year;
        var rows = CollectionsMarshal.AsSpan(_people[year]);
        var national = request.Factors?.National?.Rows.Where(row => row.Year == year).ToDictionary(row => row.Type)
            ?? new Dictionary<string, NationalRow>();
        var completion = ByType.Of(type => national.GetValueOrDefault(type.Name())?.CompletionFactor is { } factor
            ? new Ratio(factor) : law[Keys.SharedSavings.Expenditures.CompletionFactor]);
        var thresholds = Thresholds(assigned, national);
        var people = new List<PersonSpending>(rows.Length);
        var sums = new TypeExpenditures[EnrollmentTypes.All.Count];
        var (all, before) = (default(TypeExpenditures), (long?)null);
        foreach (ref readonly var row in rows)
        {
            if (row.Type is not { } type)
                continue;
            var spending = new PersonSpending(row.Key, type, row.Months, new Money(row.Paid));
            people.Add(spending);

            // Nobody of the type is on a list, so that nothing could be estimated.
            if (thresholds[type] is not { } threshold)
            {
                throw new FileRefusedException(new Finding(Severity.FileRefused, "store", 0, "truncation_threshold",
                    $"there is no truncation threshold of {year}, {type.Words()}, and nobody in the store to estimate it from",
                    "Add truncation_threshold to national.csv of the factors folder"));
            }
            var expenditures = BeneficiaryExpenditures.Determine(
                spending.Paid, new Count(row.Months), threshold, completion[type]);
            var isTruncated = TruncationThreshold.Cuts(expenditures.Annualized, threshold);
            sums[(int)type] = Add(sums[(int)type], spending, expenditures.Weighted, isTruncated, isNew: true);
            all = Add(all, spending, expenditures.Weighted, isTruncated, isNew: row.Key != before);
            before = row.Key;
        }
        SayWhatIsOutside(year, rows);
        return new YearExpenditures
        {
            Year = year,
            Assigned = People(rows, _ => true),
            People = people,
            ByType = ByType.Of(type => sums[(int)type]),
            All = all,
            Thresholds = thresholds,
            Completion = completion,
            Services = [.. _services.Where(sum => sum.Key.Year == year)
                .OrderBy(sum => sum.Key.Service, StringComparer.Ordinal).ThenBy(sum => sum.Key.Type)
                .Select(sum => new ServiceSpending(sum.Key.Service, sum.Key.Type, sum.Value.People, new Money(sum.Value.Paid)))],
            DualMonths = Sum(rows, DualMonths),
            DualOrLowIncome = LowIncome(year, rows),
            Counties = Counties(rows),
            MonthsWithoutCounty = Sum(rows, row => row.County is null ? row.Months : 0).Select((_, months) => (int)months),
        };
    }

    private static TypeExpenditures Add(TypeExpenditures sum, PersonSpending person, Money weighted, bool isTruncated, bool isNew) =>
        new(sum.People + (isNew ? 1 : 0), sum.Months + person.Months, sum.Paid + person.Paid, sum.Weighted + weighted,
            sum.Truncated + (isTruncated ? 1 : 0));

    /// <summary>How many people have a row of which something holds. The rows of a person stand together.</summary>
    private static int People(ReadOnlySpan<PersonRow> rows, Func<PersonRow, bool> holds)
    {
        var (people, before) = (0, (long?)null);
        foreach (var row in rows)
        {
            if (!holds(row) || row.Key == before)
                continue;
            people++;
            before = row.Key;
        }
        return people;
    }

    private static ByType<decimal> Sum(ReadOnlySpan<PersonRow> rows, Func<PersonRow, decimal> each)
    {
        var sums = new decimal[EnrollmentTypes.All.Count];
        foreach (var row in rows)
        {
            if (row.Type is { } type)
                sums[(int)type] += each(row);
        }
        return ByType.Of(type => sums[(int)type]);
    }

    private static Dictionary<(string County, EnrollmentType Type), int> Counties(ReadOnlySpan<PersonRow> rows)
    {
        var months = new Dictionary<(string, EnrollmentType), int>();
        foreach (var row in rows)
        {
            if (row is { County: { } county, Type: { } type })
                CollectionsMarshal.GetValueRefOrAddDefault(months, (county, type), out _) += row.Months;
        }
        return months;
    }

    /// <summary>Dual months as spans tell; without them as the annual list does, in the share of the type's months.</summary>
    private static decimal DualMonths(PersonRow row) =>
        row.UnknownMonths > 0 && row.DualYears is { } years
            ? row.DualMonths + Math.Min(row.UnknownMonths, years * 12 * row.UnknownMonths / Math.Max(1, row.AllMonths))
            : row.DualMonths;

    private ByType<decimal>? LowIncome(int year, ReadOnlySpan<PersonRow> rows)
    {
        if (People(rows, row => row.LowIncomeYears is not null) == 0)
            return null;
        if (People(rows, row => row.LowIncomeYears is null) is > 0 and var unknown)
        {
            Warn($"{unknown:N0} assigned people of {year} are not in table 1-9: their dual months alone count as dually eligible or "
                + "low-income (A-705)", "Import the assignment list whose table 1-9 names them");
        }
        return Sum(rows, row => row.LowIncomeYears is { } years
            ? years * row.Months / Math.Max(1, row.AllMonths) : DualMonths(row) / 12);
    }

    private ByType<Money?> Thresholds(AssignedYear assigned, Dictionary<string, NationalRow> national)
    {
        var given = ByType.Of(type => national.GetValueOrDefault(type.Name())?.TruncationThreshold is { } amount
            ? new Money(amount) : (Money?)null);
        if (given.Values.All(threshold => threshold is not null))
            return given;
        var (estimated, said) = ExpenditureRun.Estimate(engine, assigned.Request);
        findings.AddRange(said.Select(finding => finding with
        {
            What = $"{assigned.Year}: {finding.What}", Do = "Add truncation_threshold to national.csv of the factors folder",
        }));
        return ByType.Of(type => given[type] ?? estimated[type]);
    }

    private void ReadPeople()
    {
        // A few thousand counties name themselves a million times.
        var counties = new Dictionary<string, string>(StringComparer.Ordinal);
        using var reader = engine.Stream(FactModels.Sql("run_people"), ("aco", request.Aco));
        while (reader.Read())
        {
            var type = reader.GetInt32(2);
            var county = reader.IsDBNull(7) ? null : reader.GetString(7);
            if (county is not null && !counties.TryGetValue(county, out county))
                counties.Add(reader.GetString(7), county = reader.GetString(7).Trim());
            _people[reader.GetInt32(0)].Add(new PersonRow(
                reader.GetInt64(1), type == 0 ? null : (EnrollmentType)(type - 1), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5), reader.IsDBNull(6) ? null : reader.GetDecimal(6), county,
                reader.IsDBNull(8) ? null : reader.GetDecimal(8)));
        }
        foreach (var year in _people.Values)
        {
            var rows = CollectionsMarshal.AsSpan(year);
            for (int first = 0, end; first < rows.Length; first = end)
            {
                var months = 0;
                for (end = first; end < rows.Length && rows[end].Key == rows[first].Key; end++)
                    months += rows[end].Months;
                foreach (ref var row in rows[first..end])
                    row.AllMonths = months;
            }
        }
    }

    private void ReadSpending(DateOnly first, DateOnly last)
    {
        var state = law[Keys.SharedSavings.Expenditures.StateWithoutAddOns].Amount.ToString("00", CultureInfo.InvariantCulture);
        using var reader = engine.Stream(FactModels.Sql("run_spending"),
            ("aco", request.Aco), ("first_day", first), ("last_day", last), ("state", state));
        var before = (Year: 0, Key: 0L, Type: -1, Service: "");
        var places = _people.Keys.ToDictionary(year => year, _ => 0);
        while (reader.Read())
        {
            var now = (Year: reader.GetInt32(0), Key: reader.GetInt64(1), Type: reader.GetInt32(2), Service: reader.GetString(3));
            var paid = new Money(reader.GetDecimal(6));
            if (reader.GetBoolean(4))
                paid = PaymentBeforeSequestration.Impute(paid, reader.IsDBNull(5) ? throw Gap(now.Year) : new Ratio(reader.GetDecimal(5)));
            var dollars = paid.Amount + reader.GetDecimal(7);
            if (now.Type == 0)
            {
                var outside = _outside[now.Year];
                outside.People.Add(now.Key);
                _outside[now.Year] = (outside.People, outside.Paid + dollars);
                continue;
            }
            var type = (EnrollmentType)(now.Type - 1);
            Row(_people[now.Year], ref CollectionsMarshal.GetValueRefOrNullRef(places, now.Year), now.Key, type).Paid += dollars;
            var sum = _services.GetValueOrDefault((now.Year, now.Service, type));
            _services[(now.Year, now.Service, type)] = (sum.People + (now == before ? 0 : 1), sum.Paid + dollars);
            before = now;
        }
    }

    /// <summary>The row of a person and type, at or behind the place of the last one that was asked for.</summary>
    private static ref PersonRow Row(List<PersonRow> people, ref int place, long key, EnrollmentType type)
    {
        var rows = CollectionsMarshal.AsSpan(people);
        while (place < rows.Length && (rows[place].Key < key || (rows[place].Key == key && rows[place].Type != type)))
            place++;
        if (place == rows.Length || rows[place].Key != key)
            throw new InvalidOperationException("Dollars of a person without months of the type.");
        return ref rows[place];
    }

    private void SayWhatIsOutside(int year, ReadOnlySpan<PersonRow> rows)
    {
        if (People(rows, row => row.Type is null) is > 0 and var untyped)
        {
            Warn($"{untyped:N0} of {People(rows, _ => true):N0} people assigned for {year} have no month with an "
                + "enrollment type and add neither expenditures nor person-years (A-505)",
                "Import assignment lists, monthly statuses or eligibility.csv that name them");
        }
        var (people, paid) = _outside[year];
        if (people.Count > 0)
        {
            Warn($"{new Money(paid)} of {people.Count:N0} people assigned for {year} lie in months without an enrollment type and count "
                + "nowhere", "Look for a list that lacks months; services after a death are among these");
        }
    }

    private void Warn(string what, string then) => findings.Add(new Finding(Severity.Warning, "store", 0, "", what, then));

    private static LawGapException Gap(int year) => new("the rate of sequestration on a day of service", $"a day of {year}");

    /// <summary>A person's months of one type; no type for a person without a typed month.</summary>
    [StructLayout(LayoutKind.Auto)]
    private record struct PersonRow(
        long Key, EnrollmentType? Type, int Months, int DualMonths, int UnknownMonths, decimal? DualYears, string? County,
        decimal? LowIncomeYears)
    {
        /// <summary>Months of all types.</summary>
        public int AllMonths { get; set; }

        /// <summary>Dollars, neither annualized nor truncated.</summary>
        public decimal Paid { get; set; }
    }
}
