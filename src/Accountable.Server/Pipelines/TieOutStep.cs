using Accountable.Data;
using Accountable.Runs;
using Accountable.Runs.Aco;
using Accountable.Runs.Assignment;
using Accountable.Runs.TieOut;

namespace Accountable.Server.Pipelines;

/// <summary>The bridge from our dollars to CMS's expenditure report, where the report was imported with the claims.</summary>
internal static class TieOutStep
{
    /// <summary>The tables of a tie-out; none when there is no report, or it cannot be tied to, which a warning says.</summary>
    public static (IReadOnlyList<RunTable> Tables, IReadOnlyList<RunWarning> Warnings) Of(AssignmentSession session)
    {
        try
        {
            if (StoredTieOut.Of(session) is not { } run)
                return ([], []);
            return ([.. AcoTieOut.Tables(run).Select(table => new RunTable(table.Name, table.Title, table.Table))],
                [.. run.Findings.Select(RunWarning.Of)]);
        }
        catch (FileRefusedException e)
        {
            return ([], [new RunWarning("missing", $"the tie-out to CMS's report: {e.Finding.What}", e.Finding.Do)]);
        }
    }

    /// <summary>The claims or people behind a step of the bridge.</summary>
    /// <param name="session">The opened store.</param>
    /// <param name="step">The step.</param>
    /// <param name="said">What the run says the step comes to, dollars; null where it has no amount.</param>
    /// <returns>The rows; null when the store is not what it was.</returns>
    public static Table? Rows(AssignmentSession session, string step, decimal? said)
    {
        if (StoredTieOut.Of(session) is not { } run || run.Lines.FirstOrDefault(line => line.Key == step) is not { } line
            || line.Total != (said ?? 0))
            return null;
        var (columns, rows) = TieOutTables.Rows(run, step, session.PersonIds());
        var table = new Table([.. columns]);
        foreach (var row in rows)
            table.Add(row);
        return table;
    }
}
