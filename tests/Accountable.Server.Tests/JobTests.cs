using System.Net;
using System.Text.Json;
using Accountable.Data.Store;
using Accountable.Runs;
using Accountable.Server.Access;
using Accountable.Server.Jobs;
using Accountable.Server.Pipelines;
using Microsoft.Extensions.DependencyInjection;

namespace Accountable.Server.Tests;

[Collection("store")]
public sealed class JobTests(GeneratedStore store)
{
    [Fact]
    public async Task Claims_come_in_are_run_and_looked_at_and_no_identifier_is_logged()
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var uploads = store.Zips("A0001").Select(zip => (Path.GetFileName(zip), File.ReadAllBytes(zip))).Append(("participants.csv",
            File.ReadAllBytes(Path.Combine(store.Files, "A0001", "participants.csv")))).ToArray();
        var started = await analyst.Upload(uploads);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var import = (await Browser.Body(started)).GetProperty("id").GetString();
        var events = await Events(analyst, $"/api/v1/imports/{import}/events");
        Assert.Equal("done", events[^1].GetProperty("state").GetString());
        Assert.Contains(events, said => said.GetProperty("step").GetString()?.Contains("P.A0001.ACO") == true);
        var report = (await analyst.Get($"/api/v1/imports/{import}")).GetProperty("report");
        Assert.False(report.GetProperty("refused").GetBoolean());
        Assert.Equal("A0001", Assert.Single((await analyst.Get("/api/v1/acos")).EnumerateArray()).GetProperty("aco").GetString());

