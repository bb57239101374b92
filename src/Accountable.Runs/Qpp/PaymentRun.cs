using Accountable.Data;
using Accountable.Data.Qpp;
using Accountable.Qpp.IncentivePayment;
using Accountable.Qpp.QualifyingParticipants;

namespace Accountable.Runs.Qpp;

/// <summary>What QP status pays: the incentive, to whom, and what the higher conversion factor is worth.</summary>
public sealed class PaymentRun
{
    private readonly List<Finding> _findings;

    private PaymentRun(Table table, List<Finding> findings)
    {
        Table = table;
        _findings = findings;
    }

    /// <summary>One row a clinician and payee: npi, payee_tin, base, rate, incentive, conversion_factor_gain, step_of_cascade,
    /// reason.</summary>
    public Table Table { get; }

    /// <summary>Findings of the base file and of its joins.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Pays the clinicians of a determined folder.</summary>
    public static PaymentRun Of(QpRun run, BasePeriodFile file, string path)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(file);
        var findings = new List<Finding>(file.Findings);
        var table = new Table("npi", "payee_tin", "base", "rate", "incentive", "conversion_factor_gain", "step_of_cascade", "reason");
        var paid = file.Rows.GroupBy(row => row.Npi).ToDictionary(group => group.Key, group => group.ToList());
        for (var i = 0; i < run.Facts.Clinicians.Count; i++)
        {
            var clinician = run.Facts.Clinicians[i];
            var rows = paid.GetValueOrDefault(clinician.Npi, []);
            paid.Remove(clinician.Npi);
            Add(table, run, i, clinician, rows);
        }
        foreach (var row in paid.Values.SelectMany(rows => rows).OrderBy(row => row.Line))
            findings.Add(new Finding(Severity.RowRefused, path, row.Line, "npi", $"NPI {row.Npi} is on no list of the facts folder",
                "Add the clinician to participants.csv, or drop the row"));
        return new PaymentRun(table, findings);
    }

    private static void Add(Table table, QpRun run, int index, ClinicianFacts clinician, List<BaseRow> rows)
    {
        var determination = run.Determinations.Determine(index);
        var tins = rows.Select(row => new BasePeriodTin(row.Tin, new Money(row.Paid), new Money(row.MipsAdjustmentIncluded),
            row.TinExistsAtPayment, Tie(run, clinician, determination, row))).ToList();
        var basePaid = ApmIncentivePayment.Base(tins);
        var rate = ApmIncentivePayment.Rate(determination.Status, run.Law);
        var rescinded = rows.Any(row => row.Rescinded);
        var already = rows.Sum(row => row.AlreadyPaid);
        var gain = determination.Status == QpStatus.Qp && !rescinded ? basePaid * ConversionFactor.Gap(run.Law) : Money.Zero;
        var amount = ApmIncentivePayment.Amount(basePaid, rate);
        if (determination.Status != QpStatus.Qp || rescinded || rows.Count == 0)
        {
            var due = ApmIncentivePayment.Due(amount, new Money(already), new Test(rescinded || determination.Status != QpStatus.Qp));
            var takenBack = already > 0 ? "; what was paid is taken back (42 CFR 414.1460(d))" : "";
            var why = rescinded ? "QP status was rescinded or payment denied (42 CFR 414.1460); what was paid is taken back"
                : determination.Status != QpStatus.Qp
                    ? $"{determination.Status.Word()}: no incentive (42 CFR 414.1450(a)){takenBack}"
                : "no covered professional services were billed in the base period";
            table.Add(clinician.Npi, "", new Dollars(basePaid.Amount), rate.Amount, new Dollars(due.Amount), new Dollars(gain.Amount),
                null, why);
            return;
        }
        foreach (var payee in ApmIncentivePayment.Payees(tins, basePaid, amount))
        {
            // What was already paid for the year is taken off where it was paid; after a public notice there is no TIN to ask.
            var before = rows.Where(row => row.Tin == payee.Tin).Sum(row => row.AlreadyPaid);
            var share = basePaid > Money.Zero ? payee.Base / basePaid : Ratio.One;
            table.Add(clinician.Npi, payee.Tin, new Dollars(payee.Base.Amount), rate.Amount,
                new Dollars(ApmIncentivePayment.Due(payee.Amount, new Money(before), Test.No).Amount),
                new Dollars((gain * share).Amount), (int)payee.Step, Reason(payee, rate, run));
        }
    }

    private static string Reason(Payee payee, Ratio rate, QpRun run)
    {
        var text = payee.Step switch
        {
            PayeeTie.EntityInQpPeriod => "TIN tied to the entity of the status in the QP Performance Period",
            PayeeTie.EntityInBasePeriod => "TIN tied to the entity of the status in the base period",
            PayeeTie.SameAdvancedApm => "TIN in the same Advanced APM in the base period",
            PayeeTie.AnyAdvancedApm => "TIN in an Advanced APM in the base period",
            PayeeTie.SameApmAnyTrack => "TIN in another track of the same APM in the base period",
            PayeeTie.OtherApm => "TIN in another APM in the base period",
            PayeeTie.Billed => "TIN that billed for the QP in the base period",
            _ => "no solvent TIN: after public notice the QP claims the payment by September 1 or 60 days after the first payments",
        };
        var unpaid = rate == Ratio.Zero ? $"; no incentive is authorized for payment year {run.Law.PaymentYear}" : "";
        return $"{text} (42 CFR 414.1450(c)({(int)payee.Step})){unpaid}";
    }

    private static PayeeTie Tie(QpRun run, ClinicianFacts clinician, QpDetermination determination, BaseRow row)
    {
        var entity = determination.Decided is { Level: QpLevel.Entity } decided ? decided.Of : null;

        // (c)(1): through an individual or TIN determination every Advanced APM Entity of the clinician is the way to status.
        foreach (var membership in clinician.Memberships)
        {
            var facts = run.Facts.Entities[membership.Entity];
            if (membership.Tin == row.Tin && membership.Snapshots != 0 && run.Determinations.Standings[membership.Entity].Counts
                && (entity is null || facts.EntityId == entity))
                return PayeeTie.EntityInQpPeriod;
        }
        if (row.TinInQpEntity)
            return PayeeTie.EntityInBasePeriod;
        return row.BaseYearTie switch
        {
            "same_apm" => PayeeTie.SameAdvancedApm,
            "advanced_apm" => PayeeTie.AnyAdvancedApm,
            "same_apm_any_track" => PayeeTie.SameApmAnyTrack,
            "other_apm" => PayeeTie.OtherApm,
            _ => PayeeTie.Billed,
        };
    }
}
