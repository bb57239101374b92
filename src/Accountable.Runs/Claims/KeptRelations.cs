using System.Data.Common;
using Accountable.Data;
using Accountable.Data.Store;
using Accountable.Rules;

namespace Accountable.Runs.Claims;

/// <summary>Nets the claims when they come in, so that no query has to.</summary>
public static class KeptRelations
{
    /// <summary>Makes and keeps the relations of a store. What was imported stays when there is no room for that.</summary>
    /// <param name="store">The store, opened to write.</param>
    /// <returns>A warning when they could not be kept; null when they were.</returns>
    public static Finding? Keep(ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            store.OpenCore(ClaimLaw.Of(RuleBook.Embedded)).Dispose();
            return null;
        }
        catch (Exception e) when (e is DbException or IOException)
        {
            return new Finding(Severity.Warning, "store", 0, "",
                "the deliveries are in the store, but the netted relations could not be kept: "
                + e.Message.Split('\n')[0].TrimEnd('.'), "They are made when they are asked for");
        }
    }
}
