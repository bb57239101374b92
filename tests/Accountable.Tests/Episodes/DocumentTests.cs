using Accountable.Rules;
using Accountable.Rules.Episodes;
using Accountable.Rules.Yaml;

namespace Accountable.Tests.Episodes;

/// <summary>Documents that hold together are read; what is wrong in one is an error with its line and column.</summary>
public sealed class DocumentTests
{
    private const string Good = """
        model: small
        name: A small model
        version: "1"
        citation: this document
        unit: episode
        payment: retrospective_budget
        periods:
          - { id: Y1, year: 2025, from: 2025-01-01, to: 2025-12-31, citation: this document, verified: primary }
          - { id: Y2, year: 2026, from: 2026-01-01, to: 2026-12-31, citation: this document, verified: primary }
        dimensions:
          - { id: category, members: [knee] }
        figures:
          days: { label: days, unit: count, values: [ { for: all, value: 30, citation: this document, verified: primary } ] }
          cap: { label: cap, unit: ratio, values: [ { for: Y1, value: 0.99, citation: this document, verified: primary }, { for: Y2, value: 0.98, citation: this document, verified: primary } ] }
          rate: { label: rate, unit: ratio, values: [ { for: all, value: 0.5, citation: this document, verified: primary } ] }
        inputs:
          - { name: target, label: target, unit: dollars, at: episode }
          - { name: spending, label: spending, unit: dollars, at: episode }
        episode:
          - { step: subtract, as: difference, label: difference, from: target, amount: spending, citation: this document, verified: primary }
        settlement:
          - { step: total, as: all_differences, label: all, of: difference, citation: this document, verified: primary }
          - { step: share, as: result, label: result, of: all_differences, gain_rate: rate, loss_rate: rate, citation: this document, verified: primary }
        result: result
        parties: [ { id: group, gain: rate, citation: this document, verified: primary } ]
        episodes:
          triggers:
            - { id: knee, category: knee, settings: [acute], code_type: drg, codes: ["470"], citation: this document, verified: primary }
          days: days
          counted_from: discharge
          window_citation: this document
          eligibility: [ { rule: alive, at: anchor, else: cancel, citation: this document, verified: primary } ]
          overlap: keep_both
          transfers: separate
          attribution: [facility]
          settings: [acute, snf]
          caps: [ { method: percentile, figure: cap, citation: this document, verified: primary } ]
        """;

