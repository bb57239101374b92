using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;
using Accountable.Synthetic.Randomness;

namespace Accountable.Synthetic.Processing;

/// <summary>Makes of each claim the versions that files carry: denials, originals, cancellations and what replaces them, and when each is
/// loaded.</summary>
internal sealed class Adjudication(GeneratorOptions options)
{
    /// <summary>Rates of the reference's section 5; assumed, each a knob.</summary>
    public static class Knobs
    {
        public const double DeniedInstitutional = 0.03;
        public const double DeniedProfessional = 0.06;
        public const double DeniedLine = 0.08;
        public const double DeniedButPaid = 0.05;
        public const double AdjustedProfessional = 0.03;
        public const double CancelledOnly = 0.15;
        public const double AgainAdjusted = 0.08;
        public const double AdjustmentDelayMonths = 4;
        public const double FewerLines = 0.15;
        public const double LagMonths = 0.30;
        public const double UsualLag = 0.65;
        public const double LongLag = 4;
        public const double LongLagShare = 0.04;
    }

    private const ulong Stream = 3;
    private const double DaysAMonth = 30.4;
    private static readonly string[] Reasons = ["N", "B", "P", "C"];
    private static readonly string[] DenialCodes = ["0", "0", "E", "D", "12", "43"];
    private static readonly char[] Indicators = ['C', 'D', 'N', 'M', 'B'];

    /// <summary>Sends every claim of a person.</summary>
    public void Send(Person person, Ledger ledger)
    {
        var dice = new Dice(options.Seed, Stream, (ulong)person.Index);
        var sender = new Sender(person.Index, 0);
        foreach (var claim in ledger.Claims)
        {
            if (claim.IsHeldBack)
                continue;
            Deny(claim, person, dice);
            Send(claim, sender, dice);
        }
    }

    private static double AdjustedShare(ClaimType type) => type switch
    {
        ClaimType.Inpatient => 0.05,
        ClaimType.HomeHealth => 0.06,
        ClaimType.Hospice => 0.03,
        ClaimType.HealthPlanStay => 0,
        < ClaimType.HealthPlanStay => 0.04,
        _ => Knobs.AdjustedProfessional,
    };

    private static void Deny(Claim claim, Person person, Dice dice)
    {
        if (claim.IsInstitutional)
        {
            // Stays of every second person are never denied, because what a denied stay carves out would be open to dispute.
            var share = claim.Type is ClaimType.Outpatient or ClaimType.HomeHealth ? Knobs.DeniedInstitutional
                : claim.Type == ClaimType.Inpatient && person.Index % 2 == 0 ? Knobs.DeniedInstitutional : 0;
            if (!dice.Chance(share))
                return;
            claim.Denial = dice.Pick(Reasons);
            if (!dice.Chance(Knobs.DeniedButPaid))
                Unpaid(claim);
            return;
        }
        if (dice.Chance(Knobs.DeniedProfessional))
        {
            claim.Denial = dice.Pick(DenialCodes);
            Unpaid(claim);
            return;
        }
        for (var i = 0; i < claim.Lines.Count; i++)
        {
            if (!dice.Chance(Knobs.DeniedLine))
                continue;
            claim.Lines[i] = claim.Lines[i] with { Indicator = dice.Pick(Indicators), Allowed = 0, Deductible = 0, Paid = 0,
                Sequestration = 0 };
        }
        claim.Paid = claim.Lines.Sum(line => line.Paid);
    }

    private static void Unpaid(Claim claim)
    {
        for (var i = 0; i < claim.Lines.Count; i++)
            claim.Lines[i] = claim.Lines[i] with { Allowed = 0, Deductible = 0, Paid = 0, Sequestration = 0 };
        (claim.Paid, claim.OperatingTeaching, claim.CapitalTeaching, claim.OperatingPoor, claim.CapitalPoor) = (0, 0, 0, 0, 0);
        (claim.Uncompensated, claim.Sequestration) = (0, 0);
    }

    private static void Send(Claim claim, Sender sender, Dice dice)
    {
        var months = Knobs.LagMonths + dice.Exponential(dice.Chance(Knobs.LongLagShare) ? Knobs.LongLag : Knobs.UsualLag);
        var load = Days.OnOrAfter(claim.Thru + (int)(months * DaysAMonth), DayOfWeek.Monday);
        var standing = sender.Original(claim, load);
        if (!dice.Chance(AdjustedShare(claim.Type)) || claim.Denial is not null)
            return;
        do
        {
            load = Days.OnOrAfter(load + 7 + (int)(dice.Exponential(Knobs.AdjustmentDelayMonths) * DaysAMonth), DayOfWeek.Monday);
            sender.Cancel(standing, load);
            if (dice.Chance(Knobs.CancelledOnly))
                return;
            var drops = claim.Lines.Count > 1 && !claim.IsInstitutional && dice.Chance(Knobs.FewerLines);
            var lines = drops ? claim.Lines[..^1] : Changed(claim, 0.85 + 0.3 * dice.Unit());
            standing = sender.Replace(standing, dice.Chance(0.5) ? load : load + 7, lines, claim.From, claim.Thru);
        }
        while (dice.Chance(Knobs.AgainAdjusted));
    }

    /// <summary>The lines with another payment on the first one.</summary>
    public static List<ServiceLine> Changed(Claim claim, double factor)
    {
        var lines = claim.Lines.ToList();
        if (lines.Count == 0 || lines[0].IsDenied)
            return lines;
        var first = lines[0] with { Allowed = (long)(lines[0].Allowed * factor), Charge = (long)(lines[0].Charge * factor) };
        if (claim.IsInstitutional)
            first.Paid = (long)(first.Paid * factor);
        else
            Pricing.Price(first);
        lines[0] = first;
        return lines;
    }
}
