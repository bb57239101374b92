using System.Data.Common;

namespace Accountable.Data.Engines;

/// <summary>What an engine says went wrong. Its words may quote a value, so a person's identifiers are never put into SQL text.</summary>
public sealed class EngineException : DbException
{
    /// <summary>An error with the engine's words.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its cause.</summary>
    public EngineException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What a statement's failure is thrown as: an interruption is one of its own, as with every other engine.</summary>
    internal static Exception Of(string message) => message.StartsWith("INTERRUPT", StringComparison.Ordinal)
        ? new OperationCanceledException("The statement was interrupted.")
        : new EngineException(message);
}