    public static TheoryData<string> Embedded => [.. EpisodeDocuments.Embedded.Select(model => model.Id)];

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Repository.PathOf("samples", "episodes"), "*.yaml").Select(path => Path.GetRelativePath(Repository.Root, path))];

    [Fact]
    public void The_rule_book_has_the_models_of_the_law() => Assert.Equal(
        ["access", "asm", "bpci-advanced", "cjr", "iota", "ocm", "team"], EpisodeDocuments.Embedded.Select(model => model.Id).Order());

    [Theory]
    [MemberData(nameof(Samples))]
    public void Each_sample_holds_together(string path) => Assert.NotEmpty(EpisodeDocuments.Read(Repository.PathOf(path)).Settlement);

    [Theory]
    [InlineData("samples/episodes/stroke-rehabilitation.yaml")]
    [InlineData("samples/episodes/spine-care.yaml")]
    public void The_samples_carry_outcomes_economics_sources_choices_and_what_is_unknown(string path)
    {
        var model = EpisodeDocuments.Read(Repository.PathOf(path));
        Assert.Contains(model.Outcomes, outcome => outcome.PatientReported);
        Assert.Contains(model.Outcomes, outcome => !outcome.PatientReported);
        Assert.NotEmpty(model.Economics);
        Assert.NotEmpty(model.Sources);
        Assert.NotEmpty(model.Choices);
        Assert.NotEmpty(model.Unknown);
    }

    [Theory]
    [MemberData(nameof(Embedded))]
    public void Each_figure_has_a_value_or_a_declared_gap_for_each_period_and_period_days_do_not_overlap(string id)
    {
        var model = EpisodeDocuments.Find(id)!;
        Assert.NotEmpty(model.Terms.Periods);
        Assert.All(model.Terms.Periods, period => Assert.Single(model.Terms.Periods, other => other.From <= period.To && period.From <= other.To));
        Assert.All(model.Terms.Figures, figure => Assert.NotEmpty(figure.Values));
        foreach (var period in model.Terms.Periods)
        {
            Assert.Equal(model.Terms.Periods.ToList().IndexOf(period), model.Terms.PlaceOf(period.Id));
            if (period.Year is { } year)
                Assert.Equal(model.Terms.PlaceOf(period.Id), model.Terms.PlaceOf($"{year}"));
        }
    }

    [Fact]
    public void Team_has_29_ms_drgs_and_not_24()
    {
        var triggers = EpisodeDocuments.Find("team")!.Definition!.Triggers;
        Assert.Equal(29, triggers.Where(trigger => trigger.CodeType == CodeType.Drg).Sum(trigger => trigger.Codes.Count));
        Assert.Equal(5, triggers.Select(trigger => trigger.Category).Distinct().Count());
    }

    [Fact]
    public void The_good_document_is_good() => Assert.Equal("small", EpisodeDocuments.Parse(Good, "small.yaml").Id);

    [Theory]
    [InlineData("model: small", "model: small\ncolour: red", "colour", "unknown key 'colour'")]
    [InlineData("attribution: [facility]", "attribution: [hospital]", "[hospital]", "'hospital' answers for no episode; known: facility, anchor_group")]
    [InlineData("{ id: group, gain: rate,", "{ id: group,", "{ id: group", "a share of a gain or of a loss")]
    [InlineData("gain: rate, citation", "gain: days, citation", "days, citation", "'days' is no figure that is a ratio")]
    [InlineData("parties: [ {", "parties: [ { id: two, gain: rate, citation: this document, verified: primary }, { id: three, gain: rate, citation: this document, verified: primary }, {", "[ { id: two", "in Y1 the parties share more than there is: 1.5")]
    [InlineData("counted_from: discharge", "counted_from: discharge\n  anchor: knee", "anchor", "unknown key 'anchor'")]
    [InlineData("{ for: Y1, value: 0.99", "{ for: Y1, value: -0.99", "-0.99", "below zero")]
    [InlineData(", { for: Y2, value: 0.98, citation: this document, verified: primary }", "", "cap:", "'cap' has no value for Y2")]
    [InlineData("{ for: Y2, value: 0.98", "{ for: all, value: 0.98", "{ for: all, value: 0.98", "overlaps")]
    [InlineData("from: 2026-01-01", "from: 2025-12-31", "{ id: Y2", "period Y2 (2025-12-31 to 2026-12-31) overlaps period Y1")]
    [InlineData("to: 2025-12-31", "to: 2024-12-31", "2024-12-31", "ends before it begins")]
    [InlineData("amount: spending", "amount: spendings", "spendings", "'spendings' is neither an input, a figure nor the result of an earlier step")]
    [InlineData("amount: spending", "amount: rate", "{ step: subtract", "'Subtract' has no meaning for target (dollars), rate (ratio)")]
    [InlineData("step: total", "step: sum_all", "sum_all", "'step: sum_all' is none of")]
    [InlineData("settings: [acute, snf]", "settings: [acute, spa]", "[acute, spa]", "'spa' is no setting")]
    [InlineData("result: result", "result: paid", "paid", "'result: paid' is the result of no step")]
    [InlineData("days: days", "days: 30", "30", "'30' is no figure")]
    [InlineData("category: knee, settings", "category: hip, settings", "hip", "'hip' is no category")]
    [InlineData("verified: primary }\n  - { step: share", "verified: sure }\n  - { step: share", "sure", "none of")]
    public void What_is_wrong_is_an_error_with_its_line_and_column(string text, string replaced, string place, string message)
    {
        Assert.Contains(text, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(text, StringComparison.Ordinal);
        var wrong = Good[..at] + replaced + Good[(at + text.Length)..];
        var thrown = Assert.Throws<RulesInvalidException>(() => EpisodeDocuments.Parse(wrong, "small.yaml"));
        var error = Assert.Single(thrown.Errors, error => error.Message.Contains(message, StringComparison.Ordinal));
        Assert.StartsWith(place, wrong.Split('\n')[error.Line - 1][(int)(error.Column - 1)..], StringComparison.Ordinal);
    }

    [Fact]
    public void Two_triggers_of_one_code_on_the_same_days_are_an_error()
    {
        var trigger = Good.Split('\n').Single(line => line.Contains("id: knee,", StringComparison.Ordinal));
        var wrong = Good.Replace(trigger, trigger + "\n" + trigger.Replace("id: knee", "id: other", StringComparison.Ordinal), StringComparison.Ordinal);
        var thrown = Assert.Throws<RulesInvalidException>(() => EpisodeDocuments.Parse(wrong, "small.yaml"));
        Assert.Contains("code 470 begins an episode", Assert.Single(thrown.Errors).Message, StringComparison.Ordinal);
        var apart = wrong.Replace("id: other,", "id: other, from: 2026-01-01,", StringComparison.Ordinal).Replace("id: knee,", "id: knee, to: 2025-12-31,", StringComparison.Ordinal);
        Assert.Equal(2, EpisodeDocuments.Parse(apart, "small.yaml").Definition!.Triggers.Count);
    }

    [Fact]
    public void A_citation_that_the_rule_book_does_not_know_is_an_error_in_its_own_documents()
    {
        var folder = Directory.CreateTempSubdirectory("episodes").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "episodes"));
            foreach (var file in new[] { "authorities.yaml", "coverage.yaml" })
                File.Copy(Repository.PathOf("rules", file), Path.Combine(folder, file));
            Assert.Empty(RuleFolder.Read(folder).Parameters);
            File.WriteAllText(Path.Combine(folder, "episodes", "small.yaml"), Good);
            var thrown = Assert.Throws<RulesInvalidException>(() => RuleFolder.Read(folder));
            Assert.All(thrown.Errors, error => Assert.Contains("is no citation", error.Message, StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_period_that_a_document_does_not_have_is_a_gap_in_the_law()
    {
        var thrown = Assert.Throws<LawGapException>(() => EpisodeDocuments.Find("team")!.Terms.PlaceOf("2031"));
        Assert.Contains("PY5 (2030)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_found_whatever_its_case_and_hyphens() => Assert.Same(EpisodeDocuments.Find("bpci-advanced"), EpisodeDocuments.Find("BPCI_Advanced"));

    [Fact]
    public void The_engine_knows_no_model_by_name()
    {
        string[] names = ["cjr", "team", "bpci", "iota", "access model", "lejr", "shfft", "cabg", "ocm", "asm", "stroke", "spine", "transplant"];
        var files = new[] { "src/Accountable.Episodes", "src/Accountable.Rules/Settlement", "src/Accountable.Rules/Episodes",
            "src/Accountable.Runs/Episodes", "sql/facts/episodes" }
            .Select(folder => Repository.PathOf(folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.*", SearchOption.AllDirectories))
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".sql", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 10);
        foreach (var path in files)
        {
            // What a comment says by way of example decides nothing.
            var code = string.Join('\n', File.ReadLines(path).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                && !line.TrimStart().StartsWith("--", StringComparison.Ordinal)));
            foreach (var name in names)
            {
                var found = System.Text.RegularExpressions.Regex.Match(code, $@"(?<![A-Za-z]){System.Text.RegularExpressions.Regex.Escape(name)}(?![A-Za-z])",
                    System.Text.RegularExpressions.RegexOptions.IgnoreCase, TimeSpan.FromSeconds(5));
                Assert.False(found.Success, $"{path} names {name}");
            }
        }
    }
}
