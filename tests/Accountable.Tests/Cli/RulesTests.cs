using System.Text.Json;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>The rule book on the command line.</summary>
public sealed class RulesTests
{
    private const string Sequestration = "shared_savings.settlement.sequestration_rate";

    [Fact]
    public void List_shows_the_keys_that_hold_a_text()
    {
        var all = CommandLine.Run("rules", "list").Exits(0).Lines;
        var some = CommandLine.Run("rules", "list", "LOSS_limit").Exits(0).Lines;
        Assert.Equal("id,label,unit,axis,covers,values,verified", all[0]);
        Assert.InRange(some.Length, 2, all.Length - 1);
        Assert.All(some.Skip(1), line => Assert.Contains("loss_limit", line, StringComparison.Ordinal));
        Assert.Single(CommandLine.Run("rules", "list", "no such text").Exits(0).Lines);
    }

    [Fact]
    public void Show_gives_each_value_with_its_paragraph()
    {
        var lines = CommandLine.Run("rules", "show", Sequestration).Exits(0).Lines;
        Assert.Equal("for,of,value,enacted,authority,verified,citation,note", lines[0]);
        Assert.Equal(3, lines.Length);
        Assert.Contains("2011-08-02,statute", lines[1], StringComparison.Ordinal);
        var table = CommandLine.Run("rules", "show", Sequestration, "--format", "table").Exits(0).Out;
        Assert.StartsWith($"{Sequestration}\n", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2020", "2020-01-15", "0.02")]
    [InlineData("2020", "2020-03-26", "0.02")]
    [InlineData("2020", "2020-03-27", "0")]
    [InlineData("2020", null, "0")]
    [InlineData("2018", null, "0.02")]
    [InlineData("2021", null, "0.02")]
    public void Show_for_a_year_is_the_law_as_known_on_a_day(string year, string? day, string value)
    {
        string[] command = ["rules", "show", Sequestration, "--for", year];
        var line = Assert.Single(CommandLine.Run(day is null ? command : [.. command, "--as-of", day]).Exits(0).Lines.Skip(1));
        Assert.Equal(value, line.Split(',')[2]);
    }

    [Fact]
    public void Show_for_a_year_without_law_exits_3()
    {
        CommandLine.Run("rules", "show", Sequestration, "--for", "2013").Exits(3).Says(Sequestration, "2013");
        CommandLine.Run("rules", "show", Sequestration, "--for", "2020", "--as-of", "2010-01-01")
            .Exits(3).Says(Sequestration, "2010-01-01");
    }

    [Fact]
    public void Show_with_an_overlay_names_it()
    {
        string[] command = ["rules", "show", "shared_savings.settlement.maximum_sharing_rate", "--for", "2024"];
        var outcome = CommandLine.Run([.. command, "--overlay", "rules/overlays/cms-1848-p.yaml"]).Exits(0);
        Assert.Contains(outcome.Lines, line => line.Contains("basic-e,0.6,overlay cms-1848-p", StringComparison.Ordinal));
        outcome.Says("overlay cms-1848-p");
    }

    [Fact]
    public void Diff_shows_what_changed_between_two_years()
    {
        var outcome = CommandLine.Run("rules", "diff", "2025", "2026").Exits(0).Says("differences between 2025 and 2026");
        Assert.Equal("id,of,2025,2026,citation", outcome.Lines[0]);
        Assert.All(outcome.Lines.Skip(1), line => Assert.NotEqual(line.Split(',')[2], line.Split(',')[3]));
        Assert.Single(CommandLine.Run("rules", "diff", "2025", "2025").Exits(0).Lines);
        var sequestration = CommandLine.Run("rules", "diff", "2018", "2019").Exits(0).Out;
        Assert.Contains($"{Sequestration},,0.02,0,", sequestration, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Sequestration,
            CommandLine.Run("rules", "diff", "2018", "2019", "--as-of", "2020-01-15").Exits(0).Out,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Coverage_is_a_table_in_every_format()
    {
        var lines = CommandLine.Run("rules", "coverage").Exits(0).Lines;
        Assert.Equal("programme,years,section,what,status,note", lines[0]);
        using var json = JsonDocument.Parse(CommandLine.Run("rules", "coverage", "--format", "json").Exits(0).Out);
        Assert.Equal(lines.Length - 1, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Check_accepts_our_rules_and_refuses_a_slip()
    {
        Assert.Contains("no errors", CommandLine.Run("rules", "check", "rules").Exits(0).Out, StringComparison.Ordinal);
        Assert.Contains("no errors", CommandLine.Run("rules", "check").Exits(0).Out, StringComparison.Ordinal);
        using var folder = new ScratchFolder();
        var overlay = folder.Write("own.yaml", """
            overlay: own
            title: T
            source: S
            values:
              shared_savings.settlement.no_such_rate:
                - { for: 2024.., value: 0.6, citation: C, verified: no }
            """);
        CommandLine.Run("rules", "check", "rules", "--overlay", overlay).Exits(1).Says("no_such_rate");
        CommandLine.Run("mssp", "settle", folder.Write("results.csv", ResultsText.Compact().ToString()), "--overlay", overlay)
            .Exits(1).Says("no_such_rate");
    }

    [Fact]
    public void Check_refuses_an_overlay_that_is_no_overlay()
    {
        using var folder = new ScratchFolder();
        foreach (var text in new[] { "", "[", "- a\n- b\n", "overlay: x\n", "\0", "overlay: x\noverlay: y\n" })
            Assert.NotEmpty(CommandLine.Run("rules", "check", "rules", "--overlay", folder.Write("bad.yaml", text)).Exits(1).Error);
        CommandLine.Run("rules", "check", "rules", "--overlay", folder["nowhere.yaml"]).Exits(2).Says("nowhere.yaml");
    }
}
