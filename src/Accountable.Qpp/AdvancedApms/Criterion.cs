namespace Accountable.Qpp.AdvancedApms;

/// <summary>One test of an arrangement: what it has, what the paragraph asks, and the smallest change that would meet it.</summary>
/// <param name="Name">What is tested, in the regulation's words.</param>
/// <param name="Met">Whether it is met.</param>
/// <param name="Figure">What the arrangement has.</param>
/// <param name="Threshold">What is asked.</param>
/// <param name="Paragraph">The paragraph.</param>
/// <param name="Change">The smallest change that would meet it; empty when it is met.</param>
/// <param name="Verified">How far the test's own text was checked; the numbers carry their own mark in the rule book.</param>
public sealed record Criterion(string Name, Test Met, string Figure, string Threshold, string Paragraph, string Change, Verified Verified = Verified.Primary)
{
    internal static Criterion YesNo(string name, bool met, string paragraph, string change, Verified verified = Verified.Primary) =>
        new(name, new Test(met), met ? "yes" : "no", "yes", paragraph, met ? "" : change, verified);
}

/// <summary>Whether an arrangement is one thing that the rules define, with every test.</summary>
/// <param name="What">What it is tested for.</param>
/// <param name="Criteria">Every test, met or not.</param>
/// <param name="Note">Why it was not tested, or under which kind; may be empty.</param>
public sealed record Classification(string What, IReadOnlyList<Criterion> Criteria, string Note = "")
{
    /// <summary>Whether it was tested and meets every criterion.</summary>
    public bool Qualifies => Criteria.Count > 0 && Criteria.All(criterion => criterion.Met.Holds);

    /// <summary>What has to change, in the order of the paragraphs.</summary>
    public IEnumerable<string> Changes => Criteria.Where(criterion => !criterion.Met.Holds).Select(criterion => criterion.Change);
}
