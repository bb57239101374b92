using Accountable.Rules;

namespace Accountable.SharedSavings.Settlement;

/// <summary>The minimum savings rate and the minimum loss rate, which is its mirror.</summary>
/// <remarks>42 CFR 425.604(b), 425.605(b), 425.606(b), 425.610(b).</remarks>
/// <param name="Rate">The rate as a fraction.</param>
/// <param name="Dollars">
/// The same in dollars of the benchmark. A band's line is drawn in dollars with the division last, so that an exact threshold stays exact.
/// </param>
public readonly record struct MinimumRate(Ratio Rate, Money Dollars)
{
    /// <summary>The minimum rate of an ACO.</summary>
    public static MinimumRate Determine(SettlementFacts facts, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(law);
        var minimum = Fixed(facts, law) is { } chosen ? new MinimumRate(chosen, chosen * facts.Benchmark) : BySize(facts, law);
        var citation = Paragraph.MinimumRate(facts.Track);
        var name = facts.Track.IsTwoSided() ? "minimum savings and loss rate" : "minimum savings rate";
        return new MinimumRate(minimum.Rate.As(name, citation), minimum.Dollars.As($"{name} in dollars", citation));
    }

    /// <summary>The fixed rate that holds, or null where the size decides.</summary>
    private static Ratio? Fixed(SettlementFacts facts, RuleYear law)
    {
        // (b)(1): a one-sided ACO has the rate of its size.
        if (!facts.Track.IsTwoSided())
            return null;

        // 425.606(b)(1)(i): Track 2 agreements that began before 2016 have two percent.
        var chosen = facts.FixedMinimumRate;
        if (chosen is null && facts.Track == Track.Track2 && facts.AgreementStart is { } start && start.Year < FirstChoice(law))
            chosen = law.ForAgreementStarting(start)[Keys.SharedSavings.Settlement.MinimumRate.Track2Fixed];
        if (chosen is null)
            return null;

        // 425.110(b)(3): in performance years from July 2019, a fixed choice gives way to the size below 5,000 beneficiaries.
        var lawAtStart = law.On(PerformancePeriod.FirstDay(facts.Track, law));
        var holds = facts.AssignedBeneficiaries.MeetsOrExceeds(
            lawAtStart[Keys.SharedSavings.Settlement.MinimumRate.FixedChoiceMinimumBeneficiaries]);
        return holds ? chosen : null;
    }

    /// <summary>The first year for which the rule book has choices.</summary>
    private static int FirstChoice(RuleYear law) => law.Book[Keys.SharedSavings.Settlement.MinimumRate.Choices.Id].Covers.From;

    /// <summary>Linear within a band of the size table, both ends included.</summary>
    private static MinimumRate BySize(SettlementFacts facts, RuleYear law)
    {
        var table = law[Keys.SharedSavings.Settlement.MinimumRate.BySize];
        var row = Band(table, facts.AssignedBeneficiaries.Amount);
        var atFrom = table.Cell<Ratio>(row, "at_from");
        var atTo = table.Cell<Ratio>(row, "at_to");

        // The table gives no more than a floor for the smallest ACOs; where CMS printed what it set, that stands.
        if (row == 0)
        {
            var rate = facts.MinimumRateSetByCms is { } set
                ? Quantity.Greatest(atFrom, set)
                : atFrom.Assume("minimum savings rate below 500 beneficiaries", "A-004");
            return new MinimumRate(rate, rate * facts.Benchmark);
        }
        if (atFrom == atTo)
            return new MinimumRate(atFrom, atFrom * facts.Benchmark);
        var from = table.Cell<Count>(row, "from");
        var to = table.Cell<Count>(row, "to");
        return new MinimumRate(
            Quantity.Interpolate(atFrom, atTo, facts.AssignedBeneficiaries, from, to),
            Quantity.Interpolate(atFrom * facts.Benchmark, atTo * facts.Benchmark, facts.AssignedBeneficiaries, from, to));
    }

    private static int Band(ResolvedTable table, decimal beneficiaries)
    {
        for (var row = table.Rows.RowCount - 1; row >= 0; row--)
        {
            if (beneficiaries >= table.Rows.Number(row, "from"))
                return row;
        }
        throw new LawGapException("minimum savings rate by size", $"{beneficiaries} assigned beneficiaries", "1 or more");
    }
}
