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
/// <remarks>The relations of <see cref="AssignedYears.Fill"/> say who and when.</remarks>
internal sealed class ExpendituresReader(IEngine engine, AcoRequest request, RuleYear law, List<Finding> findings)
{
    private const string PersonMonths = "run_person_months";
    
    private readonly Dictionary<(int Year, long Key, EnrollmentType Type), decimal> _paid = [];
    private readonly Dictionary<(int Year, string Service, EnrollmentType Type), (int People, decimal Paid)> _services = [];
    private readonly Dictionary<int, (HashSet<long> People, decimal Paid)> _outside = [];
    private readonly Dictionary<int, List<PersonRow>> _people = [];

    /// <summary>Reads people, months and dollars of the years.</summary>
    /// <exception cref="LawGapException">A day of service has no rate of sequestration.</exception>
    public void Read(IReadOnlyList<int> years)
    {
        ArgumentNullException.ThrowIfNull(years);
        var (first, last) = (new DateOnly(years.Min(), 1, 1), new DateOnly(years.Max(), 12, 1));
        AssignedYears.Create(engine, PersonMonths, "year integer, bene_key bigint, month date, enrollment_type integer, is_dual boolean, "
            + "dual_is_known boolean, dual_years decimal(18,14)");
        var agedFrom = law.Book.For(new PaymentYear(request.Year.Value), law.AsOf)[Keys.Risk.CmsHcc.AgedFrom];
        engine.Execute($"insert into facts.{PersonMonths}\n{FactModels.Sql("run_person_months")}", ("aco", request.Aco),
            ("first_month", first), ("last_month", last), ("aged_from", (int)agedFrom.Amount));
        foreach (var year in years)
        {
            _people.Add(year, []);
            _outside.Add(year, ([], 0));
        }
        ReadPeople();
        ReadSpending(first, last.AddMonths(1).AddDays(-1));
    }

    /// <summary>The expenditures of one year.</summary>
    /// <param name="assigned">The year's assignment.</param>
    public YearExpenditures Of(AssignedYear assigned)
    {
        ArgumentNullException.ThrowIfNull(assigned);
        var year = assigned.Year;
        var rows = _people[year];
        var national = request.Factors?.National?.Rows.Where(row => row.Year == year).ToDictionary(row => row.Type)
            ?? new Dictionary<string, NationalRow>();
        var completion = ByType.Of(type => national.GetValueOrDefault(type.Name())?.CompletionFactor is { } factor
            ? new Ratio(factor) : law[Keys.SharedSavings.Expenditures.CompletionFactor]);
        var thresholds = Thresholds(assigned, national);
        var people = new List<PersonExpenditures>(rows.Count);
        foreach (var row in rows.Where(row => row.Type is not null))
        {
            var type = row.Type!.Value;
            var spending = new PersonSpending(row.Key, type, row.Months, new Money(_paid.GetValueOrDefault((year, row.Key, type))));

            // Nobody of the type is on a list, so that nothing could be estimated.
            if (thresholds[type] is not { } threshold)
            {
                throw new FileRefusedException(new Finding(Severity.FileRefused, "store", 0, "truncation_threshold",
                    $"there is no truncation threshold of {year}, {type.Words()}, and nobody in the store to estimate it from",
                    "Add truncation_threshold to national.csv of the factors folder"));
            }
            var expenditures = BeneficiaryExpenditures.Determine(
                spending.Paid, new Count(row.Months), threshold, completion[type]);
            people.Add(new PersonExpenditures(spending, expenditures, TruncationThreshold.Cuts(expenditures.Annualized, threshold)));
        }
        SayWhatIsOutside(year, rows);
        return new YearExpenditures
        {
            Year = year,
            Assigned = rows.Select(row => row.Key).Distinct().Count(),
            People = people,
            Thresholds = thresholds,
            Completion = completion,
            Services = [.. _services.Where(sum => sum.Key.Year == year)
                .OrderBy(sum => sum.Key.Service, StringComparer.Ordinal).ThenBy(sum => sum.Key.Type)
                .Select(sum => new ServiceSpending(sum.Key.Service, sum.Key.Type, sum.Value.People, new Money(sum.Value.Paid)))],
            DualMonths = ByType.Of(type => rows.Where(row => row.Type == type).Sum(DualMonths)),
            DualOrLowIncome = LowIncome(year, rows),
            Counties = rows.Where(row => row.County is not null && row.Type is not null)
                .GroupBy(row => (row.County!, row.Type!.Value)).ToDictionary(group => group.Key, group => group.Sum(row => row.Months)),
            MonthsWithoutCounty = ByType.Of(type => rows.Where(row => row.Type == type && row.County is null).Sum(row => row.Months)),
        };
    }

