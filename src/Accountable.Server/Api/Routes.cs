using Accountable.Server.Access;

namespace Accountable.Server.Api;

/// <summary>Every route of the server.</summary>
internal static class Routes
{
    private const string Page = "index.html";

    public static void Map(WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        foreach (var status in new[] { StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden,
            StatusCodes.Status404NotFound })
            api.ProducesProblem(status);
        SessionApi.Map(api);
        AccountsApi.Map(api);
        AuditApi.Map(api);
        RulesApi.Map(api);
        CatalogueApi.Map(api);
        ProveApi.Map(api);
        AcosApi.Map(api);
        ImportsApi.Map(api);
        RunSettingsApi.Map(api);
        RunsApi.Map(api);
        FactsApi.Map(api);
        TieOutApi.Map(api);
        QpApi.Map(api);
        OperationsApi.Map(app);
        app.MapOpenApi("/api/{documentName}/openapi.json").ForEverybody();
        app.Map("/api/{**rest}", (HttpContext _) => throw ApiProblem.NotFound("there is no such route; /api/v1/openapi.json lists them"))
            .ExcludeFromDescription().ForEverybody();
        // Pages of the dashboard live in the browser: each of their addresses gets the one page.
        app.MapFallback(async http =>
        {
            var page = Path.Combine(app.Environment.WebRootPath ?? "", Page);
            if (!HttpMethods.IsGet(http.Request.Method) || !File.Exists(page))
                throw ApiProblem.NotFound("there is no such page; the API is at /api/v1/openapi.json");
            http.Response.ContentType = "text/html; charset=utf-8";
            http.Response.Headers.CacheControl = "no-cache";
            await http.Response.SendFileAsync(page);
        }).ForEverybody();
    }

    /// <summary>A route without a policy is an error of ours that no request should find.</summary>
    public static void RequirePolicies(WebApplication app)
    {
        var bare = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<AccessPolicy>() is null).Select(endpoint => endpoint.DisplayName).ToList();
        if (bare.Count > 0)
            throw new InvalidOperationException($"These routes say not who may call them: {string.Join(", ", bare)}");
    }
}
