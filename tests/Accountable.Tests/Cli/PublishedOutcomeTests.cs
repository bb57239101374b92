using Accountable.Runs.SharedSavings;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>Settlement computes the outcome; it must not be able to read the published one.</summary>
public sealed class PublishedOutcomeTests
{
    private static readonly string[] Outcomes =
    [
        "BnchmkMinExp", "GenSaveLoss", "EarnSaveLoss", "FinalShareRate", "FinalLossRate", "Sav_rate", "AIPRecoup", "AIPOwe",
        "Adv_Pay_Recoup", "published_earned",
    ];

    private static readonly string[] Garbage = ["garbage", "=cmd()", "-999999999999", "1e308", "101%", "", "\"", "7"];

    public static TheoryData<string> Spellings => new(Outcomes.SelectMany(Spelled).Distinct());

    [Theory]
    [MemberData(nameof(Spellings))]
    public void What_was_published_changes_no_byte_of_a_settlement(string header)
    {
        var expected = Settled(ResultsText.Compact(2));
        foreach (var cell in Garbage)
            Assert.Equal(expected, Settled(ResultsText.Compact(2).With(header, cell, "12345")));

        // Not even twice the same column matters to settlement.
        Assert.Equal(expected, Settled(ResultsText.Compact(2).With(header, "1", "2").Again(header, "3", "x")));
    }

    [Fact]
    public void The_command_line_prints_the_same_bytes_and_no_finding()
    {
        using var folder = new ScratchFolder();
        var plain = CommandLine.Run("mssp", "settle", folder.Write("results.csv", ResultsText.Cms().ToString()), "--year", "2024").Exits(0);
        foreach (var cell in new[] { "garbage", "-1" })
        {
            var text = ResultsText.Cms();
            foreach (var header in Outcomes)
                text.With(header, cell);
            var other = CommandLine.Run("mssp", "settle", folder.Write("results.csv", text.ToString()), "--year", "2024").Exits(0);
            Assert.Equal(plain.Out, other.Out);
            Assert.Equal(plain.Error, other.Error);
        }
        Assert.Contains(",7350000.00,", plain.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Prove_does_read_it() =>
        Assert.Equal(
            "EarnSaveLoss",
            Assert.Single(Reading.Read(ResultsText.Compact().With("EarnSaveLoss", "garbage"), withPublished: true).Findings).Column);

    private static string Settled(ResultsText text)
    {
        var settled = Reading.Settle(Reading.Read(text));
        Assert.Empty(settled.Findings);
        return SettlementTables.Of([settled]).ToCsv();
    }

    private static string[] Spelled(string header) =>
        [header, header.ToUpperInvariant(), header.ToLowerInvariant(), header.Replace('_', ' '), header.Replace("_",
            "", StringComparison.Ordinal)];
}
