using Accountable.Runs.Aco;
using Accountable.Server.Jobs;

namespace Accountable.Server.Pipelines;

/// <summary>What a run leaves besides people, costs and settlement: QP status, risk, episodes and MIPS.</summary>
internal static class FurtherSteps
{
    private const string People = "people";

    /// <summary>A run with its further steps.</summary>
    public static RunOutput Add(RunOutput output, string store, RunRequest request, ServerSettings settings, AcoResult? result,
        Action<JobProgress> say, CancellationToken stop)
    {
        List<(string What, Func<RunPart> Step)> steps = [("QP status", () => QpTables.Of(store, request, result))];
        if (output.Tables.FirstOrDefault(table => table.Name == People) is { } people)
            steps.Add(("HCCs and the change of risk scores", () => RiskTables.Of(store, request, people.Table)));
        steps.Add(("episodes", () => EpisodesTables.Of(store, request, settings.EpisodePrices, stop)));
        steps.Add(("MIPS", () => MipsTables.Of(request, settings)));
        var done = 0;
        foreach (var (what, step) in steps)
        {
            stop.ThrowIfCancellationRequested();
            say(new JobProgress(what, done++, steps.Count));
            var part = step();
            output = output with
            {
                Tables = [.. output.Tables, .. part.Tables], Derivations = [.. output.Derivations, .. part.Derivations],
                Warnings = [.. output.Warnings, .. part.Warnings.Except(output.Warnings)],
                Unverified = [.. output.Unverified.Union(part.Unverified).Order(StringComparer.Ordinal)],
            };
        }
        return output;
    }
}
