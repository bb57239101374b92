using System.Globalization;
using System.Text.Json;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;

namespace Accountable.Synthetic.Fhir;

/// <summary>Writes a claim that stands as an ExplanationOfBenefit.</summary>
internal static class Explanation
{
    private const string Adjudications = Resources.CodeSystems + "adjudication";
    private const string ClaimTypes = "http://terminology.hl7.org/CodeSystem/claim-type";
    private const string Diagnoses = "http://hl7.org/fhir/sid/icd-10-cm";
    private const string Npis = "http://hl7.org/fhir/sid/us-npi";

    public static void Write(Utf8JsonWriter json, Person person, ClaimVersion version)
    {
        var claim = version.Claim;
        json.WriteString("resourceType", "ExplanationOfBenefit");
        json.WriteString("id", $"{Kind(claim.Type).ToLowerInvariant()}-{version.Id}");
        json.WriteStartArray("extension");
        if (claim.Denial is { } denial)
            Resources.CodingExtension(json, claim.IsInstitutional ? "clm_mdcr_non_pmt_rsn_cd" : "carr_clm_pmt_dnl_cd", denial);
        else if (!claim.IsInstitutional)
            Resources.CodingExtension(json, "carr_clm_pmt_dnl_cd", "1");
        Amount(json, "ime_op_clm_val_amt", claim.OperatingTeaching);
        Amount(json, "dsh_op_clm_val_amt", claim.OperatingPoor);
        Amount(json, "clm_uncompd_care_pmt_amt", claim.Uncompensated);
        json.WriteEndArray();
        json.WriteStartArray("identifier");
        Identifier(json, Resources.Variables + "clm_id", version.Id.ToString(CultureInfo.InvariantCulture));
        Identifier(json, "https://bluebutton.cms.gov/resources/identifier/claim-group", claim.Versions[0].Control);
        json.WriteEndArray();
        json.WriteString("status", "active");
        Type(json, claim);
        json.WriteString("use", "claim");
        Reference(json, "patient", "Patient/" + Resources.Id(person));
        Period(json, "billablePeriod", version.From, version.Thru);
        json.WriteString("created", Days.Iso(version.Load));
        json.WriteString("outcome", "complete");
        Institution(json, claim);
        CareTeam(json, claim);
        json.WriteStartArray("supportingInfo");
        Processed(json, version);
        if (claim.Drg is { } drg)
            Information(json, 2, "drg", "clm_drg_cd", drg);
        if (claim.Status is { } status)
            Information(json, 3, "discharge-status", "ptnt_dschrg_stus_cd", status);
        if (claim.IsInstitutional)
            Information(json, 4, "typeofbill", "clm_freq_cd", version.Adjustment == '2' ? "7" : "1");
        json.WriteEndArray();
        Codes(json, claim);
        json.WriteStartArray("insurance");
        json.WriteStartObject();
        json.WriteBoolean("focal", true);
        Reference(json, "coverage", $"Coverage/part-{(claim.IsInstitutional ? "a" : "b")}-{Resources.Id(person)}");
        json.WriteEndObject();
        json.WriteEndArray();
        Items(json, version);
        json.WriteStartObject("payment");
        Value(json, "amount", version.Paid);
        json.WriteEndObject();
    }

    private static string Kind(ClaimType type) => type switch
    {
        ClaimType.HomeHealth => "HHA",
        ClaimType.Nursing or ClaimType.SwingBed => "SNF",
        ClaimType.Hospice => "HOSPICE",
        ClaimType.Outpatient => "OUTPATIENT",
        ClaimType.Inpatient or ClaimType.HealthPlanStay => "INPATIENT",
        ClaimType.Carrier or ClaimType.CarrierEquipment => "CARRIER",
        _ => "DME",
    };

