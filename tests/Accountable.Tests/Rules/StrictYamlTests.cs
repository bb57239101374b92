using Accountable.Rules;
using static Accountable.Tests.Rules.RuleFolderOnDisk;

namespace Accountable.Tests.Rules;

/// <summary>Each mistake in a parameter file is an error at its place, in words that say what to do.</summary>
public sealed class StrictYamlTests : IDisposable
{
    private readonly RuleFolderOnDisk _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_sound_folder_is_read()
    {
        var book = _folder.Write("a.yaml", Rate(Value("2020..", more: ", note: n"))).Read();
        var parameter = Assert.Single(book.Parameters);
        Assert.Equal((Sequestration, "rate", ParameterUnit.Ratio, Axis.PerformanceYear, "a.yaml"), (parameter.Id, parameter.Label, parameter.Unit, parameter.Axis, parameter.File));
        Assert.Equal(new AxisSpan(2020, 2030), parameter.Covers);
        Assert.Equal(
            new LawValue
            {
                For = new AxisSpan(2020, AxisSpan.Open), Number = 0.5m, Enacted = new DateOnly(2019, 1, 1), Authority = Authority.Regulation,
                Citation = "42 CFR 425.605", Verified = Verified.Primary, Note = "n",
            },
            Assert.Single(parameter.Values));
        Assert.Equal(new DateOnly(2026, 11, 22), book.AsOf);
        Assert.Equal(new CoverageEntry("P", "2024", "S", "W", "done", null), Assert.Single(book.Coverage));
    }

    [Fact]
    public void An_unknown_key_of_a_parameter() =>
        Fails(Rate(Value("2020..")) + "  colour: red\n", 8, 3, "unknown key 'colour'", "known here: label, unit");

    [Fact]
    public void An_unknown_key_of_a_value() => Fails(Rate(Value("2020..", more: ", colour: red")), 7, 123, "unknown key 'colour'");

    [Theory]
    [InlineData("authorities.yaml", "as_of: 2026-11-22\ndocuments: []\ncolour: red\n", 3, 1)]
    [InlineData("authorities.yaml", "as_of: 2026-11-22\ndocuments:\n  - { cite_as: A, title: T, publisher: P, colour: red }\n", 3, 43)]
    [InlineData("coverage.yaml", "coverage: []\ncolour: red\n", 2, 1)]
    [InlineData("coverage.yaml", "coverage:\n  - programme: P\n    years: Y\n    section: S\n    what: W\n    status: done\n    colour: red\n", 7, 5)]
    public void An_unknown_key_of_the_registers(string file, string text, long line, long column) =>
        _folder.Write(file, text).FailsAt(file, line, column, "unknown key 'colour'");

    [Fact]
    public void An_unknown_key_of_a_meta_file()
    {
        _folder.WriteTable("tables/t.csv", "a\n1\n");
        _folder.Write("tables/t.meta.yaml", File.ReadAllText(_folder.FullPath("tables/t.meta.yaml")) + "colour: red\n")
            .FailsAt("tables/t.meta.yaml", 6, 1, "unknown key 'colour'");
    }

    [Fact]
    public void A_key_given_twice_is_named() =>
        Fails(Rate(Value("2020..")).Replace("  unit: ratio\n", "  unit: ratio\n  label: again\n", StringComparison.Ordinal), 4, 3, "label", "twice");

    [Fact]
    public void A_parameter_given_twice_in_one_file() => Fails(Rate(Value("2020..")) + Rate(Value("2020..")), 8, 1, Sequestration, "twice");

    [Fact]
    public void A_parameter_in_two_files() =>
        _folder.Write("a.yaml", Rate(Value("2020.."))).Write("b/b.yaml", Rate(Value("2020..")))
            .FailsAt("b/b.yaml", 1, 1, $"'{Sequestration}' stands in a.yaml and b/b.yaml");

    [Theory]
    [InlineData("Rate")]
    [InlineData("a..b")]
    [InlineData("a.2b")]
    [InlineData("a-b")]
    public void A_key_that_is_no_key(string key) =>
        Fails(Rate(Value("2020..")).Replace(Sequestration, key, StringComparison.Ordinal), 1, 1, $"'{key}' is no key", "lower_case.words.with_dots");

    [Theory]
    [InlineData("20x0")]
    [InlineData("2025..2020")]
    [InlineData("2020-01-01..")]
    [InlineData("..2020")]
    [InlineData("2020...2025")]
    [InlineData("2020..2021..2022")]
    [InlineData("1899")]
    [InlineData("3000..")]
    public void A_span_that_is_none(string span) => Fails(Rate(Value(span)), 7, 14, $"'for: {span}' is no span", "write 2026, 2014..2020 or 2027..");

    [Theory]
    [InlineData("2024-02-30..")]
    [InlineData("2024-1-1..")]
    [InlineData("2024-06-01..2024-05-31")]
    public void A_span_of_days_that_is_none(string span) =>
        Fails(RateOn("date", "2024-01-01..", Value(span)), 7, 14, $"'for: {span}' is no span", "write 2024-01-01.. or 2019-07-01..2023-12-31");

