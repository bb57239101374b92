using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Aco;

/// <summary>The people behind the facts of a year as tables: in all by enrollment type, and one by one.</summary>
public static class FactTables
{
    private const string All = "all";

    /// <summary>One row an enrollment type and one of all: people, lines, months, dollars, and where they were asked for scores.</summary>
    public static Table Summary(FactYear year)
    {
        ArgumentNullException.ThrowIfNull(year);
        var table = new Table("enrollment_type", "people", "lines", "person_years", "dual_person_years", "paid", "expenditures",
            "per_capita", "risk_score", "demographic_score");
        foreach (var type in EnrollmentTypes.All)
            Add(table, type.Name(), year, [.. year.People.Where(person => person.Type == type)]);
        Add(table, All, year, year.People);
        return table;
    }

    /// <summary>One row a person and type, who adds most first. Amounts keep their digits, so that they add up to the fact.</summary>
    /// <param name="year">The year.</param>
    /// <param name="type">The type; null for every one and those without a month.</param>
    public static Table People(FactYear year, EnrollmentType? type)
    {
        ArgumentNullException.ThrowIfNull(year);
        var table = new Table("person_id", "enrollment_type", "county", "months", "dual_months", "low_income_person_years", "lines", "paid",
            "annualized", "truncated", "expenditures", "risk_score", "demographic_score");
        foreach (var person in year.People.Where(person => type is null || person.Type == type)
            .OrderByDescending(person => person.Expenditures.Weighted.Amount).ThenBy(person => person.Key))
        {
            var (spent, score) = (person.Expenditures, year.ScoreOf(person));
            table.Add(year.Ids.GetValueOrDefault(person.Key) ?? $"key {person.Key}", person.Type?.Name() ?? "none", person.County ?? "",
                person.Months, person.DualMonths, person.LowIncomeYears, person.Lines, person.Paid.Amount,
                spent.Annualized.Amount, spent.Truncated.Amount, spent.Weighted.Amount, score?.Score, score?.Demographic);
        }
        return table;
    }

    /// <summary>One row a claim or line.</summary>
    public static Table Claims(IEnumerable<FactClaim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        var table = new Table([.. FactClaim.Columns]);
        foreach (var claim in claims)
            table.Add(claim.Row());
        return table;
    }

    private static void Add(Table table, string name, FactYear year, IReadOnlyList<FactPerson> people)
    {
        var (months, spent) = (people.Sum(person => person.Months), people.Sum(person => person.Expenditures.Weighted.Amount));
        var scored = people.Select(person => (person.Months, Score: year.ScoreOf(person)))
            .Where(person => person.Score is not null).ToList();
        var weights = scored.Sum(person => person.Months);
        decimal? Mean(Func<PersonScores, decimal> of) => weights == 0 || name == All ? null
            : scored.Sum(person => of(person.Score!.Value) * person.Months) / weights;
        table.Add(name, people.DistinctBy(person => person.Key).Count(), people.Sum(person => person.Lines), months / 12m,
            people.Sum(person => person.DualMonths) / 12, new Dollars(people.Sum(person => person.Paid.Amount)), new Dollars(spent),
            months == 0 ? null : new Dollars(spent * 12 / months), Mean(score => score.Score), Mean(score => score.Demographic));
    }
}
