using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary><c>mssp benchmark</c> as a person runs it: results, exit codes and what it says.</summary>
public sealed class MsspBenchmarkTests : IDisposable
{
    private static readonly string[] Sample =
    [
        "mssp", "benchmark", "--history", "samples/benchmark/prospective/history.csv", "--factors", "samples/benchmark/prospective/factors",
        "--agreement-start", "2024", "--agreement-period", "2", "--times-adjusted", "2", "--year", "2024", "--minimum-rate", "0.02",
    ];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_prints_every_step_and_exits_0()
    {
        var outcome = CommandLine.Run(Sample).Exits(0).Says("note: A-406");
        Assert.Equal("step,esrd,disabled,aged_dual,aged_non_dual,all", outcome.Lines[0]);
        Assert.Contains(outcome.Lines, line => line.StartsWith("benchmark that stands,", StringComparison.Ordinal));
    }

    [Fact]
    public void Explanations_come_as_outline_json_and_page()
    {
        var text = CommandLine.Run([.. Sample, "--format", "table", "--explain"]).Exits(0).Out;
        Assert.Contains("42 CFR 425.660(b)(5)", text, StringComparison.Ordinal);
        Assert.Contains("history.csv:", text, StringComparison.Ordinal);
        Assert.Contains("\"derivations\"", CommandLine.Run([.. Sample, "--format", "json", "--explain"]).Exits(0).Out, StringComparison.Ordinal);
        CommandLine.Run([.. Sample, "--out", _folder["why.html"]]).Exits(0);
        Assert.Contains("<svg", File.ReadAllText(_folder["why.html"]), StringComparison.Ordinal);
        CommandLine.Run([.. Sample, "--out", _folder["steps.csv"]]).Exits(0);
        Assert.True(File.Exists(_folder["steps.manifest.json"]));
    }

    [Fact]
    public void A_missing_factor_exits_1_and_says_what_to_supply() =>
        CommandLine.Run([.. Sample[..4], .. Sample[6..]]).Exits(1)
            .Says("cannot be computed: the historical benchmark before adjustments", "national.csv of the factors folder");

    [Fact]
    public void An_agreement_start_outside_the_law_exits_3() =>
        CommandLine.Run([.. Sample[..7], "2024-07", .. Sample[8..]]).Exits(3).Says("No law for an agreement period", "January 1");

    [Fact]
    public void Misuse_exits_2()
    {
        CommandLine.Run([.. Sample[..7], "soon", .. Sample[8..]]).Exits(2).Says("2019-07");
        CommandLine.Run([.. Sample, "--format", "csv", "--explain"]).Exits(2).Says("--explain has no place in CSV");
        CommandLine.Run([.. Sample, "--track", "track-1"]).Exits(2);
        CommandLine.Run([.. Sample[..3], "nowhere.csv", .. Sample[4..]]).Exits(2).Says("There is no such file");
        CommandLine.Run([.. Sample[..^1], "2"]).Exits(2).Says("write 0.02");
    }

    [Fact]
    public void Another_history_is_compared()
    {
        var text = File.ReadAllText(Repository.PathOf("samples", "benchmark", "prospective", "history.csv"));
        var other = _folder.Write("new-list.csv", text.Replace("by3,2023,esrd,", "by3,2023,esrd,1", StringComparison.Ordinal));
        var compared = CommandLine.Run([.. Sample, "--against", other, "--format", "table"]).Exits(0);
        Assert.Contains("benchmark a person-year:", compared.Lines[0], StringComparison.Ordinal);
        Assert.Contains("person-years 2023, ESRD", compared.Out, StringComparison.Ordinal);
    }
}
