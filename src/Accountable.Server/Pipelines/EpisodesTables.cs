using Accountable.Runs.Episodes;

namespace Accountable.Server.Pipelines;

/// <summary>The episodes of a run under the models of its year.</summary>
internal static class EpisodesTables
{
    public static RunPart Of(string store, RunRequest request, IReadOnlyDictionary<string, string> prices, CancellationToken stop) =>
        RunPart.Of("episodes", () =>
        {
            var found = AcoEpisodes.Of(store, request.Aco, request.PerformanceYear, prices, stop);
            if (found.Models.Count == 0)
            {
                return RunPart.Missing("episodes", $"no model of the rule book builds episodes in {request.PerformanceYear}",
                    "'accountable episodes models' lists them with their years");
            }
            var tables = found.Tables;
            return new RunPart(
                [
                    new RunTable("episodes", "Episodes by category", tables.Episodes),
                    new RunTable("episode-hospitals", "Episodes by category and hospital", tables.Hospitals),
                    new RunTable("episode-settings", "Spending by setting and week since discharge", tables.Settings),
                    new RunTable("episode-post-acute", "Post-acute care of episodes", tables.PostAcute),
                    new RunTable("episode-cancelled", "Cancelled episodes by reason", tables.Cancelled),
                    new RunTable("episodes-people", "Each episode", tables.People, PersonLevel: true),
                ],
                [
                    .. RunPart.Counted(found.Findings),
                    .. found.Missing.Select(missing => new RunWarning("missing", $"{missing.What}: {missing.Because}", missing.Supply)),
                ],
                [.. found.Unverified]);
        });
}
