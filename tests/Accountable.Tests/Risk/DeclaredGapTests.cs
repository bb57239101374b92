using Accountable.Rules;
using Accountable.Rules.Yaml;

namespace Accountable.Tests.Risk;

/// <summary>A hole in a parameter's years fails the build unless the file declares it; a look-up in it fails either way.</summary>
public sealed class DeclaredGapTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("accountable-rules");

    public void Dispose() => _folder.Delete(recursive: true);

    private RuleBook Read(string gaps)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "authorities.yaml"), "as_of: 2026-11-22\ndocuments: []\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "coverage.yaml"), "coverage: []\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "risk.yaml"), $$"""
            risk.factor:
              label: factor
              unit: ratio
              axis: payment_year
              by: series
              members: [a]
              covers: 2022..2027
              {{gaps}}
              values:
                - { for: 2022, of: a, value: 1.1, enacted: 2021-01-15, authority: statute, citation: SSA 1853(a), verified: no }
                - { for: 2026..2027, of: a, value: 1.2, enacted: 2025-04-07, authority: statute, citation: SSA 1853(a), verified: no }
            """);
        return RuleFolder.Read(_folder.FullName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gaps: [2023..2024]")]
    [InlineData("gaps: [2024..2027]")]
    [InlineData("gaps: [soon]")]
    public void A_hole_that_is_not_declared_whole_is_an_error(string gaps) => Assert.Throws<RulesInvalidException>(() => Read(gaps));

    [Fact]
    public void A_declared_hole_passes_and_stays_a_gap_in_the_law()
    {
        var parameter = Read("gaps: [2023..2025]")["risk.factor"];
        Assert.Equal(1.1m, parameter.At("a", 2022, new DateOnly(2026, 11, 22)).Number);
        Assert.Equal(1.2m, parameter.At("a", 2026, new DateOnly(2026, 11, 22)).Number);
        Assert.Throws<LawGapException>(() => parameter.At("a", 2024, new DateOnly(2026, 11, 22)));
    }
}
