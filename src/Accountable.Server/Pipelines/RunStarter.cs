using System.Text.Json;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.State;

namespace Accountable.Server.Pipelines;

/// <summary>Starts runs as jobs and keeps what they leave.</summary>
internal sealed class RunStarter(IRunPipeline pipeline, JobQueue queue, ServerSettings settings)
{
    /// <summary>Puts a run in its lane.</summary>
    public Job Start(RunRequest request, string userId, string actor) => queue.Start(JobKind.Run, [request.Aco], userId, actor,
        $"{request.Aco}, performance year {request.PerformanceYear}", request, context =>
        {
            var output = pipeline.Run(settings.Store, request, context.Say, context.Stop);
            using var manifest = JsonDocument.Parse(output.Manifest.ToJson());
            var report = new RunReport(pipeline.Name, manifest.RootElement.Clone(), output.Figures, output.Warnings, output.Unverified);
            return new JobResult(JsonSerializer.Serialize(report, Json.Options),
                connection => ResultStore.Write(connection, context.Job.Id, output.Tables, output.Derivations));
        });
}
