using System.Net;
using System.Text.Json;
using Accountable.Data.Mips.Submissions;
using Accountable.Rules;
using Accountable.Runs;
using Accountable.Runs.Mips.Submissions;
using Accountable.Runs.Risk;
using Accountable.Server.Pipelines;

namespace Accountable.Server.Tests;

/// <summary>Risk, episodes and MIPS of a run against the command line's own, and what is hidden of few people.</summary>
public sealed partial class RunPagesTests
{
    private const string Hidden = "*";

    [Fact]
    public async Task The_parts_of_the_change_of_the_mean_score_add_up()
    {
        var parts = (await made.Rows("risk-change")).ToDictionary(row => Text(row, "part"),
            row => row.GetProperty("mean_score").GetDecimal());
        Assert.Equal(parts["after"], parts["before"] + parts["demographic"] + parts["coding"] + parts["blend"]);

        // The mean before is that of the scores which the command line gives of the same people.
        var book = RuleBook.Embedded;
        var run = new ScoreRun(book, ScoreRun.BlendName, new PaymentYear(RunWithPages.Year));
        var (scores, _) = StoreScores.Score(made.Store, "A0001", run, book);
        Assert.True(parts["after"] > 0 && scores.Counts.Scored >= (await made.Rows("risk-change"))[0].GetProperty("people").GetInt32());
    }

    [Fact]
    public async Task Prevalence_and_gaps_are_those_of_the_assigned_and_add_up_person_by_person()
    {
        var assigned = (await made.People("people")).Where(row => row.GetProperty("assigned").GetInt32() == 1)
            .Select(row => Text(row, "person_id")).ToHashSet();
        var people = await made.People("gaps-people");
        Assert.NotEmpty(people);
        Assert.All(people, row => Assert.Contains(Text(row, "person_id"), assigned));
        var prevalence = (await made.Rows("hcc-prevalence")).ToDictionary(row => (Text(row, "model"), Text(row, "hcc")));
        foreach (var gap in await made.Rows("gaps"))
        {
            var key = (Text(gap, "model"), Text(gap, "hcc"));
            Assert.Equal(people.Count(row => (Text(row, "model"), Text(row, "hcc")) == key), gap.GetProperty("people").GetInt32());
            Assert.Equal(prevalence[key].GetProperty("before_people").GetInt32(), gap.GetProperty("before_people").GetInt32());
        }

        // Diagnoses of the year by the models of the year after, as the command line scores them.
        var run = new ScoreRun(RuleBook.Embedded, ScoreRun.BlendName, new PaymentYear(RunWithPages.Year + 1));
        var (scores, _) = StoreScores.Score(made.Store, "A0001", run, RuleBook.Embedded);
        var model = scores.Models[0];
        var own = Enumerable.Range(0, scores.People.Count)
            .Where(person => scores.Scored[person] && assigned.Contains(scores.File.Rows[person].Id)).ToList();
        foreach (var (key, row) in prevalence.Where(pair => pair.Key.Item1 == model.Model.Name))
        {
            var place = model.Bulk.PlaceOf(int.Parse(key.Item2));
            Assert.Equal(own.Count(person => model.Scores.Hccs[person].Places().Contains(place)), row.GetProperty("people").GetInt32());
        }
    }

    [Fact]
    public async Task Episodes_are_those_of_the_command_line_and_have_targets_where_prices_are_known()
    {
        var built = made.Built;
        var good = built.Episodes.Where(episode => episode.CancelledFor is null).ToList();
        Assert.NotEmpty(good);
        var categories = await made.Rows("episodes");
        foreach (var group in good.GroupBy(episode => episode.Category))
        {
            var row = categories.Single(row => Text(row, "category") == group.Key);
            Assert.Equal(group.Count(), row.GetProperty("episodes").GetInt32());
            Assert.Equal(Math.Round(group.Sum(episode => episode.Spending), 2, MidpointRounding.AwayFromZero),
                row.GetProperty("actual").GetDecimal());

            // A target stands only where the file has a price of every stratum.
            Assert.Equal(group.All(episode => made.Targets.ContainsKey(episode.Stratum)),
                row.GetProperty("target").ValueKind == JsonValueKind.Number);
            if (group.Key == RunWithPages.Priced)
            {
                var target = group.Sum(episode => made.Targets[episode.Stratum]);
                Assert.Equal(target, row.GetProperty("target").GetDecimal());
                Assert.Equal(target - row.GetProperty("actual").GetDecimal(), row.GetProperty("difference").GetDecimal());
            }
        }
        Assert.Contains(categories, row => Text(row, "category") == RunWithPages.Priced);
        Assert.Contains(categories, row => row.GetProperty("target").ValueKind == JsonValueKind.Null);
        Assert.Equal(good.Sum(episode => Math.Round(episode.Spending, 2)), Sum(await made.Rows("episode-hospitals"), "actual"), 1);
        var settings = await made.Rows("episode-settings");
        Assert.Equal(Sum(categories, "actual"), Sum(settings.Where(row => Text(row, "category") == "all"), "paid"), 1);
        Assert.Equal(built.Episodes.Count - good.Count, (int)Sum(await made.Rows("episode-cancelled"), "episodes"));
        Assert.Equal(good.Count, (await made.People("episodes-people")).Count);
    }

