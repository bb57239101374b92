using Accountable.Tests.Cli;

namespace Accountable.Tests.Episodes;

/// <summary>The verbs of episodes that need no store, as a person runs them.</summary>
public sealed class EpisodeCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("episodes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Settling_the_sample_prices_each_episode_and_says_what_nobody_has_verified()
    {
        var run = CommandLine.Run(Settle("--format", "csv")).Exits(0);
        run.Says("1 episodes end outside of PY1", "rest on what nobody has verified", "team: reconciliation target price");
        // Both hospitals, with the same steps in the same columns; Track 1 owes nothing.
        Assert.Equal(3, run.Lines.Length);
        var header = run.Lines[0].Split(',');
        string Cell(int row, string column) => run.Lines[row].Split(',')[Array.IndexOf(header, column)];
        Assert.Equal(("010001", "3", "T3"), (Cell(1, "entity"), Cell(1, "episodes"), Cell(1, "track")));
        Assert.Equal("0.00", Cell(2, "result"));
        Assert.StartsWith("-", Cell(2, "reconciliation"), StringComparison.Ordinal);
        Assert.Equal(decimal.Parse(Cell(1, "total_target")) - decimal.Parse(Cell(1, "total_spending")), decimal.Parse(Cell(1, "reconciliation")), 1);
    }

    [Fact]
    public void An_explanation_goes_down_to_the_lines_of_the_files()
    {
        var run = CommandLine.Run([.. Settle()[..2].Select(word => word == "settle" ? "explain" : word), .. Settle()[2..], "--entity", "010001"]).Exits(0);
        Assert.Contains("payment or repayment = ", run.Out, StringComparison.Ordinal);
        Assert.Contains("42 CFR 512.550", run.Out, StringComparison.Ordinal);
        Assert.Contains("episodes.csv:2, spending", run.Out, StringComparison.Ordinal);
        Assert.Contains("prices.csv:2, mean_oldest", run.Out, StringComparison.Ordinal);
        Assert.Contains("hospitals.csv:2, cqs", run.Out, StringComparison.Ordinal);
        Assert.Contains("(not verified)", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void With_claim_lines_an_explanation_goes_down_to_them()
    {
        var lines = Path.Combine(_folder, "lines.csv");
        File.WriteAllText(lines, "episode_id,setting,from,claim_id,counted\nE1,acute,2026-02-10,7,15000\nE1,snf,2026-02-13,8,6000.5\n");
        var run = CommandLine.Run([.. Settle(), "--lines", lines, "--explain"]).Exits(0);
        Assert.Contains("spending of episode E1 = $21,000.50", run.Out, StringComparison.Ordinal);
        Assert.Contains("snf, 2026-02-13, claim 8 = $6,000.50   lines.csv:3", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gets_entities_episodes_groups_a_report_and_a_manifest()
    {
        CommandLine.Run(Settle("--out", _folder)).Exits(0);
        foreach (var file in new[] { "entities.csv", "episodes.csv", "groups.csv", "report.html", "manifest.json" })
            Assert.True(new FileInfo(Path.Combine(_folder, file)).Length > 100, file);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(_folder, "episodes.csv")).Length);
        Assert.Equal(["T1", "T2", "T3"], File.ReadAllLines(Path.Combine(_folder, "groups.csv")).Skip(1).Select(line => line.Split(',')[2]));
        var page = File.ReadAllText(Path.Combine(_folder, "report.html"));
        Assert.Contains("Winners and losers", page, StringComparison.Ordinal);
        Assert.Contains("under 11", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var first = File.ReadAllBytes(Path.Combine(_folder, "manifest.json"));
        CommandLine.Run(Settle("--out", _folder)).Exits(0);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_folder, "manifest.json")));
    }

    [Fact]
    public void Price_shows_each_step_and_leaves_out_what_is_not_known_yet()
    {
        var prices = Path.Combine(_folder, "prices.csv");
        File.WriteAllText(prices, "stratum,mean_oldest,mean_middle,mean_newest,prospective_normalization,prospective_trend\n470,24000,25000,26000,0.97,1.04\n");
        var run = CommandLine.Run("episodes", "price", "--model", "team", "--year", "2026", "--prices", prices, "--member", "category=lejr", "--format", "csv").Exits(0);
        Assert.Contains("team,PY1,470,,25330.00,25552.90,25041.85,,,24823.40,1,", run.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2031", 3, "No law for team at period 2031")]
    [InlineData("PY9", 3, "Known: PY1 (2026)")]
    public void A_year_without_law_prints_no_result(string year, int exit, string says)
    {
        var run = CommandLine.Run([.. Settle().Select(word => word == "2026" ? year : word)]).Exits(exit).Says(says);
        Assert.Empty(run.Out);
    }

    [Fact]
    public void What_is_wrong_in_a_file_is_named_with_its_line_and_the_rest_is_settled()
    {
        var episodes = Path.Combine(_folder, "episodes.csv");
        File.WriteAllText(episodes, File.ReadAllText(Repository.PathOf("samples", "episodes", "team", "episodes.csv"))
            .Replace("26500.00", "abc", StringComparison.Ordinal).Replace("470,ESC,2026-05-05", "999,ESC,2026-05-05", StringComparison.Ordinal));
        var run = CommandLine.Run([.. Settle("--format", "csv").Select(word => word.EndsWith("episodes.csv", StringComparison.Ordinal) ? episodes : word)]).Exits(1);
        run.Says("episodes.csv:3", "'abc' is no number", "episodes.csv:5", "There is no price for stratum '999'");
        Assert.Contains("010001,2,", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_with_an_error_is_refused_with_its_line_and_column()
    {
        var document = Path.Combine(_folder, "wrong.yaml");
        File.WriteAllText(document, File.ReadAllText(Repository.PathOf("samples", "episodes", "total-cost-corridors.yaml")) + "colour: red\n");
        CommandLine.Run("episodes", "show", document).Exits(1).Says("wrong.yaml:", "unknown key 'colour'");
    }

    [Fact]
    public void Parties_share_gains_and_losses_and_the_entity_keeps_the_rest()
    {
        var (episodes, entities) = (Path.Combine(_folder, "episodes.csv"), Path.Combine(_folder, "entities.csv"));
        File.WriteAllText(episodes, """
            episode_id,entity,category,end,target,spending
            E1,H1,ischemic,2026-05-01,30000,27000
            E2,H1,ischemic,2026-06-01,30000,27000
            E3,H2,ischemic,2026-06-01,30000,34000
            """);
        File.WriteAllText(entities, "entity,function_score,reported_score,community_score,readmission_score\nH1,100,100,100,100\nH2,100,100,100,100\n");
        string[] settle = ["episodes", "settle", "--model", Repository.PathOf("samples/episodes/stroke-rehabilitation.yaml"), "--year", "2026",
            "--episodes", episodes, "--entities", entities];
        var output = Path.Combine(_folder, "out");
        CommandLine.Run([.. settle, "--out", output]).Exits(0);
        // 6,000 saved, 60 percent of it shared: 3,600, of which the physicians have 30 percent.  4,000 lost, a fifth forgiven for quality,
        // 40 percent owed: 1,280, of which they bear 20 percent.
        Assert.Equal(
        [
            "model,period,entity,party,share,amount",
            "stroke-rehabilitation,Y2,H1,rehabilitation physicians,0.3,1080.00", "stroke-rehabilitation,Y2,H1,H1,,2520.00",
            "stroke-rehabilitation,Y2,H2,rehabilitation physicians,0.2,-256.00", "stroke-rehabilitation,Y2,H2,H2,,-1024.00",
        ], File.ReadAllLines(Path.Combine(output, "parties.csv")));
        var explained = CommandLine.Run([.. settle, "--explain"]).Exits(0).Out;
        Assert.Contains("part of rehabilitation physicians = $1,080.00", explained, StringComparison.Ordinal);
        Assert.Contains("what H1 keeps = $2,520.00", explained, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_and_a_page_for_each()
    {
        Assert.Equal(8, CommandLine.Run("episodes", "models", "--format", "csv").Exits(0).Lines.Length);
        var page = CommandLine.Run("episodes", "show", "team").Exits(0).Out;
        Assert.Contains("stop-loss limit (T3), PY1..PY5: 20%   42 CFR 512.550", page, StringComparison.Ordinal);
        Assert.Contains("What no public source gives", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trigger_that_is_none_is_a_mistake_of_usage() => CommandLine.Run(
        "episodes", "draft", "--trigger", "drg;470", "--store", _folder).Exits(2).Says("This is no trigger");

    private static string[] Settle(params string[] more) =>
    [
        "episodes", "settle", "--model", "TEAM", "--year", "2026",
        "--episodes", Repository.PathOf("samples", "episodes", "team", "episodes.csv"),
        "--entities", Repository.PathOf("samples", "episodes", "team", "hospitals.csv"),
        "--prices", Repository.PathOf("samples", "episodes", "team", "prices.csv"), .. more,
    ];
}
