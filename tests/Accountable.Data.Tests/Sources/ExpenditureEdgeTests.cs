using Accountable.Data.Claims;
using Accountable.Data.Reports;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Assignment;
using Accountable.Runs.Expenditures;
using Accountable.SharedSavings.Assignment;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Sources;

/// <summary>Expenditures of single people: what is left out and added back, months until a death, and the threshold to the cent. On both
/// engines.</summary>
public sealed class ExpenditureEdgeTests(ITestOutputHelper output) : IDisposable
{
    private const string Half = "1AA0AA0AA00";
    private const string Died = "1BB0BB0BB00";
    private const string Switched = "1CC0CC0CC00";
    private readonly Scratch _scratch = new();

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_threshold_cuts_a_cent_above_and_neither_on_it_nor_below(string engine)
    {
        if (Store(engine) is not { } store)
            return;
        // 500 dollars in 6 months are 1,000 a year.
        foreach (var (threshold, row, cut) in new[]
        {
            ("1000.00", "aged_non_dual,6,500.00,1000.00,1000.00,506.50", 0),
            ("1000.01", "aged_non_dual,6,500.00,1000.00,1000.00,506.50", 0),
            ("999.99", "aged_non_dual,6,500.00,1000.00,999.99,506.49", 1),
        })
        {
            var (rows, run) = Run(store, 2021, threshold);
            Assert.Contains($"{Half},{row}", rows);
            Assert.Equal(cut, run.People.Count(person => person.IsTruncated));
        }
        var (estimated, _) = Run(store, 2021, null);
        Assert.Contains($"{Half},aged_non_dual,6,500.00,1000.00,1000.00,506.50", estimated);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_death_ends_the_months_and_what_comes_later_is_said_and_not_counted(string engine)
    {
        if (Store(engine) is not { } store)
            return;
        var (rows, run) = Run(store, 2021, "100000");
        // January and February; 20 dollars of February count, 40 of April do not.
        Assert.Contains($"{Died},aged_dual,2,20.00,120.00,120.00,20.26", rows);
        Assert.Contains(run.Findings, finding => finding.What.Contains("$40.00", StringComparison.Ordinal));
        Assert.Contains($"{Switched},disabled,3,0.00,0.00,0.00,0.00", rows);
        Assert.Contains($"{Switched},aged_non_dual,9,-30.00,-40.00,-40.00,-30.39", rows);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Add_ons_go_out_except_in_Maryland_and_sequestration_comes_back(string engine)
    {
        if (Store(engine) is not { } store)
            return;
        var (rows, _) = Run(store, 2022, "100000");
        // 98 paid at 2 percent were 100; 15 are add-ons.  Maryland keeps its 100; with 3 reported and 7 of another reduction 98 are 108.
        Assert.Contains(rows, row => row.StartsWith($"{Half},aged_non_dual,12,85.00,", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith($"{Switched},aged_non_dual,12,208.00,", StringComparison.Ordinal));
    }

    private (List<string> Rows, ExpenditureRun Run) Run(string store, int year, string? threshold)
    {
        Reports.Write(_scratch, "thresholds.csv", string.Join('\n',
            new[] { "esrd", "disabled", "aged_dual", "aged_non_dual" }.Select(type => $"{type},{threshold}")
                .Prepend("enrollment_type,threshold")) + "\n");
        var law = RuleBook.Embedded.For(new PerformanceYear(year));
        using var session = AssignmentSession.Open(store,
            new AssignmentRequest("A1234", law.Year, AssignmentMethod.Retrospective, law, 1), null);
        var given = threshold is null ? null : TruncationThresholds.Read(_scratch["thresholds.csv"]);
        var run = ExpenditureRun.Of(session, given, null);
        return ([.. ExpenditureTables.Rows(run, session.PersonIds()).Select(row => string.Join(',', row.Select(Table.Text)))], run);
    }

    /// <summary>Three people who named a clinician of the ACO. In 2021 there was no sequestration, in August 2022 it was 2
    /// percent.</summary>
    private string? Store(string engine)
    {
        string Line(int id, string person, string day, string paid, string adjustment = "0") => Claims.Rows.Of('5', 388,
            ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"), ("BENE_MBI_ID", person), ("CLM_TYPE_CD", "71"),
            ("CLM_LINE_FROM_DT", day), ("CLM_LINE_THRU_DT", day), ("CLM_LINE_CVRD_PD_AMT", paid), ("CLM_ADJSMT_TYPE_CD", adjustment),
            ("CLM_EFCTV_DT", "2023-05-01"), ("CLM_CNTL_NUM", $"{id}"), ("CLM_PRCSG_IND_CD", "A"), ("CLM_CARR_PMT_DNL_CD", "1"),
            ("CLM_RNDRG_PRVDR_TAX_NUM", "123456789"));
        string Stay(int id, string ccn, string person) => Claims.Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"),
            ("PRVDR_OSCAR_NUM", ccn), ("BENE_MBI_ID", person), ("CLM_TYPE_CD", "60"), ("CLM_FROM_DT", "2022-08-01"),
            ("CLM_THRU_DT", "2022-08-03"), ("CLM_PMT_AMT", "98.00"), ("CLM_ADJSMT_TYPE_CD", "0"), ("CLM_EFCTV_DT", "2023-05-01"),
            ("CLM_MDCR_IP_PPS_CPTL_IME_AMT", "1.00"), ("CLM_OPRTNL_IME_AMT", "2.00"), ("CLM_MDCR_IP_PPS_DSPRPRTNT_AMT", "3.00"),
            ("CLM_OPRTNL_DSPRPRTNT_AMT", "4.00"), ("CLM_HIPPS_UNCOMPD_CARE_AMT", "5.00"));
        var delivery = new Delivery(day: "230515", window: "Y23")
            .With('1', 437, Stay(21, "110001", Half), Stay(22, "210001", Switched), Stay(23, "210002", Switched))
            .With('5', 388, Line(1, Half, "2021-02-01", "500.00"), Line(2, Died, "2021-02-10", "20.00"),
                Line(3, Died, "2021-04-01", "40.00"), Line(5, Half, "2022-01-03", "0.00"), Line(4, Switched, "2021-12-31", "30.00", "1"))
            .With('A', 324, Claims.Rows.Of('A', 324, ("CUR_CLM_UNIQ_ID", "23"), ("BENE_MBI_ID", Switched), ("CLM_TYPE_CD", "60"),
                ("CLM_SQSTRTN_RDCTN_AMT", "3.00"), ("CLM_PBP_RDCTN_AMT", "7.00")));
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2021.D229999.T0000000_1-1.csv",
            Reports.List((Half, "444444000000", ""), (Died, "333333333333", "02/11/2021"), (Switched, "222444444444", "")));
        Reports.Write(_scratch, "in/P.A1234.ACO.AALR.Y2022.D239999.T0000000_1-1.csv",
            Reports.List((Half, Reports.Four, ""), (Switched, Reports.Four, "")));
        Reports.Write(_scratch, "in/participants.csv",
            "aco_id,tin,ccn,npi,role,specialty,start,end\nA1234,123456789,,,participant,,2020-01-01,\n");
        Reports.Write(_scratch, "in/designations.csv", "person_id,designated_on,tin,npi\n"
            + string.Concat(new[] { Half, Died, Switched }.Select(person => $"{person},2020-06-01,123456789,\n")));
        if ((engine == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return null;
        using var store = ClaimStore.OpenToWrite(location);
        Assert.DoesNotContain(CclfImport.Import(delivery.WriteTo(_scratch["cclf"]), store, acceptCounts: false), found => found.IsRefused);
        Assert.DoesNotContain(ReportImport.Import(_scratch["in"], store), found => found.IsRefused);
        return location;
    }
}
