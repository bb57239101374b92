using Accountable.Rules;
using static Accountable.Tests.Rules.RuleFolderOnDisk;

namespace Accountable.Tests.Rules;

/// <summary>Files that are not what they should be: the YAML itself, tables, registers.</summary>
public sealed class RuleFilesTests : IDisposable
{
    private const string TableParameter =
        BySize + ":\n  label: t\n  unit: table\n  axis: performance_year\n  covers: 2020..2030\n  values:\n"
        + "    - { for: 2020.., value: tables/t.csv, enacted: 2019-01-01, authority: regulation, citation: 42 CFR 425.605, verified: primary }\n";

    private readonly RuleFolderOnDisk _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("# a comment alone\n")]
    public void An_empty_file(string text) => _folder.Write("a.yaml", text).FailsAt("a.yaml", 1, 1, "the file is empty");

    [Fact]
    public void Two_documents_in_one_file() =>
        _folder.Write("a.yaml", Rate(Value("2020..")) + "---\n" + RateByTrack()).FailsAt("a.yaml", 1, 1, "one document a file");

    [Fact]
    public void A_syntax_error_keeps_its_place()
    {
        var error = Assert.Single(_folder.Write("a.yaml", "a.b:\n  label: [open\n").Errors());
        Assert.Equal("a.yaml", error.File);
        Assert.InRange(error.Line, 2, 3);
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void Tabs_are_refused_with_their_line()
    {
        // The reader names the token before the tab or the tab's own line.
        var error = Assert.Single(_folder.Write("a.yaml", "a.b:\n\tlabel: x\n").Errors());
        Assert.Equal("a.yaml", error.File);
        Assert.InRange(error.Line, 1, 2);
        Assert.Contains("tab", error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_that_is_a_list() => _folder.Write("a.yaml", "- a\n- b\n").FailsAt("a.yaml", 1, 1, "a mapping (key: value) is needed here");

    [Fact]
    public void A_key_that_is_no_text() => _folder.Write("a.yaml", "? [a, b]\n: c\n").FailsAt("a.yaml", 1, 3, "a key must be a text");

    [Fact]
    public void An_alias_reads_as_what_it_stands_for()
    {
        var text = Rate(Value("2020..")).Replace("label: rate", "label: &name rate", StringComparison.Ordinal) + "  note: *name\n";
        Assert.Equal(("rate", "rate"), _folder.Write("a.yaml", text).Read().Parameters.Select(parameter => (parameter.Label, parameter.Note)).Single());
    }

    [Fact]
    public void A_merge_key_is_unknown() =>
        _folder.Write("a.yaml", Rate("&base " + Value("2020..")).Replace("{ &base ", "&base { ", StringComparison.Ordinal)
            + "    - { <<: *base, for: 2021 }\n").ErrorsSay("unknown key '<<'", 8);

    [Theory]
    [InlineData("a.b: &x\n  label: *x\n")]
    [InlineData("? &x [*x]\n: y\n")]
    [InlineData("a.b: &x [[*x]]\n")]
    public void An_alias_of_what_holds_it_is_refused(string text) =>
        Assert.Contains(_folder.Write("a.yaml", text).Errors(), error => error.Message.Contains("holds itself", StringComparison.Ordinal) || error.Message.Contains("key must be a text", StringComparison.Ordinal));

    [Fact]
    public void An_alias_of_nothing_is_refused() =>
        Assert.Contains(_folder.Write("a.yaml", "a.b: *nothing\n").Errors(), error => error.Message.Contains("nothing", StringComparison.Ordinal) && error.Line == 1);

    [Fact]
    public void Nesting_without_end_is_refused_and_does_not_overflow() =>
        Assert.Contains(_folder.Write("a.yaml", "a.b: " + new string('[', 200_000)).Errors(), error => error.Message.Contains("nested too deeply", StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_authorities()
    {
        File.Delete(_folder.FullPath("authorities.yaml"));
        _folder.FailsAt("authorities.yaml", 1, 1, "the file is missing; is this a folder of rules?");
    }

    [Fact]
    public void A_folder_that_is_not_there() =>
        Assert.Throws<RulesInvalidException>(() => Accountable.Rules.Yaml.RuleFolder.Read(_folder.FullPath("nowhere")));

    [Fact]
    public void A_folder_without_coverage()
    {
        File.Delete(_folder.FullPath("coverage.yaml"));
        _folder.FailsAt("coverage.yaml", 1, 1, "the file is missing");
    }

    [Fact]
    public void A_coverage_status_that_is_none() =>
        _folder.Write("coverage.yaml", "coverage:\n  - { programme: P, years: Y, section: S, what: W, status: finished }\n")
            .FailsAt("coverage.yaml", 2, 60, "'status: finished' is none of done, partial, assumed, out");

    [Fact]
    public void A_bad_day_of_the_book() =>
        _folder.Write("authorities.yaml", "as_of: today\ndocuments: []\n").FailsAt("authorities.yaml", 1, 8, "'as_of: today' is no day");

    [Fact]
    public void A_sound_table_is_read_and_resolves()
    {
        var book = _folder.Write("a.yaml", TableParameter).WriteTable("tables/t.csv", "from,share\n1,0.5\n2,\n").Read();
        Assert.Equal("tables/t.csv", Assert.Single(book.TableMetas).Path);
        var table = book.Table("tables/t.csv");
        Assert.Equal((2, 1m, 0.5m, null), (table.RowCount, table.Number(0, "from"), table.Number(0, "share"), table.Number(1, "share")));
        Assert.Equal("0.5", table.Text(0, "share"));
        Assert.Throws<KeyNotFoundException>(() => book.Table("tables/other.csv"));
    }

    [Fact]
    public void A_table_without_meta_file()
    {
        var errors = _folder.Write("tables/t.csv", "a\n1\n").Errors();
        Assert.Equal(new RuleError("tables/t.csv", 1, 1, "the table has no meta file t.meta.yaml"), Assert.Single(errors));
    }

    [Fact]
    public void A_table_that_is_not_what_its_meta_file_says()
    {
        _folder.WriteTable("tables/t.csv", "a\n1\n").Write("tables/t.csv", "a\n2\n")
            .FailsAt("tables/t.meta.yaml", 5, 9, $"the table's SHA-256 is {RuleHash.Of("a\n2\n")}", "changed without its meta file?");
    }

    [Theory]
    [InlineData("a,b\n1,2\n3\n", 3, "1 cells, the header has 2")]
    [InlineData("a,b\n1,2,3\n", 2, "3 cells, the header has 2")]
    [InlineData("a,b\n1,2\n\n3\n", 4, "1 cells, the header has 2")]
    [InlineData("a,a\n1,2\n", 1, "column 'a' stands twice")]
    [InlineData("", 1, "empty table")]
    public void A_table_of_bad_shape_is_an_error_at_its_row(string text, long line, string says) =>
        _folder.WriteTable("tables/t.csv", text).FailsAt("tables/t.csv", line, 1, says);

    [Fact]
    public void A_parameter_that_names_a_table_which_is_absent() =>
        _folder.Write("a.yaml", TableParameter).FailsAt("a.yaml", 1, 1, $"'{BySize}' names table tables/t.csv, which has no file with a meta file");

    [Fact]
    public void A_table_read_alone_throws_with_its_row()
    {
        var thrown = Assert.Throws<FormatException>(() => RuleTable.Read("t.csv", "a,b\n1\n"));
        Assert.Equal("t.csv:2: 1 cells, the header has 2", thrown.Message);
    }
}

internal static class RuleErrorsSay
{
    /// <summary>One of the errors stands on this line and says this.</summary>
    public static void ErrorsSay(this RuleFolderOnDisk folder, string text, long line) =>
        Assert.Contains(folder.Errors(), error => error.Line == line && error.Message.Contains(text, StringComparison.Ordinal));
}
