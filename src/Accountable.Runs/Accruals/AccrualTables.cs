using System.Text.Json;
using Accountable.Explanations;
using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Accruals;

/// <summary>The results of an accrual as tables and as one document.</summary>
public static class AccrualTables
{
    private const int MonthsAQuarter = 3;
    private const int MonthsOfYear = 12;

    /// <summary>One row a quarter and enrollment type, then the year to date and the whole year. Dollars. The range of a quarter holds what
    /// its claims still to come vary by, that of the year the months to come as well.</summary>
    public static Table Quarters(AccrualRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("period", "months", "enrollment_type", "person_years", "paid", "counted", "complete", "completed",
            "expenditures", "per_capita", "low", "high");
        foreach (var quarter in run.ToDate.GroupBy(month => ((month.Month.Month - 1) / MonthsAQuarter) + 1))
            Add(table, $"Q{quarter.Key}", run, [.. quarter]);
        Add(table, "to date", run, run.ToDate);
        var year = $"{run.Request.Year}";
        foreach (var type in EnrollmentTypes.All)
        {
            if (run.PerCapita[type] is { } each)
                table.Add(year, MonthsOfYear, type.Name(), Years(run.PersonYears[type]), null, null, null, null,
                    new Dollars(each.Amount * run.PersonYears[type]), new Dollars(each.Amount), null, null);
        }
        var years = run.PersonYears.Values.Sum();
        table.Add(year, MonthsOfYear, "all", Years(years), null, null, null, null, new Dollars(run.Expected.Expected * years),
            new Dollars(run.Expected.Expected), Of(run.Expected.Low), Of(run.Expected.High));
        return table;
    }

    /// <summary>What the year comes to: low, expected and high.</summary>
    public static Table Outlook(AccrualRun run, AccrualOutlook? outlook)
    {
        ArgumentNullException.ThrowIfNull(run);
        var years = run.PersonYears.Values.Sum();
        var table = new Table("figure", "low", "expected", "high");
        table.Add("expenditures_per_capita", Of(run.Expected.Low), new Dollars(run.Expected.Expected), Of(run.Expected.High));
        table.Add("person_years", null, Years(years), null);
        if (outlook is null)
            return table;
        table.Add("benchmark_per_capita", null, new Dollars(outlook.Benchmark), null);
        table.Add("savings", Of(outlook.Gross.Low), new Dollars(outlook.Gross.Expected), Of(outlook.Gross.High));
        var whole = outlook.Benchmark * years;
        table.Add("savings_rate", Rate(outlook.Gross.Low, whole), Rate(outlook.Gross.Expected, whole), Rate(outlook.Gross.High, whole));
        if (outlook.Earned is not { } earned)
            return table;
        table.Add("minimum_rate", null, outlook.MinimumRate, null);
        table.Add("earned_or_owed", Of(earned.Low), new Dollars(earned.Expected), Of(earned.High));
        return table;
    }

    /// <summary>The steps from age to age that months were completed by.</summary>
    public static Table Lag(AccrualRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var table = new Table("age", "factor", "deviation", "months", "complete_at_run_out");
        var target = run.ToDate[^1].Target;
        for (var age = 0; age < run.Triangle.Steps.Count && run.Triangle.Steps[age] is { } step; age++)
            table.Add(age, Math.Round(step.Factor, 6),
                step.Base == 0 ? null : Math.Round((decimal)Math.Sqrt(step.Variance / (double)step.Base * step.Months), 6), step.Months,
                run.Triangle.Factor(age, Math.Max(age, target)) is { } factor and not 0 ? Math.Round(1 / factor, 6) : null);
        return table;
    }

    /// <summary>Writes everything as one document.</summary>
    public static void Write(Utf8JsonWriter json, AccrualRun run, AccrualOutlook? outlook, Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(manifest);
        json.WriteStartObject();
        json.WritePropertyName("manifest");
        manifest.Write(json);
        json.WritePropertyName("outlook");
        Outlook(run, outlook).Write(json);
        json.WritePropertyName("quarters");
        Quarters(run).Write(json);
        json.WritePropertyName("lag");
        Lag(run).Write(json);
        json.WriteStartObject("derivations");
        foreach (var type in EnrollmentTypes.All)
        {
            if (run.PerCapita[type]?.Derivation is not { } derivation)
                continue;
            json.WritePropertyName(type.Name());
            DerivationJson.Write(json, derivation);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Add(Table table, string period, AccrualRun run, IReadOnlyList<AccrualMonth> months)
    {
        var (people, paid, counted, completed, spent) = (0, 0m, 0m, 0m, 0m);
        foreach (var type in EnrollmentTypes.All)
        {
            var figures = months.Select(month => month.Figures[type]).ToList();
            var grown = months.Sum(month => month.Figures[type].Counted * month.Factor);
            var row = (People: figures.Sum(each => each.People), Paid: figures.Sum(each => each.Paid),
                Counted: figures.Sum(each => each.Counted), Spent: grown * run.Truncation[type].Amount * run.Completion.Amount);
            if (row.People > 0)
                AddRow(table, period, months.Count, type.Name(), row.People, row.Paid, row.Counted, grown, row.Spent, null);
            (people, paid, counted, completed, spent) =
                (people + row.People, paid + row.Paid, counted + row.Counted, completed + grown, spent + row.Spent);
        }
        AddRow(table, period, months.Count, "all", people, paid, counted, completed, spent,
            people == 0 ? null : run.Range(months, spent * MonthsOfYear / people, 0));
    }

    private static void AddRow(Table table, string period, int months, string type, int people, decimal paid, decimal counted,
        decimal completed, decimal spent, AccrualRange? range) => table.Add(period, months, type, Years(people / (decimal)MonthsOfYear),
            new Dollars(paid), new Dollars(counted), completed == 0 ? null : Math.Round(counted / completed, 6), new Dollars(completed),
            new Dollars(spent), people == 0 ? null : new Dollars(spent * MonthsOfYear / people), Of(range?.Low), Of(range?.High));

    private static decimal Years(decimal years) => Math.Round(years, 6);

    private static Dollars? Of(decimal? amount) => amount is { } dollars ? new Dollars(dollars) : null;

    private static decimal? Rate(decimal? part, decimal whole) => whole == 0 || part is null ? null : Math.Round(part.Value / whole, 6);
}
