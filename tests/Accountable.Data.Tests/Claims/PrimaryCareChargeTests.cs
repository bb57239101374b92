using System.Globalization;
using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs.Assignment;
using Accountable.Runs.Claims;
using Accountable.SharedSavings.Assignment;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>Which services count for assignment: place of service, stays, base codes and facility bills, by year, on both engines. 42 CFR
/// 425.400(c), 425.402. Charges are powers of two, so that a sum tells which lines are in it.</summary>
public sealed class PrimaryCareChargeTests(ITestOutputHelper output) : IDisposable
{
    private const string Mbi = "1AA0AA0AA00";
    private const string Practice = "TIN 123456789:";
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("duckdb", 2019, 10)]
    [InlineData("duckdb", 2020, 10)]
    [InlineData("duckdb", 2021, 12)]
    [InlineData("duckdb", 2024, 12)]
    [InlineData("postgres", 2020, 10)]
    [InlineData("postgres", 2021, 12)]
    public void Nursing_visits_fall_by_place_through_2020_and_then_by_stay(string engine, int year, int counted) =>
        Holds(engine, year, new Delivery()
            .With('1', 437, Claims.Rows.Header(1, "115001", $"{year}-05-01", $"{year}-05-10", Mbi, "100.00", "0", $"{year}-06-01", type: "20"))
            .With('5', 388, Line(11, "99309", $"{year}-05-05", "31", 1), Line(12, "99309", $"{year}-05-10", "32", 2),
                Line(13, "99309", $"{year}-05-11", "31", 4), Line(14, "99309", $"{year}-06-01", "32", 8)),
            null, $"{Practice}{counted}.00");

    [Theory]
    [InlineData("duckdb", 2022, 1)]
    [InlineData("duckdb", 2023, 3)]
    [InlineData("postgres", 2022, 1)]
    [InlineData("postgres", 2023, 3)]
    public void Home_visits_are_at_home_through_2022_and_then_anywhere(string engine, int year, int counted) =>
        Holds(engine, year, new Delivery()
            .With('5', 388, Line(11, "99348", $"{year}-05-05", "12", 1), Line(12, "99348", $"{year}-05-05", "13", 2)),
            null, $"{Practice}{counted}.00");

    [Theory]
    [InlineData("duckdb")]
    [InlineData("postgres")]
    public void A_prolonged_service_counts_where_its_claim_has_a_base_that_counts(string engine) =>
        Holds(engine, 2022, new Delivery()
            .With('5', 388, Line(11, "99354", "2022-05-05", "11", 1), Line(12, "99213", "2022-05-06", "11", 2),
                Line(12, "99354", "2022-05-06", "11", 4, line: 2)),
            null, $"{Practice}6.00");

    [Theory]
    [InlineData("duckdb", true)]
    [InlineData("duckdb", false)]
    [InlineData("postgres", true)]
    [InlineData("postgres", false)]
    public void Hospitals_count_by_revenue_center_or_by_the_list_of_teaching_hospitals(string engine, bool listed) =>
        Holds(engine, 2024, new Delivery()
            .With('1', 437, Bill(1, "8", "5", "111300"), Bill(2, "1", "3", "110002"), Bill(3, "1", "3", "110003"), Bill(4, "7", "1", "113800"))
            .With('2', 199, Revenue(1, 1, "0960", "99213", 1), Revenue(1, 2, "0510", "99213", 2), Revenue(2, 1, "0510", "G0463", 4),
                Revenue(3, 1, "0510", "G0463", 8), Revenue(3, 2, "0960", "99213", 16))
            .With('5', 388, Line(11, "99213", "2024-03-01", "11", 32)),

            // The clinic visit under the amendment weighs what the list says of its days; the other hospital's counts nowhere.
            "ccn,first_day,last_day,allowed\n" + (listed ? "110002,2024-01-01,2024-04-01,90.50\n" : "110002,2024-04-02,2024-12-31,90.50\n"),
            listed ? ["CCN 110002:90.50", "CCN 111300:1.00", "CCN 113800:100.00", $"{Practice}32.00"]
                : ["CCN 111300:1.00", "CCN 113800:100.00", $"{Practice}32.00"]);

    [Theory]
    [InlineData("1234567893", false)]
    [InlineData("1999999992", true)]
    public void Services_of_a_practitioner_without_a_specialty_are_counted_in_a_finding(string npi, bool isFound)
    {
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        var delivery = new Delivery()
            .With('1', 437, Bill(1, "8", "5", "111300", npi))
            .With('2', 199, Revenue(1, 1, "0960", "99213", 1))
            .With('5', 388, Line(11, "99213", "2024-03-01", "11", 32));
        CclfImport.Import(delivery.WriteTo(_scratch["in"]), store, acceptCounts: false);
        using var core = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        var law = RuleBook.Embedded.For(new PerformanceYear(2024));
        var run = new AssignmentRun(core, new AssignmentRequest("A1234", law.Year, AssignmentMethod.Retrospective, law, 1),
            ParticipantList.Of([new Participant("A1234", "CCN 111300", "list", 1)]), new HeldPeople(new HashSet<long>(), []));
        Assert.Equal(isFound, run.Findings.Any(finding => finding.What.StartsWith("1 primary care services of critical access",
            StringComparison.Ordinal)));
    }

    private void Holds(string engine, int year, Delivery delivery, string? teaching, params string[] expected)
    {
        if ((engine == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return;
        using var store = ClaimStore.OpenToWrite(location);
        Assert.All(CclfImport.Import(delivery.WriteTo(_scratch["in"]), store, acceptCounts: false), each => Assert.False(each.IsRefused));
        if (teaching is not null)
        {
            File.WriteAllText(_scratch["eta_hospitals.csv"], teaching);
            Assert.All(ReportImport.Import(_scratch["eta_hospitals.csv"], store), each => Assert.False(each.IsRefused));
        }
        using var core = store.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        var window = AssignmentWindow.For(AssignmentMethod.Retrospective, law.Year, law);
        LawRelations.ForAssignment(core, law, window);
        ParticipantList.Of([]).Fill(core);
        var found = new List<string>();
        using (var reader = core.Query(FactModels.Sql("primary_care_charges"), ("aco", "A1234"), ("window_from", window.From),
            ("window_to", window.To), ("expanded_from", window.Earliest), ("person", null)))
        {
            while (reader.Read())
                found.Add($"{reader.GetString(1)}:{reader.GetDecimal(4).ToString("0.00", CultureInfo.InvariantCulture)}");
        }
        Assert.Equal(expected, found);
    }

    private static string Bill(int id, string facility, string classification, string ccn, string npi = "1234567893") => Claims.Rows.Of('1', 437,
        ("CUR_CLM_UNIQ_ID", $"{id}"), ("PRVDR_OSCAR_NUM", ccn), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "40"), ("CLM_FROM_DT", "2024-04-01"),
        ("CLM_THRU_DT", "2024-04-01"), ("CLM_BILL_FAC_TYPE_CD", facility), ("CLM_BILL_CLSFCTN_CD", classification),
        ("CLM_PMT_AMT", "100.00"), ("CLM_ADJSMT_TYPE_CD", "0"), ("ATNDG_PRVDR_NPI_NUM", npi), ("CLM_EFCTV_DT", "2024-05-01"));

    private static string Revenue(int id, int line, string center, string code, int paid) => Claims.Rows.Of('2', 199,
        ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", $"{line}"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "40"),
        ("CLM_LINE_PROD_REV_CTR_CD", center), ("CLM_LINE_HCPCS_CD", code), ("CLM_LINE_CVRD_PD_AMT", $"{paid}.00"));

    private static string Line(int id, string code, string day, string place, int charge, int line = 1) => Claims.Rows.Of('5', 388,
        ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", $"{line}"), ("BENE_MBI_ID", Mbi), ("CLM_TYPE_CD", "71"),
        ("CLM_LINE_FROM_DT", day), ("CLM_LINE_THRU_DT", day), ("CLM_LINE_HCPCS_CD", code), ("CLM_POS_CD", place),
        ("CLM_PRVDR_SPCLTY_CD", "11"), ("CLM_RNDRG_PRVDR_TAX_NUM", "123456789"), ("RNDRG_PRVDR_NPI_NUM", "1234567893"),
        ("CLM_LINE_CVRD_PD_AMT", "50.00"), ("CLM_LINE_ALOWD_CHRG_AMT", $"{charge}.00"), ("CLM_ADJSMT_TYPE_CD", "0"),
        ("CLM_EFCTV_DT", day), ("CLM_CNTL_NUM", $"{id}-{line}"), ("CLM_PRCSG_IND_CD", "A"), ("CLM_CARR_PMT_DNL_CD", "1"));
}
