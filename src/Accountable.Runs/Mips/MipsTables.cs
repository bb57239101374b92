using Accountable.Qpp.Mips;

namespace Accountable.Runs.Mips;

/// <summary>The columns in which MIPS results are written.</summary>
public static class MipsTables
{
    /// <summary>Decimals of an adjustment in percent.</summary>
    private const int AdjustmentDecimals = 6;

    /// <summary>Final scores with the range of their adjustments.</summary>
    public static Table Of(ScoredFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var table = new Table("id", "weights", "complex_patient_bonus", "final_score", "adjustment_low", "adjustment_high", "reason");
        foreach (var row in file.Rows)
        {
            table.Add(row.Row.Id, Text(row.Result.Weights),
                row.Result.ComplexPatientBonus is { } bonus ? decimal.Round(bonus.Amount, AdjustmentDecimals) : null,
                row.Result.Score.Amount, Percent(row.Range.Low), Percent(row.Range.High), row.Reason);
        }
        return table;
    }

    /// <summary>Adjustments of a population.</summary>
    public static Table Of(AdjustedPopulation population)
    {
        ArgumentNullException.ThrowIfNull(population);
        var table = new Table("id", "final_score", "adjustment");
        foreach (var row in population.Rows)
            table.Add(row.Scored.Row.Id, row.Score.Amount, Percent(row.Adjustment));
        return table;
    }

    /// <summary>The factors of a population, a row a year.</summary>
    public static Table Factors(AdjustedPopulation population)
    {
        ArgumentNullException.ThrowIfNull(population);
        var table = new Table("performance_year", "clinicians", "reductions", "increases_before_scaling", "scaling_factor",
            "budget_neutral", "additional_before_factor", "additional_factor");
        foreach (var year in population.Years)
        {
            var result = year.Result;
            table.Add(year.Year, year.Clinicians, new Dollars(result.Losses.Amount), new Dollars(result.Gains.Amount),
                result.Factors.Scaling.Amount,
                result.Neutral.Holds ? "yes" : "no", new Dollars(result.Additional.Amount), result.Factors.Additional.Amount);
        }
        return table;
    }

    /// <summary>Weights in percent, in the order quality, cost, improvement activities, promoting interoperability.</summary>
    public static string Text(CategoryWeights? weights) => weights is { } of
        ? $"{Whole(of.Quality)}/{Whole(of.Cost)}/{Whole(of.ImprovementActivities)}/{Whole(of.PromotingInteroperability)}"
        : "";

    private static string Whole(Ratio weight) => Table.Text(weight.Amount * 100);

    private static Percent Percent(Ratio adjustment) =>
        new(decimal.Round(adjustment.Amount * 100, AdjustmentDecimals, MidpointRounding.AwayFromZero));
}
