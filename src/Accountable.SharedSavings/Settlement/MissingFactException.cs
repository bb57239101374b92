namespace Accountable.SharedSavings.Settlement;

/// <summary>The rule needs a fact that is not there. The name is the column of our compact layout that would hold it.</summary>
public sealed class MissingFactException(string fact)
    : Exception($"The rule needs {fact}, which is missing.")
{
    /// <summary>The missing fact.</summary>
    public string Fact { get; } = fact;
}
