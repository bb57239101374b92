namespace Accountable.Tests.Cases;

public sealed class CaseFormatTests : IDisposable
{
    private readonly string _path = System.IO.Path.GetTempFileName();

    [Theory]
    [InlineData("{ name: a, source: hand computation, given: {}, expect: { x: 1 }, extra: 1 }", "unknown key 'extra'")]
    [InlineData("{ name: a, source: hand computation, given: {} }", "expects nothing")]
    [InlineData("{ name: a, source: hand computation, given: {}, expect: {} }", "expects nothing")]
    [InlineData("{ name: a, given: {}, expect: { x: 1 } }", "'source' is missing")]
    [InlineData("{ name: a, source: hearsay, given: {}, expect: { x: 1 } }", "is none of")]
    [InlineData("{ name: a, source: published, given: {}, expect: { x: 1 } }", "'reference'")]
    [InlineData("{ name: a, source: hand computation, given: {}, expect: { x: 1 }, within: 0.1 }", "'because'")]
    public void A_case_that_breaks_the_form_fails(string text, string why)
    {
        File.WriteAllText(_path, $"rule: qpp.incentive.amount\ncites: 42 CFR 414.1450\ncases:\n  - {text}\n");
        var thrown = Assert.Throws<CaseFormatException>(() => CaseFile.Read(_path, "a.yaml"));
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_the_rule_never_asks_for_fails() => Throws(
        "{ name: a, source: hand computation, performance_year: 2023, given: { base_paid: 1, colour: red }, expect: { incentive: 1 } }", "unknown key 'colour'");

    [Fact]
    public void An_expectation_that_the_rule_does_not_give_fails() => Throws(
        "{ name: a, source: hand computation, performance_year: 2023, given: { base_paid: 1 }, expect: { dollars: 1 } }", "gives no 'dollars'");

    [Fact]
    public void A_wrong_expectation_fails()
    {
        File.WriteAllText(_path, "rule: qpp.incentive.amount\ncites: x\ncases:\n  - { name: a, source: hand computation, performance_year: 2023, given: { base_paid: 100 }, expect: { incentive: 3.51 } }\n");
        Assert.Single(CaseTests.Check(CaseFile.Read(_path, "a.yaml")[0]));
    }

    public void Dispose() => File.Delete(_path);

    private void Throws(string text, string why)
    {
        File.WriteAllText(_path, $"rule: qpp.incentive.amount\ncites: x\ncases:\n  - {text}\n");
        var thrown = Assert.Throws<CaseFormatException>(() => CaseTests.Check(CaseFile.Read(_path, "a.yaml")[0]));
        Assert.Contains(why, thrown.Message, StringComparison.Ordinal);
    }
}
