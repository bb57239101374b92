using Accountable.Rules;

namespace Accountable.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_embedded_rule_book_loads() => Assert.NotEmpty(RuleBook.Embedded.Parameters);
}
