using System.Text;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>Two hundred megabytes on one line are refused before they fill the memory.</summary>
public sealed class LongLineTests
{
    private const int Megabytes = 200;
    private const long GreatestMemory = 600L << 20;

    [Theory]
    [InlineData("x", false)]
    [InlineData("12,", false)]
    [InlineData("x", true)]
    [InlineData("12,", true)]
    [InlineData("12,\n", true)]
    [InlineData("\"\"", true)]
    public void A_line_without_end_is_refused_in_bounded_memory(string unit, bool insideQuote)
    {
        using var folder = new ScratchFolder();
        var lines = ResultsText.Compact().Lines();
        var file = Fill(folder["long.csv"], $"{lines[0]}\n{lines[1]}\n{(insideQuote ? "\"" : "")}", unit);
        Bounded(CommandLine.Run("mssp", "settle", file).Exits(1).Says(file, ": error: "));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("c,")]
    public void A_header_without_end_is_refused_in_bounded_memory(string unit)
    {
        using var folder = new ScratchFolder();
        Bounded(CommandLine.Run("mssp", "settle", Fill(folder["header.csv"], "", unit))
            .Exits(1).Says("header.csv:1: error: The line has more than"));
    }

    [Fact]
    public void Json_of_that_size_is_not_read_at_all()
    {
        using var folder = new ScratchFolder();
        Bounded(CommandLine.Run("reach", "settle", Fill(folder["long.json"], "[", " ")).Exits(1).Says("over 64 MB"));
    }

    private static void Bounded(Outcome outcome)
    {
        Assert.Empty(outcome.Out);
        Assert.InRange(outcome.PeakBytes, 1, GreatestMemory);
    }

    private static string Fill(string path, string start, string unit)
    {
        var block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(unit, (1 << 20) / unit.Length)));
        using var stream = File.Create(path);
        stream.Write(Encoding.ASCII.GetBytes(start));
        for (var i = 0; i < Megabytes; i++)
            stream.Write(block);
        return path;
    }
}
