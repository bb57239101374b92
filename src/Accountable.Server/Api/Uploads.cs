using Accountable.Data;

namespace Accountable.Server.Api;

/// <summary>What uploads of every kind have in common.</summary>
internal static class Uploads
{
    /// <summary>Why an upload was refused, for the audit log: in words of ours, because the names of its files may hold anything.</summary>
    public static string WhyOf(Exception e) => e switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => "too large",
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => "too slow",
        ApiProblem { Status: StatusCodes.Status400BadRequest } => "a name or a form that is none",
        ApiProblem problem => problem.Code,
        FileRefusedException => "a file that cannot be read",
        _ => "broken off",
    };
}
