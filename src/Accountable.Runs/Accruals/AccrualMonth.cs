using Accountable.SharedSavings.Benchmark;

namespace Accountable.Runs.Accruals;

/// <summary>A month of service of one enrollment type.</summary>
/// <param name="People">People with the type in the month.</param>
/// <param name="Paid">Dollars as paid, as far as claims were seen.</param>
/// <param name="Counted">The same with add-ons out and sequestration added back.</param>
public sealed record AccrualFigure(int People, decimal Paid, decimal Counted);

/// <summary>A month of service.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Age">Whole months until the newest one in which claims were seen.</param>
/// <param name="Target">The age at the end of the run-out.</param>
/// <param name="Factor">What its dollars are multiplied with to have those at the end of the run-out.</param>
/// <param name="Figures">By type.</param>
public sealed record AccrualMonth(DateOnly Month, int Age, int Target, decimal Factor, ByType<AccrualFigure> Figures)
{
    /// <summary>People of all types.</summary>
    public int People => Figures.Values.Sum(figure => figure.People);

    /// <summary>Dollars of all types as they count.</summary>
    public decimal Counted => Figures.Values.Sum(figure => figure.Counted);
}

/// <summary>An estimate with its range.</summary>
/// <param name="Low">The lower end; null where no range can be said.</param>
/// <param name="Expected">The estimate.</param>
/// <param name="High">The upper end; null where no range can be said.</param>
public sealed record AccrualRange(decimal? Low, decimal Expected, decimal? High);
