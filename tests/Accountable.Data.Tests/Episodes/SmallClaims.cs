using Accountable.Data.Engines;
using Accountable.Data.Store;

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

    /// <summary>Dollars; below zero the claim is denied.</summary>
    public decimal Paid { get; init; }

    public string Aco { get; init; } = "A1";

    public string Source => Type is "71" or "72" ? "p" : Type is "81" or "82" ? "e" : "i";
}

/// <summary>A person of a small made-up store: months on its assignment list by enrolment type, and spans of enrolment.</summary>
internal sealed record SmallPerson(long Key, DateOnly? Death, DateOnly? PartA, DateOnly? PartB, string Status, IReadOnlyList<DateOnly> Months)
{
    public IReadOnlyList<SmallSpan> Spans { get; init; } = [];

    public string Aco { get; init; } = "A1";
}

/// <summary>Months in which a person has these parts, is in a health plan, has renal disease.</summary>
internal sealed record SmallSpan(DateOnly From, DateOnly Thru, bool PartA, bool PartB, bool Plan, bool Esrd);

/// <summary>Claims and people in the tables that readers fill, and the relations of the store made from them.</summary>
internal static class SmallClaims
{
    private const string SecondAco = "A2";

    public static void Fill(IEngine engine, IReadOnlyList<SmallPerson> people, IReadOnlyList<SmallClaim> claims)
    {
        engine.Execute("create schema input");
        engine.Execute("create table input.files (file_id integer, aco_id varchar, delivery varchar, delivery_day date, table_name varchar)");
        engine.Execute("insert into input.files values (1, 'A1', 'one', date '2026-12-01', ''), (2, 'A2', 'two', date '2026-12-02', '')");
        foreach (var table in InputTable.All)
            engine.Execute(table.CreateStatement("input", table.Name));
        Rows(engine, "cclf8", people, person => [("file_id", File(person.Aco)), ("line", person.Key), ("bene_mbi_id", $"P{person.Key}"),
            ("bene_mbi_id_hash", person.Key), ("bene_dob", new DateOnly(1950, 1, 1)), ("bene_death_dt", person.Death),
            ("bene_mdcr_stus_cd", person.Status), ("bene_dual_stus_cd", "NA"), ("bene_part_a_enrlmt_bgn_dt", person.PartA),
            ("bene_part_b_enrlmt_bgn_dt", person.PartB)]);
        Rows(engine, "assignment_list", people.Where(person => person.Months.Count > 0), person =>
        [
            ("file_id", File(person.Aco)), ("line", person.Key), ("bene_mbi_id", $"P{person.Key}"), ("bene_mbi_id_hash", person.Key),
            ("report", "annual"), ("report_rank", 1), ("performance_year", 2026), ("first_month", new DateOnly(2026, 1, 1)), ("made", "1"),
            .. Enumerable.Range(1, 12).Select(month =>
                ($"enrollflag{month}", (object?)(!person.Months.Contains(new DateOnly(2026, month, 1)) ? 0 : person.Status is "11" or "21" or "31" ? 1 : 4))),
        ]);
        Rows(engine, "eligibility", people.SelectMany(person => person.Spans.Select(span => (person, span))), each =>
        [
            ("file_id", 1), ("line", each.person.Key), ("bene_mbi_id", $"P{each.person.Key}"), ("bene_mbi_id_hash", each.person.Key),
            ("from_month", each.span.From), ("thru_month", each.span.Thru), ("part_a", each.span.PartA), ("part_b", each.span.PartB),
            ("health_plan", each.span.Plan), ("esrd", each.span.Esrd),
        ]);
        Rows(engine, "cclf1", claims.Where(claim => claim.Source == "i"), claim =>
        [
            .. Keys(claim), ("clm_adjsmt_type_cd", "0"), ("clm_from_dt", claim.From), ("clm_thru_dt", claim.Thru), ("clm_blg_prvdr_oscar_num", claim.Ccn),
            ("clm_mdcr_npmt_rsn_cd", claim.Paid < 0 ? "N" : null), ("clm_pmt_amt", claim.Paid), ("dgns_drg_cd", claim.Drg),
            ("prncpl_dgns_cd", claim.Diagnosis), ("clm_oprtg_prvdr_npi_num", claim.Operating), ("atndg_prvdr_npi_num", claim.Attending),
            ("clm_nch_prmry_pyr_cd", claim.Payer),
        ]);
        Rows(engine, "cclf2", claims.Where(claim => claim.Source == "i" && claim.Hcpcs is not null), claim =>
            [.. Keys(claim), ("clm_line_num", 1), ("clm_line_hcpcs_cd", claim.Hcpcs), ("clm_line_from_dt", claim.From)]);
        Rows(engine, "cclf5", claims.Where(claim => claim.Source == "p"), claim =>
        [
            .. Keys(claim), .. LineOf(claim), ("clm_line_dgns_cd", claim.Diagnosis), ("clm_line_prmry_pyr_cd", claim.Payer),
            ("rndrg_prvdr_npi_num", claim.Attending), ("clm_rndrg_prvdr_tax_num", claim.Tin),
        ]);
        Rows(engine, "cclf6", claims.Where(claim => claim.Source == "e"), claim =>
            [.. Keys(claim), .. LineOf(claim), ("clm_line_from_dt", claim.From)]);
        CoreModels.Create(engine);
    }

    private static int File(string aco) => aco == SecondAco ? 2 : 1;

    private static (string, object?)[] Keys(SmallClaim claim) =>
        [("file_id", File(claim.Aco)), ("line", (long)claim.Id), ("cur_clm_uniq_id", (long)claim.Id), ("bene_mbi_id", $"P{claim.Person}"),
            ("bene_mbi_id_hash", claim.Person), ("clm_type_cd", claim.Type)];

    private static (string, object?)[] LineOf(SmallClaim claim) =>
        [("clm_line_num", 1), ("clm_adjsmt_type_cd", "0"), ("clm_from_dt", claim.From), ("clm_line_thru_dt", claim.Thru), ("clm_line_hcpcs_cd", claim.Hcpcs),
            ("clm_line_cvrd_pd_amt", claim.Paid), ("clm_carr_pmt_dnl_cd", claim.Paid < 0 ? "0" : "1"), ("clm_prcsg_ind_cd", "A"),
            ("clm_cntl_num", $"C{claim.Id}")];

    /// <summary>Adds rows by the names of some columns; the others stay null.</summary>
    private static void Rows<T>(IEngine engine, string name, IEnumerable<T> of, Func<T, IReadOnlyList<(string Column, object? Value)>> row)
    {
        var columns = InputTable.Named(name).Columns.Select((column, index) => (column.Name, column.SqlType, Index: index))
            .ToDictionary(column => column.Name);
        using var appender = engine.Append("input", name);
        foreach (var each in of)
        {
            var cells = new object?[columns.Count];
            foreach (var (column, value) in row(each))
                cells[columns[column].Index] = columns[column].SqlType == "bigint" && value is int whole ? (long)whole : value;
            appender.Add(cells);
        }
        appender.Complete();
    }
}
