using System.IO.Compression;
using System.Text;
using Accountable.Tests.Data;

namespace Accountable.Tests.Cli;

/// <summary>Files that are no results: each is answered in words, with the right exit code, and never with a stack trace.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Texts => new()
    {
        { "", "The file is empty" },
        { "\n\n\n", "The file is empty" },
        { "\uFEFF", "The file is empty" },
        { ResultsText.Compact().Lines()[0], "a header and no rows" },
        { ResultsText.Compact().Lines()[0] + "\n\n,,,,,,,,\n", "a header and no rows" },
        { string.Join('\n', ResultsText.Compact().Lines(';')), "by ';', not by commas" },
        { string.Join('\n', ResultsText.Compact().Lines('\t')), "by 'tab', not by commas" },
        { string.Join('\n', ResultsText.Compact().Lines('|')), "by '|', not by commas" },
        { string.Join(',', Enumerable.Range(1, 10_000).Select(i => $"c{i}")) + "\n1\n", "10,000 columns" },
        { ResultsText.Compact().ToString().Replace("A1001", "\"A1001", StringComparison.Ordinal), "quotes in this file do not match" },
        { ResultsText.Compact().ToString().Replace("aco_id", "\"aco_id", StringComparison.Ordinal), "quotes in this file do not match" },
        { ResultsText.Compact().ToString().Replace("A1001", "A\0", StringComparison.Ordinal), "binary" },
        { ResultsText.Compact(100).ToString().Replace("A1099", "A\0", StringComparison.Ordinal), "NUL" },
        { ResultsText.Compact().Again("Benchmark", "1").ToString(), "benchmark and Benchmark both hold benchmark" },
        { ResultsText.Compact().Without("benchmark").ToString(), "The column for benchmark is missing" },
        { "{\"records\": []}", "a header and no rows" },
        { "<html><body>Not found</body></html>\n<p>x</p>\n", "missing" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_refused_file_exits_1(string text, string says)
    {
        var file = _folder.Write("bad.csv", text);
        var outcome = CommandLine.Run("mssp", "settle", file).Exits(1).Says(file, ": error: ", says);
        Assert.Empty(outcome.Out);
        Assert.Single(outcome.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("mssp", "prove")]
    [InlineData("reach", "settle")]
    [InlineData("reach", "prove")]
    public void Every_verb_that_reads_answers_alike(string area, string verb)
    {
        CommandLine.Run(area, verb, _folder.Write("empty.csv", "")).Exits(1).Says("The file is empty");
        CommandLine.Run(area, verb, _folder["nowhere.csv"]).Exits(2).Says("There is no such file");
        CommandLine.Run(area, verb, _folder.Path).Exits(2).Says("This is a folder");
    }

    [Fact]
    public void Explain_answers_alike()
    {
        CommandLine.Run("mssp", "explain", _folder.Write("empty.csv", ""), "--row", "1").Exits(1).Says("The file is empty");
        CommandLine.Run("mssp", "explain", _folder["nowhere.csv"], "--row", "1").Exits(2).Says("There is no such file");
        var refused = _folder.Write("refused.csv", ResultsText.Compact(2).Cell(2, "track", "F").ToString());
        CommandLine.Run("mssp", "explain", refused, "--row", "2").Exits(2).Says("'F' is no track", "no readable row 2");
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public void Utf16_is_named_with_and_without_its_mark(string encoding, bool mark)
    {
        var code = Encoding.GetEncoding(encoding);
        var bytes = code.GetBytes(ResultsText.Compact().ToString());
        var file = _folder.Write("utf16.csv", mark ? [.. code.GetPreamble(), .. bytes] : bytes);
        CommandLine.Run("mssp", "settle", file).Exits(1).Says("UTF-16", "Save it as CSV in UTF-8");
    }

    [Fact]
    public void A_workbook_is_named()
    {
        using (var zip = ZipFile.Open(_folder["book.xlsx"], ZipArchiveMode.Create))
        using (var writer = new StreamWriter(zip.CreateEntry("xl/workbook.xml").Open()))
            writer.Write("<workbook/>");
        CommandLine.Run("mssp", "settle", _folder["book.xlsx"]).Exits(1).Says("zip archive or workbook", "Save it as CSV");
    }

    [Fact]
    public void A_folder_a_missing_file_a_pipe_and_an_unknown_year_are_wrong_command_lines()
    {
        CommandLine.Run("mssp", "settle", _folder.Path).Exits(2).Says("This is a folder");
        CommandLine.Run("mssp", "settle", _folder["nowhere.csv"]).Exits(2).Says("There is no such file", "Check the path");
        CommandLine.Run("mssp", "settle", "").Exits(2).Says("There is no such file");
        CommandLine.Run("mssp", "settle", _folder.Write("PY2022.csv", ResultsText.Cms().ToString())).Exits(2).Says("--year");
        if (OperatingSystem.IsLinux())
            CommandLine.RunWithInput(ResultsText.Compact().ToString(), "mssp", "settle", "/dev/stdin").Exits(2).Says("pipe");
    }

    [Theory]
    [InlineData("assigned_beneficiaries", "twenty", "'twenty' is no number")]
    [InlineData("assigned_beneficiaries", "-20000", "-20000 is under 1")]
    [InlineData("benchmark", "(5)", "-5 is under 0")]
    [InlineData("expenditures", "1,90,000", "'1,90,000' is no number")]
    public void A_bad_cell_refuses_its_row_and_exits_1(string column, string cell, string says)
    {
        var file = _folder.Write("rows.csv", ResultsText.Compact(3).Cell(2, column, cell).ToString());
        var outcome = CommandLine.Run("mssp", "settle", file)
            .Exits(1).Says($"{file}:3: row refused: column {column}: {says}", "2 rows settled, 1 refused.");
        Assert.Equal(3, outcome.Lines.Length);
        Assert.StartsWith("1,A1001,", outcome.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith("3,A1003,", outcome.Lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Many_findings_are_counted_and_not_all_printed()
    {
        var text = ResultsText.Compact(100);
        for (var row = 1; row <= 50; row++)
            text.Cell(row, "track", "F");
        var outcome = CommandLine.Run("mssp", "settle", _folder.Write("many.csv", text.ToString()))
            .Exits(1).Says("30 more findings", "50 rows settled, 50 refused.");
        Assert.Equal(22, outcome.Error.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    public void Old_line_ends_are_read(string end)
    {
        var text = string.Join(end, ResultsText.Compact(2).Cell(2, "track", "F").Lines()) + end;
        var outcome = CommandLine.Run("mssp", "settle", _folder.Write("old.csv", text)).Exits(1).Says("old.csv:3: row refused");
        Assert.Contains(",7350000.00,", outcome.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Latin_letters_in_a_name_harm_no_number()
    {
        var bytes = Encoding.Latin1.GetBytes(ResultsText.Compact(2).With("ACO_Name", "Médico Nación", "Café").ToString());
        Assert.Equal(3, CommandLine.Run("mssp", "settle", _folder.Write("latin.csv", bytes)).Exits(0).Lines.Length);
        var names = Encoding.Latin1.GetBytes(ResultsText.Compact().With("aco_id", "Añ").ToString());
        Assert.Contains(
            "A\uFFFD,2022", CommandLine.Run("mssp", "settle", _folder.Write("id.csv", names)).Exits(0).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_files_the_refused_one_does_not_stop_the_others()
    {
        var good = _folder.Write("good.csv", ResultsText.Compact().ToString());
        var more = _folder.Write("more.csv", ResultsText.Compact().With("aco_id", "A2001").ToString());
        var bad = _folder.Write("bad.csv", "");
        var outcome = CommandLine.Run("mssp", "settle", good, bad, more)
            .Exits(1).Says($"{bad}: error: The file is empty", "2 rows settled");
        Assert.StartsWith("file,row,aco_id,", outcome.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{good},1,A1001,", outcome.Lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{more},1,A2001,", outcome.Lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mssp", "settle")]
    [InlineData("reach", "settle")]
    public void The_file_column_stays_when_only_one_of_several_files_is_left(string area, string verb)
    {
        const string reach = "aco_id,perf_year,risk_arrangement,final_benchmark,tot_cost_care_net\nD1,2022,Global,1000000,900000\n";
        var good = _folder.Write("good.csv", area == "mssp" ? ResultsText.Compact().ToString() : reach);
        var lines = CommandLine.Run(area, verb, _folder.Write("bad.csv", ""), good).Exits(1).Lines;
        Assert.StartsWith("file,row,aco_id,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{good},1,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_of_several_files_are_refused_nothing_is_written()
    {
        var outcome = CommandLine.Run("mssp", "settle", _folder["no.csv"], _folder["none.csv"], "--out", _folder["out.csv"])
            .Exits(2).Says("no.csv", "none.csv");
        Assert.Empty(outcome.Out);
        Assert.False(File.Exists(_folder["out.csv"]));
    }

    [Theory]
    [InlineData("2013")]
    [InlineData("2027")]
    public void A_year_without_law_exits_3_and_names_the_parameter(string year)
    {
        var file = _folder.Write("year.csv", ResultsText.Compact().With("performance_year", year).ToString());
        foreach (var verb in new[] { "settle", "prove" })
            Assert.Empty(CommandLine.Run("mssp", verb, file).Exits(3).Says("shared_savings.settlement.", $"performance year {year}").Out);
        CommandLine.Run("mssp", "explain", file, "--row", "1").Exits(3).Says("shared_savings.settlement.");
        CommandLine.Run("mssp", "settle", _folder.Write("none.csv", ResultsText.Cms().ToString()), "--year", year).Exits(3);
    }

    [Fact]
    public void One_row_of_a_year_without_law_is_a_finding_among_others()
    {
        var file = _folder.Write("years.csv", ResultsText.Compact(2).Cell(2, "performance_year", "2027").ToString());
        var outcome = CommandLine.Run("mssp", "settle", file)
            .Exits(1).Says("years.csv:3: row refused", "shared_savings.settlement.", "1 rows settled, 1 refused.");
        Assert.Equal(2, outcome.Lines.Length);
    }
}
