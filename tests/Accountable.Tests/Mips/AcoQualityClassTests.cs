using Accountable.Data.Mips;
using Accountable.Rules;
using Accountable.Runs.Mips;
using Accountable.Runs.SharedSavings;

namespace Accountable.Tests.Mips;

/// <summary>The classes of ACO quality scores that do not come out are rules: they hold on made-up rows and let changed rows go.</summary>
public sealed class AcoQualityClassTests : IDisposable
{
    private const string Header = "ACO_ID,performance_year,Report_WI,Recvd30p,QualScore,CAHPS_2,CAHPS_3,CAHPS_5,Measure_479,QualityID_001_WI,QualityID_236_WI\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("class").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("CAHPS_2")]
    [InlineData("CAHPS_3")]
    [InlineData("CAHPS_5")]
    public void A_survey_measure_without_enough_answers_is_named(string left)
    {
        var published = Without(left);
        var row = Judge(published);
        Assert.Equal(Verdict.NotProvable, row.Verdict);
        Assert.Contains($"without {left} is", row.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.03)]
    [InlineData(-0.03)]
    [InlineData(0.5)]
    [InlineData(-5)]
    public void A_score_that_no_measure_explains_stays_a_mismatch(double change) =>
        Assert.Equal(Verdict.Mismatch, Judge(Without("CAHPS_5") + (decimal)change).Verdict);

    [Fact]
    public void A_row_that_comes_out_needs_no_class()
    {
        var row = Judge(decimal.Round(Rows(0)[1].Computed!.Value, 2));
        Assert.Equal((Verdict.Exact, ""), (row.Verdict, row.Reason));
    }

    private decimal Without(string left)
    {
        var cells = Line(0).Split(',');
        cells[Array.IndexOf(Header.Trim().Split(','), left)] = "";
        return decimal.Round(Compare(Before + string.Join(',', cells))[1].Computed!.Value, 2);
    }

    private const string Before = "A1,2021,1,0,50,93.9,92.1,61.2,0.1519,40,52\n";

    private static string Line(decimal published) => $"A1,2022,1,0,{published},94.16,90.53,65.58,0.1464,15.17,72.66\n";

    private ProvenQuality Judge(decimal published) => Rows(published)[1];

    private IReadOnlyList<ProvenQuality> Rows(decimal published) => Compare(Before + Line(published));

    private IReadOnlyList<ProvenQuality> Compare(string rows)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, Header + rows);
        return new AcoQualityProof(RuleBook.Embedded).Compare([AcoQualityResults.Read(path, null)]);
    }
}
