using Accountable.Rules;

namespace Accountable.Qpp.QualifyingParticipants;

/// <summary>The four thresholds of one option in one year. Shares. 42 CFR 414.1430.</summary>
/// <param name="QpPayment">QP by payments.</param>
/// <param name="QpPatient">QP by patients.</param>
/// <param name="PartialPayment">Partial QP by payments.</param>
/// <param name="PartialPatient">Partial QP by patients.</param>
public sealed record QpThresholds(Ratio QpPayment, Ratio QpPatient, Ratio PartialPayment, Ratio PartialPatient)
{
    /// <summary>The thresholds of the Medicare Option. 42 CFR 414.1430(a).</summary>
    public static QpThresholds Medicare(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new QpThresholds(law[Keys.Qpp.Qp.Medicare.PaymentAmount], law[Keys.Qpp.Qp.Medicare.PatientCount],
            law[Keys.Qpp.PartialQp.Medicare.PaymentAmount], law[Keys.Qpp.PartialQp.Medicare.PatientCount]);
    }

    /// <summary>The thresholds of the All-Payer Combination Option. 42 CFR 414.1430(b).</summary>
    public static QpThresholds AllPayer(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new QpThresholds(law[Keys.Qpp.Qp.AllPayer.PaymentAmount], law[Keys.Qpp.Qp.AllPayer.PatientCount],
            law[Keys.Qpp.PartialQp.AllPayer.PaymentAmount], law[Keys.Qpp.PartialQp.AllPayer.PatientCount]);
    }

    /// <summary>The Medicare minimums of the All-Payer Combination Option. 42 CFR 414.1430(b).</summary>
    public static QpThresholds MedicareMinimum(RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);
        return new QpThresholds(law[Keys.Qpp.Qp.AllPayer.MedicareMinimum.PaymentAmount], law[Keys.Qpp.Qp.AllPayer.MedicareMinimum.PatientCount],
            law[Keys.Qpp.PartialQp.AllPayer.MedicareMinimum.PaymentAmount], law[Keys.Qpp.PartialQp.AllPayer.MedicareMinimum.PatientCount]);
    }

    /// <summary>The QP threshold of a method.</summary>
    public Ratio Qp(QpMethod method) => method == QpMethod.Payment ? QpPayment : QpPatient;

    /// <summary>The Partial QP threshold of a method.</summary>
    public Ratio Partial(QpMethod method) => method == QpMethod.Payment ? PartialPayment : PartialPatient;
}
