namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>QP and Partial QP determination under the Medicare Option. 42 CFR 414.1425(c), (d), 414.1430(a), 414.1435.</summary>
public static class MedicareOption
{
    /// <summary>The bases on which a year's scores are made.</summary>
    public static IReadOnlyList<EligibilityBasis> Bases(PerformanceYear year) => year.Value switch
    {
        // 414.1305: evaluation and management visits alone.
        >= 2017 and <= 2025 => [EligibilityBasis.Em],

        // From CY 2026 both, and the better counts.
        >= 2026 => [EligibilityBasis.Em, EligibilityBasis.Cps],

        _ => throw new LawGapException("attribution-eligible beneficiaries", year),
    };

    /// <summary>Whether every clinician is tested individually too. 42 CFR 414.1425(c)(3).</summary>
    public static bool TestsEveryClinician(PerformanceYear year) => year.Value switch
    {
        // (c)(3)(i): from CY 2017 to CY 2025 the APM Entity group;
        // individually only affiliated practitioners and those in several entities.
        >= 2017 and <= 2025 => false,

        // (c)(3)(ii): from CY 2026 the clinician alone or the group.
        >= 2026 => true,

        _ => throw new LawGapException("QP determination level", year),
    };

    /// <summary>A score held against the thresholds of its method.</summary>
    public static Attempt Test(QpLevel level, string of, int snapshot, EligibilityBasis basis, QpMethod method, Ratio score,
        QpThresholds thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);

        // 414.1430(a)(1), (3): meeting or exceeding the threshold of either method is enough; (2), (4) for a Partial QP.
        var qp = score.MeetsOrExceeds(thresholds.Qp(method));
        var partial = score.MeetsOrExceeds(thresholds.Partial(method));
        return new Attempt
        {
            Option = QpOption.Medicare, Level = level, Of = of, Snapshot = snapshot, Basis = basis, Method = method, Score = score,
            QpThreshold = thresholds.Qp(method), PartialThreshold = thresholds.Partial(method), MeetsQp = qp, MeetsPartial = partial,
        };
    }

    /// <summary>The attempts of both methods; a method whose denominator is zero has no score and makes none.</summary>
    public static IEnumerable<Attempt> TestBoth(QpLevel level, string of, int snapshot, EligibilityBasis basis, ScoreFacts facts,
        QpThresholds thresholds, string file, bool traced)
    {
        if (ThresholdScore.Of(level, of, snapshot, basis, QpMethod.Payment, facts, file, traced) is { } payments)
            yield return Test(level, of, snapshot, basis, QpMethod.Payment, payments, thresholds);
        if (ThresholdScore.Of(level, of, snapshot, basis, QpMethod.Patient, facts, file, traced) is { } patients)
            yield return Test(level, of, snapshot, basis, QpMethod.Patient, patients, thresholds);
    }
}

/// <summary>Threshold scores. 42 CFR 414.1435.</summary>
public static class ThresholdScore
{
    /// <summary>A score as a share; null when nothing could have been attributed.</summary>
    public static Ratio? Of(QpLevel level, string of, int snapshot, EligibilityBasis basis, QpMethod method, ScoreFacts facts,
        string file, bool traced)
    {
        if ((method == QpMethod.Payment ? facts.EligiblePayments : facts.EligiblePatients) == 0)
            return null;
        if (!traced)
        {
            return method == QpMethod.Payment
                ? new Money(facts.AttributedPayments) / new Money(facts.EligiblePayments)
                : new Count(facts.AttributedPatients) / new Count(facts.EligiblePatients);
        }
        var measure = method == QpMethod.Payment ? "payment amount" : "patient count";
        var name = $"{measure} score, {Who(level, of)}, snapshot {snapshot}, {basis.Word()}";

        // (a): dollars of covered professional services; (b): people.
        return method == QpMethod.Payment
            ? (Attributed(new Money(facts.AttributedPayments), "payments for attributed beneficiaries", "attributed_payments")
                / Attributed(new Money(facts.EligiblePayments), "payments for attribution-eligible beneficiaries",
                    "eligible_payments")).As(name, "42 CFR 414.1435(a)")
            : (Attributed(new Count(facts.AttributedPatients), "attributed beneficiaries", "attributed_patients")
                / Attributed(new Count(facts.EligiblePatients), "attribution-eligible beneficiaries", "eligible_patients")).As(name,
                    "42 CFR 414.1435(b)");

        T Attributed<T>(T quantity, string what, string column)
            where T : struct, IQuantity<T> => quantity.From(what, $"{file}:{facts.Line} {column}");
    }

    /// <summary>Whose score it is, in words.</summary>
    public static string Who(QpLevel level, string of) => level switch { QpLevel.Entity => $"entity {of}", QpLevel.Individual =>
        $"NPI {of}", _ => $"TIN {of}" };
}
