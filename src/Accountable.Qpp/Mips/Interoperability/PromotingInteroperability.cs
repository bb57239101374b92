using Accountable.Rules;

namespace Accountable.Qpp.Mips;

/// <summary>Points of promoting interoperability measures from 2019. 42 CFR 414.1375, 414.1380(b)(4).</summary>
public static class PromotingInteroperability
{
    /// <summary>The greatest points of a measure in a year.</summary>
    /// <exception cref="LawGapException">The year has no such measure.</exception>
    public static Points Greatest(string measure, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.PromotingInteroperability.Measures];
        for (var row = 0; row < table.Rows.RowCount; row++)
        {
            if (table.Rows.Text(row, "measure") == measure)
                return table.Cell<Points>(row, "points");
        }
        throw new LawGapException($"promoting interoperability measure {measure}", law.Year);
    }

    /// <summary>Whether the year scores a measure of that name.</summary>
    public static bool Has(string measure, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var table = law[Keys.Mips.PromotingInteroperability.Measures].Rows;
        return Enumerable.Range(0, table.RowCount).Any(row => table.Text(row, "measure") == measure);
    }

    /// <summary>The points of a measure with a numerator and a denominator: the rate of its greatest points, in whole points, at
    /// least one for a numerator of one.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero: the measure is excluded, not scored.</exception>
    public static Points Measure(string measure, Count numerator, Count denominator, RuleYear law) =>
        Measure(Greatest(measure, law), numerator, denominator, law);

    /// <summary>The points of a measure whose greatest points exclusions of others may have raised.</summary>
    /// <exception cref="DivideByZeroException">The denominator is zero: the measure is excluded, not scored.</exception>
    public static Points Measure(Points greatest, Count numerator, Count denominator, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var points = (greatest * (numerator / denominator)).Rounded(To.Whole, "42 CFR 414.1380(b)(4)(ii)");
        var any = numerator.Exceeds(Count.Zero);
        return any.Choose(Quantity.Greatest(points, law[Keys.Mips.PromotingInteroperability.LeastPoints]), points)
            .As("points of the measure", "42 CFR 414.1380(b)(4)(ii)");
    }

    /// <summary>The category's score from the points of all its measures, no more than the whole.</summary>
    public static Ratio Score(Points points, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var whole = law[Keys.Mips.PromotingInteroperability.Maximum];
        return (Quantity.Least(points, whole) / whole).As("promoting interoperability performance category score", "42 CFR 414.1380(b)(4)");
    }
}
