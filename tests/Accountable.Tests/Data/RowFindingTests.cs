using Accountable.Data;

namespace Accountable.Tests.Data;

/// <summary>A bad row is a finding with its place and a remedy, and the other rows go on.</summary>
public sealed class RowFindingTests
{
    [Theory]
    [InlineData("assigned_beneficiaries", "many")]
    [InlineData("assigned_beneficiaries", "-5000")]
    [InlineData("assigned_beneficiaries", "0")]
    [InlineData("assigned_beneficiaries", "20000.5")]
    [InlineData("assigned_beneficiaries", "")]
    [InlineData("assigned_beneficiaries", "-")]
    [InlineData("benchmark", "text")]
    [InlineData("benchmark", "-1")]
    [InlineData("benchmark", "")]
    [InlineData("benchmark", "1e16")]
    [InlineData("expenditures", "N/A")]
    [InlineData("expenditures", "(5)")]
    [InlineData("track", "F")]
    [InlineData("track", "")]
    [InlineData("track", "1+2")]
    [InlineData("performance_year", "")]
    [InlineData("performance_year", "20222")]
    [InlineData("performance_year", "1899")]
    [InlineData("performance_year", "2022.5")]
    [InlineData("performance_year", "last")]
    [InlineData("minimum_rate", "-0.02")]
    [InlineData("minimum_rate", "two")]
    [InlineData("quality_score", "-1")]
    [InlineData("quality_score", "P4R")]
    [InlineData("met_standard", "perhaps")]
    public void Each_bad_cell_refuses_its_row_only(string column, string cell)
    {
        var file = Reading.Read(ResultsText.Compact(3).Cell(2, column, cell));
        var finding = Assert.Single(file.Findings);
        Assert.Equal((Severity.RowRefused, 3L, column), (finding.Severity, finding.Line, finding.Column));
        Assert.EndsWith("results.csv", finding.File, StringComparison.Ordinal);
        Assert.NotEmpty(finding.What);
        Assert.NotEmpty(finding.Do);
        Assert.Equal(["A1001", "A1003"], file.Rows.Select(row => row.AcoId));
        Assert.Equal([1, 3], file.Rows.Select(row => row.Row));
        Assert.Equal(3, file.RowCount);
    }

    [Theory]
    [InlineData("months_of_participation", "0")]
    [InlineData("months_of_participation", "13")]
    [InlineData("months_of_participation", "1.5")]
    [InlineData("two_sided_year", "0")]
    [InlineData("two_sided_year", "1.5")]
    [InlineData("two_sided_year", "3000000000")]
    [InlineData("affected_months_share", "1.01")]
    [InlineData("affected_beneficiaries_share", "-0.1")]
    [InlineData("advance_payment_balance", "-1")]
    [InlineData("participant_revenue", "-1")]
    [InlineData("revenue_category", "middling")]
    [InlineData("agreement_start", "2024-13-01")]
    [InlineData("guardrail", "2")]
    [InlineData("reduced_rate", "half")]
    [InlineData("disaster_adjustment", "much")]
    public void Optional_facts_are_checked_as_well(string column, string cell)
    {
        var file = Reading.Read(ResultsText.Compact(2).With(column, "", cell));
        Assert.Equal((3L, column), (Assert.Single(file.Findings).Line, file.Findings[0].Column));
        Assert.Equal("A1001", Assert.Single(file.Rows).AcoId);
    }

    [Theory]
    [InlineData("UpdatedBnchmk")]
    [InlineData("N_AB_Year_PY")]
    public void Per_capita_figures_beyond_reason_are_findings_and_no_overflow(string column)
    {
        var text = ResultsText.Compact().With("performance_year", "2019").With("UpdatedBnchmk", "10000").With("N_AB_Year_PY", "20000");
        Assert.Equal(column, Assert.Single(Reading.Read(text.With(column, "1e15")).Findings).Column);
    }

    [Theory]
    [InlineData("quality_score", "101", "90")]
    [InlineData("quality_score", "100.01%", "90%")]
    [InlineData("minimum_rate", "101", "2")]
    public void A_rate_over_100_percent_is_refused(string column, string cell, string other)
    {
        var file = Reading.Read(ResultsText.Compact(2).With(column, cell, other));
        Assert.Contains("over 100 percent", Assert.Single(file.Findings).What, StringComparison.Ordinal);
        Assert.Equal("A1002", Assert.Single(file.Rows).AcoId);
        Assert.Empty(Reading.Read(ResultsText.Compact(2).With(column, "100", other.TrimEnd('%'))).Findings);
    }

