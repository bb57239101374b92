using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Accountable.Server.Access;
using Accountable.Server.Api;
using Accountable.Server.State;
using Microsoft.AspNetCore.RateLimiting;

namespace Accountable.Server.Operations;

/// <summary>How often who may ask.</summary>
internal static class RateLimits
{
    /// <summary>The policy of everything that takes a password or a code.</summary>
    public const string SignIn = "sign-in";

    private const int PeriodsASecond = 10;
    private const int LongestQueue = 1000;

    public static void Add(IServiceCollection services, ServerSettings settings) => services.AddRateLimiter(limits =>
    {
        var written = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => RateLimitPartition.GetTokenBucketLimiter(
            AccessGate.Address(http), _ => new TokenBucketRateLimiterOptions
            {
                // Who asks too fast waits a moment; only a queue of such requests is refused.
                TokenLimit = settings.RequestsPerSecond, TokensPerPeriod = Math.Max(1, settings.RequestsPerSecond / PeriodsASecond),
                ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / PeriodsASecond), QueueLimit = LongestQueue,
            }));
        limits.AddPolicy(SignIn, http => RateLimitPartition.GetFixedWindowLimiter(AccessGate.Address(http),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
            }));
        limits.OnRejected = async (rejected, _) =>
        {
            var http = rejected.HttpContext;
            Log(http, written);
            http.Response.Headers.RetryAfter = "60";
            await ApiProblem.Write(http, StatusCodes.Status429TooManyRequests, "too_many_requests",
                "too many requests from here; wait a minute");
        };
    });

    /// <summary>Each refusal stands in the log. Of attempts to sign in the audit log has one entry an address and minute: more would let
    /// whoever guesses fill the disk.</summary>
    private static void Log(HttpContext http, ConcurrentDictionary<string, long> written)
    {
        var services = http.RequestServices;
        ServerLog.Refused(services.GetRequiredService<ILoggerFactory>().CreateLogger("Accountable.Server.RateLimits"),
            StatusCodes.Status429TooManyRequests, AccessGate.Route(http), "too many requests");
        if (http.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>()?.PolicyName != SignIn)
            return;
        var (address, minute) = (AccessGate.Address(http), services.GetRequiredService<TimeProvider>().GetUtcNow().Ticks
            / TimeSpan.TicksPerMinute);
        if (written.Count > LongestQueue)
            written.Clear();
        if (!written.TryGetValue(address, out var last) || last != minute)
        {
            written[address] = minute;
            services.GetRequiredService<AuditLog>().Add("anonymous", "sign-in refused", detail: "too many attempts", address: address);
        }
    }
}
