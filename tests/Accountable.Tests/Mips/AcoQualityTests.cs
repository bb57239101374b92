using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Quality;
using Accountable.Tests.Cli;
using Xunit.Abstractions;

namespace Accountable.Tests.Mips;

/// <summary>The quality score of ACOs that report by the Web Interface, against what CMS published.</summary>
public sealed class AcoQualityTests(ITestOutputHelper output) : IDisposable
{
    private const string Header = "ACO_ID,performance_year,Report_WI,Recvd30p,QualScore,CAHPS_3,Measure_479,QualityID_001_WI,QualityID_236_WI,QualityID_370_WI\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("quality").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Locked_results_are_proved() => Prove([.. new[] { 2021, 2022, 2024 }.Select(year => Tests.Repository.PathOf("cases", "locked", "aco-quality", $"{year}.csv"))]);

    [Fact]
    public void The_files_of_CMS_are_proved()
    {
        if (Tests.Repository.SharedData is not { } data)
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        Prove([.. new[] { "2021.csv", "2022.csv", "2024_even_ids.csv" }.Select(file => Path.Combine(data, "mssp", file))]);
    }

    [Fact]
    public void The_published_score_is_never_read_to_compute()
    {
        var rows = "A1,2022,1,0,{0},92.45,0.1464,25,55,20\n";
        var first = Judge(Header + rows.Replace("{0}", "70", StringComparison.Ordinal))[0];
        var second = Judge(Header + rows.Replace("{0}", "12.34", StringComparison.Ordinal))[0];
        Assert.Equal(first.Computed, second.Computed);
        Assert.NotEqual(first.Difference, second.Difference);
    }

    [Fact]
    public void Points_make_achievement_and_the_year_before_makes_improvement()
    {
        // 001 at 25 percent earns 8.5, 236 at 55 percent 6.5, the survey 6 (on the sixth decile), 479 on the seventh 7; 370 has no benchmark.
        var text = Header + "A1,2021,1,0,50,92.35,0.1519,50,55,20\nA1,2022,1,0,72.5,92.45,0.1464,25,55,20\n";
        var rows = Judge(text);
        Assert.Equal(70m, rows[1].Achievement);
        // 2021: 6 + 6.5 + 6 + 6 of 40 is 61.25 percent; a tenth of the relative increase.
        Assert.Equal(61.25m, rows[0].Achievement);
        Assert.Equal(decimal.Round(10 * (70 - 61.25m) / 61.25m, 8), decimal.Round(rows[1].Improvement!.Value, 8));
    }

    [Fact]
    public void An_affected_ACO_has_at_least_the_score_of_the_standard()
    {
        var rows = Judge(Header + "A1,2022,1,1,70.63,0,0.9,100,0,\nA2,2022,1,1,70,92.45,0.1464,1,95,\n");
        Assert.Equal(70.63m, rows[0].Computed);
        Assert.Equal(Verdict.Exact, rows[0].Verdict);
        Assert.True(rows[1].Computed > 70.63m);
        var law = RuleBook.Embedded.For(new PerformanceYear(2022));
        Assert.Equal(0.7063m, ExtremeCircumstances.Determine(new Ratio(0.7062m), Test.Yes, law).Amount);
        Assert.Equal(0.7062m, ExtremeCircumstances.Determine(new Ratio(0.7062m), Test.No, law).Amount);
        Assert.Equal(0.7064m, ExtremeCircumstances.Determine(new Ratio(0.7064m), Test.Yes, law).Amount);
    }

    [Fact]
    public void A_row_without_rates_of_either_kind_is_classed_and_not_computed()
    {
        var rows = Judge(Header + "A1,2022,0,0,70,92.45,0.1464,,,\nA2,2022,1,0,70,92.45,0.1464,,,\n");
        Assert.All(rows, row => Assert.Equal((Verdict.NotProvable, null), (row.Verdict, row.Computed)));
    }

    [Fact]
    public void A_wrong_score_is_a_mismatch_and_the_columns_are_those_of_the_guide()
    {
        var file = Write(Header + "A1,2022,1,0,20,92.45,0.1464,25,55,20\nA2,2022,1,0,x,92.45,-1,25,55,20\n");
        var path = Path.Combine(_folder, "out.csv");
        CommandLine.Run("mssp", "quality", "prove", file, "--out", path).Exits(1).Says("mismatch: A1 2022 published 20.00, computed 70.00", "column Measure_479");
        Assert.StartsWith("row,aco_id,performance_year,published,achievement,improvement,computed,difference,verdict,reason\n1,A1,2022,20,70,0,70,50,mismatch,", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rates_is_refused_and_a_year_without_the_pathway_is_a_gap()
    {
        CommandLine.Run("mssp", "quality", "prove", Write("ACO_ID,QualScore\nA1,50\n")).Exits(1).Says("no measure rates");
        CommandLine.Run("mssp", "quality", "prove", Write(Header + "A1,2025,1,0,70,92.45,0.1464,25,55,20\n")).Exits(3);
    }

    private static void Prove(string[] paths)
    {
        var rows = new AcoQualityProof(RuleBook.Embedded).Compare([.. paths.Select(path => AcoQualityResults.Read(path, null))]);
        var web = rows.Where(row => row.Row.ReportsWebInterface && row.Row.Year.Value == 2022).ToList();
        Assert.Equal((457, 389, 417), (web.Count, Within(web, 0.02m), Within(web, 0.05m)));
        var prior = web.Where(row => row.HasPrior).ToList();
        Assert.Equal((404, 375, 402), (prior.Count, Within(prior, 0.02m), Within(prior, 0.05m)));
        Assert.DoesNotContain(rows, row => row.Verdict == Verdict.Mismatch);
        Assert.All(rows.Where(row => row.Verdict != Verdict.Exact), row => Assert.NotEmpty(row.Reason));
        Assert.Equal(52, rows.Count(row => row.Row is { ReportsWebInterface: true, Year.Value: 2024 } && row.Verdict == Verdict.Exact));
        Assert.Equal(466, rows.Count(row => row.Row.Year.Value == 2021 && row.Row.ReportsWebInterface));
    }

    private static int Within(List<ProvenQuality> rows, decimal points) => rows.Count(row => row.Difference is { } difference && Math.Abs(difference) <= points);

    private IReadOnlyList<ProvenQuality> Judge(string text) => new AcoQualityProof(RuleBook.Embedded).Compare([AcoQualityResults.Read(Write(text), null)]);

    private string Write(string text)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
