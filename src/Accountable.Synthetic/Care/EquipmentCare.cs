using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Durable equipment, mostly from suppliers, a little from practices.</summary>
internal sealed class EquipmentCare : ICareSource
{
    /// <summary>Suppliers' numbers.</summary>
    private static readonly Clinician[] Suppliers = [new(Identifiers.Npi(90_000_101), "54"), new(Identifiers.Npi(90_000_102), "54")];

    private static readonly Practice Supplier = new(Identifiers.Tin(100_101), 1, Suppliers);
    private static readonly (string Hcpcs, double Dollars)[] Items =
        [("E0601", 95), ("A4253", 45), ("E1390", 190), ("K0823", 900), ("L0650", 1_100), ("A7030", 120)];

    public void Add(YearOfCare year)
    {
        var dice = year.Dice;
        for (var count = dice.Poisson(0.78 * year.Steady); count > 0; count--)
        {
            var day = year.EvenDay();
            var type = dice.Unit() switch { < 0.04 => ClaimType.Supplier, < 0.08 => ClaimType.CarrierEquipment,
                _ => ClaimType.SupplierEquipment };
            var claim = new Claim
            {
                Type = type, From = day, Thru = day, Practice = type == ClaimType.CarrierEquipment ? year.Homes[0] : Supplier,
                Clinician = type == ClaimType.CarrierEquipment ? year.Homes[0].Clinicians[0] : dice.Pick(Suppliers), PlaceOfService = "12",
                Diagnoses = year.Diagnoses(null, 2), Other = year.Homes[0].Clinicians[0],
            };
            for (var lines = 1 + dice.Below(3); lines > 0; lines--)
            {
                var (hcpcs, dollars) = dice.Pick(Items);
                claim.Lines.Add(new ServiceLine { From = day, Thru = day, Hcpcs = hcpcs, Allowed = year.Draw(dollars * 1.07, 0.6) });
            }
            year.Ledger.Claims.Add(claim);
        }
    }
}
