namespace Accountable.Runs.Mips.Submissions;

/// <summary>Makes facts of a submission, with their place in the file when results carry derivations.</summary>
/// <param name="Path">The file.</param>
/// <param name="Traced">Whether results carry derivations.</param>
internal sealed record SubmittedFacts(string Path, bool Traced)
{
    private const decimal Percent = 100m;

    /// <summary>A fact with its place.</summary>
    public T Of<T>(decimal amount, string name, long line)
        where T : struct, IQuantity<T>
    {
        var fact = T.Create(amount, null);
        return Traced ? fact.From(name, $"{System.IO.Path.GetFileName(Path)}:{line}") : fact;
    }

    /// <summary>A share as a count of percent, in which benchmarks are written.</summary>
    public Count InPercent(Ratio share) => Of<Count>(Percent, "percent", 0) * share;

    /// <summary>A percentage as a share.</summary>
    public Ratio FromPercent(decimal percent, string name, long line) => Of<Ratio>(percent / Percent, name, line);
}
