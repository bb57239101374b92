using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.SharedSavings;

/// <summary>A benchmark as a table: one step a row, one enrollment type a column, and all types together.</summary>
public static class BenchmarkTables
{
    /// <summary>Every step that could be computed, in order.</summary>
    public static Table Of(BenchmarkOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var table = new Table(["step", .. EnrollmentTypes.All.Select(type => type.Name()), "all"]);
        if (outcome.Historical is { } historical)
            AddHistorical(table, outcome, historical);
        if (outcome.Adjusted is { } adjusted)
            AddAdjusted(table, adjusted);
        if (outcome.Updated is { } updated)
            AddUpdated(table, outcome, updated);
        return table;
    }

    /// <summary>What cannot be computed, and what to supply.</summary>
    public static Table Missing(BenchmarkOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var table = new Table("cannot_be_computed", "because", "supply");
        foreach (var missing in outcome.Missing)
            table.Add(missing.What, missing.Because, missing.Supply);
        return table;
    }

    private static void AddHistorical(Table table, BenchmarkOutcome outcome, HistoricalExpenditures historical)
    {
        foreach (var (year, trended) in new[] { (outcome.Facts.By1, historical.By1), (outcome.Facts.By2, historical.By2) })
        {
            Dollars(table, $"expenditures {year.Year}", type => year.Assigned[type].PerCapita);
            Numbers(table, $"risk ratio {year.Year} to {outcome.Facts.By3.Year}", type => trended[type].RiskRatio);
            AddTrend(table, $"{year.Year} to {outcome.Facts.By3.Year}", type => trended[type].Trend);
            Dollars(table, $"expenditures {year.Year} at the level of {outcome.Facts.By3.Year}", type => trended[type].PerCapita);
        }
        Dollars(table, $"expenditures {outcome.Facts.By3.Year}", type => outcome.Facts.By3.Assigned[type].PerCapita);
        Numbers(table, $"share of person-years {outcome.Facts.By3.Year}", type => historical.By3Shares[type]);
        Dollars(table, "historical benchmark before adjustments", type => historical.PerCapita[type], historical.Total);
    }

    private static void AddAdjusted(Table table, AdjustedBenchmark adjusted)
    {
        if (adjusted.Regional is { } regional)
        {
            Dollars(table, "region less historical benchmark", type => regional.Difference[type]);
            Whole(table, "weight of the regional adjustment", regional.Weight.Amount);
            if (regional.Offset is { } offset)
                Whole(table, "offset of negative adjustments", offset.Amount);
            Dollars(table, "regional adjustment", type => regional.Adjustment[type], regional.Single);
        }
        if (adjusted.PriorSavings is { } prior)
            Whole(table, "prior savings adjustment", new Dollars(prior.Amount.Amount));
        if (adjusted.Population is { } population)
            Whole(table, "population adjustment", new Dollars(population.Amount.Amount));
        Whole(table, "adjustment applied", adjusted.Applied.ToString());
        Dollars(table, "adjustment", type => adjusted.Adjustment[type]);
        Dollars(table, "historical benchmark", type => adjusted.PerCapita[type], adjusted.Total);
    }

    private static void AddUpdated(Table table, BenchmarkOutcome outcome, UpdatedBenchmark updated)
    {
        Numbers(table, "risk ratio", type => updated.Risk.Uncapped[type]);
        if (updated.Risk.Cap is { } cap)
            Whole(table, "greatest risk ratio", cap.Amount);
        if (updated.Risk.Aggregate is { } aggregate)
            Whole(table, "aggregate growth of risk scores", aggregate.Amount);
        Numbers(table, "risk ratio as used", type => updated.Risk.Ratios[type]);
        if (updated.Types.Esrd.FlatAmount is not null)
            Dollars(table, "national growth in dollars", type => updated.Types[type].FlatAmount!.Value);
        else
            AddTrend(table, "to the performance year", type => updated.Types[type].Trend!);
        if (updated.Types.Esrd.Prospective is not null)
            Numbers(table, "prospective trend", type => updated.Types[type].Prospective!.Value);
        if (updated.Types.Esrd.Factor is not null)
            Numbers(table, "update factor", type => updated.Types[type].Factor!.Value);
        Dollars(table, "updated benchmark", type => updated.Types[type].PerCapita, updated.PerCapita);
        if (updated.TwoWay is { } twoWay)
            Dollars(table, "recalculated updated benchmark", type => updated.Types[type].TwoWay!.Value, twoWay);
        Whole(table, "expenditures of the performance year", new Dollars(updated.Expenditures.Amount));
        if (outcome.Guardrail is { } guardrail)
        {
            Whole(table, "guardrail", guardrail.Outcome.ToString());
            Whole(table, "benchmark that stands", new Dollars(guardrail.PerCapita.Amount));
        }
        Whole(table, "person-years", updated.PersonYears.Amount);
        Whole(table, "total benchmark", new Dollars(outcome.Total!.Value.Amount));
    }

    private static void AddTrend(Table table, string span, Func<EnrollmentType, Trend> trend)
    {
        var first = trend(EnrollmentType.Esrd);
        if (first.National is not null)
            Numbers(table, $"national growth {span}", type => trend(type).National!.Value);
        if (first.Regional is not null)
            Numbers(table, $"regional growth {span}", type => trend(type).Regional!.Value);
        if (first.NationalWeight is not null)
            Numbers(table, $"weight of national growth {span}", type => trend(type).NationalWeight!.Value);
        if (first is { National: not null, Regional: not null })
            Numbers(table, $"blended growth {span}", type => trend(type).Factor);
    }

    private static void Dollars(Table table, string step, Func<EnrollmentType, Money> value, Money? all = null) =>
        table.Add(
        [
            step, .. EnrollmentTypes.All.Select(type => (object)new Dollars(value(type).Amount)),
            all is { } total ? new Dollars(total.Amount) : null,
        ]);

    private static void Numbers(Table table, string step, Func<EnrollmentType, Ratio> value) =>
        table.Add([step, .. EnrollmentTypes.All.Select(type => (object)value(type).Amount), null]);

    private static void Whole(Table table, string step, object value) =>
        table.Add([step, .. EnrollmentTypes.All.Select(_ => (object?)null), value]);
}
