using Accountable.Rules;

namespace Accountable.Qpp.AdvancedApms;

/// <summary>APM, MIPS APM and Advanced APM. 42 CFR 414.1305, 414.1367(b), 414.1370(b), 414.1415.</summary>
public static class AdvancedApm
{
    /// <summary>Whether an arrangement is an APM. SSA 1833(z)(3)(C).</summary>
    public static Classification Apm(Arrangement arrangement)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        var named = arrangement.Payer == ArrangementPayer.Medicare
            && arrangement.Authority is not (ApmAuthority.None or ApmAuthority.InnovationAward);
        return new Classification("APM",
        [
            new Criterion("run under a law that makes an APM", new Test(named), arrangement.Payer == ArrangementPayer.Medicare
                ? arrangement.Authority.ToString() : "another payer",
                "SSA 1115A, 1899, 1866C or a demonstration that Federal law requires", "42 CFR 414.1305; SSA 1833(z)(3)(C)",
                named ? "" : "nothing the parties can change: only Medicare models under these laws are APMs; "
                    + "test it as an other payer arrangement"),
        ]);
    }

    /// <summary>Whether an arrangement is a MIPS APM.</summary>
    public static Classification MipsApm(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        ArgumentNullException.ThrowIfNull(law);
        var (section, payment) = law.Year.Value switch
        {
            // 414.1370(b): the APM scoring standard.
            >= 2017 and <= 2020 => ("42 CFR 414.1370(b)", "(3)"),

            // 414.1367(b): the APM Performance Pathway.
            >= 2021 => ("42 CFR 414.1367(b)", "(2)"),

            _ => throw new LawGapException("MIPS APM", law.Year),
        };
        var criteria = new List<Criterion>
        {
            Apm(arrangement).Criteria[0],
            Criterion.YesNo("entities take part by agreement, law or regulation", arrangement.Agreement, $"{section}(1)",
                "sign participation agreements with CMS"),
        };

        // (2), through 2020: since then no Participation List is asked for.
        if (law.Year.Value is <= 2020)
            criteria.Add(Criterion.YesNo("a MIPS clinician on a Participation List", arrangement.ListsMipsClinicians, $"{section}(2)",
                "list at least one MIPS clinician"));
        criteria.Add(Criterion.YesNo("payment by cost or utilization and by quality", arrangement.PaysByCostAndQuality, section + payment,
            "make payment depend on cost or utilization and on quality"));

        // (4), through 2020: not a model that cannot be scored for the year.
        if (law.Year.Value is <= 2020)
            criteria.Add(Criterion.YesNo("can be scored for the year", !arrangement.NotScorable, $"{section}(4)",
                "start by the first day of the performance year"));
        return new Classification("MIPS APM", criteria);
    }

    /// <summary>Whether an arrangement is an Advanced APM.</summary>
    public static Classification Determine(Arrangement arrangement, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(arrangement);
        ArgumentNullException.ThrowIfNull(law);
        var criteria = new List<Criterion> { Apm(arrangement).Criteria[0], Cehrt(arrangement, law) };
        criteria.AddRange(QualityCriterion.Determine(arrangement, "42 CFR 414.1415(b)", law.Year));

        // (c): an expanded medical home needs no risk; full capitation meets the tests by itself.
        if (arrangement.MedicalHome is { Expanded: true })
            criteria.Add(Criterion.YesNo("expanded medical home", true, "SSA 1833(z)(3)(D)", ""));
        else if (arrangement.Risk.Capitation == Capitation.Full)
            criteria.Add(new Criterion("full capitation", Test.Yes, "without settlement", "without settlement", "42 CFR 414.1415(c)(6)",
                ""));
        else
            criteria.AddRange(Risk(arrangement, law));
        return new Classification("Advanced APM", criteria);
    }

    private static Criterion Cehrt(Arrangement arrangement, RuleYear law)
    {
        // (a)(1): the share of clinicians; from 2024 all participants.
        var asked = law[Keys.Qpp.AdvancedApm.CehrtShare];
        var met = arrangement.CehrtShare.MeetsOrExceeds(asked);

        // (a)(1)(ii), before 2019: for the Shared Savings Program a payment that moves with CEHRT use is enough.
        if (law.Year.Value is <= 2018 && arrangement is { CehrtMovesPayment: true, Authority: ApmAuthority.SharedSavingsProgram })
            met |= Test.Yes;
        return new Criterion("use of CEHRT", met, $"{arrangement.CehrtShare}", $"{asked} of clinicians", "42 CFR 414.1415(a)(1)",
            met.Holds ? "" : $"require {asked} of clinicians to use CEHRT, {asked - arrangement.CehrtShare} more");
    }

    private static IEnumerable<Criterion> Risk(Arrangement arrangement, RuleYear law)
    {
        // (c)(2), (c)(4): medical homes that are small enough have the lower standard.
        var home = MedicalHomeModel.Determine(arrangement, law).Qualifies;
        var size = home ? MedicalHomeModel.Size(arrangement, law) : null;
        if (size is { Met.Holds: true })
        {
            yield return size;
            yield return RiskCriterion.Form(arrangement.Risk, asMedicalHome: true, "42 CFR 414.1415(c)(2)", Verified.Primary);
            yield return RiskCriterion.Size(arrangement.Risk, law[Keys.Qpp.AdvancedApm.MedicalHome.RevenueShare], null, byRevenue: true,
                "42 CFR 414.1415(c)(4)(i)");
            yield break;
        }

        // (c)(1), (c)(3): everyone else.
        yield return RiskCriterion.Form(arrangement.Risk, asMedicalHome: false, "42 CFR 414.1415(c)(1)", Verified.Primary);
        yield return RiskCriterion.Size(arrangement.Risk, law[Keys.Qpp.AdvancedApm.NominalAmount.RevenueShare],
            law[Keys.Qpp.AdvancedApm.NominalAmount.ExpenditureShare], byRevenue: true, "42 CFR 414.1415(c)(3)(i)");
    }
}
