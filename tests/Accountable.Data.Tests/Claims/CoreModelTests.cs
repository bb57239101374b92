using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>Netting, denials and identifiers, each on both engines. The rows go through the reader of files first.</summary>
public sealed class CoreModelTests(ITestOutputHelper output) : IDisposable
{
    private const string Mbi = "6U50TE7GG18";
    private static readonly DatedLaw Law = new([new DatedRate(new DateOnly(2012, 1, 1), new DateOnly(2021, 1, 2), 0.02m)]);
    private readonly Scratch _scratch = new();
    private int _stores;
    private int _deliveries;

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_packets_example_gives_260_707_and_967(string name)
    {
        // CCLF Information Packet, version 38, section 5.3.2.
        using var engine = Core(name, new Delivery().With('1', 437, PartA()).With('5', 388, PartB()).With('9', 55));
        if (engine is null)
            return;
        Assert.Equal(["260.00"], Rows(engine, "select sum(signed_paid) from core.institutional_claims where not is_denied"));
        Assert.Equal(["707.00"], Rows(engine, "select sum(signed_paid) from core.professional_lines where not is_denied"));
        Assert.Equal(["60|260.00|260.00|0.00", "71|707.00|707.00|0.00"],
            Rows(engine, "select clm_type_cd, paid_signed, paid_final, orphan_cancellations from core.netted_dollars order by 1"));
        // Final are claims 4, 7 and one of 2 and 5; of the lines, the three that are left.
        var final = Rows(engine, "select cur_clm_uniq_id from core.institutional_claims order by 1");
        Assert.True(final is ["2" or "5", "4", "7"] or ["4", "5", "7"], string.Join(' ', final));
        Assert.Equal(["1|380.00", "2|227.00", "3|100.00"],
            Rows(engine, "select clm_line_num, signed_paid from core.professional_lines order by 1"));
        // Keeping the latest row of a key and dropping it when it is a cancellation would leave claim 7 alone.
        Assert.Equal(["50.00"], Rows(engine, """
            select sum(clm_pmt_amt) from (
                select v.*, row_number() over (partition by bene_key, provider_number, clm_from_dt, clm_thru_dt order by clm_efctv_dt desc, cur_clm_uniq_id desc) as place
                from core.institutional_versions v) latest
            where place = 1 and sign > 0
            """));
    }

