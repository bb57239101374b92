using Accountable.Runs;
using Accountable.Runs.TieOut;
using Accountable.Runs.Aco;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>Which step of a bridge.</summary>
/// <param name="Step">The step's name in the table of the bridge.</param>
/// <param name="Query">Sorting, filters and paging.</param>
internal sealed record TieOutRowsRequest(string Step, TableQuery? Query = null);

/// <summary>The claims or people behind a step of the bridge to CMS's report.</summary>
internal static class TieOutApi
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/runs/{job}/tie-out", Rows).WithTags("runs").WithName("run_tie_out_rows")
        .WithSummary("The claims or people behind a step of the bridge to CMS's expenditure report.").Produces<TablePage>()
        .ForPeople(EntityOf.Job);

    private static IResult Rows(string job, TieOutRowsRequest request, JobLedger ledger, ResultStore results, ServerSettings settings)
    {
        var run = ledger.Of(job, JobKind.Run);
        if (request.Step is null || !TieOutTables.StepsWithRows.Contains(request.Step))
            throw ApiProblem.BadRequest($"rows stand behind {string.Join(", ", TieOutTables.StepsWithRows)}");
        var row = results.Table(job, AcoTieOut.Name)?.Rows.FirstOrDefault(row => (string)row[0]! == request.Step)
            ?? throw ApiProblem.NotThere();
        using var session = StorePipeline.Open(settings.Store, RunsApi.RequestOf(run));
        return (TieOutStep.Rows(session, request.Step, (row[3] as Dollars)?.Amount)
            ?? throw ApiProblem.Conflict("the store is not what it was when this run built the bridge: run again, and ask the new run"))
            .Answer(request.Query ?? new TableQuery(), $"tie-out-{request.Step}");
    }
}
