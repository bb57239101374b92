using Accountable.Qpp.AdvancedApms;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>What other payers add to a score: under Other Payer Advanced APMs and in all.</summary>
/// <param name="Advanced">Payments under Other Payer Advanced APMs, dollars.</param>
/// <param name="All">Payments of all payers that are not excluded, dollars.</param>
/// <param name="AdvancedPatients">Patients under Other Payer Advanced APMs, each once a payer.</param>
/// <param name="AllPatients">Patients of all payers that are not excluded.</param>
public sealed record OtherPayerTotals(Money Advanced, Money All, Count AdvancedPatients, Count AllPatients);

/// <summary>The All-Payer Combination Option, from performance year 2019. 42 CFR 414.1440, 414.1430(b).</summary>
public static class AllPayerCombinationOption
{
    /// <summary>Whether the year has the option. 42 CFR 414.1425(f).</summary>
    public static bool Applies(PerformanceYear year) => year.Value switch
    {
        // (f)(1): 2017 and 2018 know the Medicare Option alone.
        2017 or 2018 => false,
        >= 2019 => true,
        _ => throw new LawGapException("All-Payer Combination Option", year),
    };

    /// <summary>Why a payer's payments stay out, or null when they count. 42 CFR 414.1440(a).</summary>
    public static string? Excluded(PayerFacts payer)
    {
        ArgumentNullException.ThrowIfNull(payer);
        return payer.Type switch
        {
            PayerType.Dod => "a program of the Department of Defense (42 CFR 414.1440(a)(1)(i))",
            PayerType.Va => "a program of the Department of Veterans Affairs (42 CFR 414.1440(a)(1)(ii))",
            PayerType.Medicaid when !payer.MedicaidApmAvailable =>
                "Medicaid in a state without a Medicaid APM or Medicaid Medical Home Model (42 CFR 414.1440(a)(1)(iii))",
            PayerType.Medicaid when !payer.EligibleToJoin =>
                "Medicaid whose APMs the entity or clinician could not join (42 CFR 414.1440(a)(2))",
            _ => null,
        };
    }

    /// <summary>The sums of one level at a snapshot; null when there is no row.</summary>
    public static OtherPayerTotals? Totals(IEnumerable<OtherPayerFacts> rows, int snapshot, Func<Arrangement, bool> isAdvanced,
        string who, bool traced)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(isAdvanced);
        var any = false;
        var (advanced, all) = (Money.Zero, Money.Zero);
        var (advancedPatients, allPatients) = (Count.Zero, Count.Zero);
        foreach (var row in rows)
        {
            if (row.Snapshot != snapshot)
                continue;
            any = true;
            if (Excluded(row.Payer) is not null)
                continue;
            var place = traced ? $"other_payers.csv:{row.Line}" : "";
            all += Fact(new Money(row.PaymentsTotal), "payments in all", $"{place} payments_total");
            allPatients += Fact(new Count(row.PatientsTotal), "patients in all", $"{place} patients_total");
            if (row.Arrangement is null || !isAdvanced(row.Arrangement))
                continue;
            advanced += Fact(new Money(row.PaymentsUnderApm), "payments under an Other Payer Advanced APM", $"{place} payments_under_apm");
            advancedPatients += Fact(new Count(row.PatientsUnderApm), "patients under an Other Payer Advanced APM",
                $"{place} patients_under_apm");
        }
        return any
            ? new OtherPayerTotals(
                advanced.As($"payments under Other Payer Advanced APMs, {who}", "42 CFR 414.1440(b)(1)"),
                    all.As($"payments of all other payers, {who}", "42 CFR 414.1440(b)(2)"),
                advancedPatients.As($"patients under Other Payer Advanced APMs, {who}", "42 CFR 414.1440(c)(1)"),
                    allPatients.As($"patients of all other payers, {who}", "42 CFR 414.1440(c)(2)"))
            : null;

