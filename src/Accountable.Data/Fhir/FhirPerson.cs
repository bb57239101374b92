using System.Globalization;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Delimited;
using Accountable.Data.Store;

namespace Accountable.Data.Fhir;

/// <summary>A patient of an export.</summary>
/// <param name="Mbi">The identifier now.</param>
/// <param name="Year">The year that monthly codes stand for; null where the resource has none.</param>
internal sealed record FhirPatient(string Mbi, string? Year);

/// <summary>Turns a Patient into demographics and identifiers, and a Coverage into months.</summary>
internal static class FhirPerson
{
    /// <summary>How many months before the delivery an entitlement without an end is spread over: the benchmark years and some
    /// .</summary>
    private const int MonthsBack = 84;

    private const int MonthsAYear = 12;
    private static readonly string[] Sexes = ["unknown", "male", "female"];

    /// <summary>The identifier that a patient has now; null when there is none.</summary>
    public static string? Current(JsonElement patient)
    {
        var mbis = Identifiers(patient).ToList();
        return mbis.Find(mbi => mbi.IsCurrent).Mbi ?? mbis.OrderByDescending(mbi => mbi.Start, StringComparer.Ordinal).FirstOrDefault().Mbi;
    }

    /// <summary>Adds the rows of a patient.</summary>
    /// <returns>What is wrong with it: then none are added.</returns>
    public static (string Field, string What)? AddPatient(JsonElement patient, InputFile file, long line)
    {
        if (Current(patient) is not { } mbi)
            return ("identifier", "holds no Medicare beneficiary identifier");
        var rows = file.Rows("cclf8");
        var row = rows.New(line);
        var address = patient.All("address").FirstOrDefault();
        var zip = address.First("postalCode");
        const int Zip5 = 5;
        (string, string?)[] cells =
        [
            ("bene_mbi_id", mbi), ("bene_dob", patient.Text("birthDate")), ("bene_death_dt", Day(patient.Text("deceasedDateTime"))),
            ("bene_sex_cd", Array.IndexOf(Sexes, patient.Text("gender")) is > 0 and var sex ? sex.ToString(CultureInfo.InvariantCulture)
                : "0"),
            ("bene_race_cd", patient.Extension("race")), ("bene_dual_stus_cd", patient.Extension("dual_01")),
            ("bene_1st_name", patient.First("name.given")), ("bene_last_name", patient.First("name.family")),
            ("bene_midl_name", patient.At("name.given").Select(FhirElement.Text).Skip(1).FirstOrDefault()),
            ("bene_line_1_adr", address.First("line")), ("geo_zip_plc_name", address.First("city")),
            ("geo_usps_state_cd", address.First("state")), ("bene_zip_cd", zip?.Length >= Zip5 ? zip[..Zip5] : zip),
            ("geo_zip5_cd", zip?.Length >= Zip5 ? zip[..Zip5] : zip),
        ];
        foreach (var (column, text) in cells)
        {
            if (text is not null && TextCell.Read(text.Trim(), rows.Type(rows.Place(column)), out row[rows.Place(column)]) is { } what)
                return (column, what);
        }
        row[rows.Place("bene_mbi_id_hash")] = BeneficiaryHash.Of(mbi);
        rows.Add(row);
        foreach (var (previous, start, end, _) in Identifiers(patient).Where(each => each.Mbi != mbi).DistinctBy(each => each.Mbi))
        {
            _ = TextCell.Read(Day(start) ?? "", "date", out var effective);
            _ = TextCell.Read(Day(end) ?? "", "date", out var obsolete);
            file.Rows("cclf9").Add(line, ("hicn_mbi_xref_ind", "M"), ("crnt_num", mbi), ("crnt_num_hash", BeneficiaryHash.Of(mbi)),
                ("prvs_num", previous), ("prvs_num_hash", BeneficiaryHash.Of(previous)), ("prvs_id_efctv_dt", effective),
                    ("prvs_id_obslt_dt", obsolete));
        }
        return null;
    }

    /// <summary>Adds the months of a coverage.</summary>
    /// <param name="coverage">The resource.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">Its line.</param>
    /// <param name="mbi">The beneficiary's identifier.</param>
    /// <param name="year">The reference year of the patient, where the coverage has none of its own.</param>
    /// <returns>What is wrong with it: then none are added.</returns>
    public static (string Field, string What)? AddCoverage(JsonElement coverage, InputFile file, long line, string mbi, string? year)
    {
        var part = Part(coverage);
        if (part is null)
            return ("class", "does not say which part of Medicare it is");
        var isYearly = coverage.All("extension").Any(extension => extension.Text("url") is { } url
            && (FhirElement.Is(url, "buyin01") || FhirElement.Is(url, "dual_01") || FhirElement.Is(url, "hmo_ind_01")));
        if (!isYearly)
            return AddPeriod(coverage, file, line, mbi, part);
        return (coverage.Extension("rfrnc_yr") ?? year) is { } of ? AddYear(coverage, file, line, mbi, of)
            : ("rfrnc_yr", "is neither here nor in the Patient, so the months are of no year");
    }

