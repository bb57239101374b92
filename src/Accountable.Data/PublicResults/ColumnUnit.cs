using Accountable.Data.Delimited;

namespace Accountable.Data.PublicResults;

/// <summary>How a file writes one column of rates: as fractions, as percent, or divided by 100 twice.</summary>
/// <remarks>Decided once for the column.</remarks>
internal sealed class ColumnUnit
{
    private const decimal Percent = 0.01m;
    private readonly int _usualDecimals;

    private ColumnUnit(decimal scale, int usualDecimals)
    {
        Scale = scale;
        _usualDecimals = usualDecimals;
    }

    /// <summary>What a printed number is multiplied by to give a fraction.</summary>
    public decimal Scale { get; }

    public string Text => Scale switch { 1m => "fraction", Percent => "percent", _ => "percent divided by 10,000" };

    /// <summary>Scores: a value over 1 shows that the column is in percent.</summary>
    public static ColumnUnit OfScores(IReadOnlyList<string> cells) => Of(cells, greatestFraction: 1m, leastFraction: 0m);

    /// <summary>
    /// Minimum rates: no fraction is over 0.3 (12.2 percent is the table's top), none but 0 is under 0.005 (the least choice).
    /// </summary>
    public static ColumnUnit OfMinimumRates(IReadOnlyList<string> cells) => Of(cells, greatestFraction: 0.3m, leastFraction: 0.005m);

    private static ColumnUnit Of(IReadOnlyList<string> cells, decimal greatestFraction, decimal leastFraction)
    {
        var numbers = cells.Where(cell => !Cell.IsBlank(cell)).Select(Cell.Number).OfType<decimal>().Select(Clean).ToList();
        var greatest = numbers.Count > 0 ? numbers.Max() : 0;
        var scale = cells.Any(Cell.IsPercent) || greatest > greatestFraction ? Percent
            : greatest > 0 && greatest < leastFraction ? 1 / Percent
            : 1m;
        // Trailing zeros are often lost: the digits that most cells have tell how the column was printed.
        var decimals = numbers.Select(number => (int)number.Scale).Where(count => count > 0).GroupBy(count => count)
            .OrderByDescending(group => group.Count()).ThenByDescending(group => group.Key).FirstOrDefault()?.Key ?? 0;
        return new ColumnUnit(scale, decimals);
    }

    /// <summary>The fraction that a cell means, with half of its last printed digit.</summary>
    public Printed Read(decimal number)
    {
        var clean = Clean(number);
        var decimals = Math.Max((int)clean.Scale, _usualDecimals);
        // A column of whole fractions (0 and 1) was not rounded.
        var half = decimals == 0 && Scale == 1m ? 0m : 0.5m * Power(decimals) * Scale;
        return new Printed(clean * Scale, half);
    }

    /// <summary>Takes off what binary arithmetic left behind, such as 0.9570000000000001, and trailing zeros.</summary>
    private static decimal Clean(decimal number)
    {
        var rounded = Math.Round(number, 12);
        return rounded / 1.000000000000000000000000000000m;
    }

    private static decimal Power(int decimals)
    {
        var power = 1m;
        for (var i = 0; i < decimals; i++)
            power /= 10;
        return power;
    }
}
