using System.Security.Cryptography;
using System.Text.Json;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>What settle and prove write: columns, formats, files, manifests.</summary>
public sealed class SettleOutputTests : IDisposable
{
    private const string Columns = "row,aco_id,performance_year,track,assigned_beneficiaries,benchmark,expenditures,gross,minimum_rate,"
        + "generated,quality_standard,sharing_rate,loss_rate,"
        + "limit,relief,recoupment,earned,notes";

    private const string ProvenColumns = "row,aco_id,performance_year,track,published,computed,difference,verdict,reason";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Settle_prints_fixed_columns_with_cents()
    {
        var outcome = CommandLine.Run("mssp", "settle", File(ResultsText.Compact())).Exits(0).Says("1 rows settled, 0 refused.");
        Assert.Equal(
            [
                Columns,
                "1,A1001,2022,enhanced,20000,200000000.00,190000000.00,10000000.00,0.02,10000000.00,met,0.75,0.4,"
                    + "40000000.00,0.00,0.00,7350000.00,",
            ],
            outcome.Lines);
    }

    [Fact]
    public void A_loss_is_negative_and_a_one_sided_track_has_no_loss_rate()
    {
        var text = ResultsText.Compact(2).With("expenditures", "220000000", "220000000").With("track", "enhanced", "basic-a")
            .With("minimum_rate", "0.02", "");
        var lines = CommandLine.Run("mssp", "settle", File(text)).Exits(0).Lines.Select(line => line.Split(',')).ToList();
        var column = Columns.Split(',').ToList();
        string Cell(int row, string name) => lines[row][column.IndexOf(name)];

        // 42 CFR 425.610(f): one less the sharing rate times the score, but at least 40 percent: 20 million x 0.4.
        Assert.Equal(("-20000000.00", "0.4", "-8000000.00"), (Cell(1, "gross"), Cell(1, "loss_rate"), Cell(1, "earned")));
        Assert.Equal(("-20000000.00", "", "0.00"), (Cell(2, "gross"), Cell(2, "loss_rate"), Cell(2, "earned")));
    }

    [Fact]
    public void Text_that_a_spreadsheet_would_run_is_kept_from_being_a_formula()
    {
        var lines = CommandLine.Run("mssp", "settle", File(ResultsText.Compact(4).With("aco_id", "=cmd()", "+1", "@x", "-2,3")))
            .Exits(0).Lines;
        Assert.Equal(["'=cmd()", "'+1", "'@x", "\"'-2"], lines.Skip(1).Select(line => line.Split(',')[1]));
    }

    [Fact]
    public void Negative_dollars_are_numbers_and_no_guarded_text() =>
        Assert.Contains(
            ",-10000000.00,",
            CommandLine.Run("mssp", "settle", File(ResultsText.Compact().With("expenditures", "210000000"))).Exits(0).Out,
            StringComparison.Ordinal);

