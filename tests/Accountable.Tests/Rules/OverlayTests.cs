using Accountable.Rules;
using Accountable.Rules.Yaml;
using static Accountable.Tests.Rules.RuleFolderOnDisk;

namespace Accountable.Tests.Rules;

/// <summary>Overlays: what they may say, what they replace, and that the base stays as it is.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Head = "overlay: o\ntitle: T\nsource: S\nvalues:\n";
    private const string More = "citation: as proposed, verified: no";

    private readonly RuleFolderOnDisk _folder = new RuleFolderOnDisk()
        .Write("a.yaml", Rate(Value("2020..2022", "0.1"), Value("2023..", "0.2")))
        .Write("b.yaml", RateByTrack(Value("2020..", "0.3", more: ", of: basic-a"), Value("2022..", "0.4", more: ", of: basic-b")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_overlay_stands_before_the_base_where_it_speaks_and_nowhere_else()
    {
        var book = _folder.Overlaid($"{Head}  {Sequestration}:\n    - {{ for: 2024..2025, value: 0.9, {More} }}\n");
        Assert.Equal([0.2m, 0.9m, 0.9m, 0.2m], new[] { 2023, 2024, 2025, 2026 }.Select(year => At(book, Sequestration, null, year)));
        Assert.Equal(0.3m, At(book, Sharing, "basic-a", 2024));
        Assert.Equal("o", Assert.Single(book.Overlays).Id);
        Assert.Equal("o", book[Sequestration].At(null, 2024, DateOnly.MinValue).Overlay);
    }

    [Fact]
    public void It_stands_before_a_statute_and_before_it_was_law()
    {
        _folder.Write("a.yaml", Rate(Value("2020..", "0.1", "2026-01-01", "statute")));
        var book = _folder.Overlaid($"{Head}  {Sequestration}:\n    - {{ for: 2024, value: 0.9, {More} }}\n");
        Assert.Equal(0.9m, book[Sequestration].At(null, 2024, new DateOnly(2000, 1, 1)).Number);
    }

    [Fact]
    public void The_base_is_unchanged()
    {
        var before = _folder.Read();
        var hash = before.Hash;
        var overlay = OverlayFile.Read(_folder.Write("o.yaml", $"{Head}  {Sequestration}:\n    - {{ for: 2024, value: 0.9, {More} }}\n").FullPath("o.yaml"), before);
        var after = before.With(overlay);
        Assert.Equal(0.2m, At(before, Sequestration, null, 2024));
        Assert.Equal(0.9m, At(after, Sequestration, null, 2024));
        Assert.Empty(before.Overlays);
        Assert.Empty(before.Replacements());
        Assert.Equal(hash, before.Hash);
        Assert.NotEqual(hash, after.Hash);
    }

    [Fact]
    public void A_later_overlay_replaces_an_earlier_one_where_they_meet_and_leaves_the_rest()
    {
        var first = _folder.Overlaid($"{Head}  {Sequestration}:\n    - {{ for: 2021..2026, value: 0.7, {More} }}\n");
        var overlay = OverlayFile.Read(_folder.Write("p.yaml", $"{Head.Replace("overlay: o", "overlay: p", StringComparison.Ordinal)}  {Sequestration}:\n    - {{ for: 2023, value: 0.8, {More} }}\n").FullPath("p.yaml"), first);
        var second = first.With(overlay);
        Assert.Equal([0.1m, 0.7m, 0.7m, 0.8m, 0.7m, 0.7m, 0.2m], Enumerable.Range(2020, 3).Append(2023).Concat([2024, 2026, 2027]).Select(year => At(second, Sequestration, null, year)));
        Assert.Equal(0.7m, At(first, Sequestration, null, 2023));
        Assert.Equal(["o", "p"], second.Overlays.Select(laid => laid.Id));
    }

    [Fact]
    public void The_same_values_laid_in_another_order_are_another_book()
    {
        var book = _folder.Read();
        Overlay Read(string id, string value) =>
            OverlayFile.Read(_folder.Write($"{id}.yaml", $"overlay: {id}\ntitle: T\nsource: S\nvalues:\n  {Sequestration}:\n    - {{ for: 2024, value: {value}, {More} }}\n").FullPath($"{id}.yaml"), book);
        var (a, b) = (Read("x", "0.7"), Read("y", "0.8"));
        Assert.Equal((0.8m, 0.7m), (At(book.With(a).With(b), Sequestration, null, 2024), At(book.With(b).With(a), Sequestration, null, 2024)));
        Assert.Equal(3, new[] { book.Hash, book.With(a).With(b).Hash, book.With(b).With(a).Hash }.Distinct().Count());
    }

    [Fact]
    public void Replacements_list_before_and_after_for_each_run_of_the_base()
    {
        var book = _folder.Overlaid($"{Head}  {Sequestration}:\n    - {{ for: 2021.., value: 0.9, {More} }}\n  {Sharing}:\n    - {{ for: 2021.., of: basic-b, value: 0.6, {More} }}\n");
        Assert.Equal(
            [
                new Replacement("o", Sharing, "basic-b", "2021", null, 0.6m),
                new Replacement("o", Sharing, "basic-b", "2022..", 0.4m, 0.6m),
                new Replacement("o", Sequestration, null, "2021..2022", 0.1m, 0.9m),
                new Replacement("o", Sequestration, null, "2023..", 0.2m, 0.9m),
            ],
            book.Replacements());
    }

    [Fact]
    public void One_value_of_the_base_is_one_replacement_with_the_overlay_s_own_span()
    {
        var book = _folder.Overlaid($"{Head}  {Sharing}:\n    - {{ for: 2010.., of: basic-a, value: 0.6, {More} }}\n");
        Assert.Equal(new Replacement("o", Sharing, "basic-a", "2010..", 0.3m, 0.6m), Assert.Single(book.Replacements()));
    }

    [Theory]
    [InlineData("  a.b:\n    - { for: 2024, value: 1, citation: c, verified: no }\n", 5, 3, "'a.b' matches no parameter of the rule book")]
    [InlineData($"  {Sharing}:\n    - {{ for: 2024, of: basic-z, value: 1, citation: c, verified: no }}\n", 6, 24, "'basic-z' is no track; known: basic-a, basic-b")]
    [InlineData($"  {Sharing}:\n    - {{ for: 2024, value: 1, citation: c, verified: no }}\n", 6, 7, "'of' is missing")]
    [InlineData($"  {Sequestration}: []\n", 5, 49, "needs a list of values")]
    [InlineData($"  {Sequestration}: 5\n", 5, 49, "needs a list of values")]
    [InlineData($"  {Sequestration}:\n    - {{ for: 2024, value: 5%, citation: c, verified: no }}\n", 6, 27, "is no number")]
    [InlineData($"  {Sequestration}:\n    - {{ for: 2024, value: 1, citation: c, verified: no, enacted: 2024-01-01 }}\n", 6, 57, "unknown key 'enacted'")]
    [InlineData($"  {Sequestration}:\n    - {{ for: 2031.., value: 1, citation: c, verified: no }}\n", 5, 3, "2031.. lies outside what the rule book covers, 2020..2030")]
    [InlineData($"  {Sequestration}:\n    - {{ for: 2010..2019, value: 1, citation: c, verified: no }}\n", 5, 3, "2010..2019 lies outside what the rule book covers")]
    [InlineData($"  {Sequestration}:\n    - {{ for: 2024.., value: 1, citation: c, verified: no }}\n    - {{ for: 2025, value: 2, citation: c, verified: no }}\n", 5, 3, "2025 overlaps 2024.. in the same overlay")]
    [InlineData("  {}\n", 5, 3, "'values' is empty; an overlay must change something")]
    public void A_mistake_is_an_error_at_its_place(string values, long line, long column, string says)
    {
        var thrown = Assert.Throws<RulesInvalidException>(() => _folder.Overlaid(Head + values));
        var error = Assert.Single(thrown.Errors);
        Assert.Equal((_folder.FullPath("overlays/o.yaml"), line, column), (error.File, error.Line, error.Column));
        Assert.Contains(says, error.Message);
    }

    [Theory]
    [InlineData("title: T\nsource: S\nvalues: {}\n", "'overlay' is missing")]
    [InlineData("overlay: o\ntitle: T\nsource: S\n", "'values' is missing")]
    [InlineData("overlay: o\ntitle: T\nsource: S\ncolour: red\nvalues: {}\n", "unknown key 'colour'")]
    [InlineData("overlay: o\ntitle: T\nsource: S\nvalues: {}\nnot_carried:\n  - { what: w }\n", "'why' is missing")]
    [InlineData("", "the file is empty")]
    public void A_bad_head_is_an_error(string text, string says) =>
        Assert.Contains(Assert.Throws<RulesInvalidException>(() => _folder.Overlaid(text)).Errors, error => error.Message.Contains(says, StringComparison.Ordinal));

    [Fact]
    public void An_overlay_for_another_book_is_refused_when_it_is_laid()
    {
        var overlay = OverlayFile.Read(_folder.Write("overlays/o.yaml", $"{Head}  {Sequestration}:\n    - {{ for: 2024, value: 0.9, {More} }}\n").FullPath("overlays/o.yaml"), _folder.Read());
        File.Delete(_folder.FullPath("a.yaml"));
        Assert.Contains("matches no parameter", Assert.Throws<RulesInvalidException>(() => _folder.Read().With(overlay)).Message);
    }

    [Fact]
    public void A_table_lies_beside_the_overlay_and_replaces_the_base_s()
    {
        WriteTableParameter();
        var overlay = $"{Head}  {BySize}:\n    - {{ for: 2024.., value: mine.csv, {More} }}\n";
        var book = _folder.Read();
        var file = _folder.Write("elsewhere/o.txt", overlay).Write("elsewhere/mine.csv", "rate\n0.9\n").FullPath("elsewhere/o.txt");
        var laid = book.With(OverlayFile.Read(file, book));
        Assert.Equal(0.9m, laid.For(new PerformanceYear(2024))[Keys.SharedSavings.Settlement.MinimumRate.BySize].Rows.Number(0, "rate"));
        Assert.Equal(0.1m, laid.For(new PerformanceYear(2023))[Keys.SharedSavings.Settlement.MinimumRate.BySize].Rows.Number(0, "rate"));
        Assert.Equal(0.1m, book.For(new PerformanceYear(2024))[Keys.SharedSavings.Settlement.MinimumRate.BySize].Rows.Number(0, "rate"));

        // The table is part of what the overlay says: another table is another hash.
        _folder.Write("elsewhere/mine.csv", "rate\n0.8\n");
        Assert.NotEqual(laid.Hash, book.With(OverlayFile.Read(file, book)).Hash);
    }

    [Fact]
    public void A_table_that_is_not_beside_the_overlay_or_is_ragged_is_an_error()
    {
        WriteTableParameter();
        var text = $"{Head}  {BySize}:\n    - {{ for: 2024.., value: mine.csv, {More} }}\n";
        Assert.Contains("table mine.csv is not beside the overlay", Assert.Throws<RulesInvalidException>(() => _folder.Overlaid(text, "x/o.txt")).Message);
        var book = _folder.Read();
        var file = _folder.Write("x/o.txt", text).Write("x/mine.csv", "a,b\n1,2\n3\n").FullPath("x/o.txt");
        var error = Assert.Single(Assert.Throws<RulesInvalidException>(() => OverlayFile.Read(file, book)).Errors);
        Assert.Equal((_folder.FullPath("x/mine.csv"), 3L), (error.File, error.Line));
    }

    [Fact]
    public void Every_overlay_of_the_repository_applies_and_replaces_something()
    {
        var book = RuleFolder.Read(Repository.PathOf("rules"));
        var files = Directory.GetFiles(Repository.PathOf("rules/overlays"), "*.yaml");
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var laid = RuleBook.Embedded.With(OverlayFile.Read(file, RuleBook.Embedded));
            Assert.NotEqual(RuleBook.Embedded.Hash, laid.Hash);
            Assert.NotEmpty(laid.Replacements());
            // An overlay that changes no number changes nothing.
            Assert.All(laid.Replacements(), replaced => Assert.True(replaced.Before != replaced.After || replaced.After is null, $"{replaced}"));
            Assert.Equal(laid.Hash, book.With(OverlayFile.Read(file, book)).Hash);
        });
    }

    private void WriteTableParameter() => _folder.WriteTable("tables/t.csv", "rate\n0.1\n").Write("c.yaml",
        BySize + ":\n  label: t\n  unit: table\n  axis: performance_year\n  covers: 2020..2030\n  values:\n"
        + "    - { " + Value("2020..").Replace("0.5", "tables/t.csv", StringComparison.Ordinal) + " }\n");

    private static decimal At(RuleBook book, string id, string? member, int year) => book[id].At(member, year, new DateOnly(2026, 11, 22)).Number!.Value;
}
