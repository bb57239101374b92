using System.Net;
using Accountable.Server.Access;
using Accountable.Server.Operations;
using Accountable.Server.Pipelines;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>Whether the server can do its work.</summary>
internal sealed record HealthView(string Status, string State, string Store);

/// <summary>Health and metrics, outside of the API's version.</summary>
internal static class OperationsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live\n")).ForEverybody().ExcludeFromDescription();
        routes.MapGet("/health/ready", Ready).ForEverybody().ExcludeFromDescription();
        routes.MapGet("/metrics", Counts).ForEverybody().ExcludeFromDescription();
    }

    private static IResult Ready(StateFile state, StoreView store)
    {
        using (var connection = state.Open())
            connection.Scalar("select count(*) from jobs");
        return TypedResults.Ok(new HealthView("ready", "ok", store.Exists ? "ok" : "not made yet"));
    }

    /// <summary>From this machine without a proxy, for a key with the scope metrics, or for an administrator.</summary>
    private static IResult Counts(HttpContext http, Metrics metrics)
    {
        var caller = http.Features.Get<Caller>();
        var isLocal = http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !http.Request.Headers.ContainsKey("X-Forwarded-For") && !http.Request.Headers.ContainsKey("X-Original-For");
        var may = isLocal || caller?.Scopes?.Contains(KeyScope.Metrics) == true
            || caller is { Role: Role.Administrator, Scopes: null, MustChangePassword: false };
        return may ? TypedResults.Text(metrics.ToText(), "text/plain; version=0.0.4; charset=utf-8")
            : throw new ApiProblem(StatusCodes.Status403Forbidden, "forbidden",
                "metrics are for this machine, or a key with the scope metrics");
    }
}
