using System.Diagnostics;
using System.Security.Cryptography;
using Accountable.Server.Access;

namespace Accountable.Server.Operations;

/// <summary>Around every request: security headers, one line in the log, a count, and a tag by which an unchanged answer is not sent
/// again.</summary>
internal sealed class RequestMiddleware(RequestDelegate next, Metrics metrics, ILogger<RequestMiddleware> log)
{
    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private const int GreatestTagged = 8 << 20;

    public async Task InvokeAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        metrics.RequestStarted();
        Headers(http.Response.Headers, http.Request.IsHttps);
        try
        {
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
                await Tagged(http);
            else
                await next(http);
        }
        finally
        {
            var took = Stopwatch.GetElapsedTime(started);
            var route = AccessGate.Route(http);
            metrics.RequestFinished(http.Request.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" ? http.Request.Method
                : "other", route, http.Response.StatusCode, took);
            ServerLog.Request(log, http.Request.Method, route, http.Response.StatusCode, (long)took.TotalMilliseconds,
                http.Features.Get<Caller>()?.UserId ?? "nobody");
        }
    }

    private static void Headers(IHeaderDictionary headers, bool isHttps)
    {
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (isHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
    }

    /// <summary>Holds the answer until it is whole, unless it is a stream or too long for that.</summary>
    private async Task Tagged(HttpContext http)
    {
        var body = http.Response.Body;
        await using var held = new HeldBody(http, body, GreatestTagged);
        http.Response.Body = held;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = body;
        }
        if (!held.IsHeld)
            return;
        var bytes = held.Bytes;
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes.Span)[..12])}\"";
            http.Response.Headers.ETag = tag;
            if (http.Response.Headers.CacheControl.Count == 0)
                http.Response.Headers.CacheControl = "private, no-cache";
            if (http.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Split(',').Select(each =>
                each.Trim()).Contains(tag)))
            {
                http.Response.StatusCode = StatusCodes.Status304NotModified;
                http.Response.ContentLength = null;
                return;
            }
        }
        if (bytes.Length > 0)
        {
            http.Response.ContentLength = bytes.Length;
            await body.WriteAsync(bytes, http.RequestAborted);
        }
    }

    /// <summary>Keeps what is written; a stream of events, or more than the bound, goes straight on.</summary>
    private sealed class HeldBody(HttpContext http, Stream body, int greatest) : Stream
    {
        private readonly MemoryStream _held = new();

        public bool IsHeld { get; private set; } = true;

        public ReadOnlyMemory<byte> Bytes => _held.GetBuffer().AsMemory(0, (int)_held.Length);

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsHeld && (_held.Length + buffer.Length > greatest
                || http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true))
            {
                IsHeld = false;
                await body.WriteAsync(Bytes, cancellationToken);
            }
            if (IsHeld)
                _held.Write(buffer.Span);
            else
                await body.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => IsHeld ? Task.CompletedTask
            : body.FlushAsync(cancellationToken);

        public override void Flush()
        {
        }

        public override void Write(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("The answer is written asynchronously.");

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
