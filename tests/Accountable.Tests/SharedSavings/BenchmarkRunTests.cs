using System.Text;
using System.Text.Json;
using Accountable.Data;
using Accountable.Data.Factors;
using Accountable.Rules;
using Accountable.Rules.Yaml;
using Accountable.Runs;
using Accountable.Runs.SharedSavings;
using Accountable.SharedSavings.Benchmark;
using Accountable.Tests.Data;

namespace Accountable.Tests.SharedSavings;

/// <summary>The pipeline from files: what it computes, what it cannot, and what it says to supply.</summary>
public sealed class BenchmarkRunTests : IDisposable
{
    private static readonly BenchmarkRequest From2024 = new(new DateOnly(2024, 1, 1), new PerformanceYear(2024), 2, 2, null, 0.02m);
    private static readonly BenchmarkRequest From2019 = new(new DateOnly(2019, 7, 1), new PerformanceYear(2022), 1, null, null, null);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_of_2024_is_computed_whole_and_every_cell_replays()
    {
        var outcome = new BenchmarkRun(RuleBook.Embedded, traced: true).Compute(From2024, Sample("prospective"));
        Assert.Empty(outcome.Missing);
        Assert.Equal(BenchmarkSection.Prospective, outcome.Section);
        Assert.NotNull(outcome.Guardrail);
        foreach (var root in BenchmarkPage.Roots(outcome))
            Assert.Empty(Replay.Check(root));
        Assert.Contains(outcome.Notes, note => note.StartsWith("A-406", StringComparison.Ordinal));
        var untraced = new BenchmarkRun(RuleBook.Embedded).Compute(From2024, Sample("prospective"));
        Assert.Equal(untraced.PerCapita!.Value.Amount, outcome.PerCapita!.Value.Amount);
    }

    [Fact]
    public void The_sample_of_2019_takes_BY3_of_the_region_from_the_county_file()
    {
        var outcome = new BenchmarkRun(RuleBook.Embedded, traced: true).Compute(From2019, Sample("blended"));
        Assert.Empty(outcome.Missing);
        var inputs = outcome.PerCapita!.Value.Derivation!.Nodes().Where(node => node.Kind == DerivationKind.Input).ToList();
        Assert.Contains(inputs, node => node.Source == "county-2018.csv:2" && node.Value == 64732.8m);
        Assert.Contains(outcome.Notes, note => note.StartsWith("A-410: 1.2 of 76", StringComparison.Ordinal));
        Assert.Empty(Replay.Check(outcome.PerCapita.Value.Derivation!));
    }

    [Theory]
    [InlineData("prospective", "national.csv", "historical benchmark before adjustments", "national.csv of the factors folder")]
    [InlineData("prospective", "regional.csv", "historical benchmark before adjustments", "regional.csv")]
    [InlineData("prospective", "acpt.csv", "updated benchmark", "acpt.csv of the factors folder")]
    [InlineData("blended", "county-2018.csv", "historical benchmark before adjustments", "county file of 2018")]
    public void A_missing_factor_is_named_with_what_it_stops(string sample, string file, string stops, string supply)
    {
        var folder = Copy(sample, without: file);
        var outcome = new BenchmarkRun(RuleBook.Embedded).Compute(
            sample == "blended" ? From2019 : From2024, Sample(sample) with { Factors = FactorFolder.Read(folder) });
        Assert.Contains(outcome.Missing, missing =>
            missing.What == $"the {stops}" && missing.Supply.Contains(supply, StringComparison.Ordinal));
        Assert.Null(outcome.PerCapita);
        Assert.Equal(file == "acpt.csv", outcome.Adjusted is not null);
    }

    [Fact]
    public void Without_any_factor_nothing_is_computed_and_nothing_is_zero()
    {
        var outcome = new BenchmarkRun(RuleBook.Embedded).Compute(From2024, Sample("prospective") with { Factors = null });
        Assert.Null(outcome.Historical);
        Assert.Empty(BenchmarkTables.Of(outcome).Rows);
        Assert.Equal(4, BenchmarkTables.Missing(outcome).Rows.Count);
    }