    private static (string Field, string What)? AddYear(JsonElement coverage, InputFile file, long line, string mbi, string year)
    {
        const int Digits = 4;
        if (year.Length < Digits || !int.TryParse(year[..Digits], NumberStyles.None, CultureInfo.InvariantCulture, out var of) || of < 1)
            return ("rfrnc_yr", "is no year");
        for (var month = 1; month <= MonthsAYear; month++)
        {
            var two = month.ToString("00", CultureInfo.InvariantCulture);
            var buyin = coverage.Extension($"buyin{two}");
            var dual = coverage.Extension($"dual_{two}");
            var plan = coverage.Extension($"hmo_ind_{two}");
            if (buyin is null && dual is null && plan is null)
                continue;
            var (partA, partB) = BuyIn.Parts(buyin);
            file.Rows("beneficiary_months").Add(line, ("bene_mbi_id", mbi), ("bene_mbi_id_hash", BeneficiaryHash.Of(mbi)),
                ("month", new DateOnly(of, month, 1)), ("has_part_a", partA), ("has_part_b", partB),
                    ("in_medicare_advantage", BuyIn.IsPlan(plan)),
                ("medicare_status_code", coverage.Extension("ms_cd")), ("dual_status_code", BuyIn.Dual(dual)),
                ("has_esrd", coverage.Extension("esrd_ind") is "Y" or "1" ? true : null));
        }
        return null;
    }

    private static (string Field, string What)? AddPeriod(JsonElement coverage, InputFile file, long line, string mbi, string part)
    {
        var last = file.Source.Day;
        if (TextCell.Read(Day(coverage.First("period.start")) ?? "", "date", out var start) is { } what)
            return ("period.start", what);
        if (TextCell.Read(Day(coverage.First("period.end")) ?? "", "date", out var end) is { } problem)
            return ("period.end", problem);
        var until = end is DateOnly ended && ended < last ? ended : last;
        var earliest = last.Year > MonthsBack ? last.AddMonths(-MonthsBack) : last;
        var from = start is DateOnly began && began > earliest ? began : earliest;
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= until; month = month.AddMonths(1))
        {
            file.Rows("beneficiary_months").Add(line, ("bene_mbi_id", mbi), ("bene_mbi_id_hash", BeneficiaryHash.Of(mbi)), ("month", month),
                ("has_part_a", part == "A" ? true : null), ("has_part_b", part == "B" ? true : null),
                ("in_medicare_advantage", part == "C" ? true : null), ("medicare_status_code", coverage.Extension("bene_mdcr_stus_cd")),
                ("dual_status_code", part == "DUAL" ? BuyIn.Dual(coverage.Extension("bene_dual_stus_cd")) : null),
                ("has_esrd", coverage.Extension("bene_esrd_stus_id") is "Y" or "1" ? true : null));
        }
        return null;
    }

    /// <summary>A, B, C, D or DUAL: from the coverage's id or its class.</summary>
    private static string? Part(JsonElement coverage)
    {
        var words = new[] { coverage.Text("id") }.Concat(coverage.At("class.value").Select(FhirElement.Text))
            .Concat(coverage.At("type.coding.code").Select(FhirElement.Text));
        foreach (var word in words.OfType<string>().Select(word => word.ToUpperInvariant().Replace(' ', '-')))
        {
            var at = word.IndexOf("PART-", StringComparison.Ordinal);
            if (at < 0)
                continue;
            var rest = word[(at + "PART-".Length)..].Split('-')[0];
            if (rest is "A" or "B" or "C" or "D" or "DUAL")
                return rest;
        }
        return null;
    }

    private static IEnumerable<(string Mbi, string? Start, string? End, bool IsCurrent)> Identifiers(JsonElement patient) => patient
        .All("identifier").Where(identifier => FhirElement.Is(identifier.Text("system"), "us_mbi")
            && identifier.Text("value") is { Length: > 0 })
        .Select(identifier =>
        {
            var currency = identifier.At("type.coding").Select(coding => coding.Extension("identifier_currency"))
                .FirstOrDefault(code => code is not null);
            var end = identifier.First("period.end");
            return (identifier.Text("value")!.Trim(), identifier.First("period.start"), end,
                currency == "current" || (currency is null && end is null or "9999-12-31"));
        });

    private static string? Day(string? text)
    {
        const int Length = 10;
        return text?.Length > Length ? text[..Length] : text;
    }
}
