using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;

namespace Accountable.Qpp.IncentivePayment;

/// <summary>How a TIN is tied to the QP's way to status. The order is that of the payee cascade. 42 CFR 414.1450(c).</summary>
public enum PayeeTie
{
    /// <summary>Tied, in the QP Performance Period, to the entity through which status was won.</summary>
    EntityInQpPeriod = 1,

    /// <summary>Tied to that entity in the base period.</summary>
    EntityInBasePeriod,

    /// <summary>Tied in the base period to another entity of the same Advanced APM.</summary>
    SameAdvancedApm,

    /// <summary>Tied in the base period to an entity of any Advanced APM.</summary>
    AnyAdvancedApm,

    /// <summary>Tied in the base period to an entity in any track of the same APM.</summary>
    SameApmAnyTrack,

    /// <summary>Tied in the base period to an entity of another APM.</summary>
    OtherApm,

    /// <summary>Billed covered professional services for the QP in the base period.</summary>
    Billed,

    /// <summary>No TIN is left: public notice, and the QP claims the payment.</summary>
    PublicNotice,
}

/// <summary>What Medicare paid through one TIN in the base period.</summary>
/// <param name="Tin">The TIN.</param>
/// <param name="Paid">Paid amounts for covered professional services, dollars.</param>
/// <param name="PaymentAdjustments">Dollars of MIPS and older payment adjustments within them; negative when they were cut.</param>
/// <param name="Solvent">Whether the TIN can be paid.</param>
/// <param name="Tie">How it is tied to the QP's status.</param>
public sealed record BasePeriodTin(string Tin, Money Paid, Money PaymentAdjustments, bool Solvent, PayeeTie Tie);

/// <summary>A payment to one TIN.</summary>
/// <param name="Tin">The payee; empty after public notice.</param>
/// <param name="Step">The step of the cascade.</param>
/// <param name="Base">The part of the base that its share stands for, dollars.</param>
/// <param name="Amount">The part of the incentive, dollars.</param>
public sealed record Payee(string Tin, PayeeTie Step, Money Base, Money Amount);

/// <summary>The APM Incentive Payment. 42 CFR 414.1450, 414.1460; SSA 1833(z).</summary>
public static class ApmIncentivePayment
{
    /// <summary>The share of the base that a clinician is paid for the payment year; 0 for all but QPs.</summary>
    public static Ratio Rate(QpStatus status, RuleYear law)
    {
        ArgumentNullException.ThrowIfNull(law);

        // (b)(1): QPs alone; a Partial QP never.
        return status == QpStatus.Qp ? law[Keys.Qpp.Incentive.Rate] : Ratio.Zero;
    }

    /// <summary>The base: paid amounts of every TIN that billed for the QP, without payment adjustments. Dollars.</summary>
    public static Money Base(IReadOnlyList<BasePeriodTin> tins)
    {
        ArgumentNullException.ThrowIfNull(tins);

        // (b)(2): all TINs; (b)(4): adjustments under SSA 1848(m), (o), (p) and (q) are taken out, whichever their sign.
        var paid = Money.Zero;
        foreach (var tin in tins)
            paid += tin.Paid - tin.PaymentAdjustments;
        return paid.As("paid amounts for covered professional services in the base period", "42 CFR 414.1450(b)");
    }

    /// <summary>The incentive, dollars.</summary>
    public static Money Amount(Money basePaid, Ratio rate) => (basePaid * rate).As("APM Incentive Payment", "42 CFR 414.1450(b)");

    /// <summary>Who is paid: the solvent TINs of the first step that has one, each by its part of what the step's TINs were paid.</summary>
    public static IReadOnlyList<Payee> Payees(IReadOnlyList<BasePeriodTin> tins, Money basePaid, Money amount)
    {
        ArgumentNullException.ThrowIfNull(tins);
        var solvent = tins.Where(tin => tin.Solvent).ToList();

        // (c)(8): nobody is left to pay.
        if (solvent.Count == 0)
            return [new Payee("", PayeeTie.PublicNotice, basePaid, amount)];

        // (c)(1) to (c)(7): the first step that yields a solvent TIN.
        var step = solvent.Min(tin => tin.Tie);
        var payees = solvent.Where(tin => tin.Tie == step).ToList();
        var whole = Base(payees);
        return
        [
            .. payees.Select(tin =>
            {
                var own = tin.Paid - tin.PaymentAdjustments;

                // Several TINs at one step share by base-period paid amounts; where none was paid anything, alike.
                var share = whole > Money.Zero ? own / whole : Ratio.One / new Ratio(payees.Count);
                return new Payee(tin.Tin, step, basePaid * share, payees.Count == 1 ? amount : amount * share);
            }),
        ];
    }

    /// <summary>What is still due, or, negative, what CMS takes back. 42 CFR 414.1460(b), (d).</summary>
    /// <param name="amount">The incentive by the base, dollars.</param>
    /// <param name="alreadyPaid">What was paid for the year, dollars.</param>
    /// <param name="rescinded">Whether status was rescinded, or the clinician or entity was terminated in the QP Performance Period or
    /// the base period.</param>
    public static Money Due(Money amount, Money alreadyPaid, Test rescinded) =>
        (rescinded.Choose(Money.Zero, amount) - alreadyPaid).As("due, or to be taken back", "42 CFR 414.1460(d)(2)");
}
