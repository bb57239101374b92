using System.Text.Json;
using Accountable.Data;
using Accountable.Data.Mips.Submissions;
using Accountable.Qpp.Mips;
using Accountable.Qpp.Mips.Cost;
using Accountable.Rules;
using Accountable.Runs.Mips.Submissions;
using Accountable.Tests.Cli;

namespace Accountable.Tests.Mips;

/// <summary>From a submission to a final score, and what is done with submissions that are wrong.</summary>
public sealed class SubmissionTests : IDisposable
{
    private const string Quality = """{ "measureId": "236", "value": { "performanceMet": 15, "performanceNotMet": 5, "eligiblePopulation": 20 } }""";
    private readonly string _folder = Directory.CreateTempSubdirectory("submission").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Sample(string name) => Tests.Repository.PathOf("samples", "mips", name);

    [Fact]
    public void The_sample_has_the_score_that_its_guide_shows()
    {
        var scored = Score(Sample("submission-2024.json"), Sample("eligibility-2024.json"));
        Assert.Empty(scored.Findings);
        Assert.Equal(78.70m, scored.Best.Final.Score.Amount);
        Assert.Equal(0.1554m, scored.Best.Adjustment.High.Amount * 100);
        Assert.Equal(90m, scored.Best.Scores.PromotingInteroperability!.Value.Amount * 100);
        Assert.Equal(["001", "236", "047", "226", "130", "431"], scored.Best.Quality!.Counted.Select(score => score.Id));
        Assert.True(scored.Eligibility!.IsAdjusted);
    }

    [Fact]
    public void Traced_equals_untraced_and_replays()
    {
        foreach (var (submission, eligibility) in new[] { ("submission-2024.json", "eligibility-2024.json"), ("aco-2025.json", "aco-2025-eligibility.json") })
        {
            var plain = Score(Sample(submission), Sample(eligibility));
            var traced = Score(Sample(submission), Sample(eligibility), traced: true);
            Assert.Equal(plain.Best.Final.Score.Amount, traced.Best.Final.Score.Amount);
            Assert.Equal(plain.Best.Adjustment.High.Amount, traced.Best.Adjustment.High.Amount);
            Assert.Empty(Replay.Check(traced.Best.Final.Score.Derivation!));
        }
    }

    [Fact]
    public void The_score_tree_has_names_values_details_and_parts_that_sum()
    {
        var tree = ScoreNode.Of(Score(Sample("submission-2024.json"), Sample("eligibility-2024.json")).Best);
        Assert.Equal(["quality", "cost", "ia", "pi", "bonuses"], tree.Parts.Select(part => part.Name));
        Assert.Equal(tree.Value!.Value, decimal.Round(tree.Parts.Sum(part => part.Value!.Value), 2));
        var json = JsonDocument.Parse(CommandLine.Run("mips", "score", Sample("submission-2024.json"), "--format", "score-tree").Exits(0).Out).RootElement;
        Assert.Equal("total", json.GetProperty("name").GetString());
        Every(json);

        static void Every(JsonElement node)
        {
            Assert.Equal(JsonValueKind.String, node.GetProperty("detail").ValueKind);
            foreach (var part in node.GetProperty("parts").EnumerateArray())
                Every(part);
        }
    }

