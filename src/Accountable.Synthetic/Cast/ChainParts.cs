using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Cast;

/// <summary>Claims with every chain of originals, cancellations and replacements that must be there however few people there are.</summary>
internal static class ChainParts
{
    // Cents.
    private const long Large = 620_000;
    private const long Small = 12_000;
    private const int AWeek = 7;
    private const int HalfAYear = 182;
    private const string SharedControl = "GENSHARED0001";

    public static IReadOnlyList<(string Name, Action<Stage> Play)> All { get; } =
    [
        ("original only", stage => stage.Send(Outpatient(stage))),
        ("original, cancellation and replacement in one file", stage => Replaced(stage, Outpatient(stage), 0)),
        ("cancelled and replaced in a later file", stage => Replaced(stage, Outpatient(stage), HalfAYear)),
        ("cancelled and not replaced", CancelledOnly),
        ("two replacements on one day", TwoReplacements),
        ("the example that CMS published", Published),
        ("a replacement with fewer lines", FewerLines),
        ("cancellations of what was never delivered", Orphans),
        ("a new identifier between original and replacement", NewIdentifier),
        ("two new identifiers, one after the other", TwoNewIdentifiers),
        ("one control number for two people, cancelled", stage => SameControl(stage, cancelled: true)),
        ("one control number for two people, standing", stage => SameControl(stage, cancelled: false)),
        ("a cancellation and a replacement of the same day", EqualDays),
        ("a wrong last day, corrected", WrongLastDay),
        ("a replacement before its cancellation", ReplacedFirst),
        ("replaced three times", ReplacedThrice),
        ("denied in every way", Denied),
        ("a stay of each kind", Stays),
        ("equipment cancelled and replaced", Equipment),
    ];

    private static Claim Outpatient(Stage stage, int month = 3) =>
        stage.Institution(ClaimType.Outpatient, FacilityKind.Hospital, "13", stage.Day(month, 5), stage.Day(month, 5), Small);

    private static void Replaced(Stage stage, Claim claim, int after)
    {
        var original = stage.Send(claim);
        stage.Sender.Cancel(original, original.Load + after);
        stage.Sender.Replace(original, original.Load + after, Stage.Paying(claim, Small + 1_234, 0), claim.From, claim.Thru);
    }

