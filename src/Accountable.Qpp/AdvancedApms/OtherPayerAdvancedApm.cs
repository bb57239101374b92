using Accountable.Rules;

namespace Accountable.Qpp.AdvancedApms;

/// <summary>Other Payer Advanced APMs, from performance year 2019. 42 CFR 414.1420.</summary>
public static class OtherPayerAdvancedApm
{
    /// <summary>Whether an arrangement is an Other Payer Advanced APM.</summary>
    public static Classification Determine(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        ArgumentNullException.ThrowIfNull(law);
        const string what = "Other Payer Advanced APM";
        if (arrangement.Payer == ArrangementPayer.Medicare)
            return new Classification(what, [], "not tested: the payer is Medicare");
        switch (law.Year.Value)
        {
            // The All-Payer Combination Option begins with performance year 2019.
            case 2017 or 2018:
                return new Classification(what, [], "not tested: the All-Payer Combination Option begins with 2019");
            case >= 2019:
                break;
            default:
                throw new LawGapException(what, law.Year);
        }

        // (b): CEHRT.
        var asked = law[Keys.Qpp.OtherPayer.CehrtShare];
        var cehrt = arrangement.CehrtShare.MeetsOrExceeds(asked);
        var criteria = new List<Criterion>
        {
            new("use of CEHRT", cehrt, $"{arrangement.CehrtShare}", $"{asked} of clinicians", "42 CFR 414.1420(b)", cehrt.Holds ? ""
                : $"require {asked} of clinicians to use CEHRT, {asked - arrangement.CehrtShare} more"),
        };

        // (c): quality measures comparable to MIPS.
        criteria.AddRange(QualityCriterion.Determine(arrangement, "42 CFR 414.1420(c)", law.Year));

        // (a)(3)(ii): a Medicaid medical home that is comparable to an expanded one needs no risk.
        if (arrangement is { Payer: ArrangementPayer.Medicaid, MedicalHome.ComparableToExpanded: true })
            criteria.Add(Criterion.YesNo("comparable to an expanded medical home", true, "42 CFR 414.1420(a)(3)(ii)", ""));
        else if (arrangement.Risk.Capitation == Capitation.Full)
            criteria.Add(new Criterion("full capitation", Test.Yes, "without settlement", "without settlement", "42 CFR 414.1420(d)(7)",
                ""));
        else
            criteria.AddRange(Risk(arrangement, law));
        return new Classification(what, criteria, Kind(arrangement, law));
    }

    /// <summary>Which kind of arrangement it is, in words.</summary>
    private static string Kind(Arrangement arrangement, RuleYear law) => arrangement.Payer switch
    {
        ArrangementPayer.Medicaid => IsHome(arrangement, law) ? "Medicaid Medical Home Model" : "Medicaid APM",
        _ when IsAligned(arrangement, law) => "Aligned Other Payer Medical Home Model",
        ArrangementPayer.MedicareAdvantage => "Medicare Advantage",
        ArrangementPayer.MultiPayer => "CMS Multi-Payer Model",
        _ => "commercial",
    };

    private static IEnumerable<Criterion> Risk(Arrangement arrangement, RuleYear law)
    {
        // (d)(2), (d)(4): Medicaid and aligned medical homes have the lower standard and neither marginal risk nor minimum loss rate.
        var home = arrangement.Payer == ArrangementPayer.Medicaid ? IsHome(arrangement, law) : IsAligned(arrangement, law);
        var size = home ? MedicalHomeModel.Size(arrangement, law) : null;
        if (size is { Met.Holds: true })
        {
            yield return size;
            yield return RiskCriterion.Form(arrangement.Risk, asMedicalHome: true, "42 CFR 414.1420(d)(2)", Verified.Primary);
            yield return RiskCriterion.Size(arrangement.Risk, law[Keys.Qpp.OtherPayer.MedicalHome.RevenueShare], null, byRevenue: true,
                "42 CFR 414.1420(d)(4)");
            yield break;
        }

        // (d)(1), (d)(3): everyone else, by revenue only where risk is defined in terms of revenue.
        yield return RiskCriterion.Form(arrangement.Risk, asMedicalHome: false, "42 CFR 414.1420(d)(1)", Verified.Primary);
        yield return RiskCriterion.Size(arrangement.Risk, law[Keys.Qpp.OtherPayer.NominalAmount.RevenueShare],
            law[Keys.Qpp.OtherPayer.NominalAmount.ExpenditureShare],
            arrangement.Risk.DefinedByRevenue, "42 CFR 414.1420(d)(3)(i)");
        yield return RiskCriterion.Marginal(arrangement.Risk, law);
        yield return RiskCriterion.MinimumLossRate(arrangement.Risk, law);
    }

    private static bool IsHome(Arrangement arrangement, RuleYear law) => MedicalHomeModel.Determine(arrangement, law).Qualifies;

    private static bool IsAligned(Arrangement arrangement, RuleYear law) =>
        law.Year.Value is >= 2020 && arrangement.MedicalHome is { Aligned: true } && arrangement.Payer != ArrangementPayer.Medicaid
            && IsHome(arrangement, law);
}