    [Theory]
    [InlineData("""{ "measureId": "999", "value": { "performanceMet": 1, "performanceNotMet": 1, "eligiblePopulation": 2 } }""", "no quality measure 999")]
    [InlineData("""{ "measureId": "236" }""", "has no value")]
    [InlineData("""{ "value": true }""", "no measureId")]
    [InlineData("""{ "measureId": "236", "value": { "performanceMet": 3, "eligiblePopulation": 2 } }""", "3 instances of 2 eligible")]
    [InlineData("""{ "measureId": "236", "value": { "performanceMet": -1, "eligiblePopulation": 2 } }""", "no number from 0")]
    [InlineData("""{ "measureId": "236", "value": { "performanceMet": "1", "eligiblePopulation": 2 } }""", "no number from 0")]
    [InlineData("""{ "measureId": "236", "value": true }""", "counts are needed")]
    [InlineData("""{ "measureId": "236", "value": "x" }""", "neither an answer nor counts")]
    [InlineData("""{ "measureId": "236", "value": { "performanceRate": 50 } }""", "how many cases")]
    public void A_measurement_that_cannot_be_read_is_a_finding_and_the_rest_is_scored(string measurement, string what)
    {
        var scored = Score(Write(Submission(2024, "quality", "registry", $"{Quality}, {measurement}")));
        var finding = Assert.Single(scored.Findings);
        Assert.Equal((Severity.RowRefused, true), (finding.Severity, finding.Line > 0));
        Assert.Contains(what, finding.What, StringComparison.Ordinal);
        Assert.Equal(["236"], scored.Best.Quality!.Counted.Select(score => score.Id));
        Assert.Equal(2, scored.Submission.MeasurementCount);
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("{}", "no measurementSets")]
    [InlineData("""{ "measurementSets": [] }""", "no performanceYear")]
    [InlineData("""{ "performanceYear": 2024, "entityType": "pair", "measurementSets": [] }""", "no entityType")]
    [InlineData("{} {}", "no JSON")]
    [InlineData("", "no JSON")]
    public void A_file_that_is_no_submission_is_refused(string text, string what) =>
        CommandLine.Run("mips", "score", Write(text)).Exits(1).Says(what);

    [Fact]
    public void Nesting_without_end_is_refused_and_names_that_stand_twice_are_said()
    {
        CommandLine.Run("mips", "score", Write(new string('[', 1_000_000))).Exits(1).Says("no JSON");
        var text = Submission(2024, "quality", "registry", Quality).Replace("\"entityType\"", "\"entityType\": \"group\", \"entityType\"", StringComparison.Ordinal);
        var scored = Score(Write(text));
        Assert.Equal("group", scored.Submission.EntityType);
        Assert.Equal(Severity.Warning, Assert.Single(scored.Findings).Severity);
    }

    [Fact]
    public void The_command_line_says_what_it_needs()
    {
        CommandLine.Run("mips", "score").Exits(2).Says("give a submission");
        CommandLine.Run("mips", "score", Sample("submission-2024.json"), "--clinicians", Sample("clinicians.csv")).Exits(2);
        CommandLine.Run("mips", "score", "--clinicians", Sample("clinicians.csv"), "--format", "score-tree").Exits(2);
        CommandLine.Run("mips", "score", Write(Submission(2027, "quality", "registry", Quality))).Exits(3);
        CommandLine.Run("mips", "score", Sample("submission-2024.json"), "--eligibility", Write("""{ "smalPractice": true }""")).Exits(1).Says("'smalPractice' is not known");
        CommandLine.Run("mips", "score", Sample("submission-2024.json"), "--eligibility", Write("""{ "dualShare": 35 }""")).Exits(1).Says("a share from 0 to 1");
    }

