namespace Accountable.Server.Operations;

/// <summary>Every line that the server writes to its log. None takes a path, a query or a message that could hold an identifier.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "{Method} {Route} {Status} in {Milliseconds} ms for {Caller}")]
    public static partial void Request(ILogger log, string method, string route, int status, long milliseconds, string caller);

    [LoggerMessage(2, LogLevel.Error, "Internal error, report {Report}: {Kind}")]
    public static partial void InternalError(ILogger log, string report, string kind);

    [LoggerMessage(3, LogLevel.Information, "Job {Job} ({Kind}) is {State}")]
    public static partial void Job(ILogger log, string job, string kind, string state);

    [LoggerMessage(4, LogLevel.Warning, "Refused with {Status} on {Route}: {Why}")]
    public static partial void Refused(ILogger log, int status, string route, string why);

    [LoggerMessage(5, LogLevel.Information, "Listening on {Url}")]
    public static partial void Listening(ILogger log, string url);
}
