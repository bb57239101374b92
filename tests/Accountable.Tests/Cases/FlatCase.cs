namespace Accountable.Tests.Cases;

/// <summary>A case whose facts are all single values, read by name.</summary>
public sealed record FlatCase(int Year, DateOnly? AsOf, IReadOnlyDictionary<string, string> Given)
{
    /// <summary>Everything that a case gives.</summary>
    public static FlatCase Of(CaseInput input) => new(input.Year, input.AsOf, input.All());
}
