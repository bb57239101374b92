using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Expenditures;

/// <summary>The results of expenditures: a row a person and enrollment type, and the per capita amounts.</summary>
public static class ExpenditureTables
{
    /// <summary>The columns of a person's row; dollars.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["person_id", "enrollment_type", "months", "paid", "annualized", "truncated", "weighted"];

    /// <summary>One row a person and type, by identifier.</summary>
    /// <param name="run">The run.</param>
    /// <param name="ids">The newest identifier of each person by key.</param>
    public static IEnumerable<object?[]> Rows(ExpenditureRun run, IReadOnlyDictionary<long, string> ids)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(ids);
        return run.People
            .Select(person => (Id: ids.GetValueOrDefault(person.Spending.Key) ?? $"key {person.Spending.Key}", Person: person))
            .OrderBy(row => row.Id, StringComparer.Ordinal).ThenBy(row => row.Person.Spending.Type)
            .Select(row => new object?[]
            {
                row.Id, row.Person.Spending.Type.Name(), row.Person.Spending.Months, Of(row.Person.Spending.Paid),
                Of(row.Person.Expenditures.Annualized), Of(row.Person.Expenditures.Truncated), Of(row.Person.Expenditures.Weighted),
            });
    }

    /// <summary>One row an enrollment type in the regulation's order, and one of all. Dollars; expenditures are completed.</summary>
    public static Table Summary(ExpenditureRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("enrollment_type", "people", "person_years", "paid", "expenditures", "per_capita", "threshold",
            "truncated_people");
        foreach (var type in EnrollmentTypes.All)
            Add(table, type.Name(), [.. run.People.Where(person => person.Spending.Type == type)], run.Thresholds[type]);
        Add(table, "all", run.People, null);
        return table;
    }

    private static void Add(Table table, string name, IReadOnlyList<PersonExpenditures> people, Money? threshold)
    {
        var months = people.Sum(person => person.Spending.Months);
        var years = new PersonYears(months / 12m);
        var total = new Money(people.Sum(person => person.Expenditures.Weighted.Amount));
        table.Add(name, people.DistinctBy(person => person.Spending.Key).Count(), Math.Round(years.Amount, 6),
            Of(new Money(people.Sum(person => person.Spending.Paid.Amount))), Of(total), months == 0 ? null : Of(total / years),
            threshold is { } amount ? Of(amount) : null, people.Count(person => person.IsTruncated));
    }

    private static Dollars Of(Money amount) => new(amount.Amount);
}
