using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;
using Accountable.Tests.Cli;
using Xunit.Abstractions;

namespace Accountable.Tests.Mips;

/// <summary>Files of clinicians, populations and Physician Compare.</summary>
public sealed class MipsFilesTests(ITestOutputHelper output) : IDisposable
{
    private const string Header = "id,tin,npi,performance_year,reporting,entity_type,small_practice,quality,cost,ia,pi,hcc_average,dual_share,part_b_allowed\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("mips").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Physician_Compare_2017_is_proved()
    {
        if (Tests.Repository.SharedData is not { } data)
        {
            output.WriteLine("skipped: no ../shared");
            return;
        }
        var file = PhysicianCompareScores.Read(Path.Combine(data, "mips", "physician_compare_2017_group_even_rows.csv"));
        var groups = new PhysicianCompareProof(RuleBook.Embedded.For(new PerformanceYear(2017))).Compare(file);
        Assert.Equal(11_330, groups.Count);
        Assert.Equal(11_316, groups.Count(group => group.Verdict == Verdict.Exact));
        Assert.All(groups.Where(group => group.Verdict == Verdict.Exact), group => Assert.True(Math.Abs(group.Difference) <= 0.06m));
        Assert.Equal(14, groups.Count(group => group.Verdict == Verdict.Rounding));
    }

    [Fact]
    public void A_published_score_that_no_reading_gives_is_a_mismatch()
    {
        var file = Write("quality_category_score,ACI_category_score,IA_category_score,final_MIPS_score\n80,100,40,88\n80,100,40,88.07\n80,0,40,83\n80,100,40,90\n80.9,0,40,83.85\n");
        var groups = new PhysicianCompareProof(RuleBook.Embedded.For(new PerformanceYear(2017))).Compare(PhysicianCompareScores.Read(file));
        Assert.Equal([Verdict.Exact, Verdict.Mismatch, Verdict.Exact, Verdict.Exact, Verdict.Rounding], groups.Select(group => group.Verdict));
        Assert.Contains("APM", groups[3].Reason, StringComparison.Ordinal);
        CommandLine.Run("mips", "prove", file, "--out", Path.Combine(_folder, "out.csv")).Exits(1).Says("mismatch: row 2");
        Assert.StartsWith("row,published,computed,difference,verdict,reason\n1,88,88,0,exact,\n", File.ReadAllText(Path.Combine(_folder, "out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_have_the_columns_that_the_guide_promises()
    {
        var file = Write(Header + "a,,,2024,traditional,individual,0,90,90,90,90,,,\nb,,,2024,traditional,individual,0,101,90,90,90,,,\nc,,,2016,traditional,individual,0,90,90,90,90,,,\n");
        var outcome = CommandLine.Run("mips", "score", "--clinicians", file, "--format", "csv").Exits(1).Says("column quality", "No law for", "1 rows scored, 2 refused");
        Assert.Equal(["id,weights,complex_patient_bonus,final_score,adjustment_low,adjustment_high,reason", "a,30/30/15/25,0,90,0.630000,0.630000,"], outcome.Lines);
    }

    [Fact]
    public void No_law_for_any_row_is_a_gap() =>
        CommandLine.Run("mips", "score", "--clinicians", Write(Header + "c,,,2016,traditional,individual,0,90,90,90,90,,,\n")).Exits(3);

    [Fact]
    public void A_missing_column_refuses_the_file() =>
        CommandLine.Run("mips", "score", "--clinicians", Write("id,performance_year\na,2024\n")).Exits(1).Says("The column reporting is missing");

    [Fact]
    public void A_population_needs_allowed_charges() =>
        CommandLine.Run("mips", "adjust", "--population", Write(Header + "a,,,2024,traditional,individual,0,90,90,90,90,,,\n")).Exits(1).Says("column part_b_allowed");

    [Fact]
    public void A_population_is_budget_neutral_year_by_year()
    {
        var file = Write(Header
            + "A,,,2024,traditional,individual,0,50,50,50,50,,,1000000\nB,,,2024,traditional,individual,0,100,100,100,100,,,2000000\n"
            + "C,,,2024,traditional,individual,0,87.5,87.5,87.5,87.5,,,1000000\nD,,,2023,traditional,individual,0,100,100,100,100,,,5000000\n");
        var outcome = CommandLine.Run("mips", "adjust", "--population", file, "--format", "csv").Exits(0);
        Assert.Equal(["id,final_score,adjustment", "A,50,-3.000000", "B,100,1.200000", "C,87.5,0.600000", "D,100,0.000000"], outcome.Lines);
    }

    [Fact]
    public void Several_scores_of_one_clinician_count_once_and_the_one_that_counts_decides()
    {
        var file = Write(Header
            + "own,1,9,2024,traditional,individual,0,50,50,50,50,,,1000000\ngroup,1,9,2024,traditional,group,0,100,100,100,100,,,1000000\n"
            + "loser,2,8,2024,traditional,individual,0,0,0,0,0,,,500000\n");
        var run = new ClinicianScoring(RuleBook.Embedded);
        var adjusted = PopulationAdjustment.Adjust(run.Score(Clinicians.Read(file, withAllowedCharges: true)), run);
        Assert.Equal(2, adjusted.Years[0].Clinicians);
        Assert.Equal([100m, 100m, 0m], adjusted.Rows.Select(row => row.Score.Amount));
        Assert.Equal([0.045m, 0.045m, -0.09m], adjusted.Rows.Select(row => row.Adjustment.Amount));
    }

    [Fact]
    public void Rows_read_and_refused_make_the_rows_of_the_file()
    {
        var file = Write(Header + "a,,,2024,traditional,individual,0,90,90,90,90,,,1\n,,,2024,traditional,individual,0,90,90,90,90,,,1\nb,,,x,group,individual,maybe,-1,90,90,90,,35,1\nc,1\n");
        var read = Clinicians.Read(file);
        Assert.Equal(4, read.RowCount);
        Assert.Single(read.Rows);
        Assert.Equal(["id", "performance_year", "reporting", "small_practice", "quality", "dual_share", ""], read.Findings.Select(finding => finding.Column));
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, text);
        return path;
    }
}
