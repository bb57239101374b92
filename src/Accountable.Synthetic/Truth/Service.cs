using Accountable.Synthetic.Care;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Truth;

/// <summary>A claim of an institution, or a line of another, that stands and is paid or could be. Paid is cents.</summary>
internal sealed record Service(ClaimVersion Version, Setting Setting, int From, int Thru, string? Code, long Paid)
{
    public Claim Claim => Version.Claim;

    public bool IsStay => Setting is not (Setting.Outpatient or Setting.Professional or Setting.Equipment);

    /// <summary>What stands of a person's claims once all deliveries are in, denied claims and lines left out.</summary>
    public static List<Service> Of(Ledger ledger, int lastLoad)
    {
        var services = new List<Service>();
        foreach (var claim in ledger.Claims)
        {
            // Stays under a health plan count nowhere.
            if (claim.Denial is not null || claim.IsOfDeniedFacility || claim.Type == ClaimType.HealthPlanStay)
                continue;
            foreach (var version in Standing.Of(claim, lastLoad))
            {
                if (claim.IsInstitutional)
                {
                    services.Add(new(version, Place(claim), version.From, version.Thru, claim.Drg, version.Paid));
                    continue;
                }
                foreach (var line in version.Lines.Where(line => !line.IsDenied))
                    services.Add(new(version, Place(claim), line.From, line.Thru, line.Hcpcs, line.Paid));
            }
        }
        return services;
    }

    private static Setting Place(Claim claim) => claim.Type switch
    {
        ClaimType.HomeHealth => Setting.HomeHealth,
        ClaimType.Nursing or ClaimType.SwingBed => Setting.Nursing,
        ClaimType.Outpatient => Setting.Outpatient,
        ClaimType.Hospice => Setting.Hospice,
        ClaimType.Carrier or ClaimType.CarrierEquipment => Setting.Professional,
        ClaimType.Supplier or ClaimType.SupplierEquipment => Setting.Equipment,
        _ => claim.Facility!.Kind switch
        {
            FacilityKind.CriticalAccess => Setting.CriticalAccess,
            FacilityKind.LongTerm => Setting.LongTerm,
            FacilityKind.Rehabilitation => Setting.Rehabilitation,
            FacilityKind.Psychiatric => Setting.Psychiatric,
            _ => Setting.Acute,
        },
    };
}
