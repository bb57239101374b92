using Accountable.Data.Claims;
using Accountable.Data.Engines;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Risk;
using Accountable.Rules;
using Accountable.Runs.Claims;
using Accountable.Runs.Risk;
using Xunit.Abstractions;

namespace Accountable.Data.Tests.Risk;

/// <summary>What counts for a score and what does not, claim by claim, on both engines.</summary>
public sealed class StoreScoreTests(ITestOutputHelper output) : IDisposable
{
    private const string Ann = "1A00A00AA01";
    private const string Bob = "1A00A00AA02";
    private const string Eve = "1A00A00AA03";
    private static readonly ScoreRun Run = new(RuleBook.Embedded, ScoreRun.BlendName, new PaymentYear(2025));
    private static readonly DiagnosisFilter Filter = StoreScores.FilterOf(Run, RuleBook.Embedded);
    private readonly Scratch _scratch = new();

    public static TheoryData<string> Engines() => ["duckdb", "postgres"];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_denied_line_a_cancelled_claim_and_a_procedure_off_the_list_give_no_diagnosis(string engine)
    {
        Assert.True(Filter.IsEligible("99213"));
        Assert.False(Filter.IsEligible("A0425"));
        if (Codes(engine, new Delivery().With('8', 549, Person(Ann), Person(Bob)).With('5', 388,
            Line(1, 1, "c1", Ann, "99213", "E119"),
            Line(1, 2, "c1", Ann, "A0425", "I10"),
            Line(1, 3, "c1", Ann, "99213", "I5020", indicator: "N"),
            Line(2, 1, "c2", Ann, "99213", "C3490", denial: "D"),
            Line(3, 1, "c3", Ann, "99213", "G20"),
            Line(4, 1, "c3", Ann, "99213", "G20", adjustment: "1"),
            Line(5, 1, "c5", Ann, "A0425", "F200"),
            Line(6, 1, "c6", Ann, "99213", "J449", day: "2023-12-31"),
            Line(7, 1, "c7", Ann, "99213", "K7460", day: "2024-01-01"),
            Line(8, 1, "c8", Ann, "99213", "M069", day: "2024-12-31"),
            Line(9, 1, "c9", Ann, "99213", "N186", day: "2025-01-01"),
            Line(10, 1, "c10", Bob, "99213", "E1165", day: "2024-06-01"))) is { } codes)
            Assert.Equal([$"{Ann} E119", $"{Ann} I10", $"{Ann} K7460", $"{Ann} M069", $"{Bob} E1165"], codes);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_hospital_stay_needs_no_procedure_and_an_outpatient_claim_needs_one(string engine)
    {
        string Bill(int id, string type, string bill, string code, string adjustment = "0", string denial = "", string paid = "100.00") =>
            Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", $"{id}"), ("PRVDR_OSCAR_NUM", "010001"), ("BENE_MBI_ID", Ann), ("CLM_TYPE_CD", type),
                ("CLM_BILL_FAC_TYPE_CD", bill[..1]), ("CLM_BILL_CLSFCTN_CD", bill[1..]), ("CLM_FROM_DT", "2024-05-01"),
                ("CLM_THRU_DT", $"2024-05-{id:00}"), ("PRNCPL_DGNS_CD", code), ("CLM_MDCR_NPMT_RSN_CD", denial), ("CLM_PMT_AMT", paid),
                ("CLM_ADJSMT_TYPE_CD", adjustment), ("CLM_EFCTV_DT", "2024-06-01"));
        string Revenue(int id, string procedure) => Rows.Of('2', 199, ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", "1"),
            ("BENE_MBI_ID", Ann), ("CLM_TYPE_CD", "40"), ("CLM_LINE_HCPCS_CD", procedure), ("CLM_LINE_CVRD_PD_AMT", "100.00"));
        string Other(int id, string code) => Rows.Of('4', 112, ("CUR_CLM_UNIQ_ID", $"{id}"), ("BENE_MBI_ID", Ann), ("CLM_TYPE_CD", "60"),
            ("CLM_VAL_SQNC_NUM", "1"), ("CLM_DGNS_CD", code));
        if (Codes(engine, new Delivery().With('8', 549, Person(Ann))
            .With('1', 437,
                Bill(1, "60", "11", "J189"), Bill(2, "20", "21", "G309"), Bill(3, "40", "13", "I509"), Bill(4, "40", "13", "C509"),
                Bill(5, "60", "11", "F329", denial: "N"), Bill(6, "60", "11", "B20"),
                Rows.Of('1', 437, ("CUR_CLM_UNIQ_ID", "16"), ("PRVDR_OSCAR_NUM", "010001"), ("BENE_MBI_ID", Ann), ("CLM_TYPE_CD", "60"),
                    ("CLM_BILL_FAC_TYPE_CD", "1"), ("CLM_BILL_CLSFCTN_CD", "1"), ("CLM_FROM_DT", "2024-05-01"),
                    ("CLM_THRU_DT", "2024-05-06"), ("PRNCPL_DGNS_CD", "B20"), ("CLM_PMT_AMT", "100.00"), ("CLM_ADJSMT_TYPE_CD", "1"),
                    ("CLM_EFCTV_DT", "2024-07-01")))
            .With('2', 199, Revenue(3, "99213"), Revenue(4, "A0425"))
            .With('4', 112, Other(1, "E440"), Other(2, "L8994"), Other(3, "I4891"), Other(4, "D8481"), Other(6, "B182"))
            .With('5', 388, Line(90, 1, "c", Ann, "A0425", "Z00"))) is { } codes)
            Assert.Equal([$"{Ann} E440", $"{Ann} I4891", $"{Ann} I509", $"{Ann} J189"], codes);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Whoever_cannot_be_scored_is_counted(string engine)
    {
        var delivery = new Delivery().With('8', 549,
                Person(Ann, partB: "2024-01-01"), Person(Bob, partB: "2024-02-01"), Person("1A00A00AA04", sex: "0"),
                Person("1A00A00AA05", death: "2024-12-31"), Person("1A00A00AA06", death: "2025-01-01"),
                Person("1A00A00AA07", status: "11"), Person("1A00A00AA08", partB: ""), Person("1A00A00AA09", reason: ""))
            .With('9', 55, Rows.Cross(Ann, "1A00A00AB01"))
            .With('5', 388, Line(1, 1, "c1", "1A00A00AB01", "99213", "E119"), Line(2, 1, "c2", Eve, "99213", "E119"),
                Line(3, 1, "c3", "1A00A00AA07", "99213", "N186"));
        using var opened = Open(engine, delivery);
        if (opened is null)
            return;
        var facts = StoreScores.Read(opened, null, Run, Filter);
        var scores = Run.Score(facts.People, facts.Diagnoses);
        Assert.Equal([Ann, Bob, "1A00A00AA06"], facts.People.Rows.Select(row => row.Id).Order(StringComparer.Ordinal));
        var places = facts.People.Rows.Select((row, place) => (row.Id, place)).ToDictionary(row => row.Id, row => row.place);
        Assert.Equal(Segment.Cna, scores.People[places[Ann]].Segment);
        Assert.Equal(Segment.Ne, scores.People[places[Bob]].Segment);
        // The claim under the earlier identifier is Ann's.
        Assert.Equal(["E119"], scores.People.DiagnosesOf(places[Ann]).Select(code => code.ToString()));
        Assert.Equal((9, 3), (scores.Counts.People, scores.Counts.Scored));
        Assert.Equal((3, 1, 2), (scores.Counts.Diagnoses, scores.Counts.Mapped, scores.Counts.NotUsed));
        var said = scores.Findings.Select(finding => finding.What).ToList();
        foreach (var what in new[]
            { "1 person with diagnoses and without demographics", "1 person without a sex", "1 person who died", "1 person with end-stage",
              "1 person of whom no source says when they had Part B", "1 person without an original reason" })
            Assert.Single(said, text => text.StartsWith(what, StringComparison.Ordinal));
        var esrd = new ScoreRun(RuleBook.Embedded, "ESRDV24", new PaymentYear(2025), rawOnly: true);
        var renal = StoreScores.Read(opened, null, esrd, Filter);
        Assert.Equal(["1A00A00AA07 DIAL"], renal.People.Rows.Select(row => $"{row.Id} {row.Segment}"));
        Assert.Equal(1, esrd.Score(renal.People, renal.Diagnoses).Counts.Scored);
        // A store without claims of the year of service gives no score of age and sex that looks like one.
        var later = new ScoreRun(RuleBook.Embedded, "V28", new PaymentYear(2026));
        Assert.Contains("needs diagnoses of 2025", Assert.Throws<FileRefusedException>(
            () => StoreScores.Read(opened, null, later, StoreScores.FilterOf(later, RuleBook.Embedded))).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();

    internal static List<string> Diagnoses(IEngine engine, StoreFacts facts) =>
        [.. facts.Diagnoses.People.Zip(facts.Diagnoses.Codes)
            .Select(row => $"{facts.People.Rows[row.First].Id} {Icd10Code.FromPacked(row.Second).ToString().Replace(".", "")}")
            .Order(StringComparer.Ordinal)];

    private static string Person(string mbi, string sex = "1", string reason = "0", string partB = "2010-05-01",
        string death = "9999-12-31",
        string status = "10") => Rows.Of('8', 549, ("BENE_MBI_ID", mbi), ("BENE_DOB", "1945-05-01"), ("BENE_SEX_CD", sex),
        ("BENE_MDCR_STUS_CD", status), ("BENE_DUAL_STUS_CD", "NA"), ("BENE_DEATH_DT", death), ("BENE_ORGNL_ENTLMT_RSN_CD", reason),
        ("BENE_PART_B_ENRLMT_BGN_DT", partB));

    private static string Line(int id, int line, string control, string mbi, string procedure, string code, string adjustment = "0",
        string denial = "1", string indicator = "A", string day = "2024-03-01") => Rows.Of('5', 388,
        ("CUR_CLM_UNIQ_ID", $"{id}"), ("CLM_LINE_NUM", $"{line}"), ("BENE_MBI_ID", mbi), ("CLM_TYPE_CD", "71"),
        ("CLM_LINE_FROM_DT", day), ("CLM_LINE_THRU_DT", day), ("CLM_LINE_HCPCS_CD", procedure), ("CLM_LINE_CVRD_PD_AMT", "50.00"),
        ("CLM_LINE_DGNS_CD", code), ("CLM_ADJSMT_TYPE_CD", adjustment), ("CLM_EFCTV_DT", "2025-01-05"), ("CLM_CNTL_NUM", control),
        ("CLM_PRCSG_IND_CD", indicator), ("CLM_CARR_PMT_DNL_CD", denial));

    private List<string>? Codes(string name, Delivery delivery)
    {
        using var engine = Open(name, delivery);
        return engine is null ? null : Diagnoses(engine, StoreScores.Read(engine, null, Run, Filter));
    }

    private IEngine? Open(string name, Delivery delivery)
    {
        if ((name == "duckdb" ? _scratch["store"] : Postgres.Store(output.WriteLine)) is not { } location)
            return null;
        using (var store = ClaimStore.OpenToWrite(location))
        {
            foreach (var imported in CclfImport.Import(delivery.WriteTo(_scratch["in"]), store, acceptCounts: false))
                Assert.DoesNotContain(imported.Findings, finding => finding.Severity != Severity.Warning);
        }
        using var read = ClaimStore.OpenToRead(location);
        return read.OpenCore(ClaimLaw.Of(RuleBook.Embedded));
    }
}
