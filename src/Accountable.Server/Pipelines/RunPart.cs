using Accountable.Data;

namespace Accountable.Server.Pipelines;

/// <summary>What a step adds to a run.</summary>
/// <param name="Tables">Its tables.</param>
/// <param name="Warnings">What a person must know.</param>
/// <param name="Unverified">Parameters that nobody verified and on which it rests.</param>
internal sealed record RunPart(IReadOnlyList<RunTable> Tables, IReadOnlyList<RunWarning> Warnings, IReadOnlyList<string> Unverified)
{
    /// <summary>Derivations, when the step traces any.</summary>
    public IReadOnlyList<RunDerivation> Derivations { get; init; } = [];

    /// <summary>A step that cannot be done, and what to supply.</summary>
    public static RunPart Missing(string what, string because, string supply) =>
        new([], [new RunWarning("missing", $"{what}: {because}", supply)], []);

    /// <summary>A step, or what it lacks. What one step lacks keeps no other from being done.</summary>
    public static RunPart Of(string what, Func<RunPart> step)
    {
        try
        {
            return step();
        }
        catch (FileRefusedException e)
        {
            return Missing(what, e.Finding.What, e.Finding.Do);
        }
        catch (LawGapException e)
        {
            return Missing(what, e.Message.TrimEnd('.'), "Nothing: no result is shown where the law has a gap");
        }
    }

    /// <summary>Warnings with how often the same was found.</summary>
    public static IEnumerable<RunWarning> Counted(IEnumerable<Finding> findings) => findings.Select(RunWarning.Of)
        .GroupBy(warning => warning).Select(group => group.Count() == 1 ? group.Key
            : group.Key with { What = $"{group.Key.What} ({group.Count():N0} times)" });
}
