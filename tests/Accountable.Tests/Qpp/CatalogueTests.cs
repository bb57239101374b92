using Accountable.Qpp.AdvancedApms;
using Accountable.Rules;
using Accountable.Rules.Yaml;
using Accountable.Runs.Qpp;

namespace Accountable.Tests.Qpp;

public sealed class CatalogueTests
{
    [Fact]
    public void The_glossary_page_says_what_the_command_says() =>
        Assert.Equal(CataloguePages.Glossary(RuleBook.Embedded), File.ReadAllText(Repository.PathOf("docs", "glossary.md")));

    [Fact]
    public void Every_related_term_has_an_entry() =>
        Assert.All(RuleBook.Embedded.Catalogues.Terms.SelectMany(term => term.See), see => Assert.NotNull(RuleBook.Embedded.Catalogues.Term(see)));

    [Theory]
    [InlineData("APM")]
    [InlineData("advanced apm")]
    [InlineData("MIPS APM")]
    [InlineData("APM Entity")]
    [InlineData("QP")]
    [InlineData("Partial QP")]
    [InlineData("CEHRT")]
    [InlineData("nominal amount")]
    [InlineData("attribution-eligible")]
    [InlineData("benchmark")]
    [InlineData("shared savings")]
    [InlineData("bundled payment")]
    [InlineData("medical home")]
    public void Each_term_of_the_rules_is_explained(string term) => Assert.NotNull(RuleBook.Embedded.Catalogues.Term(term));

    [Fact]
    public void No_status_lies_outside_the_days_of_its_model()
    {
        foreach (var model in RuleBook.Embedded.Catalogues.Models)
        {
            Assert.All(model.Statuses, status =>
            {
                Assert.True(status.Years.From >= model.From.Year, $"{model.Id} {status.Years.From}");
                Assert.True(model.To is null || status.Years.To <= model.To.Value.Year, $"{model.Id} {status.Years.To}");
            });
        }
    }

    [Theory]
    [InlineData("MSSP_BASIC_E", 2019, true, true)]
    [InlineData("mssp-basic-e", 2027, true, true)]
    [InlineData("MSSP_BASIC_A_D", 2024, false, true)]
    [InlineData("NGACO", 2017, true, true)]
    [InlineData("CJR_TRACK1", 2018, true, false)]
    [InlineData("BPCI_ADVANCED", 2018, true, false)]
    [InlineData("BPCI_ADVANCED", 2019, true, true)]
    [InlineData("VERMONT_ACO", 2018, true, false)]
    [InlineData("MARYLAND_CRP", 2023, true, true)]
    [InlineData("MDPCP_1_2", 2019, true, true)]
    [InlineData("MDPCP_1_2", 2023, false, true)]
    [InlineData("EOM_1", 2024, false, true)]
    [InlineData("EOM", 2024, true, true)]
    [InlineData("INDEPENDENCE_AT_HOME", 2018, false, false)]
    [InlineData("INDEPENDENCE_AT_HOME", 2020, false, true)]
    public void A_model_is_found_by_any_spelling_and_has_the_status_of_the_year(string id, int year, bool advanced, bool mips)
    {
        var status = RuleBook.Embedded.Catalogues.Model(id)?.In(new PerformanceYear(year));
        Assert.Equal((advanced, mips), (status?.AdvancedApm, status?.MipsApm));
    }

    [Fact]
    public void Every_year_has_Advanced_APMs() =>
        Assert.All(Enumerable.Range(2017, 11), year => Assert.Contains(RuleBook.Embedded.Catalogues.Models, model => model.In(new PerformanceYear(year)) is { AdvancedApm: true }));

    [Theory]
    [InlineData("colour: red", "unknown key 'colour'")]
    [InlineData("aliases: [mssp-track-2]", "stands twice")]
    public void A_catalogue_is_read_strictly(string line, string why)
    {
        var folder = Directory.CreateTempSubdirectory("rules").FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(Repository.PathOf("rules"), "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Repository.PathOf("rules"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
            var models = Path.Combine(folder, "qpp", "models.yaml");
            File.WriteAllText(models, File.ReadAllText(models).Replace("  - id: mssp-track-1\n", $"  - id: mssp-track-1\n    {line}\n", StringComparison.Ordinal));
            var thrown = Assert.Throws<RulesInvalidException>(() => RuleFolder.Read(folder));
            Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_commercial_sample_qualifies_in_every_year_of_the_option()
    {
        var arrangement = ArrangementFile.Read(Repository.PathOf("samples", "arrangements", "commercial-two-sided.yaml"));
        Assert.All(Enumerable.Range(2019, 9), year => Assert.True(OtherPayerAdvancedApm.Determine(arrangement, RuleBook.Embedded.For(new PerformanceYear(year))).Qualifies));
        Assert.False(OtherPayerAdvancedApm.Determine(arrangement, RuleBook.Embedded.For(new PerformanceYear(2018))).Qualifies);
    }

    [Theory]
    [InlineData("mssp-basic-a", "APM,MIPS APM")]
    [InlineData("mssp-basic-e", "APM,MIPS APM,Advanced APM")]
    [InlineData("mssp-enhanced", "APM,MIPS APM,Advanced APM")]
    [InlineData("medicaid-medical-home", "Medical Home Model,Other Payer Advanced APM")]
    [InlineData("spine-care-bundle", "Other Payer Advanced APM")]
    [InlineData("stroke-rehabilitation-bundle", "")]
    public void Each_sample_is_what_its_first_line_says(string sample, string qualifies)
    {
        var run = ClassifyRun.Of(ArrangementFile.Read(Repository.PathOf("samples", "arrangements", $"{sample}.yaml")), RuleBook.Embedded.For(new PerformanceYear(2026)));
        Assert.Equal(qualifies, string.Join(',', run.Classifications.Where(classification => classification.Qualifies).Select(classification => classification.What)));
        Assert.All(run.Classifications.SelectMany(classification => classification.Criteria), criterion => Assert.Equal(criterion.Met.Holds, criterion.Change.Length == 0));
    }

    [Fact]
    public void Every_year_classifies_every_sample()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("samples", "arrangements"), "*.yaml"))
        {
            foreach (var year in Enumerable.Range(2017, 11))
                Assert.NotEmpty(ClassifyRun.Of(ArrangementFile.Read(file), RuleBook.Embedded.For(new PerformanceYear(year))).Table().Rows);
        }
    }

    [Theory]
    [InlineData("colour: red", "unknown key 'colour'")]
    [InlineData("cehrt_share: 75", "share from 0 to 1")]
    [InlineData("risk: { total_risk: -1 }", "negative")]
    public void An_arrangement_is_read_strictly(string line, string why)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"arrangement: a\nname: a\npayer: commercial\n{line}\n");
            Assert.Contains(why, Assert.Throws<Accountable.Data.FileRefusedException>(() => ArrangementFile.Read(path)).Finding.What, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