    /// <summary>Dual months as spans tell; without them as the annual list does, in the share of the type's months.</summary>
    private static decimal DualMonths(PersonRow row) =>
        row.UnknownMonths > 0 && row.DualYears is { } years
            ? row.DualMonths + Math.Min(row.UnknownMonths, years * 12 * row.UnknownMonths / Math.Max(1, row.AllMonths))
            : row.DualMonths;

    private ByType<decimal>? LowIncome(int year, List<PersonRow> rows)
    {
        if (rows.All(row => row.LowIncomeYears is null))
            return null;
        var unknown = rows.Where(row => row.LowIncomeYears is null).Select(row => row.Key).Distinct().Count();
        if (unknown > 0)
        {
            Warn($"{unknown:N0} assigned people of {year} are not in table 1-9: their dual months alone count as dually eligible or "
                + "low-income (A-705)", "Import the assignment list whose table 1-9 names them");
        }
        return ByType.Of(type => rows.Where(row => row.Type == type).Sum(row => row.LowIncomeYears is { } years
            ? years * row.Months / Math.Max(1, row.AllMonths) : DualMonths(row) / 12));
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
        using var reader = engine.Query(FactModels.Sql("run_people"), ("aco", request.Aco));
        while (reader.Read())
        {
            var type = reader.GetInt32(2);
            _people[reader.GetInt32(0)].Add(new PersonRow(
                reader.GetInt64(1), type == 0 ? null : (EnrollmentType)(type - 1), reader.GetInt32(3), reader.GetInt32(4),
                reader.GetInt32(5), reader.IsDBNull(6) ? null : reader.GetDecimal(6),
                reader.IsDBNull(7) ? null : reader.GetString(7).Trim(),
                reader.IsDBNull(8) ? null : reader.GetDecimal(8), 0));
        }
        foreach (var rows in _people.Values)
        {
            var months = rows.GroupBy(row => row.Key).ToDictionary(group => group.Key, group => group.Sum(row => row.Months));
            for (var i = 0; i < rows.Count; i++)
                rows[i] = rows[i] with { AllMonths = months[rows[i].Key] };
        }
    }

    private void ReadSpending(DateOnly first, DateOnly last)
    {
        var state = law[Keys.SharedSavings.Expenditures.StateWithoutAddOns].Amount.ToString("00", CultureInfo.InvariantCulture);
        using var reader = engine.Query(FactModels.Sql("run_spending"),
            ("aco", request.Aco), ("first_day", first), ("last_day", last), ("state", state));
        var before = (Year: 0, Key: 0L, Type: -1, Service: "");
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
            _paid[(now.Year, now.Key, type)] = _paid.GetValueOrDefault((now.Year, now.Key, type)) + dollars;
            var sum = _services.GetValueOrDefault((now.Year, now.Service, type));
            _services[(now.Year, now.Service, type)] = (sum.People + (now == before ? 0 : 1), sum.Paid + dollars);
            before = now;
        }
    }

    private void SayWhatIsOutside(int year, List<PersonRow> rows)
    {
        if (rows.Count(row => row.Type is null) is > 0 and var untyped)
        {
            Warn($"{untyped:N0} of {rows.Select(row => row.Key).Distinct().Count():N0} people assigned for {year} have no month with an "
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
    private readonly record struct PersonRow(
        long Key, EnrollmentType? Type, int Months, int DualMonths, int UnknownMonths, decimal? DualYears, string? County,
        decimal? LowIncomeYears, int AllMonths);
}
