using Accountable.Rules;

namespace Accountable.SharedSavings.Reach;

/// <summary>The risk arrangements of GPDC and ACO REACH.</summary>
public enum RiskArrangement
{
    /// <summary>The Global option.</summary>
    Global,

    /// <summary>The Professional option.</summary>
    Professional,
}

/// <summary>Names of risk arrangements.</summary>
public static class RiskArrangements
{
    /// <summary>The name in files and in the rule book.</summary>
    public static string Name(this RiskArrangement arrangement) => arrangement == RiskArrangement.Global ? "global" : "professional";
}

/// <summary>Shares savings and losses band by band. The bands are the same for both.</summary>
public static class RiskCorridors
{
    /// <summary>Shared savings, or negative shared losses, of gross savings against a benchmark. Dollars.</summary>
    public static Money Share(RiskArrangement arrangement, Money gross, Money benchmark, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        var bands = law[Keys.Reach.Settlement.RiskCorridors, arrangement.Name()];
        var losses = gross < Money.Zero;
        var size = losses ? -gross : gross;
        var shared = Money.Zero;
        for (var row = 0; row < bands.Rows.RowCount; row++)
        {
            // The part of the savings that lies in this band; the last band is open.
            var from = bands.Cell<Ratio>(row, "from") * benchmark;
            var upTo = bands.Rows.Number(row, "to") is null ? size : Quantity.Least(size, bands.Cell<Ratio>(row, "to") * benchmark);
            var within = Quantity.Greatest(upTo - from, Money.Zero);
            shared += (within * bands.Cell<Ratio>(row, "share")).As($"share of band {row + 1}", "ACO REACH Participation Agreement");
        }
        return (losses ? -shared : shared).As("shared savings (losses)", "ACO REACH Participation Agreement");
    }
}
