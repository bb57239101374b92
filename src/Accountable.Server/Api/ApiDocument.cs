using Accountable.Runs;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Accountable.Server.Api;

/// <summary>The OpenAPI document: what the code says, with a title and the ways to sign in. No server is named, so that the text is the
/// same everywhere.</summary>
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
                Description = "What Alternative Payment Models pay, with the law behind every number. Errors are problem details "
                    + "(RFC 9457) with a code. Lists take offset, limit, sort=-column and filter=column:operator:value "
                    + "(eq, ne, lt, le, gt, ge, contains); "
                    + "tables also format=csv. Answers carry an ETag. What changes something needs the X-CSRF-Token header that "
                    + "GET /api/v1/session gives, or a key.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie,
                    Name = "accountable" },
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            return Task.CompletedTask;
        });
        // The upload reads its form by itself, so that nothing is held in memory.
        options.AddOperationTransformer((operation, _, _) =>
        {
            if (operation.OperationId is "start_import" or "keep_run_setting_files")
            {
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true, Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["multipart/form-data"] = new OpenApiMediaType { Schema = Files() },
                    },
                };
            }
            return Task.CompletedTask;
        });
        // What every list reads from the query by itself.
        options.AddOperationTransformer((operation, context, _) =>
        {
            var gives = context.Description.SupportedResponseTypes.Select(response => response.Type).ToList();
            var isTable = gives.Contains(typeof(TablePage));
            if (!isTable && !gives.Contains(typeof(RulePage)) && !gives.Contains(typeof(AuditPage)))
                return Task.CompletedTask;
            operation.Parameters ??= [];
            operation.Parameters.Add(Query("offset", "The first row, from 0.", JsonSchemaType.Integer));
            operation.Parameters.Add(Query("limit", "The greatest number of rows, 100 unless given.", JsonSchemaType.Integer));
            if (isTable)
            {
                operation.Parameters.Add(Query("sort", "Columns to sort by, such as -paid,step.", JsonSchemaType.String));
                operation.Parameters.Add(Query("filter", "column:operator:value; several hold together.", JsonSchemaType.Array));
                operation.Parameters.Add(Query("format", "json or csv.", JsonSchemaType.String));
            }
            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema Files() => new()
    {
        Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["files"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" },
            },
        },
    };

    private static OpenApiParameter Query(string name, string description, JsonSchemaType type) => new()
    {
        Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema
        {
            Type = type, Items = type == JsonSchemaType.Array ? new OpenApiSchema { Type = JsonSchemaType.String } : null,
        },
    };
}