    [Fact]
    public void The_example_here_is_the_published_one()
    {
        var path = Path.Combine(RepositoryRoot(), "..", "shared", "reference", "claims", "cclf_vectors.json");
        if (!File.Exists(path))
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var partA = json.RootElement.GetProperty("part_a").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell => cell.ToString()).ToArray()).ToList();
        Assert.Equal(partA.Select(row => Header(int.Parse(row[0]), row[1], row[2], row[3], row[4], row[5], row[6], row[7])), PartA());
        var partB = json.RootElement.GetProperty("part_b").EnumerateArray()
            .Select(row => row.EnumerateArray().Select(cell => cell.ToString()).ToArray()).ToList();
        Assert.Equal(partB.Select(row => Claims.Rows.Line(int.Parse(row[0]), int.Parse(row[1]), row[2], row[3], row[4], row[5], row[6])),
            PartB());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_cancellation_takes_the_debit_with_its_control_number_and_an_orphan_stays(string name)
    {
        using var engine = Core(name, new Delivery().With('1', 437,
            Numbered(1, "100.00", "0", "2021-01-08", "OLD"), Numbered(2, "100.00", "0", "2021-02-08", "NEW"),
                Numbered(3, "100.00", "1", "2021-03-08", "NEW"),
            Numbered(4, "55.55", "1", "2021-03-08", "GONE"), Numbered(5, "-20.00", "0", "2021-03-08", "MINUS"),
                Numbered(6, "-20.00", "1", "2021-03-09", "")));
        if (engine is null)
            return;
        Assert.Equal(["1|100.00|False", "4|-55.55|True"],
            Rows(engine, "select cur_clm_uniq_id, signed_paid, is_orphan_cancellation from core.institutional_claims order by 1"));
        Assert.Equal(["44.45|100.00|-55.55|1|1"],
            Rows(engine, "select paid_signed, paid_final, orphan_cancellations, final_rows, orphan_rows from core.netted_dollars"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Denied_claims_and_lines_are_out(string name)
    {
        string Part(int id, string type, string reason, string facility) =>
            Claims.Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"), ("BENE_MBI_ID", Mbi), ("PRVDR_OSCAR_NUM", $"1{id:00000}"),
            ("CLM_TYPE_CD", type),
            ("CLM_FROM_DT", "2021-01-01"), ("CLM_THRU_DT", "2021-01-02"), ("CLM_PMT_AMT", "1.00"), ("CLM_ADJSMT_TYPE_CD", "0"),
                ("CLM_MDCR_NPMT_RSN_CD", reason), ("CLM_BILL_FAC_TYPE_CD", facility));
        string Line(int id, string denial, string indicator) =>
            Claims.Rows.Of('6', 247, ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "82"),
            ("CLM_LINE_THRU_DT", "2021-01-02"),
            ("CLM_LINE_CVRD_PD_AMT", "1.00"), ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_CARR_PMT_DNL_CD", denial),
                ("CLM_PRCSG_IND_CD", indicator), ("CLM_CNTL_NUM", $"{id}"));
        using var engine = Core(name, new Delivery()
            .With('1', 437, Part(1, "60", "", "1"), Part(2, "60", "N", "1"), Part(3, "60", "~", "4"), Part(4, "40", "", "4"),
                Part(5, "10", "", "5"), Part(6, "40", "", "1"))
            .With('6', 247, Line(1, "1", "A"), Line(2, "0", "A"), Line(3, "D", "A"), Line(4, "Y", "A"), Line(5, "A", "R"),
                Line(6, "B", "S"), Line(7, "00", "A"), Line(8, "22", "A"), Line(9, "1", "C"), Line(10, "", ""), Line(11, "9", "A")));
        if (engine is null)
            return;
        Assert.Equal(["1", "3", "6"], Rows(engine, "select cur_clm_uniq_id from core.institutional_claims where not is_denied order by 1"));
        Assert.Equal(["1", "5", "6", "10", "11"],
            Rows(engine, "select cur_clm_uniq_id from core.equipment_lines where not is_denied order by 1"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_chain_of_identifiers_is_one_beneficiary_and_a_circle_ends(string name)
    {
        string Bill(int id, string mbi, string adjustment) =>
            Header(id, "110001", "2021-01-01", "2021-01-02", mbi, "10.00", adjustment, "2021-02-01");
        using var engine = Core(
            name,
            new Delivery(day: "210115").With('1', 437, Bill(1, "A", "0"), Bill(2, "B", "0"))
                .With('9', 55, Claims.Rows.Cross("B", "A"), Claims.Rows.Cross("X", "Y"), Claims.Rows.Cross("Y", "X"),
                Claims.Rows.Cross("Z", "Q")),
            new Delivery(day: "210215").With('1', 437, Bill(2, "B", "0"), Bill(3, "C", "1"))
                .With('9', 55, Claims.Rows.Cross("C", "B"), Claims.Rows.Cross("D", "Q"), Claims.Rows.Cross("E", "W"),
                Claims.Rows.Cross("X", "V")));
        if (engine is null)
            return;
        // A was named with B, and B with C in the next delivery; Q's newest current identifier is D; X and Y name each other, and V leads to them.
        var circle = Math.Min(BeneficiaryHash.Of("X"), BeneficiaryHash.Of("Y"));
        var expected = new[] { ("A", BeneficiaryHash.Of("C")), ("B", BeneficiaryHash.Of("C")), ("Q", BeneficiaryHash.Of("D")),
            ("W", BeneficiaryHash.Of("E")), ("X", circle), ("Y", circle), ("V", circle) };
        Assert.Equal(expected.Select(pair => $"{BeneficiaryHash.Of(pair.Item1)}|{pair.Item2}").Order(StringComparer.Ordinal),
            Rows(engine, "select mbi_hash, bene_key from core.mbi_history").Order(StringComparer.Ordinal));
        // The second delivery brings claim 2 again, and the cancellation under C takes the oldest of the two under A and B.
        Assert.Equal(["3|10.00"], Rows(engine, "select count(*), sum(signed_paid) from core.institutional_versions"));
        Assert.Equal([$"2|{BeneficiaryHash.Of("C")}|10.00"],
            Rows(engine, "select cur_clm_uniq_id, bene_key, signed_paid from core.institutional_claims"));
    }

    [Fact]
    public void Netting_keeps_the_signed_sum_whatever_the_rows()
    {
        var random = new Random(5);
        var rows = Enumerable.Range(1, 4000)
            .Select(id => Numbered(id, $"{random.Next(-2, 4)}.{random.Next(2)}0", $"{random.Next(3)}", $"2021-0{random.Next(1, 10)}-01",
            $"{random.Next(3)}", $"11000{random.Next(4)}")).ToList();
        using var engine = Core("duckdb", new Delivery().With('1', 437, rows))!;
        var (signed, final) = (Rows(engine, "select sum(signed_paid) from core.institutional_versions").Single(),
            Rows(engine, "select sum(signed_paid) from core.institutional_claims").Single());
        Assert.Equal(signed, final);
        // Within a key and an amount nothing is left that could still be paired.
        Assert.Equal(["0"], Rows(engine, """
            select count(*) from core.institutional_claims a join core.institutional_claims b
              on a.provider_number = b.provider_number and a.is_orphan_cancellation and not b.is_orphan_cancellation and a.signed_paid = -b.signed_paid
            """));
    }

    [Fact]
    public void Both_engines_keep_the_same_claims_of_random_ones()
    {
        var random = new Random(7);
        string Amount() => $"{random.Next(-1, 3)}.{random.Next(2)}0";
        string Day() => $"2021-0{random.Next(1, 10)}-01";
        var mbis = Enumerable.Range(0, 12).Select(i => $"{(char)('A' + i)}").ToList();
        string Person() => mbis[random.Next(mbis.Count)];
        var delivery = new Delivery()
            .With('1', 437, Enumerable.Range(1, 1500)
                .Select(id => Header(id, "110001", "2021-01-01", "2021-01-02", Person(), Amount(), $"{random.Next(3)}", Day())))
            .With('5', 388, Enumerable.Range(1, 1500)
                .Select(id => Claims.Rows.Line(id, 1 + random.Next(2), $"{random.Next(3)}", Person(), Amount(), $"{random.Next(2)}",
                Day()))
                .Concat(Enumerable.Range(2001, 60).Select(id => Claims.Rows.Of('5', 388, ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"),
                    ("BENE_MBI_ID", Person()), ("CLM_TYPE_CD", "71"),
                    ("CLM_LINE_THRU_DT", Day()), ("CLM_LINE_CVRD_PD_AMT", "1"), ("CLM_ADJSMT_TYPE_CD", "0"),
                    ("CLM_RNDRG_PRVDR_NPI_NUM", $"100000000{random.Next(5)}"), ("CLM_PRVDR_SPCLTY_CD", $"0{random.Next(1, 4)}")))))
            .With('8', 549, Enumerable.Range(0, 40).Select(_ => Claims.Rows.Of('8', 549, ("BENE_MBI_ID", Person()), ("BENE_DOB", Day()),
                ("BENE_SEX_CD", $"{random.Next(3)}"), ("BENE_DEATH_DT", Day()))))
            .With('9', 55, Enumerable.Range(0, 10).Select(_ => Claims.Rows.Cross(Person(), Person(), Day())));
        using var postgres = Core("postgres", delivery);
        if (postgres is null)
            return;
        using var embedded = Core("duckdb", delivery)!;
        foreach (var name in CoreModels.All.Select(relation => relation.Name))
        {
            var sql = $"select * from core.{name}";
            var expected = Rows(embedded, sql).Order(StringComparer.Ordinal).ToList();
            Assert.NotEmpty(name is "equipment_lines" or "superseded_rows" or "header_line_differences" or "enrollment_months" ? ["none of these"] : expected);
            Assert.Equal(expected, Rows(postgres, sql).Order(StringComparer.Ordinal));
        }
    }

    private static string Header(int id, string ccn, string from, string thru, string mbi, string paid, string adjustment,
        string effective) => Claims.Rows.Header(id, ccn, from, thru, mbi, paid, adjustment, effective);

    private static string Numbered(int id, string paid, string adjustment, string effective, string control, string ccn = "110001") =>
        Claims.Rows.Of(
        '1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"), ("PRVDR_OSCAR_NUM", ccn), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "60"),
            ("CLM_FROM_DT", "2021-01-01"), ("CLM_THRU_DT", "2021-01-02"),
        ("CLM_PMT_AMT", paid), ("CLM_ADJSMT_TYPE_CD", adjustment), ("CLM_EFCTV_DT", effective), ("CLM_CNTL_NUM", control));

    private static string[] PartA() =>
    [
        Header(1, "654321", "2012-07-01", "2012-07-08", Mbi, "200", "0", "2012-07-20"),
            Header(2, "654321", "2012-07-01", "2012-07-08", Mbi, "0", "2", "2012-09-20"),
        Header(3, "654321", "2012-07-01", "2012-07-08", Mbi, "200", "1", "2012-08-07"),
            Header(4, "654321", "2012-07-01", "2012-07-08", Mbi, "210", "2", "2012-09-20"),
        Header(5, "654321", "2012-07-01", "2012-07-08", Mbi, "0", "2", "2012-08-07"),
            Header(6, "654321", "2012-07-01", "2012-07-08", Mbi, "0", "1", "2012-10-07"),
        Header(7, "654321", "2012-08-20", "2012-08-29", Mbi, "50", "0", "2012-09-20"),
    ];

    private static string[] PartB() =>
    [
        Line(1, 3, "0", "1", "2012-09-02"), Line(1, 1, "380", "1", "2012-09-02"), Line(1, 2, "227", "1", "2012-09-02"),
        Line(2, 1, "380", "0", "2012-09-02"), Line(2, 2, "227", "0", "2012-09-02"), Line(2, 3, "100", "0", "2012-09-02"),
        Line(3, 3, "0", "0", "2012-08-15"), Line(3, 1, "380", "0", "2012-08-15"), Line(3, 2, "227", "0", "2012-08-15"),
    ];

    private static string Line(int id, int line, string paid, string adjustment, string effective) =>
        Claims.Rows.Line(id, line, "7", Mbi, paid, adjustment, effective);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder.FullName;
    }

    private static string Text(object cell) => cell switch
    {
        DateOnly day => $"{day:yyyy-MM-dd}",
        DateTime day => $"{day:yyyy-MM-dd}",
        _ => $"{cell}",
    };

    internal static List<string> Rows(IEngine engine, string sql)
    {
        using var reader = engine.Query(sql);
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i) is decimal money ? $"{money:0.00}" : Text(reader.GetValue(i)))));
        return rows;
    }

    /// <summary>Copies a table of one engine into another.</summary>
    internal static void Copy(IEngine from, IEngine to, InputTable table)
    {
        to.Execute(table.CreateStatement("input", table.Name));
        using var reader = from.Query($"select {string.Join(", ", table.Columns.Select(column => column.Name))} from input.{table.Name}");
        using var appender = to.Append("input", table.Name);
        while (reader.Read())
            appender.Add([.. Enumerable.Range(0, reader.FieldCount)
                .Select(i => reader.GetValue(i) is var cell and not DBNull ? cell : null)]);
        appender.Complete();
    }

    /// <summary>Imports the deliveries into a store of its own, and opens its relations.</summary>
    private IEngine? Core(string name, params Delivery[] deliveries)
    {
        if ((name == "duckdb" ? _scratch[$"store{_stores++}"] : Postgres.Store(output.WriteLine)) is not { } location)
            return null;
        using var store = ClaimStore.OpenToWrite(location);
        foreach (var delivery in deliveries)
        {
            foreach (var imported in CclfImport.Import(delivery.WriteTo(_scratch[$"in{_deliveries++}"]), store, acceptCounts: false))
                Assert.DoesNotContain(imported.Findings, finding => finding.Severity != Severity.Warning);
        }
        return store.OpenCore(Law);
    }
}