    [Theory]
    [InlineData("1", "1", "More than one")]
    [InlineData("0", "0", "No track column")]
    [InlineData("", "-", "No track column")]
    public void Exactly_one_track_column_must_be_set(string first, string second, string what)
    {
        var text = ResultsText.Compact(2).Without("track").With("Current_Track_1", first, "1").With("Current_BASIC_E", second, "0");
        var file = Reading.Read(text);
        var finding = Assert.Single(file.Findings);
        Assert.Equal((2L, "Current_Track_1, Current_BASIC_E"), (finding.Line, finding.Column));
        Assert.StartsWith(what, finding.What, StringComparison.Ordinal);
        Assert.Equal("track-1", Assert.Single(file.Rows).Track);
    }

    [Fact]
    public void Rows_with_too_few_or_too_many_cells_are_counted_and_refused()
    {
        var lines = ResultsText.Compact(4).Lines().ToList();
        lines[2] = lines[2][..lines[2].LastIndexOf(',')];
        lines[4] += ",extra";
        var file = Reading.Read(string.Join('\n', lines));
        Assert.Equal([3L, 5L], file.Findings.Select(finding => finding.Line));
        Assert.Contains("8 cells", file.Findings[0].What, StringComparison.Ordinal);
        Assert.Contains("10 cells", file.Findings[1].What, StringComparison.Ordinal);
        Assert.Equal(["A1001", "A1003"], file.Rows.Select(row => row.AcoId));
        Assert.Equal([1, 3], file.Rows.Select(row => row.Row));
        Assert.Equal(4, file.RowCount);
    }

    [Fact]
    public void Blank_lines_are_no_rows_and_lines_are_counted_all_the_same()
    {
        var lines = ResultsText.Compact(2).Cell(2, "track", "F").Lines();
        var file = Reading.Read($"{lines[0]}\n{lines[1]}\n\n{new string(',', 8)}\n{lines[2]}\n\n");
        Assert.Equal(2, file.RowCount);
        Assert.Equal(5, Assert.Single(file.Findings).Line);
    }

    [Fact]
    public void A_name_may_hold_commas_quotes_and_a_line_break()
    {
        var text = ResultsText.Compact(2).With("ACO_Name", "The \"Best\", LLC\nof Ohio", "Plain").Cell(2, "track", "F");
        var file = Reading.Read(text);
        Assert.Equal("A1001", Assert.Single(file.Rows).AcoId);
        Assert.Equal(4, Assert.Single(file.Findings).Line);
    }

    [Fact]
    public void A_stray_quote_inside_a_name_is_only_a_quote()
    {
        var lines = ResultsText.Compact(2).Lines();
        Assert.Equal(
            "A 5\" x",
            Reading.Read($"{lines[0]}\n{lines[1].Replace("A1001", "A 5\" x", StringComparison.Ordinal)}\n{lines[2]}\n").Rows[0].AcoId);
    }

    [Theory]
    [InlineData("A1001,2022", "A1001,\"2022")]
    [InlineData("A1001", "\"A1001")]
    [InlineData("0.9,1", "0.9,\"1")]
    public void A_quote_that_is_never_closed_refuses_the_file(string closed, string open)
    {
        var text = ResultsText.Compact(3).ToString();
        var at = text.IndexOf(closed, text.IndexOf('\n', StringComparison.Ordinal), StringComparison.Ordinal);
        var broken = text[..at] + open + text[(at + closed.Length)..];
        Assert.Contains("quotes", Reading.Refused(broken).Finding.What, StringComparison.Ordinal);

        // Closed by chance in a later row: the rows between would be lost.
        Assert.Contains(
            "quotes",
            Reading.Refused(broken.Replace("A1003", "\"A1003\"", StringComparison.Ordinal)).Finding.What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_reads_as_one_line()
    {
        var finding = new Finding(Severity.RowRefused, "a.csv", 7, "N_AB", "'x' is no number", "Write digits");
        Assert.EndsWith(" Is it text?", (finding with { Do = "Is it text?" }).ToString(), StringComparison.Ordinal);
        Assert.Equal("a.csv:7: row refused: column N_AB: 'x' is no number. Write digits.", finding.ToString());
        Assert.Equal(
            "a.csv: error: It is empty. Fill it.", new Finding(Severity.FileRefused, "a.csv", 0, "", "It is empty", "Fill it").ToString());
    }
}
