namespace Accountable.Data.Tests.Sources;

/// <summary>Resources as BCDA serves them, cut to what the tests are about.</summary>
internal static class FhirSamples
{
    public const string Mbi = "1AA0AA0AA00";
    public const string Old = "1ZZ0ZZ0ZZ00";
    private const string V2 = "https://bluebutton.cms.gov/resources/variables";
    private const string V3 = "https://bluebutton.cms.gov/fhir/CodeSystem";

    private const string PatientTwo = """
        {"resourceType":"Patient","id":"7","meta":{"lastUpdated":"2024-05-01T10:00:00Z"},"identifier":[{
        "system":"http://hl7.org/fhir/sid/us-mbi","value":"%Mbi%","type":{"coding":[{"code":"MC","extension":[{
        "url":"https://bluebutton.cms.gov/resources/codesystem/identifier-currency","valueCoding":{"code":"current"}}]}]}},{
        "system":"http://hl7.org/fhir/sid/us-mbi","value":"%Old%","type":{"coding":[{"code":"MC","extension":[{
        "url":"https://bluebutton.cms.gov/resources/codesystem/identifier-currency","valueCoding":{"code":"historic"}}]}]}}],
        "name":[{"family":"Doe","given":["Jane","X"]}],"gender":"female","birthDate":"1944-02-29","address":[{"state":"22",
        "postalCode":"01730"}]}
        """;

    private const string PatientThree = """
        {"resourceType":"Patient","id":"1","meta":{"lastUpdated":"2024-07-01T00:00:00Z"},"identifier":[{
        "system":"http://hl7.org/fhir/sid/us-mbi","value":"%Old%","period":{"start":"2018-01-01","end":"2020-01-01"}},{
        "system":"http://hl7.org/fhir/sid/us-mbi","value":"%Mbi%","period":{"start":"2020-01-02"}}],"birthDate":"1944-02-29",
        "gender":"female"}
        """;

    private const string CoverageThree = """
        {"resourceType":"Coverage","id":"%id%","beneficiary":{"reference":"Patient/1"},"period":{"start":"%start%"},"extension":[{
        "url":"https://bluebutton.cms.gov/fhir/StructureDefinition/BENE-BUYIN-CD","valueCoding":{"code":"3"}},{
        "url":"https://bluebutton.cms.gov/fhir/StructureDefinition/BENE-MDCR-STUS-CD","valueCoding":{"code":"%status%"}}]}
        """;

    private const string CarrierTwo = """
        {"resourceType":"ExplanationOfBenefit","id":"carrier-%id%","identifier":[{"system":"%V2%/clm_id","value":"%id%"}],"type":{
        "coding":[{"system":"%V2%/nch_clm_type_cd","code":"71"},{"system":"http://terminology.hl7.org/CodeSystem/claim-type",
        "code":"professional"}]},"patient":{"reference":"Patient/7"},"billablePeriod":{"start":"2017-05-01","end":"2017-05-01"},
        "extension":[{"url":"%V2%/carr_clm_pmt_dnl_cd","valueCoding":{"code":"1"}},{"url":"%V2%/carr_clm_cntl_num",
        "valueIdentifier":{"value":"C%id%"}}],"careTeam":[{"sequence":2,"provider":{"identifier":{"type":{"coding":[{
        "code":"npi"}]},"value":"1234567890"}},"role":{"coding":[{"code":"performing"}]},"qualification":{"coding":[{
        "system":"%V2%/prvdr_spclty","code":"08"}]}}],"diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{
        "system":"http://hl7.org/fhir/sid/icd-10-cm","code":"J029"}]},"type":[{"coding":[{"code":"principal"}]}]}],
        "supportingInfo":[{"sequence":1,"category":{"coding":[{
        "system":"http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBSupportingInfoType","code":"clmrecvddate"},{
        "system":"https://bluebutton.cms.gov/resources/codesystem/information","code":"%V2%/nch_wkly_proc_dt"}]},
        "timingDate":"2017-05-12"}],"payment":{"amount":{"value":%paid%}},"item":[{"sequence":1,"careTeamSequence":[2],
        "diagnosisSequence":[1],"productOrService":{"coding":[{"system":"%V2%/hcpcs_cd","code":"99213"}]},"modifier":[{"coding":[{
        "system":"https://bluebutton.cms.gov/resources/codesystem/hcpcs","code":"25"}]}],"servicedPeriod":{"start":"2017-05-01",
        "end":"2017-05-01"},"locationCodeableConcept":{"coding":[{"system":"%V2%/line_place_of_srvc_cd","code":"11"}]},"quantity":{
        "value":1},"extension":[{"url":"%V2%/tax_num","valueCoding":{"code":"123456789"}},{"url":"%V2%/line_prcsg_ind_cd",
        "valueCoding":{"code":"A"}}],"adjudication":[{"category":{"coding":[{
        "system":"https://bluebutton.cms.gov/resources/codesystem/adjudication","code":"%V2%/line_nch_pmt_amt"},{
        "code":"benefit"}]},"amount":{"value":%paid%}},{"category":{"coding":[{
        "system":"https://bluebutton.cms.gov/resources/codesystem/adjudication","code":"%V2%/line_alowd_chrg_amt"}]},"amount":{
        "value":100.0}}]}]}
        """;

