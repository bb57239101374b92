using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Claims;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Claims;

/// <summary>The first look at a store: its figures by hand, what it hides, and that it says why it is empty.</summary>
public sealed class ClaimCheckTests(ITestOutputHelper output) : IDisposable
{
    private const int People = 40;
    private readonly Scratch _scratch = new();

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("3 20 30", "3 20")]
    [InlineData("3 4 30", "3 4")]
    [InlineData("10 0 11", "10 11")]
    [InlineData("10 0 0", "10")]
    [InlineData("0 11 12", "")]
    [InlineData("", "")]
    public void One_small_cell_is_never_hidden_alone(string counts, string hidden)
    {
        static long[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];
        var cells = Numbers(counts);
        var marks = SmallCells.Hidden(cells);
        Assert.Equal(Numbers(hidden), cells.Where((_, i) => marks[i]));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_look_shows_what_was_imported_and_hides_small_cells(string engine)
    {
        if (Store(engine, withList: true) is not { } location)
            return;
        using var store = ClaimStore.OpenToRead(location);
        var report = ClaimCheck.Of(store, RuleBook.Embedded);
        var months = Rows(report, "claims_by_month");
        // March has 5 people, so it is hidden, and with it the smallest of the other months of the year.
        Assert.Equal("A1234|professional|2021-01|52|40|2600.00|100.000000", months[0]);
        Assert.Equal("A1234|professional|2021-03|*|*|*|100.000000", months[2]);
        Assert.Equal("A1234|professional|2021-12|*|*|*|100.000000", months[11]);
        // The lone claim of 2023 is hidden as well.
        Assert.Equal(3, months.Count(row => row.Contains('*', StringComparison.Ordinal)));
        // 8 disabled people: hidden, and the others with them, because the sum is shown.
        Assert.Equal(["A1234|2021|disabled|*|*", "A1234|2021|aged_non_dual|*|*", "A1234|2021|all|38|456"],
            Rows(report, "people_by_enrollment_type"));
        // 20 of the 38 have a visit in January.
        Assert.Equal(["A1234|2021|38|20|52.600000"], Rows(report, "primary_care_visits"));
        // 38 people of the list, 50 dollars a month in eleven months, 5 people in March, and 10 of those whose line came twice.
        var dollars = Rows(report, "dollars_by_service");
        Assert.Equal("A1234|2021|professional|21650.00|47.48|569.74|2701|4323|6362|below", dollars.Single(row => row.Contains("|professional|",
            StringComparison.Ordinal)));
        Assert.Equal("A1234|2021|stays|0||0|186|250|337|below", dollars[^1]);
        Assert.Equal(["A1234|professional lines|12|12|600.00"], Rows(report, "duplicate_suspicion"));
        Assert.Empty(Rows(report, "header_line_differences"));
        Assert.Equal(["A1234|professional|100.000000|100.000000|100.000000|100.000000|100.000000|100.000000"], Rows(report, "completion"));
        var page = CheckPage.Write(report, "claims", 1);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("1CH", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_assignment_lists_it_says_so()
    {
        using var store = ClaimStore.OpenToRead(Store("duckdb", withList: false)!);
        var report = ClaimCheck.Of(store, RuleBook.Embedded);
        foreach (var name in new[] { "people_by_enrollment_type", "primary_care_visits", "dollars_by_service" })
        {
            Assert.Empty(Rows(report, name));
            Assert.Contains("import an assignment list", report.Sections.Single(section => section.Name == name).Sentence,
                StringComparison.Ordinal);
        }
        Assert.NotEmpty(Rows(report, "claims_by_month"));
        Assert.Contains("There are no months of enrollment", CheckPage.Write(report, "claims", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Claims_not_yet_seen_make_a_month_incomplete()
    {
        // Of the dollars of each month three quarters are seen in the month itself and a quarter in the next.
        var lines = from month in Enumerable.Range(0, 24)
                    from person in Enumerable.Range(0, 12)
                    let day = new DateOnly(2020, 1, 15).AddMonths(month)
                    let seen = person % 4 == 0 ? day.AddMonths(1) : day
                    where seen <= new DateOnly(2021, 12, 31)
                    select Line(month * 100 + person, person, day, "99213", "40", "10.00", seen);
        using (var store = ClaimStore.OpenToWrite(_scratch["store"]))
            CclfImport.Import(new Delivery().With('5', 388, lines).With('9', 55).WriteTo(_scratch["in"]), store, acceptCounts: false);
        using var read = ClaimStore.OpenToRead(_scratch["store"]);
        var report = ClaimCheck.Of(read, RuleBook.Embedded);
        Assert.Equal(["A1234|professional|75.000000|100.000000|100.000000|100.000000|100.000000|100.000000"], Rows(report, "completion"));
        var months = Rows(report, "claims_by_month");
        Assert.Equal("A1234|professional|2021-11|12|12|120.00|100.000000", months[^2]);
        // Nine people are a small cell; the next smallest month of the year goes with it.
        Assert.Equal("A1234|professional|2021-12|*|*|*|75.000000", months[^1]);
        Assert.Equal(2, months.Count(row => row.Contains('*', StringComparison.Ordinal)));
    }

    private static string Line(int id, int person, DateOnly day, string code, string specialty, string paid, DateOnly seen) =>
        Claims.Rows.Of('5', 388, ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"), ("BENE_MBI_ID", Mbi(person)), ("CLM_TYPE_CD", "71"),
            ("CLM_LINE_FROM_DT", $"{day:yyyy-MM-dd}"), ("CLM_LINE_THRU_DT", $"{day:yyyy-MM-dd}"), ("CLM_LINE_HCPCS_CD", code),
            ("CLM_PRVDR_SPCLTY_CD", specialty), ("CLM_LINE_CVRD_PD_AMT", paid), ("CLM_ADJSMT_TYPE_CD", "0"),
            ("CLM_IDR_LD_DT", $"{seen:yyyy-MM-dd}"), ("CLM_CNTL_NUM", $"C{id}"), ("CLM_PRCSG_IND_CD", "A"), ("CLM_CARR_PMT_DNL_CD", "1"));

    private static string Mbi(int person) => $"1CH{person:00}AA0AA0";

    private static List<string> Rows(CheckReport report, string section) =>
        [.. report.Sections.Single(each => each.Name == section).Table.Rows.Select(row => string.Join('|', row.Select(Table.Text)))];

    /// <summary>Lines of 40 people in each month of 2021: 50 dollars each, seen within the month. In March 5 people, in December 39. Twelve
    /// people of January have their line twice, under other numbers and for an adult visit with a specialist.</summary>
    private string? Store(string engine, bool withList)
    {
        if ((engine == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return null;
        var lines = from month in Enumerable.Range(1, 12)
                    from person in Enumerable.Range(0, month switch { 3 => 5, 12 => People - 1, _ => People })
                    let day = new DateOnly(2021, month, 10)
                    select Line(month * 100 + person, person, day, "99213", month == 1 && person < 20 ? "11" : "06", "50.00", day);
        var again = Enumerable.Range(28, 12).Select(person => Line(5000 + person, person, new DateOnly(2021, 1, 10), "99213", "06", "50.00",
            new DateOnly(2021, 1, 12)));
        // The newest claim was seen in 2023, so every month is a year old.
        var last = Line(9000, 0, new DateOnly(2023, 1, 5), "99213", "06", "1.00", new DateOnly(2023, 1, 6));
        var delivery = new Delivery(day: "230215", window: "Y23").With('5', 388, [.. lines, .. withList ? again : [], last]).With('9', 55).With('8', 549);
        using var store = ClaimStore.OpenToWrite(location);
        CclfImport.Import(delivery.WriteTo(_scratch["in"]), store, acceptCounts: false);
        if (withList)
        {
            Sources.Reports.Write(_scratch, "lists/P.A1234.ACO.AALR.Y2021.D239999.T0100000_1-1.csv", Sources.Reports.List(Enumerable.Range(0, People - 2)
                .Select(person => (Mbi(person), new string(person < 8 ? '2' : '4', 12), ""))));
            Assert.All(Data.Reports.ReportImport.Import(_scratch["lists"], store), each => Assert.False(each.IsRefused));
        }
        return location;
    }
}
