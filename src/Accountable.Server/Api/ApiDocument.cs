using Accountable.Runs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Accountable.Server.Api;

/// <summary>The OpenAPI document: what the code says, with a title and the ways to sign in. No server is named, so that the text is the same
/// everywhere.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Accountable", Version = Manifest.Version,
                Description = "What Alternative Payment Models pay, with the law behind every number. Errors are problem details (RFC 9457) "
                    + "with a code. Lists take offset, limit, sort=-column and filter=column:operator:value (eq, ne, lt, le, gt, ge, "
                    + "contains); tables also format=csv. Answers carry an ETag. What changes something needs the X-CSRF-Token header that "
                    + "GET /api/v1/session gives, or a key.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "accountable" },
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        });
    }
}