    [Fact]
    public void Several_rates_make_one_as_the_year_says()
    {
        // 226 of 2024 is split: the performance stratum has the rate, the reporting stratum cases and completeness.
        var split = """
            { "measureId": "226", "value": { "strata": [
              { "stratum": "reporting", "performanceMet": 30, "performanceNotMet": 10, "eligiblePopulation": 40 },
              { "stratum": "performance", "performanceMet": 9, "performanceNotMet": 1, "eligiblePopulation": 10 } ] } }
            """;
        var score = Assert.Single(Score(Write(Submission(2024, "quality", "registry", split))).Best.Quality!.Counted);
        Assert.Equal((90m, 40m, 1m), (score.Reported.Rate!.Value.Amount, score.Reported.Cases.Amount, score.Reported.Completeness.Amount));

        // 370 of 2024 is a weighted average: 1 of 10 and 9 of 30 are a quarter.
        var weighted = """
            { "measureId": "370", "value": { "strata": [
              { "stratum": "adolescents", "performanceMet": 1, "performanceNotMet": 9, "eligiblePopulation": 10 },
              { "stratum": "adults", "performanceMet": 9, "performanceNotMet": 21, "eligiblePopulation": 30 } ] } }
            """;
        score = Assert.Single(Score(Write(Submission(2024, "quality", "registry", weighted))).Best.Quality!.Counted);
        Assert.Equal((25m, 40m), (score.Reported.Rate!.Value.Amount, score.Reported.Cases.Amount));

        // 305 of 2024 is a plain mean: 10 percent and 30 percent are 20.
        var plain = """
            { "measureId": "305", "value": { "strata": [
              { "stratum": "14Days", "performanceMet": 1, "performanceNotMet": 9, "eligiblePopulation": 10 },
              { "stratum": "34Days", "performanceMet": 9, "performanceNotMet": 21, "eligiblePopulation": 30 } ] } }
            """;
        score = Assert.Single(Score(Write(Submission(2024, "quality", "electronicHealthRecord", plain))).Best.Quality!.Counted);
        Assert.Equal(20m, score.Reported.Rate!.Value.Amount);
    }

    [Fact]
    public void A_pathway_counts_only_its_own_measures()
    {
        var mine = Quality.Replace("236", "047", StringComparison.Ordinal);
        var other = Quality.Replace("236", "130", StringComparison.Ordinal).Replace("20 }", "20, \"x\": 1 }", StringComparison.Ordinal);
        var foreign = Quality.Replace("236", "110", StringComparison.Ordinal);
        var text = Submission(2025, "quality", "registry", $"{mine}, {other}, {foreign}").Replace("\"mips\"", "\"G0054\"", StringComparison.Ordinal);
        var scored = Score(Write(text), Write("""{ "cost": [ { "measureId": "COST_IHCI_1", "value": 1, "cases": 20 }, { "measureId": "TPCC_1", "value": 1, "cases": 20 } ] }"""));
        Assert.Equal("G0054", scored.Best.Program);
        Assert.Equal(["047"], scored.Best.Quality!.Counted.Select(score => score.Id));
        Assert.Equal(40m, scored.Best.Quality.Possible.Amount);
        Assert.Equal(["", "not a measure of the pathway"], scored.Best.Cost.Measures.Select(measure => measure.Reason));
    }

    [Fact]
    public void Of_several_programmes_the_highest_score_counts()
    {
        var text = Submission(2024, "quality", "electronicHealthRecord", Quality);
        var app = text.Replace("\"mips\"", "\"app1\"", StringComparison.Ordinal);
        var both = text[..text.LastIndexOf(']')] + "," + app[(app.IndexOf('[', StringComparison.Ordinal) + 1)..];
        var scored = Score(Write(both), Write("""{ "reweighted": ["pi"] }"""));
        Assert.Equal(["app1", "mips"], scored.Programs.Select(program => program.Program).Order());
        Assert.Equal(scored.Programs.Max(program => program.Final.Score.Amount), scored.Best.Final.Score.Amount);

        // 414.1367: of the three electronic measures two are missing and count as zero of ten.
        Assert.Equal(30m, scored.Programs.Single(program => program.Program == "app1").Quality!.Possible.Amount);
    }

    [Theory]
    [InlineData(2023, true)]
    [InlineData(2022, false)]
    [InlineData(2021, false)]
    [InlineData(2019, true)]
    [InlineData(2018, false)]
    public void A_facility_stands_in_where_the_year_has_it(int year, bool exists)
    {
        var scored = Score(Write(Submission(year, "quality", "registry", Quality)), Write("""{ "facilityBased": { "quality": 90, "cost": 80 }, "reweighted": ["pi"] }"""));
        Assert.Equal(exists ? 0.90m : scored.Best.Quality!.Score.Amount, scored.Best.Scores.Quality!.Value.Amount);
    }

