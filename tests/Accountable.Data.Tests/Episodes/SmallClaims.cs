using Accountable.Data.Engines;

namespace Accountable.Data.Tests.Episodes;

/// <summary>A claim or line of a small made-up store.</summary>
internal sealed record SmallClaim
{
    public required int Id { get; init; }

    public required long Person { get; init; }

    public required string Type { get; init; }

    public string? Ccn { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly Thru { get; init; }

    public string? Drg { get; init; }

    public string? Diagnosis { get; init; }

    public string? Hcpcs { get; init; }

    public string? Operating { get; init; }

    public string? Attending { get; init; }

    public string? Tin { get; init; }

    public string? Payer { get; init; }

    public decimal Paid { get; init; }

    public string Source => Type is "71" or "72" ? "p" : Type is "81" or "82" ? "e" : "i";
}

/// <summary>A person of a small made-up store.</summary>
internal sealed record SmallPerson(long Key, DateOnly? Death, DateOnly? PartA, DateOnly? PartB, string Status, IReadOnlyList<DateOnly> Months);

/// <summary>Claims after netting, and people, laid into an engine as the store would hold them: only what episodes look at.</summary>
internal static class SmallClaims
{
    public static void Fill(IEngine engine, IReadOnlyList<SmallPerson> people, IReadOnlyList<SmallClaim> claims, bool withMonths = true)
    {
        engine.Execute("create schema input");
        engine.Execute("create schema core");
        Table(engine, "input", "files", "file_id integer, aco_id varchar, delivery_day date",
            [[1, "A1", new DateOnly(2026, 12, 1)]]);
        Table(engine, "core", "mbi_history", "mbi_hash bigint, bene_key bigint", []);
        Table(engine, "input", "cclf8", "file_id integer, line bigint, bene_mbi_id varchar, bene_mbi_id_hash bigint, bene_dob date, "
            + "bene_death_dt date, bene_mdcr_stus_cd varchar, bene_dual_stus_cd varchar, bene_part_a_enrlmt_bgn_dt date, "
            + "bene_part_b_enrlmt_bgn_dt date", people.Select(person => (object?[])
            [1, person.Key, $"P{person.Key}", person.Key, new DateOnly(1950, 1, 1), person.Death, person.Status, "NA", person.PartA, person.PartB]));
        if (withMonths)
            Table(engine, "core", "enrollment_months", "aco_id varchar, bene_key bigint, month date, enrollment_type integer",
                people.SelectMany(person => person.Months.Select(month => (object?[])["A1", person.Key, month, 3])));
        var headers = claims.Where(claim => claim.Source == "i").ToList();
        Table(engine, "input", "cclf1", "file_id integer, line bigint, dgns_drg_cd varchar, prncpl_dgns_cd varchar, "
            + "clm_oprtg_prvdr_npi_num varchar, oprtg_prvdr_npi_num varchar, clm_atndg_prvdr_npi_num varchar, "
            + "atndg_prvdr_npi_num varchar, clm_nch_prmry_pyr_cd varchar", headers.Select(claim => (object?[])
            [1, (long)claim.Id, claim.Drg, claim.Diagnosis, claim.Operating, null, null, claim.Attending, claim.Payer]));
        Table(engine, "core", "institutional_claims", "aco_id varchar, file_id integer, line bigint, cur_clm_uniq_id bigint, bene_key bigint, "
            + "clm_type_cd varchar, provider_number varchar, clm_from_dt date, clm_thru_dt date, signed_paid decimal(18, 2), "
            + "is_orphan_cancellation boolean, is_denied boolean", headers.Select(claim => (object?[])
            ["A1", 1, (long)claim.Id, (long)claim.Id, claim.Person, claim.Type, claim.Ccn ?? "", claim.From, claim.Thru, claim.Paid, false,
                claim.Paid < 0]));
        Table(engine, "input", "cclf2", "file_id integer, cur_clm_uniq_id bigint, clm_line_hcpcs_cd varchar, clm_line_from_dt date",
            headers.Where(claim => claim.Hcpcs is not null).Select(claim => (object?[])[1, (long)claim.Id, claim.Hcpcs, claim.From]));
        var lines = claims.Where(claim => claim.Source == "p").ToList();
        Table(engine, "input", "cclf5", "file_id integer, line bigint, clm_line_dgns_cd varchar, clm_line_prmry_pyr_cd varchar",
            lines.Select(claim => (object?[])[1, (long)claim.Id, claim.Diagnosis, claim.Payer]));
        Table(engine, "core", "professional_lines", "aco_id varchar, file_id integer, line bigint, cur_clm_uniq_id bigint, bene_key bigint, "
            + "clm_type_cd varchar, clm_from_dt date, clm_line_from_dt date, clm_line_thru_dt date, clm_line_hcpcs_cd varchar, "
            + "rendering_npi varchar, clm_rndrg_prvdr_tax_num varchar, signed_paid decimal(18, 2), is_orphan_cancellation boolean, "
            + "is_denied boolean", lines.Select(claim => (object?[])
            ["A1", 1, (long)claim.Id, (long)claim.Id, claim.Person, claim.Type, claim.From, null, claim.Thru, claim.Hcpcs, claim.Attending,
                claim.Tin, claim.Paid, false, claim.Paid < 0]));
        var equipment = claims.Where(claim => claim.Source == "e").ToList();
        Table(engine, "core", "equipment_lines", "aco_id varchar, file_id integer, line bigint, cur_clm_uniq_id bigint, bene_key bigint, "
            + "clm_type_cd varchar, clm_from_dt date, clm_line_from_dt date, clm_line_thru_dt date, clm_line_hcpcs_cd varchar, "
            + "billing_npi varchar, signed_paid decimal(18, 2), is_orphan_cancellation boolean, is_denied boolean",
            equipment.Select(claim => (object?[])
            ["A1", 1, (long)claim.Id, (long)claim.Id, claim.Person, claim.Type, claim.From, claim.From, claim.Thru, claim.Hcpcs, null,
                claim.Paid, false, claim.Paid < 0]));
    }

    private static void Table(IEngine engine, string schema, string name, string columns, IEnumerable<object?[]> rows)
    {
        engine.Execute($"create table {schema}.{name} ({columns})");
        using var appender = engine.Append(schema, name);
        foreach (var row in rows)
            appender.Add(row);
        appender.Complete();
    }
}
