using System.Text.Json;
using System.Text.RegularExpressions;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>The whole derivation of one ACO, as text, JSON and a page, alone and beside another.</summary>
public sealed partial class ExplainTests : IDisposable
{
    private const string Overlay = "rules/overlays/cms-1848-p.yaml";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_aco_is_found_in_any_case_and_a_row_by_its_number()
    {
        var file = File(ResultsText.Compact(2).Cell(2, "expenditures", "191000000"));
        var byAco = CommandLine.Run("mssp", "explain", file, "--aco", "a1002").Exits(0).Out;
        Assert.StartsWith("A1002, performance year 2022, enhanced\nearned shared savings = $6,615,000.00", byAco, StringComparison.Ordinal);
        Assert.Equal(byAco, CommandLine.Run("mssp", "explain", file, "--row", "2").Exits(0).Out);
        foreach (var part in new[] { "42 CFR 425.610(b)", "results.csv line 3, benchmark", "$191,000,000.00", "× 2%", "(shown above)" })
            Assert.Contains(part, byAco, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_keeps_its_number_behind_a_refused_one()
    {
        var lines = ResultsText.Compact(3).Lines().ToList();
        lines[1] += ",extra";
        var file = _folder.Write("results.csv", string.Join('\n', lines));
        Assert.StartsWith("A1003,", CommandLine.Run("mssp", "explain", file, "--row", "3").Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_identifiers_is_explained_by_row()
    {
        var file = File(ResultsText.Compact().Without("aco_id"));
        CommandLine.Run("mssp", "explain", file, "--aco", "A1001").Exits(2).Says("no ACO identifiers, use --row");
        Assert.StartsWith(
            "row 1, performance year", CommandLine.Run("mssp", "explain", file, "--row", "1").Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void An_aco_that_stands_twice_is_chosen_by_row() =>
        CommandLine.Run("mssp", "explain", File(ResultsText.Compact(2).With("aco_id", "A1", "a1")), "--aco", "A1")
            .Exits(2).Says("rows 1, 2; choose one with --row");

    [Fact]
    public void Json_parses_and_holds_the_tree()
    {
        using var json = JsonDocument.Parse(
            CommandLine.Run("mssp", "explain", File(ResultsText.Compact()), "--aco", "A1001", "--format", "json").Exits(0).Out);
        var root = json.RootElement;
        Assert.Equal("A1001", root.GetProperty("aco_id").GetString());
        Assert.Equal(ResultsText.Earned, root.GetProperty("earned").GetDecimal());
        Assert.Equal(2022, root.GetProperty("performance_year").GetInt32());
        Assert.Equal("mssp explain", root.GetProperty("manifest").GetProperty("pipeline").GetString());
        Assert.Contains("42 CFR 425.610", root.GetProperty("derivation").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_needs_no_network_and_runs_nothing()
    {
        var file = File(ResultsText.Compact().With("aco_id", "<script>alert(1)</script>"));
        CommandLine.Run("mssp", "explain", file, "--row", "1", "--format", "html", "--out", _folder["why.html"]).Exits(0);
        var page = System.IO.File.ReadAllText(_folder["why.html"]);
        Assert.StartsWith("<!doctype html>", page, StringComparison.Ordinal);
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.Contains("$7,350,000.00", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https://", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(Reference(), page);
    }

    [Theory]
    [InlineData("220000000", "Owed")]
    [InlineData("200000000", "Earned")]
    [InlineData("0", "Earned")]
    public void A_page_is_drawn_for_losses_and_for_nothing(string expenditures, string last)
    {
        var file = File(ResultsText.Compact().With("expenditures", expenditures));
        Assert.Contains(
            $"<tr><td>{last}</td>",
            CommandLine.Run("mssp", "explain", file, "--row", "1", "--format", "html").Exits(0).Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Against_an_overlay_names_the_law_that_moves_the_dollars()
    {
        var file = File(ResultsText.Compact().With("track", "basic-e"));
        var text = CommandLine.Run("mssp", "explain", file, "--aco", "A1001", "--against", Overlay).Exits(0).Out;
        Assert.StartsWith("A1001: $4,900,000.00 -> $5,880,000.00, moved $980,000.00", text, StringComparison.Ordinal);
        Assert.Contains("maximum sharing rate, basic-e: 50% -> 60%", text, StringComparison.Ordinal);
        Assert.Contains("alone moves the result $980,000.00", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(
            CommandLine.Run("mssp", "explain", file, "--aco", "A1001", "--against", Overlay, "--format", "json").Exits(0).Out);
        Assert.Equal(980_000m, json.RootElement.GetProperty("moved").GetDecimal());
        CommandLine.Run("mssp", "explain", file, "--aco", "A1001", "--against", Overlay, "--format", "html").Exits(2).Says("text or json");
    }

    [Fact]
    public void Against_another_file_names_the_facts_that_differ()
    {
        var file = File(ResultsText.Compact());
        var later = _folder.Write("later.csv", ResultsText.Compact().With("performance_year", "2023")
            .With("expenditures", "188000000").ToString());
        var text = CommandLine.Run("mssp", "explain", file, "--aco", "A1001", "--against", later).Exits(0).Out;

        // 2 million more saved, 75 percent of it, 98 percent of that.
        Assert.StartsWith("A1001: $7,350,000.00 -> $8,820,000.00, moved $1,470,000.00", text, StringComparison.Ordinal);
        Assert.Contains("expenditures: $190,000,000.00 -> $188,000,000.00", text, StringComparison.Ordinal);
        CommandLine.Run("mssp", "explain", file, "--aco", "A1001", "--against", _folder.Write("other.csv", ResultsText.Compact()
            .With("aco_id", "B1").ToString()))
            .Exits(2).Says("no readable ACO A1001");
    }

    [GeneratedRegex("(src|href|url)\\s*[=(]\\s*[\"']?(https?:)?//", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    private string File(ResultsText text) => _folder.Write("results.csv", text.ToString());
}
