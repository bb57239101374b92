using System.Text.Json;
using Accountable.Server.Access;
using Accountable.Server.Imports;
using Accountable.Server.Jobs;
using Accountable.Server.SignIn;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>An import with what it did; the report is null until it is done.</summary>
internal sealed record ImportView(JobView Job, ImportReport? Report);

/// <summary>Files on their way into the store.</summary>
internal static class ImportsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/imports").WithTags("imports");
        group.MapGet("/", (HttpContext http, JobLedger ledger, JobQueue queue, Accounts accounts) =>
            ledger.Visible(JobKind.Import, Caller.Of(http)).Select(job => queue.View(job, accounts)))
            .WithName("imports").For(Role.Viewer, EntityOf.List);
        group.MapPost("/", Start).WithName("start_import").Produces<JobView>(StatusCodes.Status202Accepted)
            .For(Role.Analyst, EntityOf.Upload, KeyScope.Import);
        group.MapGet("/{job}", (string job, JobLedger ledger, JobQueue queue, Accounts accounts) =>
        {
            var import = ledger.Of(job, JobKind.Import);
            return new ImportView(queue.View(import, accounts),
                import.Report is { } report ? JsonSerializer.Deserialize<ImportReport>(report, Json.Options) : null);
        }).WithName("import").For(Role.Viewer, EntityOf.Job);
        group.MapJob(JobKind.Import, "import", KeyScope.Import);
    }

    /// <summary>Takes files as multipart/form-data and starts to read them. Nothing is held in memory.</summary>
    private static async Task<IResult> Start(HttpContext http, bool? accept_counts, string? source, string? aco, DateOnly? day,
        StateFile state, JobQueue queue, Accounts accounts, ServerSettings settings, AuditLog audit)
    {
        var caller = Caller.Of(http);
        var said = ImportSource.Of(source, aco, day);
        if (said.Aco is { } named && !caller.MaySee(named))
            throw ApiProblem.NotThere();
        var upload = new UploadFolder(state.UploadFolder);
        try
        {
            var names = await Uploads.Take(http, upload, settings.GreatestUpload, wholePaths: false);
            var title = names.Count == 1 ? names[0] : $"{names[0]} and {names.Count - 1} more";
            var job = queue.Start(JobKind.Import, [], caller.UserId, caller.Name, title,
                new { files = names, source, aco, day }, context =>
                StoreImport.Run(upload, said, settings.Store, caller.MaySee, caller.SeesEverything, accept_counts == true, context));
            return TypedResults.Accepted($"/api/v1/imports/{job.Id}", queue.View(job, accounts));
        }
        catch (Exception e)
        {
            upload.Delete();
            audit.Add(caller.Name, "upload refused", detail: Uploads.WhyOf(e), address: AccessGate.Address(http));
            throw;
        }
    }
}
