using System.Globalization;

namespace Accountable.Tests.Cases;

/// <summary>Every case under <c>cases/</c> holds.</summary>
public sealed class CaseTests
{
    public static TheoryData<Case> Cases()
    {
        var data = new TheoryData<Case>();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("cases"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (file.Contains($"{Path.DirectorySeparatorChar}locked{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                continue;
            foreach (var one in CaseFile.Read(file))
                data.Add(one);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void Holds(Case one)
    {
        var answer = CaseRules.All[one.Rule](one);
        foreach (var (name, expected) in one.Expect)
        {
            Assert.True(answer.ContainsKey(name), $"{one}: the rule gives no '{name}', only {string.Join(", ", answer.Keys)}");
            var actual = answer[name];
            if (actual is decimal number)
            {
                var wanted = decimal.Parse(expected, NumberStyles.Number | NumberStyles.AllowExponent, CultureInfo.InvariantCulture);
                Assert.True(Math.Abs(number - wanted) <= one.Within, $"{one}: {name} is {number}, expected {wanted}");
            }
            else
                Assert.Equal(expected, Convert.ToString(actual, CultureInfo.InvariantCulture) ?? "");
        }
    }
}
