using Xunit.Abstractions;

namespace Accountable.Tests.Data;

/// <summary>CMS's files carry no year: a release is known by the columns that only it has, never by the file's name.</summary>
public sealed class ReleaseTests(ITestOutputHelper output)
{
    private const string Tracks = "Current_Track_1,Current_Track_2,Current_Track_3";
    private const string BasicTracks = Tracks
        + ",Current_Track_1_Plus,Current_BASIC_A,Current_BASIC_B,Current_BASIC_C,Current_BASIC_D,Current_BASIC_E,Current_ENHANCED";
    private const string Money = "N_AB,Sav_rate,MinSavPerc,BnchmkMinExp,GenSaveLoss,EarnSaveLoss";
    private const string Benchmarks = "UpdatedBnchmk,HistBnchmk,ABtotBnchmk,ABtotExp,FinalShareRate";
    private const string Agreement = "ACO_ID,ACO_Name,Agree_Type,Agreement_Period_Num,Current_Start_Date,Current_Track,Risk_Model,"
        + "Assign_Type,SNF_Waiver";
    private const string Ended = "DisAdj,Impact_Mid_Year_Termination,DisAffQual,Met_QPS";

    private static readonly Dictionary<int, string> Headers = new()
    {
        [2014] = $"ACO_Name,ACO_State,Start_Date,Track1,Track2,Adv_Pay,{Money},QualScore,QualPerfShare,{Benchmarks},Adv_Pay_Amt,"
            + $"Adv_Pay_Recoup,Readm_Rate_1000,N_AB_Year",
        [2016] = $"ACO_Name,ACO_State,Agree_Type,Initial_Start_Date,Initial_Track_1,Initial_Track_2,Initial_Track_3,Current_Start_Date,"
            + $"{Tracks},Adv_Pay,AIM,{Money},Met_QPS,QualScore,"
            + $"{Benchmarks},Readm_Rate_1000",
        [2018] = $"ACO_ID,ACO_Name,Initial_Start_Date,Initial_Track_1,Initial_Track_2,Initial_Track_3,Initial_Track_1_Plus,"
            + $"Current_Start_Date,{Tracks},Current_Track_1_Plus,{Money},DisAdj,"
            + $"DisAffQual,Met_QPS,QualScore,RecvdMean,Prior_Sav_Adj,PosRegAdj,{Benchmarks},QualPerfShare,RevLossLimit,Rev_Exp_Cat",
        [2021] = $"ACO_ID,ACO_Name,Current_Start_Date,{BasicTracks},{Money},DisAdj,DisAffQual,Met_QPS,Report_WI,Report_eCQM,QualScore,"
            + $"Recvd30p,{Benchmarks},MaxShareRate,RevLossLimit,Rev_Exp_Cat,Measure_MCC1",
        [2022] = $"{Agreement},{Money},{Ended},Met_30pctl,Met_Incentive,Met_FirstYear,Report_WI,Report_eCQM_CQM,Report_Inc,QualScore,"
            + $"Recvd30p,PosRegAdj,{Benchmarks},Rev_Exp_Cat",
        [2023] = $"{Agreement},{Money},{Ended},Met_AltQPS,Met_30pctl,Met_Incentive,Met_FirstYear,Report_WI,Report_eCQM_CQM,QualScore,"
            + $"Recvd30p,PosRegAdj,{Benchmarks},FinalLossRate,Rev_Exp_Cat",
        [2024] = $"{Agreement},{Money},{Ended},Met_AltQPS,Met_40pctl,Met_Incentive,Met_FirstYear,Report_WI,Report_eCQM_CQM_MedicareCQM,"
            + $"QualScore,Recvd40p,AIP,AIPBalance,AIPRecoup,AIPOwe,RegAdj,"
            + $"PriorSavAdj,FinalAdjCat,Guardrail,{Benchmarks},ReducedSS,FinalLossRate,Rev_Exp_Cat",
    };

    public static TheoryData<int> Years => new(Headers.Keys);