        T Fact<T>(T quantity, string what, string source)
            where T : struct, IQuantity<T> => traced ? quantity.From(what, source) : quantity;
    }

    /// <summary>The attempts of both methods at one level and snapshot.</summary>
    /// <param name="level">The level, the same for both portions. (d)(3).</param>
    /// <param name="of">The entity, NPI or TIN.</param>
    /// <param name="snapshot">The snapshot, the same for both portions. (d)(1).</param>
    /// <param name="basis">The basis of the Medicare portion.</param>
    /// <param name="medicare">The Medicare facts at that level.</param>
    /// <param name="others">The other payers' sums.</param>
    /// <param name="entity">The entity's Medicare scores when the level is lower than the entity; null else.</param>
    /// <param name="rules">Thresholds and minimums.</param>
    public static IEnumerable<Attempt> TestBoth(
        QpLevel level, string of, int snapshot, EligibilityBasis basis, ScoreFacts medicare, OtherPayerTotals others,
            (Ratio? Payment, Ratio? Patient)? entity, AllPayerRules rules)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(rules);
        var payment = Portion(QpMethod.Payment, entity?.Payment);
        var patient = Portion(QpMethod.Patient, entity?.Patient);

        // 414.1430(b): the Medicare minimum by either method, whichever method the all-payer score takes; of the score weighted in.
        var qpMinimum = (Meets(payment, rules.Minimum.QpPayment) | Meets(patient, rules.Minimum.QpPatient)).As("Medicare minimum of a QP",
            "42 CFR 414.1430(b)(1)");
        var partialMinimum = (Meets(payment, rules.Minimum.PartialPayment) | Meets(patient,
            rules.Minimum.PartialPatient)).As("Medicare minimum of a Partial QP", "42 CFR 414.1430(b)(2)");
        foreach (var method in new[] { QpMethod.Payment, QpMethod.Patient })
        {
            if (Score(method, method == QpMethod.Payment ? payment : patient) is not { } score)
                continue;
            yield return new Attempt
            {
                Option = QpOption.AllPayer, Level = level, Of = of, Snapshot = snapshot, Basis = basis, Method = method, Score = score,
                QpThreshold = rules.Thresholds.Qp(method), PartialThreshold = rules.Thresholds.Partial(method),
                MeetsQp = score.MeetsOrExceeds(rules.Thresholds.Qp(method)) & qpMinimum,
                MeetsPartial = score.MeetsOrExceeds(rules.Thresholds.Partial(method)) & partialMinimum,
                HasMedicareMinimum = partialMinimum.Holds,
            };
        }

        // (d)(3): where the entity's Medicare score is higher, it stands in for the clinician's or TIN's own.
        Ratio? Portion(QpMethod method, Ratio? ofEntity)
        {
            var own = ThresholdScore.Of(level, of, snapshot, basis, method, medicare, rules.File, rules.Traced);
            if (own is not { } score || ofEntity is not { } higher)
                return own;
            return Quantity.Greatest(score, higher).As($"weighted Medicare {method.Word()} score", "42 CFR 414.1440(d)(3)");
        }

        Ratio? Score(QpMethod method, Ratio? portion)
        {
            var name = rules.Traced
                ? $"all-payer {method.Word()} score, {ThresholdScore.Who(level, of)}, snapshot {snapshot}, {basis.Word()}"
                : "";
            if (method == QpMethod.Payment)
            {
                var eligible = Fact(new Money(medicare.EligiblePayments), "payments for attribution-eligible beneficiaries",
                    "eligible_payments");
                var attributed = Weighted(portion, ofMoney: eligible, Fact(new Money(medicare.AttributedPayments),
                    "payments for attributed beneficiaries", "attributed_payments"));
                var whole = eligible + others.All;
                return whole == Money.Zero ? null : ((attributed + others.Advanced) / whole).As(name, "42 CFR 414.1440(b)");
            }
            var people = Fact(new Count(medicare.EligiblePatients), "attribution-eligible beneficiaries", "eligible_patients");
            var own = Fact(new Count(medicare.AttributedPatients), "attributed beneficiaries", "attributed_patients");
            var counted = entity?.Patient is { } higher && portion is { } used && used > own / people && higher == used ? people * used
                : own;
            var all = people + others.AllPatients;
            return all == Count.Zero ? null : ((counted + others.AdvancedPatients) / all).As(name, "42 CFR 414.1440(c)");
        }

        Money Weighted(Ratio? portion, Money ofMoney, Money own) =>
            entity?.Payment is { } higher && portion is { } used && used > own / ofMoney && higher == used ? ofMoney * used : own;

        Test Meets(Ratio? portion, Ratio minimum) => portion is { } score ? score.MeetsOrExceeds(minimum) : Test.No;

        T Fact<T>(T quantity, string what, string column)
            where T : struct, IQuantity<T> => rules.Traced ? quantity.From(what, $"{rules.File}:{medicare.Line} {column}") : quantity;
    }
}

/// <summary>What the All-Payer Combination Option of a year rests on.</summary>
/// <param name="Thresholds">Thresholds. 42 CFR 414.1430(b).</param>
/// <param name="Minimum">Medicare minimums. 42 CFR 414.1430(b).</param>
/// <param name="File">The scores file, for explanations.</param>
/// <param name="Traced">Whether values carry their derivation.</param>
public sealed record AllPayerRules(QpThresholds Thresholds, QpThresholds Minimum, string File, bool Traced);
