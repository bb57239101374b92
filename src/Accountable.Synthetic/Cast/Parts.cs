using Accountable.Synthetic.Care;
using Accountable.Synthetic.People;
using Accountable.Synthetic.World;

namespace Accountable.Synthetic.Cast;

/// <summary>The first people of every population play written parts, so that each case is there however few people there are.</summary>
internal static class Parts
{
    /// <summary>How many people play.</summary>
    public static int Count => ChainParts.All.Count + AssignmentParts.All.Count + EpisodeParts.All.Count;

    /// <summary>What each of them plays.</summary>
    public static IEnumerable<string> Names =>
        ChainParts.All.Concat(AssignmentParts.All).Select(part => part.Name).Concat(EpisodeParts.All.Select(part => part.Name));

    public static (Person Person, Ledger Ledger, StatedEpisodes? Stated) Play(Market market, GeneratorOptions options, int index)
    {
        var stage = new Stage(market, options, index);
        if (index < ChainParts.All.Count)
        {
            stage.Usual();
            ChainParts.All[index].Play(stage);
        }
        else if (index - ChainParts.All.Count is var second && second < AssignmentParts.All.Count)
            AssignmentParts.All[second].Play(stage);
        else
            return (stage.Person, stage.Ledger, EpisodeParts.Play(stage, second - AssignmentParts.All.Count));
        return (stage.Person, stage.Ledger, null);
    }
}
