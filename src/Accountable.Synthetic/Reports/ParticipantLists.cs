using System.Text;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Reports;

/// <summary>The participants of each ACO in the neutral columns, and every clinician's specialty as the enrolment system has it.</summary>
internal static class ParticipantLists
{
    private const string Header = "aco_id,tin,ccn,npi,role,specialty,start,end,primary_care_flag,cehrt_flag,pct_reduction\n";

    public static void Write(string folder, Market market)
    {
        foreach (var aco in market.Acos)
        {
            var text = new StringBuilder(Header);
            foreach (var participant in aco.Participants)
                Add(text, aco, participant);
            File.WriteAllText(Path.Combine(folder, aco.Id, "participants.csv"), text.ToString());
        }
        File.WriteAllText(Path.Combine(folder, "clinicians.csv"), Clinicians(market));
        var methods = new StringBuilder("aco_id,performance_year,method\n");
        foreach (var aco in market.Acos)
        {
            for (var year = market.FirstYear; year <= market.LastYear; year++)
                methods.Append($"{aco.Id},{year},{(aco.IsProspective(year) ? "prospective" : "retrospective")}\n");
        }
        File.WriteAllText(Path.Combine(folder, "methods.csv"), methods.ToString());
    }

    private static void Add(StringBuilder text, Aco aco, Participant participant)
    {
        var span = $"{participant.FirstYear}-01-01,{(participant.LastYear is { } last ? $"{last}-12-31" : "")}";
        var (tin, ccn) = (participant.Practice?.Tin, participant.Facility?.Ccn);
        var clinicians = participant.Practice?.Clinicians ?? participant.Facility!.Staff;
        var isPrimary = clinicians.Any(clinician => clinician.IsPrimaryCarePhysician || clinician.IsPractitioner);
        text.Append($"{aco.Id},{tin},{ccn},,participant,,{span},{(isPrimary ? 1 : 0)},1,0\n");
        foreach (var clinician in clinicians)
        {
            var primary = clinician.IsPrimaryCarePhysician || clinician.IsPractitioner;
            text.Append($"{aco.Id},{tin},{ccn},{clinician.Npi},provider-supplier,{clinician.Specialty},{span},{(primary ? 1 : 0)},1,0\n");
        }
    }

    private static string Clinicians(Market market)
    {
        var text = new StringBuilder("npi,specialty,tin,ccn\n");
        var practices = market.Homes.SelectMany(home => home).Concat(
            [Professional.Imaging, Professional.Laboratories, Professional.Ambulances, Professional.Therapy, Professional.Counselling]);
        foreach (var practice in practices)
        {
            foreach (var clinician in practice.Clinicians)
                text.Append($"{clinician.Npi},{clinician.Specialty},{practice.Tin},\n");
        }
        foreach (var facility in market.Facilities.Values.SelectMany(all => all))
        {
            foreach (var clinician in facility.Staff)
                text.Append($"{clinician.Npi},{clinician.Specialty},,{facility.Ccn}\n");
        }
        text.Append($"{Professional.EmergencyPhysician.Npi},{Professional.EmergencyPhysician.Specialty},,\n");
        return text.ToString();
    }
}
