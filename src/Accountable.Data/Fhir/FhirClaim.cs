using System.Globalization;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Fhir;

/// <summary>Turns one ExplanationOfBenefit into rows of the tables that CCLF fills. BCDA serves final claims only, so every row is an
/// original and nothing is netted.</summary>
internal sealed class FhirClaim
{
    private const string Original = "0";
    private const int PhysicianDiagnoses = 12;
    private static readonly string[] Institutional = ["10", "20", "30", "40", "50", "60", "61"];

    private readonly JsonElement _claim;
    private readonly InputFile _file;
    private readonly long _line;
    private readonly List<(InputRows Rows, object?[] Row)> _made = [];
    private readonly Dictionary<string, string?> _common = [];
    private (string Field, string What)? _problem;

    private FhirClaim(JsonElement claim, InputFile file, long line, string mbi)
    {
        (_claim, _file, _line) = (claim, file, line);
        foreach (var field in FhirField.Of("claim"))
            _common[field.Column] = field.Read(claim, claim);
        _common["bene_mbi_id"] = mbi;
    }

    /// <summary>Adds the rows of a claim to the file's tables.</summary>
    /// <returns>What is wrong with it: then none are added.</returns>
    public static (string Field, string What)? Add(JsonElement claim, InputFile file, long line, string mbi)
    {
        var made = new FhirClaim(claim, file, line, mbi);
        if (NotFinal(claim) is { } reason)
            return ("meta.tag", reason);
        made.Route();
        if (made._problem is not null)
            return made._problem;
        foreach (var (rows, row) in made._made)
            rows.Add(row);
        return null;
    }

    /// <summary>Version 3 serves claims that are not final as well, when they are asked for.</summary>
    private static string? NotFinal(JsonElement claim) => claim.At("meta.tag").Select(tag => tag.Text("code")).FirstOrDefault(code =>
        code is "SharedSystem" or "NotFinalAction" or "Not-Final-Action") is null ? null : "says that the claim is not final";

    private void Route()
    {
        var type = _common["clm_type_cd"];
        if (type is null && _claim.Has("type", "PDE"))
            _common["clm_type_cd"] = type = "01";
        Require("cur_clm_uniq_id", _common["cur_clm_uniq_id"]);
        if (type is "71" or "72")
            Lines("cclf5", "clm_line_cvrd_pd_amt");
        else if (type is "81" or "82")
            Lines("cclf6", "clm_line_cvrd_pd_amt");
        else if (type is "01" or "02" or "03" or "04" || _claim.Has("type", "PDE"))
            Lines("cclf7", "clm_line_ndc_cd");
        else if (type is not null && Institutional.Contains(type))
            Institution();
        else
            _problem ??= ("type", type is null ? "gives no claim type of CMS" : "is no claim type that is known");
    }

    private void Institution()
    {
        var header = Row("cclf1", _claim);
        Set(header, "clm_adjsmt_type_cd", Original);
        Set(header, "prncpl_dgns_cd", Diagnoses("principal").FirstOrDefault());
        Set(header, "admtg_dgns_cd", Diagnoses("admitting").FirstOrDefault());
        Set(header, "dgns_prcdr_icd_ind", "0");
        Set(header, "prvdr_fac_fips_st_cd", _claim.First("item.locationAddress.state") is { Length: 2 } state
            && char.IsAsciiDigit(state[0]) ? state : null);
        Require("billablePeriod.end", Value(header, "clm_thru_dt"));
        Require("payment.amount", Value(header, "clm_pmt_amt"));
        var ccn = Value(header, "clm_blg_prvdr_oscar_num") as string;
        foreach (var item in _claim.All("item"))
            Revenue(item, ccn);
        var place = 0;
        foreach (var diagnosis in _claim.All("diagnosis"))
        {
            if (Code(diagnosis) is not { } code || diagnosis.Has("type", "admitting"))
                continue;
            var row = Row("cclf4", _claim);
            Set(row, "clm_val_sqnc_num", $"{++place}");
            Set(row, "clm_dgns_cd", code);
            Set(row, "clm_prod_type_cd", diagnosis.Has("type", "externalcauseofinjury") ? "E" : "D");
            Set(row, "clm_poa_ind", diagnosis.All("extension")
                .Where(each => each.Text("url")?.Contains("clm_poa_ind_sw", StringComparison.Ordinal) == true)
                .Select(FhirElement.Value).FirstOrDefault() ?? diagnosis.First("onAdmission.coding.code"));
            Set(row, "prvdr_oscar_num", ccn);
        }
        place = 0;
        foreach (var procedure in _claim.All("procedure"))
        {
            if (procedure.First("procedureCodeableConcept.coding.code") is not { } code)
                continue;
            var row = Row("cclf3", _claim);
            Set(row, "clm_val_sqnc_num", $"{++place}");
            Set(row, "clm_prcdr_cd", code.Replace(".", "", StringComparison.Ordinal));
            Set(row, "clm_prcdr_prfrm_dt", Day(procedure.Text("date")));
            Set(row, "prvdr_oscar_num", ccn);
        }
    }

