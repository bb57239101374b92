using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

public sealed class HelpAndUsageTests
{
    public static TheoryData<string> Verbs =>
        ["mssp settle", "mssp prove", "mssp explain", "reach settle", "reach prove", "rules list", "rules show", "rules diff",
            "rules coverage", "rules check"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_help_of_each_verb_shows_an_example(string verb)
    {
        var outcome = CommandLine.Run([.. verb.Split(' '), "--help"]).Exits(0);
        Assert.Contains("Example", outcome.Out, StringComparison.Ordinal);
        Assert.Contains($"\n    accountable {verb}", outcome.Out, StringComparison.Ordinal);
        Assert.Contains("Usage:", outcome.Out, StringComparison.Ordinal);
        Assert.Empty(outcome.Error);
    }

    [Fact]
    public void The_help_of_the_whole_shows_examples_and_areas()
    {
        var help = CommandLine.Run("--help").Exits(0).Out;
        foreach (var word in new[] { "Examples:", "mssp", "reach", "rules" })
            Assert.Contains(word, help, StringComparison.Ordinal);
        Assert.Contains("0.1", CommandLine.Run("--version").Exits(0).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "accountable --help")]
    [InlineData("medicaid", "'medicaid'", "accountable --help")]
    [InlineData("mssp", "accountable mssp --help")]
    [InlineData("mssp settel FILE", "'settel'", "accountable mssp --help")]
    [InlineData("mssp settle", "accountable mssp settle --help")]
    [InlineData("mssp prove", "accountable mssp prove --help")]
    [InlineData("mssp explain", "accountable mssp explain --help")]
    [InlineData("reach settle", "accountable reach settle --help")]
    [InlineData("rules show", "accountable rules show --help")]
    [InlineData("rules diff 2025", "accountable rules diff --help")]
    [InlineData("mssp settle FILE --fromat csv", "'--fromat'", "accountable mssp settle --help")]
    [InlineData("mssp explain FILE --against-all x", "'--against-all'")]
    [InlineData("mssp settle FILE -z", "'-z'")]
    [InlineData("rules list --json", "'--json'")]
    [InlineData("mssp settle FILE --year twenty", "'twenty' is no year", "2024")]
    [InlineData("mssp settle FILE --year 99", "'99' is no year")]
    [InlineData("mssp settle FILE --year 3000", "'3000' is no year")]
    [InlineData("mssp settle FILE --year -2022", "'-2022' is no year")]
    [InlineData("mssp settle FILE --year 2022.5", "'2022.5' is no year")]
    [InlineData("mssp settle FILE --year", "'--year'")]
    [InlineData("mssp settle FILE --as-of 2026-13-01", "'2026-13-01' is no day", "2026-01-15")]
    [InlineData("mssp settle FILE --as-of 1/15/2026", "'1/15/2026' is no day")]
    [InlineData("mssp settle FILE --as-of", "'--as-of'")]
    [InlineData("mssp settle FILE --format xml", "'xml' is no format", "table, csv or json")]
    [InlineData("mssp settle FILE --format 1", "'1' is no format")]
    [InlineData("mssp explain FILE --aco A1001 --format csv", "'csv'", "html")]
    [InlineData("mssp settle FILE --format csv --explain", "--explain has no place in CSV")]
    [InlineData("mssp settle FILE --overlay nowhere.yaml", "nowhere.yaml")]
    [InlineData("mssp explain FILE", "--aco", "--row")]
    [InlineData("mssp explain FILE --aco A1001 --row 1", "--aco", "--row")]
    [InlineData("mssp explain FILE --aco A9999", "no readable ACO A9999")]
    [InlineData("mssp explain FILE --row 2", "no readable row 2", "1 rows")]
    [InlineData("mssp explain FILE --row 0", "no readable row 0")]
    [InlineData("mssp explain FILE --row -1", "no readable row -1")]
    [InlineData("mssp explain FILE --row x", "'x'")]
    [InlineData("mssp explain FILE --aco A1001 --against nowhere.yaml", "nowhere.yaml")]
    [InlineData("mssp explain FILE --aco A1001 --against nowhere.csv", "nowhere.csv")]
    [InlineData("mssp explain FILE --aco A1001 --against rules/overlays/cms-1848-p.yaml --format html", "--against prints text or json")]
    [InlineData("rules show zzz", "No parameter 'zzz'", "rules list")]
    [InlineData("rules show sequestration_rat", "Did you mean", "shared_savings.settlement.sequestration_rate")]
    [InlineData("rules show shared_savings.settlement.sequestration_rate --for soon", "'soon'")]
    [InlineData("rules diff this that", "two years")]
    [InlineData("rules check nowhere", "nowhere")]
    public void A_wrong_command_line_exits_2_and_says_what_would_be_right(string command, params string[] says)
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("results.csv", ResultsText.Compact().ToString());
        var outcome = CommandLine.Run([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "FILE" ? file : word)]).Exits(2).Says(says);
        Assert.StartsWith("error: ", outcome.Error.Replace(folder["nowhere.csv"] + ": ", "", StringComparison.Ordinal)
            .Replace("nowhere.csv: ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_name_begins_with_a_hyphen_comes_after_two()
    {
        using var folder = new ScratchFolder();
        folder.Write("-x.csv", ResultsText.Compact().ToString());
        CommandLine.Run("mssp", "settle", "--", folder["-x.csv"]).Exits(0);
        CommandLine.Run("mssp", "settle", "--", "-x.csv").Exits(2).Says("-x.csv: error: There is no such file");
    }
}
