using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Accountable.Server.Access;
using Accountable.Server.SignIn;
using Accountable.Server.State;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Accountable.Server.Tests;

/// <summary>A server on a port of its own, with everything that it logs.</summary>
internal sealed class Running : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    private readonly bool _ownsFolder;

    private Running(AccountableServer server, string folder, bool ownsFolder, Lines log, Clock clock)
    {
        (Server, Folder, _ownsFolder, Log, Clock) = (server, folder, ownsFolder, log, clock);
    }

    public AccountableServer Server { get; }

    public string Folder { get; }

    public Lines Log { get; }

    public Clock Clock { get; }

    public string Url => Server.Url;

    public AuditLog Audit => Server.Services.GetRequiredService<AuditLog>();

    public static async Task<Running> Start(Func<ServerSettings, ServerSettings>? change = null, string? folder = null,
        string? store = null,
        Action<IServiceCollection>? services = null)
    {
        var own = folder is null;
        folder ??= Directory.CreateTempSubdirectory("accountable-test-").FullName;
        var settings = new ServerSettings
        {
            Store = store ?? Path.Combine(folder, "store"), State = Path.Combine(folder, "state"), Port = 0, SignInsPerMinute = 10_000,
            ShutdownSeconds = 30,
        };
        var (log, clock) = (new Lines(), new Clock());
        var server = await AccountableServer.Create(change?.Invoke(settings) ?? settings, all =>
        {
            all.AddSingleton<ILoggerProvider>(log);
            all.AddSingleton<TimeProvider>(clock);
            services?.Invoke(all);
        });
        await server.Start();
        return new Running(server, folder, own, log, clock);
    }

    /// <summary>An account with a password that need not be changed.</summary>
    public async Task<string> Account(string name, Role role, params (string Entity, bool PersonLevel)[] grants)
    {
        using var scope = Server.Services.CreateScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        var person = new Person { UserName = name, Role = role };
        var result = await people.CreateAsync(person, Password);
        Assert.True(result.Succeeded, string.Join(' ', result.Errors.Select(error => error.Description)));
        Server.Services.GetRequiredService<Accounts>().Grant(person.Id, [.. grants.Select(grant =>
            new Grant(grant.Entity, grant.PersonLevel))]);
        return person.Id;
    }

    /// <summary>A browser of somebody who signed in with a new account.</summary>
    public async Task<Browser> SignedIn(string name, Role role, params (string Entity, bool PersonLevel)[] grants)
    {
        await Account(name, role, grants);
        var browser = new Browser(Url);
        Assert.Equal(HttpStatusCode.OK, (await browser.SignIn(name, Password)).StatusCode);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A browser: keeps cookies and sends the token against forged requests.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, UseProxy = false };

    public Browser(string url)
    {
        Client = new HttpClient(_handler) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>What the session's cookie holds.</summary>
    public string? Session => Cookies.GetCookies(Client.BaseAddress!)[SessionStore.Cookie]?.Value;

    public async Task<string> Token() => (await Get("/api/v1/session")).GetProperty("csrf_token").GetString()!;

    public Task<HttpResponseMessage> SignIn(string user, string password, string? code = null) =>
        Send(HttpMethod.Post, "/api/v1/session", new { user, password, code });

    public async Task<JsonElement> Get(string path)
    {
        var response = await Client.GetAsync(path);
        Assert.True(response.StatusCode == HttpStatusCode.OK,
            $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await Body(response);
    }

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body = null, bool withToken = true)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        if (withToken && method != HttpMethod.Get)
            request.Headers.Add("X-CSRF-Token", await Token());
        return await Client.SendAsync(request);
    }

    public async Task<JsonElement> Ask(HttpMethod method, string path, object? body = null)
    {
        var response = await Send(method, path, body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await Body(response);
    }

    public Task<HttpResponseMessage> Upload(params (string Name, byte[] Bytes)[] files) => UploadTo("/api/v1/imports", files);

    public async Task<HttpResponseMessage> UploadTo(string path, params (string Name, byte[] Bytes)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
        {
            var part = new ByteArrayContent(bytes);
            part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "files", FileName = $"\"{name}\"" };
            form.Add(part);
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("X-CSRF-Token", await Token());
        return await Client.SendAsync(request);
    }

    /// <summary>Waits for a job to end.</summary>
    public async Task<JsonElement> Finished(string path)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            var job = (await Get(path)).GetProperty("job");
            if (job.GetProperty("finished").ValueKind != JsonValueKind.Null)
                return job;
            await Task.Delay(100);
        }
        throw new TimeoutException($"{path} did not end.");
    }

    public static async Task<JsonElement> Body(HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public static async Task<string?> Code(HttpResponseMessage response) => (await Body(response)).GetProperty("code").GetString();

    public void Dispose()
    {
        Client.Dispose();
        _handler.Dispose();
    }
}

/// <summary>A clock that can be put forward.</summary>
internal sealed class Clock : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}

/// <summary>Everything that was logged.</summary>
internal sealed class Lines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => _lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