    [Fact]
    public void A_bad_covers() => Fails(RateOn("performance_year", "2030..2020", Value("2020..")), 5, 11, "'covers: 2030..2020' is no span");

    [Fact]
    public void Overlap_with_the_same_authority_and_day() =>
        Fails(Rate(Value("2020.."), Value("2024", "0.6")), 8, 7, $"'{Sequestration}': 2024 overlaps 2020.. (line 7) with the same authority and day");

    [Fact]
    public void Overlap_at_one_shared_year_is_an_overlap() => Fails(Rate(Value("2020..2024"), Value("2024..", "0.6")), 8, 7, "2024.. overlaps 2020..2024");

    [Fact]
    public void Neighbours_do_not_overlap() => Assert.Equal(2, _folder.Write("a.yaml", Rate(Value("2020..2023"), Value("2024.."))).Read().Parameters[0].Values.Count);

    [Fact]
    public void The_same_day_with_another_authority_is_no_conflict() =>
        Assert.Equal(2, _folder.Write("a.yaml", Rate(Value("2020.."), Value("2024", authority: "statute"))).Read().Parameters[0].Values.Count);

    [Fact]
    public void Another_day_with_the_same_authority_is_no_conflict() =>
        Assert.Equal(2, _folder.Write("a.yaml", Rate(Value("2020.."), Value("2024", enacted: "2019-01-02"))).Read().Parameters[0].Values.Count);

    [Fact]
    public void Two_members_do_not_overlap() =>
        Assert.Equal(2, _folder.Write("a.yaml", RateByTrack(Value("2020..", more: ", of: basic-a"), Value("2020..", more: ", of: basic-b"))).Read().Parameters[0].Values.Count);

    [Theory]
    [InlineData("2021..", "2020")]
    [InlineData("2020..2029", "2030")]
    [InlineData("2020..2021", "2022..2030")]
    public void A_year_inside_covers_without_a_value(string span, string gap) =>
        Fails(Rate(Value(span)), 1, 1, $"'{Sequestration}' covers 2020..2030 but has no value for {gap}");

    [Fact]
    public void A_hole_between_two_values() => Fails(Rate(Value("2020..2022"), Value("2024..")), 1, 1, "has no value for 2023");

    [Fact]
    public void A_parameter_without_values() => Fails(Rate().Replace("values:\n", "values: []\n", StringComparison.Ordinal), 1, 1, "has no value for 2020..2030");

    [Fact]
    public void A_hole_for_one_member() =>
        Fails(RateByTrack(Value("2020..", more: ", of: basic-a"), Value("2020..2022", more: ", of: basic-b"), Value("2024..", more: ", of: basic-b")),
            1, 1, $"'{Sharing}' has no value for track basic-b at 2023");

    [Fact]
    public void A_member_without_any_value() =>
        Fails(RateByTrack(Value("2020..", more: ", of: basic-a")), 1, 1, $"'{Sharing}' has no value for track basic-b");

    [Fact]
    public void A_year_of_covers_in_which_no_member_has_a_value() =>
        Fails(RateByTrack(Value("2020..2028", more: ", of: basic-a"), Value("2022..2027", more: ", of: basic-b")), 1, 1, "no value of any track for 2029..2030");

    [Fact]
    public void A_member_may_begin_late_and_end_early() =>
        Assert.Equal(2, _folder.Write("a.yaml", RateByTrack(Value("2020..2025", more: ", of: basic-a"), Value("2024..", more: ", of: basic-b"))).Read().Parameters[0].Values.Count);

    [Fact]
    public void An_unknown_member() =>
        Fails(RateByTrack(Value("2020..", more: ", of: [basic-a, basic-b]"), Value("2020", enacted: "2019-05-05", more: ", of: basic-z")),
            10, 125, "'basic-z' is no track; known: basic-a, basic-b");

    [Fact]
    public void A_missing_of() => Fails(RateByTrack(Value("2020..")), 9, 7, "'of' is missing");

    [Fact]
    public void An_empty_of() => Fails(RateByTrack(Value("2020..", more: ", of: []")), 9, 127, "'of' needs a list");

    [Fact]
    public void An_of_that_holds_something_else_than_texts() =>
        Fails(RateByTrack(Value("2020..", more: ", of: [basic-a, basic-b, { x: y }]")), 9, 146, "'of' needs texts");

    [Fact]
    public void An_of_where_there_are_no_members() => Fails(Rate(Value("2020..", more: ", of: basic-a")), 7, 127, "this parameter has no members; drop 'of'");

    [Fact]
    public void Members_without_by() =>
        Fails(RateByTrack(Value("2020..", more: ", of: [basic-a, basic-b]")).Replace("  by: track\n", "", StringComparison.Ordinal), 5, 12, "'members' needs 'by'");

    [Fact]
    public void A_member_listed_twice() =>
        Fails(RateByTrack(Value("2020..", more: ", of: [basic-a]")).Replace("basic-b", "basic-a", StringComparison.Ordinal), 6, 12, "'basic-a' stands twice");