    private static void CancelledOnly(Stage stage)
    {
        var original = stage.Send(Outpatient(stage));
        stage.Sender.Cancel(original, original.Load + HalfAYear);
        var visit = stage.Send(stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(4, 6), ("80053", Small), ("36415", 900)));
        stage.Sender.Cancel(visit, visit.Load + AWeek);
    }

    private static void TwoReplacements(Stage stage)
    {
        var claim = Outpatient(stage);
        var original = stage.Send(claim);
        stage.Sender.Cancel(original, original.Load + AWeek);
        stage.Sender.Replace(original, original.Load + AWeek, Stage.Paying(claim, 7_000, 0), claim.From, claim.Thru);
        stage.Sender.Replace(original, original.Load + AWeek, Stage.Paying(claim, 5_500, 0), claim.From, claim.Thru);
    }

    /// <summary>The amounts of the CCLF Information Packet, section 5.3.2: 200, 0, -200, 210, 0, 0 and 50 are 260; three versions of
    /// three lines are 707.</summary>
    private static void Published(Stage stage)
    {
        var claim = stage.Institution(ClaimType.Outpatient, FacilityKind.Hospital, "13", stage.Day(3, 1), stage.Day(3, 8), 20_000);
        var original = stage.Send(claim);
        var load = original.Load;
        stage.Sender.Cancel(original, load + 21);
        var first = stage.Sender.Replace(original, load + 21, Stage.Paying(claim, 0, 0), claim.From, claim.Thru);
        stage.Sender.Replace(original, load + 63, Stage.Paying(claim, 0, 0), claim.From, claim.Thru);
        stage.Sender.Replace(original, load + 63, Stage.Paying(claim, 21_000, 0), claim.From, claim.Thru);
        stage.Sender.Cancel(first, load + 84);
        stage.Send(stage.Institution(ClaimType.Outpatient, FacilityKind.Hospital, "13", stage.Day(4, 20), stage.Day(4, 29), 5_000));
        var lines = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(3, 9), ("G0008", 38_000), ("80053", 22_700), ("85025", 0));
        var early = stage.Send(lines);
        stage.Sender.Cancel(early, early.Load + AWeek);
        stage.Sender.Replace(early, early.Load + AWeek, Stage.Paying(lines, 38_000, 22_700, 10_000), lines.From, lines.Thru);
    }

    private static void FewerLines(Stage stage)
    {
        var claim = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(3, 9), ("93000", 1_500), ("80053", 1_100), ("85025", 800));
        var original = stage.Send(claim);
        stage.Sender.Cancel(original, original.Load + HalfAYear);
        stage.Sender.Replace(original, original.Load + HalfAYear, claim.Lines[..2], claim.From, claim.Thru);
    }

    /// <summary>What was cancelled was sent before the first delivery, so only its cancellation comes.</summary>
    private static void Orphans(Stage stage)
    {
        var stay = stage.Institution(ClaimType.Inpatient, FacilityKind.Hospital, "11", stage.Day(12, 20, stage.Year - 1),
            stage.Day(12, 26, stage.Year - 1), Large);
        var lines = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(12, 12, stage.Year - 1), ("80053", Small), ("36415", 900));
        foreach (var claim in new[] { stay, lines })
        {
            var sent = stage.Send(claim, 0);
            claim.Versions.Clear();
            stage.Sender.Cancel(sent, Days.OnOrAfter(stage.Day(2, 1), DayOfWeek.Monday), isKnown: false);
        }
    }

    private static void NewIdentifier(Stage stage)
    {
        stage.Person.NewIdentifiers.Add(stage.Day(7, 15));
        Replaced(stage, Outpatient(stage), HalfAYear + 60);
        FewerLines(stage);
    }

    private static void TwoNewIdentifiers(Stage stage)
    {
        stage.Person.NewIdentifiers.AddRange([stage.Day(5, 20), stage.Day(10, 20)]);
        Replaced(stage, Outpatient(stage), HalfAYear + 90);
    }

    private static void SameControl(Stage stage, bool cancelled)
    {
        var sent = stage.Send(stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(3, 9), ("80053", Small), ("85025", 800)),
            control: SharedControl);
        if (cancelled)
            stage.Sender.Cancel(sent, sent.Load + AWeek);
    }

    private static void EqualDays(Stage stage)
    {
        var claim = stage.Institution(ClaimType.Inpatient, FacilityKind.Hospital, "11", stage.Day(3, 2), stage.Day(3, 9), Large);
        var original = stage.Send(claim);
        stage.Sender.Cancel(original, original.Load + 14);
        stage.Sender.Replace(original, original.Load + 14, [claim.Lines[0] with { Charge = claim.Lines[0].Charge / 2 }], claim.From,
            claim.Thru);
    }

    private static void WrongLastDay(Stage stage)
    {
        var claim = stage.Institution(ClaimType.Inpatient, FacilityKind.Hospital, "11", stage.Day(12, 28), stage.Day(12, 31), Large);
        var original = stage.Send(claim);
        stage.Sender.Cancel(original, original.Load + 28);
        stage.Sender.Replace(original, original.Load + 28, claim.Lines, claim.From, claim.Thru - 1);
    }

    private static void ReplacedFirst(Stage stage)
    {
        var claim = Outpatient(stage);
        var original = stage.Send(claim);
        stage.Sender.Replace(original, original.Load + AWeek, Stage.Paying(claim, 9_900, 0), claim.From, claim.Thru);
        stage.Sender.Cancel(original, original.Load + HalfAYear);
    }

    private static void ReplacedThrice(Stage stage)
    {
        var claim = Outpatient(stage);
        var standing = stage.Send(claim);
        foreach (var paid in new[] { 15_000L, 11_000L, 13_500L })
        {
            var load = standing.Load + 60;
            stage.Sender.Cancel(standing, load);
            standing = stage.Sender.Replace(standing, load, Stage.Paying(claim, paid, 0), claim.From, claim.Thru);
        }
    }

    private static void Denied(Stage stage)
    {
        foreach (var (reason, month) in new[] { ("N", 3), ("B", 4) })
        {
            var claim = Outpatient(stage, month);
            claim.Denial = reason;
            stage.Send(claim);
        }
        // By its bill this is no hospital, and settlement leaves it out although it is paid.
        stage.Send(stage.Institution(ClaimType.Outpatient, FacilityKind.Hospital, "43", stage.Day(5, 6), stage.Day(5, 6), Small));
        var day = 0;
        foreach (var code in new[] { "0", "D", "E", "Y", "12", "43" })
        {
            var claim = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(6, 1 + 2 * day++), ("80053", 1_100));
            claim.Denial = code;
            stage.Send(claim);
        }
        foreach (var indicator in "ARSBCDNZ")
        {
            var claim = stage.Carrier(stage.Own, Stage.Doctor(stage.Own), stage.Day(8, 1 + day++), ("93000", 1_500), ("85025", 800));
            claim.Lines[0] = claim.Lines[0] with { Indicator = indicator };
            stage.Send(claim);
        }
    }

    private static void Stays(Stage stage)
    {
        (ClaimType Type, FacilityKind Kind, string Bill)[] kinds =
        [
            (ClaimType.Inpatient, FacilityKind.Hospital, "11"), (ClaimType.Inpatient, FacilityKind.Rehabilitation, "11"),
            (ClaimType.Inpatient, FacilityKind.Psychiatric, "11"), (ClaimType.Inpatient, FacilityKind.LongTerm, "11"),
            (ClaimType.Nursing, FacilityKind.NursingFacility, "21"), (ClaimType.SwingBed, FacilityKind.Hospital, "18"),
            (ClaimType.HomeHealth, FacilityKind.HomeHealth, "32"), (ClaimType.Hospice, FacilityKind.Hospice, "81"),
            (ClaimType.HealthPlanStay, FacilityKind.Hospital, "11"), (ClaimType.Outpatient, FacilityKind.Dialysis, "72"),
        ];
        for (var i = 0; i < kinds.Length; i++)
        {
            var (type, kind, bill) = kinds[i];
            stage.Send(stage.Institution(type, kind, bill, stage.Day(1 + i, 3), stage.Day(1 + i, 12), Large + i * 1_001));
        }
    }

    private static void Equipment(Stage stage)
    {
        foreach (var type in new[] { ClaimType.Supplier, ClaimType.SupplierEquipment, ClaimType.CarrierEquipment })
        {
            var claim = new Claim
            {
                Type = type, From = stage.Day(4, 4), Thru = stage.Day(4, 4), Practice = stage.Own, Clinician = Stage.Doctor(stage.Own),
                PlaceOfService = "12", Diagnoses = ["G4733"],
            };
            claim.Lines.Add(Professional.Line("E0601", claim.From, 9_500));
            claim.Lines.Add(Professional.Line("A7030", claim.From, 12_000));
            claim.Lines.ForEach(Processing.Pricing.Price);
            claim.Paid = claim.Lines.Sum(line => line.Paid);
            stage.Ledger.Claims.Add(claim);
            var original = stage.Send(claim);
            stage.Sender.Cancel(original, original.Load + AWeek);
            stage.Sender.Replace(original, original.Load + AWeek, Stage.Paying(claim, 5_000, 6_000), claim.From, claim.Thru);
        }
    }
}
