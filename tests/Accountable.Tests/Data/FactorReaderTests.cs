using Accountable.Data;
using Accountable.Data.Factors;
using Xunit.Abstractions;

namespace Accountable.Tests.Data;

/// <summary>Readers of an ACO's history and of CMS's factors: good rows are kept, bad ones become findings, none is lost.</summary>
public sealed class FactorReaderTests(ITestOutputHelper output) : IDisposable
{
    private const string HistoryHeader = "year_role,year,enrollment_type,person_years,per_capita_expenditures,risk_score\n";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_county_file_of_2018_is_read_as_CMS_publishes_it()
    {
        if (Repository.SharedData is not { } data)
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        var file = CountyFactors.Read(Path.Combine(data, "county", "2018_County-level_FFS_Data_for_SSP_Benchmark_PUF.csv"));
        Assert.Empty(file.Findings);
        Assert.Equal((3219, 3219, 861), (file.RowCount, file.Rows.Count, file.Suppressed));
        var autauga = Assert.Single(file.Rows, row => row.County == "01000");
        Assert.Equal(("Autauga, Alabama", 2018), (autauga.Name, autauga.Year));
        Assert.Equal(new CountyPopulationRow(64732.8m, 0.93872m, 55.92m), autauga.Types[0]);
        Assert.Equal(new CountyPopulationRow(9388.28m, 1.04037m, 3199.5m), autauga.Types[3]);

        // CMS divided the scores by the national mean already: by person-years they average 1.
        for (var type = 0; type < 4; type++)
        {
            var figures = file.Rows.Select(row => row.Types[type]).OfType<CountyPopulationRow>().ToList();
            Assert.InRange(figures.Sum(county => county.RiskScore * county.PersonYears) / figures.Sum(county => county.PersonYears), 0.999m, 1.001m);
        }
    }

    [Fact]
    public void The_excerpt_of_it_is_the_same()
    {
        var file = CountyFactors.Read(Repository.PathOf("samples", "benchmark", "blended", "factors", "county-2018.csv"));
        Assert.Empty(file.Findings);
        Assert.Equal((4, 1), (file.Rows.Count, file.Suppressed));
        Assert.Null(file.Rows.Single(row => row.County == "18110").Types[0]);
    }

    [Theory]
    [InlineData("by1,2021,esrd,100,90000,1.0", 0)]
    [InlineData("BY1,2021,ESRD,\"1,100.5\",\"$90,000.25\",1.0", 0)]
    [InlineData("by4,2021,esrd,100,90000,1.0", 1)]
    [InlineData("by1,21,esrd,100,90000,1.0", 1)]
    [InlineData("by1,2021,aged,100,90000,1.0", 1)]
    [InlineData("by1,2021,esrd,0,90000,1.0", 1)]
    [InlineData("by1,2021,esrd,100,0,1.0", 1)]
    [InlineData("by1,2021,esrd,100,90000,", 1)]
    [InlineData("by1,2021,esrd,100,many,1.0", 1)]
    [InlineData("by1,2021,all,100,90000,1.0", 1)]
    public void A_row_of_a_history(string row, int findings)
    {
        var history = AcoHistory.Read(_folder.Write("h.csv", HistoryHeader + row + "\n"));
        Assert.Equal((1, 1 - findings), (history.RowCount, history.Rows.Count));
        Assert.Equal(findings, history.Findings.Count);
        Assert.All(history.Findings, finding => Assert.Equal((2, Severity.RowRefused), (finding.Line, finding.Severity)));
    }

    [Fact]
    public void A_year_and_type_twice_keeps_the_first()
    {
        var history = AcoHistory.Read(_folder.Write("h.csv", HistoryHeader + "by1,2021,esrd,100,90000,1.0\nby1,2021,esrd,101,90000,1.0\n"));
        Assert.Equal(100, Assert.Single(history.Rows).PersonYears);
        Assert.Contains("as line 2 does", Assert.Single(history.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_column_refuses_the_file_and_an_unknown_one_is_said()
    {
        var refused = Assert.Throws<FileRefusedException>(() => AcoHistory.Read(_folder.Write("a.csv", "year_role,year\nby1,2021\n")));
        Assert.Contains("enrollment_type", refused.Finding.What, StringComparison.Ordinal);
        var history = AcoHistory.Read(_folder.Write("b.csv", HistoryHeader.Trim() + ",wages\nby1,2021,esrd,100,90000,1.0,5\n"));
        Assert.Equal((Severity.Warning, "wages"), (history.Findings[0].Severity, history.Findings[0].Column));
        Assert.Single(history.Rows);
    }

    [Fact]
    public void A_county_with_some_of_its_figures_is_refused()
    {
        var header = File.ReadLines(Repository.PathOf("samples", "benchmark", "blended", "factors", "county-2018.csv")).First();
        var file = CountyFactors.Read(_folder.Write("county.csv",
            header + "\n2018,Here,There,1,0,64732.8,*,55.92,8777,0.88,680,16267,0.98,160,9388,1.04,3199\n"));
        Assert.Empty(file.Rows);
        Assert.Contains("Only some of the three", Assert.Single(file.Findings).What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_names_what_it_does_not_read()
    {
        _folder.Write("national.csv", "year,enrollment_type,per_capita_expenditures\n2021,esrd,90000\n");
        _folder.Write("trends.csv", "a\n1\n");
        var folder = FactorFolder.Read(_folder.Path);
        Assert.Single(folder.National!.Rows);
        Assert.Null(folder.Regional);
        Assert.EndsWith("trends.csv", Assert.Single(folder.Findings).File, StringComparison.Ordinal);
        Assert.True(Assert.Throws<FileRefusedException>(() => FactorFolder.Read(_folder["nowhere"])).IsUsage);
    }

    [Fact]
    public void The_small_files_keep_good_rows_and_refuse_bad_ones()
    {
        var regional = FactorFiles.Regional(_folder.Write("r.csv",
            "year,enrollment_type,regional_expenditures,assigned_share\n2021,esrd,90000,0.2\n2021,disabled,11000,1.2\n2021,aged_dual,16000,20%\n"));
        Assert.Equal([0.2m, 0.2m], regional.Rows.Select(row => row.AssignedShare));
        Assert.Equal(3, Assert.Single(regional.Findings).Line);
        var trend = FactorFiles.ProspectiveTrend(_folder.Write("a.csv",
            "agreement_start_year,performance_year,population,growth_from_by3\n2024,2024,esrd,0.05\n2024,2024,aged,0.05\n"));
        Assert.Single(trend.Rows);
        Assert.Single(trend.Findings);
        var cap = FactorFiles.RegionalRiskCap(_folder.Write("c.csv", "performance_year,enrollment_type,factor\n2024,esrd,1\n2024,disabled,0.99\n"));
        Assert.Single(cap.Rows);
        Assert.Single(cap.Findings);
    }
}