    private const string InpatientTwo = """
        {"resourceType":"ExplanationOfBenefit","id":"inpatient-%id%","identifier":[{"system":"%V2%/clm_id","value":"%id%"}],
        "contained":[{"resourceType":"Organization","id":"provider-org","identifier":[{"type":{"coding":[{"code":"PRN"}]},
        "value":"220135"},{"type":{"coding":[{"code":"npi"}]},"value":"8886687531"}]}],"type":{"coding":[{
        "system":"%V2%/nch_clm_type_cd","code":"60"}]},"patient":{"reference":"Patient/7"},"provider":{"reference":"#provider-org"},
        "billablePeriod":{"start":"2017-03-20","end":"2017-03-24"},"extension":[{"url":"%V2%/ime_op_clm_val_amt","valueMoney":{
        "value":12.0}}],"facility":{"extension":[{"url":"%V2%/clm_fac_type_cd","valueCoding":{"code":"1"}}]},"supportingInfo":[{
        "sequence":1,"category":{"coding":[{"code":"drg"}]},"code":{"coding":[{"system":"%V2%/clm_drg_cd","code":"375"}]}}],
        "diagnosis":[{"sequence":1,"diagnosisCodeableConcept":{"coding":[{"code":"C188"}]},"type":[{"coding":[{
        "code":"principal"}]}],"extension":[{"url":"%V2%/clm_poa_ind_sw1","valueCoding":{"code":"Y"}}]},{"sequence":2,
        "diagnosisCodeableConcept":{"coding":[{"code":"I4891"}]},"type":[{"coding":[{"code":"other"}]}],"extension":[{
        "url":"%V2%/clm_poa_ind_sw2","valueCoding":{"code":"N"}}]},{"sequence":3,"diagnosisCodeableConcept":{"coding":[{
        "code":"K635"}]},"type":[{"coding":[{"code":"admitting"}]}]}],"procedure":[{"sequence":1,"date":"2017-03-21T00:00:00+00:00",
        "procedureCodeableConcept":{"coding":[{"system":"http://www.cms.gov/Medicare/Coding/ICD10","code":"0DTN0ZZ"}]}}],
        "benefitBalance":[{"financial":[{"type":{"coding":[{"code":"%V2%/clm_pps_cptl_ime_amt"}]},"usedMoney":{"value":3.0}}]}],
        "payment":{"amount":{"value":%paid%}},"item":[{"sequence":1,"revenue":{"coding":[{"system":"%V2%/rev_cntr",
        "code":"0001"}]}}]}
        """;

