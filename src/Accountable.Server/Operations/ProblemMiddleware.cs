using System.Text.Json;
using Accountable.Data;
using Accountable.Server.Api;
using Accountable.Server.State;

namespace Accountable.Server.Operations;

/// <summary>Turns what goes wrong into problem details. Of an error of ours the caller gets a report id; its details go to a file that only
/// the owner reads, because they may hold identifiers, and never to the log.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, StateFile state, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            if (e is OperationCanceledException && http.RequestAborted.IsCancellationRequested)
                return;
            http.Response.Clear();
            var (status, code, detail) = Known(e);
            if (status != StatusCodes.Status500InternalServerError)
            {
                if (status is StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge)
                    ServerLog.Refused(log, status, Access.AccessGate.Route(http), code);
                await ApiProblem.Write(http, status, code, detail);
                return;
            }
            var report = ErrorReport.Write(state.ReportFolder, e);
            ServerLog.InternalError(log, report, e.GetType().Name);
            await ApiProblem.Write(http, status, code, detail, report);
        }
    }

    private static (int Status, string Code, string Detail) Known(Exception e) => e switch
    {
        ApiProblem problem => (problem.Status, problem.Code, problem.Message),
        BadHttpRequestException { StatusCode: var status } when status == StatusCodes.Status413PayloadTooLarge =>
            (status, "too_large", "the upload is larger than this server takes; its administrator can raise greatest_upload"),
        BadHttpRequestException { StatusCode: var status } when status == StatusCodes.Status408RequestTimeout =>
            (status, "too_slow", "the upload came too slowly and was given up; nothing of it was kept"),
        BadHttpRequestException or JsonException => (StatusCodes.Status400BadRequest, "bad_request",
            "the request cannot be read; /api/v1/openapi.json says what it takes"),
        InvalidDataException => (StatusCodes.Status400BadRequest, "bad_request", "the form cannot be read; send multipart/form-data"),
        FileRefusedException refused => (StatusCodes.Status422UnprocessableEntity, "refused", refused.Finding.What + ". "
            + refused.Finding.Do + "."),
        LawGapException => (StatusCodes.Status422UnprocessableEntity, "law_gap", e.Message),
        LawConflictException => (StatusCodes.Status422UnprocessableEntity, "law_conflict", e.Message),
        _ => (StatusCodes.Status500InternalServerError, "internal",
            "something went wrong in Accountable itself; give its administrator the report's id"),
    };
}

/// <summary>The details of an error of ours, in a file of its own.</summary>
internal static class ErrorReport
{
    /// <summary>Writes it and gives its id.</summary>
    public static string Write(string folder, Exception e)
    {
        var id = Guid.NewGuid().ToString("N")[..12];
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new StreamWriter(Path.Combine(folder, $"{id}.txt"), options);
            file.WriteLine(e.ToString());
        }
        catch (IOException)
        {
            // The id still stands in the log and in the answer.
        }
        return id;
    }
}
