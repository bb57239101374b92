using Accountable.Data;
using Accountable.Runs.Assignment;
using Accountable.Runs.SharedSavings;
using Accountable.Runs.TieOut;

namespace Accountable.Runs.Aco;

/// <summary>The bridge from a run's dollars to CMS's expenditure report, where the report was imported with the claims.</summary>
public static class AcoTieOut
{
    /// <summary>The name of the bridge's table.</summary>
    public const string Name = "tie-out";

    /// <summary>Adds the bridge to a result. Without a report of the year nothing is added but a note that says so.</summary>
    /// <param name="result">A run's result; its store is opened again.</param>
    public static AcoResult AddTo(AcoResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var request = result.Request;
        try
        {
            using var session = AssignmentSession.Open(request.Store, result.Years[^1].Request, request.Participants);
            if (StoredTieOut.Of(session) is not { } run)
            {
                return result with
                {
                    Notes = [.. result.Notes, $"the store has no annual expenditure report of {request.Aco} for {request.Year}: import it, "
                        + "or name one with 'accountable mssp tie-out --report', and the run is tied out to it"],
                };
            }
            return result with
            {
                Tables = [.. result.Tables, .. Tables(run)],
                Findings = [.. result.Findings, .. run.Findings.Except(result.Findings)],
            };
        }
        catch (FileRefusedException e)
        {
            return result with
            {
                Missing = [.. result.Missing, new NotComputed("the tie-out to CMS's report", e.Finding.What, e.Finding.Do)],
            };
        }
    }

    /// <summary>The tables of a bridge.</summary>
    public static IReadOnlyList<NamedTable> Tables(TieOutRun run) =>
    [
        new(Name, "From our dollars to those of CMS's report", TieOutTables.Bridge(run)),
        new("tie-out-by-type", "The same by enrollment type", TieOutTables.ByEnrollmentType(run)),
        new("tie-out-readings", "What stays unexplained, if CMS had done something otherwise", TieOutTables.Readings(run)),
    ];
}
