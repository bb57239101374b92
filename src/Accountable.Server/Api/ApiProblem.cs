using Microsoft.AspNetCore.Mvc;

namespace Accountable.Server.Api;

/// <summary>A refusal that the caller is told, as problem details (RFC 9457).</summary>
internal sealed class ApiProblem(int status, string code, string detail) : Exception(detail)
{
    /// <summary>The status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>What a program looks at.</summary>
    public string Code { get; } = code;

    public static ApiProblem BadRequest(string detail) => new(StatusCodes.Status400BadRequest, "bad_request", detail);

    public static ApiProblem NotFound(string what) => new(StatusCodes.Status404NotFound, "not_found", what);

    public static ApiProblem Conflict(string what) => new(StatusCodes.Status409Conflict, "conflict", what);

    /// <summary>The words for something that is not there or was not granted: which of the two is not said.</summary>
    public static ApiProblem NotThere() => NotFound("there is no such thing here, or it was not granted to you");

    /// <summary>Writes a problem as the answer.</summary>
    public static Task Write(HttpContext http, int status, string code, string detail, string? report = null)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        var problem = new ProblemDetails
        {
            Status = status, Title = Title(status), Detail = detail, Type = $"urn:accountable:problem:{code}",
            Extensions = { ["code"] = code },
        };
        if (report is not null)
            problem.Extensions["report"] = report;
        return http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");
    }

    private static string Title(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request does not hold together",
        StatusCodes.Status401Unauthorized => "Sign in first",
        StatusCodes.Status403Forbidden => "Not allowed",
        StatusCodes.Status404NotFound => "Not found",
        StatusCodes.Status409Conflict => "Not now",
        StatusCodes.Status413PayloadTooLarge => "Too large",
        StatusCodes.Status422UnprocessableEntity => "The law or the data has no answer",
        StatusCodes.Status429TooManyRequests => "Too many requests",
        _ => "Something went wrong here",
    };
}
