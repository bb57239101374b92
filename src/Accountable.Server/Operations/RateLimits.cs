using System.Threading.RateLimiting;
using Accountable.Server.Access;
using Accountable.Server.Api;

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
            rejected.HttpContext.Response.Headers.RetryAfter = "60";
            await ApiProblem.Write(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "too_many_requests",
                "too many requests from here; wait a minute");
        };
    });
}
