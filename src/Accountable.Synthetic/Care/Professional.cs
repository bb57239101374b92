using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Adds claims of physicians and other clinicians, one line for each code.</summary>
internal static class Professional
{
    /// <summary>Nobody's own: the physicians of emergency departments bill for a group of their own.</summary>
    public static readonly Clinician EmergencyPhysician = new(Identifiers.Npi(90_000_001), "93");

    public static readonly Clinician Radiologist = new(Identifiers.Npi(90_000_002), "30");

    public static readonly Clinician Laboratory = new(Identifiers.Npi(90_000_003), "69");

    public static readonly Clinician AmbulanceSupplier = new(Identifiers.Npi(90_000_004), "59");

    public static readonly Clinician Therapist = new(Identifiers.Npi(90_000_005), "65");

    public static readonly Clinician Counsellor = new(Identifiers.Npi(90_000_006), "68");

    /// <summary>Practices that give no primary care, each of one kind of clinician.</summary>
    public static readonly Practice Imaging = new(Identifiers.Tin(100_001), 1, [Radiologist]);

    public static readonly Practice Laboratories = new(Identifiers.Tin(100_002), 1, [Laboratory]);

    public static readonly Practice Ambulances = new(Identifiers.Tin(100_003), 1, [AmbulanceSupplier]);

    public static readonly Practice Therapy = new(Identifiers.Tin(100_004), 1, [Therapist]);

    public static readonly Practice Counselling = new(Identifiers.Tin(100_005), 1, [Counsellor]);

    // Allowed dollars of 2024, round figures near the national prices; knobs.
    private static readonly Dictionary<string, double> Fees = new()
    {
        ["99212"] = 57, ["99213"] = 92, ["99214"] = 130, ["99215"] = 183, ["99203"] = 113, ["99204"] = 170, ["G0438"] = 170,
            ["G0439"] = 132,
        ["99490"] = 62, ["99495"] = 207, ["99497"] = 81, ["99305"] = 130, ["99309"] = 105, ["99308"] = 73, ["99348"] = 78, ["99223"] = 190,
        ["99232"] = 81, ["99239"] = 115, ["99284"] = 120, ["99285"] = 175, ["36415"] = 9, ["80053"] = 11, ["85025"] = 8, ["80061"] = 14,
        ["83036"] = 10, ["84443"] = 17, ["93000"] = 15, ["71046"] = 28, ["G0008"] = 30, ["90662"] = 73, ["20610"] = 68,
            ["27447"] = 1_220, ["27245"] = 1_150, ["92941"] = 640,
        ["17000"] = 68, ["11102"] = 102, ["93306"] = 200, ["92014"] = 128, ["92134"] = 32, ["66984"] = 560, ["45385"] = 420,
            ["43239"] = 330,
        ["97110"] = 29, ["97140"] = 27, ["97530"] = 36, ["74177"] = 86, ["70450"] = 42, ["72148"] = 72, ["70553"] = 112, ["77067"] = 130,
        ["73721"] = 66, ["A0429"] = 480, ["A0425"] = 110, ["J0897"] = 1_450, ["J9271"] = 10_900, ["J0178"] = 1_750, ["J1745"] = 3_100,
        ["90834"] = 103, ["G2067"] = 260, ["90960"] = 300, ["76942"] = 60, ["88305"] = 72, ["64483"] = 240,
        ["96413"] = 145, ["52000"] = 210, ["22612"] = 1_650, ["33533"] = 1_900, ["44140"] = 1_380, ["J7192"] = 900,
    };

    /// <summary>Lifts the prices so that denials and coinsurance leave the published payments; a knob.</summary>
    private const double Level = 1.16;

    /// <summary>Codes without deductible and coinsurance.</summary>
    public static bool IsFree(string code) =>
        code is "G0438" or "G0439" or "G0008" or "90662" or "36415" or "80053" or "85025" or "80061" or "83036" or "84443" or "77067"
            or "G2067";

    public static double Fee(string code) => Fees[code];

    /// <summary>Adds a claim of a practice: one line for each code.</summary>
    public static Claim Add(YearOfCare year, Practice practice, Clinician clinician, int day, string place, string? diagnosis,
        EventKind kind,
        params ReadOnlySpan<string> codes)
    {
        var claim = new Claim
        {
            Type = ClaimType.Carrier, Kind = kind, From = day, Thru = day, Practice = practice, Clinician = clinician,
                PlaceOfService = place,
            Diagnoses = year.Diagnoses(diagnosis, 4), IsEnhanced = year.Dice.Chance(0.004),
        };
        foreach (var code in codes)
            claim.Lines.Add(Line(code, day, year.Cents(Fees[code] * practice.Price * Level)));
        year.Ledger.Claims.Add(claim);
        return claim;
    }

    public static ServiceLine Line(string code, int day, long allowed) => new()
    {
        From = day, Thru = day, Hcpcs = code, Allowed = allowed, IsFree = IsFree(code),
    };
}
