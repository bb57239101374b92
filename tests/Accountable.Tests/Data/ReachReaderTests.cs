using Accountable.Data;
using Accountable.Data.PublicResults;

namespace Accountable.Tests.Data;

/// <summary>GPDC and ACO REACH results as JSON and as CSV.</summary>
public sealed class ReachReaderTests
{
    private const string Header = "aco_id,perf_year,risk_arrangement,final_benchmark,tot_cost_care_net,heba_up_amt,heba_down_amt,"
        + "qual_scr,retention_withhold";
    private const string Record = "D0001,2022,Global,1000000.25,900000,,,100.0,2.0";

    [Theory]
    [InlineData("{\"records\": [RECORD]}")]
    [InlineData("[RECORD]")]
    [InlineData("\uFEFF[RECORD]")]
    public void Json_is_a_list_or_an_object_of_records(string text)
    {
        const string record = """
            {
              "ACO_ID": "D0001", "Perf_Year": 2022.0, "risk_arrangement": "Global", "final_benchmark": 1000000.25,
              "tot_cost_care_net": "900,000", "heba_up_amt": null, "other": {"a": 1}
            }
            """;
        var file = Reading.ReadReach(text.Replace("RECORD", record, StringComparison.Ordinal), name: "r.json");
        var row = Assert.Single(file.Rows);
        Assert.Equal(
            ("D0001", 2022, true, 1000000.25m, 900000m, null),
            (row.AcoId, row.Year.Value, row.Global, row.FinalBenchmark, row.CostOfCare, row.EquityUp));
        Assert.Equal(1, file.RowCount);
    }

    [Fact]
    public void Csv_has_the_same_names_in_any_case_and_order()
    {
        var header = string.Join(',', Header.ToUpperInvariant().Split(',').Reverse()).Replace('_', ' ');
        var row = Assert.Single(Reading.ReadReach($"{header}\n{string.Join(',', Record.Split(',').Reverse())}\n").Rows);
        Assert.Equal(Assert.Single(Reading.ReadReach($"{Header}\n{Record}\n").Rows), row);
        Assert.Equal((1m, 0.02m), (row.QualityScore, row.RetentionWithhold));
    }

    [Theory]
    [InlineData("0.95", "0.02", 0.95, "fraction")]
    [InlineData("95", "2", 0.95, "percent")]
    [InlineData("95%", "0", 0.95, "percent")]
    public void Rates_are_percent_when_one_is_over_one(string score, string withhold, double expected, string unit)
    {
        var file = Reading.ReadReach($"{Header}\n{Record.Replace("100.0,2.0", $"{score},{withhold}", StringComparison.Ordinal)}\n");
        Assert.Equal((decimal)expected, Assert.Single(file.Rows).QualityScore);
        Assert.Equal(unit, file.Decisions["unit of rates"]);
    }

    [Theory]
    [InlineData("-600.5")]
    [InlineData("600.5")]
    [InlineData("(600.50)")]
    public void A_downward_adjustment_has_either_sign(string cell)
    {
        var record = Record.Replace(",,,", $",5,{cell},", StringComparison.Ordinal);
        Assert.Equal(600.5m, Assert.Single(Reading.ReadReach($"{Header}\n{record}\n").Rows).EquityDown);
    }

    [Theory]
    [InlineData("2022", "year", "perf_year")]
    [InlineData("2022", "", "perf_year")]
    [InlineData("2022", "2022.5", "perf_year")]
    [InlineData("Global", "Partial", "risk_arrangement")]
    [InlineData("1000000.25", "-1", "final_benchmark")]
    [InlineData("1000000.25", "", "final_benchmark")]
    [InlineData("900000", "much", "tot_cost_care_net")]
    [InlineData("100.0", "100.1", "qual_scr")]
    [InlineData("2.0", "-2", "retention_withhold")]
    public void A_bad_record_is_refused_and_the_others_go_on(string good, string bad, string column)
    {
        var file = Reading.ReadReach($"{Header}\n{Record}\n{Record.Replace(good, bad, StringComparison.Ordinal)}\n{Record}\n");
        Assert.All(
            file.Findings, finding => Assert.Equal((Severity.RowRefused, 3L, column), (finding.Severity, finding.Line, finding.Column)));
        Assert.NotEmpty(file.Findings);
        Assert.Equal([1, 3], file.Rows.Select(row => row.Row));
        Assert.Equal(3, file.RowCount);
    }

    [Fact]
    public void A_row_with_too_few_cells_is_refused_and_the_others_go_on()
    {
        var file = Reading.ReadReach($"{Header}\n{Record}\nD0002,2022,Global\n{Record}\n");
        Assert.Equal(3L, Assert.Single(file.Findings).Line);
        Assert.Equal([1, 3], file.Rows.Select(row => row.Row));
        Assert.Equal(3, file.RowCount);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("{}", "no list")]
    [InlineData("5", "no list")]
    [InlineData("[]", "no records")]
    [InlineData("[1]", "no object")]
    [InlineData("[{\"perf_year\": 2022}]", "risk_arrangement is missing")]
    public void What_is_no_list_of_results_is_refused(string text, string what)
    {
        var refused = Assert.Throws<FileRefusedException>(() => Reading.ReadReach(text, name: "r.json"));
        Assert.Contains(what, refused.Finding.What, StringComparison.Ordinal);
        Assert.False(refused.IsUsage);
    }

    [Fact]
    public void Published_outcomes_are_read_only_when_asked_for()
    {
        const string text = Header + ",gross_savings,shared_savings,shared_savings_seq\n" + Record + ",garbage,garbage,garbage\n";
        Assert.Null(Assert.Single(Reading.ReadReach(text).Rows).PublishedGross);
        Assert.Empty(Reading.ReadReach(text, withPublished: true).Rows);
        Assert.Equal(7m, Assert.Single(Reading.ReadReach(text
            .Replace("garbage", "7", StringComparison.Ordinal), withPublished: true).Rows).PublishedShared);
    }

    [Theory]
    [InlineData("nowhere.json")]
    [InlineData("nowhere.csv")]
    [InlineData("")]
    public void A_missing_file_or_a_folder_is_a_wrong_command_line(string name)
    {
        using var folder = new ScratchFolder();
        Assert.True(Assert.Throws<FileRefusedException>(() => ReachResults.Read(folder[name], withPublished: false)).IsUsage);
    }
}
