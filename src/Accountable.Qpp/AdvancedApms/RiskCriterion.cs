using Accountable.Rules;

namespace Accountable.Qpp.AdvancedApms;

/// <summary>Tests of the form and size of financial risk. 42 CFR 414.1415(c), 414.1420(d).</summary>
internal static class RiskCriterion
{
    /// <summary>What must happen when spending, or for medical homes performance, falls short.</summary>
    public static Criterion Form(RiskTerms risk, bool asMedicalHome, string paragraph, Verified verified)
    {
        var counts = risk.Forms.Where(form => form != RiskForm.LosesGuaranteedPayment || asMedicalHome).ToList();
        var met = counts.Count > 0 && (asMedicalHome || risk.Trigger == RiskTrigger.ExpectedExpenditures);
        var figure = risk.Forms.Count == 0 ? "none" : string.Join(", ",
            risk.Forms.Select(Words)) + (risk.Trigger == RiskTrigger.PerformanceStandards ? " on performance standards" : " on spending");
        return new Criterion("financial risk", new Test(met), figure,
            asMedicalHome ? "withhold, cut, debt or lost guarantee when a performance standard is missed"
                : "withhold, cut or debt when spending exceeds what was expected",
            paragraph,
            met ? "" : counts.Count == 0 ? "let participants owe, forgo or be paid less when spending exceeds what was expected"
                : "tie the risk to spending above what was expected",
            verified);
    }

    /// <summary>Enough at risk by revenue or by expected expenditures; either is enough.</summary>
    public static Criterion Size(RiskTerms risk, Ratio revenueShare, Ratio? expenditureShare, bool byRevenue, string paragraph)
    {
        var expected = Expected(risk);
        var figures = new List<string>();
        var asked = new List<string>();
        var lacking = new List<Money>();
        var met = Accountable.Test.No;
        if (byRevenue && risk.Revenue is { } revenue && revenue > Money.Zero)
        {
            met |= risk.TotalRisk.MeetsOrExceeds(revenue * revenueShare);
            figures.Add($"{Percent(risk.TotalRisk / revenue)} of revenue");
            lacking.Add((revenue * revenueShare) - risk.TotalRisk);
        }
        if (expenditureShare is { } share && expected is { } spending && spending > Money.Zero)
        {
            met |= risk.TotalRisk.MeetsOrExceeds(spending * share);
            figures.Add($"{Percent(risk.TotalRisk / spending)} of expected expenditures");
            lacking.Add((spending * share) - risk.TotalRisk);
        }
        if (byRevenue)
            asked.Add($"{revenueShare} of revenue");
        if (expenditureShare is { } least)
            asked.Add($"{least} of expected expenditures");
        return new Criterion("total risk", met, figures.Count == 0 ? "unknown: neither revenue nor expected expenditures are given"
            : string.Join("; ", figures), string.Join(" or ", asked), paragraph,
            met.Holds ? "" : lacking.Count == 0 ? "give risk.revenue or risk.expected_expenditures"
                : $"put {lacking.Min()} more at risk, {risk.TotalRisk + lacking.Min()} in all");
    }

    /// <summary>Expected expenditures, cut to what Parts A and B would have spent. 42 CFR 414.1415(c)(5).</summary>
    public static Money? Expected(RiskTerms risk) => risk.ExpectedExpenditures is { } expected && risk.SpendingWithoutApm is { } without
        ? Quantity.Least(expected, without)
        : risk.ExpectedExpenditures;

    /// <summary>The share of overspending borne, averaged over the levels that count. 42 CFR 414.1420(d)(3)(ii), (d)(5).</summary>
    public static Criterion Marginal(RiskTerms risk, RuleYear law)
    {
        var least = law[Keys.Qpp.OtherPayer.MarginalRisk];
        var allowed = law[Keys.Qpp.OtherPayer.MinimumLossRate].Amount;
        var required = law[Keys.Qpp.OtherPayer.NominalAmount.ExpenditureShare].Amount;
        decimal owed = 0, width = 0, borne = 0;
        foreach (var level in risk.MarginalRisk.OrderBy(level => level.From))
        {
            // (d)(5): the average weighs each level by its width.
            // (d)(5)(ii): levels at and after which what is owed reaches the total that is asked do not count.
            var reached = level.Share > 0 ? Math.Min(level.To, level.From + ((required - owed) / level.Share)) : level.To;
            owed += level.Share * (level.To - level.From);

            // (d)(5)(iii): nor do levels below the minimum loss rate that is allowed.
            var from = Math.Max(level.From, allowed);
            if (reached <= from)
                continue;
            width += reached - from;
            borne += level.Share * (reached - from);
        }

        // Where all that counts was cut away, the levels above the allowed minimum loss rate stand as they are.
        var average = new Ratio(width > 0 ? borne / width : risk.MarginalRisk.Where(level => level.To > allowed).Select(level =>
            level.Share).DefaultIfEmpty(0).Min());
        var met = average.MeetsOrExceeds(least);
        return new Criterion("marginal risk", met, risk.MarginalRisk.Count == 0 ? "none" : Percent(average), $"{least}",
            "42 CFR 414.1420(d)(3)(ii); 414.1420(d)(5)",
            met.Holds ? "" : $"let participants bear {least} of each dollar of overspending, {Percent(least - average)} more");
    }

    /// <summary>The overspending that is forgiven is no more than the rule allows. 42 CFR 414.1420(d)(5)(iii).</summary>
    public static Criterion MinimumLossRate(RiskTerms risk, RuleYear law)
    {
        var greatest = law[Keys.Qpp.OtherPayer.MinimumLossRate];
        var met = greatest.MeetsOrExceeds(risk.MinimumLossRate);
        return new Criterion("minimum loss rate", met, Percent(risk.MinimumLossRate), $"at most {greatest}", "42 CFR 414.1420(d)(5)(iii)",
            met.Holds ? "" : $"lower the minimum loss rate to {greatest}");
    }

    private static string Percent(Ratio ratio) => ratio.ToString();

    private static string Words(RiskForm form) => form switch
    {
        RiskForm.WithholdsPayment => "withhold",
        RiskForm.ReducesRates => "cut rates",
        RiskForm.OwesPayer => "debt to the payer",
        _ => "lost guarantee",
    };
}
