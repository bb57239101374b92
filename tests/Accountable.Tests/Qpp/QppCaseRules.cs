using Accountable.Qpp.AdvancedApms;
using Accountable.Qpp.IncentivePayment;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Tests.Cases;
using Results = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Accountable.Tests.Qpp;

/// <summary>The QPP rules that cases can name.</summary>
internal static class QppCaseRules
{
    public static Results MedicareOption(CaseInput input)
    {
        var law = input.Law();
        var facts = Scores(input, "");
        var attempts = Accountable.Qpp.QualifyingParticipants.MedicareOption
            .TestBoth(QpLevel.Entity, "E1", 1, EligibilityBasis.Em, facts, QpThresholds.Medicare(law), "case", traced: false).ToList();
        return new Dictionary<string, object?>
        {
            ["payment_score"] = attempts.FirstOrDefault(attempt => attempt.Method == QpMethod.Payment)?.Score.Amount,
            ["patient_score"] = attempts.FirstOrDefault(attempt => attempt.Method == QpMethod.Patient)?.Score.Amount,
            ["status"] = attempts.Select(attempt => attempt.Status).DefaultIfEmpty(QpStatus.None).Max().ToString(),
        };
    }

    public static Results AllPayer(CaseInput input)
    {
        var law = input.Law();
        var medicare = Scores(input, "medicare_");
        var others = new OtherPayerTotals(new Money(input.NumberOrNull("other_payments_advanced") ?? 0), new Money(input.NumberOrNull("other_payments_all") ?? 0),
            new Count(input.NumberOrNull("other_patients_advanced") ?? 0), new Count(input.NumberOrNull("other_patients_all") ?? 0));
        (Ratio? Payment, Ratio? Patient)? entity = input.Has("entity_payment_score") || input.Has("entity_patient_score")
            ? (Ratio(input.NumberOrNull("entity_payment_score")), Ratio(input.NumberOrNull("entity_patient_score"))) : null;
        var rules = new AllPayerRules(QpThresholds.AllPayer(law), QpThresholds.MedicareMinimum(law), "case", false);
        var attempts = AllPayerCombinationOption.TestBoth(entity is null ? QpLevel.Entity : QpLevel.Individual, "X", 1, EligibilityBasis.Em, medicare, others, entity, rules).ToList();
        return new Dictionary<string, object?>
        {
            ["payment_score"] = attempts.FirstOrDefault(attempt => attempt.Method == QpMethod.Payment)?.Score.Amount,
            ["patient_score"] = attempts.FirstOrDefault(attempt => attempt.Method == QpMethod.Patient)?.Score.Amount,
            ["status"] = attempts.Select(attempt => attempt.Status).DefaultIfEmpty(QpStatus.None).Max().ToString(),
        };
    }

    public static Results Incentive(CaseInput input)
    {
        var law = input.Law();
        var status = input.TextOrNull("status") is { } word ? Enum.Parse<QpStatus>(word) : QpStatus.Qp;
        var basePaid = new Money(input.Number("base_paid") - (input.NumberOrNull("adjustments_included") ?? 0));
        return new Dictionary<string, object?>
        {
            ["rate"] = ApmIncentivePayment.Rate(status, law).Amount,
            ["incentive"] = ApmIncentivePayment.Amount(basePaid, ApmIncentivePayment.Rate(status, law)).Amount,
        };
    }

    public static Results Payees(CaseInput input)
    {
        var tins = input.Items("tins").Select(tin =>
        {
            var one = new BasePeriodTin(tin.Text("tin"), new Money(tin.Number("paid")), new Money(tin.NumberOrNull("adjustments_included") ?? 0), tin.Flag("solvent"), Enum.Parse<PayeeTie>(tin.Text("tie")));
            tin.Done();
            return one;
        }).ToList();
        var payees = ApmIncentivePayment.Payees(tins, ApmIncentivePayment.Base(tins), new Money(input.Number("amount")));
        var results = new Dictionary<string, object?> { ["step"] = (decimal)(int)payees[0].Step, ["payees"] = (decimal)payees.Count };
        foreach (var payee in payees)
            results[payee.Tin.Length > 0 ? payee.Tin : "unclaimed"] = payee.Amount.Amount;
        return results;
    }