    [Fact]
    public void A_year_of_factors_that_is_missing_is_named()
    {
        var folder = Copy("prospective", without: "");
        var path = Path.Combine(folder, "national.csv");
        File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !line.StartsWith("2024", StringComparison.Ordinal)));
        var outcome = new BenchmarkRun(RuleBook.Embedded).Compute(
            From2024, Sample("prospective") with { Factors = FactorFolder.Read(folder) });
        Assert.NotNull(outcome.Adjusted);
        Assert.Contains("2024", outcome.Missing[0].Because, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_line_must_say_is_named()
    {
        var run = new BenchmarkRun(RuleBook.Embedded);
        var times = run.Compute(From2024 with { TimesAdjusted = null }, Sample("prospective"));
        Assert.Contains("--times-adjusted", times.Missing[0].Supply, StringComparison.Ordinal);
        var rate = run.Compute(From2024 with { MinimumRate = null }, Sample("prospective"));
        Assert.Equal("the guardrail", Assert.Single(rate.Missing).What);
        Assert.NotNull(rate.PerCapita);
        var prior = Sample("prospective");
        var without = prior with { History = prior.History with { Rows = [.. prior.History.Rows.Where(row => row.Role != "prior")] } };
        Assert.Contains("year_role prior", run.Compute(From2024, without).Missing[0].Supply, StringComparison.Ordinal);
    }

    [Fact]
    public void A_track_is_asked_for_only_where_its_weight_differs()
    {
        var overlay = OverlayFile.Read(Repository.PathOf("rules", "overlays", "cms-1848-p.yaml"), RuleBook.Embedded);
        var run = new BenchmarkRun(RuleBook.Embedded.With(overlay));
        Assert.Contains("--track", run.Compute(From2024, Sample("prospective")).Missing[0].Supply, StringComparison.Ordinal);
        var enhanced = run.Compute(From2024 with { Track = "enhanced" }, Sample("prospective"));
        Assert.Equal(0.35m, enhanced.Adjusted!.Regional!.Weight.Amount);
        Assert.Equal(0.5m, run.Compute(From2024 with { Track = "basic" }, Sample("prospective")).Adjusted!.Regional!.Weight.Amount);
    }

    [Fact]
    public void An_agreement_or_a_year_outside_the_law_is_a_gap()
    {
        var run = new BenchmarkRun(RuleBook.Embedded);
        LawGapException Gap(BenchmarkRequest request) => Assert.Throws<LawGapException>(() => run.Compute(request, Sample("prospective")));
        var start = Gap(From2024 with { AgreementStart = new DateOnly(2011, 1, 1) });
        Assert.Contains("2012", start.Message, StringComparison.Ordinal);
        Assert.Contains("January 1", Gap(From2024 with { AgreementStart = new DateOnly(2024, 7, 1) }).Message, StringComparison.Ordinal);
        Assert.Contains("2024 to 2028", Gap(From2024 with { Year = new PerformanceYear(2029) }).Message, StringComparison.Ordinal);
        Assert.Contains("2024 to 2028", Gap(From2024 with { Year = new PerformanceYear(2023) }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_history_without_a_benchmark_year_or_a_type_is_refused()
    {
        var inputs = Sample("prospective");
        BenchmarkInputs With(Func<HistoryRow, bool> kept) =>
            inputs with { History = inputs.History with { Rows = [.. inputs.History.Rows.Where(kept)] } };
        var run = new BenchmarkRun(RuleBook.Embedded);
        var year = Assert.Throws<FileRefusedException>(() => run.Compute(From2024, With(row => row.Role != "by2")));
        Assert.Contains("by2 2022", year.Finding.What, StringComparison.Ordinal);
        var type = Assert.Throws<FileRefusedException>(() => run.Compute(From2024, With(row => row is not { Role: "by3", Type: "esrd" })));
        Assert.Contains("esrd", type.Finding.What, StringComparison.Ordinal);
        var later = From2024 with { AgreementStart = new DateOnly(2025, 1, 1), Year = new PerformanceYear(2025) };
        var other = Assert.Throws<FileRefusedException>(() => run.Compute(later, inputs));
        Assert.Contains("by1 is 2021", other.Finding.What, StringComparison.Ordinal);
        var performance = run.Compute(From2024, With(row => row.Role != "py"));
        Assert.Contains("year_role py", performance.Missing[0].Supply, StringComparison.Ordinal);
        Assert.NotNull(performance.Adjusted);
    }

    [Theory]
    [InlineData("prospective")]
    [InlineData("blended")]
    public void The_moves_of_the_waterfall_lead_from_level_to_level(string sample)
    {
        var outcome = new BenchmarkRun(RuleBook.Embedded).Compute(sample == "blended" ? From2019 : From2024, Sample(sample));
        var steps = BenchmarkWaterfall.Of(outcome, RuleBook.Embedded);
        var level = steps[0].Amount;
        foreach (var step in steps.Skip(1).SkipLast(1))
        {
            if (step.IsTotal)
                Assert.Equal(step.Amount, level, 9);
            else
                level += step.Amount;
        }
        Assert.Contains(steps, step => step.Label == "Updated benchmark" && step.Amount == outcome.Updated!.PerCapita.Amount);
        Assert.StartsWith("<svg", BenchmarkWaterfall.Svg(steps), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prospective")]
    [InlineData("blended")]
    public void Every_cell_stands_in_a_derivation_that_replays(string sample)
    {
        var outcome = new BenchmarkRun(RuleBook.Embedded, traced: true).Compute(sample == "blended" ? From2019 : From2024, Sample(sample));
        Derivation[] others =
        [
            outcome.Historical!.Total.Derivation!, outcome.Adjusted!.Regional!.Single.Derivation!,
            outcome.Updated!.Expenditures.Derivation!,
        ];
        var roots = BenchmarkPage.Roots(outcome).Concat(others).ToList();
        Assert.All(roots, root => Assert.Empty(Replay.Check(root)));
        var values = roots.SelectMany(root => root.Nodes()).Select(node => node.Value).ToHashSet();
        var cells = BenchmarkTables.Of(outcome).Rows.SelectMany(row => row.Skip(1).Select(cell => (Step: row[0], Value: cell switch
        {
            Dollars money => money.Amount,
            decimal number => number,
            _ => (decimal?)null,
        })));
        foreach (var (step, value) in cells.Where(cell => cell.Value is not null))
            Assert.True(values.Contains(value!.Value), $"{step}: {value} stands in no derivation");
    }

    [Fact]
    public void Page_and_json_hold_the_result_and_need_no_network()
    {
        var inputs = Sample("prospective");
        var run = new BenchmarkRun(RuleBook.Embedded, traced: true);
        var outcome = run.Compute(From2024, inputs);
        var manifest = new Manifest { Pipeline = "mssp benchmark", Book = run.Book, AsOf = run.AsOf, Inputs = inputs.Files };
        var html = BenchmarkPage.Html(outcome, manifest);
        Assert.Contains(Display.Of(Unit.Dollars, outcome.PerCapita!.Value.Amount), html, StringComparison.Ordinal);
        Assert.DoesNotContain("http", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(html, BenchmarkPage.Html(run.Compute(From2024, inputs), manifest));
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            BenchmarkPage.Write(json, outcome, manifest);
        using var read = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal("42 CFR 425.652 to 425.662", read.RootElement.GetProperty("section").GetString());
        Assert.Equal(BenchmarkTables.Of(outcome).Rows.Count, read.RootElement.GetProperty("steps").GetArrayLength());
        Assert.Equal(BenchmarkPage.Roots(outcome).Count, read.RootElement.GetProperty("derivations").GetArrayLength());
    }

    [Fact]
    public void Another_participant_list_moves_the_benchmark_and_the_comparison_says_which_fact_did()
    {
        var inputs = Sample("prospective");
        var run = new BenchmarkRun(RuleBook.Embedded, traced: true);
        var before = run.Compute(From2024, inputs);
        var changed = inputs.History.Rows.Select(row =>
            row is { Role: "by3", Type: "disabled" } ? row with { PerCapita = row.PerCapita + 300 } : row);
        var after = run.Compute(From2024, inputs with { History = inputs.History with { Rows = [.. changed] } });
        var table = BenchmarkComparison.Of(before, after);
        var fact = Assert.Single(table.Rows, row => row[0] is "input");
        Assert.Equal("expenditures 2023, disabled", fact[1]);
        Assert.NotEqual("", fact[5]);
        Assert.NotEqual(before.PerCapita!.Value.Amount, after.PerCapita!.Value.Amount);
    }

    private static BenchmarkInputs Sample(string name)
    {
        var folder = Repository.PathOf("samples", "benchmark", name);
        var counties = Path.Combine(folder, "assigned-counties.csv");
        return new BenchmarkInputs(
            AcoHistory.Read(Path.Combine(folder, "history.csv")), File.Exists(counties) ? AssignedCounties.Read(counties) : null,
            FactorFolder.Read(Path.Combine(folder, "factors")));
    }

    private string Copy(string sample, string without)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples", "benchmark", sample, "factors")))
        {
            if (Path.GetFileName(file) != without)
                File.Copy(file, _folder[Path.GetFileName(file)]);
        }
        return _folder.Path;
    }
}
