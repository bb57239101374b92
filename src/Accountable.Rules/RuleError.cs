namespace Accountable.Rules;

/// <summary>What is wrong in a rule file, and where.</summary>
public sealed record RuleError(string File, long Line, long Column, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}: error: {Message}";
}

/// <summary>Rule files that do not hold together.</summary>
public sealed class RulesInvalidException(IReadOnlyList<RuleError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Each error with its place.</summary>
    public IReadOnlyList<RuleError> Errors { get; } = errors;
}