    public static Results NextConversionFactor(CaseInput input) => new Dictionary<string, object?>
    {
        ["conversion_factor"] = ConversionFactor.Next(new Money(input.Number("prior")), new Ratio(input.NumberOrNull("prior_one_time") ?? 0), new Ratio(input.Number("update")),
            new Ratio(input.NumberOrNull("one_time") ?? 0), new Ratio(input.Number("budget_neutrality"))).Amount,
    };

    public static Results ConversionFactorGap(CaseInput input) => new Dictionary<string, object?> { ["gap"] = ConversionFactor.Gap(input.Law()).Amount };

    public static Results Arrangement(CaseInput input)
    {
        var law = input.Law();
        var home = input.Has("medical_home_elements") ? new MedicalHomeTerms(true, true, (int)input.Number("medical_home_elements"), false, false, false) : null;
        var arrangement = new Arrangement
        {
            Id = "case",
            Name = "case",
            Payer = Enum.Parse<ArrangementPayer>(input.Text("payer")),
            Authority = ApmAuthority.InnovationCenter,
            Agreement = true,
            CehrtShare = new Ratio(input.NumberOrNull("cehrt_share") ?? 1),
            QualityMovesPayment = true,
            Measures = [new QualityMeasure("1", true, MeasureEvidence.MipsList)],
            Risk = new RiskTerms
            {
                Forms = [RiskForm.OwesPayer],
                TotalRisk = new Money(input.Number("total_risk")),
                Revenue = Dollars(input.NumberOrNull("revenue")),
                DefinedByRevenue = input.Flag("defined_by_revenue"),
                ExpectedExpenditures = Dollars(input.NumberOrNull("expected_expenditures")),
                SpendingWithoutApm = Dollars(input.NumberOrNull("spending_without_apm")),
                MarginalRisk = input.NumberOrNull("marginal_risk") is { } share ? [new MarginalRiskLevel(0, 1, share)] : Levels(input),
                MinimumLossRate = new Ratio(input.NumberOrNull("minimum_loss_rate") ?? 0),
            },
            MedicalHome = home,
            ParentClinicians = Number(input.NumberOrNull("parent_clinicians")),
            EntityClinicians = Number(input.NumberOrNull("entity_clinicians")),
        };
        var classification = arrangement.Payer == ArrangementPayer.Medicare ? AdvancedApm.Determine(arrangement, law) : OtherPayerAdvancedApm.Determine(arrangement, law);
        var failed = classification.Criteria.FirstOrDefault(criterion => !criterion.Met.Holds);
        return new Dictionary<string, object?> { ["qualifies"] = classification.Qualifies, ["fails"] = failed?.Name ?? "", ["change"] = failed?.Change ?? "" };
    }

    private static IReadOnlyList<MarginalRiskLevel> Levels(CaseInput input) => [.. input.Items("marginal_risk_levels").Select(level =>
    {
        var one = new MarginalRiskLevel(level.Number("from"), level.Number("to"), level.Number("share"));
        level.Done();
        return one;
    })];

    private static ScoreFacts Scores(CaseInput input, string prefix)
    {
        // A score alone stands for itself over one.
        if (input.NumberOrNull($"{prefix}payment_score") is { } payment)
            return new ScoreFacts(payment, 1, input.NumberOrNull($"{prefix}patient_score") ?? 0, 1, 1);
        var patient = input.NumberOrNull($"{prefix}patient_score");
        return new ScoreFacts(input.NumberOrNull($"{prefix}attributed_payments") ?? 0, input.NumberOrNull($"{prefix}eligible_payments") ?? 0,
            patient ?? input.NumberOrNull($"{prefix}attributed_patients") ?? 0, patient is null ? input.NumberOrNull($"{prefix}eligible_patients") ?? 0 : 1, 1);
    }

    private static Money? Dollars(decimal? amount) => amount is { } known ? new Money(known) : null;

    private static Count? Number(decimal? amount) => amount is { } known ? new Count(known) : null;

    private static Ratio? Ratio(decimal? amount) => amount is { } known ? new Ratio(known) : null;
}