    private static void Type(Utf8JsonWriter json, Claim claim)
    {
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        Resources.Coding(json, Resources.Variables + "nch_clm_type_cd", Feeds.InstitutionalRows.TypeText(claim.Type));
        Resources.Coding(json, Resources.CodeSystems + "eob-type", Kind(claim.Type));
        Resources.Coding(json, ClaimTypes, claim.IsInstitutional ? "institutional" : "professional");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Institution(Utf8JsonWriter json, Claim claim)
    {
        if (claim.Facility is not { } facility)
            return;
        json.WriteStartArray("contained");
        json.WriteStartObject();
        json.WriteString("resourceType", "Organization");
        json.WriteString("id", "provider-org");
        json.WriteStartArray("identifier");
        json.WriteStartObject();
        json.WriteStartObject("type");
        json.WriteStartArray("coding");
        Resources.Coding(json, "http://terminology.hl7.org/CodeSystem/v2-0203", "PRN");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("value", facility.Ccn);
        json.WriteEndObject();
        Identifier(json, Npis, facility.Npi);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        Reference(json, "provider", "#provider-org");
        json.WriteStartObject("facility");
        json.WriteStartArray("extension");
        Resources.CodingExtension(json, "clm_fac_type_cd", claim.Bill[..1]);
        Resources.CodingExtension(json, "clm_srvc_clsfctn_type_cd", claim.Bill[1..]);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void CareTeam(Utf8JsonWriter json, Claim claim)
    {
        if (claim.Clinician is not { } clinician)
            return;
        json.WriteStartArray("careTeam");
        json.WriteStartObject();
        json.WriteNumber("sequence", 1);
        json.WriteStartObject("provider");
        json.WriteStartObject("identifier");
        json.WriteString("system", Npis);
        json.WriteString("value", clinician.Npi);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("role");
        json.WriteStartArray("coding");
        Resources.Coding(json, "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBClaimCareTeamRole",
            claim.IsInstitutional ? "attending" : "performing");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("qualification");
        json.WriteStartArray("coding");
        Resources.Coding(json, Resources.Variables + "prvdr_spclty", clinician.Specialty);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Codes(Utf8JsonWriter json, Claim claim)
    {
        json.WriteStartArray("diagnosis");
        for (var i = 0; i < claim.Diagnoses.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", i + 1);
            Concept(json, "diagnosisCodeableConcept", Diagnoses, claim.Diagnoses[i]);
            json.WriteStartArray("type");
            json.WriteStartObject();
            json.WriteStartArray("coding");
            Resources.Coding(json, "http://terminology.hl7.org/CodeSystem/ex-diagnosistype", i == 0 ? "principal" : "other");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (claim.Procedures.Count == 0)
            return;
        json.WriteStartArray("procedure");
        for (var i = 0; i < claim.Procedures.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", i + 1);
            json.WriteString("date", Days.Iso(claim.Procedures[i].Day));
            Concept(json, "procedureCodeableConcept", "http://www.cms.gov/Medicare/Coding/ICD10", claim.Procedures[i].Code);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Items(Utf8JsonWriter json, ClaimVersion version)
    {
        var claim = version.Claim;
        json.WriteStartArray("item");
        for (var i = 0; i < version.Lines.Count; i++)
        {
            var line = version.Lines[i];
            json.WriteStartObject();
            json.WriteNumber("sequence", i + 1);
            if (claim.Clinician is not null)
            {
                json.WriteStartArray("careTeamSequence");
                json.WriteNumberValue(1);
                json.WriteEndArray();
            }
            json.WriteStartArray("extension");
            if (!claim.IsInstitutional)
            {
                Resources.CodingExtension(json, "line_prcsg_ind_cd", line.Indicator.ToString());
                Resources.CodingExtension(json, "tax_num", claim.Practice!.Tin);
            }
            json.WriteEndArray();
            if (line.Revenue is { } revenue)
                Concept(json, "revenue", Resources.Variables + "rev_cntr", revenue);
            Concept(json, "productOrService", Resources.CodeSystems + "hcpcs", line.Hcpcs ?? "");
            Period(json, "servicedPeriod", line.From, line.Thru);
            if (claim.PlaceOfService is { } place)
                Concept(json, "locationCodeableConcept", Resources.Variables + "line_place_of_srvc_cd", place);
            json.WriteStartObject("quantity");
            json.WriteNumber("value", line.Units);
            json.WriteEndObject();
            json.WriteStartArray("adjudication");
            Adjudication(json, claim.IsInstitutional ? "rev_cntr_prvdr_pmt_amt" : "line_nch_pmt_amt", "benefit", line.Paid);
            if (!claim.IsInstitutional)
                Adjudication(json, "line_alowd_chrg_amt", "eligible", line.Allowed);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Adjudication(Utf8JsonWriter json, string name, string category, long cents)
    {
        json.WriteStartObject();
        json.WriteStartObject("category");
        json.WriteStartArray("coding");
        Resources.Coding(json, "http://terminology.hl7.org/CodeSystem/adjudication", category);
        Resources.Coding(json, Adjudications, Resources.Variables + name);
        json.WriteEndArray();
        json.WriteEndObject();
        Value(json, "amount", cents);
        json.WriteEndObject();
    }

    private static void Processed(Utf8JsonWriter json, ClaimVersion version)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", 1);
        json.WriteStartObject("category");
        json.WriteStartArray("coding");
        Resources.Coding(json, "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType", "clmrecvddate");
        Resources.Coding(json, Resources.CodeSystems + "information", Resources.Variables + "nch_wkly_proc_dt");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("timingDate", Days.Iso(version.Effective));
        json.WriteEndObject();
    }

    private static void Information(Utf8JsonWriter json, int sequence, string category, string name, string code)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence", sequence);
        Concept(json, "category", "http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType", category);
        Concept(json, "code", Resources.Variables + name, code);
        json.WriteEndObject();
    }

    private static void Concept(Utf8JsonWriter json, string name, string system, string code)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("coding");
        Resources.Coding(json, system, code);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Identifier(Utf8JsonWriter json, string system, string value)
    {
        json.WriteStartObject();
        json.WriteString("system", system);
        json.WriteString("value", value);
        json.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter json, string name, long cents)
    {
        if (cents == 0)
            return;
        json.WriteStartObject();
        json.WriteString("url", Resources.Variables + name);
        Value(json, "valueMoney", cents);
        json.WriteEndObject();
    }

    private static void Value(Utf8JsonWriter json, string name, long cents)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("value");
        json.WriteRawValue(Resources.Money(cents));
        json.WriteString("currency", "USD");
        json.WriteEndObject();
    }

    private static void Reference(Utf8JsonWriter json, string name, string reference)
    {
        json.WriteStartObject(name);
        json.WriteString("reference", reference);
        json.WriteEndObject();
    }

    private static void Period(Utf8JsonWriter json, string name, int from, int thru)
    {
        json.WriteStartObject(name);
        json.WriteString("start", Days.Iso(from));
        json.WriteString("end", Days.Iso(thru));
        json.WriteEndObject();
    }
}
