using System.Net;
using System.Security.Cryptography.X509Certificates;
using Accountable.Server.Access;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.Operations;
using Accountable.Server.Pipelines;
using Accountable.Server.Settings;
using Accountable.Server.SignIn;
using Accountable.Server.State;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Accountable.Server;

/// <summary>The server: the API under <c>/api/v1</c>, the dashboard beside it.</summary>
public sealed class AccountableServer : IAsyncDisposable
{
    private const string DocumentName = "v1";
    private readonly WebApplication _app;
    private readonly IDisposable _lock;

    private AccountableServer(WebApplication app, IDisposable turn, (string Name, string Password)? firstAccount)
    {
        (_app, _lock, FirstAccount) = (app, turn, firstAccount);
    }

    /// <summary>The administrator that a first start made, with the password that is to be shown once; null later.</summary>
    public (string Name, string Password)? FirstAccount { get; }

    /// <summary>Where it listens, once it is started.</summary>
    public string Url => _app.Urls.First();

    internal IServiceProvider Services => _app.Services;

    /// <summary>Prepares a server: settings checked, state opened, routes mapped.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="Data.FileRefusedException">The settings do not hold together, or the demo's store is not generated
    /// data.</exception>
    public static Task<AccountableServer> Create(ServerSettings settings) => Create(settings, null);

    /// <summary>Starts to listen, and comes back.</summary>
    public Task Start() => _app.StartAsync();

    /// <summary>Comes back when the server was told to end and has ended.</summary>
    public Task Wait() => _app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        // A pooled connection would go on reading a file that was replaced meanwhile.
        SqliteConnection.ClearAllPools();
        _lock.Dispose();
    }

    internal static async Task<AccountableServer> Create(ServerSettings settings, Action<IServiceCollection>? change)
    {
        settings.Check();
        if (settings.Demo)
            GeneratedData.Require(settings.Store);
        var state = new StateFile(settings.StateFolder);
        var turn = ServerLock.Take(state.Folder);
        try
        {
            return await Create(settings, state, turn, change);
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }

    private static async Task<AccountableServer> Create(ServerSettings settings, StateFile state, IDisposable turn,
        Action<IServiceCollection>? change)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
            EnvironmentName = Environments.Production, ApplicationName = "Accountable.Server",
        });
        Log(builder.Logging);
        Listen(builder, settings);
        AddServices(builder.Services, settings, state);
        change?.Invoke(builder.Services);
        var app = builder.Build();
        using (var scope = app.Services.CreateScope())
            scope.ServiceProvider.GetRequiredService<AccountsContext>().Database.EnsureCreated();
        state.MakeTables();
        state.ForgetUploads();
        if (app.Services.GetRequiredService<JobLedger>().Interrupt() is > 0 and var left)
            app.Services.GetRequiredService<AuditLog>().Add("server", "jobs interrupted", detail: $"{left} that an earlier server left");
        app.Services.GetRequiredService<SessionStore>().Sweep();
        Map(app, settings);
        Routes.RequirePolicies(app);
        var first = settings.Demo ? null : await FirstRun.Prepare(app.Services);
        return new AccountableServer(app, turn, first);
    }

    private static void Log(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console =>
            console.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.SetMinimumLevel(LogLevel.Information);
        // What others write may hold a path or a value; ours does not.
        logging.AddFilter("Microsoft", LogLevel.None);
        logging.AddFilter("System", LogLevel.None);
    }

    private static void Listen(WebApplicationBuilder builder, ServerSettings settings)
    {
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(settings.SlowestUpload, TimeSpan.FromSeconds(5));
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            var address = settings.Address == "localhost" ? IPAddress.Loopback : IPAddress.Parse(settings.Address);
            kestrel.Listen(address, settings.Port, listen =>
            {
                if (settings.Certificate is not null)
                    listen.UseHttps(Certificate(settings));
            });
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(settings.ShutdownSeconds));
    }

    private static X509Certificate2 Certificate(ServerSettings settings) => settings.CertificateKey is { } key
        ? X509Certificate2.CreateFromPemFile(settings.Certificate!, key)
        : X509CertificateLoader.LoadPkcs12FromFile(settings.Certificate!, settings.CertificatePasswordFile is { } file
            ? File.ReadLines(file).FirstOrDefault() : null);

    private static void AddServices(IServiceCollection services, ServerSettings settings, StateFile state)
    {
        services.AddSingleton(settings);
        services.AddSingleton(state);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AuditLog>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<JobLedger>();
        services.AddSingleton<JobQueue>();
        services.AddHostedService(all => all.GetRequiredService<JobQueue>());
        services.AddSingleton<ResultStore>();
        services.AddSingleton<Metrics>();
        services.AddSingleton<StoreView>();
        services.AddSingleton<FactYears>();
        services.AddSingleton<PublishedResults>();
        services.AddSingleton<RunSettings>();
        services.AddSingleton<QpFolders>();
        services.AddSingleton<IRunPipeline, AcoPipeline>();
        services.AddSingleton<RunStarter>();
        services.AddSingleton<OverviewCache>();
        if (settings.Demo)
            services.AddHostedService<DemoRuns>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => Json.Strict(Json.Configure(json.SerializerOptions)));
        services.AddDbContext<AccountsContext>(context => context.UseSqlite(state.ConnectionString));
        services.AddIdentityCore<Person>(identity =>
        {
            identity.Password.RequiredLength = 12;
            identity.Password.RequiredUniqueChars = 5;
            // Length and not signs: what must hold a digit ends in a 1.
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = settings.WrongPasswords;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(settings.LockedMinutes);
            identity.Lockout.AllowedForNewUsers = true;
        }).AddEntityFrameworkStores<AccountsContext>().AddSignInManager().AddDefaultTokenProviders();
        services.AddAuthentication();
        services.AddDataProtection().SetApplicationName("Accountable");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(new ConfigureOptions<KeyManagementOptions>(keys =>
            keys.XmlRepository = new KeyRing(state)));
        services.AddAntiforgery(csrf =>
        {
            csrf.HeaderName = "X-CSRF-Token";
            csrf.Cookie.Name = "accountable-csrf";
            csrf.Cookie.SameSite = SameSiteMode.Strict;
            csrf.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        RateLimits.Add(services, settings);
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = settings.BehindProxy.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            foreach (var proxy in settings.BehindProxy)
                forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        });
        services.AddOpenApi(DocumentName, ApiDocument.Configure);
    }

    private static void Map(WebApplication app, ServerSettings settings)
    {
        if (settings.BehindProxy.Count > 0)
            app.UseForwardedHeaders();
        app.UseMiddleware<RequestMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
        if (!settings.IsLoopback)
            app.UseMiddleware<TlsOnly>();
        if (Directory.Exists(app.Environment.WebRootPath))
            app.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(app.Environment.WebRootPath),
                // The build puts a hash into the names of its assets; a page itself is asked for again.
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                    file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
                        ? "public, max-age=31536000, immutable" : "no-cache",
            });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<AccessGate>();
        Routes.Map(app);
    }
}