    [Fact]
    public void Json_holds_manifest_rows_and_derivations()
    {
        var file = File(ResultsText.Compact(2));
        using var plain = JsonDocument.Parse(CommandLine.Run("mssp", "settle", file, "--format", "json").Exits(0).Out);
        Assert.Equal(7350000m, plain.RootElement.GetProperty("rows")[1].GetProperty("earned").GetDecimal());
        Assert.Equal(Columns.Split(','), plain.RootElement.GetProperty("rows")[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal("mssp settle", plain.RootElement.GetProperty("manifest").GetProperty("pipeline").GetString());
        Assert.False(plain.RootElement.TryGetProperty("derivations", out _));
        using var explained = JsonDocument.Parse(CommandLine.Run("mssp", "settle", file, "--format", "JSON", "--explain").Exits(0).Out);
        Assert.Equal(2, explained.RootElement.GetProperty("derivations").GetArrayLength());
    }

    [Fact]
    public void A_table_is_for_people()
    {
        var table = CommandLine.Run("mssp", "settle", File(ResultsText.Compact()), "--format", "table", "--explain").Exits(0).Out;
        Assert.Contains("$7,350,000.00", table, StringComparison.Ordinal);
        Assert.Contains("42 CFR 425.610(e)(2)", table, StringComparison.Ordinal);
    }

    [Fact]
    public void Out_writes_the_same_bytes_twice_with_a_manifest_and_nothing_else()
    {
        var file = File(ResultsText.Compact(3));
        var outcome = CommandLine.Run("mssp", "settle", file, "--out", _folder["new/deep/settled.csv"]).Exits(0);
        Assert.Empty(outcome.Out);
        CommandLine.Run("mssp", "settle", file, "--out", _folder["again.csv"]).Exits(0);
        var printed = CommandLine.Run("mssp", "settle", file, "--format", "csv").Exits(0).Out;
        Assert.Equal(printed, System.IO.File.ReadAllText(_folder["new/deep/settled.csv"]));
        Assert.Equal(printed, System.IO.File.ReadAllText(_folder["again.csv"]));
        var manifest = System.IO.File.ReadAllText(_folder["again.manifest.json"]);
        Assert.Equal(manifest, System.IO.File.ReadAllText(_folder["new/deep/settled.manifest.json"]));
        Assert.DoesNotContain(_folder.Path, manifest, StringComparison.Ordinal);
        Assert.Equal(
            ["settled.csv", "settled.manifest.json"],
            Directory.GetFiles(_folder["new/deep"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var json = JsonDocument.Parse(manifest);
        var input = json.RootElement.GetProperty("inputs")[0];
        Assert.Equal("results.csv", input.GetProperty("file").GetString());
        Assert.Equal(3, input.GetProperty("rows").GetInt32());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(file))), input.GetProperty("sha256").GetString());
        Assert.Equal("fraction", input.GetProperty("decisions").GetProperty("unit of quality_score").GetString());
    }

    [Fact]
    public void Out_replaces_an_older_file_and_keeps_it_when_the_run_fails()
    {
        _folder.Write("out.csv", "older");
        CommandLine.Run("mssp", "settle", _folder.Write("empty.csv", ""), "--out", _folder["out.csv"]).Exits(1);
        Assert.Equal("older", System.IO.File.ReadAllText(_folder["out.csv"]));
        CommandLine.Run("mssp", "settle", File(ResultsText.Compact()), "--out", _folder["out.csv"]).Exits(0);
        Assert.StartsWith(Columns, System.IO.File.ReadAllText(_folder["out.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Out_to_what_cannot_be_written_is_a_wrong_command_line()
    {
        var file = File(ResultsText.Compact());
        CommandLine.Run("mssp", "settle", file, "--out", _folder.Path).Exits(2).Says("is a folder; name a file");
        CommandLine.Run("mssp", "settle", file, "--out", " ").Exits(2).Says("--out needs the name of a file");
        CommandLine.Run("mssp", "settle", file, "--out", Path.Combine(file, "below-a-file.csv")).Exits(2).Says("error: ");
        CommandLine.Run("mssp", "settle", file, "--out", _folder[new string('n', 300) + ".csv"]).Exits(2).Says("error: ");
        Assert.Equal(["results.csv"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Out_never_overwrites_what_is_read()
    {
        var file = File(ResultsText.Compact().With("EarnSaveLoss", "7350000"));
        var before = System.IO.File.ReadAllBytes(file);
        var sameInOtherWords = Path.Combine(_folder.Path, ".", "results.csv");
        CommandLine.Run("mssp", "settle", file, "--out", sameInOtherWords).Exits(2).Says("would overwrite the input");
        CommandLine.Run("mssp", "prove", file, "--out", file).Exits(2).Says("would overwrite the input");
        CommandLine.Run("mssp", "explain", file, "--row", "1", "--out", file).Exits(2).Says("would overwrite the input");
        CommandLine.Run("reach", "settle", file, "--out", file).Exits(2).Says("would overwrite the input");
        Assert.Equal(before, System.IO.File.ReadAllBytes(file));
    }

    [Fact]
    public void The_law_as_known_before_a_change_gives_the_result_of_that_day()
    {
        // Sequestration of the payments for 2020 was suspended on 2020-03-27.
        var file = File(ResultsText.Compact().With("performance_year", "2020").With("quality_score", "1"));
        Assert.Contains(",7500000.00,", CommandLine.Run("mssp", "settle", file).Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains(
            ",7350000.00,", CommandLine.Run("mssp", "settle", file, "--as-of", "2020-01-15").Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_overlay_says_what_it_replaces_and_what_it_moves()
    {
        var file = File(ResultsText.Compact().With("track", "basic-e"));
        var outcome = CommandLine.Run("mssp", "settle", file, "--overlay", "rules/overlays/cms-1848-p.yaml").Exits(0);
        outcome.Says("overlay cms-1848-p", "shared_savings.settlement.maximum_sharing_rate (basic-e)", "0.5 -> 0.6", "not carried");

        // 10 million x 10 points x 98 percent.
        Assert.Contains("980000.00", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(",5880000.00,", outcome.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_writes_fixed_columns_and_exits_1_only_on_a_mismatch()
    {
        var good = File(ResultsText.Compact(2).With("EarnSaveLoss", "7,350,000", "7350002"));
        var outcome = CommandLine.Run("mssp", "prove", good, "--out", _folder["proved.csv"], "--format", "csv").Exits(0);
        Assert.Equal(
            [ProvenColumns, "1,A1001,2022,enhanced,7350000.00,7350000.00,0.00,exact,",
                "2,A1002,2022,enhanced,7350002.00,7350000.00,-2.00,exact,"],
            System.IO.File.ReadAllLines(_folder["proved.csv"]));
        Assert.StartsWith(
            "file,year,track,rows,exact,rounding,not_provable,mismatch,published,computed", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("all,,,2,2,0,0,0,14700002.00,14700000.00", outcome.Out, StringComparison.Ordinal);

        // Whole dollars of benchmark and expenditures allow a dollar or so, never a thousand.
        var bad = File(ResultsText.Compact(2).With("published_earned", "7351000", "7350000"));
        CommandLine.Run("mssp", "prove", bad, "--out", _folder["proved.csv"])
            .Exits(1).Says("mismatch: A1001 2022 published 7351000, computed 7350000.00");
        var line = System.IO.File.ReadAllLines(_folder["proved.csv"])[1];
        Assert.StartsWith("1,A1001,2022,enhanced,7351000.00,7350000.00,-1000.00,mismatch,", line, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(_folder["proved.manifest.json"]));
    }

    [Fact]
    public void Prove_without_anything_published_is_no_proof()
    {
        CommandLine.Run("mssp", "prove", File(ResultsText.Compact())).Exits(1).Says("no row has a published result");
        var half = File(ResultsText.Compact(2).With("EarnSaveLoss", "7350000", "-"));
        CommandLine.Run("mssp", "prove", half).Exits(0).Says("1 rows have no published result and are not compared");
    }

    [Fact]
    public void Prove_says_that_a_row_was_refused_even_when_the_rest_agrees() =>
        CommandLine.Run("mssp", "prove", File(ResultsText.Compact(2).With("EarnSaveLoss", "7350000", "7350000").Cell(2, "track", "F")))
            .Exits(1).Says("'F' is no track");

    private string File(ResultsText text) => _folder.Write("results.csv", text.ToString());
}
