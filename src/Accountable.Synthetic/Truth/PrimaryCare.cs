using Accountable.Synthetic.Care;

namespace Accountable.Synthetic.Truth;

/// <summary>Who gave a service, as the steps of assignment ask.</summary>
internal enum Giver
{
    PrimaryCarePhysician,
    Practitioner,
    NamedSpecialist,
    AnyoneElse,
}

/// <summary>A primary care service that counts.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Number">The taxpayer or certification number that billed it.</param>
/// <param name="Npi">Who gave it.</param>
/// <param name="Giver">What kind of clinician that is.</param>
/// <param name="Amount">Allowed cents; of clinics and hospitals the paid ones.</param>
/// <param name="Code">Its code; null for a clinic, of which every service counts.</param>
/// <param name="IsOfClinic">Whether a health center or rural clinic gave it.</param>
internal sealed record PrimaryCareService(int Day, string Number, string Npi, Giver Giver, long Amount, string? Code, bool IsOfClinic);

/// <summary>Finds the primary care services among what stands. 42 CFR 425.400(c)(1), 425.402(b) and (c), 425.404.</summary>
internal static class PrimaryCare
{
    private static readonly HashSet<string> Always =
    [
        "99202", "99203", "99204", "99205", "99211", "99212", "99213", "99214", "99215", "99304", "99305", "99306", "99307", "99308",
            "99309",
        "99310", "99315", "99316", "99341", "99347", "99348", "99349", "99350", "99487", "99489", "99490", "99495", "99496", "99497",
            "99498",
        "G0402", "G0438", "G0439",
    ];

    /// <summary>Specialists of 42 CFR 425.402(c).</summary>
    private static readonly HashSet<string> Named =
        ["06", "12", "13", "16", "23", "25", "26", "27", "29", "39", "46", "70", "79", "82", "83", "84", "86", "90", "98"];

    /// <summary>The services of a person, setting carve-outs applied. The codes that the generator uses are on the lists of all years from
    /// 2021.</summary>
    public static List<PrimaryCareService> Of(Ledger ledger, int lastLoad)
    {
        var services = new List<PrimaryCareService>();
        foreach (var claim in ledger.Claims)
        {
            if (claim.Denial is not null || claim.IsEquipment)
                continue;
            foreach (var version in Standing.Of(claim, lastLoad))
            {
                if (claim.Type == ClaimType.Carrier)
                    OfPractice(version, services);
                else if (claim.Type == ClaimType.Outpatient)
                    OfInstitution(version, services);
            }
        }
        services.RemoveAll(service => IsCarvedOut(service, ledger, lastLoad));
        return services;
    }

    public static bool IsPrimaryCare(string? code) => code is not null && Always.Contains(code);

    public static Giver GiverOf(string specialty) => specialty switch
    {
        "01" or "08" or "11" or "37" or "38" => Giver.PrimaryCarePhysician,
        "50" or "89" or "97" => Giver.Practitioner,
        _ when Named.Contains(specialty) => Giver.NamedSpecialist,
        _ => Giver.AnyoneElse,
    };

    private static void OfPractice(ClaimVersion version, List<PrimaryCareService> services)
    {
        var (practice, clinician) = (version.Claim.Practice!, version.Claim.Clinician!);
        foreach (var line in version.Lines)
        {
            if (!line.IsDenied && IsPrimaryCare(line.Hcpcs))
                services.Add(new(line.Thru, practice.Tin, clinician.Npi, GiverOf(clinician.Specialty), line.Allowed, line.Hcpcs, false));
        }
    }

    /// <summary>425.404: each service of a health center or rural clinic counts as that of a primary care physician. A critical access
    /// hospital that bills by Method II counts by its professional lines. The amounts are what was paid: A-041.</summary>
    private static void OfInstitution(ClaimVersion version, List<PrimaryCareService> services)
    {
        var claim = version.Claim;
        if (claim.Bill is "77" or "71")
        {
            services.Add(new(version.Thru, claim.Facility!.Ccn, claim.Clinician!.Npi, Giver.PrimaryCarePhysician, version.Paid, null,
                true));
            return;
        }
        if (claim.Bill != "85")
            return;
        foreach (var line in version.Lines)
        {
            if (line.Revenue is ['0', '9', '6' or '7' or '8', _] && IsPrimaryCare(line.Hcpcs))
                services.Add(new(line.Thru, claim.Facility!.Ccn, claim.Clinician!.Npi, GiverOf(claim.Clinician.Specialty), line.Paid,
                    line.Hcpcs, false));
        }
    }

    private static bool IsCarvedOut(PrimaryCareService service, Ledger ledger, int lastLoad) => service.Code switch
    {
        // 425.400(c)(1): visits in a nursing facility while a skilled stay there is billed.
        [ '9', '9', '3', '0' or '1', ..] code when string.CompareOrdinal(code, "99304") >= 0 && string.CompareOrdinal(code, "99318") <= 0 =>
            Overlaps(service.Day, ledger, lastLoad, ClaimType.Nursing, ClaimType.SwingBed),
        // 425.400(c)(1): planning in advance during an inpatient stay.
        "99497" or "99498" => Overlaps(service.Day, ledger, lastLoad, ClaimType.Inpatient, ClaimType.Inpatient),
        _ => false,
    };

    private static bool Overlaps(int day, Ledger ledger, int lastLoad, ClaimType one, ClaimType other) =>
        ledger.Claims.Exists(claim => (claim.Type == one || claim.Type == other) && claim.Denial is null
            && Standing.Of(claim, lastLoad).Any(version => version.From <= day && day <= version.Thru));
}
