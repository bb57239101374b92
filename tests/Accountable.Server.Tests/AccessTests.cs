using System.Net;
using System.Text.RegularExpressions;
using Accountable.Runs;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Accountable.Server.State;
using Accountable.SharedSavings.Benchmark;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Accountable.Server.Tests;

/// <summary>Each route, for each role, about one's own entity and a foreign one.</summary>
[Collection("store")]
public sealed partial class AccessTests(GeneratedStore store)
{
    private const string Own = "A0001";
    private const string Foreign = "A0002";

    /// <summary>Who may call what, written down a second time: a route that is not here fails.</summary>
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["GET /api/v1/session/"] = "everybody", ["POST /api/v1/session/"] = "everybody", ["DELETE /api/v1/session/"] = "everybody",
        ["POST /api/v1/session/password"] = "viewer person always", ["POST /api/v1/session/second-factor"] = "viewer person",
        ["PUT /api/v1/session/second-factor"] = "viewer person", ["POST /api/v1/session/second-factor/removal"] = "viewer person",
        ["GET /api/v1/users/"] = "administrator person", ["POST /api/v1/users/"] = "administrator person",
        ["PATCH /api/v1/users/{id}"] = "administrator person", ["DELETE /api/v1/users/{id}"] = "administrator person",
        ["GET /api/v1/keys/"] = "viewer person", ["POST /api/v1/keys/"] = "viewer person", ["DELETE /api/v1/keys/{id}"] = "viewer person",
        ["GET /api/v1/audit/"] = "administrator person", ["GET /api/v1/audit/verification"] = "administrator person",
        ["GET /api/v1/programmes"] = "viewer", ["GET /api/v1/rules/"] = "viewer", ["GET /api/v1/rules/coverage"] = "viewer",
        ["GET /api/v1/rules/differences"] = "viewer", ["GET /api/v1/rules/{id}"] = "viewer",
        ["GET /api/v1/models"] = "viewer", ["GET /api/v1/models/{id}"] = "viewer", ["GET /api/v1/episode-models"] = "viewer",
        ["GET /api/v1/episode-models/{id}"] = "viewer", ["GET /api/v1/glossary"] = "viewer", ["GET /api/v1/glossary/{term}"] = "viewer",
        ["GET /api/v1/prove/"] = "viewer", ["GET /api/v1/prove/rows"] = "viewer", ["GET /api/v1/prove/{file}/rows/{row:int}"] = "viewer",
        ["GET /api/v1/acos/"] = "viewer", ["GET /api/v1/acos/{entity}/overview"] = "viewer entity",
        ["GET /api/v1/acos/{entity}/files"] = "viewer entity", ["GET /api/v1/acos/{entity}/months"] = "viewer entity",
        ["GET /api/v1/acos/{entity}/checks"] = "viewer entity", ["GET /api/v1/acos/{entity}/findings"] = "viewer entity",
        ["POST /api/v1/acos/{entity}/claim-lines"] = "viewer entity people", ["POST /api/v1/acos/{entity}/runs"] = "analyst entity run",
        ["GET /api/v1/imports/"] = "viewer", ["POST /api/v1/imports/"] = "analyst import", ["GET /api/v1/imports/{job}"] = "viewer entity",
        ["GET /api/v1/imports/{job}/events"] = "viewer entity", ["DELETE /api/v1/imports/{job}"] = "analyst entity import",
        ["GET /api/v1/run-settings/"] = "viewer", ["POST /api/v1/run-settings/files"] = "analyst import",
        ["POST /api/v1/run-settings/values"] = "analyst import", ["DELETE /api/v1/run-settings/{id}"] = "analyst import",
        ["GET /api/v1/runs/"] = "viewer", ["GET /api/v1/runs/{job}"] = "viewer entity", ["GET /api/v1/runs/{job}/events"] = "viewer entity",
        ["DELETE /api/v1/runs/{job}"] = "analyst entity run", ["GET /api/v1/runs/{job}/tables/{name}"] = "viewer entity",
        ["POST /api/v1/runs/{job}/people/{name}"] = "viewer entity people",
        ["GET /api/v1/runs/{job}/derivations/{name}"] = "viewer entity",
        ["GET /api/v1/runs/{job}/facts/{year:int}/"] = "viewer entity",
        ["POST /api/v1/runs/{job}/facts/{year:int}/people"] = "viewer entity people",
        ["POST /api/v1/runs/{job}/facts/{year:int}/claims"] = "viewer entity people",
        ["POST /api/v1/runs/{job}/tie-out"] = "viewer entity people",
        ["GET /api/v1/runs/{job}/differences/{other}"] = "viewer entity",
        ["GET /api/v1/qp/"] = "viewer", ["GET /api/v1/qp/{entity}"] = "viewer entity",
            ["GET /api/v1/qp/{entity}/clinicians"] = "viewer entity",
        ["GET /api/v1/qp/{entity}/clinicians/{npi}"] = "viewer entity", ["POST /api/v1/qp/{entity}/what-ifs"] = "analyst entity run",
        ["GET /api/v1/qp/{entity}/clinicians/{npi}/derivation"] = "viewer entity",
        ["GET /api/v1/qp/{entity}/scores"] = "viewer entity", ["GET /api/v1/qp/{entity}/all-payer"] = "viewer entity",
        ["GET /api/v1/what-ifs/"] = "viewer", ["GET /api/v1/what-ifs/{job}"] = "viewer entity",
        ["GET /api/v1/what-ifs/{job}/events"] = "viewer entity", ["DELETE /api/v1/what-ifs/{job}"] = "analyst entity run",
        ["GET /api/{documentName}/openapi.json"] = "everybody", ["GET /health/live"] = "everybody", ["GET /health/ready"] = "everybody",
        ["GET /metrics"] = "everybody", ["GET /api/{**rest}"] = "everybody", ["GET {*path:nonfile}"] = "everybody",
    };

    [Fact]
    public async Task Each_route_lets_in_whom_it_should_and_nobody_else()
    {
        await using var running = await Running.Start(settings => settings with
        {
            QpFacts = new Dictionary<string, string>
            {
                [Own] = Repository.PathOf("samples", "qpp", "facts"), [Foreign] = Repository.PathOf("samples", "qpp", "facts"),
            },
        }, store: store.Store);
        var callers = new Dictionary<string, Browser> { ["nobody"] = new Browser(running.Url) };
        foreach (var role in Enum.GetValues<Role>())
        {
            callers[$"{role} without people"] = await running.SignedIn($"{role}-plain", role, (Own, false));
            callers[$"{role} with people"] = await running.SignedIn($"{role}-people", role, (Own, true));
        }
        using var chief = await running.SignedIn("chief", Role.Administrator, ("*", true));
        var given = await chief.Ask(HttpMethod.Post, "/api/v1/users", new { name = "new", role = "administrator",
            grants = new[] { new { entity = "*", person_level = true } } });
        callers["Administrator before the first password"] = new Browser(running.Url);
        await callers["Administrator before the first password"].SignIn("new", given.GetProperty("one_time_password").GetString()!);
        foreach (var scopes in new[] { "read", "read run import person" })
            callers[$"Analyst key {scopes}"] = await Key(callers["Analyst with people"], scopes.Split(' '));
        var ledger = running.Server.Services.GetRequiredService<JobLedger>();
        var jobs = Enum.GetValues<JobKind>().ToDictionary(kind => kind, kind => (Own: Finished(ledger, kind, Own),
            Foreign: Finished(ledger, kind, Foreign)));
        var wrong = new List<string>();
        foreach (var (method, pattern) in RoutesOf(running))
        {
            if (!Expected.TryGetValue($"{method} {pattern}", out var rule))
            {
                wrong.Add($"{method} {pattern} is not in the table of this test");
                continue;
            }
            foreach (var (name, browser) in callers)
            {
                // One's own account is looked at with the session alone; signing out would end the round.
                if (pattern == "/api/v1/session/" && method != "GET")
                    continue;
                foreach (var entity in rule.Contains("entity", StringComparison.Ordinal) ? new[] { Own, Foreign } : [Own])
                {
                    var status = await Call(browser, method, Address(pattern, entity, jobs));
                    var expects = Expects(rule, name, entity);
                    // What is about an entity is really there: a 404 is then the gate's, and not that of an empty room.
                    if (expects == HttpStatusCode.OK ? status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                            || (int)status >= 500
                            || (status == HttpStatusCode.NotFound && rule.Contains("entity", StringComparison.Ordinal))
                        : status != expects)
                        wrong.Add($"{method} {pattern} about {entity} by {name}: {status}, expected {expects}");
                }
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Contains(running.Audit.Read(null, "refused", null, 0, 5000).Entries, entry => entry.Detail.Contains("{entity}/overview"));
        foreach (var browser in callers.Values)
            browser.Dispose();
    }

    [Fact]
    public async Task Each_route_has_a_policy_and_the_table_of_this_test_has_no_other()
    {
        await using var running = await Running.Start();
        Assert.Empty(Expected.Keys.Except(RoutesOf(running).Select(route => $"{route.Method} {route.Pattern}")));
        foreach (var endpoint in Endpoints(running))
            Assert.NotNull(endpoint.Metadata.GetMetadata<AccessPolicy>());
    }

    [Fact]
    public async Task Lists_hold_only_what_was_granted()
    {
        await using var running = await Running.Start(store: store.Store);
        var ledger = running.Server.Services.GetRequiredService<JobLedger>();
        foreach (var kind in Enum.GetValues<JobKind>())
        {
            Finished(ledger, kind, Own);
            Finished(ledger, kind, Foreign);
        }
        using var viewer = await running.SignedIn("viewer", Role.Viewer, (Own, false));
        Assert.Equal([Own], (await viewer.Get("/api/v1/acos")).EnumerateArray().Select(aco => aco.GetProperty("aco").GetString()));
        foreach (var list in new[] { "/api/v1/imports", "/api/v1/what-ifs" })
            Assert.Equal([Own], (await viewer.Get(list)).EnumerateArray().SelectMany(job => job.GetProperty("entities").EnumerateArray())
                .Select(entity => entity.GetString()));
        Assert.Equal([Own], (await viewer.Get("/api/v1/runs")).EnumerateArray()
            .Select(run => run.GetProperty("request").GetProperty("aco").GetString()));
        using var blind = await running.SignedIn("blind", Role.Administrator);
        Assert.Empty((await blind.Get("/api/v1/acos")).EnumerateArray());
    }

    [Fact]
    public async Task Two_runs_are_compared_only_when_both_were_granted()
    {
        await using var running = await Running.Start(store: store.Store);
        var ledger = running.Server.Services.GetRequiredService<JobLedger>();
        var (own, foreign) = (Finished(ledger, JobKind.Run, Own), Finished(ledger, JobKind.Run, Foreign));
        using var viewer = await running.SignedIn("viewer", Role.Viewer, (Own, true));
        await viewer.Get($"/api/v1/runs/{own}/differences/{own}");
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Client.GetAsync($"/api/v1/runs/{own}/differences/{foreign}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Client.GetAsync($"/api/v1/runs/{foreign}/differences/{own}")).StatusCode);
    }

    /// <summary>What the table means, without looking at how the server decides.</summary>
    private static HttpStatusCode Expects(string rule, string caller, string entity)
    {
        if (rule == "everybody")
            return HttpStatusCode.OK;
        if (caller == "nobody")
            return HttpStatusCode.Unauthorized;
        var words = rule.Split(' ');
        if (caller.EndsWith("first password", StringComparison.Ordinal))
            return words.Contains("always") ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
        string[] order = ["viewer", "analyst", "administrator"];
        if (Array.IndexOf(order, caller.Split(' ')[0].ToLowerInvariant()) < Array.IndexOf(order, words[0]))
            return HttpStatusCode.Forbidden;
        // A key is good for what its scopes say, and never for what belongs to a person's own account.
        if (caller.Split(" key ") is [_, var scopes] && (words.Contains("person") || !scopes.Split(' ').Contains(words.Contains("people")
            ? "person" : words.FirstOrDefault(word => word is "run" or "import") ?? "read")))
            return HttpStatusCode.Forbidden;
        if (words.Contains("entity") && entity == Foreign)
            return HttpStatusCode.NotFound;
        return words.Contains("people") && caller.EndsWith("without people", StringComparison.Ordinal) ? HttpStatusCode.NotFound
            : HttpStatusCode.OK;
    }

    private static async Task<HttpStatusCode> Call(Browser browser, string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (method != "GET")
        {
            request.Content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("X-CSRF-Token", await browser.Token());
        }
        using var response = await browser.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        // The last administrator's own password is asked for with an empty body: 400, and not a refusal of the route.
        return response.StatusCode;
    }

    private static string Address(string pattern, string entity, Dictionary<JobKind, (string Own, string Foreign)> jobs)
    {
        var kind = pattern.Contains("imports", StringComparison.Ordinal) ? JobKind.Import
            : pattern.Contains("what-ifs", StringComparison.Ordinal) ? JobKind.WhatIf : JobKind.Run;
        var job = entity == Own ? jobs[kind].Own : jobs[kind].Foreign;
        return Slot().Replace(pattern, match => match.Groups["name"].Value switch
        {
            "entity" => entity,
            "job" => job,
            "other" => jobs[JobKind.Run].Own,
            "row" => "1",
            "year" => "2019",
            "file" => "2024",
            "npi" => File.ReadLines(Repository.PathOf("samples", "qpp", "facts", "participants.csv")).Skip(1).First().Split(',')
                .First(cell => cell.Length == 10 && cell.All(char.IsAsciiDigit)),
            "name" => pattern.Contains("people", StringComparison.Ordinal) ? "people" : "shown",
            "documentName" => "v1",
            _ => "unknown",
        }) + (pattern.Contains("/qp/{entity}", StringComparison.Ordinal) ? "?year=2026" : pattern.EndsWith("differences",
            StringComparison.Ordinal)
            ? "?from=2024&to=2025" : "");
    }

    /// <summary>A program with a key of somebody.</summary>
    private static async Task<Browser> Key(Browser owner, string[] scopes)
    {
        var made = await owner.Ask(HttpMethod.Post, "/api/v1/keys",
            new { name = "k", role = "analyst", scopes, entities = new[] { Own }, days = 2 });
        var program = new Browser(owner.Client.BaseAddress!.ToString());
        program.Client.DefaultRequestHeaders.Authorization = new("Bearer", made.GetProperty("text").GetString());
        return program;
    }

    private static string Finished(JobLedger ledger, JobKind kind, string entity)
    {
        var job = ledger.Add(kind, [entity], "nobody", "a job", kind == JobKind.WhatIf
            ? new { performance_year = 2026, changes = Array.Empty<object>() }
            : (object)new { aco = entity, performance_year = 2024, as_of = (string?)null, window = (string?)null, seed = 1 });
        var table = new Table("step", "people");
        table.Add("all", 12);

        // Facts of a year that the store has no claims of: who is let in is told of the conflict.
        var spent = new Table("year", "enrollment_type", "threshold", "completion");
        foreach (var type in EnrollmentTypes.All)
            spent.Add(2019, type.Name(), new Dollars(1), 1m);
        ledger.Change(job with { State = JobState.Done, Started = job.Created, Finished = job.Created },
            connection => ResultStore.Write(connection, job.Id,
                [new RunTable("shown", "Shown", table), new RunTable("people", "People", table, PersonLevel: true),
                    new RunTable("expenditures", "Spent", spent)],
                [new RunDerivation("shown", "Shown", PublishedResults.Explain("2024", 5, null).Result.Earned.Derivation!)]));
        return job.Id;
    }

    private static IEnumerable<(string Method, string Pattern)> RoutesOf(Running running) => Endpoints(running).SelectMany(endpoint =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"])
            .Select(method => (method, endpoint.RoutePattern.RawText!)));

    private static IEnumerable<RouteEndpoint> Endpoints(Running running) =>
        running.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [GeneratedRegex(@"\{\**(?<name>\w+)(:\w+)?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Slot();
}