    [Theory]
    [MemberData(nameof(Years))]
    public void A_release_is_known_by_its_columns(int year)
    {
        var file = Reading.Read(File(Headers[year]));
        Assert.Empty(file.Findings);
        var row = Assert.Single(file.Rows);
        Assert.Equal(year, row.Year.Value);
        Assert.Equal(year <= 2021 ? "track-2" : "basic-e", row.Track);
        Assert.Equal($"{year} by the columns of that release", file.Decisions["performance_year"]);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void Neither_case_nor_order_nor_a_misleading_file_name_changes_the_year(int year)
    {
        var header = string.Join(',', Headers[year].ToLowerInvariant().Split(',').Reverse());
        Assert.Equal(year, Assert.Single(Reading.Read(File(header), name: "PY2017.csv").Rows).Year.Value);
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void A_given_year_wins_over_the_columns(int year)
    {
        var file = Reading.Read(File(Headers[year]), 2020);
        Assert.Equal(2020, Assert.Single(file.Rows).Year.Value);
        Assert.Equal("2020 as given", file.Decisions["performance_year"]);
    }

    [Fact]
    public void A_given_year_wins_over_a_year_column_and_a_year_column_over_the_columns()
    {
        Assert.Equal(2021, Reading.Row(ResultsText.Compact(), 2021).Year.Value);
        Assert.Equal(2022, Reading.Row(ResultsText.Compact()).Year.Value);
        var stated = Reading.Read(File(Headers[2024] + ",Performance_Year").Replace(",1\n", ",2023\n", StringComparison.Ordinal));
        Assert.Equal(2023, Assert.Single(stated.Rows).Year.Value);
        Assert.Equal("column Performance_Year", stated.Decisions["performance_year"]);
    }

    [Fact]
    public void An_unknown_release_asks_for_the_year_whatever_the_file_is_called()
    {
        var refused = Reading.Refused(ResultsText.Cms().ToString(), name: "PY2022.csv");
        Assert.True(refused.IsUsage);
        Assert.Contains("--year", refused.Finding.Do, StringComparison.Ordinal);
        Assert.Contains("2014, 2016, 2018, 2021, 2022, 2023, 2024", refused.Finding.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2024, "Report_WI")]
    [InlineData(2024, "Met_40pctl")]
    [InlineData(2024, "Guardrail")]
    [InlineData(2023, "Recvd30p")]
    [InlineData(2021, "MaxShareRate")]
    [InlineData(2018, "RecvdMean")]
    public void A_header_that_lacks_one_of_its_marks_is_not_taken_for_the_release(int year, string without)
    {
        var header = string.Join(',', Headers[year].Split(',').Where(column => column != without));
        Assert.True(Reading.Refused(File(header)).IsUsage);
    }

    [Fact]
    public void The_files_of_CMS_are_recognised()
    {
        var folder = Path.Combine(Repository(), "..", "shared", "data", "mssp");
        if (!Directory.Exists(folder))
        {
            output.WriteLine("../shared is not here: the published files are not read.");
            return;
        }
        foreach (var (name, year) in new[] { ("2018.csv", 2018), ("2021.csv", 2021), ("2022.csv", 2022), ("2024_even_ids.csv", 2024) })
        {
            var file = Accountable.Data.PublicResults.SharedSavingsResults.Read(Path.Combine(folder, name), null, withPublished: false);
            Assert.All(file.Rows, row => Assert.Equal(year, row.Year.Value));
            Assert.Equal(file.RowCount, file.Rows.Count);
            Assert.Contains("by the columns", file.Decisions["performance_year"], StringComparison.Ordinal);
        }
    }

    /// <summary>A header with one plain row under it.</summary>
    private static string File(string header)
    {
        var cells = header.Split(',').Select(column => column.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
        {
            "acoid" => "A1001",
            "aconame" or "acostate" or "agreetype" or "riskmodel" or "assigntype" or "finaladjcat" => "text",
            "startdate" or "initialstartdate" or "currentstartdate" => "1/1/2016",
            "currenttrack" => "E",
            "track2" or "currenttrack2" => "1",
            "nab" => "20000",
            "abtotbnchmk" => "200000000",
            "abtotexp" => "190000000",
            "minsavperc" => "0.02",
            "qualscore" => "0.9",
            "metqps" => "1",
            "revexpcat" => "Low Revenue",
            "performanceyear" => "1",
            _ => "0",
        });
        return $"{header}\n{string.Join(',', cells)}\n";
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Accountable.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The repository is not above the tests.");
    }
}