    private void Revenue(JsonElement item, string? ccn)
    {
        var row = Row("cclf2", item);
        Line(row, item);
        Set(row, "prvdr_oscar_num", ccn);
    }

    private void Lines(string table, string needed)
    {
        var items = _claim.All("item").ToList();
        if (items.Count == 0)
            _problem ??= ("item", "holds no line");
        foreach (var item in items)
        {
            var row = Row(table, item);
            Line(row, item);
            Set(row, "clm_adjsmt_type_cd", Original);
            Require(needed, Value(row, needed));
            if (table == "cclf5")
                Diagnosed(row, item);
            if (table != "cclf7")
                Require("billablePeriod.end", Value(row, "clm_line_thru_dt") ?? Value(row, "clm_thru_dt"));
        }
    }

    private void Diagnosed((InputRows Rows, object?[] Row) row, JsonElement item)
    {
        var all = _claim.All("diagnosis").Select(diagnosis => (Sequence: diagnosis.Text("sequence"), Code: Code(diagnosis))).ToList();
        var pointed = item.All("diagnosisSequence").Select(FhirElement.Text).FirstOrDefault();
        Set(row, "clm_line_dgns_cd", all.Find(each => each.Sequence == pointed).Code);
        Set(row, "dgns_prcdr_icd_ind", "0");
        var codes = all.Select(each => each.Code).OfType<string>().Distinct().Take(PhysicianDiagnoses).ToList();
        for (var i = 0; i < codes.Count; i++)
            Set(row, string.Create(CultureInfo.InvariantCulture, $"clm_dgns_{i + 1}_cd"), codes[i]);
    }

    /// <summary>What lines of every kind have.</summary>
    private void Line((InputRows Rows, object?[] Row) row, JsonElement item)
    {
        Set(row, "clm_line_num", item.Text("sequence"));
        var from = item.First("servicedPeriod.start") ?? item.Text("servicedDate");
        Set(row, "clm_line_from_dt", Day(from));
        Set(row, "clm_line_thru_dt", Day(item.First("servicedPeriod.end") ?? item.Text("servicedDate") ?? from));
        Set(row, "clm_line_hcpcs_cd", item.All("productOrService").Select(concept => concept.Code("hcpcs_cd") ?? concept.Code("hcpcs")
            ?? concept.Code("cpt") ?? concept.Code("HCPCSReleaseCodeSets")).FirstOrDefault());
        var place = 0;
        foreach (var modifier in item.All("modifier").Select(concept => concept.Code("*")).OfType<string>())
            Set(row, string.Create(CultureInfo.InvariantCulture, $"hcpcs_{++place}_mdfr_cd"), modifier);
    }

    private IEnumerable<string> Diagnoses(string type) =>
        _claim.All("diagnosis").Where(diagnosis => diagnosis.Has("type", type)).Select(Code).OfType<string>();

    /// <summary>The code of a diagnosis without its dot, as claims carry it.</summary>
    private static string? Code(JsonElement diagnosis) =>
        diagnosis.First("diagnosisCodeableConcept.coding.code")?.Replace(".", "", StringComparison.Ordinal);

    private static string? Day(string? text)
    {
        const int Length = 10;
        return text?.Length > Length ? text[..Length] : text;
    }

    /// <summary>A row with what the claim gives every table and what the fields of the table give.</summary>
    private (InputRows Rows, object?[] Row) Row(string table, JsonElement item)
    {
        var rows = _file.Rows(table);
        var row = (Rows: rows, Row: rows.New(_line));
        foreach (var (column, value) in _common)
            Set(row, column, value);
        if (row.Rows.Has("bene_mbi_id_hash"))
            row.Row[row.Rows.Place("bene_mbi_id_hash")] = BeneficiaryHash.Of(_common["bene_mbi_id"]!);
        foreach (var field in FhirField.Of(table))
            Set(row, field.Column, field.Read(_claim, item));
        _made.Add(row);
        return row;
    }

    private void Set((InputRows Rows, object?[] Row) row, string column, string? text)
    {
        if (text is null || !row.Rows.Has(column))
            return;
        var place = row.Rows.Place(column);
        var type = row.Rows.Type(place);
        if (column == "cur_clm_uniq_id")
            row.Row[place] = ClaimNumber.Of(text);
        else if (TextCell.Read(type == "date" ? Day(text)! : text.Trim(), type, out row.Row[place]) is { } what)
            _problem ??= (column, what);
    }

    private static object? Value((InputRows Rows, object?[] Row) row, string column) => row.Row[row.Rows.Place(column)];

    private void Require(string field, object? value)
    {
        if (value is null)
            _problem ??= (field, "is blank and the claim cannot be used without it");
    }
}
