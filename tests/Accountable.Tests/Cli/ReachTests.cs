using System.Text.Json;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>GPDC and ACO REACH on small files whose sums are done by hand.</summary>
public sealed class ReachTests : IDisposable
{
    private const string Columns = "row,aco_id,performance_year,arrangement,benchmark,heba,expenditures,gross,shared,sequestration,"
        + "earned,notes";
    private const string Header = "aco_id,perf_year,risk_arrangement,final_benchmark,tot_cost_care_net,heba_up_amt,heba_down_amt,"
        + "heba_up_mnths,heba_dn_mnths,gross_savings,shared_savings,shared_savings_seq";
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Corridors of Professional: half of the first 5 percent, 35 of the next 5, 15 of the next 5, 5 of the rest. Global keeps all of
    // the first 25 percent.
    [Theory]
    [InlineData("D1,2022,Global,1000000,900000,,,,", "1,D1,2022,global,1000000.00,0.00,900000.00,100000.00,100000.00,2000.00,98000.00,")]
    [InlineData("D1,2022,Global,1000000,1100000,,,,", "1,D1,2022,global,1000000.00,0.00,1100000.00,-100000.00,-100000.00,0.00,-100000.00,")]
    [InlineData("D1,2021,Global,1000000,700000,,,,", "1,D1,2021,global,1000000.00,0.00,700000.00,300000.00,275000.00,5500.00,269500.00,")]
    [InlineData("D1,2022,professional,1000000,950000,,,,",
        "1,D1,2022,professional,1000000.00,0.00,950000.00,50000.00,25000.00,500.00,24500.00,")]
    [InlineData("D1,2022,PROFESSIONAL,1000000,880000,,,,",
        "1,D1,2022,professional,1000000.00,0.00,880000.00,120000.00,45500.00,910.00,44590.00,")]
    [InlineData("D1,2022,Global,1000000,1000000,,,,", "1,D1,2022,global,1000000.00,0.00,1000000.00,0.00,0.00,0.00,0.00,")]
    public void Savings_run_through_the_corridors(string record, string settled) =>
        Assert.Equal([Columns, settled], CommandLine.Run("reach", "settle", Csv(record + ",,,")).Exits(0).Lines);

    [Theory]
    [InlineData("3000,-60,100,10", "2940.00")]
    [InlineData("3000,60,100,10", "2940.00")]
    [InlineData(",,100,10", "2940.00")]
    [InlineData("5000,,100,10", "4940.00")]
    [InlineData(",(500.00),100,10", "2500.00")]
    [InlineData("0,-600,0,100", "-600.00")]
    [InlineData(",,0,0", "0.00")]
    public void The_health_equity_adjustment_comes_from_amounts_or_from_months(string adjustment, string heba)
    {
        // Thirty dollars a month up, six down, in 2023.
        var cells = CommandLine.Run("reach", "settle", Csv($"D1,2023,Global,1000000,900000,{adjustment},,,")).Exits(0).Lines[1].Split(',');
        Assert.Equal(heba, cells[5]);
        Assert.Equal(100_000m + decimal.Parse(heba), decimal.Parse(cells[7]));
    }

    [Fact]
    public void Json_and_csv_give_the_same_bytes()
    {
        var csv = CommandLine.Run("reach", "settle", Csv("D1,2022,Global,1000000,900000,,,,,,,")).Exits(0);
        var json = _folder.Write("reach.json", """
            {"records": [{
              "aco_id": "D1", "perf_year": 2022, "risk_arrangement": "Global", "final_benchmark": 1000000.0,
              "tot_cost_care_net": 900000, "heba_up_amt": null
            }]}
            """);
        Assert.Equal(csv.Out, CommandLine.Run("reach", "settle", json).Exits(0).Out);
        CommandLine.Run("reach", "settle", json, "--out", _folder["settled.csv"]).Exits(0);
        Assert.Equal(csv.Out, File.ReadAllText(_folder["settled.csv"]));
        using var manifest = JsonDocument.Parse(File.ReadAllText(_folder["settled.manifest.json"]));
        Assert.Equal("reach settle", manifest.RootElement.GetProperty("pipeline").GetString());
    }

    [Theory]
    [InlineData("2020")]
    [InlineData("2024")]
    public void A_year_without_law_exits_3_and_names_the_parameter(string year) =>
        Assert.Empty(CommandLine.Run("reach", "settle", Csv($"D1,{year},Global,1000000,900000,,,,,,,"))
            .Exits(3).Says("reach.settlement.", year).Out);

    [Fact]
    public void One_record_of_a_year_without_law_is_a_finding_among_others() =>
        CommandLine.Run("reach", "settle", Csv("D1,2024,Global,1000000,900000,,,,,,,", "D2,2022,Global,1000000,900000,,,,,,,"))
            .Exits(1).Says("reach.csv:2: row refused");

    [Fact]
    public void Prove_counts_verdicts_and_exits_1_on_a_mismatch()
    {
        const string exact = "D1,2022,Global,1000000,900000,,,,,100000,100000,98000";
        const string left = "D2,2022,Global,1000000,900000,,,,,100000,100000,0";
        const string wrong = "D3,2022,Global,1000000,900000,,,,,100000,90000,98000";
        var held = CommandLine.Run("reach", "prove", Csv(exact, left), "--format", "csv", "--out", _folder["proved.csv"])
            .Exits(0).Says("not_provable: D2 2022: exit from the model");
        Assert.Contains("all,,,2,2,1,1,0,200000.00,200000.00", held.Out, StringComparison.Ordinal);
        Assert.EndsWith(",exact,", File.ReadAllLines(_folder["proved.csv"])[1], StringComparison.Ordinal);
        CommandLine.Run("reach", "prove", Csv(exact, wrong)).Exits(1).Says("mismatch: D3 2022: shared savings differs by 10000.00");
        CommandLine.Run("reach", "prove", Csv("D1,2022,Global,1000000,900000,,,,,,,")).Exits(1).Says("no record has published");
    }

    [Fact]
    public void Settle_never_reads_what_was_published()
    {
        var plain = CommandLine.Run("reach", "settle", Csv("D1,2022,Global,1000000,900000,,,,,,,")).Exits(0);
        var other = CommandLine.Run("reach", "settle", Csv("D1,2022,Global,1000000,900000,,,,,garbage,-5,1e308")).Exits(0);
        Assert.Equal((plain.Out, plain.Error), (other.Out, other.Error));
    }

    [Fact]
    public void Of_several_files_the_refused_one_does_not_stop_the_others()
    {
        var good = Csv("D1,2022,Global,1000000,900000,,,,,,,");
        var more = _folder.Write("more.csv", File.ReadAllText(good));
        var outcome = CommandLine.Run("reach", "settle", good, _folder.Write("bad.json", "{"), more)
            .Exits(1).Says("bad.json:1: error: The file is no JSON");
        Assert.Equal("file," + Columns, outcome.Lines[0]);
        Assert.Equal(3, outcome.Lines.Length);
    }

    private string Csv(params string[] records) => _folder.Write("reach.csv", $"{Header}\n{string.Join('\n', records)}\n");
}