    [Theory]
    [InlineData("45 CFR 425.605")]
    [InlineData("42 CFR 425")]
    [InlineData("CFR 425.605")]
    [InlineData("42 CFR 425.605; nonsense")]
    [InlineData("Some Agreement")]
    [InlineData("Model Agreements")]
    [InlineData("Pub. L. 119")]
    [InlineData("FR 67816")]
    public void A_bad_citation(string citation) =>
        Fails(Rate(Value("2020..").Replace("42 CFR 425.605", $"\"{citation}\"", StringComparison.Ordinal)), 7, 88, $"'{citation}' is no citation", "42 CFR 425.605(d)(1)(v)");

    [Theory]
    [InlineData("42 CFR 425.605")]
    [InlineData("42 CFR 425.605(d)(1)(i)(B)(2)")]
    [InlineData("42 CFR 425.604(d)(1), (d)(2)")]
    [InlineData("42 CFR 425.610(d)(1) to (d)(4)")]
    [InlineData("42 CFR 425.652 to 425.662")]
    [InlineData("SSA 1899(d)")]
    [InlineData("SSA 1833(z)(2); Pub. L. 119-75")]
    [InlineData("Pub. L. 116-136 sec. 3709")]
    [InlineData("83 FR 67816")]
    [InlineData("2 U.S.C. 901a(6)")]
    [InlineData("Model Agreement")]
    [InlineData("Model Agreement section 4.2")]
    [InlineData("Model Agreement, Appendix B")]
    [InlineData("42 CFR 425.605; Model Agreement")]
    public void A_good_citation(string citation) =>
        Assert.Equal(citation, _folder.Write("a.yaml", Rate(Value("2020..").Replace("42 CFR 425.605", $"\"{citation}\"", StringComparison.Ordinal))).Read().Parameters[0].Values[0].Citation);

    [Theory]
    [InlineData("  unit: ratio", "  unit: percent", 3, 9, "'unit: percent' is none of ratio, dollars, points, count, table")]
    [InlineData("  axis: performance_year", "  axis: year", 4, 9, "'axis: year' is none of performance_year, payment_year, agreement_start, date")]
    [InlineData("authority: regulation", "authority: Regulation", 7, 66, "'authority: Regulation' is none of guidance, agreement, regulation, statute")]
    [InlineData("verified: primary", "verified: yes", 7, 114, "'verified: yes' is none of no, secondary, primary")]
    [InlineData("value: 0.5", "value: 50%", 7, 29, "'value: 50%' is no number; rates are fractions such as 0.5")]
    [InlineData("value: 0.5", "value: '5,000'", 7, 29, "'value: 5,000' is no number")]
    [InlineData("value: 0.5", "value: 1e3", 7, 29, "'value: 1e3' is no number")]
    [InlineData("value: 0.5", "value: ''", 7, 29, "'value' needs a text")]
    [InlineData("value: 0.5, ", "", 7, 7, "'value' is missing")]
    [InlineData("enacted: 2019-01-01", "enacted: 2019-02-29", 7, 43, "'enacted: 2019-02-29' is no day; write 2024-03-09")]
    [InlineData("enacted: 2019-01-01", "enacted: 01/02/2019", 7, 43, "is no day")]
    [InlineData("enacted: 2019-01-01, ", "", 7, 7, "'enacted' is missing")]
    [InlineData("  label: rate\n", "", 2, 3, "'label' is missing")]
    [InlineData("  covers: 2020..2030\n", "", 2, 3, "'covers' is missing")]
    [InlineData("label: rate", "label: [a, b]", 2, 10, "'label' needs a text")]
    public void A_bad_or_missing_word(string part, string other, long line, long column, string says) =>
        Fails(Rate(Value("2020..")).Replace(part, other, StringComparison.Ordinal), line, column, says);

    [Fact]
    public void Values_that_are_no_list() => Fails(Rate().Replace("values:\n", "values: { for: 2020 }\n", StringComparison.Ordinal), 6, 11, "'values' needs a list");

    [Fact]
    public void A_value_that_is_no_mapping() => Assert.Contains(
        _folder.Write("a.yaml", Rate() + "    - 0.5\n").Errors(),
        error => error.Message.Contains("a mapping (key: value) is needed here", StringComparison.Ordinal) && (error.Line, error.Column) == (7, 7));

    [Fact]
    public void Every_error_of_every_file_is_listed_in_order()
    {
        var errors = _folder.Write("b.yaml", Rate(Value("2020..")).Replace("ratio", "percent", StringComparison.Ordinal))
            .Write("a.yaml", RateByTrack(Value("20x", more: ", of: basic-a"), Value("2020..", "5%", more: ", of: basic-b"))).Errors();
        Assert.Equal([("a.yaml", 9L), ("a.yaml", 10L), ("b.yaml", 3L)], errors.Select(error => (error.File, error.Line)));
    }

    [Fact]
    public void An_error_reads_as_a_compiler_s() =>
        Assert.Equal("rules/a.yaml:3:9: error: 'label' is missing", new RuleError("rules/a.yaml", 3, 9, "'label' is missing").ToString());

    private void Fails(string text, long line, long column, params string[] says) => _folder.Write("a.yaml", text).FailsAt("a.yaml", line, column, says);
}
