using Accountable.Data;
using Accountable.Data.PublicResults;
using Accountable.Rules;
using Accountable.Runs.SharedSavings;

namespace Accountable.Tests.Data;

/// <summary>Reads and settles text as if it were a file.</summary>
internal static class Reading
{
    public static ResultsFile Read(string text, int? year = null, bool withPublished = false, string name = "results.csv")
    {
        using var folder = new ScratchFolder();
        return SharedSavingsResults.Read(folder.Write(name, text), year, withPublished);
    }

    public static ResultsFile Read(ResultsText text, int? year = null, bool withPublished = false) =>
        Read(text.ToString(), year, withPublished);

    /// <summary>The only row of a text, which must have no findings.</summary>
    public static ResultsRow Row(ResultsText text, int? year = null)
    {
        var file = Read(text, year);
        Assert.Empty(file.Findings);
        return Assert.Single(file.Rows);
    }

    public static FileRefusedException Refused(string text, int? year = null, string name = "results.csv") =>
        Assert.Throws<FileRefusedException>(() => Read(text, year, name: name));

    public static SettledFile Settle(ResultsFile file) => new SettlementRun(RuleBook.Embedded).Settle(file);

    public static ReachFile ReadReach(string text, bool withPublished = false, string name = "reach.csv")
    {
        using var folder = new ScratchFolder();
        return ReachResults.Read(folder.Write(name, text), withPublished);
    }
}
