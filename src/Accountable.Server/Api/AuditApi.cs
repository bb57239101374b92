using Accountable.Server.Access;
using Accountable.Server.State;

namespace Accountable.Server.Api;

/// <summary>A page of the audit log, newest first.</summary>
internal sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long Total, int Offset, int Limit);

/// <summary>The audit log, for administrators.</summary>
internal static class AuditApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/audit").WithTags("audit");
        group.MapGet("/", (string? actor, string? action, string? entity, DateOnly? from, DateOnly? to, HttpContext http, AuditLog audit) =>
        {
            var (offset, limit) = (TablePages.Number(http.Request.Query, "offset", 0, int.MaxValue),
                TablePages.Number(http.Request.Query, "limit", 100, TablePages.MostRows));
            var (entries, total) = audit.Read(actor, action, entity, offset, limit, from, to);
            return new AuditPage(entries, total, offset, limit);
        }).WithName("audit").For(Role.Administrator, scope: KeyScope.None);
        group.MapGet("/verification", (AuditLog audit) => audit.Verify()).WithName("verify_audit")
            .For(Role.Administrator, scope: KeyScope.None);
    }
}