        var run = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = 2024 })).GetProperty("id")
            .GetString();
        Assert.Equal("done", (await Events(analyst, $"/api/v1/runs/{run}/events"))[^1].GetProperty("state").GetString());
        var view = await analyst.Get($"/api/v1/runs/{run}");
        var assigned = view.GetProperty("report").GetProperty("figures")[0].GetProperty("value").GetInt32();
        Assert.True(assigned > 0);
        // The same count two ways: the rows of people, and the table by step.
        var people = await analyst.Ask(HttpMethod.Post, $"/api/v1/runs/{run}/people/people",
            new { filter = new[] { "assigned:eq:1" }, limit = 5000, sort = "-person_id" });
        Assert.Equal(assigned, people.GetProperty("total").GetInt32());
        var steps = (await analyst.Get($"/api/v1/runs/{run}/tables/assignment?filter=assigned:eq:1&limit=100")).GetProperty("rows");
        Assert.Equal(assigned, steps.EnumerateArray().Sum(row => row.GetProperty("people").GetInt32()));
        var person = people.GetProperty("rows")[0].GetProperty("person_id").GetString()!;
        var lines = await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/claim-lines", new { person_id = person, year = 2024 });
        Assert.True(lines.GetProperty("total").GetInt32() > 0);
        var overview = await analyst.Get("/api/v1/acos/A0001/overview");
        Assert.Equal(run, overview.GetProperty("run").GetProperty("id").GetString());
        Assert.Equal(2024, overview.GetProperty("performance_year").GetInt32());
        var csv = await analyst.Client.GetStringAsync($"/api/v1/runs/{run}/tables/expenditures?format=csv");
        Assert.StartsWith("enrollment_type,people,", csv);

        Assert.Equal(2, running.Audit.Read("analyst", "read person-level data", "A0001", 0, 10).Total);
        var kept = running.Log.Text + string.Join('\n', running.Audit.Read(null, null, null, 0, 5000).Entries);
        Assert.DoesNotContain(store.People, id => kept.Contains(id, StringComparison.Ordinal));
        Assert.DoesNotContain("GENERATED", kept);
    }

    [Fact]
    public async Task Small_counts_are_hidden_from_those_who_may_not_see_people()
    {
        await using var running = await Running.Start(store: store.Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        using var viewer = await running.SignedIn("viewer", Role.Viewer, ("A0001", false));
        var run = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = 2024 })).GetProperty("id")
            .GetString();
        await analyst.Finished($"/api/v1/runs/{run}");
        foreach (var table in new[] { "expenditures", "assignment" })
        {
            var whole = await analyst.Get($"/api/v1/runs/{run}/tables/{table}");
            var shown = await viewer.Get($"/api/v1/runs/{run}/tables/{table}");
            Assert.Contains(whole.GetProperty("rows").EnumerateArray(), row => row.GetProperty("people").GetInt32() is >= 1 and <= 10);
            var hidden = 0;
            foreach (var cell in shown.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("people")))
            {
                hidden += cell.ValueKind == JsonValueKind.String ? 1 : 0;
                Assert.False(cell.ValueKind == JsonValueKind.Number && cell.GetInt32() is >= 1 and <= 10);
            }
            Assert.True(hidden >= 2, $"{table}: the one hidden count could be worked out");
        }
        Assert.DoesNotContain((await viewer.Get($"/api/v1/runs/{run}")).GetProperty("tables").EnumerateArray(),
            table => table.GetProperty("person_level").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await viewer.Client.GetAsync($"/api/v1/runs/{run}/tables/people")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await analyst.Client.GetAsync($"/api/v1/runs/{run}/tables/people")).StatusCode);
    }

    [Fact]
    public async Task An_upload_about_an_aco_that_was_not_granted_is_refused()
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0002", true));
        var zip = store.Zips("A0001")[0];
        foreach (var upload in new[] { (Path.GetFileName(zip), File.ReadAllBytes(zip)), ("methods.csv",
            "aco_id,performance_year,method\n"u8.ToArray()) })
        {
            var id = (await Browser.Body(await analyst.Upload(upload))).GetProperty("id").GetString();
            var job = await analyst.Finished($"/api/v1/imports/{id}");
            Assert.Equal("failed", job.GetProperty("state").GetString());
            Assert.Contains("not", job.GetProperty("error").GetString());
        }
        Assert.False(Directory.Exists(Path.Combine(running.Folder, "store")) && ClaimStore.OpenToRead(Path.Combine(running.Folder, "store"))
            .Manifest.Files.Count > 0);
    }

    [Fact]
    public async Task A_what_if_answers_as_the_command_line_does()
    {
        var facts = Repository.PathOf("samples", "qpp", "facts");
        await using var running = await Running.Start(settings => settings with { QpFacts = new Dictionary<string,
            string> { ["E1"] = facts } });
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("E1", true));
        var before = Accountable.Runs.Qpp.QpRun.Read(facts, Accountable.Rules.RuleBook.Embedded, new PerformanceYear(2026));
        var member = before.Facts.Clinicians.First(clinician => clinician.Memberships.Length > 0 && clinician.Scores.Length > 0
            && clinician.Memberships.Any(membership => membership.At(before.Through)));
        var from = before.Facts.Entities[member.Memberships.First(membership => membership.At(before.Through)).Entity].EntityId;
        var expected = Accountable.Runs.Qpp.WhatIfRun.Of(before,
            [new Accountable.Qpp.QualifyingParticipants.ListChange(member.Npi, from, null)], []);
        var job = (await analyst.Ask(HttpMethod.Post, "/api/v1/qp/E1/what-ifs",
            new { performance_year = 2026, changes = new[] { new { npi = member.Npi, from } } })).GetProperty("id").GetString();
        Assert.Equal("done", (await analyst.Finished($"/api/v1/what-ifs/{job}")).GetProperty("state").GetString());
        var answer = await analyst.Get($"/api/v1/what-ifs/{job}");
        Assert.Equal(expected.Scores.Rows.Count, answer.GetProperty("scores").GetProperty("total").GetInt32());
        Assert.Equal(expected.Scores.Rows.Select(row => Table.Text(row[5])), answer.GetProperty("scores").GetProperty("rows")
            .EnumerateArray().Select(row => Table.Text(row.GetProperty("score_after").ValueKind == JsonValueKind.Null ? null
                : row.GetProperty("score_after").GetDecimal())));
        var impossible = (await analyst.Ask(HttpMethod.Post, "/api/v1/qp/E1/what-ifs",
            new { performance_year = 2026, changes = new[] { new { npi = "0000000000", from } } })).GetProperty("id").GetString();
        Assert.Equal("failed", (await analyst.Finished($"/api/v1/what-ifs/{impossible}")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_job_that_is_stopped_ends_as_cancelled()
    {
        var slow = new Slow();
        await using var running = await Running.Start(store: store.Store, services: all => all.AddSingleton<IRunPipeline>(slow));
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var id = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = 2024 })).GetProperty("id")
            .GetString();
        Assert.True(slow.Begun.Wait(TimeSpan.FromSeconds(20)));
        Assert.Equal(HttpStatusCode.Accepted, (await analyst.Send(HttpMethod.Delete, $"/api/v1/runs/{id}")).StatusCode);
        Assert.Equal("cancelled", (await analyst.Finished($"/api/v1/runs/{id}")).GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Conflict, (await analyst.Send(HttpMethod.Delete, $"/api/v1/runs/{id}")).StatusCode);
    }

    [Fact]
    public async Task A_server_that_ends_takes_back_what_is_not_whole_and_keeps_what_is()
    {
        var folder = Directory.CreateTempSubdirectory("accountable-test-").FullName;
        var slow = new Slow();
        string done, undone;
        await using (var first = await Running.Start(folder: folder, store: store.Store))
        {
            using var analyst = await first.SignedIn("analyst", Role.Analyst, ("*", true));
            done = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = 2024 })).GetProperty("id")
                .GetString()!;
            await analyst.Finished($"/api/v1/runs/{done}");
        }
        await using (var second = await Running.Start(folder: folder, store: store.Store, services: all =>
            all.AddSingleton<IRunPipeline>(slow)))
        {
            using var analyst = new Browser(second.Url);
            await analyst.SignIn("analyst", Running.Password);
            undone = (await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = 2023 })).GetProperty("id")
                .GetString()!;
            Assert.True(slow.Begun.Wait(TimeSpan.FromSeconds(20)));
        }
        await using (var third = await Running.Start(folder: folder, store: store.Store))
        {
            using var analyst = new Browser(third.Url);
            await analyst.SignIn("analyst", Running.Password);
            Assert.Equal("done", (await analyst.Get($"/api/v1/runs/{done}")).GetProperty("job").GetProperty("state").GetString());
            Assert.True((await analyst.Get($"/api/v1/runs/{done}/tables/expenditures")).GetProperty("total").GetInt32() > 0);
            Assert.Equal("interrupted", (await analyst.Get($"/api/v1/runs/{undone}")).GetProperty("job").GetProperty("state").GetString());
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_import_that_is_stopped_leaves_each_delivery_whole_or_not_there()
    {
        await using var running = await Running.Start();
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("*", true));
        var uploads = store.Zips("A0001").Select(zip => (Path.GetFileName(zip), File.ReadAllBytes(zip))).ToArray();
        var id = (await Browser.Body(await analyst.Upload(uploads))).GetProperty("id").GetString();
        while ((await analyst.Get($"/api/v1/imports/{id}")).GetProperty("job").GetProperty("step")
            .GetString()?.Contains("has read") != true)
            await Task.Delay(5);
        await analyst.Send(HttpMethod.Delete, $"/api/v1/imports/{id}");
        var state = (await analyst.Finished($"/api/v1/imports/{id}")).GetProperty("state").GetString();
        Assert.Equal("cancelled", state);
        using var whole = ClaimStore.OpenToRead(store.Store);
        var manifest = Path.Combine(running.Folder, "store", "manifest.json");
        var files = File.Exists(manifest) ? ClaimStore.OpenToRead(Path.Combine(running.Folder, "store")).Manifest.Files : [];
        foreach (var delivery in files.GroupBy(file => file.Delivery))
            Assert.Equal(whole.Manifest.Files.Count(file => file.Delivery == delivery.Key), delivery.Count());
        Assert.True(files.Count < whole.Manifest.Files.Count(file => file.Aco == "A0001" && file.Source == "cclf"));
    }

    [Fact]
    public async Task Two_runs_differ_where_their_numbers_do()
    {
        await using var running = await Running.Start(store: store.Store);
        using var analyst = await running.SignedIn("analyst", Role.Analyst, ("A0001", true));
        var ids = new List<string>();
        foreach (var year in new[] { 2023, 2024, 2024 })
        {
            ids.Add((await analyst.Ask(HttpMethod.Post, "/api/v1/acos/A0001/runs", new { performance_year = year })).GetProperty("id")
                .GetString()!);
            await analyst.Finished($"/api/v1/runs/{ids[^1]}");
        }
        Assert.Empty((await analyst.Get($"/api/v1/runs/{ids[1]}/differences/{ids[2]}")).GetProperty("cells").EnumerateArray());
        var cells = (await analyst.Get($"/api/v1/runs/{ids[0]}/differences/{ids[1]}")).GetProperty("cells").EnumerateArray().ToList();
        var change = cells.First(cell => cell.GetProperty("table").GetString() == "expenditures"
            && cell.GetProperty("row").GetProperty("enrollment_type").GetString() == "all" && cell.GetProperty("column")
                .GetString() == "paid");
        foreach (var (run, name) in new[] { (ids[0], "before"), (ids[1], "after") })
        {
            var all = (await analyst.Get($"/api/v1/runs/{run}/tables/expenditures")).GetProperty("rows").EnumerateArray().Last();
            Assert.Equal(all.GetProperty("paid").GetDecimal(), Math.Round(change.GetProperty(name).GetDecimal(), 2));
        }
        var overview = await analyst.Get("/api/v1/acos/A0001/overview?year=2024");
        Assert.Equal((ids[2], ids[1]), (overview.GetProperty("run").GetProperty("id").GetString(),
            overview.GetProperty("previous").GetProperty("id").GetString()));
        Assert.Equal(0, overview.GetProperty("figures")[0].GetProperty("change").GetDecimal());
    }

    private static async Task<List<JsonElement>> Events(Browser browser, string path)
    {
        using var response = await browser.Client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var events = new List<JsonElement>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                events.Add(JsonDocument.Parse(line["data: ".Length..]).RootElement.Clone());
        }
        return events;
    }

    /// <summary>A pipeline that goes on until it is stopped.</summary>
    private sealed class Slow : IRunPipeline
    {
        public ManualResetEventSlim Begun { get; } = new();

        public string Name => "slow";

        public RunOutput Run(string store, RunRequest request, Action<JobProgress> say, CancellationToken stop)
        {
            Begun.Set();
            stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            stop.ThrowIfCancellationRequested();
            throw new TimeoutException();
        }
    }
}
