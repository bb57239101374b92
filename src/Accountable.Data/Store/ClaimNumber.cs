using System.Globalization;
using Accountable.Data.Claims;

namespace Accountable.Data.Store;

/// <summary>The number of a claim in the store: the source's own where that is a number, else 63 bits of its letters .</summary>
public static class ClaimNumber
{
    /// <summary>The number of a claim's identifier.</summary>
    public static long Of(string identifier) =>
        long.TryParse(identifier, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
            : BeneficiaryHash.Of(System.Text.Encoding.UTF8.GetBytes(identifier));
}

/// <summary>An ACO's claims come from one kind of source: the same claim from two would count twice.</summary>
public static class ClaimSource
{
    private static readonly string[] Tables = ["cclf1", "cclf5", "cclf6", "cclf7"];

    /// <summary>Refuses a source when the store holds the ACO's claims from another kind.</summary>
    /// <exception cref="FileRefusedException">It does.</exception>
    public static void Check(StoreManifest manifest, string aco, string source, string file)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var other = manifest.Files.FirstOrDefault(stored => stored.Aco == aco && stored.Source != source && Tables.Contains(stored.Table));
        if (other is not null)
            throw new FileRefusedException(new Finding(Severity.FileRefused, file, 0, "",
                $"the store holds claims of {aco} from another kind of source ({other.Source}): the same claim would count twice",
                "Use another store, or forget those files first"));
    }
}
