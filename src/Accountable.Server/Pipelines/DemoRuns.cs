using Accountable.Server.Jobs;
using Microsoft.Extensions.Hosting;

namespace Accountable.Server.Pipelines;

/// <summary>In the demo nobody may start a run: the last year of each ACO is run when there is none yet.</summary>
internal sealed class DemoRuns(StoreView store, JobLedger ledger, RunStarter starter) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        var done = ledger.List(JobKind.Run).Where(job => job.State == JobState.Done).SelectMany(job => job.Entities).ToHashSet();
        foreach (var aco in store.Acos.Where(aco => aco.LastYear is not null && !done.Contains(aco.Aco)))
            starter.Start(new RunRequest(aco.Aco, aco.LastYear!.Value, null, null, 1), "server", "server");
    }, stoppingToken);
}
