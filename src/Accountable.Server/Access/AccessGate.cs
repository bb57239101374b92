using System.Security.Claims;
using Accountable.Server.Api;
using Accountable.Server.Jobs;
using Accountable.Server.Operations;
using Accountable.Server.SignIn;
using Accountable.Server.State;
using Microsoft.AspNetCore.Antiforgery;

namespace Accountable.Server.Access;

/// <summary>The one place where it is decided who may call what about whom. Every request to a route passes here.</summary>
internal sealed class AccessGate(RequestDelegate next, Accounts accounts, ApiKeys keys, SessionStore sessions, JobLedger jobs,
    AuditLog audit, ServerSettings settings, IAntiforgery antiforgery, ILogger<AccessGate> log)
{
    private static readonly Caller Guest = new()
    {
        UserId = "guest", Name = "guest", Role = Role.Viewer, Grants = [new Grant(Grant.Every, PersonLevel: true)], IsGuest = true,
    };

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint() is not { } endpoint)
        {
            await next(http);
            return;
        }
        var policy = endpoint.Metadata.GetMetadata<AccessPolicy>()
            ?? throw new InvalidOperationException("A route without a policy was called.");
        var caller = Identify(http);
        if (caller is { Refused: { } forged })
        {
            audit.Add("anonymous", "key refused", detail: forged, address: Address(http));
            await Refuse(http, StatusCodes.Status401Unauthorized, "unauthorized", "the key is not good", "a bad key");
            return;
        }
        if (policy.Least is { } least && !await Admit(http, policy, least, caller.Caller))
            return;
        // Whoever signs in proves as well that the request comes from our own pages.
        if (caller.Caller?.Scopes is null && !IsSafe(http.Request.Method) && !await antiforgery.IsRequestValidAsync(http))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "csrf",
                "the request lacks the X-CSRF-Token header that GET /api/v1/session gives", "no antiforgery token");
            return;
        }
        if (caller.Caller is { } known)
            http.Features.Set(known);
        if (caller.Caller is { } reader && policy.PersonLevel)
        {
            audit.Add(reader.Name, "read person-level data", Entity(http, policy) is [var one, ..] ? one : "", Route(http), Address(http));
        }
        await next(http);
    }

    /// <summary>The route's pattern: a path itself may hold an identifier.</summary>
    public static string Route(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";

    /// <summary>Where a request came from.</summary>
    public static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <summary>Who an antiforgery token is for.</summary>
    public static ClaimsPrincipal PrincipalOf(string userId) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, userId)], "session"));

    private async Task<bool> Admit(HttpContext http, AccessPolicy policy, Role least, Caller? caller)
    {
        if (caller is null)
            return await Refuse(http, StatusCodes.Status401Unauthorized, "unauthorized", "sign in, or send a key",
                http.Request.Cookies.ContainsKey(SessionStore.Cookie) ? "a session that is not open" : "nobody signed in");
        if (caller.MustChangePassword && !policy.BeforePasswordChange)
            return await Refuse(http, StatusCodes.Status403Forbidden, "password_change_required",
                "change the password that was given to you first: POST /api/v1/session/password", "password not changed yet");
        if (caller.Role < least || (caller.IsGuest && !policy.OnlyReads && !IsSafe(http.Request.Method))
            || (caller.Scopes is { } scopes && (policy.Scope == KeyScope.None || !scopes.Contains(policy.Scope))))
            return await Deny(http, caller, StatusCodes.Status403Forbidden, "forbidden",
                caller.Scopes is null ? $"this needs the role {least.ToString().ToLowerInvariant()}" : "the key is not good for this");
        if (policy.Entity is not (EntityOf.Route or EntityOf.Job))
            return true;
        // What was not granted looks like what is not there.
        if (Entity(http, policy) is not { } entities || !(IsGranted(caller, policy, entities) || IsOwnUpload(http, caller)))
            return await Deny(http, caller, StatusCodes.Status404NotFound, "not_found", ApiProblem.NotThere().Message);
        return true;
    }

    private static bool IsGranted(Caller caller, AccessPolicy policy, IReadOnlyList<string> entities) =>
        caller.MaySeeAll(entities) && (!policy.PersonLevel || entities.All(caller.MaySeePeople));

    /// <summary>An import of one's own, as long as nobody knows whom its files are about.</summary>
    private bool IsOwnUpload(HttpContext http, Caller caller) => http.GetRouteValue("job") is string job
        && jobs.Find(job) is { Entities.Count: 0 } own && own.UserId == caller.UserId;

    /// <summary>Whose data a request is about; null when there is no such thing.</summary>
    private IReadOnlyList<string>? Entity(HttpContext http, AccessPolicy policy) => policy.Entity switch
    {
        EntityOf.Route => http.GetRouteValue("entity") is string entity ? [entity] : null,
        EntityOf.Job => http.GetRouteValue("job") is string job ? jobs.Find(job)?.Entities : null,
        _ => [],
    };

    private (Caller? Caller, string? Refused) Identify(HttpContext http)
    {
        if (http.Request.Headers.Authorization is [{ } header, ..])
        {
            var (caller, refused) = header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? keys.Check(header["Bearer ".Length..].Trim()) : (null, "a header of no known form");
            return (caller, caller is null ? refused : null);
        }
        if (sessions.UserOf(http) is { } id && accounts.Of(id) is { } account)
        {
            http.User = PrincipalOf(id);
            return (new Caller
            {
                UserId = id, Name = account.Name, Role = account.Role, Grants = account.Grants,
                    MustChangePassword = account.MustChangePassword,
            }, null);
        }
        return (settings.Demo ? Guest : null, null);
    }

    private Task<bool> Deny(HttpContext http, Caller caller, int status, string code, string detail)
    {
        audit.Add(caller.Name, "refused", detail: $"{http.Request.Method} {Route(http)}", address: Address(http));
        return Refuse(http, status, code, detail, code);
    }

    private async Task<bool> Refuse(HttpContext http, int status, string code, string detail, string why)
    {
        ServerLog.Refused(log, status, Route(http), why);
        await ApiProblem.Write(http, status, code, detail);
        return false;
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