    private const string CarrierThree = """
        {"resourceType":"ExplanationOfBenefit","id":"%id%","meta":{"tag":[{"system":"%V3%/System-Type","code":"%system%"}]},
        "identifier":[{"type":{"coding":[{"system":"http://hl7.org/fhir/us/carin-bb/CodeSystem/C4BBIdentifierType","code":"uc"}]},
        "value":"%id%"},{"system":"https://bluebutton.cms.gov/identifiers/CLM-CNTL-NUM","value":"CTL1"}],"type":{"coding":[{
        "system":"%V3%/CLM-TYPE-CD","code":"71"}]},"patient":{"reference":"Patient/1"},"created":"2024-05-01","billablePeriod":{
        "start":"2024-04-01","end":"2024-04-02"},"careTeam":[{"sequence":1,"provider":{"identifier":{
        "system":"http://hl7.org/fhir/sid/us-npi","value":"1234567890"}},"role":{"coding":[{"code":"rendering"}]}}],"diagnosis":[{
        "sequence":1,"diagnosisCodeableConcept":{"coding":[{"system":"http://hl7.org/fhir/sid/icd-10-cm","code":"%diagnosis%"}]},
        "type":[{"coding":[{"code":"principal"}]}]}],"item":[{"sequence":1,"careTeamSequence":[1],"productOrService":{"coding":[{
        "system":"http://www.ama-assn.org/go/cpt","code":"99214"}]},"servicedDate":"2024-04-02","extension":[{
        "url":"https://bluebutton.cms.gov/fhir/StructureDefinition/CLM-PRVDR-SPCLTY-CD","valueCoding":{"code":"08"}},{
        "url":"https://bluebutton.cms.gov/fhir/StructureDefinition/CLM-PRVDR-TAX-NUM","valueIdentifier":{"value":"123456789"}}],
        "adjudication":[{"category":{"coding":[{"system":"%V3%/Adjudication","code":"CLM_LINE_CVRD_PD_AMT"}]},"amount":{
        "value":50.25}},{"category":{"coding":[{"system":"%V3%/Adjudication","code":"CLM_LINE_ALOWD_CHRG_AMT"}]},"amount":{
        "value":60}}]}]}
        """;

    public static string Patient2() => Filled(PatientTwo);

    public static string Patient3() => Filled(PatientThree);

    public static string Coverage2(string id, string buyin, string dual)
    {
        var months = Enumerable.Range(1, 12).Select(month =>
            Extension($"buyin{month:00}", "valueCoding", $"{{\"code\":\"{buyin}\"}}") + ","
                + Extension($"dual_{month:00}", "valueCoding", $"{{\"code\":\"{dual}\"}}"));
        return Filled($"{{\"resourceType\":\"Coverage\",\"id\":\"{id}\",\"beneficiary\":{{\"reference\":\"Patient/7\"}},\"extension\":["
            + string.Join(',', months.Append(Extension("ms_cd", "valueCoding", "{\"code\":\"10\"}"))
                .Append(Extension("rfrnc_yr", "valueDate", "\"2017\""))) + "]}");
    }

    public static string Coverage3(string id, string start, string status) =>
        Filled(CoverageThree, ("id", id), ("start", start), ("status", status));

    public static string Carrier2(string id, string paid) => Filled(CarrierTwo, ("id", id), ("paid", paid));

    public static string Inpatient2(string id, string paid) => Filled(InpatientTwo, ("id", id), ("paid", paid));

    public static string Carrier3(string id, string system, string diagnosis) =>
        Filled(CarrierThree, ("id", id), ("system", system), ("diagnosis", diagnosis));

    private static string Extension(string name, string kind, string value) => $"{{\"url\":\"%V2%/{name}\",\"{kind}\":{value}}}";

    private static string Filled(string template, params (string Name, string Value)[] values) => values
        .Concat([("Mbi", Mbi), ("Old", Old), ("V2", V2), ("V3", V3)])
        .Aggregate(template, (text, value) => text.Replace($"%{value.Item1}%", value.Item2, StringComparison.Ordinal));
}
