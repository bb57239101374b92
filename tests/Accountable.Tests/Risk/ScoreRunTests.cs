using Accountable.Data;
using Accountable.Data.Risk;
using Accountable.Rules;
using Accountable.Runs.Risk;

namespace Accountable.Tests.Risk;

public sealed class ScoreRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accountable-risk");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        return path;
    }

    private PopulationScores Score(string model, int year, string[] people, string[] diagnoses, bool rawOnly = false)
    {
        var file = PeopleFile.Read(Write("people.csv", people));
        return new ScoreRun(RuleBook.Embedded, model, new PaymentYear(year), rawOnly: rawOnly).Score(file, DiagnosesFile.Read(Write("diagnoses.csv", diagnoses), file));
    }

    private static Dictionary<string, string[]> Rows(PopulationScores scores) => ScoreTables.ToCsv(scores).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Skip(1).Select(line => line.Split(',')).ToDictionary(cells => cells[0] + cells[1]);

    [Fact]
    public void The_result_has_HCCs_raw_normalized_and_payment_score_and_interactions()
    {
        var scores = Score("V28", 2026,
            ["person_id,age,sex,orec,segment,medicaid", "P1,70,F,0,CNA,0"],
            ["person_id,icd10", "P1,T86.40", "P1,i8500", "P1,E035", "P1,Z0000"]);
        // 0.395 + 0.376 + 0.543 = 1.314; / 1.067 = 1.231; x 0.941 = 1.158.
        Assert.Equal("person_id,model,segment,hccs,raw,normalized,payment,interactions\nP1,V28,CNA,62 202,1.314,1.231,1.158,D2\n", ScoreTables.ToCsv(scores));
        Assert.Empty(scores.Findings);
    }

    [Fact]
    public void Whoever_cannot_be_scored_is_in_a_finding_and_the_rest_is_scored()
    {
        var scores = Score("V28", 2024,
            [
                "person_id,age,sex,orec,segment,medicaid", "P1,70,F,0,CNA,0", "P2,200,M,0,CNA,0", "P3,70,X,0,CNA,0", "P4,70,M,9,CNA,0", "P5,70,M,,CNA,0",
                "P6,,M,0,CNA,0", "P7,50,M,1,CNA,0", "P8,70,M,0,XXX,0", "P9,70,M,0,INS,", ",70,M,0,CNA,0", "P10,70,M,0,CNA",
                "P11,70,M,0,CNA,0", "P11,70,M,0,CNA,0", "P12,70,M,0,CNA,0", "P12,71,M,0,CNA,0", "P13,-1,M,0,CNA,0", "P14,70,M,0,DIAL,0", "P15,-3x,M,0,CNA,0",
            ],
            ["person_id,icd10", "P1,E119", "P1,ZZZ", "P1,ZZZ", "P1,C50A0", "P1,", "PX,E119", "P2,E119", "P11,I10", "P11,T99"]);
        Assert.Equal(["P1V28", "P11V28"], Rows(scores).Keys);
        Assert.Equal((18, 2), (scores.Counts.People, scores.Counts.Scored));
        Assert.Single(scores.Findings, finding => finding.Severity == Severity.Warning);
        foreach (var line in (int[])[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19])
            Assert.Single(scores.Findings, finding => finding.File.EndsWith("people.csv", StringComparison.Ordinal) && finding.Line == line && finding.Severity == Severity.RowRefused);

        // The same fault in two rows is one finding with its count.
        var codes = scores.Findings.Where(finding => finding.File.EndsWith("diagnoses.csv", StringComparison.Ordinal)).ToList();
        Assert.Contains(codes, finding => finding.Line == 3 && finding.What.Contains("'ZZZ'", StringComparison.Ordinal) && finding.What.Contains("2 rows", StringComparison.Ordinal));
        Assert.Contains(codes, finding => finding.Line == 5 && finding.What.Contains("not valid for 2024", StringComparison.Ordinal));
        Assert.Contains(codes, finding => finding.Line == 6 && finding.What.Contains("blank", StringComparison.Ordinal));
        Assert.Contains(codes, finding => finding.Line == 7 && finding.What.Contains("not among the people", StringComparison.Ordinal));
        Assert.Contains(codes, finding => finding.Line == 10 && finding.What.Contains("T99 lies in no chapter", StringComparison.Ordinal));
        Assert.Equal("I10", Assert.Single(scores.Counts.CodesWithoutCategory).Code.ToString());
        Assert.Equal(scores.Findings.Count + 1, ScoreTables.Findings(scores).Rows.Count);
        Assert.DoesNotContain(scores.Findings, finding => finding.ToString().Contains("PX", StringComparison.Ordinal));
        var counts = scores.Counts;
        Assert.Equal((9, 1, 1, 1, 6), (counts.Diagnoses, counts.Mapped, counts.WithoutCategory, counts.OtherYear, counts.NotUsed));
        Assert.Equal(counts.Diagnoses, counts.Mapped + counts.WithoutCategory + counts.OtherYear + counts.NotUsed);
    }

    [Fact]
    public void Status_columns_choose_the_segment()
    {
        var scores = Score("V28", 2026,
            [
                "person_id,birth_date,sex,orec,dual_status,esrd,institutional,new_enrollee", "A,1955-06-30,2,0,00,0,0,0", "B,1955-06-30,1,0,02,0,0,0", "C,1975-06-30,1,1,8,0,0,0",
                "D,1975-06-30,1,1,03,0,0,0", "E,1955-06-30,1,0,01,0,1,0", "F,1955-06-30,1,0,NA,0,0,0", "G,1955-06-30,1,0,,1,0,0", "H,1961-06-30,1,0,02,0,0,1", "I,1961-06-30,1,0,,0,0,0",
            ],
            ["person_id,icd10"]);
        var rows = Rows(scores);
        Assert.Equal(["CNA", "CFA", "CFD", "CPD", "INS", "NE", "CNA"], ((string[])["A", "B", "C", "D", "E", "H", "I"]).Select(id => rows[id + "V28"][2]));
        Assert.Contains(scores.Findings, finding => finding.Line == 7 && finding.Column == "dual_status");
        Assert.Contains(scores.Findings, finding => finding.Line == 8 && finding.Column == "esrd");

        // Born 1961-06-30 the person is 64 on 1 February 2026 and, entitled by age, scored as 65.
        Assert.Equal("0.332", rows["IV28"][4]);
    }

    [Fact]
    public void ESRD_people_have_segment_dual_status_institution_and_months()
    {
        var scores = Score("ESRDV24", 2026,
            ["person_id,age,sex,orec,segment,dual_status,institutional,graft_months", "A,70,F,0,GRAFT_INST,01,1,4", "B,70,F,0,GRAFT_COMM,02,0,", "C,70,F,0,DIAL,00,0,", "D,70,F,0,NE_GRAFT,00,0,4"],
            ["person_id,icd10"]);
        var rows = Rows(scores);
        // 1.202 + 2.529 + 0.162 + 0.955.
        Assert.Equal("4.848", rows["AESRDV24"][4]);
        Assert.Equal("0.624", rows["CESRDV24"][4]);
        Assert.Contains(scores.Findings, finding => finding.Line == 3 && finding.What.Contains("months", StringComparison.Ordinal));
        Assert.Equal(3, rows.Count);
    }

    [Fact]
    public void A_blend_adds_the_models_of_the_year_by_their_shares()
    {
        var scores = Score("blend", 2024, ["person_id,age,sex,orec,segment,medicaid", "P1,70,F,0,CNA,0"], ["person_id,icd10", "P1,E119"]);
        var rows = Rows(scores);
        Assert.Equal((0.67m * decimal.Parse(rows["P1V24"][6])) + (0.33m * decimal.Parse(rows["P1V28"][6])), decimal.Parse(rows["P1blend"][6]));
    }

    [Fact]
    public void A_year_without_a_factor_is_an_error_unless_raw_scores_are_enough()
    {
        Assert.Throws<LawGapException>(() => new ScoreRun(RuleBook.Embedded, "V22", new PaymentYear(2022)));
        var scores = Score("V22", 2022, ["person_id,age,sex,orec,segment,medicaid", "P1,70,F,0,CNA,0"], ["person_id,icd10", "P1,E119"], rawOnly: true);
        Assert.Equal("", Rows(scores)["P1V22"][5]);
    }

    [Fact]
    public void A_person_explained_replays_and_names_every_diagnosis_and_hierarchy()
    {
        var scores = Score("V28", 2026, ["person_id,age,sex,orec,segment,medicaid", "P1,70,F,0,CNA,0"], ["person_id,icd10", "P1,T8640", "P1,I8500", "P1,E035", "P1,I10"]);
        var explained = Assert.Single(PersonExplanation.Of(scores, 0, RuleBook.Embedded));
        Assert.Empty(Replay.Check(explained.Result.Derivation!));
        Assert.Equal(1.158m, explained.Result.Amount);
        var text = PersonExplanation.ToText(explained);
        foreach (var words in (string[])["T8640 -> HCC 62", "I10 -> no category", "HCC 63 removed by HCC 62", "V28 CNA_HCC202 = 0.543", "payment score = 1.158"])
            Assert.Contains(words, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_change_of_a_population_splits_into_parts_that_add_up()
    {
        string[] header = ["person_id,age,sex,orec,segment,medicaid"];
        var now = Score("blend", 2025, [.. header, "P1,70,F,0,CNA,0", "P2,80,M,1,CFA,1", "P3,66,F,0,CNA,0"], ["person_id,icd10", "P1,E119", "P2,I5020", "P2,E1122", "P3,E119"]);
        var file = PeopleFile.Read(Write("earlier.csv", [.. header, "P1,69,F,0,CNA,0", "P2,79,M,1,CFA,1"]));
        var codes = DiagnosesFile.Read(Write("codes.csv", "person_id,icd10", "P1,E119", "P1,J449", "P2,E119", "P2,I5020"), file);
        var before = new ScoreRun(RuleBook.Embedded, "blend", new PaymentYear(2024));
        var change = PopulationReport.Change(now, before.Score(file, codes), before);
        Assert.Equal(2, change.People);
        Assert.Equal(change.After, change.Before + change.Demographic + change.Coding + change.Blend);
        Assert.True(change is { Demographic: > 0, Coding: not 0, Blend: not 0 });

        // P1 had chronic lung disease last year; P2's diabetes is seen again, with complications.
        var gaps = PopulationReport.Gaps(now, new ScoreRun(RuleBook.Embedded, "blend", new PaymentYear(2025)).Score(file, codes));
        Assert.Equal(["P1,V24,111", "P1,V28,280"], gaps.Rows.Select(row => string.Join(',', row)));
        Assert.Contains(PopulationReport.Prevalence(now).Rows, row => row is ["V24", 19, 2, _]);
    }

    [Theory]
    [InlineData("person_id,age,sex,segment,medicaid\nP1,70,F,CNA,0\n", "orec")]
    [InlineData("person_id,sex,orec,segment,medicaid\nP1,F,0,CNA,0\n", "age")]
    [InlineData("person_id;age;sex;orec\nP1;70;F;0\n", "commas")]
    [InlineData("person_id,age,sex,orec,segment\n", "no rows")]
    [InlineData("", "empty")]
    public void A_file_of_people_without_what_everybody_needs_is_refused(string text, string word)
    {
        var path = Path.Combine(_folder.FullName, "bad.csv");
        File.WriteAllText(path, text);
        Assert.Contains(word, Assert.Throws<FileRefusedException>(() => PeopleFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_blank_lines_line_ends_and_a_missing_last_line_end_are_read()
    {
        var path = Path.Combine(_folder.FullName, "quoted.csv");
        File.WriteAllText(path, "\uFEFFperson_id,age,sex,orec,segment,medicaid\r\n\"A,1\",70,F,0,\"CNA\",0\r\n\r\nB,70,M,0,CNA,0");
        var file = PeopleFile.Read(path);
        Assert.Equal(["A,1", "B"], file.Rows.Select(row => row.Id));
        Assert.Empty(file.Findings);
    }
}
