using Accountable.Server.Api;

namespace Accountable.Server.Operations;

/// <summary>Off loopback nothing is answered in the open: not even to a proxy that was not named.</summary>
internal sealed class TlsOnly(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) => http.Request.IsHttps ? next(http)
        : ApiProblem.Write(http, StatusCodes.Status403Forbidden, "tls_required", "this server answers over TLS only");
}
