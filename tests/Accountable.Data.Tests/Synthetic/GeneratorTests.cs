using System.Globalization;
using System.Text.Json;
using Accountable.Data.Claims;
using Accountable.Data.Store;
using Accountable.Data.Tests.Claims;
using Accountable.Synthetic;
using Accountable.Synthetic.Calibration;
using Accountable.Synthetic.Care;
using Accountable.Synthetic.Cast;
using Accountable.Synthetic.Truth;
using Accountable.Synthetic.World;

namespace Accountable.Data.Tests.Synthetic;

/// <summary>The generator's choices: zips, months, layouts, FHIR, and what it refuses.</summary>
public sealed class GeneratorTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Monthly_zips_in_chosen_layouts_are_taken_whole()
    {
        var options = Small("zips") with { Zip = true, Monthly = true, Layouts = ["2018-01", "latest"] };
        var result = Generator.Run(options);
        // Eleven deliveries of the year and two run-outs.
        Assert.Equal(13, result.Deliveries);
        Assert.Equal(13, Directory.GetFiles(Path.Combine(options.Folder, "A0001"), "*.zip").Length);
        using var store = ClaimStore.OpenToWrite(_scratch["store"]);
        var imported = CclfImport.Import(Path.Combine(options.Folder, "A0001"), store, acceptCounts: false);
        Assert.Empty(imported.SelectMany(delivery => delivery.Findings));
        Assert.Equal([188, 437], imported.SelectMany(delivery => delivery.Files).Where(file => file.File.Table == "cclf1")
            .Select(file => file.File.RecordLength).Distinct().Order());
        Assert.Equal(188, imported[0].Files.Single(file => file.File.Table == "cclf1").File.RecordLength);
    }

    [Fact]
    public void Published_figures_are_met_and_shown_beside_the_generated()
    {
        var options = Small("calibrated") with { People = 13_000, Acos = 2 };
        var result = Generator.Run(options);
        var held = result.Calibration.Where(figure => figure.Mark == "C").ToList();
        Assert.True(held.Count > 30);
        Assert.All(held, figure => Assert.True(figure.IsHeld, $"{figure.Name}: {figure.Measured} for {figure.Target}, sigma {figure.Sigma}"));
        Assert.All(result.Calibration.Except(held), figure => Assert.Null(figure.IsHeld));
        Assert.Equal(result.Calibration.Count + 1, File.ReadLines(Path.Combine(options.Folder, "calibration.csv")).Count());
    }

    [Fact]
    public void Figures_of_a_population_without_care_are_out_of_band_once_it_is_large_enough()
    {
        var options = Small("none");
        var (person, _, _) = Parts.Play(new Market(options), options, 0);
        var tally = new Tally();
        for (var i = 0; i < 4_999; i++)
            tally.Count(person, new Ledger(), 2024, Decision.Yes("step_1"), int.MaxValue);
        Assert.All(Comparison.Figures(tally, 1), figure => Assert.Null(figure.IsHeld));
        tally.Count(person, new Ledger(), 2024, Decision.Yes("step_1"), int.MaxValue);
        Assert.False(Comparison.Figures(tally, 1).Single(figure => figure.Name == "all dollars a person-year").IsHeld);
    }

    [Fact]
    public void FHIR_resources_hold_the_final_claims_and_every_identifier()
    {
        var options = Small("fhir") with { Fhir = true };
        Generator.Run(options);
        var folder = Path.Combine(options.Folder, "bcda", "A0001");
        var (paid, ids, patients) = (0m, new HashSet<string>(), new HashSet<string>());
        foreach (var line in File.ReadLines(Path.Combine(folder, "Patient.ndjson")))
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal("Patient", json.RootElement.GetProperty("resourceType").GetString());
            Assert.True(patients.Add(json.RootElement.GetProperty("id").GetString()!));
        }
        Assert.Equal(2 * patients.Count, File.ReadLines(Path.Combine(folder, "Coverage.ndjson")).Count());
        foreach (var line in File.ReadLines(Path.Combine(folder, "ExplanationOfBenefit.ndjson")))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            Assert.True(ids.Add(root.GetProperty("id").GetString()!));
            Assert.Contains(root.GetProperty("patient").GetProperty("reference").GetString()!["Patient/".Length..], patients);
            if (!IsDenied(root))
                paid += root.GetProperty("payment").GetProperty("amount").GetProperty("value").GetDecimal() - DeniedLines(root);
        }
        // Lone cancellations are in claim files only; they are the one difference.
        var truth = File.ReadLines(Path.Combine(options.Folder, "truth/dollars.csv")).Skip(1).Select(row => row.Split(','))
            .Where(row => row[2] != (options.FirstYear - 1).ToString(CultureInfo.InvariantCulture))
            .Sum(row => decimal.Parse(row[4], CultureInfo.InvariantCulture));
        Assert.Equal(truth, paid);
    }

    [Fact]
    public void A_folder_with_other_things_is_refused_and_an_earlier_output_is_replaced()
    {
        var options = Small("out");
        Directory.CreateDirectory(options.Folder);
        File.WriteAllText(Path.Combine(options.Folder, "thesis.txt"), "years of work");
        Assert.Contains("holds other things", Assert.Throws<GeneratorException>(() => Generator.Run(options)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(options.Folder, "thesis.txt")));
        File.Delete(Path.Combine(options.Folder, "thesis.txt"));
        Generator.Run(options);
        File.WriteAllText(Path.Combine(options.Folder, "stale.csv"), "");
        Generator.Run(options with { FirstYear = 2022, LastYear = 2022 });
        Assert.False(File.Exists(Path.Combine(options.Folder, "stale.csv")));
    }

    [Theory]
    [InlineData(999, 1, 2021, 2021, "--people")]
    [InlineData(1_000_001, 1, 2021, 2021, "--people")]
    [InlineData(1_000, 0, 2021, 2021, "--acos")]
    [InlineData(1_000, 100, 2021, 2021, "--acos")]
    [InlineData(1_000, 1, 2020, 2021, "--years")]
    [InlineData(1_000, 1, 2022, 2021, "--years")]
    [InlineData(1_000, 1, 2021, 2027, "--years")]
    public void What_is_out_of_range_is_refused_before_anything_is_written(int people, int acos, int first, int last, string said)
    {
        var options = new GeneratorOptions
        {
            People = people, Acos = acos, FirstYear = first, LastYear = last, Seed = 1, Folder = _scratch["never"],
        };
        Assert.Contains(said, Assert.Throws<GeneratorException>(() => Generator.Run(options)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(options.Folder));
    }

    [Fact]
    public void An_unknown_layout_is_refused_with_those_there_are() => Assert.Contains("2018-11",
        Assert.Throws<GeneratorException>(() => Generator.Run(Small("layout") with { Layouts = ["2019"] })).Message, StringComparison.Ordinal);

    /// <summary>Whether the claim is denied as a whole.</summary>
    private static bool IsDenied(JsonElement claim)
    {
        var codes = claim.GetProperty("extension").EnumerateArray().Where(each => each.TryGetProperty("valueCoding", out _))
            .Select(each => each.GetProperty("valueCoding")).ToDictionary(
                each => each.GetProperty("system").GetString()!.Split('/')[^1], each => each.GetProperty("code").GetString()!);
        if (codes.ContainsKey("clm_mdcr_non_pmt_rsn_cd") || codes.GetValueOrDefault("carr_clm_pmt_dnl_cd", "1") != "1")
            return true;
        return claim.TryGetProperty("facility", out var facility)
            && facility.GetProperty("extension")[0].GetProperty("valueCoding").GetProperty("code").GetString() is "4" or "5";
    }

    /// <summary>What was paid on lines that are denied by their indicator.</summary>
    private static decimal DeniedLines(JsonElement claim) => claim.GetProperty("item").EnumerateArray()
        .Where(item => item.GetProperty("extension").EnumerateArray().Select(each => each.GetProperty("valueCoding"))
            .Any(each => each.GetProperty("system").GetString()!.EndsWith("line_prcsg_ind_cd", StringComparison.Ordinal)
                && each.GetProperty("code").GetString() is not ("A" or "R" or "S")))
        .Sum(item => item.GetProperty("adjudication")[0].GetProperty("amount").GetProperty("value").GetDecimal());

    private GeneratorOptions Small(string name) => new()
    {
        People = 1_000, Acos = 1, FirstYear = 2024, LastYear = 2024, Seed = 11, Folder = _scratch[name],
    };
}