    [Fact]
    public async Task A_MIPS_score_is_that_of_the_command_line_and_one_more_decile_is_scored_anew()
    {
        var submission = QppSubmissions.Read(RunWithPages.Sample("aco-2025.json"));
        var known = EligibilityFile.Read(RunWithPages.Sample("aco-2025-eligibility.json"));
        var scored = new SubmissionScoring(RuleBook.Embedded).Score(submission, known).Best;
        var best = (await made.Rows("mips-scores")).Single(row => Text(row, "counts") == "yes");
        Assert.Equal(scored.Final.Score.Amount, best.GetProperty("final_score").GetDecimal());
        Assert.Equal(Math.Round(scored.Adjustment.Low.Amount, 8), best.GetProperty("adjustment_low").GetDecimal());
        Assert.InRange(Sum(await made.Rows("mips-categories"), "points") - scored.Final.Score.Amount, -0.01m, 0.01m);
        var measures = await made.Rows("mips-measures");
        Assert.Equal(scored.Quality!.Scored.Count, measures.Count);
        foreach (var row in measures.Where(row => row.GetProperty("gain").ValueKind == JsonValueKind.Number))
        {
            // A rate at the beginning of the next decile reaches that decile, and never scores less.
            var decile = row.GetProperty("decile").GetInt32();
            Assert.Equal(row.GetProperty($"decile_{decile + 1}").GetDecimal(), row.GetProperty("next_rate").GetDecimal());
            Assert.True(row.GetProperty("gain").GetDecimal() >= 0);
            Assert.Equal(row.GetProperty("gain").GetDecimal(),
                row.GetProperty("next_final_score").GetDecimal() - scored.Final.Score.Amount);
        }
        Assert.Contains(measures, row => row.GetProperty("gain").ValueKind == JsonValueKind.Number
            && row.GetProperty("gain").GetDecimal() > 0);
        var tree = await made.Viewer.Get($"/api/v1/runs/{made.Run}/derivations/mips");
        Assert.Equal(scored.Final.Score.Amount,
            tree.GetProperty("nodes")[tree.GetProperty("root").GetInt32()].GetProperty("value").GetDecimal());
    }

    [Fact]
    public async Task Few_people_are_hidden_from_those_who_may_not_see_people()
    {
        foreach (var name in new[] { "qp-drivers", "hcc-prevalence", "gaps", "episodes", "episode-hospitals", "episode-settings",
            "episode-post-acute", "episode-cancelled" })
        {
            var (all, shown) = (await made.Rows(name), await made.Rows(name, made.Viewer));
            Assert.Equal(all.Count, shown.Count);
            var small = all.Select(row => row.GetProperty("people").GetInt32() is >= 1 and <= 10).ToList();
            Assert.Contains(true, small);
            for (var at = 0; at < all.Count; at++)
            {
                if (small[at])
                    Assert.All(shown[at].EnumerateObject(), cell => Assert.NotEqual(JsonValueKind.Number, cell.Value.ValueKind));
                foreach (var cell in all[at].EnumerateObject().Where(cell => cell.Name.EndsWith("_people", StringComparison.Ordinal)
                    && cell.Value.GetInt32() is >= 1 and <= 10))
                    Assert.Equal(Hidden, shown[at].GetProperty(cell.Name).GetString());
            }
        }
        foreach (var name in new[] { "qp-facts", "qp-leaving", "gaps-people", "episodes-people" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await made.Viewer.Client.GetAsync($"/api/v1/runs/{made.Run}/tables/{name}")).StatusCode);
            Assert.False((await made.Viewer.Send(HttpMethod.Post, $"/api/v1/runs/{made.Run}/people/{name}", new { })).IsSuccessStatusCode);
        }
    }

    [Fact]
    public async Task What_a_run_lacks_is_said_with_what_to_supply()
    {
        var report = (await made.Analyst.Get($"/api/v1/runs/{made.Run}")).GetProperty("report");
        var missing = report.GetProperty("warnings").EnumerateArray().Where(row => Text(row, "severity") == "missing").ToList();
        Assert.DoesNotContain(missing, row => Text(row, "what").StartsWith("QP status", StringComparison.Ordinal));

        // A submission is of one year: a run of another has no score, and says which year to run.
        var request = new RunRequest("A0001", 2024, null, null, 1);
        var settings = new ServerSettings { Mips = new Dictionary<string, string> { ["a0001"] = RunWithPages.Sample("aco-2025.json") } };
        var part = MipsTables.Of(request, settings);
        Assert.Empty(part.Tables);
        Assert.Contains("is of 2025 and the run of 2024", part.Warnings.Single().What, StringComparison.Ordinal);
        Assert.Contains("--mips A0001=", MipsTables.Of(request, new ServerSettings()).Warnings.Single().Do, StringComparison.Ordinal);

        // Without prices there are no targets, and without a model no episodes.
        var none = new Dictionary<string, string>();
        Assert.Contains(EpisodesTables.Of(made.Store, request, none, default).Warnings,
            warning => warning.Do.Contains("--episode-prices cjr=", StringComparison.Ordinal));
        Assert.Contains("no model", EpisodesTables.Of(made.Store, request with { PerformanceYear = 2012 }, none, default)
            .Warnings.Single().What, StringComparison.Ordinal);

        // Without claims two years back the change of the score cannot be parted.
        var people = new Table("person_id", "assigned");
        var risk = RiskTables.Of(made.Store, request, people);
        Assert.DoesNotContain(risk.Tables, table => table.Name == "risk-change");
        Assert.Contains(risk.Warnings, warning => warning.What.StartsWith("what changed the mean risk score", StringComparison.Ordinal));
    }
}
