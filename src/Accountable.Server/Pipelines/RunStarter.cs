using System.Text.Json;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.Settings;
using Accountable.Server.State;

namespace Accountable.Server.Pipelines;

/// <summary>Starts runs as jobs and keeps what they leave.</summary>
internal sealed class RunStarter(IRunPipeline pipeline, JobQueue queue, ServerSettings settings, RunSettings given)
{
    /// <summary>Puts a run in its lane.</summary>
    public Job Start(RunRequest request, string userId, string actor) => queue.Start(JobKind.Run, [request.Aco], userId, actor,
        $"{request.Aco}, performance year {request.PerformanceYear}", request, context =>
        {
            // What is given while it goes on is for the next run.
            var asked = request with { SettingsAt = context.Job.Started };
            var output = pipeline.Run(settings.Store, asked, context.Say, context.Stop);
            var inputs = output.Manifest with { Inputs = [.. output.Manifest.Inputs, .. given.InputsOf(asked)] };
            using var manifest = JsonDocument.Parse(inputs.ToJson());
            var report = new RunReport(pipeline.Name, manifest.RootElement.Clone(), output.Figures, output.Warnings, output.Unverified);
            return new JobResult(JsonSerializer.Serialize(report, Json.Options),
                connection => ResultStore.Write(connection, context.Job.Id, output.Tables, output.Derivations));
        });
}
