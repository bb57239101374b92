using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Assignment;
using Accountable.SharedSavings.Benchmark;
using Accountable.SharedSavings.Settlement;

namespace Accountable.Runs.Aco;

/// <summary>The tables of a run over a store.</summary>
internal static class AcoTables
{
    /// <summary>How many people by year, step and reason.</summary>
    public static Table Assignment(IReadOnlyList<AssignedYear> years)
    {
        var table = new Table("year", "assigned", "step", "reason", "people");
        foreach (var year in years)
        {
            foreach (var count in year.Counts)
                table.Add(year.Year, count.IsAssigned ? 1 : 0, count.Step.Word(), count.Reason.Word(), count.People);
        }
        return table;
    }

    /// <summary>Expenditures by year and enrollment type, and of all types.</summary>
    public static Table Expenditures(IReadOnlyList<YearExpenditures> years)
    {
        var table = new Table("year", "enrollment_type", "people", "person_years", "paid", "expenditures", "per_capita", "threshold",
            "completion", "truncated_people");
        foreach (var year in years)
        {
            foreach (var type in EnrollmentTypes.All)
                Add(table, year.Year, type.Name(), year.ByType[type], year.Thresholds[type], year.Completion[type].Amount);
            Add(table, year.Year, "all", year.All, null, null);
        }
        return table;
    }

    /// <summary>Dollars before truncation by year, service and enrollment type.</summary>
    public static Table Services(IReadOnlyList<YearExpenditures> years)
    {
        var table = new Table("year", "service", "enrollment_type", "people", "paid", "paid_a_person_year");
        foreach (var year in years)
        {
            foreach (var service in year.Services)
            {
                var months = year.Months(service.Type);
                table.Add(year.Year, service.Service, service.Type.Name(), service.People, new Dollars(service.Paid.Amount),
                    months == 0 ? null : new Dollars(service.Paid.Amount * 12 / months));
            }
        }
        return table;
    }

    /// <summary>Risk scores by year and enrollment type.</summary>
    public static Table Risk(IReadOnlyList<(YearExpenditures Year, ByType<TypeRisk> Risk, string Models)> years, AcoRequest request)
    {
        var table = new Table("year", "enrollment_type", "models", "person_years", "scored_person_years", "risk_score", "national_mean",
            "renormalized", "demographic_score");
        foreach (var (year, risk, models) in years)
        {
            foreach (var type in EnrollmentTypes.All)
            {
                var one = risk[type];
                var mean = request.Factors?.National?.Rows
                    .FirstOrDefault(row => row.Year == year.Year && row.Type == type.Name())?.MeanRiskScore;
                table.Add(year.Year, type.Name(), models, Six(one.Months / 12m), Six(one.ScoredMonths / 12m), Six(one.Score), mean,
                    mean is { } known ? Six(one.Score / known) : null, Six(one.Demographic));
            }
        }
        return table;
    }

    /// <summary>Steps of a waterfall.</summary>
    public static Table Steps(IReadOnlyList<WaterfallStep> steps)
    {
        var table = new Table("step", "kind", "dollars");
        foreach (var step in steps)
            table.Add(step.Label, step.IsTotal ? "level" : "move", new Dollars(step.Amount));
        return table;
    }

    /// <summary>Quality as the settlement takes it.</summary>
    public static Table Quality(string aco, int year, QualityFacts facts, QualityOutcome? outcome)
    {
        var table = new Table("aco_id", "performance_year", "quality_score", "outcome", "met_alternative");
        table.Add(aco, year, facts.Score?.Amount, outcome?.Word() ?? "", facts.MetAlternative.Holds ? 1 : 0);
        return table;
    }

    /// <summary>What cannot be computed.</summary>
    public static Table Missing(IReadOnlyList<NotComputed> missing)
    {
        var table = new Table("cannot_be_computed", "because", "supply");
        foreach (var one in missing)
            table.Add(one.What, one.Because, one.Supply);
        return table;
    }

    private static decimal? Six(decimal? number) => number is { } known ? Math.Round(known, 6) : null;

    private static void Add(Table table, int year, string name, TypeExpenditures sum, Money? threshold, decimal? completion) =>
        table.Add(year, name, sum.People, Six(sum.Months / 12m), new Dollars(sum.Paid.Amount), new Dollars(sum.Weighted.Amount),
            sum.Months == 0 ? null : new Dollars(sum.Weighted.Amount * 12 / sum.Months),
            threshold is { } amount ? new Dollars(amount.Amount) : null, completion, sum.Truncated);
}
