using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>What stands beside the amounts: what can be left out of them, what sequestration took, and whether headers and lines fit. On
/// both engines.</summary>
public sealed class CoreAmountTests(ITestOutputHelper output) : IDisposable
{
    private const string Mbi = "1AA0AA0AA00";

    /// <summary>Two percent until the end of 2020, then a gap of a day, then one percent.</summary>
    private static readonly DatedLaw Law = new(
        [new DatedRate(new(2020, 1, 1), new(2020, 12, 31), 0.02m), new DatedRate(new(2021, 1, 2), new(2021, 12, 31), 0.01m)]);

    private readonly Scratch _scratch = new();

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void Teaching_disproportionate_share_and_uncompensated_care_carry_the_claims_sign(string name)
    {
        string Stay(int id, string adjustment, string ccn) => Claims.Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"),
            ("PRVDR_OSCAR_NUM", ccn), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "60"), ("CLM_FROM_DT", "2020-12-30"),
            ("CLM_THRU_DT", "2020-12-31"), ("CLM_PMT_AMT", "100.00"), ("CLM_ADJSMT_TYPE_CD", adjustment),
            ("CLM_MDCR_IP_PPS_CPTL_IME_AMT", "1.01"), ("CLM_OPRTNL_IME_AMT", "2.02"), ("CLM_MDCR_IP_PPS_DSPRPRTNT_AMT", "3.03"),
            ("CLM_OPRTNL_DSPRPRTNT_AMT", "4.04"), ("CLM_HIPPS_UNCOMPD_CARE_AMT", "5.05"));
        using var engine = Core(name, new Delivery().With('1', 437, Stay(1, "0", "110001"), Stay(2, "1", "110002")));
        if (engine is null)
            return;
        Assert.Equal(["1|100.00|3.03|7.07|5.05|False", "2|-100.00|-3.03|-7.07|-5.05|True"], Rows(engine, """
            select cur_clm_uniq_id, paid, ime, dsh, uncompensated_care, is_orphan_cancellation from core.expenditures order by 1
            """));
        Assert.Equal(["1|1.01|2.02|3.03|4.04"], Rows(engine, """
            select cur_clm_uniq_id, capital_ime, operating_ime, capital_dsh, operating_dsh from core.institutional_claims
            where not is_orphan_cancellation
            """));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Sequestration_is_what_the_files_report_and_the_rate_of_the_through_date(string name)
    {
        string Stay(int id, string thru, string adjustment = "0") =>
            Claims.Rows.Header(id, $"{110000 + id}", "2020-12-30", thru, Mbi, "98.00", adjustment, "2021-02-01");
        string Enhanced(int id, string amount) => Claims.Rows.Of('A', 324, ("CUR_CLM_UNIQ_ID", $"{id}"), ("BENE_MBI_ID", Mbi),
            ("CLM_TYPE_CD", "60"), ("CLM_SQSTRTN_RDCTN_AMT", amount), ("CLM_PBP_RDCTN_AMT", "7.00"));
        string Line(int id, string thru) => Claims.Rows.Of('5', 388, ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"),
            ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "71"), ("CLM_LINE_THRU_DT", thru), ("CLM_LINE_CVRD_PD_AMT", "50.00"),
            ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_CNTL_NUM", $"{id}"));
        using var engine = Core(name, new Delivery()
            .With('1', 437, Stay(1, "2020-12-31"), Stay(2, "2021-01-01"), Stay(3, "2021-01-02"), Stay(4, "2021-12-31", "1"), Stay(5, "2022-01-01"))
            .With('5', 388, Line(6, "2020-12-31"), Line(7, "2021-01-02"))
            // A claim has several rows in CCLFA; each repeats its amounts.
            .With('A', 324, Enhanced(1, "2.00"), Enhanced(1, "2.00"), Enhanced(4, "0.99"))
            .With('B', 128, Claims.Rows.Of('B', 128, ("CUR_CLM_UNIQ_ID", "6"), ("CLM_LINE_NUM", "1"), ("BENE_MBI_ID", Mbi),
                ("CLM_TYPE_CD", "71"), ("CLM_SQSTRTN_RDCTN_AMT", "1.02"), ("CLM_PBP_RDCTN_AMT", "0.50"))));
        if (engine is null)
            return;
        Assert.Equal(
            ["1|2.00|7.00|0.02", "2|||", "3|||0.01", "4|-0.99|-7.00|0.01", "5|||", "6|1.02|0.50|0.02", "7|||0.01"], Rows(engine, """
            select cur_clm_uniq_id, sequestration_reported, population_based_reduction, sequestration_rate
            from core.expenditures order by cur_clm_uniq_id
            """));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Headers_and_lines_that_do_not_fit_are_named(string name)
    {
        string Header(int id, string paid) => Claims.Rows.Header(id, $"{110000 + id}", "2021-01-01", "2021-01-02", Mbi, paid, "0", "2021-02-01",
            type: "40");
        string Line(int id, int line, string paid, string centre = "0450") => Claims.Rows.Of('2', 199, ("CUR_CLM_UNIQ_ID", $"{id}"),
            ("CLM_LINE_NUM", $"{line}"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "40"), ("CLM_LINE_PROD_REV_CTR_CD", centre),
            ("CLM_LINE_CVRD_PD_AMT", paid));
        string Code(char file, int length, int id, string field) => Claims.Rows.Of(file, length, ("CUR_CLM_UNIQ_ID", $"{id}"),
            ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "40"), ("CLM_VAL_SQNC_NUM", "1"), (field, "I10"));
        var first = new Delivery()
            // 1 fits, the total line aside; 2 is a cent off; 3 has lines without money; 4 has none; 9 and 8 have no header.
            .With('1', 437, Header(1, "30.00"), Header(2, "30.00"), Header(3, "30.00"), Header(4, "30.00"))
            .With('2', 199, Line(1, 1, "10.00"), Line(1, 2, "20.00"), Line(1, 3, "30.00", "0001"), Line(2, 1, "30.01"), Line(3, 1, "0.00"),
                Line(9, 1, "5.00"))
            .With('3', 114, Code('3', 114, 8, "CLM_PRCDR_CD"), Code('3', 114, 1, "CLM_PRCDR_CD"))
            .With('4', 112, Code('4', 112, 1, "CLM_DGNS_CD"), Code('4', 112, 2, "CLM_DGNS_CD"), Code('4', 112, 3, "CLM_DGNS_CD"));
        // The same lines in the next delivery are counted once.
        var second = new Delivery(day: "210215").With('1', 437, Header(1, "30.00")).With('2', 199, Line(1, 1, "10.00"), Line(1, 2, "20.00"));
        using var engine = Core(name, first, second);
        if (engine is null)
            return;
        Assert.Equal(
            [
                "2|revenue lines sum to another amount|1|30.00|30.01",
                "4|header without diagnoses|0|30.00|",
                "4|header without revenue lines|0|30.00|",
                "8|procedures without a header|1||",
                "9|revenue lines without a header|1||5.00",
            ],
            Rows(engine, """
            select cur_clm_uniq_id, difference, line_rows, header_paid, lines_paid from core.header_line_differences order by 1, 2
            """));
    }

    [Fact]
    public void Money_of_two_kinds_of_lines_with_one_control_number_is_not_netted_together()
    {
        using var engine = Core("duckdb", new Delivery()
            .With('5', 388, Claims.Rows.Line(1, 1, "7", Mbi, "10.00", "0", "2021-01-08"))
            .With('6', 247, Claims.Rows.Of('6', 247, ("CUR_CLM_UNIQ_ID", "2"), ("CLM_LINE_NUM", "1"), ("BENE_MBI_ID", Mbi),
                ("CLM_TYPE_CD", "82"), ("CLM_LINE_THRU_DT", "2021-01-02"), ("CLM_LINE_CVRD_PD_AMT", "10.00"), ("CLM_ADJSMT_TYPE_CD", "1"),
                ("CLM_CNTL_NUM", "7"))))!;
        Assert.Equal(["dme|-10.00", "professional|10.00"], Rows(engine, "select service, paid from core.expenditures order by 1"));
    }

    private static List<string> Rows(IEngine engine, string sql)
    {
        using var reader = engine.Query(sql);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                DBNull => "",
                decimal number => $"{number:0.00}",
                var other => $"{other}",
            })));
        return rows;
    }

    private IEngine? Core(string name, params Delivery[] deliveries)
    {
        if ((name == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return null;
        using var store = ClaimStore.OpenToWrite(location);
        foreach (var (delivery, i) in deliveries.Select((delivery, i) => (delivery, i)))
            Assert.All(CclfImport.Import(delivery.WriteTo(_scratch[$"in{i}"]), store, acceptCounts: false), each => Assert.False(each.IsRefused));
        return store.OpenCore(Law);
    }
}
