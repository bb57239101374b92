using System.Text.Json;

namespace Accountable.Server.Tests;

/// <summary>web/openapi.json is what the dashboard's types are made from: it must be what the code serves.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task The_document_in_the_repository_is_what_the_code_says()
    {
        await using var running = await Running.Start();
        using var browser = new Browser(running.Url);
        var served = await browser.Client.GetStringAsync("/api/v1/openapi.json");
        var path = Repository.PathOf("web", "openapi.json");
        if (Environment.GetEnvironmentVariable("ACCOUNTABLE_WRITE_OPENAPI") == "1")
            await File.WriteAllTextAsync(path, served);
        Assert.True(served == await File.ReadAllTextAsync(path),
            "web/openapi.json is stale: run this test with ACCOUNTABLE_WRITE_OPENAPI=1");
    }

    [Fact]
    public async Task Every_route_of_the_document_has_a_name_of_its_own_and_an_answer()
    {
        await using var running = await Running.Start();
        using var browser = new Browser(running.Url);
        var document = await browser.Get("/api/v1/openapi.json");
        var names = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("operationId", out var id), $"{operation.Name} {path.Name} has no name");
                Assert.True(names.Add(id.GetString()!), $"two routes are named {id}");
                Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), response => response.Name[0] == '2');
            }
        }
        Assert.True(names.Count > 40);
        Assert.Equal(JsonValueKind.Object, document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").ValueKind);
    }
}
