using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Care;

/// <summary>Visits to federally qualified health centers and rural health clinics, and professional services of critical access hospitals
/// that bill by Method II.</summary>
internal sealed class ClinicCare : ICareSource
{
    private const double Rate = 7.2;
    private const double CriticalAccessRate = 3;

    public void Add(YearOfCare year)
    {
        if (year.Person.ClinicKind is not { } kind || year.Person.SeesNobody)
            return;
        var facility = year.Market.Clinic(kind, year.HomeMarket);
        var rate = kind == FacilityKind.CriticalAccess ? CriticalAccessRate : Rate;
        for (var count = year.Dice.Poisson(rate * year.Even); count > 0; count--)
            Visit(year.Ledger, facility, year.EvenDay(), year.Draw(kind == FacilityKind.HealthCenter ? 165 : 140, 0.2),
                year.Diagnoses(null, 5), year.Dice.Below(100));
    }

    /// <summary>Adds one claim; a clinic's whole claim is primary care, a hospital's only where its professional lines say so.</summary>
    public static Claim Visit(Ledger ledger, Facility facility, int day, long paid, List<string> diagnoses, int share)
    {
        var isHospital = facility.Kind == FacilityKind.CriticalAccess;
        var clinician = facility.Staff[share < 60 ? 0 : share < 90 || !isHospital ? 1 : 2];
        var claim = new Claim
        {
            Type = ClaimType.Outpatient, Kind = isHospital ? EventKind.Other : EventKind.ClinicVisit, From = day, Thru = day,
                Facility = facility,
            Bill = isHospital ? "85" : facility.Kind == FacilityKind.HealthCenter ? "77" : "71", Diagnoses = diagnoses,
                Clinician = clinician,
            Paid = paid, Charges = paid * 2,
        };
        if (isHospital)
        {
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0510", Hcpcs = "G0463", Paid = paid - paid / 2 });
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0983", Hcpcs = "99213", Paid = paid / 2 });
        }
        else
        {
            var isCenter = facility.Kind == FacilityKind.HealthCenter;
            claim.Lines.Add(new ServiceLine
            {
                From = day, Thru = day, Revenue = isCenter ? "0519" : "0521", Hcpcs = isCenter ? "G0467" : "99213", Paid = paid,
            });
            claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0300", Hcpcs = "36415" });
        }
        claim.Lines.Add(new ServiceLine { From = day, Thru = day, Revenue = "0001" });
        ledger.Claims.Add(claim);
        return claim;
    }
}