    [Fact]
    public void The_rule_of_the_facility_changed_in_2022()
    {
        var (low, high) = (Result(60, 0.30m), Result(50, 0.40m));
        Assert.False(FacilityBased.Stands(low, high, Law(2020)));
        Assert.True(FacilityBased.Stands(low, high, Law(2023)));
        Assert.True(FacilityBased.Stands(high, low, Law(2020)));
        Assert.False(FacilityBased.Stands(high, low, Law(2023)));
        Assert.True(FacilityBased.Stands(low, null, Law(2023)));
        Ratio[] scores = [.. Enumerable.Range(1, 10).Select(number => new Ratio(number / 10m))];
        Assert.Equal((0.1m, 0.5m, 0.6m, 1m), (At(0), At(0.5m), At(0.51m), At(1)));

        decimal At(decimal percentile) => FacilityBased.ScoreAt(new Ratio(percentile), scores).Amount;
        static FinalScoreResult Result(decimal score, decimal share) =>
            new(null, null, Points.Zero, new Points(score), Test.No) { QualityAndCost = new Ratio(share) };
        static RuleYear Law(int year) => RuleBook.Embedded.For(new PerformanceYear(year));
    }

    [Fact]
    public void An_ACO_s_row_is_what_settlement_reads()
    {
        var outcome = CommandLine.Run("mssp", "quality", "score", Sample("aco-2025.json"), "--eligibility", Sample("aco-2025-eligibility.json"), "--format", "csv").Exits(0);
        var lines = outcome.Out.Split('\n');
        Assert.StartsWith("aco_id,performance_year,quality_score,met_standard,met_alternative,met_percentile,met_incentive,met_first_year,", lines[0], StringComparison.Ordinal);
        var cells = lines[1].Split(',');
        Assert.Equal(("A0001", "2025"), (cells[0], cells[1]));
        Assert.InRange(decimal.Parse(cells[2], System.Globalization.CultureInfo.InvariantCulture), 0.5m, 0.8m);
    }

    [Fact]
    public void A_settlement_by_the_computed_quality_shares_by_it()
    {
        var results = Write("""
            aco_id,performance_year,track,assigned_beneficiaries,benchmark,expenditures,minimum_rate,quality_score,met_standard,agreement_start
            A0001,2025,basic-b,60000,500000000,480000000,,0.95,1,2024-01-01
            A0002,2025,basic-b,60000,500000000,480000000,,0.95,1,2024-01-01
            """);
        var quality = Path.Combine(_folder, "quality.csv");
        CommandLine.Run("mssp", "quality", "score", Sample("aco-2025.json"), "--eligibility", Sample("aco-2025-eligibility.json"), "--out", quality).Exits(0);
        var settled = CommandLine.Run("mssp", "settle", results, "--quality", quality, "--format", "csv").Exits(0).Says("1 of 1 quality rows used");
        Assert.Contains("quality as computed in quality.csv", Assert.Single(settled.Lines, line => line.Contains("A0001", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain("quality as computed", Assert.Single(settled.Lines, line => line.Contains("A0002", StringComparison.Ordinal)), StringComparison.Ordinal);
        File.AppendAllText(quality, "A0002,2025,7,1,0,1,0,0,1,0,0\n");
        CommandLine.Run("mssp", "settle", results, "--quality", quality, "--format", "csv").Exits(1).Says("row refused");
    }

    private static ScoredSubmission Score(string path, string? eligibility = null, bool traced = false) =>
        new SubmissionScoring(RuleBook.Embedded, traced: traced)
            .Score(QppSubmissions.Read(path), eligibility is null ? null : EligibilityFile.Read(eligibility));

    private static string Submission(int year, string category, string method, string measurements) => $$"""
        {
          "performanceYear": {{year}},
          "entityType": "individual",
          "measurementSets": [ {
            "category": "{{category}}", "submissionMethod": "{{method}}", "programName": "mips",
            "measurements": [ {{measurements}} ]
          } ]
        }
        """;

    private string Write(string text)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        return path;
    }
}
