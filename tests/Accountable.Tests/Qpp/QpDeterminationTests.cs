using Accountable.Data;
using Accountable.Qpp.QualifyingParticipants;
using Accountable.Rules;
using Accountable.Runs.Qpp;

namespace Accountable.Tests.Qpp;

public sealed class QpDeterminationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("qpp").FullName;

    public static TheoryData<int> Years() => [.. Enumerable.Range(2017, 11)];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Years))]
    public void Random_folders_are_determined_as_by_a_second_implementation(int year)
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            foreach (var file in Directory.EnumerateFiles(_folder))
                File.Delete(file);
            RandomFacts.Write(_folder, (year * 1000) + seed, year);
            var through = seed % 3 == 0 ? 1 + (seed % 2) : 3;
            var run = QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(year), through);
            var naive = NaiveQp.Determine(_folder, year, through, id => id == "good");
            var rows = run.Rows().ToDictionary(row => ((string)row[0]!, (string)row[1]!));
            Assert.Equal(naive.Keys.Order(), rows.Keys.Order());
            foreach (var (key, expected) in naive)
            {
                var row = rows[key];
                var actual = new NaiveQp.Result((string)row[3]!, (string)row[4]!, (string)row[5]!, (string)row[2]!, (string)row[6]!, (string)row[7]!, (int?)row[8], (decimal?)row[9], (decimal?)row[10], (int)row[11]! == 1);
                Assert.True(expected == actual, $"year {year}, seed {seed}, snapshot {through}, {key}: expected {expected}, got {actual} ({row[14]})");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Traced_gives_the_same_status_and_every_sum_replays(int year)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            RandomFacts.Write(_folder, seed, year);
            var plain = QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(year));
            var traced = QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(year), traced: true);
            for (var i = 0; i < plain.Facts.Clinicians.Count; i++)
            {
                var status = plain.Determinations.Determine(i);
                var explanation = traced.Determinations.Explain(i);
                Assert.Equal(status.Status, explanation.Determination.Status);
                Assert.Equal(status.Decided?.Score.Amount, explanation.Determination.Decided?.Score.Amount);
                Assert.Equal(status.Status == QpStatus.Qp, explanation.IsQp.Holds);
                Assert.Equal(status.Status == QpStatus.PartialQp, explanation.IsPartialQp.Holds);
                if (explanation.Attempts.Count > 0)
                {
                    Assert.Empty(Replay.Check(explanation.IsQp.Derivation!));
                    Assert.Empty(Replay.Check(explanation.IsPartialQp.Derivation!));
                }
            }
        }
    }

    [Fact]
    public void T6_a_clinician_in_two_entities_neither_of_which_qualifies_is_tested_alone()
    {
        Entities("A,mssp-enhanced,,,,", "B,aco-reach,,,,");
        Participants("A,1,T1,participation,1,1,1", "B,1,T2,participation,1,1,1", "A,2,T1,participation,1,1,1");
        Scores("entity,A,,3,em,40,100,0,0", "entity,B,,3,em,30,100,0,0", "individual,,1,3,em,55000,100000,0,0", "individual,,2,3,em,90000,100000,0,0");
        var rows = Rows(2023);
        Assert.Equal(["QP", "individual", "0.55"], Cells(rows, "1", "T1", 3, 5, 9));
        Assert.Equal(["QP", "individual", "0.55"], Cells(rows, "1", "T2", 3, 5, 9));

        // The second is in one entity alone: through 2025 an individual score is nothing to it.
        Assert.Equal(["PartialQP", "entity", "0.4"], Cells(rows, "2", "T1", 3, 5, 9));
        Assert.Equal(["QP", "individual", "0.9"], Cells(Rows(2026), "2", "T1", 3, 5, 9));
    }

    [Theory]
    [InlineData(2019, "2019-05-01", "1", "None")]
    [InlineData(2019, "2019-08-30", "1", "None")]
    [InlineData(2019, "2019-08-31", "0", "QP")]
    [InlineData(2019, "2019-12-31", "0", "QP")]
    [InlineData(2020, "2020-05-01", "1", "None")]
    [InlineData(2024, "2024-08-30", "1", "None")]
    [InlineData(2024, "2024-08-31", "1", "QP")]
    [InlineData(2024, "2024-08-31", "0", "None")]
    [InlineData(2024, "2024-12-31", "0", "None")]
    [InlineData(2024, "2024-12-31", "1", "QP")]
    public void Termination_takes_status_away(int year, string day, string bears, string expected)
    {
        Entities($"A,mssp-enhanced,{year}-01-01,,{day},{bears}");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,0,0", "entity,A,,2,em,80,100,0,0", "entity,A,,3,em,80,100,0,0");
        Assert.Equal([expected], Cells(Rows(year), "1", "T1", 3));
    }

    [Theory]
    [InlineData("2024-05-01", "participation", 60, "QP")]
    [InlineData("2024-05-01", "participation", 49, "PartialQP")]
    [InlineData("", "participation", 60, "QP")]
    [InlineData("2024-05-01", "none", 60, "None")]
    public void Who_is_in_several_entities_one_of_which_left_is_tested_alone_on_the_others(string left, string other, int own, string expected)
    {
        Entities($"A,mssp-enhanced,2024-01-01,,{left},1", "B,mssp-enhanced,2024-01-01,,,");
        Participants(["A,1,T1,participation,1,1,1", .. other == "none" ? Array.Empty<string>() : ["B,1,T2,participation,1,1,1"]]);
        Scores("entity,A,,3,em,10,100,0,0", "entity,B,,3,em,10,100,0,0", $"individual,,1,3,em,{own},100,0,0");
        Assert.Equal([expected], Cells(Rows(2024), "1", "T1", 3));
    }

    [Theory]
    [InlineData("2024-07-03", "3")]
    [InlineData("2024-07-04", "")]
    [InlineData("2024-05-02", "2")]
    [InlineData("2024-05-03", "3")]
    [InlineData("2024-02-01", "1")]
    [InlineData("2024-02-02", "2")]
    public void A_model_is_tested_from_the_sixtieth_day(string from, string firstSnapshot)
    {
        Entities($"A,mssp-enhanced,{from},,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,0,0", "entity,A,,2,em,80,100,0,0", "entity,A,,3,em,80,100,0,0");
        Assert.Equal([firstSnapshot], Cells(Rows(2024), "1", "T1", 8));
    }

    [Fact]
    public void A_model_that_ends_inside_the_period_keeps_its_later_snapshots()
    {
        Entities("A,mssp-enhanced,2024-01-01,2024-02-29,,", "B,mssp-enhanced,2024-01-01,2024-02-28,,");
        Participants("A,1,T1,participation,0,1,0", "B,2,T1,participation,0,1,0");
        Scores("entity,A,,2,em,80,100,0,0", "entity,B,,2,em,80,100,0,0");
        Assert.Equal(["QP"], Cells(Rows(2024), "1", "T1", 3));
        Assert.Equal(["None"], Cells(Rows(2024), "2", "T1", 3));
    }

    [Fact]
    public void From_2026_either_basis_and_the_individual_level_count_with_the_third_snapshot()
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,0,0");
        Scores("entity,A,,1,em,10,100,0,0", "entity,A,,1,cps,45,100,0,0", "individual,,1,3,em,10,100,0,0", "individual,,1,3,cps,50,100,0,0");
        Assert.Equal(["QP", "individual", "cps", "3"], Cells(Rows(2026), "1", "T1", 3, 5, 7, 8));
        Assert.Equal(["PartialQP", "entity", "cps", "1"], Cells(Rows(2026, 2), "1", "T1", 3, 5, 7, 8));
        Assert.Equal(["None", "entity", "em", "1"], Cells(Rows(2024, 2), "1", "T1", 3, 5, 7, 8));
    }

    [Fact]
    public void An_affiliated_practitioner_is_tested_alone_and_the_group_does_not_count()
    {
        Entities("H,cjr-cehrt,,,,");
        Participants("H,1,T1,affiliated,0,1,0", "H,2,T1,affiliated,0,0,1");
        Scores("entity,H,,2,em,90,100,0,0", "individual,,1,2,em,50,100,0,0", "individual,,2,2,em,90,100,0,0", "individual,,2,3,em,40,100,0,0");
        Assert.Equal(["QP", "individual", "2"], Cells(Rows(2022), "1", "T1", 3, 5, 8));
        Assert.Equal(["PartialQP", "individual", "3"], Cells(Rows(2022), "2", "T1", 3, 5, 8));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(",,A,1", 0)]
    [InlineData(",,A,0", 1)]
    [InlineData("1,T1,,1", 1)]
    public void The_entity_elects_for_its_partial_qps(string? election, int excluded)
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,45,100,0,0");
        if (election is not null)
            Write("elections.csv", "npi,tin,entity_id,elects_mips", election);
        Assert.Equal(["PartialQP", $"{excluded}"], Cells(Rows(2024), "1", "T1", 3, 11));
    }

    [Theory]
    [InlineData(2023, "0.035", "single")]
    [InlineData(2024, "0.0188", "qualifying")]
    [InlineData(2025, "0", "qualifying")]
    [InlineData(2026, "0.031", "qualifying")]
    public void A_QP_has_the_rate_and_the_conversion_factor_of_the_payment_year(int year, string rate, string factor)
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,0,0");
        Assert.Equal(["QP", rate, factor], Cells(Rows(year), "1", "T1", 3, 12, 13));
    }

    [Fact]
    public void A_TIN_is_tested_as_one_only_when_all_who_bill_through_it_are_in_one_entity()
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,1,1", "A,2,T1,participation,1,1,1");
        Scores("entity,A,,3,em,30,100,0,0", "individual,,1,3,em,30,100,0,0", "individual,,2,3,em,30,100,0,0");
        Write("payers.csv", "payer_id,payer_type,state,medicaid_apm_available,eligible_to_join", "P,commercial,,,");
        Write("other_payers.csv", "level,entity_id,npi,tin,snapshot,payer_id,arrangement_id,payments_under_apm,payments_total,patients_under_apm,patients_total", "tin,,,T1,3,P,good,180,200,0,0");
        Directory.CreateDirectory(Path.Combine(_folder, "arrangements"));
        File.Copy(Repository.PathOf("samples", "arrangements", "commercial-two-sided.yaml"), Path.Combine(_folder, "arrangements", "good.yaml"));
        Write("reassignments.csv", "npi,tin", "1,T1", "2,T1");
        Assert.Equal(["QP", "all-payer", "tin", "0.6"], Cells(Rows(2024), "1", "T1", 3, 4, 5, 9));
        Write("reassignments.csv", "npi,tin", "1,T1", "2,T1", "3,T1");
        var run = Read(2024);
        Assert.Equal("None", run.Rows("1").Single()[3]);
        Assert.Contains(run.Findings, finding => finding.File.EndsWith("other_payers.csv", StringComparison.Ordinal) && finding.Line == 2 && finding.What.Contains("NPI 3", StringComparison.Ordinal));
    }

    [Fact]
    public void Under_the_proposed_scope_status_stays_in_the_TINs_that_take_part()
    {
        Entities("A,mssp-enhanced,,,,", "B,mssp-basic-a,,,,");
        Participants("A,1,T1,participation,1,1,1", "B,1,T2,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,0,0", "entity,B,,1,em,80,100,0,0");
        Assert.Equal(["QP"], Cells(Rows(2027), "1", "T2", 3));
        var book = RuleBook.Embedded.With(Accountable.Rules.Yaml.OverlayFile.Read(Repository.PathOf("rules", "overlays", "cms-1848-p-qp-scope.yaml"), RuleBook.Embedded));
        var rows = QpRun.Read(_folder, book, new PerformanceYear(2027)).Rows().ToDictionary(row => ((string)row[0]!, (string)row[1]!));
        Assert.Equal(["QP"], Cells(rows, "1", "T1", 3));
        Assert.Equal(["None"], Cells(rows, "1", "T2", 3));
    }

    [Fact]
    public void Every_year_that_is_claimed_is_determined_and_others_are_a_gap()
    {
        Entities("A,mssp-enhanced,2016-01-01,,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,0,0");
        foreach (var year in Enumerable.Range(2017, 11))
            Assert.Single(Rows(year));
        Assert.Throws<LawGapException>(() => Rows(2016));
        Assert.Throws<LawGapException>(() => Rows(2028));
    }

    [Theory]
    [InlineData("entities.csv", "A,nosuch,,,,", 2, "is no model")]
    [InlineData("entities.csv", "A,mssp-enhanced,2024-13-01,,,", 2, "is no day")]
    [InlineData("participants.csv", "Z,1,T1,participation,1,1,1", 2, "no good row")]
    [InlineData("participants.csv", "A,1,T1,participation,0,0,0", 2, "on no list")]
    [InlineData("participants.csv", "A,1,T1,member,1,1,1", 2, "is none of")]
    [InlineData("participants.csv", "A,1,T1,participation,1,1", 2, "6 cells")]
    [InlineData("scores.csv", "entity,A,,1,em,101,100,0,10", 2, "above 1")]
    [InlineData("scores.csv", "entity,A,,1,em,1,100,11,10", 2, "above 1")]
    [InlineData("scores.csv", "entity,A,,1,em,0,0,0,10", 2, "denominator is zero")]
    [InlineData("scores.csv", "entity,A,,1,em,-1,100,0,10", 2, "negative")]
    [InlineData("scores.csv", "individual,,9,3,em,1,100,0,10", 2, "on no list")]
    [InlineData("scores.csv", "entity,A,,4,em,1,100,0,10", 2, "is no snapshot")]
    [InlineData("scores.csv", "entity,A,,1,em,abc,100,0,10", 2, "is no number")]
    [InlineData("elections.csv", ",,Z,1", 2, "no good row")]
    public void Each_bad_row_is_a_finding_that_names_it(string file, string row, int line, string what)
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,8,10", "entity,A,,2,em,80,100,8,10", "entity,A,,3,em,80,100,8,10");
        Write("elections.csv", "npi,tin,entity_id,elects_mips");
        var header = File.ReadLines(Path.Combine(_folder, file)).First();
        Write(file, header, row);
        Assert.Contains(Read(2024).Findings, finding => finding.File.EndsWith(file, StringComparison.Ordinal) && finding.Line == line && finding.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_snapshot_is_a_finding_that_names_the_entity_and_the_snapshot()
    {
        Entities("A,mssp-enhanced,,,,");
        Participants("A,1,T1,participation,1,1,1");
        Scores("entity,A,,1,em,80,100,8,10", "entity,A,,3,em,80,100,8,10");
        var finding = Assert.Single(Read(2024).Findings);
        Assert.Equal(2, finding.Line);
        Assert.Contains("Entity A has clinicians on its list at snapshot 2", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_on_the_participants_file_is_left_out()
    {
        Entities("A,nosuch,,,,");
        Participants("A,1,T1,participation,1,1,1", "Z,2,T2,participation,1,1,1", "A,3,T3,participation,0,0,0");
        Scores("entity,A,,1,em,80,100,8,10");
        var rows = Rows(2024);
        Assert.Equal([("1", "T1"), ("2", "T2"), ("3", "T3")], rows.Keys.Order());
        Assert.All(rows.Values, row => Assert.NotEqual("", row[14]));
    }

    [Fact]
    public void A_folder_without_a_file_that_must_be_there_is_refused()
    {
        Entities("A,mssp-enhanced,,,,");
        Assert.Throws<FileRefusedException>(() => Read(2024));
    }

    private QpRun Read(int year, int? through = null) => QpRun.Read(_folder, RuleBook.Embedded, new PerformanceYear(year), through);

    private Dictionary<(string Npi, string Tin), object?[]> Rows(int year, int? through = null) =>
        Read(year, through).Rows().ToDictionary(row => ((string)row[0]!, (string)row[1]!));

    private static string[] Cells(Dictionary<(string Npi, string Tin), object?[]> rows, string npi, string tin, params int[] columns) =>
        [.. columns.Select(column => Accountable.Runs.Table.Text(rows[(npi, tin)][column]))];

    private void Entities(params string[] rows) => Write("entities.csv", "entity_id,model_id,active_from,active_to,terminated_on,bears_risk_on_termination", rows);

    private void Participants(params string[] rows) => Write("participants.csv", "entity_id,npi,tin,list,snapshot_1,snapshot_2,snapshot_3", rows);

    private void Scores(params string[] rows) => Write("scores.csv", "level,entity_id,npi,snapshot,basis,attributed_payments,eligible_payments,attributed_patients,eligible_patients", rows);

    private void Write(string file, string header, params string[] rows) => File.WriteAllLines(Path.Combine(_folder, file), rows.Prepend(header));
}
